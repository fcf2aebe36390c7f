//! file-contents-sorter: lines in alphabetical order.

use super::rewrite::{lines, report};
use crate::Check;
use crate::settings::{Settings, Sorting};
use crate::sink::Sink;
use sdf_core::Document;

pub(super) fn check(document: &Document<'_>, settings: &Settings, sink: &mut Sink<'_>) {
    if sink.wants(Check::FileContentsSorter) {
        let wanted = sorted(document.bytes, settings.sorting);
        let safe = settings.sorting.is_meant;
        report(Check::FileContentsSorter, document, &wanted, safe, sink);
    }
}

/// The lines that are not blank, in the order of their bytes, as pre-commit-hooks 6.0.0 writes
/// them.
fn sorted(bytes: &[u8], sorting: Sorting) -> Vec<u8> {
    let is_blank =
        |line: &[u8]| line.iter().all(|&byte| byte == 0x0b || byte.is_ascii_whitespace());
    let kept = lines(bytes).filter(|line| !is_blank(line));
    let mut kept: Vec<&[u8]> = kept.map(|line| crate::lines::trim_end(line, b"\n\r")).collect();
    if sorting.ignore_case {
        kept.sort_by_cached_key(|line| line.to_ascii_lowercase());
    } else {
        kept.sort();
    }
    if sorting.unique {
        kept.dedup();
    }
    kept.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What file-contents-sorter 6.0.0 makes of the left side is the right side.
    #[test]
    fn as_file_contents_sorter_writes() {
        let cases = [
            ("", ""),
            ("\n\n", ""),
            ("b\na\n", "a\nb\n"),
            ("b\r\na", "a\nb\n"),
            ("a\n \nB\nb\n\x0b\n", "B\na\nb\n"),
            ("a\na\n", "a\na\n"),
        ];
        for (before, after) in cases {
            let sorted = sorted(before.as_bytes(), Sorting::default());
            assert_eq!(sorted, after.as_bytes(), "{before:?}");
        }
        let unique = Sorting { unique: true, ..Sorting::default() };
        assert_eq!(sorted(b"b\na\nb\n", unique), b"a\nb\n");
        let ignore_case = Sorting { ignore_case: true, ..Sorting::default() };
        assert_eq!(sorted(b"b\nA\na\nB\n", ignore_case), b"A\na\nb\nB\n");
    }
}
