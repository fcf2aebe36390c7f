//! What rules of other tools ask of a match beside its pattern.

use crate::Emit;
use sdf_core::Text;
use std::borrow::Cow;

/// What a match has to stand beside its pattern and the checks that all rules share. A match that
/// does not is no finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// The secret holds at least so many of these characters, which go by a name.
    Characters {
        /// How many.
        least: u32,
        /// Which.
        of: Text,
        /// What they are called.
        called: Text,
    },
    /// The secret holds none of these words, in any case of letters.
    Without(Cow<'static, [Text]>),
    /// Two [templates](crate::kingfisher::Template) give the same text.
    Checksum {
        /// The template of what the secret holds.
        actual: Text,
        /// The template of what it should hold.
        expected: Text,
        /// The group without which there is nothing to compare.
        capture: Option<Text>,
        /// Whether a match without a group that is needed is let through.
        optional: bool,
    },
    /// The path of the file matches this regular expression.
    Path(Text),
    /// The file is not binary.
    InText,
}

impl Emit for Requirement {
    fn emit(&self, out: &mut String) {
        const TYPE: &str = "::sdf_rules::secret::Requirement::";
        let mut variant = |name: &str, fields: &[(&str, &dyn Emit)]| {
            out.push_str(TYPE);
            out.push_str(name);
            out.push('{');
            for (field, value) in fields {
                out.push_str(field);
                out.push_str(": ");
                value.emit(out);
                out.push(',');
            }
            out.push('}');
        };
        match self {
            Requirement::Characters { least, of, called } => {
                variant("Characters", &[("least", least), ("of", of), ("called", called)]);
            }
            Requirement::Without(words) => variant("Without", &[("0", words)]),
            Requirement::Checksum { actual, expected, capture, optional } => variant(
                "Checksum",
                &[
                    ("actual", actual),
                    ("expected", expected),
                    ("capture", capture),
                    ("optional", optional),
                ],
            ),
            Requirement::Path(pattern) => variant("Path", &[("0", pattern)]),
            Requirement::InText => variant("InText", &[]),
        }
    }
}
