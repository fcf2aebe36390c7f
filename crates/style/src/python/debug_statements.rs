//! debug-statements: debuggers left in the code.

use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Confidence, Finding, Span};
use sdf_syntax::{Import, ImportForm, Kind, Names, NodeId, Role, Tree};

/// Modules that are debuggers, as pre-commit-hooks' debug-statements has them.
const DEBUGGERS: [&[u8]; 10] =
    [b"bpdb", b"ipdb", b"pdb", b"pdbr", b"pudb", b"pydevd_pycharm", b"q", b"rdb", b"rpdb", b"wdb"];

/// The language's own way into a debugger.
const BREAKPOINT: &[u8] = b"breakpoint";

/// Whether the tree has a name that matters, so that names are worth resolving.
pub(super) fn concerns(tree: &Tree) -> bool {
    DEBUGGERS.iter().chain([&BREAKPOINT]).any(|name| tree.symbol(name).is_some())
}

/// Whether such a name stands in the text.
pub(super) fn may_concern(text: &[u8]) -> bool {
    let is_part =
        |byte: Option<&u8>| byte.is_some_and(|&it| it == b'_' || it.is_ascii_alphanumeric());
    let stands = |name: &&[u8]| {
        memchr::memmem::find_iter(text, name).any(|at| {
            !is_part(at.checked_sub(1).and_then(|before| text.get(before)))
                && !is_part(text.get(at + name.len()))
        })
    };
    DEBUGGERS.iter().chain([&BREAKPOINT]).any(stands)
}

pub(super) fn check(tree: &Tree, names: &Names, sink: &mut Sink<'_>) {
    let mut reported = None;
    for import in names.imports() {
        let module = module(import, tree);
        let name = module.trim_start_matches('.');
        // One finding for `from pdb import set_trace, post_mortem`.
        if reported == Some(import.statement) || !DEBUGGERS.contains(&name.as_bytes()) {
            continue;
        }
        reported = Some(import.statement);
        // One of the package's own that is only called so.
        let is_own = name.len() < module.len();
        let confidence = if is_own { Confidence::Low } else { Confidence::High };
        add(import.statement_span, format!("debugger imported: {module}"), confidence, sink);
    }
    for (index, node) in tree.nodes().iter().enumerate() {
        if node.kind != Kind::Call {
            continue;
        }
        if let Some(confidence) = breakpoint(NodeId(index as u32), tree, names) {
            add(node.span(), "debugger called: breakpoint".to_owned(), confidence, sink);
        }
    }
}

fn add(span: Span, message: String, confidence: Confidence, sink: &mut Sink<'_>) {
    let fault = finding(Check::DebugStatements, span, span).saying(message);
    sink.add(Check::DebugStatements, Finding { confidence, ..fault });
}

/// The module of which `import` takes something; a submodule is none of the debugger's.
fn module(import: &Import, tree: &Tree) -> String {
    let canonical = import.canonical(tree);
    match import.form {
        ImportForm::Module => canonical,
        _ => canonical.rsplit_once('.').map(|(module, _)| module.to_owned()).unwrap_or(canonical),
    }
}

/// How sure it is that `call` calls the language's own `breakpoint`, if it calls what is named so.
fn breakpoint(call: NodeId, tree: &Tree, names: &Names) -> Option<Confidence> {
    let callee = tree.child(call, Role::Callee)?;
    let node = tree.node(callee);
    let is_named = node.kind == Kind::Name && tree.bytes(node.symbol) == BREAKPOINT;
    let is_own = names.read(callee).is_some();
    is_named.then_some(if is_own { Confidence::Low } else { Confidence::High })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_tree_is_wanted_where_a_debugger_is_named() {
        use super::may_concern;
        for text in ["import q", "from ipdb import x", "breakpoint()", "import os,pdb"] {
            assert!(may_concern(text.as_bytes()), "{text}");
        }
        assert!(!may_concern(b"import queue, my_pdb\nq1 = faq = breakpoints"));
    }

    use crate::testing::{check_parsed, check_python};
    use sdf_core::Confidence;

    fn debuggers(text: &str) -> Vec<String> {
        let found = check_python("a.py", text);
        found.into_iter().filter(|found| found.contains("debugger")).collect()
    }

    #[test]
    fn imports_and_calls() {
        let source =
            "import os, pdb\nfrom ipdb import set_trace, launch\nif x:\n    breakpoint()\n";
        assert_eq!(
            debuggers(source),
            [
                "1: debugger imported: pdb",
                "2: debugger imported: ipdb",
                "4: debugger called: breakpoint",
            ]
        );
        assert!(debuggers("x.breakpoint()\nimport pdb.x\nfrom x import pdb\n").is_empty());
    }

    #[test]
    fn what_is_only_called_so_is_told_with_less_confidence() {
        for own in ["from .pdb import y\n", "def breakpoint():\n    pass\n\n\nbreakpoint()\n"] {
            let found = check_parsed("a.py", own.as_bytes());
            let found = found.iter().filter(|found| found.rule.id == "debug-statements");
            let confidences: Vec<_> = found.map(|found| found.confidence).collect();
            assert_eq!(confidences, [Confidence::Low], "{own:?}");
        }
    }
}
