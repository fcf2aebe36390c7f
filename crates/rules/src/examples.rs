//! Generators for example secrets.
//!
//! Rule files never hold a literal token: it would trip push protection, and our own hook. They
//! hold templates, in which a generator in double braces stands for generated text:
//!
//! | generator | stands for |
//! |---|---|
//! | `{{36:alnum}}` | that many characters of an alphabet: `alnum`, `lower`, `upper`, `letter`, `digit`, `hex`, `HEX`, `base36`, `base32`, `base64`, `base64url` |
//! | `{{crc32-base62:ghp_:30}}` | prefix, random body of that length, checksum: also `crc32-hex`, `grafana`, `confluent`, `zuplo` |
//! | `{{github-fine-grained}}` | a whole token with its checksum: also `gitlab-routable:glpat-`, `nkey:SU`, `age`, `bech32:nsec`, `pypi`, `vault`, `bip39` |
//! | `{{base58check:80:32}}` | version and so many random bytes in base 58 with their checksum |
//! | `{{luhn:4}}` | sixteen digits that begin with that and add up |
//! | `{{jwt}}`, `{{jwt:payload}}` | a JSON web token |
//! | `{{json:{"a":1}}}` | JSON in base 64 without padding |
//! | `{{pem:RSA PRIVATE KEY}}`, `{{pem-escaped:…}}`, `{{pem-locked:…}}` | a block of that label, on lines, with `\n` written out, or protected by a passphrase |
//! | `{{basic:user}}` | base 64 of the user's name, a colon and a password |
//! | `{{encode:text}}` | the text in base 64 |
//!
//! What follows the braces after a space is plain text, as in `{{ variable }}`.
//!
//! ```
//! let one = sdf_rules::examples::expand("key = {{8:hex}}", "my-rule")?;
//! assert_eq!(one.len(), "key = 01234567".len());
//! assert_eq!(sdf_rules::examples::expand("key = {{8:hex}}", "my-rule")?, one);
//! # Ok::<(), sdf_rules::examples::TemplateError>(())
//! ```

mod formats;
mod random;

use random::Random;
use std::fmt;

/// A template that cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// The generator as it stands in the template.
    pub generator: String,
    /// What is wrong with it and what was expected.
    pub message: String,
}

impl fmt::Display for TemplateError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "generator '{}': {}", self.generator.escape_debug(), self.message)
    }
}

impl std::error::Error for TemplateError {}

/// Replaces the generators in `template`. Equal templates and seeds give equal texts.
///
/// # Errors
/// When a generator is unknown, lacks its argument or its closing braces.
pub fn expand(template: &str, seed: &str) -> Result<String, TemplateError> {
    let mut random = Random::new(seed);
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        if !after.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            out.push_str("{{");
            rest = after;
            continue;
        }
        let end = closing(after).ok_or_else(|| TemplateError {
            generator: after.to_owned(),
            message: "lacks its closing '}}'".to_owned(),
        })?;
        let (generator, after) = (&after[..end], &after[end + 2..]);
        formats::generate(generator, &mut random, &mut out)
            .map_err(|message| TemplateError { generator: generator.to_owned(), message })?;
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Where the braces stand that close a generator; those that it opens itself are its own.
fn closing(text: &str) -> Option<usize> {
    let opened = |end: usize| {
        let count = |brace: char| text[..end].matches(brace).count();
        count('{') > count('}')
    };
    let mut end = text.find("}}")?;
    while opened(end) && text[end + 1..].starts_with("}}") {
        end += 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_braces_stay_and_faults_are_told() {
        assert_eq!(expand("{{ name }} {a}", "s").as_deref(), Ok("{{ name }} {a}"));
        let fault = |template| expand(template, "s").expect_err("a faulty template").to_string();
        assert!(fault("{{8:hxe}}").contains("alnum"));
        assert!(fault("{{jwt").contains("closing"));
        assert!(fault("{{nonsense}}").contains("generator"));
        assert!(fault("{{99999999:hex}}").contains("4096"));
    }

    #[test]
    fn seeds_and_places_differ() {
        let two = expand("{{20:alnum}} {{20:alnum}}", "a").expect("a sound template");
        let (first, second) = two.split_once(' ').expect("two words");
        assert_ne!(first, second);
        assert_ne!(expand("{{20:alnum}} {{20:alnum}}", "b").as_deref(), Ok(two.as_str()));
    }
}
