//! Statements with bodies. Each ends where its last body does.

use super::Lowering;
use super::gaps::{behind_parentheses, token_after};
use crate::{Kind, NodeId, Role};
use ruff_python_ast::{self as ast, ExceptHandler, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

impl Lowering<'_> {
    pub(super) fn compound(&mut self, parent: NodeId, statement: &Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.function(parent, function),
            Stmt::ClassDef(class) => self.class(parent, class),
            Stmt::If(branch) => self.branches(parent, branch),
            Stmt::For(each) => {
                let id = self.open(parent, Kind::For, Role::Element, each.range);
                self.expression(id, Role::Target, &each.target);
                self.expression(id, Role::Value, &each.iter);
                self.body(id, Role::Body, &each.body);
                self.body(id, Role::Else, &each.orelse);
                self.builder.close(id);
            }
            Stmt::While(during) => {
                let id = self.open(parent, Kind::While, Role::Element, during.range);
                self.expression(id, Role::Condition, &during.test);
                self.body(id, Role::Body, &during.body);
                self.body(id, Role::Else, &during.orelse);
                self.builder.close(id);
            }
            Stmt::With(with) => {
                let id = self.open(parent, Kind::With, Role::Element, with.range);
                for item in &with.items {
                    let range = self.with_item_range(with, item);
                    let inner = self.open(id, Kind::WithItem, Role::Element, range);
                    self.expression(inner, Role::Value, &item.context_expr);
                    self.optional(inner, Role::Target, item.optional_vars.as_deref());
                    self.builder.close(inner);
                }
                self.body(id, Role::Body, &with.body);
                self.builder.close(id);
            }
            Stmt::Try(attempt) => self.attempt(parent, attempt),
            Stmt::Match(statement) => self.match_statement(parent, statement),
            _ => self.declined = true,
        }
    }

    /// An only item has the parentheses that ruff takes for the statement's.
    fn with_item_range(&self, with: &ast::StmtWith, item: &ast::WithItem) -> TextRange {
        let end = item.range.end().to_u32();
        let behind = behind_parentheses(self.source(), end);
        if with.items.len() > 1 || item.optional_vars.is_some() || behind == end {
            return item.range;
        }
        let mut start = with.range.start().to_u32();
        if with.is_async {
            start = token_after(self.source(), start + "async".len() as u32, b"");
        }
        start = token_after(self.source(), start + "with".len() as u32, b"");
        TextRange::new(start.min(item.range.start().to_u32()).into(), behind.into())
    }

    /// A block of statements, none for an empty one; its owner ends with it.
    pub(super) fn body(&mut self, owner: NodeId, role: Role, body: &[Stmt]) {
        let (Some(first), Some(last)) = (body.first(), body.last()) else { return };
        let range = TextRange::new(first.start(), last.end());
        let id = self.open(owner, Kind::Block, role, range);
        self.statements(id, body);
        self.builder.close(id);
        self.builder.end_with_children(id);
        let end = self.builder.node(id).end;
        self.builder.node(owner).end = end;
    }

    fn decorators(&mut self, owner: NodeId, decorators: &[ast::Decorator]) {
        for decorator in decorators {
            let id = self.open(owner, Kind::Decorator, Role::Element, decorator.range);
            self.expression(id, Role::Element, &decorator.expression);
            self.builder.close(id);
        }
    }

    fn function(&mut self, parent: NodeId, function: &ast::StmtFunctionDef) {
        let id = self.open(parent, Kind::Function, Role::Element, function.range);
        self.decorators(id, &function.decorator_list);
        self.named(id, Kind::Name, Role::Name, function.name.range);
        self.name(id, function.name.range);
        if let Some(parameters) = &function.type_params {
            self.type_parameters(id, Role::TypeParameter, parameters);
        }
        self.parameters(id, &function.parameters);
        self.optional(id, Role::Returns, function.returns.as_deref());
        self.body(id, Role::Body, &function.body);
        self.builder.close(id);
    }

    fn class(&mut self, parent: NodeId, class: &ast::StmtClassDef) {
        let id = self.open(parent, Kind::Class, Role::Element, class.range);
        self.decorators(id, &class.decorator_list);
        self.named(id, Kind::Name, Role::Name, class.name.range);
        self.name(id, class.name.range);
        if let Some(parameters) = &class.type_params {
            self.type_parameters(id, Role::TypeParameter, parameters);
        }
        if let Some(arguments) = &class.arguments {
            self.arguments(id, arguments);
        }
        self.body(id, Role::Body, &class.body);
        self.builder.close(id);
    }

    /// Each further condition is an `If` within the branch before it.
    fn branches(&mut self, parent: NodeId, branch: &ast::StmtIf) {
        let outermost = self.open(parent, Kind::If, Role::Element, branch.range);
        self.expression(outermost, Role::Condition, &branch.test);
        self.body(outermost, Role::Body, &branch.body);
        let mut innermost = outermost;
        for clause in &branch.elif_else_clauses {
            if let Some(test) = &clause.test {
                innermost = self.open(innermost, Kind::If, Role::Else, clause.range);
                self.expression(innermost, Role::Condition, test);
                self.body(innermost, Role::Body, &clause.body);
            } else {
                self.body(innermost, Role::Else, &clause.body);
            }
        }
        let end = self.builder.node(innermost).end;
        loop {
            self.builder.close(innermost);
            self.builder.node(innermost).end = end;
            if innermost <= outermost {
                break;
            }
            innermost = self.builder.node(innermost).parent;
        }
    }

    fn attempt(&mut self, parent: NodeId, attempt: &ast::StmtTry) {
        let id = self.open(parent, Kind::Try, Role::Element, attempt.range);
        self.body(id, Role::Body, &attempt.body);
        for ExceptHandler::ExceptHandler(handler) in &attempt.handlers {
            let inner = self.open(id, Kind::Handler, Role::Element, handler.range);
            if let Some(caught) = &handler.type_ {
                self.spread(inner, Role::Type, caught as &Expr);
            }
            if let Some(name) = &handler.name {
                self.named(inner, Kind::Name, Role::Target, name.range);
            }
            self.body(inner, Role::Body, &handler.body);
            self.builder.close(inner);
            let end = self.builder.node(inner).end;
            self.builder.node(id).end = end;
        }
        self.body(id, Role::Else, &attempt.orelse);
        self.body(id, Role::Finally, &attempt.finalbody);
        self.builder.close(id);
    }
}
