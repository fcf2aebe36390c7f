//! What the functions of a module do, told so that other files can use it: without numbers that
//! only the analysis of the module knows.

use super::calls::BodyId;
use super::inputs::{Input, Pick, Root};
use super::origins::{Origin, Origins};
use super::program::Program;
use super::spec::{Label, Precondition, Requires, Spec, SpecMatch};
use super::summary::{Arrival, Effect, Summary, Way, Ways};
use super::value::{Cell, Key};
use crate::tables::HashMap;
use sdf_core::Span;
use sdf_syntax::Symbol;
use std::collections::BTreeMap;
use std::hash::Hash;
use std::sync::Arc;

/// Where the addresses of other modules begin: a place in another module is told as its offset
/// there, behind the beginning of the module's own range beyond this.
pub const ABROAD: usize = 1 << 31;

/// Whether a place is in another module.
pub fn is_abroad(span: Span) -> bool {
    span.start >= ABROAD
}

/// Where taint comes from, seen from outside.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Portable {
    /// A source, by its place among those exported.
    Source(u32, Label),
    /// A part of a parameter, and the label that it was given since.
    Input(u32, Vec<Pick>, Option<Label>),
}

/// A sink that others can reach.
#[derive(Clone, Debug)]
pub(super) struct ExportedSink<E> {
    pub(super) item: u32,
    pub(super) found: SpecMatch<E>,
    /// What it asks of its parts.
    pub(super) parts: Vec<(Span, Precondition)>,
}

/// What one function does.
#[derive(Clone, Debug, Default)]
pub(super) struct Exported {
    pub(super) summary: Summary,
    /// What of its parameters arrives at sinks; the sink is that of this place among those exported.
    pub(super) arrivals: Vec<Arrival>,
    /// Whether data of a source may come out of it.
    pub(super) has_source: bool,
}

/// What all numbers stand for.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) taints: Vec<Portable>,
    pub(super) names: Vec<Vec<u8>>,
    pub(super) texts: Vec<Vec<u8>>,
    /// By body.
    pub(super) bodies: BTreeMap<u32, Exported>,
}

/// What the functions of a module do under one rule. It belongs to no tree and no thread.
#[derive(Debug)]
pub struct Exports<E> {
    pub(super) tables: Tables,
    /// Items and matches.
    pub(super) sources: Vec<(u32, SpecMatch<E>)>,
    pub(super) sinks: Vec<ExportedSink<E>>,
}

/// Numbers given in the order of first use.
struct Numbers<T> {
    all: Vec<T>,
    known: HashMap<T, u32>,
}

impl<T: Clone + Eq + Hash> Numbers<T> {
    fn new() -> Self {
        Numbers { all: Vec::new(), known: HashMap::default() }
    }

    fn of(&mut self, one: T) -> u32 {
        if let Some(&known) = self.known.get(&one) {
            return known;
        }
        let number = self.all.len() as u32;
        self.known.insert(one.clone(), number);
        self.all.push(one);
        number
    }
}

/// How numbers of one analysis become those of another.
pub(super) struct Renumbering<'n> {
    pub(super) taint: &'n mut dyn FnMut(u32) -> Option<u32>,
    pub(super) key: &'n mut dyn FnMut(Key) -> Key,
    pub(super) span: &'n dyn Fn(Span) -> Span,
}

impl Renumbering<'_> {
    pub(super) fn taints(&mut self, taints: &super::set::Taints) -> super::set::Taints {
        taints.iter().filter_map(|taint| (self.taint)(taint)).collect()
    }

    pub(super) fn cell(&mut self, cell: &Cell) -> Cell {
        let mut renumbered = Cell {
            own: self.taints(&cell.own),
            inputs: self.taints(&cell.inputs),
            shape: cell.shape,
            members: Vec::new(),
        };
        for (key, member) in &cell.members {
            let member = self.cell(member);
            renumbered.set((self.key)(*key), Arc::new(member));
        }
        renumbered
    }

    fn way(&mut self, way: &Way) -> Way {
        way.iter().map(|&span| (self.span)(span)).collect()
    }

    pub(super) fn ways(&mut self, ways: &Ways) -> Ways {
        let all = ways.iter().map(|(&taint, way)| ((self.taint)(taint), self.way(way)));
        all.filter_map(|(taint, way)| Some((taint?, way))).collect()
    }

    pub(super) fn summary(&mut self, summary: &Summary) -> Summary {
        let effects = summary.effects.iter().map(|effect| Effect {
            root: effect.root,
            cell: self.cell(&effect.cell),
            ways: self.ways(&effect.ways),
        });
        let effects = effects.collect();
        Summary {
            result: self.cell(&summary.result),
            ways: self.ways(&summary.ways),
            effects,
            live: self.taints(&summary.live),
        }
    }

    /// The same arrival at a sink of another number.
    pub(super) fn arrival(&mut self, arrival: &Arrival, at: u32) -> Arrival {
        Arrival {
            item: arrival.item,
            at,
            taints: self.taints(&arrival.taints),
            parts: arrival.parts.iter().map(|part| self.taints(part)).collect(),
            ways: self.ways(&arrival.ways),
        }
    }
}

