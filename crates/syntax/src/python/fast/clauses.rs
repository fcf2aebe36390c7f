//! Comprehensions, parameters and what a definition has besides.

use super::Lowering;
use super::gaps::{behind_parentheses, token_after};
use crate::{Kind, NodeId, Role};
use ruff_python_ast as ast;
use ruff_text_size::{Ranged, TextRange};

impl Lowering<'_> {
    pub(super) fn generator(
        &mut self,
        parent: NodeId,
        role: Role,
        generator: &ast::ExprGenerator,
        range: TextRange,
    ) {
        let id = self.open(parent, Kind::Generator, role, range);
        self.expression(id, Role::Body, &generator.elt);
        self.clauses(id, &generator.generators);
        self.builder.close(id);
    }

    pub(super) fn dictionary_comprehension(
        &mut self,
        parent: NodeId,
        role: Role,
        dictionary: &ast::ExprDictComp,
    ) {
        let id = self.open(parent, Kind::DictionaryComprehension, role, dictionary.range);
        let start = token_after(self.source(), dictionary.range.start().to_u32() + 1, b"");
        let end = behind_parentheses(self.source(), dictionary.value.end().to_u32());
        let key = dictionary.key.as_deref();
        self.pair(id, Role::Body, key, &dictionary.value, (start, end));
        self.clauses(id, &dictionary.generators);
        self.builder.close(id);
    }

    /// The clauses of a comprehension, one after the other.
    pub(super) fn clauses(&mut self, owner: NodeId, comprehensions: &[ast::Comprehension]) {
        for comprehension in comprehensions {
            let last = comprehension.range.end().to_u32();
            let start = comprehension.range.start().to_u32();
            let end = match comprehension.ifs.first() {
                Some(_) => behind_parentheses(self.source(), comprehension.iter.end().to_u32()),
                None => last,
            };
            let id = self.builder.open(owner, Kind::ComprehensionFor, Role::Element, start, end);
            self.expression(id, Role::Target, &comprehension.target);
            self.expression(id, Role::Value, &comprehension.iter);
            self.builder.close(id);
            let mut at = end;
            for (index, condition) in comprehension.ifs.iter().enumerate() {
                let start = token_after(self.source(), at, b"");
                at = if index + 1 == comprehension.ifs.len() {
                    last
                } else {
                    behind_parentheses(self.source(), condition.end().to_u32())
                };
                let id = self.builder.open(owner, Kind::ComprehensionIf, Role::Element, start, at);
                self.expression(id, Role::Condition, condition);
                self.builder.close(id);
            }
        }
    }

    /// The parameters of a function or lambda, with the marks between them.
    pub(super) fn parameters(&mut self, owner: NodeId, parameters: &ast::Parameters) {
        let mut behind = parameters.range.start().to_u32();
        for parameter in &parameters.posonlyargs {
            self.parameter(owner, parameter);
            behind = parameter.range.end().to_u32();
        }
        if !parameters.posonlyargs.is_empty() {
            behind = self.separator(owner, behind);
        }
        for parameter in &parameters.args {
            self.parameter(owner, parameter);
            behind = parameter.range.end().to_u32();
        }
        match &parameters.vararg {
            Some(parameter) => self.variadic(owner, Role::StarParameter, parameter),
            None if !parameters.kwonlyargs.is_empty() => {
                self.separator(owner, behind);
            }
            None => {}
        }
        for parameter in &parameters.kwonlyargs {
            self.parameter(owner, parameter);
        }
        if let Some(parameter) = &parameters.kwarg {
            self.variadic(owner, Role::DoubleStarParameter, parameter);
        }
    }

    fn parameter(&mut self, owner: NodeId, parameter: &ast::ParameterWithDefault) {
        let id = self.open(owner, Kind::Parameter, Role::Parameter, parameter.range);
        self.name(id, parameter.parameter.name.range);
        if let Some(annotation) = &parameter.parameter.annotation {
            self.expression(id, Role::Type, annotation);
        }
        if let Some(default) = &parameter.default {
            self.expression(id, Role::Value, default);
        }
        self.builder.close(id);
    }

    fn variadic(&mut self, owner: NodeId, role: Role, parameter: &ast::Parameter) {
        let id = self.open(owner, Kind::Parameter, role, parameter.range);
        self.name(id, parameter.name.range);
        if let Some(annotation) = &parameter.annotation {
            self.expression(id, Role::Type, annotation);
        }
        self.builder.close(id);
    }

    /// The mark behind offset `behind`; the offset after it.
    fn separator(&mut self, owner: NodeId, behind: u32) -> u32 {
        let start = token_after(self.source(), behind, b"(,");
        let id =
            self.builder.open(owner, Kind::ParameterSeparator, Role::Parameter, start, start + 1);
        self.builder.node(id).symbol = self.builder.intern(start, start + 1);
        start + 1
    }

    /// The parameters that stand for types.
    pub(super) fn type_parameters(&mut self, owner: NodeId, role: Role, list: &ast::TypeParams) {
        for parameter in &list.type_params {
            self.type_parameter(owner, role, parameter);
        }
    }

    fn type_parameter(&mut self, owner: NodeId, role: Role, parameter: &ast::TypeParam) {
        let bound_role = if role == Role::TypeParameter { Role::Type } else { role };
        let (name, bound, default) = match parameter {
            ast::TypeParam::TypeVar(variable) => {
                self.named(owner, Kind::Name, role, variable.name.range);
                if let Some(bound) = &variable.bound {
                    self.expression(owner, bound_role, bound);
                }
                if let Some(default) = &variable.default {
                    self.expression(owner, bound_role, default);
                }
                return;
            }
            ast::TypeParam::TypeVarTuple(tuple) => (tuple.name.range, tuple.range, &tuple.default),
            ast::TypeParam::ParamSpec(spec) => (spec.name.range, spec.range, &spec.default),
        };
        let star = TextRange::new(bound.start(), name.end());
        let id = self.open(owner, Kind::Starred, role, star);
        self.named(id, Kind::Name, Role::Operand, name);
        self.builder.close(id);
        if let Some(default) = default {
            self.expression(owner, bound_role, default);
        }
    }
}
