//! Follows taint through all functions of a file: first what each does for its callers, those that
//! are called before those that call them; then from sources down into what is called with taint.

use super::calls::{BodyId, Calls, ClassId, Lasting};
use super::collect::Collected;
use super::descend;
use super::engine::{Hit, Known, Shared};
use super::imports::Imports;
use super::inputs::Root;
use super::marks::{Covered, Part};
use super::plan::Plan;
use super::spec::Options;
use super::summary::{Arrival, Calling, Context, Effect, Held, Passage, Summary};
use super::value::{Key, State};
use super::{File, order};
use crate::tables::HashMap;
use sdf_syntax::flow::Flow;
use sdf_syntax::{Kind, NodeId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How often what outlives functions is carried from those that write it to those that read it.
const ROUNDS: usize = 6;

/// How often functions that call each other are followed until nothing changes.
const TURNS: usize = 12;

/// The bodies of a file by what covers them.
pub(super) type Bodies = BTreeMap<NodeId, Vec<Covered>>;

pub(super) struct Program<'a> {
    pub(super) file: File<'a>,
    pub(super) plan: &'a Plan,
    options: Options,
    pub(super) calls: &'a Calls,
    imports: &'a Imports<'a>,
    bodies: Bodies,
    pub(super) summaries: Vec<Option<Arc<Summary>>>,
    pub(super) arrivals: HashMap<BodyId, Vec<Arrival>>,
    pub(super) passages: HashMap<BodyId, Vec<Passage>>,
    /// What arrived at sinks within each body.
    hits: BTreeMap<BodyId, Vec<Hit>>,
    objects: Vec<Held>,
    globals: BTreeMap<u32, Held>,
    pub(super) known: Known,
}

/// Follows taint through all that calls or may be called.
pub(super) fn follow(mut program: Program<'_>, shared: &mut Shared<'_>) {
    let (plan, options) = (program.plan, program.options);
    let has = |body: &BodyId, part| program.has(*body, part);
    let order = order::order(program.calls, |it| has(it, Part::Source), |it| has(it, Part::Sink));
    if order.is_empty() {
        return;
    }
    program.run(&order, shared);
    shared.hits = std::mem::take(&mut program.hits).into_values().flatten().collect();
    let Program { arrivals, passages, mut known, .. } = program;
    descend::descend(plan, options, &mut known.origins, &arrivals, &passages, shared);
}

/// The same with what covers lambdas that are called: it covers the functions around them too.
fn with_lambdas(file: File<'_>, calls: &Calls, bodies: &Bodies) -> Bodies {
    let mut all = bodies.clone();
    let tree = file.tree;
    for body in calls.bodies().iter().filter(|body| tree.node(body.owner).kind == Kind::Lambda) {
        let mut around = body.owner;
        while tree.node(around).kind == Kind::Lambda {
            around = Flow::owner_of(tree, tree.node(around).parent);
        }
        let span = tree.node(body.owner).span();
        let within = bodies.get(&around).into_iter().flatten();
        let within = within.filter(|it| span.contains(it.span) || it.span.contains(span));
        all.insert(body.owner, within.copied().collect());
    }
    all
}

