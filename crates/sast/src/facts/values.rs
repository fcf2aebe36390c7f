//! What expressions are known to be.

use super::{Facts, is_literal};
use crate::comparison::Operand;
use crate::constants::Value;
use crate::pattern::Literal;
use sdf_syntax::{Kind, NodeId, Role, Symbol};
use std::borrow::Cow;

impl<'t> Facts<'t> {
    /// What a name stands for, as code; none if that is not one thing.
    pub(crate) fn symbolic(&self, id: NodeId) -> Option<NodeId> {
        self.constants.symbolic(id)
    }

    /// The literal of this kind that an expression is known to be.
    pub(crate) fn literal(&self, id: NodeId, kind: Kind) -> Option<NodeId> {
        let literal = self.constants.literal(id)?;
        (self.tree.node(literal).kind == kind).then_some(literal)
    }

    /// The literal that an expression is or stands for.
    pub(crate) fn any_literal(&self, id: NodeId) -> Option<NodeId> {
        self.constants.literal(id)
    }

    /// Whether the expression is known to be text, whatever it says.
    pub(crate) fn is_text(&self, id: NodeId) -> bool {
        self.constants.value(id).is_some_and(|value| value.is_text())
    }

    /// What a string says, or an expression that is known to be text.
    pub(crate) fn content(&self, id: NodeId) -> Option<Cow<'t, [u8]>> {
        self.tree.string_value(id, self.source).or_else(|| self.text(id))
    }

    /// The text that an expression is known to be.
    pub(crate) fn text(&self, id: NodeId) -> Option<Cow<'t, [u8]>> {
        match self.constants.value(id)? {
            Value::Text(text) | Value::Bytes(text) => Some(Cow::Owned(text.to_vec())),
            _ => None,
        }
    }

    /// The value of an expression as text: of a string its content, of a number its digits.
    pub(crate) fn known_text(&self, id: NodeId) -> Option<Cow<'t, [u8]>> {
        Some(Cow::Owned(match self.constants.value(id)? {
            Value::Text(text) | Value::Bytes(text) => text.to_vec(),
            Value::Integer(number) => number.to_string().into_bytes(),
            Value::Float(number) => number.to_string().into_bytes(),
            Value::Boolean(true) => b"True".to_vec(),
            Value::Boolean(false) => b"False".to_vec(),
            _ => return None,
        }))
    }

    /// What an expression is known to be, for comparisons.
    pub(crate) fn operand(&self, id: NodeId) -> Option<Operand> {
        match self.constants.value(id)? {
            Value::Text(text) | Value::Bytes(text) => Some(Operand::Text(text.to_vec())),
            Value::Integer(number) => Some(Operand::Integer(number)),
            Value::Float(number) => Some(Operand::Float(number)),
            Value::Boolean(value) => Some(Operand::Boolean(value)),
            Value::None => Some(Operand::None),
            _ => None,
        }
    }

    /// Whether an expression is known to be the literal at a node of a pattern, or just is it:
    /// without `propagated` it has to be written there.
    pub(crate) fn same_value(&self, id: NodeId, literal: &Literal, propagated: bool) -> bool {
        if !propagated
            && !is_literal(self.tree.node(id).kind)
            && self.tree.node(id).kind != Kind::Unary
        {
            return false;
        }
        let value = self.constants.value(id);
        match (literal, value) {
            (Literal::Integer(a), Some(Value::Integer(b))) => *a == b,
            (Literal::Float(a), Some(Value::Float(b))) => *a == b,
            (Literal::Boolean(a), Some(Value::Boolean(b))) => *a == b,
            (Literal::None, Some(Value::None)) => true,
            // What is too large for a number is compared as it is written.
            (Literal::Other(text), _) => self.tree.source(id, self.source) == text.as_slice(),
            _ => false,
        }
    }

    /// Whether an expression is known to be of a type, by its name: a literal, a call of
    /// the type, or a name that is declared so.
    pub(crate) fn is_of_type(&self, id: NodeId, wanted: &[u8]) -> bool {
        let names: &[&[u8]] = match self.tree.node(id).kind {
            Kind::String | Kind::FormatString => &[b"str", b"string"],
            Kind::Integer => &[b"int"],
            Kind::Float => &[b"float"],
            Kind::Boolean => &[b"bool", b"boolean"],
            Kind::List | Kind::ListComprehension => &[b"list"],
            Kind::Dictionary | Kind::DictionaryComprehension => &[b"dict"],
            Kind::Call => return self.is_made_by(id, wanted),
            Kind::Name => return self.is_declared(id, wanted),
            _ => return false,
        };
        names.contains(&wanted)
    }

    /// Whether a call makes an object of the type.
    fn is_made_by(&self, call: NodeId, wanted: &[u8]) -> bool {
        let callee = self.tree.child(call, Role::Callee);
        callee.is_some_and(|callee| self.names_type(callee, wanted))
    }

    /// Whether the parameter or variable of a name is declared with the type.
    fn is_declared(&self, name: NodeId, wanted: &[u8]) -> bool {
        let Some(binding) = self.names.read(name) else { return false };
        let declaration = match self.tree.node(binding.node).kind {
            Kind::Parameter => binding.node,
            _ => self.tree.node(binding.node).parent,
        };
        match self.tree.child(declaration, Role::Type) {
            Some(declared) => self.names_type(declared, wanted),
            None => false,
        }
    }

    /// Whether a reference is to the type, as it is written or as it was imported.
    fn names_type(&self, id: NodeId, wanted: &[u8]) -> bool {
        let written = self.tree.source(id, self.source);
        if written == wanted {
            return true;
        }
        let path: Option<Vec<Symbol>> =
            wanted.split(|&byte| byte == b'.').map(|part| self.tree.symbol(part)).collect();
        path.is_some_and(|path| self.is_path(id, &path, false))
    }
}
