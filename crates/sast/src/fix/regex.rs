//! `fix-regex`: replacements within a match.

use crate::text::{literal_for_pcre, unusable};
use regex::bytes::{Captures, Regex, RegexBuilder};
use sdf_core::{Edit, Span};
use sdf_rules::sast::FixRegex;

/// A `fix-regex` ready to be used.
#[derive(Clone, Debug)]
pub(crate) struct RegexFix {
    regex: Regex,
    replacement: Vec<Part>,
    /// How many to replace.
    count: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// What a group holds.
    Group(usize),
}

impl RegexFix {
    /// # Errors
    /// The regular expression cannot be used.
    pub(crate) fn new(fix: &FixRegex) -> Result<RegexFix, String> {
        let build = |text: &str, unicode| RegexBuilder::new(text).unicode(unicode).build();
        let plain = build(&fix.regex, false).or_else(|_| build(&fix.regex, true));
        let regex = plain
            .or_else(|_| build(&literal_for_pcre(&fix.regex), true))
            .map_err(|error| unusable(&error))?;
        let count = fix.count.map_or(usize::MAX, |count| count as usize);
        Ok(RegexFix { regex, replacement: parts(&fix.replacement), count })
    }

    /// The edit of a match; none if nothing in it is to be replaced.
    pub(crate) fn edit(&self, source: &[u8], span: Span) -> Option<Edit> {
        let text = span.of(source);
        let mut replacement = Vec::new();
        let mut copied = 0;
        for captures in self.regex.captures_iter(text).take(self.count) {
            let Some(whole) = captures.get(0) else { continue };
            replacement.extend(&text[copied..whole.start()]);
            self.fill(&captures, &mut replacement);
            copied = whole.end();
        }
        replacement.extend(&text[copied..]);
        (replacement != text).then_some(Edit { span, replacement })
    }

    fn fill(&self, captures: &Captures<'_>, out: &mut Vec<u8>) {
        for part in &self.replacement {
            match part {
                Part::Text(text) => out.extend(text.as_bytes()),
                Part::Group(number) => {
                    out.extend(captures.get(*number).map_or(&[][..], |group| group.as_bytes()));
                }
            }
        }
    }
}

/// `\1` and `$1` are groups, `$$` is a dollar.
fn parts(replacement: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = replacement;
    while let Some(sign) = rest.chars().next() {
        let behind = &rest[sign.len_utf8()..];
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let is_sign = matches!(sign, '\\' | '$');
        match behind[..digits].parse() {
            Ok(number) if is_sign => {
                parts.push(Part::Text(std::mem::take(&mut text)));
                parts.push(Part::Group(number));
                rest = &behind[digits..];
            }
            _ => {
                text.push(sign);
                rest =
                    if sign == '$' { behind.strip_prefix('$').unwrap_or(behind) } else { behind };
            }
        }
    }
    parts.push(Part::Text(text));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(regex: &'static str, replacement: &'static str, count: Option<u32>) -> Option<String> {
        let fix = FixRegex { regex: regex.into(), replacement: replacement.into(), count };
        let source = b"x = f(a=1, a=2)\n";
        let edit = RegexFix::new(&fix).expect("an expression").edit(source, Span::new(4, 15))?;
        Some(String::from_utf8(edit.replacement).expect("text"))
    }

    #[test]
    fn groups_are_put_in() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(fixed(r"a=(\d)", r"b=\1$1\0$$", None), some("f(b=11a=1$, b=22a=2$)"));
        assert_eq!(fixed(r"a=(\d)", "", Some(1)), some("f(, a=2)"));
        assert_eq!(fixed("^(.*)$", r"[\1]\9", None), some("[f(a=1, a=2)]"));
        assert_eq!(fixed("x", "y", None), None);
    }

    #[test]
    fn what_does_not_compile_is_told() {
        let fix = FixRegex { regex: "(".into(), replacement: "".into(), count: None };
        assert!(RegexFix::new(&fix).expect_err("broken").contains("unclosed"));
    }
}