impl<'a> Program<'a> {
    pub(super) fn new(
        file: File<'a>,
        plan: &'a Plan,
        options: Options,
        bodies: &Bodies,
        imports: &'a Imports<'a>,
    ) -> Program<'a> {
        let calls = file.flows.calls();
        Program {
            file,
            plan,
            options,
            calls,
            imports,
            bodies: with_lambdas(file, calls, bodies),
            summaries: vec![None; calls.bodies().len()],
            arrivals: HashMap::default(),
            passages: HashMap::default(),
            hits: BTreeMap::new(),
            objects: vec![Held::default(); calls.class_count()],
            globals: BTreeMap::new(),
            known: Known::default(),
        }
    }

    /// Whether a body has a source or sink of its own, or one of another module behind it.
    fn has(&self, id: BodyId, part: Part) -> bool {
        let Some(body) = self.calls.body(id) else { return false };
        if body.abroad.is_some() {
            return match part {
                Part::Source => self.imports.has_source(id),
                Part::Sink => self.imports.has_sink(id),
                _ => false,
            };
        }
        let covered = self.bodies.get(&body.owner);
        covered.is_some_and(|covered| covered.iter().any(|it| it.mark.part == part))
    }

    /// Follows bodies in an order where those that are called come first.
    pub(super) fn run(&mut self, order: &[Vec<BodyId>], shared: &mut Shared<'_>) {
        for round in 0..ROUNDS {
            for group in order {
                self.turns(group, shared);
            }
            if *shared.budget == 0 || !self.gather(order) {
                break;
            }
            shared.unfinished |= round + 1 == ROUNDS;
        }
    }

    /// Takes in what is known of a function of another module; whether that was news.
    fn import(&mut self, id: BodyId) -> bool {
        let Some(slot @ None) = self.summaries.get_mut(id.index()) else { return false };
        let here = (self.file.tree, self.calls);
        match self.imports.summary(id, here, &mut self.known) {
            Some((summary, arrivals)) => {
                *slot = Some(Arc::new(summary));
                self.arrivals.insert(id, arrivals);
                true
            }
            None => false,
        }
    }

    /// Follows functions that call each other until nothing changes.
    fn turns(&mut self, group: &[BodyId], shared: &mut Shared<'_>) {
        let mut waiting: BTreeSet<BodyId> = group.iter().copied().collect();
        let mut users: HashMap<BodyId, Vec<BodyId>> = HashMap::default();
        for &user in group {
            let used = self.calls.body(user).map(|body| body.calls.iter().chain(&body.inner));
            for &used in used.into_iter().flatten().filter(|used| waiting.contains(used)) {
                users.entry(used).or_default().push(user);
            }
        }
        for _ in 0..TURNS {
            for &body in group {
                if !waiting.remove(&body) {
                    continue;
                }
                let changed = self.body(body, shared);
                if *shared.budget == 0 {
                    return;
                }
                if changed {
                    waiting.extend(users.get(&body).into_iter().flatten());
                }
            }
            if waiting.is_empty() {
                return;
            }
        }
        shared.unfinished = true;
    }

    /// Follows one body; whether that says more than was known.
    fn body(&mut self, id: BodyId, shared: &mut Shared<'_>) -> bool {
        let Some(body) = self.calls.body(id) else { return false };
        if body.abroad.is_some() {
            return self.import(id);
        }
        let covered = self.bodies.get(&body.owner).map(Vec::as_slice).unwrap_or_default();
        let known = std::mem::take(&mut self.known);
        let context = Context {
            calls: self.calls,
            summaries: &self.summaries,
            objects: &self.objects,
            globals: &self.globals,
        };
        let calling = Calling::new(context, id);
        let before = std::mem::take(&mut shared.hits);
        let start = super::Start { owner: body.owner, covered, known, calling: Some(calling) };
        let done = super::body(self.file, self.plan, self.options, shared, start, State::default());
        self.known = done.known;
        self.known.ways.clear();
        self.known.passages.clear();
        let hits = std::mem::replace(&mut shared.hits, before);
        if *shared.budget == 0 {
            // What was found before is still so.
            self.hits.entry(id).or_default().extend(hits);
        } else {
            self.hits.insert(id, hits);
        }
        let Some(Collected { summary, arrivals, passages }) = done.collected else { return false };
        self.arrivals.insert(id, arrivals);
        self.passages.insert(id, passages);
        let slot = self.summaries.get_mut(id.index());
        let changed =
            slot.as_deref().and_then(Option::as_deref).is_none_or(|before| {
                before.result != summary.result
                    || before.live != summary.live
                    || before.effects.len() != summary.effects.len()
                    || before.effects.iter().zip(&summary.effects).any(|(before, after)| {
                        (before.root, &before.cell) != (after.root, &after.cell)
                    })
            });
        if let Some(slot) = slot {
            *slot = Some(Arc::new(summary));
        }
        changed
    }

    /// Takes up what bodies leave for others to read; whether that was news.
    fn gather(&mut self, order: &[Vec<BodyId>]) -> bool {
        let mut changed = false;
        for &id in order.iter().flatten() {
            let summary = self.summaries.get(id.index()).cloned().flatten();
            let (Some(body), Some(summary)) = (self.calls.body(id), summary) else { continue };
            for effect in &summary.effects {
                match effect.root {
                    Root::Parameter(0) if body.has_receiver() => {
                        changed |= body.class.is_some_and(|class| self.hold(class, effect));
                    }
                    Root::Parameter(_) => {}
                    Root::Variable(variable) => match self.calls.lasting(variable) {
                        Some(Lasting::Global) => {
                            let held = self.globals.entry(variable).or_default();
                            changed |= held.take(effect, &mut self.known.origins);
                        }
                        Some(Lasting::Class(class)) => changed |= self.hold(class, effect),
                        Some(Lasting::Member(class, name)) => {
                            changed |= self.hold(class, &effect.of_member(Key::Field(name)));
                        }
                        None => {}
                    },
                }
            }
        }
        changed
    }

    /// Lets the objects of a class, and the class, hold what is left in one of them; whether that
    /// was news.
    fn hold(&mut self, class: ClassId, effect: &Effect) -> bool {
        let (mut changed, origins) = (false, &mut self.known.origins);
        for class in self.calls.family(class) {
            if let Some(held) = self.objects.get_mut(class.0 as usize) {
                changed |= held.take(effect, origins);
            }
            if let Some(variable) = self.calls.class_variable(class) {
                changed |= self.globals.entry(variable).or_default().take(effect, origins);
            }
        }
        changed
    }
}
