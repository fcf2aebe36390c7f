//! What a function does for those who call it.

use super::calls::{BodyId, Calls, Parameter, Target};
use super::inputs::Root;
use super::set::Taints;
use super::value::{Cell, DEPTH, Key, Value};
use crate::tables::HashMap;
use sdf_core::Span;
use sdf_syntax::{NodeId, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Where taint went through.
pub(super) type Way = Arc<[Span]>;

/// Ways by taint.
pub(super) type Ways = BTreeMap<u32, Way>;

/// How many places of a way are kept at either end.
const ENDS: usize = 16;

/// A way, shortened in the middle if it is long.
pub(super) fn way(spans: Vec<Span>) -> Way {
    if spans.len() <= 2 * ENDS {
        return spans.into();
    }
    let (first, last) = (spans.iter().take(ENDS), spans.iter().skip(spans.len() - ENDS));
    first.chain(last).copied().collect()
}

/// What is left of a place when a function is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    pub(super) root: Root,
    pub(super) cell: Cell,
    pub(super) ways: Ways,
}

impl Effect {
    /// The same on a value that has it as a member.
    pub(super) fn of_member(&self, key: Key) -> Effect {
        let mut cell = Cell::default();
        cell.members.push((key, Arc::new(self.cell.clone())));
        cell.cut(DEPTH);
        Effect { root: self.root, cell, ways: self.ways.clone() }
    }
}

/// What a function gives back and leaves behind, by its inputs. It owns all that it says; its
/// numbers are those of the tables of sources, inputs and texts that belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// What it returns or yields.
    pub(super) result: Cell,
    /// How each taint came there, from the parameter or source on.
    pub(super) ways: Ways,
    /// What it has written into what it was given.
    pub(super) effects: Vec<Effect>,
    /// The inputs that come to a sink in it or in what it calls.
    pub(super) live: Taints,
}

/// Inputs and sources that come to a sink within one body.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub(super) item: u32,
    pub(super) at: u32,
    pub(super) taints: Taints,
    /// The taint of what the sink asks for besides, in its order.
    pub(super) parts: Vec<Taints>,
    pub(super) ways: Ways,
}

/// Taint that a body hands to an input of what it calls.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) taint: u32,
    /// The call.
    pub(super) site: NodeId,
    pub(super) to: BodyId,
    pub(super) input: u32,
    pub(super) way: Way,
}

/// What bodies are to each other, as far as it is known.
pub(super) struct Context<'a> {
    pub(super) calls: &'a Calls,
    /// By body.
    pub(super) summaries: &'a [Option<Arc<Summary>>],
    /// What members of its objects hold that methods put there, by class.
    pub(super) objects: &'a [Held],
    /// What variables of the module hold.
    pub(super) globals: &'a BTreeMap<u32, Held>,
}

/// What a call may run, and what that does.
pub(super) struct Callee<'a> {
    pub(super) target: Target,
    pub(super) parameters: &'a [Parameter],
    pub(super) summary: Arc<Summary>,
}

impl<'a> Context<'a> {
    /// What a call may run, as far as that is known.
    pub(super) fn callees(&self, call: NodeId) -> Vec<Callee<'a>> {
        let callee = |&target: &Target| {
            let body = target.body();
            let summary = body.and_then(|body| self.summaries.get(body.index())).cloned().flatten();
            let body = body.and_then(|body| self.calls.body(body));
            if summary.is_none() && body.is_some_and(|body| body.abroad.is_some()) {
                return None;
            }
            Some(Callee {
                target,
                parameters: body.map(|body| body.parameters.as_slice()).unwrap_or_default(),
                // What is in the midst of a recursion gives nothing yet.
                summary: summary.unwrap_or_default(),
            })
        };
        self.calls.targets(call).iter().filter_map(callee).collect()
    }
}

/// A value that outlives the bodies that write it.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub(super) cell: Cell,
    pub(super) ways: Ways,
}

/// The analysis of one body among those of its file.
pub(super) struct Calling<'a> {
    pub(super) context: Context<'a>,
    pub(super) body: BodyId,
    /// What it returned, or the elements that it yielded.
    pub(super) result: Cell,
    /// Whether it returned anything yet.
    pub(super) has_result: bool,
    pub(super) ways: Ways,
    pub(super) arrivals: Vec<Arrival>,
    pub(super) passages: Vec<Passage>,
    /// What variables held in the beginning.
    pub(super) entry: HashMap<u32, Cell>,
    /// Variables that functions within read, and all that they are given.
    pub(super) watched: BTreeSet<u32>,
    pub(super) written: HashMap<u32, Cell>,
    /// The objects of calls that are being evaluated.
    pub(super) objects: HashMap<NodeId, Value>,
}

impl<'a> Calling<'a> {
    /// The parameter that is the object, or class, whose method the body is.
    pub(super) fn receiver(&self) -> Option<NodeId> {
        let body = self.context.calls.body(self.body).filter(|body| body.has_receiver())?;
        body.parameters.first().map(|first| first.node)
    }

    /// Whether a name is that of the object, or class, whose method the body is.
    pub(super) fn is_receiver(&self, tree: &Tree, name: NodeId) -> bool {
        let receiver = self.receiver();
        receiver.is_some_and(|it| tree.node(it).symbol == tree.node(name).symbol)
    }

    pub(super) fn new(context: Context<'a>, body: BodyId) -> Calling<'a> {
        let bodies = context.calls.bodies();
        let inner = context.calls.body(body).map(|body| body.inner.as_slice());
        let inner = inner.unwrap_or_default().iter().filter_map(|id| bodies.get(id.index()));
        let watched = inner.flat_map(|inner| inner.captures.iter().copied()).collect();
        Calling {
            context,
            body,
            result: Cell::default(),
            has_result: false,
            ways: Ways::new(),
            arrivals: Vec::new(),
            passages: Vec::new(),
            entry: HashMap::default(),
            watched,
            written: HashMap::default(),
            objects: HashMap::default(),
        }
    }
}
