//! From the grammar's tree to ours, in one walk.

use super::actions::{Action, Table};
use super::misreadings::Misreading;
use crate::lower::{Builder, span};
use crate::{Kind, Language, NodeId, Role, Tree};
use tree_sitter::{Node, TreeCursor};

/// Lowers what the grammar made of `source`.
pub(crate) fn lower(concrete: &tree_sitter::Tree, source: &[u8]) -> Tree {
    let root = concrete.root_node();
    let mut lowering = Lowering {
        table: Table::get(),
        builder: Builder::new(Language::Python, source),
        frames: Vec::with_capacity(64),
        misreading: None,
        broken: root.has_error(),
    };
    if root.is_error() {
        lowering.builder.tree.errors.push(span(&root));
    }
    lowering.frames.push(Frame {
        owner: NodeId::ROOT,
        opened: None,
        role: Role::Element,
        forced: false,
    });
    lowering.walk(&mut root.walk());
    lowering.builder.finish()
}

/// What is known about an ancestor in the grammar's tree.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// The innermost node of ours that is open: the parent of what comes.
    pub(super) owner: NodeId,
    /// The node that is closed when this ancestor is left.
    pub(super) opened: Option<NodeId>,
    /// The role of children whose field gives none.
    pub(super) role: Role,
    /// Whether `role` holds whatever the field says.
    pub(super) forced: bool,
}

pub(super) struct Lowering<'s> {
    table: &'static Table,
    pub(super) builder: Builder<'s>,
    pub(super) frames: Vec<Frame>,
    pub(super) misreading: Option<Misreading>,
    /// Whether there are errors at all.
    broken: bool,
}

