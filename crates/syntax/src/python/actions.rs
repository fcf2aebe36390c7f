//! What lowering does at each kind of node of the grammar.

use crate::{Kind, Role};
use std::sync::OnceLock;

/// What lowering does at a node of the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Nothing: punctuation and keywords; an operator names its parent.
    Token,
    /// A comment is noted.
    Comment,
    /// Not a node; its children belong to its parent.
    Through,
    /// Not a node; all its children have this role.
    ThroughAs(Role),
    /// A node whose children follow; they have this role unless their field gives one.
    Open(Kind, Role),
    /// A node without children.
    Leaf(Kind),
    /// A name, or the symbol of its parent.
    Identifier,
    /// A module's path, a pattern's reference or capture.
    DottedName,
    /// The leading dots of a relative import.
    ImportPrefix,
    /// The star of an import of everything.
    Wildcard,
    /// The module `__future__`, a keyword of the grammar.
    FutureModule,
    /// A statement of one expression; an assignment takes its place.
    Assignment(Kind),
    /// A function or class, perhaps within its decorated definition.
    Definition(Kind),
    /// Decorators and what they decorate.
    Decorated,
    /// A branch that becomes an `If` within the branch before it.
    Elif,
    /// The statements of a body.
    Block,
    /// A list of expressions without brackets.
    ExpressionList,
    /// `x as y`.
    AsPattern,
    /// A tuple to unpack into; a parameter in Python 2.
    TuplePattern,
    /// `*x` or `**x` as a target or parameter.
    SplatPattern(Kind, Role),
    /// One string literal.
    String,
    /// Literal text within a string.
    StringContent,
    /// An old print statement.
    Print,
    /// An expression applied to a definition; the grammar has its whole line.
    Decorator,
    /// Types joined by `|` where the grammar has no field for operator and operands.
    UnionType,
    /// A member of a type, the name last.
    MemberType,
    /// An integer, or an imaginary number written like one.
    Integer,
    /// The negation.
    Not,
    /// The bound of a type parameter or the next part of a slice begins.
    Colon,
}

/// Actions and roles by the numbers that the grammar gives its kinds and fields.
pub(super) struct Table {
    actions: Vec<Action>,
    fields: Vec<Option<Role>>,
    pub(super) operator: [u16; 2],
}

impl Table {
    /// The table, built once a process: some 270 look-ups by name.
    pub(super) fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(Table::new)
    }

    fn new() -> Table {
        let grammar: tree_sitter::Language = tree_sitter_python::LANGUAGE.into();
        let kinds = 0..grammar.node_kind_count() as u16;
        let actions = kinds.map(|id| match grammar.node_kind_for_id(id) {
            Some(name) if grammar.node_kind_is_named(id) => action(name),
            Some("__future__") => Action::FutureModule,
            Some(":") => Action::Colon,
            _ => Action::Token,
        });
        let fields = (0..=grammar.field_count() as u16)
            .map(|id| grammar.field_name_for_id(id).and_then(role));
        let field = |name| grammar.field_id_for_name(name).map_or(0, std::num::NonZero::get);
        Table {
            actions: actions.collect(),
            fields: fields.collect(),
            operator: [field("operator"), field("operators")],
        }
    }

    /// The action at a kind; the number of an error node is beyond all others.
    pub(super) fn action(&self, kind: u16) -> Action {
        self.actions.get(kind as usize).copied().unwrap_or(Action::Open(Kind::Error, Role::Element))
    }

    pub(super) fn role(&self, field: u16) -> Option<Role> {
        self.fields.get(field as usize).copied().flatten()
    }
}

