//! What stands for what.

use super::*;

/// Checks `source`, whose calls of `f` are followed by `#` and what their argument stands for.
#[track_caller]
fn check_symbolic(source: &str) {
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("small");
    let names = sdf_syntax::names(&tree, source.as_bytes());
    let constants = Constants::of(&tree, source.as_bytes(), names);
    let shown = |id| String::from_utf8_lossy(tree.source(id, source.as_bytes())).into_owned();
    let arguments = arguments_of_calls(&tree);
    let found: Vec<_> =
        arguments.map(|id| constants.symbolic(id).map_or("-".into(), shown)).collect();
    compare(source, &found);
}

#[test]
fn a_name_may_stand_for_an_expression() {
    check_symbolic(
        r#"
G = foo.bar()
TWICE = foo.bar()
TWICE = foo.bar(1)
def one(p, q):
    f(G) # foo.bar()
    f(TWICE) # -
    f(p) # -
    x = foo.bar(p, *p, k=q[0], s=f"{p}", t=1 + p)
    p = 3
    f(x) # foo.bar(p, *p, k=q[0], s=f"{p}", t=1 + p)
    f(p) # -
    if p:
        f(x) # foo.bar(p, *p, k=q[0], s=f"{p}", t=1 + p)
    y = x.baz()
    f(y) # x.baz()
    g(x)
    x = "a" + y
    f(x) # "a" + y
    x.change()
    f(x) # -
    x: int = foo.bar()
    f(x) # foo.bar()
    lambda: f(x) # foo.bar()
    x = g(x)
    f(x) # g(x)
    x += 1
    f(x) # -
    if q:
        x = foo.bar()
    else:
        x = foo.bar()
    f(x) # -
    if (w := foo.bar()):
        f(w) # foo.bar()
    with foo.bar() as x:
        f(x) # foo.bar()
    try:
        x = foo.bar()
    except E:
        pass
    f(x) # foo.bar()
    try:
        x = foo.bar()
    except E:
        x = None
    f(x) # -
    while p:
        x = g(x)
        f(x) # g(x)
def not_symbolic(p):
    x = await foo.bar()
    f(x) # -
    x = [foo.bar()]
    f(x) # -
    x = {"a": foo.bar()}
    f(x) # -
    x = lambda: foo.bar()
    f(x) # -
    x = foo.bar() if p else p
    f(x) # -
    x = foo.bar(a[1:2])
    f(x) # -
    x = foo.bar(a for a in p)
    f(x) # -
    x = "a"
    f(x) # -
"#,
    );
}

#[test]
fn a_value_may_come_from_one_literal() {
    let source = "G = 'a'\ndef u(p):\n    x = G\n    if p:\n        y = 'b'\n    else:\n        \
                  y = \"b\"\n    f(x)\n    f(y)\n    f('c')\n    f('d' + x)\n    f(p)\n";
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("small");
    let names = sdf_syntax::names(&tree, source.as_bytes());
    let constants = Constants::of(&tree, source.as_bytes(), names);
    let literals = arguments_of_calls(&tree).map(|id| {
        let literal = constants.literal(id)?;
        Some(String::from_utf8_lossy(tree.source(literal, source.as_bytes())).into_owned())
    });
    let literals: Vec<_> = literals.collect();
    let literals: Vec<_> = literals.iter().map(Option::as_deref).collect();
    assert_eq!(literals, [Some("'a'"), Some("'b'"), Some("'c'"), None, None]);
}
