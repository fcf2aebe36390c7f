//! Follows taint from sources to sinks within one function, as Semgrep's `mode: taint` does, or
//! through all functions of a file.
//!
//! [`analyse`] takes where a rule's formulas matched and says which matches of sinks tainted data
//! may reach. It follows every way that control may take; what is assigned to a variable replaces
//! what it held, members of a variable are told apart by name and constant key to a depth of
//! three. Calls carry taint from arguments and receiver to their result. Where Semgrep is known to
//! confuse (elements of a tuple, keys of a dictionary) this is more precise; where it gives up
//! (loops that read before they assign, `match`) it goes on.
//!
//! With [`Options::interprocedural`] each function is followed once, those that are called first,
//! with what its parameters hold left open (`inputs`). What it returns and writes into what it was
//! given is its summary (`summary`, `collect`), which stands in the place of each call that is
//! known to run it (`calls`, `invoke`). What members of objects and variables of the module hold is
//! joined over all that write them (`program`). At last taint is handed from sources down into the
//! parameters of what is called with it, to the sinks that these come to (`descend`).

mod access;
mod analysis;
mod apply;
mod arguments;
mod assign;
mod calls;
mod collect;
mod combine;
mod compose;
mod descend;
mod engine;
mod evaluate;
mod exports;
mod flows;
mod guards;
mod imports;
mod inputs;
mod invoke;
mod marks;
mod models;
mod order;
mod origins;
mod plan;
mod program;
mod report;
mod set;
mod sinks;
mod spec;
mod state;
mod summary;
#[cfg(test)]
mod tests;
mod value;
mod write;

pub use calls::{Abroad, BodyId, Calls, Interface, Modules, Receiver, Target};
pub use exports::{ABROAD, Exports, is_abroad};
pub use flows::{Constant, FlowCache, Flows};
pub use imports::Imports;
pub use spec::{
    Bindings, Focus, Guard, GuardMatch, Label, Options, Precondition, Propagator, PropagatorMatch,
    Requires, Sanitizer, SideEffect, Sink, Source, Spec, SpecMatch, TaintFinding,
};

use crate::tables::{HashMap, HashSet};
use collect::Collected;
use engine::{Engine, Known, Shared};
use guards::Guards;
use marks::{Covered, Marks, Part};
use plan::Plan;
use program::{Bodies, Program};
use sdf_core::Span;
use sdf_syntax::{BindingKind, Kind, Names, NodeId, ScopeId, Tree};
use state::State;
use std::collections::BTreeSet;
use std::sync::Arc;
use summary::Calling;

/// How many steps it may take to find the functions that hold matches.
const STEPS: usize = 1_000_000;

/// A file as the analysis sees it.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its tree.
    pub tree: &'a Tree,
    /// Its bytes.
    pub source: &'a [u8],
    /// Its names.
    pub names: &'a Names,
    /// Its variables and graphs.
    pub flows: &'a dyn Flows,
}

/// What an analysis found.
#[derive(Clone, Debug)]
pub struct Outcome<E> {
    /// The flows, by where they are reported.
    pub findings: Vec<TaintFinding<E>>,
    /// Whether the budget was spent, or code nested too deep, before all was followed.
    pub unfinished: bool,
}

/// Follows taint through all bodies of a file that hold both a source and a sink. `budget` is how
/// many steps that may take; what is left of it is left in it.
pub fn analyse<B: Bindings>(
    file: File<'_>,
    spec: &Spec<B::Environment>,
    bindings: &B,
    options: Options,
    budget: &mut usize,
    imports: &Imports<'_>,
) -> Outcome<B::Environment> {
    if spec.sources.iter().all(|source| source.matches.is_empty())
        || spec.sinks.iter().all(|sink| sink.matches.is_empty())
    {
        return Outcome { findings: Vec::new(), unfinished: false };
    }
    let (plan, bodies) = prepare(file, spec, budget);
    if options.interprocedural {
        let mut shared = Shared { hits: Vec::new(), budget, unfinished: false };
        program::follow(Program::new(file, &plan, options, &bodies, imports), &mut shared);
        let unfinished = shared.unfinished || *shared.budget == 0;
        let findings = report::findings(spec, &plan, bindings, options, &shared.hits);
        return Outcome { findings, unfinished };
    }
    let has = |covered: &[Covered], part| covered.iter().any(|it| it.mark.part == part);
    let mut shared = Shared { hits: Vec::new(), budget, unfinished: false };
    let mut known = Known::default();
    let mut globals = State::default();
    if let Some(covered) = bodies.get(&NodeId::ROOT).filter(|it| has(it, Part::Source)) {
        let start = Start { owner: NodeId::ROOT, covered, known: Known::default(), calling: None };
        let done = body(file, &plan, options, &mut shared, start, State::default());
        globals = constants(file, &done.end);
        if globals.is_tainted() {
            known = done.known;
        }
    }
    for (&owner, covered) in bodies.iter().filter(|&(&owner, _)| owner != NodeId::ROOT) {
        let has_taint = globals.is_tainted() || has(covered, Part::Source);
        if has_taint && has(covered, Part::Sink) {
            let start = Start { owner, covered, known: known.clone(), calling: None };
            body(file, &plan, options, &mut shared, start, globals.clone());
        }
    }
    let unfinished = shared.unfinished || *shared.budget == 0;
    let findings = report::findings(spec, &plan, bindings, options, &shared.hits);
    Outcome { findings, unfinished }
}

