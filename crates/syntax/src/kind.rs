//! What nodes are, in words that hold for every language.

/// What a node of the lowered tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A whole file; its children are statements.
    Module,
    /// The statements of a body.
    Block,
    /// An expression that stands as a statement.
    ExpressionStatement,
    /// One or more targets, perhaps a type, perhaps a value.
    Assign,
    /// A target, an operator (the symbol), a value.
    AugmentedAssign,
    /// Leaves a function, perhaps with a value.
    Return,
    /// Raises, perhaps an expression, perhaps from a cause.
    Raise,
    /// A condition that must hold, perhaps a message.
    Assert,
    /// Deletes its targets.
    Delete,
    /// Does nothing.
    Pass,
    /// Leaves a loop.
    Break,
    /// Goes on with a loop.
    Continue,
    /// Names that belong to the module's scope.
    Global,
    /// Names that belong to an enclosing function's scope.
    Nonlocal,
    /// Imports whole modules; its children are import items.
    Import,
    /// Imports names of a module: path names, then import items; the symbol holds leading dots.
    ImportFrom,
    /// One thing imported: path names, perhaps an alias; the symbol is `*` when it is everything.
    ImportItem,
    /// Condition, body, perhaps an else branch: a block or another `If`.
    If,
    /// Target, iterable, body, perhaps an else branch.
    For,
    /// Condition, body, perhaps an else branch.
    While,
    /// Items and a body.
    With,
    /// A context and perhaps a target.
    WithItem,
    /// Body, handlers, perhaps an else and a final branch.
    Try,
    /// Perhaps a type, perhaps a target, a body.
    Handler,
    /// A subject and cases.
    Match,
    /// Patterns, perhaps a guard, a body.
    Case,
    /// Any other pattern of a case.
    Pattern,
    /// Decorators, name, parameters, perhaps a result type, a body; the symbol is the name.
    Function,
    /// Decorators, name, bases and keywords as arguments, a body; the symbol is the name.
    Class,
    /// An expression applied to a definition.
    Decorator,
    /// A parameter: the symbol is its name; perhaps a type, perhaps a default value.
    Parameter,
    /// A mark between kinds of parameters.
    ParameterSeparator,
    /// A name for a type.
    TypeAlias,
    /// An old print statement.
    Print,
    /// A name.
    Name,
    /// An object and, as symbol, the name of a member.
    Attribute,
    /// A callee and arguments.
    Call,
    /// A named argument: the symbol is its name, the child its value.
    KeywordArgument,
    /// A value and one or more indices.
    Subscript,
    /// The bounds of a slice: start as left, stop as right, step as operand; each may be missing.
    Slice,
    /// Two operands; the symbol is the operator.
    Binary,
    /// One operand; the symbol is the operator.
    Unary,
    /// Two operands joined by and/or, which is the symbol.
    BooleanOperation,
    /// Two or more operands; the symbol is the operators, joined by spaces.
    Compare,
    /// Value, condition, other value.
    Conditional,
    /// Parameters and an expression.
    Lambda,
    /// A target and a value within an expression.
    NamedExpression,
    /// Waits for its operand.
    Await,
    /// Yields perhaps a value; the symbol is `from` for a delegation.
    Yield,
    /// Unpacks a sequence.
    Starred,
    /// Unpacks a mapping.
    DoubleStarred,
    /// A list display.
    List,
    /// A tuple, with parentheses or without.
    Tuple,
    /// A set display.
    Set,
    /// A dictionary display of pairs and unpackings.
    Dictionary,
    /// A key and a value.
    Pair,
    /// A list comprehension: the element, then clauses.
    ListComprehension,
    /// A set comprehension: the element, then clauses.
    SetComprehension,
    /// A dictionary comprehension: a pair, then clauses.
    DictionaryComprehension,
    /// A generator expression: the element, then clauses.
    Generator,
    /// A target and an iterable.
    ComprehensionFor,
    /// A condition.
    ComprehensionIf,
    /// A string literal; its children are the literals of an implicit concatenation, if it is one.
    String,
    /// A string with interpolations: parts, strings and interpolations.
    FormatString,
    /// Literal text within a format string.
    StringPart,
    /// An interpolated expression.
    Interpolation,
    /// An integer literal.
    Integer,
    /// A floating-point or imaginary literal.
    Float,
    /// A truth value.
    Boolean,
    /// The null value.
    None,
    /// Three dots.
    Ellipsis,
    /// What the grammar could not make sense of, with what it recognised inside.
    Error,
}

impl Kind {
    /// How many kinds there are.
    pub const COUNT: usize = Kind::Error as usize + 1;

    /// Whether a node of this kind is a value: what an expression pattern can stand for.
    pub fn is_expression(self) -> bool {
        matches!(
            self,
            Kind::Name
                | Kind::Attribute
                | Kind::Call
                | Kind::Subscript
                | Kind::Slice
                | Kind::Binary
                | Kind::Unary
                | Kind::BooleanOperation
                | Kind::Compare
                | Kind::Conditional
                | Kind::Lambda
                | Kind::NamedExpression
                | Kind::Await
                | Kind::Yield
                | Kind::Starred
                | Kind::DoubleStarred
                | Kind::List
                | Kind::Tuple
                | Kind::Set
                | Kind::Dictionary
                | Kind::ListComprehension
                | Kind::SetComprehension
                | Kind::DictionaryComprehension
                | Kind::Generator
                | Kind::String
                | Kind::FormatString
                | Kind::Integer
                | Kind::Float
                | Kind::Boolean
                | Kind::None
                | Kind::Ellipsis
        )
    }

    /// Whether a node of this kind stands in a block.
    pub fn is_statement(self) -> bool {
        matches!(
            self,
            Kind::ExpressionStatement
                | Kind::Assign
                | Kind::AugmentedAssign
                | Kind::Return
                | Kind::Raise
                | Kind::Assert
                | Kind::Delete
                | Kind::Pass
                | Kind::Break
                | Kind::Continue
                | Kind::Global
                | Kind::Nonlocal
                | Kind::Import
                | Kind::ImportFrom
                | Kind::If
                | Kind::For
                | Kind::While
                | Kind::With
                | Kind::Try
                | Kind::Match
                | Kind::Function
                | Kind::Class
                | Kind::TypeAlias
                | Kind::Print
        )
    }
}

/// What a node is to its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Role {
    /// One of a plain list of children.
    Element,
    /// The name of a definition, or of a keyword argument.
    Name,
    /// What is assigned to, bound or deleted.
    Target,
    /// A value: assigned, returned, iterated over, subscripted.
    Value,
    /// The left operand.
    Left,
    /// The right operand.
    Right,
    /// The only operand.
    Operand,
    /// What decides.
    Condition,
    /// What a statement governs; the element of a comprehension.
    Body,
    /// The other branch.
    Else,
    /// The branch that always runs.
    Finally,
    /// What is called.
    Callee,
    /// An argument of a call; a base of a class.
    Argument,
    /// What a member is taken of.
    Object,
    /// An index of a subscript.
    Index,
    /// An ordinary parameter.
    Parameter,
    /// The parameter that takes further positional arguments.
    StarParameter,
    /// The parameter that takes further keyword arguments.
    DoubleStarParameter,
    /// A type.
    Type,
    /// The type of a result.
    Returns,
    /// A parameter that stands for a type.
    TypeParameter,
    /// A component of a module's path.
    Path,
    /// The name something is imported as.
    Alias,
    /// The guard of a case.
    Guard,
    /// The key of a pair.
    Key,
    /// What an exception is raised from.
    Cause,
    /// How an interpolation is formatted.
    Format,
}
