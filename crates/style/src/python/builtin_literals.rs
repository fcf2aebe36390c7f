//! check-builtin-literals: calls that make what a literal says.

use crate::Check;
use crate::settings::Settings;
use crate::sink::{Sink, finding, fixed_by};
use sdf_core::Document;
use sdf_syntax::{ImportForm, Kind, Names, Node, NodeId, Role, Tree};

/// Types and the literals of what they make of nothing.
const LITERALS: [(&str, &str); 7] = [
    ("complex", "0j"),
    ("dict", "{}"),
    ("float", "0.0"),
    ("int", "0"),
    ("list", "[]"),
    ("str", "''"),
    ("tuple", "()"),
];

/// Calls among the arguments of another call, and in what it is made on, are left alone, as
/// pre-commit-hooks 6.0.0 does.
pub(super) fn check<'t>(
    document: &Document<'_>,
    tree: &Tree,
    names: impl Fn() -> &'t Names,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    let mut at = NodeId::ROOT;
    while at.index() < tree.nodes().len() {
        let node = tree.node(at);
        if node.kind != Kind::Call {
            at = NodeId(at.0 + 1);
            continue;
        }
        if let Some((name, literal)) = replaceable(at, tree, settings) {
            let message = format!("{name}() where the literal {literal} would do");
            let fault = finding(Check::CheckBuiltinLiterals, node.span(), node.span());
            let fault = fault.saying(message);
            let fault = match can_replace(document, tree, names(), at, name) {
                true => fixed_by(fault, node.span(), literal.as_bytes(), true),
                false => fault,
            };
            sink.add(Check::CheckBuiltinLiterals, fault);
        }
        at = node.subtree_end.max(NodeId(at.0 + 1));
    }
}

/// The type that `call` makes something of nothing of, and the literal for it.
fn replaceable(
    call: NodeId,
    tree: &Tree,
    settings: &Settings,
) -> Option<(&'static str, &'static str)> {
    let callee = tree.node(tree.child(call, Role::Callee)?);
    if callee.kind != Kind::Name {
        return None;
    }
    let name = tree.bytes(callee.symbol);
    let entry = LITERALS.into_iter().find(|(known, _)| known.as_bytes() == name)?;
    if settings.allowed_constructors.iter().any(|allowed| allowed == entry.0) {
        return None;
    }
    let is_keyword = |node: &Node| matches!(node.kind, Kind::KeywordArgument | Kind::DoubleStarred);
    let mut has_keyword = false;
    for argument in tree.children(call).map(|child| tree.node(child)) {
        match argument.role {
            Role::Argument if is_keyword(argument) => has_keyword = true,
            Role::Argument => return None,
            _ => {}
        }
    }
    let is_allowed = entry.0 == "dict" && has_keyword && settings.allow_dict_arguments;
    (!is_allowed).then_some(entry)
}

/// Whether the literal can stand for `call` and means the same.
fn can_replace(
    document: &Document<'_>,
    tree: &Tree,
    names: &Names,
    call: NodeId,
    name: &str,
) -> bool {
    let Some(callee) = tree.child(call, Role::Callee) else { return false };
    // Nothing but white space between the parentheses: no arguments, no comment.
    let behind = &tree.source(call, document.bytes)[name.len().min(tree.node(call).span().len())..];
    let is_bare = behind.iter().all(|byte| b"() \t\r\n\x0c".contains(byte));
    let is_builtin = names.read(callee).is_none()
        && !names.imports().iter().any(|import| import.form == ImportForm::Everything);
    let parent = tree.node(tree.node(call).parent);
    let fits = match parent.kind {
        // A string that stands alone may be taken for documentation.
        Kind::ExpressionStatement | Kind::Decorator => false,
        // `0.real` is no attribute of a number.
        Kind::Attribute => false,
        _ => true,
    };
    // There it would need other quotes and braces.
    let mut around =
        std::iter::successors(Some(call), |&at| (at != NodeId::ROOT).then(|| tree.node(at).parent));
    let in_string = around.any(|at| tree.node(at).kind == Kind::FormatString);
    is_bare && is_builtin && fits && !in_string
}

#[cfg(test)]
mod tests {
    use crate::Settings;
    use crate::testing::{check_python, check_python_with, mend_python};

    fn found(text: &str) -> Vec<String> {
        let found = check_python("a.py", text);
        found.into_iter().filter(|found| found.contains("literal")).collect()
    }

    #[test]
    fn calls_without_positional_arguments() {
        assert_eq!(
            found("a = list()\nb = int(x)\nc = dict(x=1)\nd = str(encoding='x')\n"),
            ["1: list() where the literal [] would do", "4: str() where the literal '' would do",]
        );
        assert!(found("a.list()\nf(list())\nlist(*a)\ndict(**a)\nset()\n").is_empty());
        assert_eq!(found("match x:\n    case dict():\n        y = [dict()]\n").len(), 1);
    }

    #[test]
    fn options_let_types_and_arguments_pass_or_not() {
        let settings = Settings {
            allow_dict_arguments: false,
            allowed_constructors: vec!["list".to_owned()],
            ..Settings::default()
        };
        let found = check_python_with("a.py", "a = list()\nb = dict(x=1)\n", &settings);
        let found: Vec<_> = found.iter().filter(|found| found.contains("literal")).collect();
        assert_eq!(found, ["2: dict() where the literal {} would do"]);
    }

    #[test]
    fn the_fix_leaves_alone_what_may_mean_another_thing() {
        let cases = [
            ("a = list( )\nb = (str(), tuple())\n", "a = []\nb = ('', ())\n"),
            ("a = dict(  # none\n)\n", "a = dict(  # none\n)\n"),
            ("a = int().real\nstr()\n", "a = int().real\nstr()\n"),
            ("a = f'{dict()}'\n", "a = f'{dict()}'\n"),
            ("def list():\n    pass\n\n\na = list()\n", "def list():\n    pass\n\n\na = list()\n"),
            ("from m import *\na = list()\n", "from m import *\na = list()\n"),
        ];
        for (before, after) in cases {
            assert_eq!(mend_python(before), after, "{before:?}");
        }
    }
}
