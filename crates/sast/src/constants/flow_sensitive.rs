//! Which definitions of a variable reach a place, along all ways that control can take.

use super::definitions::{self, AT_END, Definition};
use super::{ends, literals};
use crate::tables::{HashMap, HashSet};
use sdf_syntax::flow::{EdgeId, EdgeKind, Flow, Step, StepId, VariableId, Variables};
use sdf_syntax::{Kind, NodeId, Role, Tree};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A name with more definitions than this that may reach it is unknown.
const MOST: usize = 32;

/// A name whose definitions are not found within so many runs of steps is unknown.
const FARTHEST: usize = 4096;

/// A place in a body: a run of steps that follow each other, the step within it, and the offset
/// within the source as far as the step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    run: u32,
    step: u32,
    offset: u32,
}

/// A way into a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    from: Place,
    edge: EdgeId,
}

/// The body of a function or module, ready to be asked.
pub(super) struct Body {
    /// By what is evaluated or done, the run and the place within of its step.
    steps: HashMap<NodeId, (u32, u32)>,
    owner: NodeId,
    /// The run of each step of the graph and its place within.
    places: Vec<(u32, u32)>,
    /// The ways into each run; runs are in reverse post-order.
    entries: RefCell<Vec<Vec<Entry>>>,
    /// Where each variable is defined, in order.
    definitions: BTreeMap<VariableId, Vec<(Place, Definition)>>,
    /// By variable and run, what reaches the beginning of that run.
    known: RefCell<HashMap<(VariableId, u32), Reaching>>,
}

/// Definitions that may reach a place, by their place in the list; none if others may, too.
type Reaching = Option<Rc<[u32]>>;

impl Body {
    pub(super) fn new(tree: &Tree, variables: &Variables, flow: &Flow) -> Self {
        let owner = flow.owner();
        let (places, entries) = runs(tree, flow);
        let mut body = Body {
            steps: HashMap::default(),
            owner,
            places,
            entries: RefCell::new(entries),
            definitions: BTreeMap::new(),
            known: RefCell::new(HashMap::default()),
        };
        for &id in flow.order() {
            let step = flow.step(id);
            let Some((run, at)) = body.run_of(id) else { continue };
            if let Some(node) = node_of(step) {
                body.steps.insert(node, (run, at));
            }
            definitions::of_step(tree, variables, step, |variable, definition| {
                let place = Place { run, step: at, offset: AT_END };
                body.definitions.entry(variable).or_default().push((place, definition));
            });
        }
        definitions::within_expressions(tree, variables, owner, |id, variable, definition| {
            if let Some(place) = body.place(tree, id) {
                let place = Place { offset: tree.node(id).end, ..place };
                body.definitions.entry(variable).or_default().push((place, definition));
            }
        });
        body.definitions.retain(|_, definitions| {
            definitions.iter().any(|&(_, definition)| definition != Definition::Unknown)
        });
        for definitions in body.definitions.values_mut() {
            // Those of one step stay in their order.
            definitions.sort_by_key(|&(place, _)| place);
        }
        body
    }

    /// Whether the body gives the variable a value that can be known.
    pub(super) fn defines(&self, variable: VariableId) -> bool {
        self.definitions.contains_key(&variable)
    }

    /// The definitions of `variable` that may reach the expression at `id`, if all are known.
    /// `spend` is asked for the steps that it takes.
    pub(super) fn reaching(
        &self,
        tree: &Tree,
        variable: VariableId,
        id: NodeId,
        spend: impl Fn(u32) -> bool,
    ) -> Option<Vec<Definition>> {
        let definitions = self.definitions.get(&variable)?;
        let place = self.place(tree, id)?;
        let reaching = match last_before(definitions, place) {
            Some(only) => Rc::from([only]),
            None => self.reaching_run(variable, definitions, place.run, spend)?,
        };
        let reaching = reaching.iter().map(|&at| definitions.get(at as usize).map(|&(_, one)| one));
        let reaching: Option<Vec<_>> = reaching.collect();
        reaching.filter(|reaching| !reaching.contains(&Definition::Unknown))
    }

    /// Where the expression at `id` is evaluated.
    fn place(&self, tree: &Tree, id: NodeId) -> Option<Place> {
        let mut at = id;
        loop {
            if let Some(&(run, step)) = self.steps.get(&at) {
                return Some(Place { run, step, offset: tree.node(id).start });
            }
            if at == self.owner || at == NodeId::ROOT {
                return None;
            }
            at = tree.node(at).parent;
        }
    }

    /// What reaches the beginning of `run`: searched backwards, on each way to the definition
    /// that comes last.
    fn reaching_run(
        &self,
        variable: VariableId,
        definitions: &[(Place, Definition)],
        run: u32,
        spend: impl Fn(u32) -> bool,
    ) -> Reaching {
        let mut known = self.known.borrow_mut();
        let all_entries = self.entries.borrow();
        if let Some(known) = known.get(&(variable, run)) {
            return known.clone();
        }
        let mut found = BTreeSet::new();
        let mut seen = HashSet::from_iter([run]);
        let mut open = vec![run];
        let mut is_known = true;
        while let Some(at) = open.pop().filter(|_| is_known) {
            let entries = all_entries.get(at as usize).map_or(&[][..], Vec::as_slice);
            // The first run is entered with whatever it was before the body began.
            is_known = at != 0
                && found.len() <= MOST
                && seen.len() <= FARTHEST
                && spend(1 + entries.len() as u32);
            for &Entry { from: place, .. } in entries {
                match (last_before(definitions, place), known.get(&(variable, place.run))) {
                    (Some(last), _) => drop(found.insert(last)),
                    (None, Some(Some(before))) => found.extend(before.iter().copied()),
                    (None, Some(None)) => is_known = false,
                    (None, None) if seen.insert(place.run) => open.push(place.run),
                    (None, None) => {}
                }
            }
        }
        // Nothing is found where control never comes.
        let is_known = is_known && !found.is_empty() && found.len() <= MOST;
        let reaching: Reaching = is_known.then(|| found.into_iter().collect());
        known.insert((variable, run), reaching.clone());
        reaching
    }
}

