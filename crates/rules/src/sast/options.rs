//! How a rule is matched.

use crate::Emit;
use crate::emit::{emit_plain_variants, emit_struct};
use sdf_core::Text;
use std::borrow::Cow;

/// How a rule is matched: `options`, each by Semgrep's name with Semgrep's default.
///
/// Other keys of Semgrep are checked and have no effect here: those for other languages
/// (`arrow_is_function`, `cpp_parsing_pref`, `flddef_assign`, `implicit_return`, `let_is_var`,
/// `vardef_assign`, `implicit_ellipsis`, `xml_attrs_implicit_ellipsis`, `xml_children_ordered`,
/// `xml_singleton_loose_matching`), those on
/// time, which is counted in steps here (`timeout`, `dynamic_timeout`,
/// `dynamic_timeout_max_multiplier`, `dynamic_timeout_unit_kb`, `taint_fixpoint_timeout`), and
/// those on how far data flow looks, which is the same for every rule here (`interfile`,
/// `guarded_taint_signatures`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether literals match names and expressions of the same known value.
    pub constant_propagation: bool,
    /// Whether patterns match names whose value is an expression like them.
    pub symbolic_propagation: bool,
    /// The end of a flow to report. Its old name is `taint_match_on`.
    pub taint_focus_on: FlowEnd,
    /// Whether metavariables of sources and of sinks must agree.
    pub taint_unify_mvars: bool,
    /// Whether what an unknown function returns is clean.
    pub taint_assume_safe_functions: bool,
    /// Whether an element is clean where only the index is tainted.
    pub taint_assume_safe_indexes: bool,
    /// Whether the result of a comparison is clean.
    pub taint_assume_safe_comparisons: bool,
    /// Whether what is known to be a truth value is clean.
    pub taint_assume_safe_booleans: bool,
    /// Whether what is known to be a number is clean.
    pub taint_assume_safe_numbers: bool,
    /// Whether nothing but assignments hands taint on.
    pub taint_only_propagate_through_assignments: bool,
    /// Whether taint is followed into functions of the same file: `interprocedural`, in Opengrep
    /// `taint_intrafile`.
    pub taint_intrafile: bool,
    /// Whether it is known what containers and the language's own functions do: elements are told
    /// apart by index and key, numbers and truth values are clean. Not one of Semgrep's.
    pub models: bool,
    /// Whether associative operators match whatever their grouping, commutative ones in any order.
    pub ac_matching: bool,
    /// Whether `and` and `or` are commutative too.
    pub commutative_boolop: bool,
    /// Whether `a == b` matches `b == a`. Its old name is `commutative_compop`.
    pub symmetric_eq: bool,
    /// Whether assignments match declarations with a value.
    pub vardef_assign: bool,
    /// Whether expressions match decorators.
    pub attr_expr: bool,
    /// Whether two names of the same text that mean different things disagree.
    pub unify_ids_strictly: bool,
    /// Whether `<... P ...>` looks into what P's surroundings hold at any depth.
    pub go_deeper_expr: bool,
    /// Whether `...` between statements looks into nested blocks.
    pub go_deeper_stmt: bool,
    /// Whether an expression as a statement matches anywhere within a statement.
    pub implicit_deep_exprstmt: bool,
    /// Whether a record pattern matches records with more fields.
    pub implicit_ellipsis: bool,
    /// Whether decorators must come in the order of the pattern.
    pub decorators_order_matters: bool,
    /// The most findings in a file; no bound where none is said.
    pub max_match_per_file: Option<u32>,
    /// How patterns of the language `generic` are read.
    pub generic_engine: GenericEngine,
    /// Whether `...` crosses lines, for [`GenericEngine::Aliengrep`].
    pub generic_multiline: bool,
    /// The pairs of braces, for [`GenericEngine::Aliengrep`]; its own where none are said.
    pub generic_braces: Option<Cow<'static, [(Text, Text)]>>,
    /// Pairs of braces besides.
    pub generic_extra_braces: Cow<'static, [(Text, Text)]>,
    /// Characters of words besides letters, digits and `_`, for [`GenericEngine::Aliengrep`].
    pub generic_extra_word_characters: Cow<'static, [Text]>,
    /// Whether the case of letters does not matter, for [`GenericEngine::Aliengrep`].
    pub generic_caseless: bool,
    /// How many line ends `...` may cross, for [`GenericEngine::Spacegrep`].
    pub generic_ellipsis_max_span: u32,
    /// The comments to leave out before a pattern of the language `generic` is matched.
    pub generic_comment_style: Option<CommentStyle>,
}

