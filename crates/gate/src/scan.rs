//! The scan: where the filter finds a mark, the automaton looks.

use crate::filter::{self, BEFORE, GRAM};
use crate::{Gate, Hit};
use sdf_core::Span;
use std::ops::Range;

/// Literals of one rule that stand at most this many bytes apart are one hit: it bounds the
/// number of hits on input that is nothing but literals.
const CLUSTER: usize = 32;

impl Gate<'_> {
    /// Appends every hit whose literals lie within `range` of `content`, in order of their starts
    /// (ties by rule). Linear in the range; the hits of a rule are at least 32 bytes apart.
    pub fn scan(&self, content: &[u8], range: Range<usize>, hits: &mut Vec<Hit>) {
        self.scan_once(content, range, 0..0, hits);
    }

    /// The same, but with the first hit only of each of the rules `once`, and of it one literal:
    /// for those of whose literals nothing counts but that there is one.
    pub fn scan_once(
        &self,
        content: &[u8],
        range: Range<usize>,
        once: Range<u32>,
        hits: &mut Vec<Hit>,
    ) {
        let first_new = hits.len();
        let end = range.end.min(content.len());
        let start = range.start.min(end);
        let text = &content[..end];
        let (state, last) = (self.start(), Vec::new());
        let mut walk = Walk { gate: *self, text, at: start, state, last, once, hits };
        let rest = filter::each_mark(self.filter, text, start, |place| walk.cover(place));
        walk.finish(rest);
        hits[first_new..].sort_unstable_by_key(|hit| (hit.span.start, hit.rule));
    }
}

/// The automaton on its way through a text. It never turns back, so that each byte is read once
/// at most, and skips what is not near a mark.
struct Walk<'w> {
    gate: Gate<'w>,
    text: &'w [u8],
    /// The byte to be read next.
    at: usize,
    state: usize,
    /// For each rule, one more than the place of its last hit in `hits`; empty before the first.
    last: Vec<u32>,
    /// The rules of which one hit is enough.
    once: Range<u32>,
    hits: &'w mut Vec<Hit>,
}

