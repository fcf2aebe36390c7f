//! The templates of checksums: a small part of Liquid.
//!
//! Text in which `{{ value | filter: argument | … }}` stands for a value, which is a variable or a
//! quoted text, run through filters. Sources: the documentation of kingfisher's rules, and of
//! Liquid for the filters that it has itself.

use crate::checksum::{BASE32, BASE36, BASE62, BASE64, BASE64URL, crc32, encode, in_base};
use sha2::{Digest, Sha256};

/// A template, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Output { value: Operand, filters: Vec<(Filter, Vec<Operand>)> },
}

/// A value as a template writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Operand {
    Quoted(String),
    Variable(String),
}

macro_rules! filters {
    ($($variant:ident = $name:literal: $least:literal to $most:literal,)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        enum Filter { $($variant,)+ }

        /// Each filter with its name and how many arguments it takes.
        const FILTERS: &[(&str, Filter, usize, usize)] =
            &[$(($name, Filter::$variant, $least, $most),)+];
    };
}

filters! {
    Append = "append": 1 to 1,
    Prepend = "prepend": 1 to 1,
    Prefix = "prefix": 0 to 1,
    Suffix = "suffix": 0 to 1,
    Downcase = "downcase": 0 to 0,
    Upcase = "upcase": 0 to 0,
    Strip = "strip": 0 to 0,
    Replace = "replace": 2 to 2,
    Remove = "remove": 1 to 1,
    Size = "size": 0 to 0,
    Crc32 = "crc32": 0 to 0,
    Crc32Decimal = "crc32_dec": 0 to 1,
    Crc32Hex = "crc32_hex": 0 to 1,
    Crc32LittleEndianBase64 = "crc32_le_b64": 0 to 1,
    Base62 = "base62": 0 to 1,
    Base36 = "base36": 0 to 1,
    Sha256Hex = "sha256": 0 to 0,
    Sha256Base32 = "sha256_b32": 0 to 1,
    Base64Encode = "b64enc": 0 to 0,
    Base64UrlEncode = "b64url_enc": 0 to 0,
}

/// Digits of the largest number that a filter pads to: no checksum is longer.
const WIDEST: usize = 64;

impl Template {
    /// Reads `text`.
    ///
    /// # Errors
    /// What is wrong and what was expected, when it is no template of this small language.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (mut pieces, mut rest) = (Vec::new(), text);
        if rest.contains("{%") {
            return Err("tags ('{%') are not supported, only outputs ('{{')".to_owned());
        }
        while let Some((before, after)) = rest.split_once("{{") {
            let (output, after) =
                after.split_once("}}").ok_or("an output lacks its closing '}}'")?;
            pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
            pieces.push(output_of(output.trim_matches('-'))?);
            rest = after;
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        Ok(Template { pieces })
    }

    /// The text that the template stands for, with the values that `variable` gives; none when a
    /// variable has none, or a filter is given what it cannot take.
    pub fn render(&self, variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let value_of = |operand: &Operand| match operand {
            Operand::Quoted(text) => Some(text.clone()),
            Operand::Variable(name) => variable(name),
        };
        let mut out = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Output { value, filters } => {
                    let mut value = value_of(value)?;
                    for (filter, arguments) in filters {
                        let arguments: Option<Vec<String>> =
                            arguments.iter().map(value_of).collect();
                        value = apply(*filter, value, &arguments?)?;
                    }
                    out.push_str(&value);
                }
            }
        }
        Some(out)
    }
}

fn output_of(text: &str) -> Result<Piece, String> {
    let mut parts = split_outside_quotes(text, '|').into_iter();
    let value = operand(parts.next().unwrap_or_default())?;
    let mut filters = Vec::new();
    for part in parts {
        let (name, arguments) = part.split_once(':').unwrap_or((part, ""));
        let name = name.trim();
        let known = FILTERS.iter().find(|(known, ..)| *known == name);
        let &(_, filter, least, most) = known.ok_or_else(|| {
            let names: Vec<&str> = FILTERS.iter().map(|(name, ..)| *name).collect();
            format!("filter '{}' is none of {}", name.escape_debug(), names.join(", "))
        })?;
        let arguments = match arguments.trim() {
            "" => Vec::new(),
            list => split_outside_quotes(list, ',')
                .into_iter()
                .map(operand)
                .collect::<Result<Vec<_>, _>>()?,
        };
        if !(least..=most).contains(&arguments.len()) {
            let count = arguments.len();
            return Err(format!("filter '{name}' takes {least} to {most} arguments, not {count}"));
        }
        filters.push((filter, arguments));
    }
    Ok(Piece::Output { value, filters })
}

fn operand(text: &str) -> Result<Operand, String> {
    let text = text.trim();
    let quoted = ['"', '\'']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)));
    if let Some(quoted) = quoted {
        return Ok(Operand::Quoted(quoted.to_owned()));
    }
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Operand::Quoted(text.to_owned()));
    }
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte == b'.';
    if text.is_empty() || !text.bytes().all(is_name) {
        return Err(format!("'{}' is no name, number or quoted text", text.escape_debug()));
    }
    Ok(Operand::Variable(text.to_owned()))
}