/// The last of the definitions within the run of `place` that is done there.
fn last_before(definitions: &[(Place, Definition)], place: Place) -> Option<u32> {
    let behind = definitions.partition_point(|&(defined, _)| defined <= place);
    let last = behind.checked_sub(1)?;
    (definitions.get(last)?.0.run == place.run).then_some(last as u32)
}

/// The run of a step that is never reached.
const NOWHERE: u32 = u32::MAX;

/// The run of each step and its place within, by step, and the ways into each run.
fn runs(tree: &Tree, flow: &Flow) -> (Vec<(u32, u32)>, Vec<Vec<Entry>>) {
    let mut places = vec![(NOWHERE, 0); flow.steps().len()];
    let mut goes_on = vec![true; flow.steps().len()];
    let mut leaders = Vec::new();
    for &id in flow.order() {
        let mut before = flow.predecessors(id).map(|(_, edge)| edge);
        let only = before.next().filter(|_| before.next().is_none());
        let only = only.filter(|edge| {
            edge.kind == EdgeKind::Next && !ends::may_end(tree, flow.step(edge.from))
        });
        let followed =
            only.filter(|edge| goes_on.get_mut(edge.from.index()).is_some_and(std::mem::take));
        let followed = followed.and_then(|edge| places.get(edge.from.index()).copied());
        let place = match followed {
            Some((run, at)) if run != NOWHERE => (run, at + 1),
            _ => {
                leaders.push(id);
                (leaders.len() as u32 - 1, 0)
            }
        };
        if let Some(slot) = places.get_mut(id.index()) {
            *slot = place;
        }
    }
    let entries = leaders.iter().map(|&id| {
        let entries = flow.predecessors(id).filter_map(|(id, edge)| {
            let (run, step) = places.get(edge.from.index()).copied()?;
            let is_taken = edge.kind != EdgeKind::Raised || may_raise(tree, flow.step(edge.from));
            // Also when an exception ends it: Semgrep takes the step for done then, too.
            let from = Place { run, step, offset: AT_END };
            (run != NOWHERE && is_taken).then_some(Entry { from, edge: id })
        });
        entries.collect()
    });
    let entries = entries.collect();
    (places, entries)
}

impl Body {
    /// The run that a step belongs to and its place within.
    pub(super) fn run_of(&self, step: StepId) -> Option<(u32, u32)> {
        self.places.get(step.index()).copied().filter(|&(run, _)| run != NOWHERE)
    }

    /// How many runs there are.
    pub(super) fn run_count(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Keeps of the ways into `run` those from runs behind it, as loops have them, and those that
    /// are taken; whether there are such.
    pub(super) fn keep_ways(&self, run: u32, is_taken: impl Fn(u32, EdgeId) -> bool) -> bool {
        let mut entries = self.entries.borrow_mut();
        let Some(entries) = entries.get_mut(run as usize) else { return false };
        let is_forward = |entry: &Entry| entry.from.run < run;
        entries.retain(|entry| !is_forward(entry) || is_taken(entry.from.run, entry.edge));
        run == 0 || entries.iter().any(is_forward)
    }

    /// Ends the search for ways that are never taken: keeps those from runs that are `reached`.
    /// If it turns out that a run is entered all the same, from one behind it, nothing was found.
    pub(super) fn settle(
        &self,
        tree: &Tree,
        flow: &Flow,
        reached: &[bool],
        is_taken: impl Fn(EdgeId) -> bool,
    ) {
        self.known.borrow_mut().clear();
        let is_reached = |run: u32| reached.get(run as usize) == Some(&true);
        let mut all = self.entries.borrow_mut();
        for entries in all.iter_mut() {
            entries.retain(|entry| is_reached(entry.from.run) && is_taken(entry.edge));
        }
        let mut entered = all.iter().zip(0..).map(|(entries, run)| (!entries.is_empty(), run));
        if entered.any(|(is_entered, run)| is_entered && !is_reached(run)) {
            *all = runs(tree, flow).1;
        }
    }
}

/// Whether `step` may end in an exception: when it does more than assign literals.
fn may_raise(tree: &Tree, step: Step) -> bool {
    match step {
        // The beginning of a guarded body.
        Step::Join | Step::Entry => false,
        Step::Assign(id) => tree.subtree(id).skip(1).any(|part| {
            let node = tree.node(part);
            let is_target = node.kind == Kind::Name && node.role == Role::Target;
            !is_target && !literals::is_literal(node.kind)
        }),
        _ => true,
    }
}

/// The node that a step evaluates or does.
fn node_of(step: Step) -> Option<NodeId> {
    match step {
        Step::Entry | Step::Exit | Step::Join => None,
        Step::Parameter(id)
        | Step::Evaluate(id)
        | Step::Condition(id)
        | Step::Assign(id)
        | Step::Augment(id)
        | Step::Iterate(id)
        | Step::Enter(id)
        | Step::Catch(id)
        | Step::Match(id)
        | Step::Delete(id)
        | Step::Import(id)
        | Step::Define(id)
        | Step::Return(id)
        | Step::Raise(id) => Some(id),
    }
}
