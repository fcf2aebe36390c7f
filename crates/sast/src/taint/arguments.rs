//! Which parameter gets which argument.

use super::calls::{Parameter, ParameterKind, Passing, Receiver};
use super::engine::Engine;
use super::value::{Cell, Key, State, Value};
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

/// Where an argument lives, so that what becomes of it is known behind the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere, or in several places.
    #[default]
    None,
    /// Where an expression names.
    Expression(NodeId),
    /// In a variable.
    Variable(u32),
}

/// What a parameter gets at a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Actual {
    pub(super) value: Value,
    pub(super) place: Place,
    /// Where it is written.
    pub(super) span: Option<Span>,
    /// Whether it is passed.
    pub(super) is_bound: bool,
}

impl Engine<'_, '_> {
    /// What the parameters of a function get at a call, in order.
    pub(super) fn bind_arguments(
        &mut self,
        call: NodeId,
        parameters: &[Parameter],
        receiver: Receiver,
        passing: Passing,
        arguments: &[Value],
        state: &State,
    ) -> Vec<Actual> {
        let tree = self.tree;
        let mut actuals = vec![Actual::default(); parameters.len()];
        let mut next = usize::from(receiver != Receiver::Argument);
        if let (true, Some(first)) = (next > 0, actuals.first_mut()) {
            *first = self.receiver(call, receiver, state);
        }
        let children: Vec<_> = match tree.node(call).kind {
            Kind::Call => {
                tree.children(call).filter(|&it| tree.node(it).role != Role::Callee).collect()
            }
            // What a property is given.
            _ => arguments.iter().map(|_| call).collect(),
        };
        let skipped = match passing {
            Passing::All | Passing::Named => 0,
            Passing::Elements => 1,
            Passing::Behind(at) => at as usize + 1,
        };
        let (mut rest, mut named_rest) = (Vec::new(), Vec::new());
        let (mut unpacked, mut unpacked_named) = (Vec::new(), Vec::new());
        for (at, (&child, value)) in children.iter().zip(arguments).enumerate() {
            let node = *tree.node(child);
            let place = match node.kind {
                Kind::KeywordArgument | Kind::Starred | Kind::DoubleStarred => {
                    tree.children(child).next().unwrap_or(child)
                }
                _ => child,
            };
            let span = tree.node(place).span();
            match node.kind {
                Kind::KeywordArgument if passing == Passing::Named => {
                    match tree.bytes(node.symbol) {
                        b"args" => unpacked.push((value.clone(), span)),
                        b"kwargs" => unpacked_named.push((value.clone(), span)),
                        _ => {}
                    }
                }
                Kind::KeywordArgument => {
                    let named = parameters.iter().position(|parameter| {
                        parameter.name == node.symbol
                            && matches!(parameter.kind, ParameterKind::Plain | ParameterKind::Named)
                    });
                    match named {
                        Some(at) => set(&mut actuals, at, value.clone(), place, span),
                        None => {
                            let key = self.text_key(tree.bytes(node.symbol).to_vec());
                            named_rest.push((key, value.clone(), span));
                        }
                    }
                }
                _ if passing == Passing::Named || at < skipped => {}
                Kind::Starred => unpacked.push((value.clone(), span)),
                Kind::DoubleStarred => unpacked_named.push((value.clone(), span)),
                _ => {
                    let value = match passing {
                        Passing::Elements => value.as_ref().and_then(|cell| self.element(cell)),
                        _ => value.clone(),
                    };
                    let takes =
                        parameters.get(next).is_some_and(|it| it.kind == ParameterKind::Plain);
                    if !unpacked.is_empty() {
                        // Which place it has depends on how much was unpacked before.
                        let element = value.as_deref().map(Cell::all).unwrap_or_default();
                        unpacked.push((Cell::of(element).value(), span));
                    } else if takes {
                        set(&mut actuals, next, value, place, span);
                        next += 1;
                    } else {
                        rest.push((value, span));
                    }
                }
            }
        }
        for (value, span) in unpacked {
            let Some(cell) = value else { continue };
            for (at, parameter) in parameters.iter().enumerate().skip(next) {
                let value = match parameter.kind {
                    ParameterKind::Plain => self.member(&cell, Key::Index((at - next) as u32)),
                    ParameterKind::Rest => self.element(&cell),
                    _ => break,
                };
                self.join_actual(&mut actuals, at, value, span);
            }
        }
        for (value, span) in unpacked_named {
            let Some(cell) = value else { continue };
            for (at, parameter) in parameters.iter().enumerate() {
                let is_bound = actuals.get(at).is_some_and(|actual| actual.is_bound);
                let value = match parameter.kind {
                    ParameterKind::Plain | ParameterKind::Named if !is_bound => {
                        let name = self.flows.calls().text(tree, parameter.name).to_vec();
                        let key = self.text_key(name);
                        self.member(&cell, key)
                    }
                    ParameterKind::NamedRest => Some(cell.clone()),
                    _ => continue,
                };
                self.join_actual(&mut actuals, at, value, span);
            }
        }
        let place = |kind| parameters.iter().position(|parameter| parameter.kind == kind);
        if let Some(at) = place(ParameterKind::Rest) {
            let span = rest.first().map(|&(_, span)| span);
            let members = rest.into_iter().enumerate();
            let members = members.map(|(at, (value, _))| (Key::Index(at as u32), value));
            let value = Cell::display(members, Default::default());
            if let Some(span) = span {
                self.join_actual(&mut actuals, at, value, span);
            }
        }
        if let Some(at) = place(ParameterKind::NamedRest)
            && let Some(&(.., span)) = named_rest.first()
        {
            let members = named_rest.into_iter().map(|(key, value, _)| (key, value));
            let value = Cell::display(members, Default::default());
            self.join_actual(&mut actuals, at, value, span);
        }
        actuals
    }

