//! Which ways of data the parents of a document have.

use crate::number::{Numbered, known_text};
use sdf_core::{Finding, Focus, Way};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// What makes ways equal in two versions of a document: what the source reads, the name of what
/// the data is passed to in the end, and what is passed there.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Ends<'r> {
    rule: &'r str,
    source: Rc<[u8]>,
    callee: Vec<u8>,
    sink: Rc<[u8]>,
}

impl<'r> Ends<'r> {
    fn of(finding: &Finding<'r>, way: &Way<'_>, text: &[u8]) -> Ends<'r> {
        Ends {
            rule: &finding.rule.id,
            source: known_text(way.source.of(text)),
            callee: way.callee.map(|span| span.of(text).to_vec()).unwrap_or_default(),
            sink: known_text(way.sink.of(text)),
        }
    }

    /// The same whatever the variables on the way are called; with `by_source` also one that the
    /// data comes from, as it does from parameters.
    fn nameless(&self, way: &Way<'_>, text: &[u8], by_source: bool) -> Ends<'r> {
        let held: HashSet<&[u8]> = way.steps.iter().map(|step| step.span.of(text)).collect();
        let words = self.sink.chunk_by(|&a, &b| is_part(a) && is_part(b));
        let is_held = |word: &[u8]| is_part(word[0]) && held.contains(word);
        let nameless = words.flat_map(|word| if is_held(word) { b"\0" } else { word });
        let sink: Vec<u8> = nameless.copied().collect();
        let is_name = by_source && self.source.iter().all(|&byte| is_part(byte));
        let source = if is_name { Rc::from(*b"\0") } else { Rc::clone(&self.source) };
        Ends { source, sink: sink.into(), ..self.clone() }
    }
}

/// Whether a byte may be part of a name.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The ways of another version of a document that no way of this one is known to be.
#[derive(Default)]
pub(crate) struct OldWays<'r> {
    ways: Vec<(Ends<'r>, Ends<'r>)>,
}

impl<'r> OldWays<'r> {
    /// Adds those of `finding` in `text`.
    pub(crate) fn add(&mut self, finding: &Finding<'r>, text: &[u8]) {
        self.ways.extend(finding.ways.iter().map(|way| {
            let ends = Ends::of(finding, way, text);
            let nameless = ends.nameless(way, text, true);
            (ends, nameless)
        }));
    }

    /// Takes from the findings of `numbered`, in `text`, the ways that the other version has.
    /// Of equal ones those are known first that keep off `added`, what the other version has not.
    /// A finding that has no way left is not new.
    pub(crate) fn take_from(self, numbered: &mut Vec<Numbered<'r>>, text: &[u8], added: &Focus) {
        let is_off = |way: &Way<'_>| !way.steps.iter().any(|step| added.touches(step.span));
        let mut new: Vec<(bool, usize, usize, Ends<'r>, Ends<'r>)> = Vec::new();
        for (at, it) in numbered.iter().enumerate() {
            for (number, way) in it.finding.ways.iter().enumerate() {
                let ends = Ends::of(&it.finding, way, text);
                // On a line that is as it was it is no other name but another source.
                let nameless = ends.nameless(way, text, added.touches(way.source));
                new.push((!is_off(way), at, number, ends, nameless));
            }
        }
        new.sort_by_key(|&(touches, ..)| touches);
        let mut known: HashSet<(usize, usize)> = HashSet::new();
        let mut left = self.ways;
        for by_name in [true, false] {
            let key = |named: &Ends<'r>, nameless: &Ends<'r>| {
                if by_name { named.clone() } else { nameless.clone() }
            };
            let mut old: HashMap<Ends<'r>, usize> = HashMap::new();
            for (named, nameless) in &left {
                *old.entry(key(named, nameless)).or_default() += 1;
            }
            new.retain(|(_, at, number, named, nameless)| {
                let count = old.get_mut(&key(named, nameless)).filter(|count| **count > 0);
                if let Some(count) = count {
                    *count -= 1;
                    known.insert((*at, *number));
                    return false;
                }
                true
            });
            left.retain(|(named, nameless)| {
                let count = old.get_mut(&key(named, nameless)).filter(|count| **count > 0);
                count.map(|count| *count -= 1).is_some()
            });
        }
        let mut at = 0;
        numbered.retain_mut(|it| {
            let mut number = 0;
            let finding = &mut it.finding;
            let is_flow = !finding.ways.is_empty();
            finding.ways.retain(|_| {
                number += 1;
                !known.contains(&(at, number - 1))
            });
            at += 1;
            if let Some(first) = finding.ways.first().filter(|_| number > finding.ways.len()) {
                finding.message = first.message.clone();
                finding.trace = first.steps.clone();
            }
            !is_flow || !finding.ways.is_empty()
        });
    }
}