impl Lowering<'_> {
    fn walk(&mut self, cursor: &mut TreeCursor<'_>) {
        if !cursor.goto_first_child() {
            return;
        }
        loop {
            if self.enter(cursor) {
                if cursor.goto_first_child() {
                    continue;
                }
                self.leave();
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() || self.frames.len() <= 1 {
                    return;
                }
                self.leave();
            }
        }
    }

    /// Lowers the node under the cursor; whether its children are to be visited.
    fn enter(&mut self, cursor: &TreeCursor<'_>) -> bool {
        let node = cursor.node();
        let Some(&frame) = self.frames.last() else { return false };
        let action = self.table.action(node.kind_id());
        if self.broken && (node.is_missing() || node.is_error()) {
            self.builder.tree.errors.push(span(&node));
            if node.is_missing() {
                return false;
            }
        }
        if matches!(action, Action::Token | Action::Colon | Action::Comment) {
            self.token(action, &node, cursor, frame);
            return false;
        }
        let field = cursor.field_id().and_then(|field| self.table.role(field.get()));
        let owner = self.builder.node(frame.owner).kind;
        let role = match field {
            Some(field) if !frame.forced => role_below(owner, field),
            _ => frame.role,
        };
        self.act(action, &node, frame, field.is_some(), role)
    }

    fn act(
        &mut self,
        action: Action,
        node: &Node<'_>,
        frame: Frame,
        has_field: bool,
        role: Role,
    ) -> bool {
        let owner = self.builder.node(frame.owner).kind;
        if let Action::Open(kind, children) = action
            && let Some(visited) = self.put_right(node, frame, role, kind, children)
        {
            return visited;
        }
        match action {
            Action::Through if self.is_call_of_type(node) => self.call_of_type(node, frame, role),
            Action::Open(kind, children) => {
                // Items of a list, whatever field the grammar has them in.
                let role = if matches!(kind, Kind::Case | Kind::ImportItem) {
                    Role::Element
                } else {
                    role
                };
                self.open(node, frame, kind, role, children)
            }
            Action::Leaf(kind) => {
                let leaf = self.leaf(node, frame, kind, role);
                if matches!(kind, Kind::Boolean | Kind::ParameterSeparator) {
                    self.name(leaf, node);
                }
                false
            }
            Action::Through => self.through(frame.owner, role, false),
            Action::ThroughAs(Role::Index) if role == Role::TypeParameter => {
                self.through(frame.owner, role, false)
            }
            Action::ThroughAs(role) => {
                let forced = matches!(role, Role::Else | Role::Finally);
                self.through(frame.owner, role, forced)
            }
            Action::Identifier => {
                self.identifier(node, frame, owner, role);
                false
            }
            Action::DottedName => self.dotted_name(node, frame, owner, role),
            Action::ImportPrefix => {
                self.name(frame.owner, node);
                false
            }
            Action::Wildcard => {
                let item = self.leaf(node, frame, Kind::ImportItem, Role::Element);
                self.name(item, node);
                false
            }
            Action::FutureModule => {
                let name = self.leaf(node, frame, Kind::Name, Role::Path);
                self.name(name, node);
                false
            }
            Action::Assignment(kind) => match owner {
                Kind::ExpressionStatement => {
                    self.builder.node(frame.owner).kind = kind;
                    self.through(frame.owner, Role::Value, false)
                }
                Kind::Assign if role == Role::Value && kind == Kind::Assign => {
                    self.through(frame.owner, role, false)
                }
                _ => self.open(node, frame, kind, role, Role::Value),
            },
            Action::Decorated => self.open(node, frame, Kind::Function, role, Role::Element),
            Action::Definition(kind) if matches!(owner, Kind::Function | Kind::Class) => {
                self.builder.node(frame.owner).kind = kind;
                self.through(frame.owner, Role::Element, false)
            }
            Action::Definition(kind) => self.open(node, frame, kind, role, Role::Element),
            Action::Elif => {
                let branch = self.leaf(node, frame, Kind::If, Role::Else);
                // What follows belongs to this branch, so that it is closed with the statement.
                if let Some(statement) = self.frames.last_mut() {
                    statement.owner = branch;
                }
                self.through(branch, Role::Element, false)
            }
            Action::Block if owner == Kind::Match => {
                self.through(frame.owner, Role::Element, false)
            }
            Action::Block => {
                let role = if has_field || frame.forced { role } else { Role::Body };
                self.open(node, frame, Kind::Block, role, Role::Element)
            }
            Action::ExpressionList if owner == Kind::Delete => {
                self.through(frame.owner, Role::Target, false)
            }
            Action::ExpressionList => self.open(node, frame, Kind::Tuple, role, Role::Element),
            Action::AsPattern
                if matches!(owner, Kind::Case | Kind::Pattern)
                    || matches!(owner, Kind::List | Kind::Tuple) && role == Role::Value =>
            {
                self.open(node, frame, Kind::Pattern, role, Role::Target)
            }
            Action::AsPattern => self.through(frame.owner, role, false),
            Action::TuplePattern if is_parameter(owner, role) => {
                self.open(node, frame, Kind::Parameter, role, Role::Target)
            }
            Action::TuplePattern if is_group(node) => self.through(frame.owner, role, false),
            Action::TuplePattern => self.open(node, frame, Kind::Tuple, role, Role::Element),
            Action::SplatPattern(_, star) if is_parameter(owner, role) => {
                self.open(node, frame, Kind::Parameter, star, Role::Parameter)
            }
            Action::SplatPattern(_, star) if owner == Kind::Parameter => {
                self.builder.node(frame.owner).role = star;
                self.through(frame.owner, Role::Parameter, false)
            }
            Action::SplatPattern(kind, _) => self.open(node, frame, kind, role, Role::Operand),
            Action::String => self.string(node, frame, owner, role),
            Action::StringContent => {
                if owner == Kind::FormatString {
                    self.leaf(node, frame, Kind::StringPart, Role::Element);
                }
                false
            }
            Action::Print => {
                self.builder.tree.old_syntax.push(span(node));
                self.open(node, frame, Kind::Print, role, Role::Argument)
            }
            Action::Decorator => {
                let opened = self.open(node, frame, Kind::Decorator, role, Role::Element);
                if let Some(expression) = node.named_child(0) {
                    let decorator = self.last();
                    self.builder.node(decorator).end = expression.end_byte() as u32;
                }
                opened
            }
            Action::UnionType => {
                let opened = self.open(node, frame, Kind::Binary, role, Role::Left);
                let union = self.last();
                self.builder.add_operator(union, "|");
                opened
            }
            Action::MemberType => self.open(node, frame, Kind::Attribute, role, Role::Object),
            Action::Integer => {
                let text = self.builder.source.get(node.byte_range()).unwrap_or_default();
                if matches!(text.last(), Some(b'j' | b'J')) {
                    self.leaf(node, frame, Kind::Float, role);
                } else {
                    let leaf = self.leaf(node, frame, Kind::Integer, role);
                    self.name(leaf, node);
                }
                false
            }
            Action::Not => {
                let opened = self.open(node, frame, Kind::Unary, role, Role::Operand);
                let not = self.builder.tree.symbols.intern(b"not");
                let unary = self.last();
                self.builder.node(unary).symbol = not;
                opened
            }
            Action::Token | Action::Colon | Action::Comment => false,
        }
    }

    /// Keywords, punctuation and comments: an operator names its node.
    fn token(&mut self, action: Action, node: &Node<'_>, cursor: &TreeCursor<'_>, frame: Frame) {
        match action {
            Action::Comment => {
                // The grammar ends lines at line feeds alone.
                let mut comment = span(node);
                let text = comment.of(self.builder.source);
                comment.end = comment.start + memchr::memchr(b'\r', text).unwrap_or(text.len());
                self.builder.tree.comments.push(comment);
            }
            Action::Colon => {
                let Some(parent) = self.frames.last_mut() else { return };
                parent.role = match (parent.role, self.builder.node(parent.owner).kind) {
                    (Role::TypeParameter, _) => Role::Type,
                    (Role::Left, Kind::Slice) => Role::Right,
                    (Role::Right, Kind::Slice) => Role::Operand,
                    (role, _) => role,
                };
            }
            // What follows the name of a keyword in a pattern is its value.
            _ if frame.role == Role::Name && node.kind() == "=" => {
                if let Some(keyword) = self.frames.last_mut() {
                    keyword.role = Role::Value;
                }
            }
            // The `|` of types: what follows is its right operand.
            _ if frame.role == Role::Left && node.kind() == "|" => {
                if let Some(union) = self.frames.last_mut() {
                    union.role = Role::Right;
                }
            }
            // The `.` of a type's member: what follows is the name.
            _ if frame.role == Role::Object && node.kind() == "." => {
                if let Some(member) = self.frames.last_mut() {
                    member.role = Role::Name;
                }
            }
            _ => match self.builder.node(frame.owner).kind {
                Kind::Binary
                | Kind::Unary
                | Kind::BooleanOperation
                | Kind::Compare
                | Kind::AugmentedAssign => {
                    let field = cursor.field_id().map_or(0, std::num::NonZero::get);
                    if field != 0 && self.table.operator.contains(&field) {
                        self.builder.add_operator(frame.owner, node.kind());
                    }
                }
                Kind::Yield if node.kind() == "from" => {
                    self.builder.add_operator(frame.owner, "from")
                }
                _ => {}
            },
        }
    }

    fn identifier(&mut self, node: &Node<'_>, frame: Frame, owner: Kind, role: Role) {
        let named = match role {
            Role::Name => matches!(
                owner,
                Kind::Attribute | Kind::KeywordArgument | Kind::Parameter | Kind::Pattern
            ),
            Role::Parameter => owner == Kind::Parameter,
            _ => false,
        };
        if named {
            return self.name(frame.owner, node);
        }
        let (kind, role) = match (owner, role) {
            (_, Role::Parameter) => (Kind::Parameter, role),
            (Kind::NamedExpression, Role::Name) => (Kind::Name, Role::Target),
            (Kind::Pattern, Role::Value) => (Kind::Name, Role::Target),
            _ => (Kind::Name, role),
        };
        let leaf = self.leaf(node, frame, kind, role);
        self.name(leaf, node);
        if role == Role::Name && matches!(owner, Kind::Function | Kind::Class) {
            self.name(frame.owner, node);
        }
    }

    fn dotted_name(&mut self, node: &Node<'_>, frame: Frame, owner: Kind, role: Role) -> bool {
        match (owner, role) {
            (Kind::Import | Kind::ImportFrom, Role::Name) => {
                self.open(node, frame, Kind::ImportItem, Role::Element, Role::Path)
            }
            (Kind::Import | Kind::ImportFrom | Kind::ImportItem, _) => {
                self.through(frame.owner, Role::Path, false)
            }
            _ => {
                self.reference(node, frame, role);
                false
            }
        }
    }

    /// A dotted name within a pattern: a single one captures unless it names a class.
    fn reference(&mut self, node: &Node<'_>, frame: Frame, role: Role) {
        let mut cursor = node.walk();
        let names: Vec<_> = node.named_children(&mut cursor).collect();
        let role = if names.len() == 1 && role != Role::Callee { Role::Target } else { role };
        let (mut parent, mut role, mut opened) = (frame.owner, role, Vec::new());
        for (at, name) in names.iter().enumerate().rev() {
            let kind = if at == 0 { Kind::Name } else { Kind::Attribute };
            let id = self.builder.open(
                parent,
                kind,
                role,
                node.start_byte() as u32,
                name.end_byte() as u32,
            );
            self.name(id, name);
            opened.push(id);
            (parent, role) = (id, Role::Object);
        }
        for id in opened.into_iter().rev() {
            self.builder.close(id);
        }
    }

    fn string(&mut self, node: &Node<'_>, frame: Frame, owner: Kind, role: Role) -> bool {
        let text = self.builder.source.get(node.start_byte()..).unwrap_or_default();
        let mut prefix = text.iter().take_while(|byte| byte.is_ascii_alphabetic());
        let formatted = prefix.any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T'));
        let joined = matches!(owner, Kind::String | Kind::FormatString);
        match (formatted, joined) {
            (false, _) => {
                self.leaf(node, frame, Kind::String, if joined { Role::Element } else { role });
                false
            }
            (true, true) => {
                self.builder.node(frame.owner).kind = Kind::FormatString;
                self.through(frame.owner, Role::Element, false)
            }
            (true, false) => self.open(node, frame, Kind::FormatString, role, Role::Element),
        }
    }

    pub(super) fn last(&self) -> NodeId {
        NodeId((self.builder.tree.nodes.len() - 1) as u32)
    }

    pub(super) fn leaf(&mut self, node: &Node<'_>, frame: Frame, kind: Kind, role: Role) -> NodeId {
        let start = node.start_byte() as u32;
        let start = match self.misreading {
            Some(misreading) if misreading.from == start => misreading.to,
            _ => start,
        };
        self.builder.open(frame.owner, kind, role, start, node.end_byte() as u32)
    }

    pub(super) fn name(&mut self, id: NodeId, node: &Node<'_>) {
        self.builder.node(id).symbol =
            self.builder.intern(node.start_byte() as u32, node.end_byte() as u32);
    }

    pub(super) fn open(
        &mut self,
        node: &Node<'_>,
        frame: Frame,
        kind: Kind,
        role: Role,
        children: Role,
    ) -> bool {
        let id = self.leaf(node, frame, kind, role);
        self.frames.push(Frame { owner: id, opened: Some(id), role: children, forced: false });
        true
    }

    pub(super) fn through(&mut self, owner: NodeId, role: Role, forced: bool) -> bool {
        self.frames.push(Frame { owner, opened: None, role, forced });
        true
    }

    fn leave(&mut self) {
        let Some(Frame { owner, opened: Some(opened), .. }) = self.frames.pop() else { return };
        // Branches of an if statement, opened below this node.
        let end = self.builder.node(opened).end;
        let mut inner = owner;
        while inner > opened {
            self.builder.close(inner);
            self.builder.node(inner).end = end;
            self.settle_end(inner);
            inner = self.builder.node(inner).parent;
        }
        self.builder.close(opened);
        self.settle_end(opened);
        if self.builder.node(opened).kind == Kind::FormatString {
            self.builder.settle_string(opened);
        }
    }

    /// The grammar takes comments into bodies; what has a body ends with its last statement.
    fn settle_end(&mut self, id: NodeId) {
        let kind = self.builder.node(id).kind;
        if kind == Kind::Block
            && let Some(first) = self.builder.tree.children(id).next()
        {
            self.builder.node(id).start = self.builder.tree.node(first).start;
        }
        if has_body(kind) {
            self.builder.end_with_children(id);
        }
    }
}