/// The role that a field of the grammar gives.
fn role(field: &str) -> Option<Role> {
    Some(match field {
        "alias" => Role::Alias,
        "alternative" => Role::Else,
        "argument" | "code" => Role::Argument,
        "arguments" | "superclasses" => Role::Argument,
        "attribute" => Role::Name,
        "body" | "consequence" | "definition" => Role::Body,
        "cause" => Role::Cause,
        "condition" => Role::Condition,
        "expression" | "value" | "subject" => Role::Value,
        "format_specifier" => Role::Format,
        "function" => Role::Callee,
        "guard" => Role::Guard,
        "key" => Role::Key,
        "left" => Role::Left,
        "module_name" => Role::Path,
        "name" => Role::Name,
        "object" => Role::Object,
        "parameters" => Role::Parameter,
        "return_type" => Role::Returns,
        "right" => Role::Right,
        "subscript" => Role::Index,
        "type" => Role::Type,
        "type_parameters" => Role::TypeParameter,
        _ => return None,
    })
}

/// The action at a named kind of the grammar (tree-sitter-python 0.25.0).
fn action(kind: &str) -> Action {
    use Action::{Leaf, Open, Through, ThroughAs};
    let element = |kind| Open(kind, Role::Element);
    match kind {
        "comment" => Action::Comment,
        "line_continuation" | "type_conversion" | "string_start" | "string_end" => Action::Token,
        "escape_sequence" | "escape_interpolation" => Action::Token,

        "expression_statement" => element(Kind::ExpressionStatement),
        "assignment" => Action::Assignment(Kind::Assign),
        "augmented_assignment" => Action::Assignment(Kind::AugmentedAssign),
        "return_statement" => Open(Kind::Return, Role::Value),
        "raise_statement" => Open(Kind::Raise, Role::Value),
        "assert_statement" => Open(Kind::Assert, Role::Condition),
        "delete_statement" => Open(Kind::Delete, Role::Target),
        "pass_statement" => Leaf(Kind::Pass),
        "break_statement" => Leaf(Kind::Break),
        "continue_statement" => Leaf(Kind::Continue),
        "global_statement" => element(Kind::Global),
        "nonlocal_statement" => element(Kind::Nonlocal),
        "print_statement" => Action::Print,
        // What is one is a call before the grammar sees it.
        "exec_statement" => element(Kind::ExpressionStatement),
        "type_alias_statement" => element(Kind::TypeAlias),

        "import_statement" => element(Kind::Import),
        "import_from_statement" | "future_import_statement" => element(Kind::ImportFrom),
        "aliased_import" => Open(Kind::ImportItem, Role::Path),
        "relative_import" => ThroughAs(Role::Path),
        "import_prefix" => Action::ImportPrefix,
        "wildcard_import" => Action::Wildcard,
        "dotted_name" => Action::DottedName,

        "if_statement" => element(Kind::If),
        "elif_clause" => Action::Elif,
        "else_clause" => ThroughAs(Role::Else),
        "finally_clause" => ThroughAs(Role::Finally),
        "for_statement" => element(Kind::For),
        "while_statement" => element(Kind::While),
        "with_statement" => element(Kind::With),
        "with_item" => Open(Kind::WithItem, Role::Value),
        "try_statement" => element(Kind::Try),
        "except_clause" | "except_group_clause" => Open(Kind::Handler, Role::Type),
        "block" => Action::Block,

        "match_statement" => Open(Kind::Match, Role::Value),
        "case_clause" => Open(Kind::Case, Role::Value),
        "case_pattern" => ThroughAs(Role::Value),
        "class_pattern" => Open(Kind::Pattern, Role::Callee),
        "keyword_pattern" => Open(Kind::Pattern, Role::Name),
        "union_pattern" | "dict_pattern" | "complex_pattern" | "splat_pattern" => {
            Open(Kind::Pattern, Role::Value)
        }
        "as_pattern" => Action::AsPattern,

        "function_definition" => Action::Definition(Kind::Function),
        "class_definition" => Action::Definition(Kind::Class),
        "decorated_definition" => Action::Decorated,
        "decorator" => Action::Decorator,
        "default_parameter" | "typed_parameter" | "typed_default_parameter" => {
            Open(Kind::Parameter, Role::Parameter)
        }
        "keyword_separator" | "positional_separator" => Leaf(Kind::ParameterSeparator),
        "list_splat_pattern" => Action::SplatPattern(Kind::Starred, Role::StarParameter),
        "dictionary_splat_pattern" => {
            Action::SplatPattern(Kind::DoubleStarred, Role::DoubleStarParameter)
        }
        "tuple_pattern" => Action::TuplePattern,

        "identifier" => Action::Identifier,
        "attribute" => Open(Kind::Attribute, Role::Object),
        "member_type" => Action::MemberType,
        "call" => element(Kind::Call),
        "keyword_argument" => element(Kind::KeywordArgument),
        "subscript" => element(Kind::Subscript),
        "generic_type" => Open(Kind::Subscript, Role::Value),
        "type_parameter" => ThroughAs(Role::Index),
        "slice" => Open(Kind::Slice, Role::Left),
        "binary_operator" => element(Kind::Binary),
        "union_type" => Action::UnionType,
        "unary_operator" => element(Kind::Unary),
        "not_operator" => Action::Not,
        "boolean_operator" => element(Kind::BooleanOperation),
        "comparison_operator" => element(Kind::Compare),
        "conditional_expression" => element(Kind::Conditional),
        "lambda" => element(Kind::Lambda),
        "named_expression" => element(Kind::NamedExpression),
        "await" => Open(Kind::Await, Role::Operand),
        "yield" => Open(Kind::Yield, Role::Value),
        "list_splat" | "splat_type" => Open(Kind::Starred, Role::Operand),
        "dictionary_splat" => Open(Kind::DoubleStarred, Role::Operand),
        "list" | "list_pattern" => element(Kind::List),
        "tuple" => element(Kind::Tuple),
        "expression_list" | "pattern_list" => Action::ExpressionList,
        "set" => element(Kind::Set),
        "dictionary" => element(Kind::Dictionary),
        "pair" => element(Kind::Pair),
        "list_comprehension" => element(Kind::ListComprehension),
        "set_comprehension" => element(Kind::SetComprehension),
        "dictionary_comprehension" => element(Kind::DictionaryComprehension),
        "generator_expression" => element(Kind::Generator),
        "for_in_clause" => element(Kind::ComprehensionFor),
        "if_clause" => Open(Kind::ComprehensionIf, Role::Condition),

        "string" => Action::String,
        "concatenated_string" => element(Kind::String),
        "string_content" => Action::StringContent,
        "interpolation" => element(Kind::Interpolation),
        "format_expression" => Open(Kind::Interpolation, Role::Format),
        "format_specifier" => ThroughAs(Role::Format),
        "integer" => Action::Integer,
        "float" => Leaf(Kind::Float),
        "true" | "false" => Leaf(Kind::Boolean),
        "none" => Leaf(Kind::None),
        "ellipsis" => Leaf(Kind::Ellipsis),
        // Types, clauses, parentheses, argument and parameter lists, chevrons, the supertypes.
        _ => Through,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// A new version of the grammar must not bring kinds that nobody thought about.
    #[test]
    fn the_kinds_that_are_passed_through_are_known() {
        let grammar: tree_sitter::Language = tree_sitter_python::LANGUAGE.into();
        let kinds = (0..grammar.node_kind_count() as u16)
            .filter(|&id| grammar.node_kind_is_named(id) && grammar.node_kind_is_visible(id))
            .filter_map(|id| grammar.node_kind_for_id(id));
        let through: BTreeSet<_> = kinds.filter(|kind| action(kind) == Action::Through).collect();
        let expected = [
            "argument_list",
            "as_pattern_target",
            "chevron",
            "constrained_type",
            "lambda_parameters",
            "module",
            "parameters",
            "parenthesized_expression",
            "parenthesized_list_splat",
            "type",
            "with_clause",
        ];
        assert_eq!(through, BTreeSet::from(expected));
    }
}
