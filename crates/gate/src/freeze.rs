//! From literals to a table.

use crate::table::{self, Layout};
use crate::{TableError, filter};
use std::collections::BTreeMap;

/// A literal that a rule needs. ASCII letters match in either case.
#[derive(Clone, Copy, Debug)]
pub struct Anchor<'a> {
    /// The bytes to look for.
    pub literal: &'a [u8],
    /// The rule that needs them.
    pub rule: u32,
}

/// Builds filter and automaton for `anchors` and writes them down for [`crate::Gate::open`].
///
/// # Errors
/// [`TableError::TooLarge`] when the automaton has more than 65,536 states: some 100,000 bytes of
/// literals; [`TableError::EmptyLiteral`] when a literal holds nothing.
pub fn freeze(anchors: &[Anchor<'_>]) -> Result<Vec<u8>, TableError> {
    let mut owners: BTreeMap<Vec<u8>, Vec<u32>> = BTreeMap::new();
    for anchor in anchors {
        owners.entry(anchor.literal.to_ascii_lowercase()).or_default().push(anchor.rule);
    }
    if owners.contains_key([].as_slice()) {
        return Err(TableError::EmptyLiteral);
    }
    let classes = Classes::of(owners.keys());
    let automaton = Automaton::of(&Trie::of(&owners, &classes)?, classes.count);
    let order = automaton.order();
    let mut number = vec![0u16; order.len()];
    for (new, &old) in (0..).zip(&order) {
        number[old] = new;
    }
    let rows = order.iter().flat_map(|&old| automaton.row(old));
    let next: Vec<u16> = rows.map(|&target| number[usize::from(target)]).collect();
    let depths: Vec<u8> = order.iter().map(|&old| automaton.depths[old]).collect();
    let matches = order.iter().map(|&old| automaton.ending[old].as_slice());
    let matches: Vec<_> = matches.take_while(|ending| !ending.is_empty()).collect();
    Ok(table::write(&Layout {
        filter: &filter::table(owners.keys().map(Vec::as_slice).collect()),
        classes: &classes.of_byte,
        stride: classes.count,
        depths: &depths,
        next: &next,
        matches: &matches,
    }))
}

/// Bytes that the automaton need not tell apart share a class.
struct Classes {
    of_byte: [u8; 256],
    count: usize,
}

impl Classes {
    /// Class 0 is every byte that no literal has; a capital shares the class of its small letter.
    fn of<'a>(literals: impl Iterator<Item = &'a Vec<u8>>) -> Self {
        let mut used = [false; 256];
        literals.flatten().for_each(|&byte| used[usize::from(byte)] = true);
        let mut classes = Classes { of_byte: [0; 256], count: 1 };
        for byte in (0..=u8::MAX).filter(|&byte| used[usize::from(byte)]) {
            // Literals are in lower case: the capitals keep this below 256.
            classes.of_byte[usize::from(byte)] = classes.count as u8;
            classes.count += 1;
        }
        for letter in b'A'..=b'Z' {
            let small = letter.to_ascii_lowercase();
            classes.of_byte[usize::from(letter)] = classes.of_byte[usize::from(small)];
        }
        classes
    }
}

/// The literals as a tree of their classes; node 0 is the root.
struct Trie {
    children: Vec<BTreeMap<u8, u16>>,
    /// Length and rule of the literals that end at each node.
    ending: Vec<Vec<(u16, u32)>>,
}

impl Trie {
    fn of(owners: &BTreeMap<Vec<u8>, Vec<u32>>, classes: &Classes) -> Result<Self, TableError> {
        let mut trie = Trie { children: vec![BTreeMap::new()], ending: vec![Vec::new()] };
        for (literal, rules) in owners {
            let length = u16::try_from(literal.len()).map_err(|_| TableError::TooLarge)?;
            let mut node = 0;
            for &byte in literal {
                let class = classes.of_byte[usize::from(byte)];
                node = match trie.children[node].get(&class) {
                    Some(&child) => usize::from(child),
                    None => trie.grow(node, class)?,
                };
            }
            trie.ending[node].extend(rules.iter().map(|&rule| (length, rule)));
        }
        Ok(trie)
    }

    fn grow(&mut self, node: usize, class: u8) -> Result<usize, TableError> {
        let child = self.children.len();
        let name = u16::try_from(child).map_err(|_| TableError::TooLarge)?;
        self.children[node].insert(class, name);
        self.children.push(BTreeMap::new());
        self.ending.push(Vec::new());
        Ok(child)
    }
}

/// The automaton of Aho and Corasick, "Efficient string matching", algorithms 3 and 4: a state for
/// each node of the tree, and for each state and class the state behind it.
struct Automaton {
    stride: usize,
    next: Vec<u16>,
    /// How many bytes lead from the start to each state, 255 for more.
    depths: Vec<u8>,
    /// Length and rule of the literals that end in each state.
    ending: Vec<Vec<(u16, u32)>>,
}

impl Automaton {
    fn of(trie: &Trie, stride: usize) -> Self {
        let states = trie.children.len();
        let mut automaton = Automaton {
            stride,
            next: vec![0; states * stride],
            depths: vec![0; states],
            ending: trie.ending.clone(),
        };
        // The state of the longest suffix of each state's text that is the beginning of a literal;
        // it is nearer to the root, and so is done before.
        let mut fallback = vec![0usize; states];
        let mut queue = vec![0usize];
        let mut done = 0;
        while let Some(&state) = queue.get(done) {
            done += 1;
            let from = fallback[state];
            let inherited = automaton.ending[from].clone();
            let (row, other) = (state * stride, from * stride);
            if state != 0 {
                automaton.ending[state].extend(inherited);
                automaton.next.copy_within(other..other + stride, row);
            }
            automaton.ending[state].sort_unstable();
            automaton.ending[state].dedup();
            for (&class, &child) in &trie.children[state] {
                let edge = row + usize::from(class);
                // What the row has by now is where the fallback goes; the root's stays at itself.
                fallback[usize::from(child)] = usize::from(automaton.next[edge]);
                automaton.next[edge] = child;
                automaton.depths[usize::from(child)] = automaton.depths[state].saturating_add(1);
                queue.push(usize::from(child));
            }
        }
        automaton
    }

    fn row(&self, state: usize) -> &[u16] {
        &self.next[state * self.stride..(state + 1) * self.stride]
    }

    /// The states in the order of the table: those that match first, then the start.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.depths.len()).collect();
        order.sort_by_key(|&state| self.ending[state].is_empty());
        order
    }
}