/// Whether a tuple is but one element in parentheses.
fn is_group(node: &Node<'_>) -> bool {
    // A real one is short but for comments; children are counted from the first.
    let count = node.child_count();
    let mut kinds = (0..count).filter_map(|at| node.child(at)).map(|child| child.kind());
    node.named_child_count() > 0 && count < 16 && kinds.all(|kind| kind != ",")
}

fn has_body(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Block
            | Kind::Function
            | Kind::Class
            | Kind::If
            | Kind::For
            | Kind::While
            | Kind::With
            | Kind::Try
            | Kind::Handler
            | Kind::Match
            | Kind::Case
    )
}

fn is_parameter(owner: Kind, role: Role) -> bool {
    role == Role::Parameter && matches!(owner, Kind::Function | Kind::Lambda)
}

/// The role that a field gives below a parent of ours.
fn role_below(owner: Kind, field: Role) -> Role {
    match (owner, field) {
        (
            Kind::Assign
            | Kind::AugmentedAssign
            | Kind::For
            | Kind::ComprehensionFor
            | Kind::TypeAlias,
            Role::Left,
        ) => Role::Target,
        (
            Kind::Assign
            | Kind::AugmentedAssign
            | Kind::For
            | Kind::ComprehensionFor
            | Kind::TypeAlias,
            Role::Right,
        ) => Role::Value,
        (Kind::Handler, Role::Value) => Role::Type,
        (Kind::Handler | Kind::WithItem, Role::Alias) => Role::Target,
        (Kind::Unary, Role::Argument) => Role::Operand,
        _ => field,
    }
}
