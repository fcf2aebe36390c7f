//! debug-statements: debuggers left in the code.

use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::Span;
use sdf_syntax::{Import, ImportForm, Kind, Names, NodeId, Role, Tree};

/// Modules that are debuggers, as pre-commit-hooks' debug-statements has them.
const DEBUGGERS: [&[u8]; 10] =
    [b"bpdb", b"ipdb", b"pdb", b"pdbr", b"pudb", b"pydevd_pycharm", b"q", b"rdb", b"rpdb", b"wdb"];

/// Whether a module of this name is a debugger.
pub(super) fn is_debugger(module: &[u8]) -> bool {
    DEBUGGERS.contains(&module)
}

pub(super) fn check(tree: &Tree, names: &Names, sink: &mut Sink<'_>) {
    let mut reported = None;
    for import in
        names.imports().iter().filter(|import| is_debugger(module(import, tree).as_bytes()))
    {
        // One finding for `from pdb import set_trace, post_mortem`.
        if reported == Some(import.statement) {
            continue;
        }
        reported = Some(import.statement);
        add(import.statement_span, format!("debugger imported: {}", module(import, tree)), sink);
    }
    for (index, node) in tree.nodes().iter().enumerate() {
        if node.kind == Kind::Call && is_breakpoint(NodeId(index as u32), tree, names) {
            add(node.span(), "debugger called: breakpoint".to_owned(), sink);
        }
    }
}

fn add(span: Span, message: String, sink: &mut Sink<'_>) {
    sink.add(Check::DebugStatements, finding(Check::DebugStatements, span, span).saying(message));
}

/// The module of which `import` takes something; a submodule is none of the debugger's.
fn module(import: &Import, tree: &Tree) -> String {
    let canonical = import.canonical(tree);
    match import.form {
        ImportForm::Module => canonical,
        _ => canonical.rsplit_once('.').map(|(module, _)| module.to_owned()).unwrap_or(canonical),
    }
}

/// Whether `call` calls the language's own `breakpoint`.
fn is_breakpoint(call: NodeId, tree: &Tree, names: &Names) -> bool {
    tree.child(call, Role::Callee).is_some_and(|callee| {
        let node = tree.node(callee);
        node.kind == Kind::Name
            && tree.bytes(node.symbol) == b"breakpoint"
            && names.read(callee).is_none()
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_python;

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
        let mine = "def breakpoint():\n    pass\n\n\nbreakpoint()\nx.breakpoint()\n";
        assert!(debuggers(mine).is_empty());
        assert!(debuggers("import pdb.x\nfrom .pdb import y\nfrom x import pdb\n").is_empty());
    }
}
