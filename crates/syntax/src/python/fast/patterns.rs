//! `match` statements.

use super::Lowering;
use super::gaps::{behind_parentheses, token_after};
use crate::{Kind, NodeId, Role};
use ruff_python_ast::{self as ast, Expr, Pattern, Singleton};
use ruff_text_size::{Ranged, TextRange};

impl Lowering<'_> {
    pub(super) fn match_statement(&mut self, parent: NodeId, statement: &ast::StmtMatch) {
        let id = self.open(parent, Kind::Match, Role::Element, statement.range);
        self.spread(id, Role::Value, &statement.subject);
        for case in &statement.cases {
            let inner = self.open(id, Kind::Case, Role::Element, case.range);
            match &case.pattern {
                Pattern::MatchSequence(sequence) if self.is_open(sequence) => {
                    for part in &sequence.patterns {
                        self.pattern(inner, Role::Value, part);
                    }
                }
                pattern => self.pattern(inner, Role::Value, pattern),
            }
            if let Some(guard) = &case.guard {
                let start = token_after(self.source(), case.pattern.end().to_u32(), b",)");
                let end = behind_parentheses(self.source(), guard.end().to_u32());
                let condition =
                    self.builder.open(inner, Kind::ComprehensionIf, Role::Guard, start, end);
                self.expression(condition, Role::Condition, guard);
                self.builder.close(condition);
            }
            self.body(inner, Role::Body, &case.body);
            self.builder.close(inner);
            let end = self.builder.node(inner).end;
            self.builder.node(id).end = end;
        }
        self.builder.close(id);
    }

    /// Whether a sequence has no brackets of its own: all parentheses before its first pattern
    /// are closed right behind it.
    fn is_open(&self, sequence: &ast::PatternMatchSequence) -> bool {
        let source = self.source();
        let start = sequence.range.start().to_u32();
        let Some(first) = sequence.patterns.first() else { return false };
        let mut opened = 0_usize;
        let mut at = token_after(source, start, b"");
        while at < first.start().to_u32() {
            if source.get(at as usize) != Some(&b'(') {
                return false;
            }
            opened += 1;
            at = token_after(source, at + 1, b"");
        }
        let mut end = first.end().to_u32();
        while opened > 0 {
            end = token_after(source, end, b"");
            if source.get(end as usize) != Some(&b')') {
                return false;
            }
            end += 1;
            opened -= 1;
        }
        true
    }

    fn pattern(&mut self, parent: NodeId, role: Role, pattern: &Pattern) {
        let range = pattern.range();
        match pattern {
            Pattern::MatchValue(value) => self.pattern_value(parent, role, &value.value),
            Pattern::MatchSingleton(singleton) => match singleton.value {
                Singleton::None => {
                    self.open(parent, Kind::None, role, range);
                }
                Singleton::True | Singleton::False => {
                    self.named(parent, Kind::Boolean, role, range);
                }
            },
            Pattern::MatchSequence(sequence) => {
                let start = self.source().get(range.start().to_usize());
                let kind = if start == Some(&b'[') { Kind::List } else { Kind::Tuple };
                let id = self.open(parent, kind, role, range);
                for part in &sequence.patterns {
                    self.pattern(id, Role::Value, part);
                }
                self.builder.close(id);
            }
            Pattern::MatchMapping(mapping) => self.mapping(parent, role, mapping),
            Pattern::MatchClass(class) => {
                let id = self.open(parent, Kind::Pattern, role, range);
                self.expression(id, Role::Callee, &class.cls);
                for part in &class.arguments.patterns {
                    self.pattern(id, Role::Value, part);
                }
                for keyword in &class.arguments.keywords {
                    let inner = self.open(id, Kind::Pattern, Role::Value, keyword.range);
                    self.name(inner, keyword.attr.range);
                    self.pattern(inner, Role::Value, &keyword.pattern);
                    self.builder.close(inner);
                }
                self.builder.close(id);
            }
            Pattern::MatchStar(star) => {
                let id = self.open(parent, Kind::Pattern, role, range);
                self.capture(id, star.name.as_ref());
            }
            Pattern::MatchAs(ast::PatternMatchAs { pattern: Some(inner), name, .. }) => {
                let id = self.open(parent, Kind::Pattern, role, range);
                self.pattern(id, Role::Value, inner);
                self.capture(id, name.as_ref());
            }
            Pattern::MatchAs(capture) => {
                if let Some(name) = &capture.name {
                    self.named(parent, Kind::Name, Role::Target, name.range);
                }
            }
            Pattern::MatchOr(alternatives) => {
                let id = self.open(parent, Kind::Pattern, role, range);
                for part in &alternatives.patterns {
                    self.pattern(id, Role::Value, part);
                }
                self.builder.close(id);
            }
        }
    }

    /// The name that a pattern binds, if any; ends the pattern.
    fn capture(&mut self, owner: NodeId, name: Option<&ast::Identifier>) {
        if let Some(name) = name {
            self.named(owner, Kind::Name, Role::Target, name.range);
        }
        self.builder.close(owner);
    }

    /// A literal or a dotted name. Signs are punctuation to the grammar.
    fn pattern_value(&mut self, parent: NodeId, role: Role, value: &Expr) {
        match value {
            Expr::UnaryOp(unary) => self.expression(parent, role, &unary.operand),
            Expr::BinOp(complex) => {
                let id = self.open(parent, Kind::Pattern, role, complex.range);
                self.pattern_value(id, Role::Value, &complex.left);
                self.expression(id, Role::Value, &complex.right);
                self.builder.close(id);
            }
            _ => self.expression(parent, role, value),
        }
    }

    fn mapping(&mut self, parent: NodeId, role: Role, mapping: &ast::PatternMatchMapping) {
        let id = self.open(parent, Kind::Pattern, role, mapping.range);
        let mut at = mapping.range.start().to_u32() + 1;
        for (key, value) in mapping.keys.iter().zip(&mapping.patterns) {
            self.pattern_value(id, Role::Key, key);
            self.pattern(id, Role::Value, value);
            at = value.end().to_u32();
        }
        if let Some(rest) = &mapping.rest {
            let start = token_after(self.source(), at, b",)").min(rest.range.start().to_u32());
            let range = TextRange::new(start.into(), rest.range.end());
            let inner = self.open(id, Kind::Pattern, Role::Value, range);
            self.capture(inner, Some(rest));
        }
        self.builder.close(id);
    }
}
