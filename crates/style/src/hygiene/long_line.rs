//! very-long-line: a line that editors and reviews cannot show.

use crate::Check;
use crate::lines::{Line, in_focus};
use crate::settings::Settings;
use crate::sink::{Sink, finding};
use sdf_core::{Document, LineIndex, Span};

/// What programs write for programs, with lines of any length.
const GENERATED: [&[u8]; 14] = [
    b".csv",
    b".geojson",
    b".har",
    b".ipynb",
    b".lock",
    b".map",
    b".min.css",
    b".min.js",
    b".min.mjs",
    b".po",
    b".snap",
    b".svg",
    b".topojson",
    b".tsv",
];

pub(super) fn check(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    let most = settings.max_text_line;
    let is_generated = || GENERATED.iter().any(|end| document.path.ends_with(end));
    if !sink.wants(Check::VeryLongLine) || document.bytes.len() <= most || is_generated() {
        return;
    }
    for number in in_focus(document, lines) {
        let line = Line::of(document, lines, number);
        if line.text.len() <= most {
            continue;
        }
        let is_start = |&byte: &u8| byte & 0xc0 != 0x80;
        let count = line.text.iter().filter(|byte| is_start(byte)).count();
        if count <= most {
            continue;
        }
        let mut starts = line.text.iter().enumerate().filter(|(_, byte)| is_start(byte));
        let behind = starts.nth(most).map_or(line.text.len(), |(at, _)| at);
        let fault = Span::new(line.start + behind, line.end());
        let message = format!("very long line ({count} > {most} characters)");
        // The beginning tells which line it is.
        let identity = Span::new(line.start, line.start + line.text.len().min(80));
        sink.add(
            Check::VeryLongLine,
            finding(Check::VeryLongLine, fault, identity).saying(message),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::Settings;
    use crate::testing::check_with;

    #[test]
    fn characters_count() {
        let settings = Settings { max_text_line: 3, ..Settings::default() };
        let messages = |text: &str| -> Vec<String> {
            let found = check_with("a.js", text.as_bytes(), &settings);
            let found = found.into_iter().filter(|found| found.rule.id == "very-long-line");
            found.map(|found| found.message.into_owned()).collect()
        };
        assert_eq!(messages("äöü\nabcd\n"), ["very long line (4 > 3 characters)"]);
        assert!(messages("äöü\n").is_empty());
        assert!(check_with("a.min.js", b"abcd\n", &settings).is_empty());
    }
}
