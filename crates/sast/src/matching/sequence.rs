//! Runs of things: elements, parameters, pieces of a string.

use super::Matcher;
use crate::environment::{Bound, Environment, Environments};
use crate::pattern::Meaning;
use sdf_syntax::NodeId;
use std::collections::HashSet;

/// A place between things and what is bound there: the next thing stands at it or, behind dots,
/// anywhere from it on.
pub(super) type Place = (usize, Environment);

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
        // Each that is no run takes one.
        if wanted.iter().filter(|&&pattern| self.run(pattern).is_none()).nth(found.len()).is_some()
        {
            return Vec::new();
        }
        let begin = vec![(0, environment.clone())];
        let (places, anywhere) = self.places(wanted, found, begin, open, element);
        let ends = |&(place, _): &Place| anywhere || open || place == found.len();
        let found = places.into_iter().filter(ends).map(|(_, environment)| environment);
        distinct(found.collect())
    }

    /// The places behind `wanted`, each of it one of `found` or, as `...`, any run of them; and
    /// whether all that follows a place is another one. A run at the end takes all that is left,
    /// unless it is `open`.
    pub(super) fn places(
        &mut self,
        wanted: &[NodeId],
        found: &[NodeId],
        begin: Vec<Place>,
        open: bool,
        element: Element<'m, 'f>,
    ) -> (Vec<Place>, bool) {
        let mut places = begin;
        let mut anywhere = false;
        for (at, &pattern) in wanted.iter().enumerate() {
            let is_last = at + 1 == wanted.len();
            if places.is_empty() {
                break;
            }
            match self.run(pattern) {
                Some(Meaning::Run(number)) => {
                    let from = if anywhere { self.each(found.len(), places) } else { places };
                    places = Vec::new();
                    for (place, environment) in from {
                        let first = if is_last && !open { found.len() } else { place };
                        for to in first..=found.len() {
                            let run = found.get(place..to).unwrap_or_default();
                            let run = Bound::Run(run.first().copied().zip(run.last().copied()));
                            let bound = self.bind(Some(number), run, &environment);
                            places.extend(bound.into_iter().map(|environment| (to, environment)));
                        }
                    }
                    anywhere = false;
                    places = distinct(places);
                }
                Some(_) => {
                    anywhere = true;
                    places = earliest(places);
                }
                None => {
                    let mut next = Vec::new();
                    for (place, environment) in &places {
                        let left = found.get(*place..).unwrap_or_default();
                        let candidates =
                            if anywhere { left } else { left.get(..1).unwrap_or(left) };
                        for (at, &target) in candidates.iter().enumerate() {
                            if !self.budget.step() {
                                return (Vec::new(), false);
                            }
                            let more = element(self, pattern, target, environment);
                            next.extend(more.into_iter().map(|more| (place + at + 1, more)));
                        }
                    }
                    anywhere = false;
                    places = distinct(next);
                }
            }
        }
        (places, anywhere)
    }

    /// The places from which one may go on anywhere, one by one.
    pub(super) fn each(&mut self, length: usize, places: Vec<Place>) -> Vec<Place> {
        let mut all = Vec::new();
        for (place, environment) in places {
            for place in place..=length {
                if !self.budget.keep() {
                    return all;
                }
                all.push((place, environment.clone()));
            }
        }
        all
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
                        if !self.budget.keep() {
                            return Vec::new();
                        }
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

/// For each environment the first of its places: from it all the others can be reached.
fn earliest(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    places.dedup_by(|a, b| a.1 == b.1);
    places
}
