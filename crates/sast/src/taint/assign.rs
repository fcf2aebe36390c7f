//! Gives values to targets.

use super::engine::{Engine, NESTING, add};
use super::marks::Part;
use super::set::Taints;
use super::state::State;
use super::value::{Cell, Key, Value, is_tainted};
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role, Symbol};

impl Engine<'_, '_> {
    /// Assigns a value to a target, or its elements to those of the target.
    pub(super) fn assign(&mut self, target: NodeId, value: Value, state: &mut State) {
        if self.nesting >= NESTING {
            self.shared.unfinished = true;
            return;
        }
        self.nesting += 1;
        let tree = self.tree;
        let mut open = vec![(target, value)];
        while let Some((target, value)) = open.pop() {
            if !self.spend(1) {
                break;
            }
            match tree.node(target).kind {
                Kind::Name | Kind::Attribute | Kind::Subscript => self.store(target, value, state),
                Kind::Tuple | Kind::List => {
                    let children: Vec<_> = tree.children(target).collect();
                    let starred =
                        children.iter().position(|&child| tree.node(child).kind == Kind::Starred);
                    for (at, &child) in children.iter().enumerate().rev() {
                        let element = match (&value, starred) {
                            (None, _) => None,
                            (Some(cell), starred) if self.options.models => {
                                self.unpacked(cell, at, starred, children.len())
                            }
                            (Some(cell), Some(starred)) if starred <= at => self.element(cell),
                            (Some(cell), _) => self.member(cell, Key::Index(at as u32)),
                        };
                        open.push((child, element));
                    }
                }
                Kind::Starred | Kind::DoubleStarred => {
                    open.extend(tree.children(target).map(|child| (child, value.clone())));
                }
                _ => drop(self.evaluate(target, state)),
            }
        }
        self.nesting -= 1;
    }

    fn store(&mut self, target: NodeId, value: Value, state: &mut State) {
        let is_modelled = self.options.models && self.tree.node(target).kind == Kind::Subscript;
        if is_modelled && self.sliced(target, &value, state) {
            return;
        }
        let place = self.place(target);
        let root = place.as_ref().map(|&(variable, ..)| variable);
        let before = root.and_then(|variable| state.read(variable));
        let is_plain = self.tree.node(target).kind == Kind::Name
            && !self.marks.any(target)
            && !self.plan.has_carriers(target);
        if !is_plain {
            // What it holds does not matter, but it may be a source, or hold a sink.
            let reads = self.reads.len();
            self.evaluate(target, state);
            self.reads.truncate(reads);
        }
        if self.write_property(target, &value, state) {
            return;
        }
        let Some((variable, path, is_whole)) = place else { return };
        let after = state.read(variable);
        let side_effect = if after == before { None } else { after };
        if !is_tainted(&value) && side_effect.is_some() {
            return;
        }
        let taints = value.as_deref().map(Cell::all).unwrap_or_default();
        self.put((variable, &path, is_whole), value, state);
        if is_modelled {
            self.store_key(target, state);
        }
        if let Some(side_effect) = side_effect {
            let known = add(state.read(variable), &side_effect.all());
            state.set(variable, known);
        }
        if !taints.is_empty() && self.spend(taints.words()) {
            let span = self.tree.node(target).span();
            self.note_way(variable, span, &taints);
        }
    }

    /// Gives a parameter its default value and what sources make of it.
    pub(super) fn bind_parameter(&mut self, node: NodeId, default: Value, state: &mut State) {
        let tree = self.tree;
        let parameter = *tree.node(node);
        if parameter.symbol == Symbol::NONE {
            for target in tree.children(node).filter(|&part| tree.node(part).role == Role::Target) {
                let value = self.evaluate(target, state);
                self.assign(target, value, state);
            }
            return;
        }
        let Some(variable) = self.variables.get(node) else { return };
        let text = parameter.span().of(self.source);
        let stars = text.iter().take_while(|byte| matches!(byte, b'*' | b' ')).count();
        let start = parameter.start as usize + stars;
        let name = Span::new(start, start + tree.bytes(parameter.symbol).len());
        if !self.spend(self.covered.len()) {
            return;
        }
        let mut taints = Taints::default();
        for covered in self.covered {
            let source = self.plan.sources.get(covered.mark.item as usize);
            if let Some(source) = source.filter(|_| covered.mark.part == Part::Source)
                && covered.span.contains(name)
                && source.requires.is_none()
            {
                taints.insert(self.known.origins.number(source.origin(covered.mark)));
            }
        }
        let is_safe =
            tree.child(node, Role::Type).is_some_and(|written| self.is_safe_name(written));
        let value = if is_safe { None } else { add(default, &taints) };
        let value = if is_safe { None } else { self.begin_parameter(node, variable.0, value) };
        let taints = value.as_deref().map(Cell::all).unwrap_or_default();
        state.set(variable.0, value);
        self.watch(variable.0, state);
        self.note_way(variable.0, name, &taints);
    }
}
