//! From literals to a table.

use crate::TableError;
use crate::filter;
use crate::table::{self, Layout};
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::noncontiguous::{Builder, NFA};
use aho_corasick::{Anchored, MatchKind};
use std::collections::HashMap;

/// A literal that a rule needs. ASCII letters match in either case.
#[derive(Clone, Copy, Debug)]
pub struct Anchor<'a> {
    /// The bytes to look for.
    pub literal: &'a [u8],
    /// The rule that needs them.
    pub rule: u32,
}

/// Builds the automaton over `anchors` and writes it down for [`crate::Gate::open`].
///
/// # Errors
/// [`TableError::TooLarge`] when the automaton has more than 65,536 states: some 60,000 bytes of
/// literals; [`TableError::EmptyLiteral`] when a literal holds nothing.
pub fn freeze(anchors: &[Anchor<'_>]) -> Result<Vec<u8>, TableError> {
    let mut literals: Vec<Vec<u8>> =
        anchors.iter().map(|anchor| anchor.literal.to_ascii_lowercase()).collect();
    if literals.iter().any(Vec::is_empty) {
        return Err(TableError::EmptyLiteral);
    }
    literals.sort();
    literals.dedup();
    let automaton = Builder::new()
        .match_kind(MatchKind::Standard)
        .prefilter(false)
        .build(&literals)
        .map_err(|_| TableError::TooLarge)?;

    let classes = byte_classes(&literals);
    let walk = Walk::of(&automaton, &classes)?;
    Ok(table::write(&Layout {
        filter: &filter::table(literals.iter().map(Vec::as_slice).collect()),
        classes: &classes.of_byte,
        stride_log2: classes.stride_log2(),
        depths: &walk.depths,
        next: &walk.next,
        matches: &walk.matches(&automaton, &literals, anchors),
    }))
}

/// Bytes that the automaton need not tell apart share a class.
struct Classes {
    of_byte: [u8; 256],
    /// A byte of each class.
    samples: Vec<u8>,
}

impl Classes {
    fn stride_log2(&self) -> u32 {
        self.samples.len().next_power_of_two().trailing_zeros()
    }
}

fn byte_classes(literals: &[Vec<u8>]) -> Classes {
    let mut used = [false; 256];
    literals.iter().flatten().for_each(|&byte| used[usize::from(byte)] = true);
    // Class 0 is every byte that no literal has. Not every byte can be in a literal: letters
    // are lower-case by now, so a sample of class 0 always exists.
    let unused = (0..=255u8).find(|&byte| !used[usize::from(byte)]).unwrap_or(b'A');
    let mut classes = Classes { of_byte: [0; 256], samples: vec![unused] };
    for byte in (0..=255u8).filter(|&byte| used[usize::from(byte)]) {
        classes.of_byte[usize::from(byte)] = classes.samples.len() as u8;
        classes.samples.push(byte);
    }
    for letter in b'A'..=b'Z' {
        let lower = letter.to_ascii_lowercase();
        classes.of_byte[usize::from(letter)] = classes.of_byte[usize::from(lower)];
    }
    classes
}

/// Every state that the automaton can reach, numbered anew: those that match first, so that a
/// comparison tells whether a state matches.
struct Walk {
    states: Vec<aho_corasick::automaton::StateID>,
    matching: usize,
    next: Vec<u16>,
    /// How many bytes lead from the start to each state, 255 for more.
    depths: Vec<u8>,
}

impl Walk {
    fn of(automaton: &NFA, classes: &Classes) -> Result<Self, TableError> {
        let start = automaton.start_state(Anchored::No).map_err(|_| TableError::TooLarge)?;
        let mut reached = vec![start];
        let mut seen = HashMap::from([(start, 0usize)]);
        let mut depths = vec![0u8];
        let mut edges = Vec::new();
        let mut at = 0;
        while let Some(&state) = reached.get(at) {
            let deeper = depths[at].saturating_add(1);
            for &byte in &classes.samples {
                let target = automaton.next_state(Anchored::No, state, byte);
                let number = *seen.entry(target).or_insert_with(|| {
                    reached.push(target);
                    depths.push(deeper);
                    reached.len() - 1
                });
                edges.push(number);
            }
            at += 1;
        }
        if reached.len() > usize::from(u16::MAX) + 1 {
            return Err(TableError::TooLarge);
        }
        let mut order: Vec<usize> = (0..reached.len()).collect();
        order.sort_by_key(|&number| !automaton.is_match(reached[number]));
        let mut renumbered = vec![0u16; reached.len()];
        for (new, &old) in order.iter().enumerate() {
            renumbered[old] = new as u16;
        }
        let width = classes.samples.len();
        let mut next = Vec::with_capacity(reached.len() << classes.stride_log2());
        for &old in &order {
            next.extend(edges[old * width..(old + 1) * width].iter().map(|&to| renumbered[to]));
            next.resize(next.len().next_multiple_of(1 << classes.stride_log2()), 0);
        }
        let states: Vec<_> = order.iter().map(|&old| reached[old]).collect();
        let depths = order.iter().map(|&old| depths[old]).collect();
        let matching = states.iter().filter(|&&state| automaton.is_match(state)).count();
        debug_assert_eq!(renumbered.first().map(|&new| usize::from(new) < matching), Some(false));
        // The start state is where a scan begins: let it be the first that does not match.
        let start = renumbered[0];
        Ok(Walk { states, matching, next, depths }.with_start(start, 1 << classes.stride_log2()))
    }

    /// Swaps state `start` with the first one that does not match.
    fn with_start(mut self, start: u16, stride: usize) -> Self {
        let (start, first) = (usize::from(start), self.matching);
        if start != first {
            self.states.swap(start, first);
            self.depths.swap(start, first);
            for column in 0..stride {
                self.next.swap(start * stride + column, first * stride + column);
            }
            for target in &mut self.next {
                if usize::from(*target) == start {
                    *target = first as u16;
                } else if usize::from(*target) == first {
                    *target = start as u16;
                }
            }
        }
        self
    }

    /// For each matching state, the length of each literal that ends there and its owner.
    fn matches(
        &self,
        automaton: &NFA,
        literals: &[Vec<u8>],
        anchors: &[Anchor<'_>],
    ) -> Vec<Vec<(u16, u32)>> {
        let mut owners: HashMap<Vec<u8>, Vec<u32>> = HashMap::new();
        for anchor in anchors {
            owners.entry(anchor.literal.to_ascii_lowercase()).or_default().push(anchor.rule);
        }
        let ending_at = |&state: &aho_corasick::automaton::StateID| {
            let mut found = Vec::new();
            for index in 0..automaton.match_len(state) {
                let literal = &literals[automaton.match_pattern(state, index).as_usize()];
                let length = u16::try_from(literal.len()).unwrap_or(u16::MAX);
                found.extend(owners[literal].iter().map(|&rule| (length, rule)));
            }
            found.sort_unstable();
            found.dedup();
            found
        };
        self.states[..self.matching].iter().map(ending_at).collect()
    }
}