impl Walk<'_> {
    /// Finds the literals whose marked run begins at `place`, which never lies before the last.
    #[inline(never)]
    fn cover(&mut self, place: usize) {
        self.skip_to(place.saturating_sub(BEFORE));
        let gate = self.gate;
        // Such a literal begins at `place` or before: once fewer bytes than from there to here
        // can belong to a literal, none is under way.
        self.read_while(|at, state| {
            at < place + GRAM || gate.depth(state) >= (at - place).min(u8::MAX.into())
        });
    }

    /// Finds the literals whose marked run begins at `place` or behind.
    fn finish(&mut self, place: usize) {
        self.skip_to(place.saturating_sub(BEFORE));
        self.read_while(|_, _| true);
    }

    fn skip_to(&mut self, place: usize) {
        if place > self.at {
            self.at = place;
            self.state = self.gate.start();
        }
    }

    /// Reads on while `wanted` holds for place and state, to the end of the text at most.
    #[inline(always)]
    fn read_while(&mut self, wanted: impl Fn(usize, usize) -> bool) {
        let (mut at, mut state) = (self.at, self.state);
        while wanted(at, state) {
            let byte = self.text.get(at);
            let Some(next) = byte.and_then(|&byte| self.gate.next(state, byte)) else {
                at = self.text.len();
                break;
            };
            at += 1;
            state = next;
            if self.gate.is_match(state) {
                self.record(at, state);
            }
        }
        (self.at, self.state) = (at, state);
    }

    /// Notes the literals that end with `state` at `end`.
    #[cold]
    fn record(&mut self, end: usize, state: usize) {
        if self.last.is_empty() {
            self.last = vec![0; self.gate.rules()];
        }
        for (length, rule) in self.gate.ending(state) {
            let start = end.saturating_sub(length);
            let Some(last) = self.last.get_mut(rule as usize) else { continue };
            if *last != 0 && self.once.contains(&rule) {
                continue;
            }
            match self.hits.get_mut((*last as usize).wrapping_sub(1)) {
                Some(hit) if start <= hit.span.end + CLUSTER => {
                    hit.span = Span::new(hit.span.start.min(start), end);
                }
                _ => {
                    self.hits.push(Hit { rule, span: Span::new(start, end) });
                    *last = self.hits.len() as u32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Anchor, TableError, freeze};
    use proptest::prelude::*;

    fn hits(anchors: &[Anchor<'_>], content: &[u8], range: Range<usize>) -> Vec<Hit> {
        let table = freeze(anchors).expect("a small automaton");
        let mut hits = Vec::new();
        Gate::open(&table).expect("a table just written").scan(content, range, &mut hits);
        hits
    }

    /// What [`Gate::scan`] promises, found by looking for each literal at each place.
    fn plain(anchors: &[Anchor<'_>], content: &[u8], range: Range<usize>) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for end in range.clone() {
            let text = &content[range.start..=end];
            let ends = |anchor: &&Anchor<'_>| {
                let tail = text.len().checked_sub(anchor.literal.len());
                tail.is_some_and(|at| text[at..].eq_ignore_ascii_case(anchor.literal))
            };
            let mut ending: Vec<_> = anchors.iter().filter(ends).collect();
            ending.sort_by_key(|anchor| anchor.literal.len());
            for anchor in ending {
                let span = Span::new(end + 1 - anchor.literal.len(), end + 1);
                match hits.iter_mut().rfind(|hit| hit.rule == anchor.rule) {
                    Some(hit) if span.start <= hit.span.end + CLUSTER => {
                        hit.span = Span::new(hit.span.start.min(span.start), span.end);
                    }
                    _ => hits.push(Hit { rule: anchor.rule, span }),
                }
            }
        }
        hits.sort_by_key(|hit| (hit.span.start, hit.rule));
        hits
    }

    /// Text in which literals stand often, whole and in part, in either case.
    fn content(literals: &[String]) -> impl Strategy<Value = Vec<u8>> + use<> {
        let pieces = literals.to_vec();
        let piece =
            (0..pieces.len(), 0usize..20, any::<bool>()).prop_map(move |(at, cut, upper)| {
                let piece = pieces[at].as_bytes();
                let piece = &piece[..piece.len() - cut.min(piece.len() / 2)];
                if upper { piece.to_ascii_uppercase() } else { piece.to_vec() }
            });
        let filling = "[abt_ -]{0,9}".prop_map(String::into_bytes);
        let long = (30usize..50).prop_map(|length| vec![b' '; length]);
        let any = prop_oneof![4 => piece, 4 => filling, 1 => long];
        proptest::collection::vec(any, 0..30).prop_map(|pieces| pieces.concat())
    }

    fn literals() -> impl Strategy<Value = Vec<String>> {
        let literal = prop_oneof![
            4 => "[abC]{1,4}",
            4 => "(key|tok|en_|pass|A){2,6}",
            1 => "[a-z_]{3}",
            1 => "(long)[a-f]{260,300}",
        ];
        proptest::collection::vec(literal, 1..12)
    }

    proptest! {
        #[test]
        fn it_finds_what_a_plain_search_finds(
            (literals, content) in literals().prop_flat_map(|it| (Just(it.clone()), content(&it))),
            from: prop::sample::Index,
            to: prop::sample::Index,
        ) {
            let (from, to) = (from.index(content.len() + 1), to.index(content.len() + 1));
            let range = from.min(to)..from.max(to);
            // Each rule has two literals, but for the last.
            let anchors: Vec<_> = (0..)
                .zip(&literals)
                .map(|(at, literal)| Anchor { literal: literal.as_bytes(), rule: at / 2 })
                .collect();
            prop_assert_eq!(
                hits(&anchors, &content, range.clone()),
                plain(&anchors, &content, range)
            );
        }

        #[test]
        fn a_damaged_table_is_refused_or_harmless(
            at in 0usize..1000,
            from_end: bool,
            byte: u8,
            content: Vec<u8>,
        ) {
            let anchors = [Anchor { literal: b"token", rule: 0 }, Anchor { literal: b"key", rule: 1 }];
            let mut table = freeze(&anchors).expect("a small automaton");
            let at = if from_end { table.len() - 1 - at % table.len() } else { at };
            table[at] = byte;
            if let Ok(gate) = Gate::open(&table) {
                gate.scan(&content, 0..content.len(), &mut Vec::new());
            }
        }
    }

    #[test]
    fn one_hit_is_enough_where_it_is_asked_for() {
        let anchors = [(b"key", 0), (b"pin", 1), (b"otp", 2)];
        let anchors = anchors.map(|(literal, rule)| Anchor { literal, rule });
        let content = [b"pin otp key".as_slice(), &[b' '; 40], b"key pin otp pin"].concat();
        let table = freeze(&anchors).expect("a small automaton");
        let mut hits = Vec::new();
        let gate = Gate::open(&table).expect("a table just written");
        gate.scan_once(&content, 0..content.len(), 1..2, &mut hits);
        let found: Vec<_> = hits.iter().map(|hit| (hit.rule, hit.span.start)).collect();
        assert_eq!(found, [(1, 0), (2, 4), (0, 8), (0, 51), (2, 59)]);
    }

    #[test]
    fn hits_far_apart_stay_apart_and_close_ones_are_one() {
        let anchors = [Anchor { literal: b"key", rule: 3 }];
        let content = [b"key key".as_slice(), &[b' '; 40], b"KEY"].concat();
        let hits = hits(&anchors, &content, 0..content.len());
        let spans: Vec<_> = hits.iter().map(|hit| (hit.span.start, hit.span.end)).collect();
        assert_eq!(spans, [(0, 7), (47, 50)]);
    }

    #[test]
    fn without_literals_nothing_hits() {
        assert!(hits(&[], b"anything at all", 0..15).is_empty());
        let empty = [Anchor { literal: b"", rule: 0 }];
        assert_eq!(freeze(&empty), Err(TableError::EmptyLiteral));
    }
}
