//! Which taint: a Boolean expression over labels, as Python writes it.

use crate::Emit;
use crate::emit::emit_tuple;
use sdf_core::Text;
use std::borrow::Cow;

/// A condition on the labels of taint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requires {
    /// There is taint of this label.
    Label(Text),
    /// Always.
    True,
    /// Never.
    False,
    /// All of these hold.
    And(Cow<'static, [Requires]>),
    /// Any of these holds.
    Or(Cow<'static, [Requires]>),
    /// This one does not hold. Of one; a slice to be a constant expression.
    Not(Cow<'static, [Requires]>),
}

/// How deep parentheses and `not` may nest.
const DEPTH: usize = 64;

impl Requires {
    /// The condition that `text` says: labels with `not`, `and`, `or` and parentheses.
    pub(super) fn parse(text: &str) -> Result<Requires, String> {
        let mut words = Words { rest: text, depth: 0 };
        let found = words.any()?;
        match words.next() {
            "" => Ok(found),
            word => Err(format!("'{word}' follows a complete expression")),
        }
    }
}

/// The words of an expression that are not read yet.
struct Words<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Words<'t> {
    /// The next word or sign, empty at the end.
    fn peek(&self) -> &'t str {
        let rest = self.rest.trim_start();
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let end = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let end = match rest.chars().next() {
            Some(first) if end == 0 => first.len_utf8(),
            _ => end,
        };
        rest.get(..end).unwrap_or_default()
    }

    fn next(&mut self) -> &'t str {
        let word = self.peek();
        self.rest = self.rest.trim_start().get(word.len()..).unwrap_or_default();
        word
    }

    fn any(&mut self) -> Result<Requires, String> {
        let mut all = vec![self.all()?];
        while self.peek() == "or" {
            self.next();
            all.push(self.all()?);
        }
        Ok(one_or(all, Requires::Or))
    }

    fn all(&mut self) -> Result<Requires, String> {
        let mut all = vec![self.operand()?];
        while self.peek() == "and" {
            self.next();
            all.push(self.operand()?);
        }
        Ok(one_or(all, Requires::And))
    }

    fn operand(&mut self) -> Result<Requires, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("it nests deeper than {DEPTH}"));
        }
        let found = match self.next() {
            "not" => Requires::Not(vec![self.operand()?].into()),
            "(" => {
                let inner = self.any()?;
                match self.next() {
                    ")" => inner,
                    "" => return Err("a ')' is missing".to_owned()),
                    word => return Err(format!("'{word}' is there in place of ')'")),
                }
            }
            "True" => Requires::True,
            "False" => Requires::False,
            "" => return Err("a label is missing at the end".to_owned()),
            "$" => return Err("a metavariable is no label".to_owned()),
            word if is_label(word) => Requires::Label(Text::Owned(word.to_owned())),
            word => return Err(format!("'{word}' is no label")),
        };
        self.depth -= 1;
        Ok(found)
    }
}

fn is_label(word: &str) -> bool {
    let starts = |character: char| character.is_alphabetic() || character == '_';
    word.starts_with(starts) && !matches!(word, "and" | "or" | "not")
}

fn one_or(mut all: Vec<Requires>, join: fn(Cow<'static, [Requires]>) -> Requires) -> Requires {
    match all.len() {
        1 => all.remove(0),
        _ => join(all.into()),
    }
}

impl Emit for Requires {
    fn emit(&self, out: &mut String) {
        let (variant, value): (&str, &dyn Emit) = match self {
            Requires::True => return out.push_str("::sdf_rules::sast::Requires::True"),
            Requires::False => return out.push_str("::sdf_rules::sast::Requires::False"),
            Requires::Label(label) => ("Label", label),
            Requires::And(all) => ("And", all),
            Requires::Or(any) => ("Or", any),
            Requires::Not(one) => ("Not", one),
        };
        emit_tuple(out, &format!("::sdf_rules::sast::Requires::{variant}"), &[value]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_python_reads_them() {
        let label = |name: &str| Requires::Label(Text::Owned(name.to_owned()));
        let expected = Requires::Or(
            vec![
                label("A"),
                Requires::And(vec![label("B_1"), Requires::Not(vec![label("C")].into())].into()),
            ]
            .into(),
        );
        assert_eq!(Requires::parse("A or B_1 and not C"), Ok(expected));
        assert_eq!(
            Requires::parse("(A or B) and True"),
            Ok(Requires::And(
                vec![Requires::Or(vec![label("A"), label("B")].into()), Requires::True].into()
            ))
        );
    }

    #[test]
    fn what_is_no_condition_is_said() {
        for (text, said) in [
            ("", "a label is missing"),
            ("A and", "a label is missing"),
            ("A B", "'B' follows"),
            ("(A", "')' is missing"),
            ("$X", "a metavariable is no label"),
            ("A | B", "'|' follows"),
            ("1", "'1' is no label"),
        ] {
            let error = Requires::parse(text).expect_err("no condition");
            assert!(error.contains(said), "{text}: {error}");
        }
        assert!(Requires::parse(&"(".repeat(100_000)).is_err());
        assert!(Requires::parse(&"not ".repeat(100_000)).is_err());
    }
}