/// What `program` found out about the functions `wanted`, of a module whose addresses begin at
/// `base`. `told` tells what is bound without the module's tree.
pub(super) fn export<E>(
    program: &Program<'_>,
    wanted: impl Iterator<Item = BodyId>,
    spec: &Spec<E>,
    base: usize,
    told: impl Fn(&E) -> E,
) -> Exports<E> {
    let (mut taints, mut names, mut texts) = (Numbers::new(), Numbers::new(), Numbers::new());
    let (mut sources, mut sinks) = (Numbers::<(u32, u32)>::new(), Numbers::<(u32, u32)>::new());
    let mut bodies = BTreeMap::new();
    let abroad = |span: Span| match is_abroad(span) {
        true => span,
        false => Span::new(span.start + base, span.end + base),
    };
    let known = &program.known;
    let mut text_of = vec![&[][..]; known.texts.len()];
    known.texts.iter().for_each(|(text, &number)| {
        if let Some(slot) = text_of.get_mut(number as usize) {
            *slot = text;
        }
    });
    for id in wanted {
        let Some(body) = program.calls.body(id) else { continue };
        let summary = program.summaries.get(id.index()).and_then(Option::as_ref);
        let Some(summary) = summary.filter(|_| body.abroad.is_none() && body.captures.is_empty())
        else {
            continue;
        };
        let mut key = |key: Key| match key {
            Key::Field(symbol) => {
                let name = program.calls.text(program.file.tree, symbol);
                let name = if name.is_empty() { known.field(symbol) } else { name };
                Key::Field(Symbol(names.of(name.to_vec())))
            }
            Key::Text(text) => {
                let text = text_of.get(text as usize).copied().unwrap_or_default();
                Key::Text(texts.of(text.to_vec()))
            }
            other => other,
        };
        // Keys within paths need the same tables, which are lent out below.
        let mut paths: HashMap<u32, Vec<Pick>> = HashMap::default();
        let mut note = |taint: u32| {
            if let Some((input, _)) = known.origins.as_input(taint) {
                let path = input.path.iter().map(|&pick| match pick {
                    Pick::Key(it) => Pick::Key(key(it)),
                    Pick::Element => Pick::Element,
                });
                paths.insert(taint, path.collect());
            }
        };
        let arrivals = program.arrivals.get(&id).map(Vec::as_slice).unwrap_or_default();
        for_each_taint(summary, arrivals, &mut note);
        // Who calls it knows better what its parameters are given.
        let own: Vec<Origin> = program.plan.parameters(body.owner).collect();
        let mut taint = |taint: u32| {
            let portable = match (known.origins.get(taint), known.origins.as_input(taint)) {
                (Some(origin), _) if own.contains(&origin) => return None,
                (Some(Origin { item, at, label }), _) => {
                    Portable::Source(sources.of((item, at)), label)
                }
                (None, Some((Input { root: Root::Parameter(parameter), .. }, label))) => {
                    Portable::Input(*parameter, paths.get(&taint)?.clone(), label)
                }
                _ => return None,
            };
            Some(taints.of(portable))
        };
        let mut renumbering = Renumbering { taint: &mut taint, key: &mut key, span: &abroad };
        let mut summary = renumbering.summary(summary);
        summary.effects.retain(|effect| matches!(effect.root, Root::Parameter(_)));
        let arrivals = arrivals
            .iter()
            .map(|arrival| renumbering.arrival(arrival, sinks.of((arrival.item, arrival.at))));
        let arrivals: Vec<Arrival> = arrivals.collect();
        let mut has_source = false;
        for_each_taint(&summary, &arrivals, &mut |taint| {
            let portable = taints.all.get(taint as usize);
            has_source |= matches!(portable, Some(Portable::Source(..)));
        });
        bodies.insert(id.0, Exported { summary, arrivals, has_source });
    }
    let found = |found: &SpecMatch<E>| SpecMatch {
        span: abroad(found.span),
        environment: told(&found.environment),
    };
    let sources = sources.all.iter().filter_map(|&(item, at)| {
        let matches = &spec.sources.get(item as usize)?.matches;
        Some((item, found(matches.get(at as usize)?)))
    });
    let sinks = sinks.all.iter().filter_map(|&(item, at)| {
        let sink = spec.sinks.get(item as usize)?;
        let parts = match &sink.requires {
            Some(Requires::Parts(parts)) => parts.get(at as usize).cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
        let parts = parts.into_iter().map(|(span, condition)| (abroad(span), condition)).collect();
        Some(ExportedSink { item, found: found(sink.matches.get(at as usize)?), parts })
    });
    let (sources, sinks) = (sources.collect(), sinks.collect());
    let tables = Tables { taints: taints.all, names: names.all, texts: texts.all, bodies };
    Exports { tables, sources, sinks }
}

/// All taints that a summary and arrivals name.
pub(super) fn for_each_taint(summary: &Summary, arrivals: &[Arrival], each: &mut impl FnMut(u32)) {
    let cells = summary.effects.iter().map(|effect| &effect.cell).chain([&summary.result]);
    cells.for_each(|cell| cell.all().iter().for_each(&mut *each));
    summary.live.iter().for_each(&mut *each);
    for arrival in arrivals {
        let all = std::iter::once(&arrival.taints).chain(&arrival.parts);
        all.for_each(|taints| taints.iter().for_each(&mut *each));
    }
    let ways = summary.effects.iter().map(|effect| &effect.ways).chain([&summary.ways]);
    ways.flat_map(Ways::keys).for_each(|&taint| each(taint));
}

/// Taint with the label that it was given since it came in.
pub(super) fn labelled(origins: &mut Origins, taint: u32, label: Option<Label>) -> u32 {
    let Some(label) = label else { return taint };
    let one = [taint].into_iter().collect();
    origins.relabel(&one, label, None).iter().next().unwrap_or(taint)
}
