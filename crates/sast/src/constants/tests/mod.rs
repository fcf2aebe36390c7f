#![expect(clippy::expect_used, reason = "a test may fail")]

use super::*;
use sdf_syntax::{Kind, Language, Limits, Role, parse};

mod containers;
mod flow;
mod python;
mod symbolic;

/// The values of the arguments of all calls of `f` in `source`, as they would be written.
fn arguments(source: &str) -> Vec<String> {
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("small");
    let names = sdf_syntax::names(&tree, source.as_bytes());
    let constants = Constants::of(&tree, source.as_bytes(), names);
    arguments_of_calls(&tree).map(|argument| shown(constants.value(argument))).collect()
}

/// The first arguments of all calls of `f`.
fn arguments_of_calls(tree: &Tree) -> impl Iterator<Item = NodeId> {
    let calls = tree.subtree(NodeId::ROOT).filter(|&id| {
        let callee = tree.child(id, Role::Callee).map(|callee| tree.node(callee).symbol);
        tree.node(id).kind == Kind::Call && callee.is_some_and(|name| tree.bytes(name) == b"f")
    });
    calls.filter_map(|call| tree.child(call, Role::Argument))
}

fn shown(value: Option<Value>) -> String {
    match value {
        None => "-".into(),
        Some(Value::Text(text) | Value::Bytes(text)) => {
            format!("'{}'", String::from_utf8_lossy(&text))
        }
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Float(number)) => number.to_string(),
        Some(Value::Boolean(truth)) => if truth { "True" } else { "False" }.into(),
        Some(Value::None) => "None".into(),
        Some(Value::SomeText) => "text".into(),
        Some(Value::SomeInteger) => "integer".into(),
        Some(Value::SomeBoolean) => "truth".into(),
        Some(_) => "container".into(),
    }
}

/// Checks `source` whose calls of `f` are followed by `#` and what the argument is known to be.
#[track_caller]
fn check(source: &str) {
    compare(source, &arguments(source));
}

