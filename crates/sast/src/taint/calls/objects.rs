//! Which classes expressions are objects of.

use super::bodies::Method;
use super::resolve::Resolver;
use super::{BodyId, ClassId};
use crate::tables::HashMap;
use sdf_syntax::{Binding, BindingKind, Kind, NodeId, Role};

/// How many expressions within each other are looked through for the class of an object.
const CHAIN: usize = 8;

/// How many expressions are looked at for the class of one.
const LOOKS: u32 = 64;

/// How many values of one name are looked at.
pub(super) const VALUES: usize = 8;

/// What an expression is known to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// An object of a class or of one made from it.
    Object(ClassId),
    /// An object of exactly this class.
    Exact(ClassId),
    /// An object of a class or of one made from it, or something unknown.
    Likely(ClassId),
    /// A class.
    Class(ClassId),
    /// The bases of a class, as `super()` gives them.
    Bases(ClassId),
}

impl Known {
    /// The class of an object.
    pub(super) fn object(self) -> Option<ClassId> {
        match self {
            Known::Object(class) | Known::Exact(class) | Known::Likely(class) => Some(class),
            Known::Class(_) | Known::Bases(_) => None,
        }
    }

    /// The same where it may be something else.
    fn unsure(self) -> Option<Known> {
        self.object().map(Known::Likely)
    }
}

/// What something is that is one of these; nothing where they are objects of different classes.
pub(super) fn one_of(all: impl Iterator<Item = Option<Known>>) -> Option<Known> {
    let (mut one, mut is_unsure) = (None, false);
    for known in all {
        match (one, known) {
            (_, None) => is_unsure = true,
            (None, _) => one = known,
            (Some(before), Some(known)) if before == known => {}
            (Some(before), Some(known)) if before.object() == known.object() => {
                one = Some(Known::Object(known.object()?));
                is_unsure |= [before, known].iter().any(|it| matches!(it, Known::Likely(_)));
            }
            _ => return None,
        }
    }
    if is_unsure { one?.unsure() } else { one }
}