    fn receiver(&mut self, call: NodeId, receiver: Receiver, state: &State) -> Actual {
        let tree = self.tree;
        let mut actual = Actual { is_bound: true, ..Actual::default() };
        match receiver {
            Receiver::Argument | Receiver::New | Receiver::Class => {}
            Receiver::Object => {
                let calling = self.calling.as_ref();
                actual.value = calling.and_then(|it| it.objects.get(&call).cloned()).flatten();
                let object = match tree.node(call).kind {
                    Kind::Call => {
                        tree.child(call, Role::Callee).map(|callee| match tree.node(callee).kind {
                            Kind::Attribute => tree.children(callee).next().unwrap_or(callee),
                            _ => callee,
                        })
                    }
                    _ => tree.children(call).next(),
                };
                if let Some(object) = object {
                    actual.place = Place::Expression(object);
                    actual.span = Some(tree.node(object).span());
                }
            }
            Receiver::Own => {
                let first = tree.child(self.owner, Role::Parameter);
                let variable = first.and_then(|first| self.variables.get(first));
                if let Some(variable) = variable {
                    actual.value = state.read(variable.0);
                    actual.place = Place::Variable(variable.0);
                    self.reads.extend(actual.value.is_some().then_some(variable.0));
                }
            }
        }
        actual
    }

    fn join_actual(&mut self, actuals: &mut [Actual], at: usize, value: Value, span: Span) {
        let Some(actual) = actuals.get_mut(at) else { return };
        let both = [actual.value.take(), value];
        actual.value = self.either(&both);
        actual.span.get_or_insert(span);
        actual.place = Place::None;
    }
}

fn set(actuals: &mut [Actual], at: usize, value: Value, place: NodeId, span: Span) {
    if let Some(actual) = actuals.get_mut(at) {
        let place = Place::Expression(place);
        *actual = Actual { value, place, span: Some(span), is_bound: true };
    }
}
