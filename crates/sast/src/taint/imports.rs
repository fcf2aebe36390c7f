//! Functions of other modules, taken into the analysis of a file.

use super::calls::{BodyId, Calls};
use super::engine::Known;
use super::exports::{Exported, Exports, Portable, Renumbering, Tables, for_each_taint, labelled};
use super::inputs::{Input, Pick, Root};
use super::origins::Origin;
use super::spec::{Requires, Spec, SpecMatch};
use super::summary::{Arrival, Summary};
use super::value::Key;
use crate::tables::HashMap;
use sdf_syntax::Tree;
use std::rc::Rc;

/// The numbers here of a module's sources, with their items, and of its sinks.
type Numbers = (Rc<[(u32, u32)]>, Rc<[u32]>);

/// A function of another module that is known.
#[derive(Debug)]
struct Import<'e> {
    tables: &'e Tables,
    exported: &'e Exported,
    /// The numbers that its sources and sinks have here.
    sources: Rc<[(u32, u32)]>,
    sinks: Rc<[u32]>,
}

/// What is known of functions of other modules.
#[derive(Debug, Default)]
pub struct Imports<'e> {
    bodies: HashMap<BodyId, Import<'e>>,
}

impl<'e> Imports<'e> {
    /// Those of what `calls` imports that `exports` knows, by their module; their sources and
    /// sinks are added to `spec`.
    pub fn take<E: Clone + 'e>(
        calls: &Calls,
        spec: &mut Spec<E>,
        exports: impl Fn(u32) -> Option<&'e Exports<E>>,
    ) -> Imports<'e> {
        let mut modules: HashMap<u32, Numbers> = HashMap::default();
        let mut bodies = HashMap::default();
        for (at, body) in calls.bodies().iter().enumerate() {
            let Some(abroad) = body.abroad else { continue };
            let Some(exports) = exports(abroad.module) else { continue };
            let Some(exported) = exports.tables.bodies.get(&abroad.body) else { continue };
            let (sources, sinks) =
                modules.entry(abroad.module).or_insert_with(|| add(spec, exports)).clone();
            let import = Import { tables: &exports.tables, exported, sources, sinks };
            bodies.insert(BodyId(at as u32), import);
        }
        Imports { bodies }
    }

    pub(super) fn has_source(&self, body: BodyId) -> bool {
        self.bodies.get(&body).is_some_and(|import| import.exported.has_source)
    }

    pub(super) fn has_sink(&self, body: BodyId) -> bool {
        self.bodies.get(&body).is_some_and(|import| !import.exported.arrivals.is_empty())
    }

    /// What a function does, in the numbers of the analysis that `known` belongs to.
    pub(super) fn summary(
        &self,
        body: BodyId,
        (tree, calls): (&Tree, &Calls),
        known: &mut Known,
    ) -> Option<(Summary, Vec<Arrival>)> {
        let import = self.bodies.get(&body)?;
        let tables = import.tables;
        let key = |key: Key, known: &mut Known| match key {
            Key::Field(name) => {
                let name = tables.names.get(name.index()).map(Vec::as_slice).unwrap_or_default();
                let symbol = calls.symbol(tree, name);
                Key::Field(
                    symbol.unwrap_or_else(|| known.new_field(name, calls.symbol_count(tree))),
                )
            }
            Key::Text(text) => {
                let next = known.texts.len() as u32;
                let text = tables.texts.get(text as usize).cloned().unwrap_or_default();
                Key::Text(*known.texts.entry(text).or_insert(next))
            }
            other => other,
        };
        let of = |taint: u32, known: &mut Known| match tables.taints.get(taint as usize)? {
            Portable::Source(at, label) => {
                let &(item, at) = import.sources.get(*at as usize)?;
                Some(known.origins.number(Origin { item, at, label: *label }))
            }
            Portable::Input(parameter, path, label) => {
                let root = Root::Parameter(*parameter);
                let mut taint = known.origins.input(Input::whole(root));
                for pick in path {
                    let pick = match *pick {
                        Pick::Key(it) => Pick::Key(key(it, known)),
                        Pick::Element => Pick::Element,
                    };
                    taint = known.origins.part(taint, pick)?;
                }
                Some(labelled(&mut known.origins, taint, *label))
            }
        };
        let Exported { summary, arrivals, .. } = import.exported;
        let mut taints: HashMap<u32, Option<u32>> = HashMap::default();
        for_each_taint(summary, arrivals, &mut |taint| {
            taints.entry(taint).or_insert_with(|| of(taint, known));
        });
        let mut renumbering = Renumbering {
            taint: &mut |taint| taints.get(&taint).copied().flatten(),
            key: &mut |it| key(it, known),
            span: &|span| span,
        };
        let summary = renumbering.summary(summary);
        let arrivals = arrivals.iter().filter_map(|arrival| {
            Some(renumbering.arrival(arrival, *import.sinks.get(arrival.at as usize)?))
        });
        let arrivals = arrivals.collect();
        Some((summary, arrivals))
    }
}

/// Adds sources and sinks of another module; their numbers here.
fn add<E: Clone>(spec: &mut Spec<E>, exports: &Exports<E>) -> Numbers {
    let push = |matches: &mut Vec<SpecMatch<E>>, found: &SpecMatch<E>| {
        matches.push(found.clone());
        matches.len() as u32 - 1
    };
    let sources = exports.sources.iter().map(|(item, found)| {
        let source = spec.sources.get_mut(*item as usize);
        (*item, source.map_or(u32::MAX, |source| push(&mut source.matches, found)))
    });
    let sources = sources.collect();
    let sinks = exports.sinks.iter().map(|sink| {
        let Some(here) = spec.sinks.get_mut(sink.item as usize) else { return u32::MAX };
        if let Some(Requires::Parts(parts)) = &mut here.requires {
            parts.push(sink.parts.clone());
        }
        push(&mut here.matches, &sink.found)
    });
    let sinks = sinks.collect();
    (sources, sinks)
}