impl Resolver<'_> {
    /// What members are that methods assign to their objects, or that a class annotates.
    pub(super) fn note_members(&mut self) {
        let tree = self.tree;
        let mut members: HashMap<_, Vec<Option<Known>>> = HashMap::default();
        for id in tree.subtree(NodeId::ROOT).filter(|&id| tree.node(id).kind == Kind::Assign) {
            let Some(target) = tree.child(id, Role::Target) else { continue };
            let class = match tree.node(target).kind {
                Kind::Attribute => {
                    let object = tree.children(target).next();
                    match object.and_then(|object| self.class_of(object)) {
                        Some(Known::Object(class) | Known::Exact(class)) => Some(class),
                        _ => None,
                    }
                }
                Kind::Name => {
                    let around = tree.node(tree.node(id).parent).parent;
                    self.calls.classes.at(tree.node(id).parent).or(self.calls.classes.at(around))
                }
                _ => None,
            };
            let Some(class) = class else { continue };
            let value = tree.child(id, Role::Value);
            let annotated = tree.child(id, Role::Type).and_then(|it| self.annotated(it));
            let is_empty = value.is_none_or(|value| tree.node(value).kind == Kind::None);
            if is_empty && annotated.is_none() {
                continue;
            }
            let known = value.and_then(|value| self.class_of(value)).or(annotated);
            let known = known.filter(|it| it.object().is_some());
            let member = (class, tree.node(target).symbol);
            members.entry(member).or_default().push(known);
        }
        let members = members.into_iter();
        self.members = members.map(|(it, all)| (it, one_of(all.into_iter()))).collect();
    }

    /// The class of what an expression gives.
    pub(super) fn class_of(&self, node: NodeId) -> Option<Known> {
        if self.calls.class_count() == 0 {
            return None;
        }
        self.left.set(LOOKS);
        self.known(node, CHAIN)
    }

    fn known(&self, node: NodeId, depth: usize) -> Option<Known> {
        let depth = depth.checked_sub(1)?;
        self.left.set(self.left.get().checked_sub(1)?);
        let (tree, classes) = (self.tree, &self.calls.classes);
        match tree.node(node).kind {
            Kind::Name => {
                if let Some(class) = classes.named(tree, self.names, node) {
                    return Some(Known::Class(class));
                }
                let binding = self.names.read(node)?;
                match binding.kind {
                    BindingKind::Parameter if binding.next.is_none() => {
                        self.parameter(binding.node, depth)
                    }
                    BindingKind::Parameter | BindingKind::Value(_) | BindingKind::Other => {
                        self.variable(binding, depth)
                    }
                    _ => None,
                }
            }
            Kind::Call => {
                let callee = tree.child(node, Role::Callee)?;
                let this = tree.node(callee);
                if this.kind == Kind::Name && tree.bytes(this.symbol) == b"super" {
                    return self.class_around(node).map(Known::Bases);
                }
                match self.known(callee, depth) {
                    Some(Known::Class(class)) => Some(Known::Exact(class)),
                    _ => self.returned(callee, depth),
                }
            }
            Kind::Await => self.known(tree.children(node).next()?, depth),
            Kind::NamedExpression => self.known(tree.child(node, Role::Value)?, depth),
            Kind::BooleanOperation => self.values(tree.children(node).map(|it| (it, None)), depth),
            Kind::Conditional => {
                let chosen = tree.children(node).enumerate().filter(|&(at, _)| at != 1);
                self.values(chosen.map(|(_, it)| (it, None)), depth)
            }
            Kind::Attribute => match classes.named(tree, self.names, node) {
                Some(class) => Some(Known::Class(class)),
                None => self.member(node, depth),
            },
            _ => None,
        }
    }

    /// What a member of an object is.
    fn member(&self, node: NodeId, depth: usize) -> Option<Known> {
        let object = self.known(self.tree.children(node).next()?, depth)?;
        let name = self.tree.node(node).symbol;
        let members = self.calls.classes.family(object.object()?).into_iter();
        let found = one_of(members.filter_map(|it| self.members.get(&(it, name)).copied()));
        match object {
            Known::Likely(_) => found?.unsure(),
            _ => found,
        }
    }

    /// What something is that has one of these values, each with what its type says.
    fn values(
        &self,
        values: impl Iterator<Item = (NodeId, Option<NodeId>)>,
        depth: usize,
    ) -> Option<Known> {
        let written = values.filter(|&(value, _)| self.tree.node(value).kind != Kind::None);
        one_of(written.take(VALUES).map(|(value, annotation)| {
            self.known(value, depth).or_else(|| self.annotated(annotation?))
        }))
    }

    /// What a variable is, by all that it is given.
    fn variable(&self, binding: &Binding, depth: usize) -> Option<Known> {
        let bindings = self.names.bindings();
        let mut first = binding;
        for _ in 0..VALUES {
            match first.previous.and_then(|previous| bindings.get(previous.index())) {
                Some(previous) => first = previous,
                None => break,
            }
        }
        let next = |binding: &&Binding| bindings.get(binding.next?.index());
        let all = std::iter::successors(Some(first), next).take(VALUES + 1);
        one_of(all.filter_map(|binding| {
            let parent = self.tree.node(binding.node).parent;
            let annotation = self.tree.child(parent, Role::Type);
            let annotation = annotation.filter(|_| self.tree.node(parent).kind == Kind::Assign);
            Some(match binding.kind {
                BindingKind::Value(value) if self.tree.node(value).kind == Kind::None => {
                    return annotation.map(|it| self.annotated(it));
                }
                BindingKind::Value(value) => {
                    self.known(value, depth).or_else(|| self.annotated(annotation?))
                }
                BindingKind::Parameter => self.parameter(binding.node, depth),
                _ => match annotation {
                    Some(annotation) => self.annotated(annotation),
                    None => self.context(binding, depth),
                },
            })
        }))
    }

    /// What a parameter is: the object of a method, what its type says, or what it is given.
    fn parameter(&self, parameter: NodeId, depth: usize) -> Option<Known> {
        let tree = self.tree;
        let function = tree.node(parameter).parent;
        let body = self.calls.body(self.calls.of_owner(function)?)?;
        if let Some(class) = body.class
            && body.parameters.first().is_some_and(|first| first.node == parameter)
        {
            return match body.method {
                Method::Instance | Method::Property => Some(Known::Object(class)),
                Method::Class => Some(Known::Class(class)),
                Method::Static => None,
            };
        }
        if matches!(tree.node(parameter).role, Role::StarParameter | Role::DoubleStarParameter) {
            return None;
        }
        let annotated = tree.child(parameter, Role::Type).and_then(|it| self.annotated(it));
        annotated.or_else(|| {
            let default = tree.child(parameter, Role::Value);
            let default = default.and_then(|default| self.known(default, depth));
            let given = self.given.get(&parameter).copied().flatten();
            one_of([default, given].into_iter().filter(Option::is_some))?.unsure()
        })
    }

    /// What the target of `with C() as target` is: most objects give themselves.
    fn context(&self, binding: &Binding, depth: usize) -> Option<Known> {
        let item = self.tree.node(binding.node).parent;
        if self.tree.node(item).kind != Kind::WithItem {
            return None;
        }
        let object = self.known(self.tree.child(item, Role::Value)?, depth)?;
        let enter = [b"__enter__".as_slice(), b"__aenter__"];
        let enter = enter.iter().filter_map(|name| self.tree.symbol(name));
        let enters = enter.flat_map(|name| self.methods(object, name));
        let entered = one_of(enters.map(|(body, _)| self.returned_by(body, depth)));
        entered.or(Some(object)).filter(|known| known.object().is_some())
    }

    /// What the functions that an expression names return.
    fn returned(&self, callee: NodeId, depth: usize) -> Option<Known> {
        let tree = self.tree;
        match tree.node(callee).kind {
            Kind::Name => self.returned_by(self.function(callee)?, depth),
            Kind::Attribute => {
                let object = self.known(tree.children(callee).next()?, depth)?;
                let methods = self.methods(object, tree.node(callee).symbol).into_iter();
                let known = one_of(methods.map(|(body, _)| self.returned_by(body, depth)))?;
                match (object, known) {
                    (Known::Likely(_), _) => known.unsure(),
                    // A class made from that which the method is of may return its own.
                    (_, Known::Exact(class)) => Some(Known::Object(class)),
                    _ => Some(known),
                }
            }
            _ => None,
        }
    }

    fn returned_by(&self, body: BodyId, depth: usize) -> Option<Known> {
        let body = self.calls.body(body)?;
        let owner = (!body.yields && body.abroad.is_none()).then_some(body.owner)?;
        let annotated = self.tree.child(owner, Role::Returns).and_then(|it| self.annotated(it));
        annotated.or_else(|| {
            let returned = self.returned.get(&owner)?.iter();
            let known = self.values(returned.map(|&it| (it, None)), depth);
            known.filter(|known| known.object().is_some())
        })
    }

    /// The class whose method a node is in.
    pub(super) fn class_around(&self, node: NodeId) -> Option<ClassId> {
        self.calls.body(self.body_around(node))?.class
    }
}
