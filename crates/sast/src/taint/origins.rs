//! Where taint comes from, by number.

use super::inputs::{Input, Pick};
use super::set::Taints;
use super::spec::{Label, Precondition};
use crate::tables::HashMap;

/// How many sources of one value are told where many come together.
pub(super) const TOLD: usize = 16;

/// A source's match and the label that its taint has by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) item: u32,
    pub(super) at: u32,
    pub(super) label: Label,
}

/// Where taint comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Taint {
    /// A source.
    Source(Origin),
    /// Whoever runs the function; with another label than it came with.
    Input(Input, Option<Label>),
}

/// All taints met so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    all: Vec<Taint>,
    numbers: HashMap<Taint, u32>,
    /// Those that are inputs.
    inputs: Taints,
    /// By input: what it is a part of, or what it was before it was labelled.
    wholes: HashMap<u32, u32>,
    /// Parts of inputs looked up; none for those too deep to be told apart.
    parts: HashMap<(u32, Pick), Option<u32>>,
}

impl Origins {
    pub(super) fn number(&mut self, origin: Origin) -> u32 {
        self.add(Taint::Source(origin))
    }

    fn add(&mut self, taint: Taint) -> u32 {
        if let Some(&number) = self.numbers.get(&taint) {
            return number;
        }
        let number = self.all.len() as u32;
        if matches!(taint, Taint::Input(..)) {
            self.inputs.insert(number);
        }
        self.numbers.insert(taint.clone(), number);
        self.all.push(taint);
        number
    }

    /// The source of a taint; none if it is an input.
    pub(super) fn get(&self, number: u32) -> Option<Origin> {
        match self.all.get(number as usize)? {
            Taint::Source(origin) => Some(*origin),
            Taint::Input(..) => None,
        }
    }

    /// The number of an input.
    pub(super) fn input(&mut self, input: Input) -> u32 {
        self.add(Taint::Input(input, None))
    }

    /// The input that a taint is, and the label that it was given.
    pub(super) fn as_input(&self, number: u32) -> Option<(&Input, Option<Label>)> {
        match self.all.get(number as usize)? {
            Taint::Source(_) => None,
            Taint::Input(input, label) => Some((input, *label)),
        }
    }

    /// The number of an input as it came in, and the label that it was given since.
    pub(super) fn unlabelled(&self, number: u32) -> Option<(u32, Option<Label>)> {
        match self.as_input(number)? {
            (_, None) => Some((number, None)),
            (_, label) => self.wholes.get(&number).map(|&whole| (whole, label)),
        }
    }

    /// The part of an input; none if it is too deep to be told apart.
    pub(super) fn part(&mut self, number: u32, pick: Pick) -> Option<u32> {
        if let Some(&known) = self.parts.get(&(number, pick)) {
            return known;
        }
        let part = match self.all.get(number as usize) {
            Some(Taint::Input(input, label)) => {
                input.part(pick).map(|part| Taint::Input(part, *label))
            }
            _ => None,
        };
        let part = part.map(|part| self.add(part));
        if let Some(part) = part {
            self.wholes.entry(part).or_insert(number);
        }
        self.parts.insert((number, pick), part);
        part
    }

    /// What an input is a part of.
    pub(super) fn whole(&self, number: u32) -> Option<u32> {
        self.wholes.get(&number).copied()
    }

    /// Of some taints those that are inputs.
    pub(super) fn inputs<'t>(&'t self, taints: &'t Taints) -> impl Iterator<Item = u32> + 't {
        let all = if taints.meets(&self.inputs) { Some(taints) } else { None };
        all.into_iter().flat_map(Taints::iter).filter(|&it| self.as_input(it).is_some())
    }

    /// Of some taints those of sources.
    pub(super) fn sources(&self, taints: &Taints) -> Taints {
        if taints.meets(&self.inputs) {
            taints.iter().filter(|&taint| self.get(taint).is_some()).collect()
        } else {
            taints.clone()
        }
    }

    /// Leaves a few sources of each label.
    pub(super) fn thin(&self, taints: &mut Taints) {
        if taints.iter().take(TOLD + 1).count() <= TOLD {
            return;
        }
        let mut told: HashMap<Label, usize> = HashMap::default();
        let is_kept = |&taint: &u32| match self.get(taint) {
            Some(origin) => {
                let told = told.entry(origin.label).or_default();
                *told += 1;
                *told <= TOLD
            }
            None => true,
        };
        *taints = taints.iter().filter(is_kept).collect();
    }

    /// Whether taints with these labels are what a condition asks for, or may be so by what an
    /// input brings.
    pub(super) fn satisfy(&self, taints: &Taints, condition: &Precondition) -> bool {
        self.holds(taints, condition) != Some(false)
    }

    /// Whether taints are what a condition asks for, whatever inputs bring.
    pub(super) fn is_certain(&self, taints: &Taints, condition: &Precondition) -> bool {
        self.holds(taints, condition) == Some(true)
    }

    fn holds(&self, taints: &Taints, condition: &Precondition) -> Option<bool> {
        match condition {
            Precondition::Always(always) => Some(*always),
            Precondition::Has(label) => {
                let mut holds = Some(false);
                for taint in taints.iter() {
                    match self.all.get(taint as usize) {
                        Some(Taint::Source(origin)) if origin.label == *label => {
                            return Some(true);
                        }
                        Some(Taint::Input(_, given)) if given.is_none_or(|it| it == *label) => {
                            holds = None;
                        }
                        _ => {}
                    }
                }
                holds
            }
            Precondition::Not(inner) => self.holds(taints, inner).map(|holds| !holds),
            Precondition::All(all) => all.iter().try_fold(true, |known, inner| {
                // What is false is false whatever else is not known.
                match self.holds(taints, inner) {
                    Some(holds) => Some(known && holds),
                    None if known => None,
                    None => Some(false),
                }
            }),
            Precondition::Any(any) => {
                let mut holds = Some(false);
                for inner in any {
                    match self.holds(taints, inner) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => holds = None,
                    }
                }
                holds
            }
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
            let number = match self.all.get(taint as usize).cloned() {
                Some(Taint::Source(origin))
                    if replaced.is_none_or(|all| all.contains(&origin.label)) =>
                {
                    self.number(Origin { label, ..origin })
                }
                Some(Taint::Input(input, given))
                    if given.is_none_or(|it| replaced.is_none_or(|all| all.contains(&it))) =>
                {
                    let whole = self.unlabelled(taint).map_or(taint, |(whole, _)| whole);
                    let number = self.add(Taint::Input(input, Some(label)));
                    self.wholes.entry(number).or_insert(whole);
                    number
                }
                _ => taint,
            };
            relabelled.insert(number);
        }
        relabelled
    }
}
