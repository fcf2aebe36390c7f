#![expect(clippy::expect_used, reason = "a test may fail")]

use crate::{Kind, Language, Limits, Names, NodeId, Role, Tree, names, parse};
use proptest::prelude::*;

fn tree(source: &str) -> Tree {
    parse(Language::Python, source.as_bytes(), &Limits::default()).expect("within the limits")
}

fn analysed(source: &str) -> (Tree, Names) {
    let tree = tree(source);
    let names = names(&tree, source.as_bytes()).clone();
    (tree, names)
}

/// The kinds and symbols of a tree as nested lists, without the module.
fn shape(source: &str) -> String {
    let tree = tree(source);
    let mut shape = String::new();
    let mut open: Vec<NodeId> = Vec::new();
    for id in tree.subtree(NodeId::ROOT).skip(1) {
        while open.last().is_some_and(|&end| end <= id) {
            open.pop();
            shape.push(')');
        }
        let node = tree.node(id);
        shape.push_str(&format!("({:?}", node.kind));
        if node.symbol.0 != 0 {
            shape.push_str(&format!(" {}", tree.text(node.symbol)));
        }
        open.push(node.subtree_end);
    }
    shape.push_str(&")".repeat(open.len()));
    shape
}

fn unused(source: &str) -> Vec<String> {
    let (tree, names) = analysed(source);
    let unused = names.imports().iter().filter(|import| !import.used && import.rebound.is_none());
    unused.map(|import| import.canonical(&tree)).collect()
}

#[test]
fn the_tree_is_abstract() {
    assert_eq!(
        shape("a = b = ((c))"),
        "(Assign(Name a)(Name b)(Name c))",
        "parentheses and the chain are gone"
    );
    assert_eq!(shape("x: int = 1"), "(Assign(Name x)(Name int)(Integer 1))");
    assert_eq!(
        shape("f(a, k=1)"),
        "(ExpressionStatement(Call(Name f)(Name a)(KeywordArgument k(Integer 1))))"
    );
    assert_eq!(shape("'a' \"b\""), "(ExpressionStatement(String(String)(String)))");
    assert_eq!(shape("f'a'"), "(ExpressionStatement(String))");
    assert_eq!(
        shape("f'a{b}' 'c'"),
        "(ExpressionStatement(FormatString(StringPart)(Interpolation(Name b))(String)))"
    );
    assert_eq!(
        shape("if a: pass\nelif b: pass\nelse: pass"),
        "(If(Name a)(Block(Pass))(If(Name b)(Block(Pass))(Block(Pass))))"
    );
    assert_eq!(
        shape("@d\nclass A(B): pass"),
        "(Class A(Decorator(Name d))(Name A)(Name B)(Block(Pass)))"
    );
    assert_eq!(shape("a not in b"), "(ExpressionStatement(Compare not in(Name a)(Name b)))");
    assert_eq!(
        shape("exec code"),
        "(ExpressionStatement(Call(Name exec)(Name code)))",
        "the old statement is a call"
    );
    assert_eq!(
        shape("if a: exec b.c in d, `e`; f  # in `g`"),
        "(If(Name a)(Block(ExpressionStatement(Call(Name exec)(Attribute c(Name b))(Name d)(Call(Name repr)(Name e))))(ExpressionStatement(Name f))))"
    );
    for other in
        ["exec(a)", "exec (a) in b", "exec = a", "exec", "a.exec", "exec in b", "x[exec:1]"]
    {
        let tree = tree(&format!("{other}\nx = `y`\n"));
        assert!(tree.errors().is_empty() && tree.old_syntax().is_empty(), "{other}");
    }
    assert_eq!(tree("exec code").old_syntax().len(), 1);
    assert_eq!(
        shape("from .a import b as c, d"),
        "(ImportFrom .(Name a)(ImportItem(Name b)(Name c))(ImportItem(Name d)))"
    );
}

#[test]
fn strings_have_values() {
    let source = "x = 'a\\n' r'\\n' f'z'";
    let tree = tree(source);
    let string = tree.child(NodeId(1), Role::Value).expect("a value");
    assert_eq!(
        tree.string_value(string, source.as_bytes()).as_deref(),
        Some(b"a\n\\nz".as_slice())
    );
}

#[test]
fn errors_are_reported_and_the_rest_is_there() {
    let tree = tree("import os\ndef (:\nos.system(x)\n");
    assert!(!tree.errors().is_empty());
    assert!(tree.nodes().iter().any(|node| node.kind == Kind::Import));
}

#[test]
fn the_reason_of_a_syntax_error_is_known() {
    let complaint = |source: &str| {
        let tree = tree(source);
        tree.complaint().map(|it| (it.span.start, it.message.clone()))
    };
    assert_eq!(complaint("def f(x):\n    return x\n"), None);
    let message = "Expected `:`, found newline".to_owned();
    assert_eq!(complaint("def f(x)\n    return x\n"), Some((8, message)));
    let message = "Invalid assignment target".to_owned();
    assert_eq!(complaint("x\nf() = 1\n"), Some((2, message)), "the grammar takes it");
    assert_eq!(complaint("x = [1, 2\ny = 3\n"), Some((4, "'[' is never closed".to_owned())));
    assert_eq!(complaint("x = 1\0\ny = = 2\n"), Some((5, "A null byte".to_owned())));
    assert_eq!(complaint("a = 1; match = 2\n"), None, "a soft keyword");
    assert_eq!(complaint("x = '\u{e9}' # \u{e9}\n"), None);
}

