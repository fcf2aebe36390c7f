//! Characters that make a line read otherwise than it runs.

use super::{Pass, Place};
use sdf_core::Span;

/// In the order in which bandit looks for them.
const CONTROLS: [&str; 10] = [
    "\u{202a}", "\u{202b}", "\u{202c}", "\u{202d}", "\u{202e}", "\u{2066}", "\u{2067}", "\u{2068}",
    "\u{2069}", "\u{200f}",
];

impl Pass<'_, '_> {
    /// The first control of the first line that has one, as bandit reports one a file.
    pub(super) fn bidirectional(&mut self) {
        if !self.wants(613) {
            return;
        }
        let source = self.source;
        let found =
            CONTROLS.iter().filter_map(|control| memchr::memmem::find(source, control.as_bytes()));
        let Some(first) = found.min() else { return };
        let end =
            memchr::memchr2(b'\n', b'\r', &source[first..]).map_or(source.len(), |at| first + at);
        let line = &source[first..end];
        let chosen = CONTROLS.iter().find_map(|control| {
            Some((memchr::memmem::find(line, control.as_bytes())?, control.len()))
        });
        if let Some((at, length)) = chosen {
            let span = Span::new(first + at, first + at + length);
            self.report(613, Place { span, extent: span });
        }
    }
}
