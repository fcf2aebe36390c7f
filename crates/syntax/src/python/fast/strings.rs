//! String literals.

use super::Lowering;
use crate::{Kind, NodeId, Role};
use ruff_python_ast::{self as ast, FStringPart, InterpolatedStringElement};
use ruff_text_size::TextRange;

impl Lowering<'_> {
    pub(super) fn string(&mut self, parent: NodeId, role: Role, string: &ast::ExprStringLiteral) {
        let id = self.open(parent, Kind::String, role, string.range);
        if string.value.is_implicit_concatenated() {
            for part in &string.value {
                self.open(id, Kind::String, Role::Element, part.range);
            }
            self.builder.close(id);
        }
    }

    pub(super) fn bytes(&mut self, parent: NodeId, role: Role, bytes: &ast::ExprBytesLiteral) {
        let id = self.open(parent, Kind::String, role, bytes.range);
        if bytes.value.is_implicit_concatenated() {
            for part in &bytes.value {
                self.open(id, Kind::String, Role::Element, part.range);
            }
            self.builder.close(id);
        }
    }

    pub(super) fn format_string(&mut self, parent: NodeId, role: Role, string: &ast::ExprFString) {
        let id = self.open(parent, Kind::FormatString, role, string.range);
        for part in &string.value {
            match part {
                FStringPart::Literal(literal) => {
                    self.open(id, Kind::String, Role::Element, literal.range);
                }
                FStringPart::FString(string) => self.parts(id, &string.elements),
            }
        }
        self.builder.close(id);
        self.builder.settle_string(id);
    }

    pub(super) fn template_string(
        &mut self,
        parent: NodeId,
        role: Role,
        string: &ast::ExprTString,
    ) {
        let id = self.open(parent, Kind::FormatString, role, string.range);
        for part in &string.value {
            self.parts(id, &part.elements);
        }
        self.builder.close(id);
        self.builder.settle_string(id);
    }

    fn parts(&mut self, owner: NodeId, elements: &[InterpolatedStringElement]) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    self.open(owner, Kind::StringPart, Role::Element, literal.range);
                }
                InterpolatedStringElement::Interpolation(interpolation) => {
                    self.interpolation(owner, Role::Element, interpolation);
                }
            }
        }
    }

    fn interpolation(&mut self, owner: NodeId, role: Role, element: &ast::InterpolatedElement) {
        let range: TextRange = element.range;
        let id = self.open(owner, Kind::Interpolation, role, range);
        self.expression(id, Role::Value, &element.expression);
        if let Some(format) = &element.format_spec {
            for part in &format.elements {
                if let InterpolatedStringElement::Interpolation(inner) = part {
                    self.interpolation(id, Role::Format, inner);
                }
            }
        }
        self.builder.close(id);
    }
}
