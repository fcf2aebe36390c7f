//! Where a pattern of the generic mode matches.
//!
//! Every place of a text where the pattern can begin is tried. What failed once is remembered
//! across all of them.

use super::Options;
use super::machine::{Last, State};
use super::pattern::{Node, Pattern};
use super::text::{ItemKind, Text};
use crate::matching::Budget;
use sdf_core::Span;
use std::collections::{HashMap, HashSet};

/// A place where a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// The bytes of the document.
    pub(crate) span: Span,
    /// What stands for the metavariables: the index among the pattern's names, and where.
    pub(crate) bound: Vec<(usize, Span)>,
}

impl Pattern {
    /// Where the pattern matches in `text`, in the order in which the matches begin. Of two that
    /// end at the same place there is the shorter, or the longer if the pattern ends with dots.
    /// Metavariables in `given` stand for that text alone. When the budget is spent, what was found
    /// until then.
    pub(crate) fn find(
        &self,
        text: &Text<'_>,
        options: &Options,
        given: &[(&str, &[u8])],
        budget: &mut Budget,
    ) -> Vec<Match> {
        let may_match =
            self.words().iter().all(|word| memchr::memmem::find(text.source, word).is_some());
        if !may_match {
            return Vec::new();
        }
        let given =
            |name: &String| given.iter().find(|(one, _)| one == name).map(|(_, text)| *text);
        let mut search = Search {
            text,
            pattern: self,
            lines: options.ellipsis_lines,
            given: self.names().iter().map(given).collect(),
            budget,
            failed: HashSet::new(),
            tried: Vec::new(),
            bindings: HashMap::new(),
        };
        search.everywhere()
    }
}

/// What names stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Environment {
    /// By the number of the name: offsets.
    pub(super) bound: Vec<(u16, (u32, u32))>,
    /// The same for equal texts of the names that matter later.
    pub(super) identity: u32,
}

/// What decides whether a state leads to a match: the numbers of the node and the item, the end of
/// the block, the line that the dots may reach or the one reached, where dots with a name begin,
/// and the identity of the environment.
pub(super) type Key = (u32, u32, u32, (bool, u32), u32, u32);

pub(super) struct Search<'s> {
    pub(super) text: &'s Text<'s>,
    pub(super) pattern: &'s Pattern,
    pub(super) lines: u32,
    pub(super) given: Vec<Option<&'s [u8]>>,
    pub(super) budget: &'s mut Budget,
    pub(super) failed: HashSet<Key>,
    /// The same in the order in which they were tried.
    pub(super) tried: Vec<Key>,
    /// The identity of an environment with one more binding.
    pub(super) bindings: HashMap<(u32, u16, &'s [u8]), u32>,
}

impl<'s> Search<'s> {
    fn everywhere(&mut self) -> Vec<Match> {
        let pattern = self.pattern;
        let starts_with_dots = matches!(pattern.nodes.first(), Some(Node::Dots(_)));
        let longest = matches!(pattern.nodes.as_slice(), [_, .., Node::Dots(_)] | [Node::Dots(_)]);
        let mut found: Vec<(Last, Match)> = Vec::new();
        let mut by_end: HashMap<(u32, u32), usize> = HashMap::new();
        for (at, item) in self.text.items.iter().enumerate() {
            let is_first = at.checked_sub(1).is_none_or(|before| {
                matches!(self.text.items.get(before).map(|item| item.kind), Some(ItemKind::Open(_)))
            });
            let can_begin = match item.kind {
                ItemKind::Open(_) | ItemKind::Close => false,
                _ if starts_with_dots => is_first,
                _ => self.can_begin(at),
            };
            if !can_begin {
                continue;
            }
            let last = Last { start: item.start, end: item.start, line: item.line };
            let end = self.text.list_end(at);
            let begin =
                State { node: 0, at, dots: None, environment: Environment::default(), last };
            let outcome = self.sequence(&pattern.nodes, 0, true, end, begin);
            if let Some((environment, last)) = outcome {
                let slot = by_end.entry((last.start, last.end)).or_insert(found.len());
                if !longest {
                    *slot = found.len();
                }
                let bound = environment.bound.iter();
                let bound =
                    bound.map(|&(name, (from, to))| (name as usize, self.text.span(from, to)));
                let span = self.text.span(item.start, last.end);
                found.push((last, Match { span, bound: bound.collect() }));
            }
            if self.budget.is_spent() {
                break;
            }
        }
        let mut index = 0;
        found.retain(|(last, _)| {
            index += 1;
            by_end.get(&(last.start, last.end)) == Some(&(index - 1))
        });
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// Whether the first node can be the item: a cheap test before a search.
    fn can_begin(&self, at: usize) -> bool {
        let Some(item) = self.text.items.get(at) else { return false };
        match self.pattern.nodes.first() {
            Some(Node::Word(word)) => {
                item.kind == ItemKind::Word && **word == *self.text.slice(item.start, item.end)
            }
            Some(Node::Symbol(byte)) => item.kind == ItemKind::Symbol(*byte),
            Some(Node::Metavariable(_)) => item.kind == ItemKind::Word,
            _ => true,
        }
    }
}
