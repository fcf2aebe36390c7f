//! Rules for secrets.
//!
//! A [`SecretRule`] says near which keywords to look, what to look for there ([`Matcher`]), and
//! which offline checks the text found has to stand ([`Validator`]). [`parse`] reads a TOML file
//! of them:
//!
//! ```
//! let text = r#"
//! severity = "high"
//! confidence = "high"
//! help = "Revoke the token at Acme, then read it from the environment."
//! references = ["https://acme.example/docs/tokens"]
//!
//! [[rule]]
//! id = "acme-token"
//! title = "Acme token"
//! why = "It reads and writes everything its owner can."
//! keywords = ["acme_"]
//! pattern = '\bacme_[0-9a-f]{20}\b'
//! positive = ["token = acme_{{20:hex}}"]
//! negative = ["acme_module"]
//! "#;
//! let rules = sdf_rules::secret::parse("acme.toml", text)?;
//! assert_eq!(rules[0].0.rule.id, "acme-token");
//! # Ok::<(), sdf_rules::RuleFileError>(())
//! ```

mod companion;
mod file;
mod requirement;
mod validator;

use crate::Emit;
use crate::emit::emit_struct;
use crate::examples::{TemplateError, expand};
use crate::expression::{Expression, Reading};
use sdf_core::{Rule, Text};
use std::borrow::Cow;
use std::fmt::Write as _;

pub use companion::Companion;
pub use file::parse;
pub use requirement::Requirement;
pub use validator::Validator;

/// A rule for one kind of secret.
#[derive(Clone, Debug, PartialEq)]
pub struct SecretRule {
    /// What the rule says of itself.
    pub rule: Rule,
    /// Lower-case ASCII literals of at least three bytes; without one of them, in any case of
    /// letters, the matcher cannot match.
    pub keywords: Cow<'static, [Text]>,
    /// The keywords as they are spelled, where the case of letters counts: a window that holds
    /// none of them is not searched, so that `msg.` costs a rule for `SG.` nothing.
    pub literals: Cow<'static, [Text]>,
    /// What to look for near a keyword.
    pub matcher: Matcher,
    /// How many bytes before a keyword a match may begin. A rule of reach
    /// [`Line`](sdf_core::Reach::Line) never looks past the ends of the keyword's line.
    pub before: u32,
    /// How many bytes behind a keyword a match may end, in the same way.
    pub after: u32,
    /// What the text found is judged as; without one its form alone is enough. A value that a
    /// person types into a place for secrets may also be a variable or a placeholder.
    pub judge: Option<Sort>,
    /// Least Shannon entropy of the secret, in bits a byte.
    pub min_entropy: Option<f32>,
    /// Offline checks of the secret.
    pub validators: Cow<'static, [Validator]>,
    /// What stands near the secret when it is one of two parts.
    pub with: Option<Companion>,
    /// Which of several findings on the same text is kept.
    pub specificity: Specificity,
    /// Endings of the paths that the rule is for, in lower case; none for every path.
    pub paths: Cow<'static, [Text]>,
    /// What else a match has to stand.
    pub requirements: Cow<'static, [Requirement]>,
    /// Whether whatever matches counts, even what looks like a placeholder: rules of other tools
    /// say themselves what they leave out.
    pub verbatim: bool,
}

/// What a rule looks for near its keywords.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Text that matches this regular expression. The group named `secret` or `TOKEN`, or else
    /// the first that took part, or else the whole match is the secret.
    Pattern(Text),
    /// A value that matches this regular expression from end to end and is assigned, in whatever
    /// language or format, to a name that holds a keyword as one of its parts.
    Assigned(Text),
    /// A value that looks like a secret of this sort and is assigned to a name that a keyword
    /// makes the name of a secret.
    Judged(Sort),
    /// The password of a URL.
    Url,
}

/// What sort of secret a judged value is expected to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Thought up and typed by a person.
    Password,
    /// Drawn at random by a machine.
    Token,
}

impl Sort {
    /// Names as rule files have them.
    pub const NAMES: &'static [&'static str] = &["password", "token"];
}

/// Which of several findings on the same text is kept: the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Specificity {
    /// Only the place makes it a secret: any value assigned to a name.
    Generic,
    /// The form is known, the issuer is not: JWT, private key, password in a URL.
    Format,
    /// The issuer is known.
    Provider,
}

impl Specificity {
    /// Names as rule files have them, in order.
    pub const NAMES: &'static [&'static str] = &["generic", "format", "provider"];
}

/// Example texts of a rule, as its file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examples {
    /// Texts with a finding.
    pub positive: Vec<Example>,
    /// Texts without one.
    pub negative: Vec<Example>,
}

/// An example text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Name of the file that it stands in.
    pub file: String,
    /// The text, its secrets written with the generators of [`examples`](crate::examples).
    pub template: String,
    /// Whether the text is what it is: in files of other tools braces are no generators.
    pub plain: bool,
}

impl Example {
    /// The text, its generators seeded by `seed`.
    ///
    /// # Errors
    /// When a generator cannot be expanded.
    pub fn text(&self, seed: &str) -> Result<Cow<'_, str>, TemplateError> {
        match self.plain {
            true => Ok(Cow::Borrowed(&self.template)),
            false => expand(&self.template, seed).map(Cow::Owned),
        }
    }
}

/// Compiles the pattern of a rule as the scanner runs it: on bytes, Unicode off unless the
/// pattern turns it on, of bounded size.
///
/// # Errors
/// When the pattern is no regular expression or takes more than a megabyte.
pub fn compile(pattern: &str) -> Result<Expression, regex::Error> {
    Expression::new(pattern, Reading::default())
}

impl Matcher {
    /// The regular expression, made to match from end to end where that is asked for.
    pub fn regex(&self) -> Option<Cow<'_, str>> {
        match self {
            Matcher::Pattern(pattern) => Some(Cow::Borrowed(pattern)),
            Matcher::Assigned(pattern) => Some(Cow::Owned(format!(r"\A(?:{pattern})\z"))),
            Matcher::Judged(_) | Matcher::Url => None,
        }
    }
}

impl Emit for SecretRule {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::secret::SecretRule", self, {
            rule, keywords, literals, matcher, before, after, judge, min_entropy, validators, with, specificity, paths,
            requirements, verbatim
        });
    }
}

impl Emit for Matcher {
    fn emit(&self, out: &mut String) {
        let (variant, argument): (_, Option<&dyn Emit>) = match self {
            Matcher::Pattern(pattern) => ("Pattern", Some(pattern)),
            Matcher::Assigned(pattern) => ("Assigned", Some(pattern)),
            Matcher::Judged(sort) => ("Judged", Some(sort)),
            Matcher::Url => ("Url", None),
        };
        out.push_str("::sdf_rules::secret::Matcher::");
        out.push_str(variant);
        if let Some(argument) = argument {
            out.push('(');
            argument.emit(out);
            out.push(')');
        }
    }
}

macro_rules! emit_variant {
    ($($type:ident),+) => { $(
        impl Emit for $type {
            fn emit(&self, out: &mut String) {
                let path = concat!("::sdf_rules::secret::", stringify!($type), "::");
                write!(out, "{path}{self:?}").expect("writing to a string cannot fail");
            }
        }
    )+ };
}

emit_variant!(Specificity, Sort);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matcher_is_written_as_an_expression() {
        let mut out = String::new();
        Matcher::Pattern("a\"\\b".into()).emit(&mut out);
        assert_eq!(
            out,
            r#"::sdf_rules::secret::Matcher::Pattern(::std::borrow::Cow::Borrowed("a\"\\b"))"#
        );
    }
}