#[test]
fn unused_imports_are_those_of_pyflakes() {
    assert_eq!(unused("import a, b.c, d as e\nb.x\n"), ["a", "d"]);
    assert_eq!(unused("from m import *\nfrom __future__ import annotations"), [""; 0]);
    assert_eq!(unused("import a\n__all__ = ['a']\nimport b\n__all__ += ('b',)\nimport c\n"), ["c"]);
    assert_eq!(unused("import a\n__all__.extend(['a'])"), [""; 0]);
    assert_eq!(unused("import a\ndef f(a): return a"), ["a"], "the parameter is read");
    assert_eq!(unused("import a\ndef f():\n import b\n return a"), ["b"]);
    assert_eq!(unused("def f(): return a\nimport a"), [""; 0], "bodies run later");
    assert_eq!(unused("import a\nx: 'a.T' = 1"), [""; 0]);
    assert_eq!(
        unused(
            "import a\nfrom typing import Optional, cast\nX = Optional['a.T']\ny = cast('b', y)"
        ),
        [""; 0]
    );
    assert_eq!(unused("import a\nx = 'a'"), ["a"]);
    assert_eq!(unused("import a\n@a.b\ndef f(): pass"), [""; 0]);
    assert_eq!(unused("import a\ndef f(x=a): pass"), [""; 0]);
    assert_eq!(unused("import a\n[a for a in b]"), ["a"], "the comprehension has its own");
    assert_eq!(unused("import a\nclass C:\n  a = a\n"), [""; 0]);
    assert_eq!(
        unused("import a\nclass C:\n  a = 1\n  def f(self): return a\n"),
        [""; 0],
        "classes are not seen"
    );
    assert_eq!(unused("try:\n  import a\nexcept ImportError:\n  a = None\n"), [""; 0], "rebound");
    assert_eq!(unused("import a\ndel a"), [""; 0]);
    assert_eq!(unused("import a\nf'{a}'"), [""; 0]);
    assert_eq!(unused("def f():\n  global a\n  import a\n"), [""; 0]);
    assert_eq!(unused("import a\nmatch x:\n  case a.B: pass\n"), [""; 0]);
    assert_eq!(unused("import a\na += 1"), [""; 0]);
    assert_eq!(unused("import a.b\nimport a.c\n"), ["a.c"]);
}

#[test]
fn imports_know_their_surroundings() {
    let source = "try:\n  import a\nexcept (ImportError, X):\n  import b as a\nif t.TYPE_CHECKING:\n  from c import D as D\n";
    let (tree, names) = analysed(source);
    let facts: Vec<_> = names
        .imports()
        .iter()
        .map(|import| {
            (import.canonical(&tree), import.is_guarded, import.for_types_only, import.is_reexport)
        })
        .collect();
    assert_eq!(
        facts,
        [
            ("a".into(), true, false, false),
            ("b".into(), true, false, false),
            ("c.D".into(), false, true, true)
        ]
    );
}

#[test]
fn deep_nesting_overflows_nothing() {
    let deep = 100_000;
    for source in [
        "(".repeat(deep),
        format!("x = {}{}", "[".repeat(deep), "]".repeat(deep)),
        format!("x = {}1", "-".repeat(deep)),
        format!("x{}", ".a".repeat(deep)),
        format!("x = {}1", "x = ".repeat(deep)),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(deep)),
        format!("f{}", "(f".repeat(deep)),
        format!("x = 1{}", " + 1".repeat(2 * deep)),
        format!("x = {}1", "not ".repeat(deep)),
        format!("x = y{}", "()".repeat(deep)),
        format!("x = y{}", "[0]".repeat(deep)),
        format!("x = {}y", "lambda: ".repeat(deep)),
        format!("x = {}y", "a if b else ".repeat(deep)),
        format!("x = {}y{}", "f'{".repeat(deep), "}'".repeat(deep)),
        (0..1000).map(|depth| " ".repeat(depth) + "def f():\n").collect(),
        format!("if a: pass\n{}", "elif a: pass\nelse: pass\nif a: pass\n".repeat(deep)),
    ] {
        let (tree, names) = analysed(&source);
        assert!(!tree.nodes().is_empty() && !names.scopes().is_empty());
    }
}

fn check_arena(tree: &Tree, length: usize) {
    for (at, node) in tree.nodes().iter().enumerate() {
        let id = NodeId(at as u32);
        assert!(node.subtree_end > id && node.subtree_end.index() <= tree.nodes().len());
        assert!(at == 0 || (node.parent < id && tree.contains(node.parent, id)));
        assert!(node.subtree_end <= tree.node(node.parent).subtree_end);
        assert!(node.start <= node.end && node.end as usize <= length);
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_sound_arena(source in "(?s)([a-z \n(){}\\[\\],:='\"f@*.#\\\\]|def |class |import |if |lambda |with |exec | in |`){0,60}") {
        let tree = tree(&source);
        check_arena(&tree, source.len());
        prop_assert!(tree.complaint().is_none_or(|it| it.span.end <= source.len()));
        prop_assert!(tree.complaint().is_some() || tree.errors().is_empty());
        names(&tree, source.as_bytes());
        for at in 0..tree.nodes().len() {
            tree.string_value(NodeId(at as u32), source.as_bytes());
        }
    }

    #[test]
    fn any_bytes_give_a_sound_arena(source in proptest::collection::vec(any::<u8>(), 0..200)) {
        let tree = parse(Language::Python, &source, &Limits::default()).expect("within the limits");
        check_arena(&tree, source.len());
        names(&tree, &source);
    }
}