#[track_caller]
fn compare(source: &str, found: &[String]) {
    let said: Vec<_> = source.lines().filter_map(|line| line.split_once(" # ")).collect();
    assert_eq!(found.len(), said.len(), "each call says what it is");
    let wrong = said.iter().zip(found).filter(|((_, said), found)| said.trim() != *found);
    let wrong: Vec<_> =
        wrong.map(|((code, said), found)| format!("{code}: {found}, not {said}")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn expressions_have_the_values_that_semgrep_gives_them() {
    check(
        r#"
f("a" + "b") # 'ab'
f("a" "b") # 'ab'
f("a" * 3) # 'aaa'
f("a" * p) # text
f("a%s" % "b") # -
f("a%s" % p) # -
f("a{}".format("b")) # -
f(f"ab") # 'ab'
f(f"a{p}") # -
f(f"a" "b") # 'ab'
f(1 + 2) # 3
f(6 // 2) # 3
f(7 % 4) # 3
f(2 ** 3) # 8
f(-3) # -3
f(~2) # -3
f(not True) # False
f(True and False) # False
f(True or False) # True
f(p and "a" or "b") # -
f(p or "a") # -
f("ab" if p else "ab") # 'ab'
f("ab" if p else "abc") # text
f("ab" if p else p) # -
f("a" + p) # -
f(p + "a") # -
f("a" + ("b" if p else "c")) # text
f(b"ab") # 'ab'
f(r"ab") # 'ab'
f(r"a\b") # 'a\b'
f(1 < 2) # True
f(1 != 2) # True
f("ab".upper()) # -
f(str("ab")) # -
f(("a" + "b") + "c") # 'abc'
f("a" + ("b" + "c")) # 'abc'
f(0x3) # 3
f(1.5) # 1.5
f(1.0 + 0.5) # 1.5
f(-1 - -3) # 2
f("a" "b" + "c") # 'abc'
f(None) # None
f([1]) # -
f("a" + 1) # -
f(1 / 0) # -
f("a" + f"b") # 'ab'
f(5 ^ 1) # 4
"#,
    );
}

#[test]
fn a_name_assigned_once_is_that_value_in_the_whole_file() {
    check(
        r#"
import os
G = "ab"
G2 = "a" + G
G3 = 3
G4 = G
RAW = r"ab"
REP = "a" * 3
CON = "ab" if os.x else "abc"
SUM = 1 + 2
FMT = f"a{G3}"
CALL = foo("ab")
if os.x:
    COND = "ab"
TWICE = "a"
TWICE = "b"
AUG = "a"
AUG += "b"
DELETED = "ab"
del DELETED
for LOOP in "ab": pass
GLOBAL = "ab"
def u(p, q="ab"):
    f(G) # 'ab'
    f(G2) # 'aab'
    f(G3) # 3
    f(G4) # 'ab'
    f(RAW) # 'ab'
    f(REP) # 'aaa'
    f(CON) # text
    f(SUM) # 3
    f(FMT) # 'a3'
    f(CALL) # -
    f(COND) # 'ab'
    f(TWICE) # -
    f(AUG) # -
    f(DELETED) # -
    f(LOOP) # -
    f(GLOBAL) # -
    f(m.G) # -
    f(q) # -
    for i in p:
        f(G) # 'ab'
    [f(G) for i in p] # 'ab'
    lambda: f(G) # 'ab'
    def inner():
        f(G) # 'ab'
    class D:
        z = f(G) # 'ab'
        def m(self):
            f(G) # 'ab'
def setter():
    global GLOBAL, NEW
    GLOBAL = "abc"
    NEW = "ab"
def getter():
    f(NEW) # -
def shadow(G):
    f(G) # -
def shadow():
    for G in x:
        f(G) # -
def shadow():
    [f(G) for G in x] # -
    lambda G: f(G) # -
"#,
    );
}

/// Semgrep knows none of these; all of them are true.
#[test]
fn more_is_known_than_semgrep_does() {
    check(
        r#"
def before():
    f(LATE) # 'ab'
LATE = "ab"
A = B = "ab"
C: str = "ab"
D, E = "a", 2
class K:
    L = "ab"
    f(L) # 'ab'
def more(p):
    f(A) # 'ab'
    f(C) # 'ab'
    x = y = "ab"
    f(y) # 'ab'
    n, (m, o) = "ab", (2, p)
    f(n) # 'ab'
    f(m) # 2
    f(o) # -
    for i in p:
        f(x) # 'ab'
    f([x for i in p]) # -
    f(x) # 'ab'
    def inner():
        f(x) # 'ab'
    while True:
        k = "ab"
        if p:
            break
    f(k) # 'ab'
    f(3 * "a") # 'aaa'
    f("a" == "b") # False
    f("a" in "ab") # True
    f(None is None) # True
    f("ab" if "" else 3) # 3
    r = r"a\b"
    f(r) # 'a\b'
f(D) # 'a'
f(E) # 2
"#,
    );
}

#[test]
fn conditions_are_decided_as_far_as_they_are_known() {
    let decided = |condition: &str| {
        let source = format!("def g():\n    debug = False\n    if {condition}:\n        pass\n");
        let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("small");
        let names = sdf_syntax::names(&tree, source.as_bytes());
        let statement =
            tree.subtree(NodeId::ROOT).find(|&id| tree.node(id).kind == Kind::If).expect("one");
        let condition = tree.child(statement, Role::Condition).expect("one");
        Constants::of(&tree, source.as_bytes(), names).always(condition)
    };
    for yes in ["True", "1", "not debug", "p or 'a'", "2 > 1 and not debug", "[p]", "(w := 1)"] {
        assert_eq!(decided(yes), Some(true), "{yes}");
    }
    for no in ["debug", "p and debug", "not 1", "''", "0.0", "None", "{}", "not (p or 1)"] {
        assert_eq!(decided(no), Some(false), "{no}");
    }
    for open in ["p", "p or debug", "p and 1", "[*p]", "f('a')", "p == 1", "not p"] {
        assert_eq!(decided(open), None, "{open}");
    }
}

#[test]
fn no_input_takes_too_long_or_too_deep() {
    let sum = format!("x = 'a'\ny = {}'b'\nf(y) # text\n", "'a' + x + ".repeat(10_000));
    check(&sum);
    let doubled = format!("x = 'ab'\n{}f(x) # text\n", "x = x + x\n".repeat(1000));
    check(&doubled);
    let branches = "    if p: x = g()\n    f(x) # -\n".repeat(2000);
    check(&format!("def a(p):\n    x = 'a'\n{branches}"));
    let signs = format!("f({}1) # 1\n", "-".repeat(1000));
    check(&signs);
    let mut loops = String::from("def a(p):\n x = 'a'\n");
    for depth in 1..60 {
        let indent = " ".repeat(depth);
        loops.push_str(&format!("{indent}while p:\n{indent} f(x) # -\n{indent} x = x + p\n"));
    }
    check(&loops);
}
