//! Taint within one body: what the parts of the analysis share.

use super::flows::Flows;
use super::marks::{Covered, Marks, Part, is_evaluated};
use super::origins::Origins;
use super::plan::{End, Plan};
use super::set::Taints;
use super::spec::{Options, Precondition};
use super::value::{Cell, DEPTH, Key, State, Value};
use sdf_core::Span;
use sdf_syntax::flow::Variables;
use sdf_syntax::{Kind, NodeId, Role, Tree};
use std::collections::HashMap;

/// Taint that arrived at a match of a sink.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) item: u32,
    pub(super) at: u32,
    /// Each taint and what it was assigned to on its way.
    pub(super) taints: Vec<(u32, Vec<Span>)>,
}

/// What is kept from one body to the next.
#[derive(Debug)]
pub(super) struct Shared<'b> {
    pub(super) origins: Origins,
    /// Texts used as keys.
    pub(super) texts: HashMap<Vec<u8>, u32>,
    /// How a variable first got a taint: where it was assigned and from which variable.
    pub(super) ways: HashMap<(u32, u32), (Span, Option<u32>)>,
    pub(super) hits: Vec<Hit>,
    /// How many steps are left.
    pub(super) budget: &'b mut usize,
    /// Whether something was not followed to its end.
    pub(super) unfinished: bool,
}

/// The analysis of one body.
pub(super) struct Engine<'a, 'b> {
    pub(super) tree: &'a Tree,
    pub(super) source: &'a [u8],
    pub(super) flows: &'a dyn Flows,
    pub(super) variables: &'a Variables,
    pub(super) options: Options,
    pub(super) plan: &'a Plan,
    pub(super) owner: NodeId,
    pub(super) marks: Marks<'a>,
    pub(super) shared: &'a mut Shared<'b>,
    /// Tainted variables that the step at hand has read.
    pub(super) reads: Vec<u32>,
    /// Ends of propagators in the step at hand that wait for their beginnings.
    pub(super) waiting: Vec<(u32, NodeId)>,
    /// The taint of what stands at spans that sinks ask for.
    pub(super) parts: HashMap<Span, Taints>,
    /// Whether what arrives at sinks is to be noted.
    pub(super) recording: bool,
    /// How deep evaluation and assignment have called each other.
    pub(super) nesting: usize,
}

/// How deep evaluation and assignment may call each other.
pub(super) const NESTING: usize = 32;

impl Engine<'_, '_> {
    /// Counts work; false when the budget is spent.
    pub(super) fn spend(&mut self, steps: usize) -> bool {
        let left = self.shared.budget.checked_sub(steps);
        self.shared.unfinished |= left.is_none();
        *self.shared.budget = left.unwrap_or(0);
        left.is_some()
    }

    /// The variable for a value that is used by a later step.
    pub(super) fn temporary(&self, node: NodeId) -> u32 {
        self.variables.len() as u32 + node.0
    }

    /// The variable for what goes through a propagator.
    pub(super) fn carrier(&self, number: u32) -> u32 {
        self.variables.len() as u32 + self.tree.nodes().len() as u32 + number
    }

    /// The variable for taint of all that runs.
    pub(super) fn control(&self) -> u32 {
        u32::MAX
    }

    /// Whether a name is that of the object whose method the body is: what its members hold does
    /// not taint it as a whole.
    fn is_receiver(&self, node: NodeId) -> bool {
        let tree = self.tree;
        if tree.node(node).kind != Kind::Name {
            return false;
        }
        let owner = tree.node(self.owner);
        let around = tree.node(tree.node(owner.parent).parent).kind;
        owner.kind == Kind::Function
            && (around == Kind::Class || tree.node(owner.parent).kind == Kind::Class)
            && tree
                .child(self.owner, Role::Parameter)
                .is_some_and(|first| tree.node(first).symbol == tree.node(node).symbol)
    }

    /// All taint that the value of a node brings along.
    pub(super) fn flat(&self, node: NodeId, value: &Value) -> Taints {
        match value {
            None => Taints::default(),
            Some(cell) if self.is_receiver(node) => cell.own.clone(),
            Some(cell) => cell.all(),
        }
    }

