//! Many edits in one text.

use sdf_core::Edit;
use std::collections::BTreeMap;

/// `source` with `edits` made, and how many could not be: those that overlap one before them in
/// the list. The same edit twice is made once.
pub(crate) fn apply(source: &[u8], edits: &[Edit]) -> (Vec<u8>, usize) {
    // None of these overlap, so that an edit can only overlap its neighbours.
    let mut accepted: BTreeMap<(usize, usize), &Edit> = BTreeMap::new();
    let mut overlapping = 0;
    for edit in edits {
        let key = (edit.span.start, edit.span.end);
        let overlaps = |one: &&Edit| {
            one.span.start < edit.span.end && edit.span.start < one.span.end
                || one.span == edit.span
        };
        let before = accepted.range(..=key).next_back().map(|(_, one)| *one);
        let after = accepted.range(key..).next().map(|(_, one)| *one);
        match before.filter(overlaps).or(after.filter(overlaps)) {
            Some(one) if one == edit => {}
            Some(_) => overlapping += 1,
            None => {
                accepted.insert(key, edit);
            }
        }
    }
    let mut text = Vec::with_capacity(source.len());
    let mut copied = 0;
    for edit in accepted.values() {
        text.extend(source.get(copied..edit.span.start).unwrap_or_default());
        text.extend(&edit.replacement);
        copied = edit.span.end;
    }
    text.extend(source.get(copied..).unwrap_or_default());
    (text, overlapping)
}

#[cfg(test)]
mod tests {
    use super::apply;
    use sdf_core::{Edit, Span};

    #[test]
    fn the_first_of_edits_that_overlap_is_made() {
        let edit = |start, end, text: &str| Edit {
            span: Span::new(start, end),
            replacement: text.as_bytes().to_vec(),
        };
        let edits =
            [edit(4, 6, "X"), edit(0, 2, "Y"), edit(5, 8, "Z"), edit(4, 6, "X"), edit(2, 4, "")];
        assert_eq!(apply(b"abcdefgh", &edits), (b"YXgh".to_vec(), 1));
    }
}
