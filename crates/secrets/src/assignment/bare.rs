//! Values without quotes.

use super::cursor::Cursor;
use super::name::Name;
use super::{Assignment, Tie};
use sdf_core::Span;

/// What may follow a value on its line.
const COMMENTS: &[&str] = &["#", "//", ";", "\\", "--", "/*", "*/", "<!--", "-->", ",", "}", "|"];

impl<'a> Cursor<'a> {
    /// A value without quotes: up to white space, or `within` a longer text up to what separates
    /// there. Where white space stands before it, it is `alone` on its line, but for a comment,
    /// or in `prose` at the head of a sentence.
    pub(super) fn bare(
        mut self,
        name: Name<'a>,
        tie: Tie,
        within: bool,
        alone: bool,
        commented: bool,
        prose: bool,
    ) -> Option<Assignment<'a>> {
        self.scheme();
        let start = self.at;
        self.skip_while(|byte| {
            let separates = within && b"&;\\<>,)|".contains(&byte);
            !(byte.is_ascii_whitespace() || b"\"'`".contains(&byte) || separates)
        });
        let text = &self.document[start..self.at];
        let closes = |byte: u8| match byte {
            b',' | b';' | b')' => true,
            b'.' => prose,
            b'}' => !text.contains(&b'{'),
            b']' => !text.contains(&b'['),
            _ => false,
        };
        let end = self.at - text.iter().rev().take_while(|&&byte| closes(byte)).count();
        let value = Span::new(start, end);
        let followed = alone && !self.is_over();
        let is_part = self.is_cut() || (followed && (!prose || tie == Tie::Adjacent));
        let text = value.of(self.document).into();
        let assignment = Assignment { name, value, text, quoted: false, tie, followed, commented };
        (!value.is_empty() && !is_part).then_some(assignment)
    }

    /// Whether nothing but white space or a comment follows.
    fn is_over(&self) -> bool {
        let rest = self.rest().trim_ascii();
        rest.is_empty() || COMMENTS.iter().any(|mark| rest.starts_with(mark.as_bytes()))
    }
}