    /// The variable and the members that an expression names; whether that is exactly what it
    /// names. None if it starts with no variable.
    pub(super) fn place(&mut self, node: NodeId) -> Option<(u32, Vec<Key>, bool)> {
        let (mut at, mut path) = (node, Vec::new());
        let mut is_whole = true;
        loop {
            let node = self.tree.node(at);
            let key = match node.kind {
                Kind::Name => {
                    let variable = self.variables.get(at)?.0;
                    path.reverse();
                    if let Some(unknown) = path.iter().position(Option::is_none) {
                        path.truncate(unknown);
                        is_whole = false;
                    }
                    if path.len() > DEPTH {
                        path.truncate(DEPTH);
                        is_whole = false;
                    }
                    return Some((variable, path.into_iter().flatten().collect(), is_whole));
                }
                Kind::Attribute => Some(Key::Field(node.symbol)),
                Kind::Subscript => self.key_of(at),
                _ => return None,
            };
            if !self.spend(1) {
                return None;
            }
            path.push(key);
            at = self.tree.children(at).next()?;
        }
    }

    /// What a subscript picks, if that is known.
    pub(super) fn key_of(&mut self, subscript: NodeId) -> Option<Key> {
        let mut indices = self
            .tree
            .children(subscript)
            .filter(|&child| self.tree.node(child).role == Role::Index);
        let (Some(index), None) = (indices.next(), indices.next()) else { return None };
        self.key(index)
    }

    /// The key that a literal is.
    pub(super) fn key(&mut self, literal: NodeId) -> Option<Key> {
        match self.tree.node(literal).kind {
            Kind::Integer => {
                let text = self.tree.source(literal, self.source);
                std::str::from_utf8(text).ok()?.parse().ok().map(Key::Index)
            }
            Kind::String => {
                let text = self.tree.string_value(literal, self.source)?;
                let next = self.shared.texts.len() as u32;
                let number = match self.shared.texts.get(text.as_ref()) {
                    Some(&number) => number,
                    None => {
                        self.shared.texts.insert(text.into_owned(), next);
                        next
                    }
                };
                Some(Key::Text(number))
            }
            _ => None,
        }
    }

    /// Whether a part of the specification counts at a node that it covers.
    fn counts(&self, node: NodeId, covered: &Covered, exact: bool) -> bool {
        !exact || self.marks.is_best(node, covered.mark)
    }

    fn is_place(&self, node: NodeId) -> bool {
        matches!(self.tree.node(node).kind, Kind::Name | Kind::Attribute | Kind::Subscript)
    }

    /// Whether a sanitizer covers a node; one by side effect cleans the variable too.
    pub(super) fn is_sanitized(&mut self, node: NodeId, state: &mut State) -> bool {
        if !self.marks.any(node) || !is_evaluated(self.tree.node(node).kind) {
            return false;
        }
        let span = self.tree.node(node).span();
        let (mut sanitized, mut cleans) = (false, false);
        for covered in self.marks.of(node) {
            let plan = self.plan.sanitizers.get(covered.mark.item as usize);
            let Some(sanitizer) = plan.filter(|_| covered.mark.part == Part::Sanitizer) else {
                continue;
            };
            if self.counts(node, &covered, sanitizer.exact) {
                sanitized = true;
                cleans |= sanitizer.by_side_effect && covered.span == span;
            }
        }
        if cleans
            && self.is_place(node)
            && let Some((variable, path, true)) = self.place(node)
        {
            state.write(variable, &path, None, true);
        }
        sanitized
    }

    /// Adds to a value what sources and propagators give it at its node, and looks for sinks
    /// there. `arguments` is what was passed if it is a call's.
    pub(super) fn arrive(
        &mut self,
        node: NodeId,
        value: Value,
        state: &mut State,
        arguments: Option<&Taints>,
    ) -> Value {
        let has_marks = self.marks.any(node) && is_evaluated(self.tree.node(node).kind);
        let has_carriers = self.plan.has_carriers(node);
        if !has_marks && !has_carriers && self.plan.parts.is_empty() {
            return value;
        }
        let mut value = value;
        if has_marks {
            let fresh = self.sources(node, &value, state);
            value = add(value, &fresh);
        }
        if has_carriers {
            let carried = self.carry(node, &value, state);
            value = add(value, &carried);
        }
        if !self.plan.parts.is_empty() {
            let span = self.tree.node(node).span();
            if self.plan.parts.contains(&span) {
                let taints = self.flat(node, &value);
                self.parts.insert(span, taints);
            }
        }
        if has_marks && self.recording {
            self.sinks(node, &value, state, arguments);
        }
        value
    }

