//! Statements without a body.

use super::Lowering;
use super::gaps::token_after;
use crate::{Kind, NodeId, Role};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

impl Lowering<'_> {
    /// Lowers the statements of a body.
    pub(super) fn statements(&mut self, parent: NodeId, body: &[Stmt]) {
        for statement in body {
            self.statement(parent, statement);
        }
    }

    fn statement(&mut self, parent: NodeId, statement: &Stmt) {
        let range = statement.range();
        match statement {
            Stmt::Expr(expression) => {
                let id = self.open(parent, Kind::ExpressionStatement, Role::Element, range);
                self.spread(id, Role::Element, &expression.value);
                self.builder.close(id);
            }
            Stmt::Assign(assign) => {
                let id = self.open(parent, Kind::Assign, Role::Element, range);
                for target in &assign.targets {
                    self.expression(id, Role::Target, target);
                }
                self.expression(id, Role::Value, &assign.value);
                self.builder.close(id);
            }
            Stmt::AnnAssign(assign) => {
                let id = self.open(parent, Kind::Assign, Role::Element, range);
                self.expression(id, Role::Target, &assign.target);
                self.expression(id, Role::Type, &assign.annotation);
                self.optional(id, Role::Value, assign.value.as_deref());
                self.builder.close(id);
            }
            Stmt::AugAssign(assign) => self.augmented(parent, assign),
            Stmt::Return(statement) => {
                let id = self.open(parent, Kind::Return, Role::Element, range);
                self.optional(id, Role::Value, statement.value.as_deref());
                self.builder.close(id);
            }
            Stmt::Raise(raise) => {
                let id = self.open(parent, Kind::Raise, Role::Element, range);
                self.optional(id, Role::Value, raise.exc.as_deref());
                self.optional(id, Role::Cause, raise.cause.as_deref());
                self.builder.close(id);
            }
            Stmt::Assert(assert) => {
                let id = self.open(parent, Kind::Assert, Role::Element, range);
                self.expression(id, Role::Condition, &assert.test);
                self.optional(id, Role::Condition, assert.msg.as_deref());
                self.builder.close(id);
            }
            Stmt::Delete(delete) => {
                let id = self.open(parent, Kind::Delete, Role::Element, range);
                for target in &delete.targets {
                    self.expression(id, Role::Target, target);
                }
                self.builder.close(id);
            }
            Stmt::Pass(_) => {
                self.open(parent, Kind::Pass, Role::Element, range);
            }
            Stmt::Break(_) => {
                self.open(parent, Kind::Break, Role::Element, range);
            }
            Stmt::Continue(_) => {
                self.open(parent, Kind::Continue, Role::Element, range);
            }
            Stmt::Global(global) => self.names(parent, Kind::Global, range, &global.names),
            Stmt::Nonlocal(nonlocal) => self.names(parent, Kind::Nonlocal, range, &nonlocal.names),
            Stmt::Import(import) => {
                let id = self.open(parent, Kind::Import, Role::Element, range);
                for alias in &import.names {
                    self.import_item(id, alias);
                }
                self.declined |= import.is_lazy;
                self.builder.close(id);
            }
            Stmt::ImportFrom(import) => self.import_from(parent, import),
            Stmt::TypeAlias(alias) => self.type_alias(parent, alias),
            _ => self.compound(parent, statement),
        }
    }

    pub(super) fn optional(&mut self, parent: NodeId, role: Role, expression: Option<&Expr>) {
        if let Some(expression) = expression {
            self.expression(parent, role, expression);
        }
    }

    fn augmented(&mut self, parent: NodeId, assign: &ast::StmtAugAssign) {
        let id = self.open(parent, Kind::AugmentedAssign, Role::Element, assign.range);
        let mut operator = String::with_capacity(4);
        operator.push_str(assign.op.as_str());
        operator.push('=');
        self.operator(id, &operator);
        self.expression(id, Role::Target, &assign.target);
        self.expression(id, Role::Value, &assign.value);
        self.builder.close(id);
    }

    fn names(&mut self, parent: NodeId, kind: Kind, range: TextRange, names: &[ast::Identifier]) {
        let id = self.open(parent, kind, Role::Element, range);
        for name in names {
            self.named(id, Kind::Name, Role::Element, name.range);
        }
        self.builder.close(id);
    }

    fn import_from(&mut self, parent: NodeId, import: &ast::StmtImportFrom) {
        let id = self.open(parent, Kind::ImportFrom, Role::Element, import.range);
        self.declined |= import.is_lazy;
        if import.level > 0 {
            let start = token_after(
                self.source(),
                import.range.start().to_u32() + "from".len() as u32,
                b"",
            );
            let mut end = start;
            loop {
                let dot = token_after(self.source(), end, b"");
                if self.source().get(dot as usize) != Some(&b'.') {
                    break;
                }
                end = dot + 1;
            }
            self.name(id, TextRange::new(TextSize::new(start), TextSize::new(end)));
        }
        if let Some(module) = &import.module {
            self.path(id, module.range);
        }
        for alias in &import.names {
            self.import_item(id, alias);
        }
        self.builder.close(id);
    }

    fn import_item(&mut self, owner: NodeId, alias: &ast::Alias) {
        let id = self.open(owner, Kind::ImportItem, Role::Element, alias.range);
        if alias.name.as_str() == "*" {
            return self.name(id, alias.name.range);
        }
        self.path(id, alias.name.range);
        if let Some(name) = &alias.asname {
            self.named(id, Kind::Name, Role::Alias, name.range);
        }
        self.builder.close(id);
    }

    /// The names of a dotted path.
    fn path(&mut self, owner: NodeId, range: TextRange) {
        let mut start = range.start().to_u32();
        let end = range.end().to_u32();
        while start < end {
            let rest = self.source().get(start as usize..end as usize).unwrap_or_default();
            let length = rest
                .iter()
                .position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80))
                .unwrap_or(rest.len()) as u32;
            let name = TextRange::at(TextSize::new(start), TextSize::new(length));
            self.named(owner, Kind::Name, Role::Path, name);
            start = token_after(self.source(), start + length, b".");
        }
    }

    fn type_alias(&mut self, parent: NodeId, alias: &ast::StmtTypeAlias) {
        let id = self.open(parent, Kind::TypeAlias, Role::Element, alias.range);
        match &alias.type_params {
            Some(parameters) => {
                let range = TextRange::new(alias.name.start(), parameters.range.end());
                let target = self.open(id, Kind::Subscript, Role::Target, range);
                self.expression(target, Role::Value, &alias.name);
                self.type_parameters(target, Role::Index, parameters);
                self.builder.close(target);
            }
            None => self.expression(id, Role::Target, &alias.name),
        }
        self.expression(id, Role::Value, &alias.value);
        self.builder.close(id);
    }
}