/// The parts of `text` between the separators that stand outside of quotes.
fn split_outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut open) = (Vec::new(), 0, None);
    for (at, character) in text.char_indices() {
        match open {
            Some(quote) if character == quote => open = None,
            None if character == '"' || character == '\'' => open = Some(character),
            None if character == separator => {
                parts.push(&text[start..at]);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn apply(filter: Filter, input: String, arguments: &[String]) -> Option<String> {
    let text = |index: usize| arguments.get(index).map(String::as_str).unwrap_or_default();
    let count = match arguments.first().map(|count| count.parse::<usize>()) {
        None => None,
        Some(Ok(count)) => Some(count),
        Some(Err(_)) => None,
    };
    let characters = input.chars().count();
    let in_base = |digits: &[u8]| {
        let number = input.trim().parse::<u32>().ok()?;
        Some(in_base(number, digits, count.unwrap_or(1).clamp(1, WIDEST)))
    };
    let checksum = || crc32(input.as_bytes());
    Some(match filter {
        Filter::Append => input + text(0),
        Filter::Prepend => text(0).to_owned() + &input,
        Filter::Prefix => input.chars().take(count.unwrap_or(characters)).collect(),
        Filter::Suffix => {
            input.chars().skip(characters.saturating_sub(count.unwrap_or(characters))).collect()
        }
        Filter::Downcase => input.to_lowercase(),
        Filter::Upcase => input.to_uppercase(),
        Filter::Strip => input.trim().to_owned(),
        Filter::Replace if text(0).is_empty() => input,
        Filter::Replace => input.replace(text(0), text(1)),
        Filter::Remove if text(0).is_empty() => input,
        Filter::Remove => input.replace(text(0), ""),
        Filter::Size => characters.to_string(),
        Filter::Crc32 => checksum().to_string(),
        Filter::Crc32Decimal => last_digits(checksum().to_string(), count),
        Filter::Crc32Hex => last_digits(format!("{:08x}", checksum()), count),
        Filter::Crc32LittleEndianBase64 => {
            first(padded(encode(&checksum().to_le_bytes(), BASE64, 6)), count)
        }
        Filter::Base62 => in_base(BASE62)?,
        Filter::Base36 => in_base(BASE36)?,
        Filter::Sha256Hex => {
            Sha256::digest(input.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
        }
        Filter::Sha256Base32 => first(encode(&Sha256::digest(input.as_bytes()), BASE32, 5), count),
        Filter::Base64Encode => padded(encode(input.as_bytes(), BASE64, 6)),
        Filter::Base64UrlEncode => encode(input.as_bytes(), BASE64URL, 6),
    })
}

/// The last `count` digits, zeros before them where there are fewer; all for none.
fn last_digits(digits: String, count: Option<usize>) -> String {
    match count {
        None | Some(0) => digits,
        Some(count) => {
            let count = count.min(WIDEST);
            let start = digits.len().saturating_sub(count);
            format!("{:0>count$}", &digits[start..])
        }
    }
}

fn first(text: String, count: Option<usize>) -> String {
    text.chars().take(count.unwrap_or(usize::MAX)).collect()
}

/// Base 64 with its padding.
fn padded(text: String) -> String {
    let missing = (4 - text.len() % 4) % 4;
    text + &"=".repeat(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(template: &str) -> Option<String> {
        let template = Template::parse(template).expect("a sound template");
        let body = |name: &str| (name == "body").then(|| "hello".to_owned());
        template.render(&body)
    }

    #[test]
    fn filters_give_published_values() {
        // CRC-32 and SHA-256 of "hello" as zlib and sha256sum give them.
        for (template, expected) in [
            ("{{ body | crc32 }}", "907060870"),
            ("{{ body | crc32_hex }}", "3610a686"),
            ("{{ body | crc32_hex: 4 }}", "a686"),
            ("{{ body | crc32_dec: 12 }}", "000907060870"),
            ("{{ body | crc32_le_b64 }}", "hqYQNg=="),
            ("{{ body | crc32_le_b64: 6 }}", "hqYQNg"),
            ("{{ body | crc32 | base62: 6 }}", "0zNvy2"),
            ("{{ body | sha256_b32: 8 }}", "FTZE3OS7"),
            ("{{body|prefix:2}}-{{ body | suffix: 9 }}", "he-hello"),
            ("{{ 'a|b,' | append: body | upcase }}", "A|B,HELLO"),
            ("{{ body | b64enc }}", "aGVsbG8="),
            ("plain", "plain"),
        ] {
            assert_eq!(render(template).as_deref(), Some(expected), "{template}");
        }
        assert_eq!(render("{{ other }}"), None);
        assert_eq!(render("{{ body | base62: 6 }}"), None);
    }

    #[test]
    fn what_is_no_template_is_told() {
        let error = |text: &str| Template::parse(text).expect_err("no template");
        assert!(error("{{ body | crc31 }}").contains("crc32_hex"));
        assert!(error("{{ body").contains("closing"));
        assert!(error("{% if body %}").contains("tags"));
        assert!(error("{{ body | append }}").contains("arguments"));
        assert!(error("{{ }}").contains("no name"));
    }
}
