//! Expressions.

use super::Lowering;
use super::gaps::{behind_parentheses, token_after};
use crate::{Kind, NodeId, Role};
use ruff_python_ast::{self as ast, Expr, Number};
use ruff_text_size::{Ranged, TextRange, TextSize};

impl Lowering<'_> {
    /// Lowers one expression. Recursive: the file is known not to be deep.
    pub(super) fn expression(&mut self, parent: NodeId, role: Role, expression: &Expr) {
        match expression {
            Expr::Name(name) => {
                self.named(parent, Kind::Name, role, name.range);
            }
            Expr::Attribute(attribute) => {
                let id = self.open(parent, Kind::Attribute, role, attribute.range);
                self.expression(id, Role::Object, &attribute.value);
                self.name(id, attribute.attr.range);
                self.builder.close(id);
            }
            Expr::Call(call) => self.call(parent, role, call),
            Expr::Subscript(subscript) => self.subscript(parent, role, subscript),
            Expr::StringLiteral(string) => self.string(parent, role, string),
            Expr::BytesLiteral(bytes) => self.bytes(parent, role, bytes),
            Expr::FString(string) => self.format_string(parent, role, string),
            Expr::TString(string) => self.template_string(parent, role, string),
            Expr::NumberLiteral(number) => match number.value {
                Number::Int(_) => {
                    self.named(parent, Kind::Integer, role, number.range);
                }
                Number::Float(_) | Number::Complex { .. } => {
                    self.open(parent, Kind::Float, role, number.range);
                }
            },
            Expr::BooleanLiteral(boolean) => {
                self.named(parent, Kind::Boolean, role, boolean.range);
            }
            Expr::NoneLiteral(none) => {
                self.open(parent, Kind::None, role, none.range);
            }
            Expr::EllipsisLiteral(ellipsis) => {
                self.open(parent, Kind::Ellipsis, role, ellipsis.range);
            }
            Expr::BinOp(binary) => {
                let id = self.open(parent, Kind::Binary, role, binary.range);
                self.operator(id, binary.op.as_str());
                self.expression(id, Role::Left, &binary.left);
                self.expression(id, Role::Right, &binary.right);
                self.builder.close(id);
            }
            Expr::UnaryOp(unary) => {
                let id = self.open(parent, Kind::Unary, role, unary.range);
                self.operator(id, unary.op.as_str());
                self.expression(id, Role::Operand, &unary.operand);
                self.builder.close(id);
            }
            Expr::BoolOp(operation) => self.boolean_operation(parent, role, operation),
            Expr::Compare(compare) => self.compare(parent, role, compare),
            Expr::If(conditional) => {
                let parts = [&conditional.body, &conditional.test, &conditional.orelse];
                let id = self.open(parent, Kind::Conditional, role, conditional.range);
                for part in parts {
                    self.expression(id, Role::Element, part);
                }
                self.builder.close(id);
            }
            Expr::Lambda(lambda) => {
                let id = self.open(parent, Kind::Lambda, role, lambda.range);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters(id, parameters);
                }
                self.expression(id, Role::Body, &lambda.body);
                self.builder.close(id);
            }
            Expr::Named(named) => {
                let id = self.open(parent, Kind::NamedExpression, role, named.range);
                self.expression(id, Role::Target, &named.target);
                self.expression(id, Role::Value, &named.value);
                self.builder.close(id);
            }
            Expr::Await(wait) => {
                self.around(parent, Kind::Await, role, wait.range, Role::Operand, &wait.value);
            }
            Expr::Starred(star) => {
                self.around(parent, Kind::Starred, role, star.range, Role::Operand, &star.value);
            }
            Expr::Yield(value) => {
                let id = self.open(parent, Kind::Yield, role, value.range);
                if let Some(value) = &value.value {
                    self.expression(id, Role::Value, value);
                }
                self.builder.close(id);
            }
            Expr::YieldFrom(value) => {
                let id =
                    self.around(parent, Kind::Yield, role, value.range, Role::Value, &value.value);
                self.operator(id, "from");
            }
            Expr::List(list) => self.elements(parent, Kind::List, role, list.range, &list.elts),
            Expr::Tuple(tuple) => {
                self.elements(parent, Kind::Tuple, role, tuple.range, &tuple.elts)
            }
            Expr::Set(set) => self.elements(parent, Kind::Set, role, set.range, &set.elts),
            Expr::Dict(dictionary) => self.dictionary(parent, role, dictionary),
            Expr::Slice(slice) => {
                let id = self.open(parent, Kind::Slice, role, slice.range);
                let bounds = [
                    (Role::Left, &slice.lower),
                    (Role::Right, &slice.upper),
                    (Role::Operand, &slice.step),
                ];
                for (role, bound) in bounds {
                    if let Some(bound) = bound {
                        self.expression(id, role, bound);
                    }
                }
                self.builder.close(id);
            }
            Expr::ListComp(list) => {
                let id = self.open(parent, Kind::ListComprehension, role, list.range);
                self.expression(id, Role::Body, &list.elt);
                self.clauses(id, &list.generators);
                self.builder.close(id);
            }
            Expr::SetComp(set) => {
                let id = self.open(parent, Kind::SetComprehension, role, set.range);
                self.expression(id, Role::Body, &set.elt);
                self.clauses(id, &set.generators);
                self.builder.close(id);
            }
            Expr::DictComp(dictionary) => self.dictionary_comprehension(parent, role, dictionary),
            Expr::Generator(generator) => {
                self.generator(parent, role, generator, generator.range);
            }
            Expr::IpyEscapeCommand(_) => self.declined = true,
        }
    }

    /// A node with one operand.
    fn around(
        &mut self,
        parent: NodeId,
        kind: Kind,
        role: Role,
        range: TextRange,
        inner: Role,
        operand: &Expr,
    ) -> NodeId {
        let id = self.open(parent, kind, role, range);
        self.expression(id, inner, operand);
        self.builder.close(id);
        id
    }

    fn elements(
        &mut self,
        parent: NodeId,
        kind: Kind,
        role: Role,
        range: TextRange,
        elements: &[Expr],
    ) {
        let id = self.open(parent, kind, role, range);
        for element in elements {
            self.expression(id, Role::Element, element);
        }
        self.builder.close(id);
    }

    /// The elements of a tuple without parentheses, each with `role`, or the one expression.
    pub(super) fn spread(&mut self, parent: NodeId, role: Role, expression: &Expr) {
        match expression {
            Expr::Tuple(tuple) if !tuple.parenthesized => {
                for element in &tuple.elts {
                    self.expression(parent, role, element);
                }
            }
            _ => self.expression(parent, role, expression),
        }
    }

    fn call(&mut self, parent: NodeId, role: Role, call: &ast::ExprCall) {
        let id = self.open(parent, Kind::Call, role, call.range());
        self.expression(id, Role::Callee, &call.func);
        self.arguments(id, &call.arguments);
        self.builder.close(id);
    }

    /// The arguments of a call or class.
    pub(super) fn arguments(&mut self, owner: NodeId, arguments: &ast::Arguments) {
        if let ([Expr::Generator(generator)], []) = (&*arguments.args, &*arguments.keywords)
            && !generator.parenthesized
        {
            // The parentheses of the call are the generator's.
            return self.generator(owner, Role::Argument, generator, arguments.range);
        }
        for argument in arguments.iter_source_order() {
            match argument {
                ast::ArgOrKeyword::Arg(argument) => {
                    self.expression(owner, Role::Argument, argument);
                }
                ast::ArgOrKeyword::Keyword(keyword) => {
                    let (kind, inner) = match keyword.arg {
                        Some(_) => (Kind::KeywordArgument, Role::Value),
                        None => (Kind::DoubleStarred, Role::Operand),
                    };
                    let id = self.open(owner, kind, Role::Argument, keyword.range);
                    if let Some(name) = &keyword.arg {
                        self.name(id, name.range);
                    }
                    self.expression(id, inner, &keyword.value);
                    self.builder.close(id);
                }
            }
        }
    }

    fn subscript(&mut self, parent: NodeId, role: Role, subscript: &ast::ExprSubscript) {
        let id = self.open(parent, Kind::Subscript, role, subscript.range);
        self.expression(id, Role::Value, &subscript.value);
        self.spread(id, Role::Index, &subscript.slice);
        self.builder.close(id);
    }

    /// Joined from the left, two at a time, as the grammar has it.
    fn boolean_operation(&mut self, parent: NodeId, role: Role, operation: &ast::ExprBoolOp) {
        let operator = self.builder.tree.symbols.intern(operation.op.as_str().as_bytes());
        let Some((first, others)) = operation.values.split_first() else { return };
        let (mut parent, mut role, mut end) = (parent, role, operation.range.end());
        let outermost = NodeId(self.builder.tree.nodes.len() as u32);
        for at in (0..others.len()).rev() {
            let range = TextRange::new(operation.range.start(), end);
            let id = self.open(parent, Kind::BooleanOperation, role, range);
            self.builder.node(id).symbol = operator;
            (parent, role) = (id, Role::Left);
            if let Some(inner) = at.checked_sub(1).and_then(|at| others.get(at)) {
                let inner_end = behind_parentheses(self.source(), inner.end().to_u32());
                end = TextSize::new(inner_end).clamp(operation.range.start(), end);
            }
        }
        self.expression(parent, role, first);
        for operand in others {
            self.expression(parent, Role::Right, operand);
            self.builder.close(parent);
            if parent > outermost {
                parent = self.builder.node(parent).parent;
            }
        }
    }

    fn compare(&mut self, parent: NodeId, role: Role, compare: &ast::ExprCompare) {
        let id = self.open(parent, Kind::Compare, role, compare.range);
        for operator in &compare.ops {
            self.builder.add_operator(id, operator.as_str());
        }
        self.expression(id, Role::Element, &compare.left);
        for operand in &compare.comparators {
            self.expression(id, Role::Element, operand);
        }
        self.builder.close(id);
    }

    fn dictionary(&mut self, parent: NodeId, role: Role, dictionary: &ast::ExprDict) {
        let id = self.open(parent, Kind::Dictionary, role, dictionary.range);
        let mut at = dictionary.range.start().to_u32() + 1;
        for item in &dictionary.items {
            let start = token_after(self.source(), at, b",");
            at = behind_parentheses(self.source(), item.value.end().to_u32());
            self.pair(id, Role::Element, item.key.as_ref(), &item.value, (start, at));
        }
        self.builder.close(id);
    }

    /// A pair, or without key an unpacking, over `range`.
    pub(super) fn pair(
        &mut self,
        parent: NodeId,
        role: Role,
        key: Option<&Expr>,
        value: &Expr,
        (start, end): (u32, u32),
    ) {
        let kind = if key.is_some() { Kind::Pair } else { Kind::DoubleStarred };
        let id = self.builder.open(parent, kind, role, start, end);
        if let Some(key) = key {
            self.expression(id, Role::Key, key);
        }
        let role = if key.is_some() { Role::Value } else { Role::Operand };
        self.expression(id, role, value);
        self.builder.close(id);
    }
}
