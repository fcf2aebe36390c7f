//! Where taint comes from, by number.

use super::set::Taints;
use super::spec::{Label, Precondition};
use std::collections::HashMap;

/// A source's match and the label that its taint has by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) item: u32,
    pub(super) at: u32,
    pub(super) label: Label,
}

/// All taints met so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    all: Vec<Origin>,
    numbers: HashMap<Origin, u32>,
}

impl Origins {
    pub(super) fn number(&mut self, origin: Origin) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.numbers.entry(origin).or_insert(next);
        if number == next {
            self.all.push(origin);
        }
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<Origin> {
        self.all.get(number as usize).copied()
    }

    /// Whether taints with these labels are what a condition asks for.
    pub(super) fn satisfy(&self, taints: &Taints, condition: &Precondition) -> bool {
        match condition {
            Precondition::Always(always) => *always,
            Precondition::Has(label) => taints
                .iter()
                .any(|taint| self.get(taint).is_some_and(|origin| origin.label == *label)),
            Precondition::Not(inner) => !self.satisfy(taints, inner),
            Precondition::All(all) => all.iter().all(|inner| self.satisfy(taints, inner)),
            Precondition::Any(any) => any.iter().any(|inner| self.satisfy(taints, inner)),
        }
    }

    /// Taints with another label, those of `replaced` or all.
    pub(super) fn relabel(
        &mut self,
        taints: &Taints,
        label: Label,
        replaced: Option<&[Label]>,
    ) -> Taints {
        let mut relabelled = Taints::default();
        for taint in taints.iter() {
            let number = match self.get(taint) {
                Some(origin) if replaced.is_none_or(|all| all.contains(&origin.label)) => {
                    self.number(Origin { label, ..origin })
                }
                _ => taint,
            };
            relabelled.insert(number);
        }
        relabelled
    }
}
