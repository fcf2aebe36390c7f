//! Runs of things: elements, parameters, pieces of a string.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::NodeId;
use std::collections::HashSet;

/// Where the next thing may stand, with what is bound until there.
type Places = Vec<(usize, Environment)>;

/// How one thing of a run is matched.
pub(crate) type Element<'m, 'f> =
    fn(&mut Matcher<'m, 'f>, NodeId, NodeId, &Environment) -> Environments;

impl<'m, 'f> Matcher<'m, 'f> {
    /// How `found` can be, one by one, what `wanted` says; `...` stands for any run. With `open`
    /// more may follow.
    pub(crate) fn sequence(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        open: bool,
        environment: &Environment,
        element: Element<'m, 'f>,
    ) -> Environments {
        let mut places: Places = vec![(0, environment.clone())];
        for (at, &pattern) in wanted.iter().enumerate() {
            let is_last = at + 1 == wanted.len();
            let meaning = self.run(pattern);
            let mut next = Places::new();
            for (place, environment) in &places {
                let left = found.len().saturating_sub(*place);
                match meaning {
                    Some(_) if !self.budget.steps(left + 1) => return Vec::new(),
                    Some(Meaning::Run(number)) => {
                        let from = if is_last && !open { found.len() } else { *place };
                        for to in from..=found.len() {
                            let run = found.get(*place..to).unwrap_or_default();
                            let run = run.first().copied().zip(run.last().copied());
                            let bound = environment.bind(Some(number), Bound::Run(run), self.facts);
                            next.extend(bound.map(|environment| (to, environment)));
                        }
                    }
                    Some(_) if is_last => next.push((found.len(), environment.clone())),
                    Some(_) => {
                        next.extend((*place..=found.len()).map(|to| (to, environment.clone())))
                    }
                    None => {
                        let Some(&target) = found.get(*place) else { continue };
                        let more = element(self, pattern, target, environment);
                        next.extend(more.into_iter().map(|environment| (place + 1, environment)));
                    }
                }
            }
            places = distinct(next);
            if places.is_empty() {
                return Vec::new();
            }
        }
        let ends = |&(place, _): &(usize, Environment)| open || place == found.len();
        places.into_iter().filter(ends).map(|(_, environment)| environment).collect()
    }

    /// How each of `wanted` can be another one of `found`, in any order; with `open` others may be
    /// left. `...` opens it.
    pub(crate) fn unordered(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        open: bool,
        environment: &Environment,
        element: Element<'m, 'f>,
    ) -> Environments {
        let is_run = |matcher: &Self, pattern| matcher.run(pattern).is_some();
        let open = open || wanted.iter().any(|&pattern| is_run(self, pattern));
        let mut states = vec![(Vec::<usize>::new(), environment.clone())];
        let mut count = 0;
        for &pattern in wanted {
            if is_run(self, pattern) {
                continue;
            }
            count += 1;
            let mut next = Vec::new();
            for (taken, environment) in &states {
                for (at, &target) in found.iter().enumerate() {
                    if !self.budget.step() {
                        return Vec::new();
                    }
                    if taken.contains(&at) {
                        continue;
                    }
                    for environment in element(self, pattern, target, environment) {
                        let mut taken = taken.clone();
                        taken.push(at);
                        next.push((taken, environment));
                    }
                }
            }
            states = distinct(next);
            if states.is_empty() {
                return Vec::new();
            }
        }
        if count < found.len() && !open {
            return Vec::new();
        }
        let mut found: Environments =
            states.into_iter().map(|(_, environment)| environment).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What stands for a run of things, if the node does.
    pub(crate) fn run(&self, pattern: NodeId) -> Option<Meaning> {
        let meaning = self.pattern.meaning_of(pattern);
        matches!(meaning, Meaning::Run(_) | Meaning::Dots).then_some(meaning)
    }
}

/// Each once, in the same order.
pub(super) fn distinct<T: Clone + Eq + std::hash::Hash>(mut list: Vec<T>) -> Vec<T> {
    if list.len() > 1 {
        let mut known = HashSet::with_capacity(list.len());
        list.retain(|item| known.insert(item.clone()));
    }
    list
}