/// An end of a flow of tainted data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowEnd {
    /// Where it comes from.
    Source,
    /// Where it goes to.
    Sink,
}

/// How patterns of the language `generic` are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GenericEngine {
    /// By words, signs, braces and indentation.
    Spacegrep,
    /// As a regular expression with ellipses and metavariables.
    Aliengrep,
}

/// How comments are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommentStyle {
    /// `/* … */`
    C,
    /// `/* … */` and `// …`
    Cpp,
    /// `# …`
    Shell,
}

impl Options {
    /// What a rule without `options` has.
    pub const DEFAULT: Options = Options {
        constant_propagation: true,
        symbolic_propagation: false,
        taint_focus_on: FlowEnd::Sink,
        taint_unify_mvars: false,
        taint_assume_safe_functions: false,
        taint_assume_safe_indexes: false,
        taint_assume_safe_comparisons: false,
        taint_assume_safe_booleans: false,
        taint_assume_safe_numbers: false,
        taint_only_propagate_through_assignments: false,
        models: false,
        taint_intrafile: false,
        ac_matching: true,
        commutative_boolop: false,
        symmetric_eq: false,
        vardef_assign: true,
        attr_expr: true,
        unify_ids_strictly: true,
        go_deeper_expr: true,
        go_deeper_stmt: true,
        implicit_deep_exprstmt: true,
        implicit_ellipsis: true,
        decorators_order_matters: false,
        max_match_per_file: None,
        generic_engine: GenericEngine::Spacegrep,
        generic_multiline: true,
        generic_braces: None,
        generic_extra_braces: Cow::Borrowed(&[]),
        generic_extra_word_characters: Cow::Borrowed(&[]),
        generic_caseless: false,
        generic_ellipsis_max_span: 10,
        generic_comment_style: None,
    };
}

impl Options {
    /// What a rule that uses libraries has: flow is followed further; elements of containers are
    /// told apart; numbers, truth values and what is picked from a container by tainted data are
    /// clean.
    pub const OF_USERS: Options = Options {
        taint_assume_safe_indexes: true,
        taint_assume_safe_booleans: true,
        taint_assume_safe_numbers: true,
        taint_intrafile: true,
        models: true,
        ..Options::DEFAULT
    };
}

impl Default for Options {
    fn default() -> Self {
        Options::DEFAULT
    }
}

impl Emit for Options {
    fn emit(&self, out: &mut String) {
        if *self == Options::DEFAULT {
            return out.push_str("::sdf_rules::sast::Options::DEFAULT");
        }
        emit_struct!(out, "::sdf_rules::sast::Options", self, {
            constant_propagation,
            symbolic_propagation,
            taint_focus_on,
            taint_unify_mvars,
            taint_assume_safe_functions,
            taint_assume_safe_indexes,
            taint_assume_safe_comparisons,
            taint_assume_safe_booleans,
            taint_assume_safe_numbers,
            taint_only_propagate_through_assignments,
            models, taint_intrafile,
            ac_matching,
            commutative_boolop,
            symmetric_eq,
            vardef_assign,
            attr_expr,
            unify_ids_strictly,
            go_deeper_expr,
            go_deeper_stmt,
            implicit_deep_exprstmt,
            implicit_ellipsis,
            decorators_order_matters,
            max_match_per_file,
            generic_engine,
            generic_multiline,
            generic_braces,
            generic_extra_braces,
            generic_extra_word_characters,
            generic_caseless,
            generic_ellipsis_max_span,
            generic_comment_style,
        });
    }
}

emit_plain_variants!(
    FlowEnd: "::sdf_rules::sast::FlowEnd",
    GenericEngine: "::sdf_rules::sast::GenericEngine",
    CommentStyle: "::sdf_rules::sast::CommentStyle",
);
