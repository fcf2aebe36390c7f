//! mixed-line-ending: a file that uses several kinds of line ends, or another than it should.

use crate::Check;
use crate::settings::{LineEnds, Settings};
use crate::sink::{Sink, finding};
use sdf_core::{Document, Edit, Finding, Fix, Span};

/// Kinds of line ends, the preferred one last.
const KINDS: [&[u8]; 3] = [b"\r", b"\r\n", b"\n"];
/// Most edits that a fix offers: a file with more is rewritten better by another tool.
const MOST_EDITS: usize = 100_000;

pub(super) fn check(document: &Document<'_>, settings: &Settings, sink: &mut Sink<'_>) {
    let bytes = document.bytes;
    let wanted = match settings.line_ends {
        LineEnds::Alike | LineEnds::AlikeUnfixed => None,
        LineEnds::Cr => Some(0),
        LineEnds::CrLf => Some(1),
        LineEnds::Lf => Some(2),
    };
    let has_one_kind =
        || memchr::memchr(b'\r', bytes).is_none() && matches!(wanted, None | Some(2));
    if !sink.wants(Check::MixedLineEnding) || has_one_kind() {
        return;
    }
    let mut counts = [0usize; 3];
    ends(bytes).for_each(|(_, kind)| counts[kind] += 1);
    let usual = wanted.or_else(|| (0..3).max_by_key(|&kind| counts[kind])).unwrap_or(2);
    let Some((odd, kind)) = ends(bytes).find(|&(_, kind)| kind != usual) else { return };
    let name = |kind: usize| ["CR", "CRLF", "LF"][kind];
    let message = match wanted {
        Some(usual) => format!("line ends with {}, not {}", name(kind), name(usual)),
        None => {
            format!("mixed line ends: {} here, mostly {} in this file", name(kind), name(usual))
        }
    };
    // Known by nothing but the file: which line is the first odd one may change.
    let identity = Span::new(bytes.len(), bytes.len());
    let fault = finding(Check::MixedLineEnding, odd, identity).saying(message);
    let fix = match settings.line_ends {
        LineEnds::AlikeUnfixed => None,
        _ => unify(bytes, usual),
    };
    sink.add(Check::MixedLineEnding, Finding { fix, ..fault });
}

/// The fix that gives every line the line end of kind `usual`, the last line too.
fn unify(bytes: &[u8], usual: usize) -> Option<Fix> {
    let to = |span| Edit { span, replacement: KINDS[usual].to_vec() };
    let odd = ends(bytes).filter(|&(_, kind)| kind != usual);
    let mut edits: Vec<Edit> = odd.map(|(span, _)| to(span)).take(MOST_EDITS + 1).collect();
    if edits.len() > MOST_EDITS {
        return None;
    }
    if !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r") {
        edits.push(to(Span::new(bytes.len(), bytes.len())));
    }
    Some(Fix { edits, safe: true })
}

/// The line ends and their kinds, an index into [`KINDS`].
fn ends(bytes: &[u8]) -> impl Iterator<Item = (Span, usize)> {
    let mut behind = 0;
    memchr::memchr2_iter(b'\r', b'\n', bytes).filter_map(move |at| {
        if at < behind {
            return None;
        }
        let kind = match (bytes[at], bytes.get(at + 1)) {
            (b'\n', _) => 2,
            (_, Some(b'\n')) => 1,
            _ => 0,
        };
        behind = at + KINDS[kind].len();
        Some((Span::new(at, behind), kind))
    })
}

#[cfg(test)]
mod tests {
    use crate::settings::{LineEnds, Settings};
    use crate::testing::{assert_found, check_with, mend, mend_with};

    /// What mixed-line-ending 6.0.0 makes of the left side is the right side.
    #[test]
    fn as_mixed_line_ending_writes() {
        let cases = [
            ("a\nb\n", "a\nb\n"),
            ("a\r\nb", "a\r\nb"),
            ("a\r\nb\r\nc\n", "a\r\nb\r\nc\r\n"),
            ("a\r\nb\n", "a\nb\n"),
            ("a\rb\r\n", "a\r\nb\r\n"),
            ("a\rb\rc\nd", "a\rb\rc\rd\r"),
            ("a\r\r\n", "a\r\n\r\n"),
            ("a\n\r\n\rb", "a\n\n\nb\n"),
        ];
        for (before, after) in cases {
            let mended = mend("a.txt", before.as_bytes(), "mixed-line-ending");
            assert_eq!(mended, after.as_bytes(), "{before:?}");
        }
    }

    /// The same with `--fix=lf` and its like.
    #[test]
    fn one_kind_can_be_asked_for() {
        let cases = [
            (LineEnds::Lf, "a\r\nb\rc", "a\nb\nc\n"),
            (LineEnds::CrLf, "a\n", "a\r\n"),
            (LineEnds::Cr, "a\r\nb\n", "a\rb\r"),
            (LineEnds::CrLf, "a", "a"),
            (LineEnds::AlikeUnfixed, "a\r\nb\n", "a\r\nb\n"),
        ];
        for (line_ends, before, after) in cases {
            let settings = Settings { line_ends, ..Settings::default() };
            let found = check_with("a.txt", before.as_bytes(), &settings);
            let is_found = found.iter().any(|found| found.rule.id == "mixed-line-ending");
            assert_eq!(is_found, before.contains('\n'), "{before:?}");
            let mended = mend_with("a.txt", before.as_bytes(), "mixed-line-ending", &settings);
            assert_eq!(mended, after.as_bytes(), "{before:?}");
        }
    }

    #[test]
    fn the_first_odd_line_end_is_shown() {
        let rule = ["mixed-line-ending"];
        assert_found("a.py", "ab\r\nc\nd\r\n", &rule, &["2:2 mixed-line-ending"]);
    }
}