    /// The taint that sources give at a node.
    pub(super) fn sources(&mut self, node: NodeId, value: &Value, state: &mut State) -> Taints {
        let (span, is_place) = (self.tree.node(node).span(), self.is_place(node));
        let mut waiting = Vec::new();
        for covered in self.marks.of(node).filter(|covered| covered.mark.part == Part::Source) {
            let Some(source) = self.plan.sources.get(covered.mark.item as usize) else { continue };
            let is_exact = is_place && covered.span == span;
            let applies = match source.by_side_effect {
                super::SideEffect::Only => is_exact,
                _ => self.counts(node, &covered, source.exact),
            };
            if applies {
                waiting.push((covered, is_exact));
            }
        }
        if waiting.is_empty() || !self.spend(waiting.len()) {
            return Taints::default();
        }
        let mut incoming = self.flat(node, value);
        let (mut own, mut lasting, mut control) =
            (Taints::default(), Taints::default(), Taints::default());
        // One source may give the label that another requires.
        for _ in 0..3 {
            let before = waiting.len();
            waiting.retain(|(covered, is_exact)| {
                let Some(source) = self.plan.sources.get(covered.mark.item as usize) else {
                    return false;
                };
                let origins = &mut self.shared.origins;
                let required = source.requires.as_ref();
                if required.is_some_and(|required| !origins.satisfy(&incoming, required)) {
                    return true;
                }
                let taint = origins.number(source.origin(covered.mark));
                incoming.insert(taint);
                if source.control {
                    control.insert(taint);
                    return false;
                }
                if *is_exact && source.by_side_effect != super::SideEffect::No {
                    lasting.insert(taint);
                }
                if source.by_side_effect != super::SideEffect::Only {
                    own.insert(taint);
                }
                false
            });
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        if !control.is_empty() {
            let variable = self.control();
            let known = add(state.read(variable), &control);
            state.set(variable, known);
        }
        if !lasting.is_empty() {
            self.taint_place(node, &lasting, state);
        }
        own
    }

    /// Taints the variable or member that a node is, besides what it holds.
    fn taint_place(&mut self, node: NodeId, taints: &Taints, state: &mut State) {
        if !self.is_place(node) {
            return;
        }
        let Some((variable, path, is_whole)) = self.place(node) else { return };
        let mut held = state.read(variable);
        for &key in &path {
            held = held.and_then(|cell| cell.member(key));
        }
        state.write(variable, &path, add(held, taints), is_whole);
        let span = self.tree.node(node).span();
        self.note_way(variable, span, taints);
    }

    /// Lets propagators take up the taint of a node and give it theirs.
    fn carry(&mut self, node: NodeId, value: &Value, state: &mut State) -> Taints {
        let taints = self.flat(node, value);
        let mut given = Taints::default();
        for carrier in self.plan.carriers(node) {
            let Some(rule) = self.plan.propagators.get(carrier.item as usize) else { continue };
            let variable = self.carrier(carrier.number);
            match carrier.end {
                End::From => {
                    let required = rule.requires.as_ref().unwrap_or(&Precondition::Always(true));
                    let passes = self.shared.origins.satisfy(&taints, required);
                    let passed = match rule.label {
                        _ if !passes => Taints::default(),
                        Some(label) => {
                            let replaced = rule.replace_labels.as_deref();
                            self.shared.origins.relabel(&taints, label, replaced)
                        }
                        None => taints.clone(),
                    };
                    let reached: Vec<_> = self
                        .waiting
                        .iter()
                        .filter(|&&(number, _)| number == carrier.number)
                        .map(|&(_, node)| node)
                        .collect();
                    for to in reached {
                        if rule.by_side_effect && !passed.is_empty() {
                            self.taint_place(to, &passed, state);
                        }
                    }
                    state.set(variable, Cell::of(passed).value());
                }
                End::To => match state.read(variable) {
                    Some(passed) => {
                        given.extend(&passed.own);
                        if rule.by_side_effect {
                            self.taint_place(node, &passed.own, state);
                        }
                    }
                    None => self.waiting.push((carrier.number, node)),
                },
            }
        }
        given
    }

    /// Notes what arrives at the sinks that a node is.
    pub(super) fn sinks(
        &mut self,
        node: NodeId,
        value: &Value,
        state: &State,
        arguments: Option<&Taints>,
    ) {
        let this = self.tree.node(node);
        let is_inner = matches!(this.role, Role::Object | Role::Value)
            && matches!(self.tree.node(this.parent).kind, Kind::Attribute | Kind::Subscript);
        let mut found: Option<Taints> = None;
        let sinks: Vec<_> =
            self.marks.of(node).filter(|covered| covered.mark.part == Part::Sink).collect();
        for covered in sinks {
            let Some(sink) = self.plan.sinks.get(covered.mark.item as usize) else { continue };
            // Of `x` in `sink(x.a)` only what is in `x.a` counts.
            let counts = !sink.at_exit
                && self.counts(node, &covered, sink.exact)
                && (!is_inner || covered.span == this.span());
            if !counts || !self.spend(1) {
                continue;
            }
            let taints = found.get_or_insert_with(|| {
                let mut taints = self.flat(node, value);
                if let Some(control) = state.read(self.control()) {
                    taints.extend(&control.own);
                }
                taints
            });
            let taints = match arguments {
                Some(arguments) if !(sink.exact && sink.has_focus) => {
                    let mut all = taints.clone();
                    all.extend(arguments);
                    all
                }
                _ => taints.clone(),
            };
            self.hit(covered, taints);
        }
    }

    /// Notes that taints have arrived at a sink, if they are what it asks for.
    pub(super) fn hit(&mut self, covered: Covered, taints: Taints) {
        let Some(sink) = self.plan.sinks.get(covered.mark.item as usize) else { return };
        let mut taints = taints;
        if let Some(conditions) = sink.parts.get(covered.mark.at as usize) {
            let holds = conditions.iter().all(|(span, condition)| {
                let nothing = Taints::default();
                let part = self.parts.get(span).unwrap_or(&nothing);
                taints.extend(part);
                self.shared.origins.satisfy(part, condition)
            });
            if !holds {
                return;
            }
        } else if !self.shared.origins.satisfy(&taints, &sink.requires) {
            return;
        }
        if taints.is_empty() || !self.spend(taints.iter().count()) {
            return;
        }
        let taints = taints.iter().map(|taint| (taint, self.way(taint))).collect();
        self.shared.hits.push(Hit { item: covered.mark.item, at: covered.mark.at, taints });
    }

    /// Notes by which assignment a variable got taints.
    pub(super) fn note_way(&mut self, variable: u32, span: Span, taints: &Taints) {
        for taint in taints.iter() {
            if self.shared.ways.contains_key(&(variable, taint)) {
                continue;
            }
            let from = self.reads.iter().copied();
            let mut from = from
                .filter(|&from| from != variable && self.shared.ways.contains_key(&(from, taint)));
            let from = from.next();
            self.shared.ways.insert((variable, taint), (span, from));
        }
    }

    /// What a taint was assigned to before it came to the step at hand.
    fn way(&self, taint: u32) -> Vec<Span> {
        let mut way = Vec::new();
        let mut next = self
            .reads
            .iter()
            .copied()
            .find(|&variable| self.shared.ways.contains_key(&(variable, taint)));
        // A way is older than what follows it, so that it has an end; it is cut all the same.
        while let Some(&(span, from)) = next.and_then(|at| self.shared.ways.get(&(at, taint))) {
            if way.len() >= 32 {
                break;
            }
            way.push(span);
            next = from;
        }
        way.reverse();
        way
    }
}

/// A value with more taint.
pub(super) fn add(value: Value, taints: &Taints) -> Value {
    if taints.is_empty() {
        return value;
    }
    let mut cell = value.as_deref().cloned().unwrap_or_default();
    cell.join(&Cell::of(taints.clone()));
    cell.value()
}