/// What the rule says of a file, and which bodies that covers.
fn prepare<E>(file: File<'_>, spec: &Spec<E>, budget: &mut usize) -> (Plan, Bodies) {
    let mut plan = Plan::new(file.tree, spec, budget);
    plan.guards = Guards::new(file, &spec.guards, budget);
    let mut bodies = Bodies::new();
    let owners = file.flows.owners();
    let owner_of = |node: NodeId| owners.get(node.index()).copied().unwrap_or(NodeId::ROOT);
    for covered in &plan.covered {
        for owner in marks::owners(file.tree, covered.span, owner_of, budget) {
            bodies.entry(owner).or_default().push(*covered);
        }
    }
    (plan, bodies)
}

/// What the functions `wanted` of a module do for those that call them, and what they need to know
/// of others `imports` has. The addresses of the module begin at `base`; `told` tells what is
/// bound without its tree. None if the budget was spent before.
pub fn exports<E>(
    file: File<'_>,
    spec: &Spec<E>,
    options: Options,
    budget: &mut usize,
    (wanted, imports): (&BTreeSet<u32>, &Imports<'_>),
    (base, told): (usize, &dyn Fn(&E) -> E),
) -> Option<Exports<E>> {
    let (plan, bodies) = prepare(file, spec, budget);
    let mut shared = Shared { hits: Vec::new(), budget, unfinished: false };
    let mut program = Program::new(file, &plan, options, &bodies, imports);
    let followed = with_callees(program.calls, wanted);
    let order = order::groups(program.calls, |body| followed.contains(&body));
    program.run(&order, &mut shared);
    program.compose(&order, &mut shared);
    if shared.unfinished || *shared.budget == 0 {
        return None;
    }
    Some(exports::export(&program, wanted.iter().map(|&body| BodyId(body)), spec, base, told))
}

/// Some bodies with all that they run, but for what those of other modules do.
fn with_callees(calls: &Calls, wanted: &BTreeSet<u32>) -> HashSet<BodyId> {
    let mut open: Vec<BodyId> = wanted.iter().map(|&body| BodyId(body)).collect();
    let mut all: HashSet<BodyId> = open.iter().copied().collect();
    while let Some(body) = open.pop() {
        let Some(this) = calls.body(body) else { continue };
        let inner = this.inner.iter().filter(|_| body != BodyId::MODULE);
        open.extend(this.calls.iter().chain(inner).copied().filter(|&next| all.insert(next)));
    }
    all
}

/// The functions of a file that hold any of a span.
pub fn bodies_with(file: File<'_>, span: Span) -> Vec<u32> {
    let (calls, mut budget) = (file.flows.calls(), STEPS);
    let by_node = file.flows.owners();
    let owner_of = |node: NodeId| by_node.get(node.index()).copied().unwrap_or(NodeId::ROOT);
    let owners = marks::owners(file.tree, span, owner_of, &mut budget);
    owners.into_iter().filter_map(|owner| calls.of_owner(owner)).map(|body| body.0).collect()
}

/// Where the analysis of a body begins.
struct Start<'a> {
    owner: NodeId,
    covered: &'a [Covered],
    known: Known,
    calling: Option<Calling<'a>>,
}

/// Where it ended.
struct Done {
    end: State,
    known: Known,
    collected: Option<Collected>,
}

/// Analyses one body.
fn body<'a>(
    file: File<'a>,
    plan: &'a Plan,
    options: Options,
    shared: &mut Shared<'_>,
    start: Start<'a>,
    initial: State,
) -> Done {
    let Start { owner, covered, known, calling } = start;
    *shared.budget = shared.budget.saturating_sub(known.ways.len());
    let marks = Marks::new(file.tree, owner, covered, shared.budget);
    let mut engine = Engine {
        tree: file.tree,
        source: file.source,
        names: file.names,
        flows: file.flows,
        variables: file.flows.variables(),
        options,
        plan,
        owner,
        marks,
        covered,
        known,
        shared,
        reads: Vec::new(),
        waiting: Vec::new(),
        parts: HashMap::default(),
        recording: false,
        buffers: Vec::new(),
        receiver: None,
        elements: HashMap::default(),
        nesting: 0,
        calling,
    };
    let mut initial = initial;
    if engine.calling.is_some() {
        initial = engine.begin();
    }
    let end = engine.run(initial);
    engine.shared.unfinished |= end.is_err();
    let collected = engine.collect(end.as_ref().ok().and_then(Option::as_ref));
    let known = engine.known;
    Done { end: end.ok().flatten().unwrap_or_default(), known, collected }
}

/// Of what is known at the end of a module what its functions can rely on: names that it assigns
/// once.
fn constants(file: File<'_>, end: &State) -> State {
    let mut kept = State::default();
    for binding in file.names.bindings() {
        let is_constant = matches!(binding.kind, BindingKind::Value(_))
            && binding.scope == ScopeId::MODULE
            && binding.previous.is_none()
            && binding.next.is_none();
        if let Some(variable) = file.flows.variables().get(binding.node).filter(|_| is_constant)
            && file.tree.node(binding.node).kind == Kind::Name
        {
            // How long a list is at the end of the module need not be so when a function runs.
            let mut cell = end.read(variable.0).map(Arc::unwrap_or_clone).unwrap_or_default();
            cell.forget_shapes();
            kept.set(variable.0, cell.value());
        }
    }
    kept
}
