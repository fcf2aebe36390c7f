//! Containers: what is picked out of them, and when they are not believed.

use super::*;

#[test]
fn containers_are_known_by_key_and_index() {
    check(
        r#"
def g(p):
    d = {"a": "x", "b": p, 3: [1, "z"]}
    f(d["a"]) # 'x'
    f(d["b"]) # -
    f(d["c"]) # -
    f(d[3][1]) # 'z'
    f(d[3][-1]) # 'z'
    v = d.get("a")
    f(v) # 'x'
    v = d.get("q", "y")
    f(v) # 'y'
    v = d.get("q")
    f(v) # None
    f("a" in d) # True
    f("b" not in d) # False
    f(d["a"] == "x") # True
    t = (1, "two", p)
    f(t[1]) # 'two'
    f(t[2]) # -
    f(t[5]) # -
    l = ["a", "b", "c"]
    f(l[-1]) # 'c'
    f(l[0]) # 'a'
    f(l[p]) # -
    v = l[1:][0]
    f(v) # 'b'
    v = len(l)
    f(v) # 3
    v = "-".join(l)
    f(v) # 'a-b-c'
    for e in l:
        f(l[0]) # 'a'
    f(f"{l[0]}{t[0]}") # 'a1'
    w = "abc,def".split(",")
    f(w[1]) # 'def'
    f("abc"[1]) # 'b'
    f("abc"[::-1]) # 'cba'
    s = {"a", "b"}
    f("a" in s) # True
    f("c" in s) # False
    f(p in []) # False
    f(1 < 2 < 3) # True
    f(1 < p < 0) # -
    f(3 < 2 < p) # False
    f([1, 2] == [1, 2]) # True
    f((1, p) == (2, p)) # False
    f("é"[0]) # 'é'
    f(b"ab"[0]) # 97
"#,
    );
}

#[test]
fn what_may_have_been_changed_is_not_believed() {
    for change in [
        "d['a'] = 1",
        "d['a'] += 1",
        "del d['a']",
        "d.update(p)",
        "d.setdefault('b', 1)",
        "x = d.pop('a')",
        "p(d)",
        "p(k=d)",
        "p(*[d])",
        "y = d",
        "y = d or p",
        "p.d = d",
        "y = d.pop",
        "y = [d]",
        "y = d if p else None",
        "d['a'], y = p",
        "for d['a'] in p: pass",
        "with p as d['a']: pass",
        "def h(): d['a'] = 1",
        "y = lambda: d",
        "yield d",
        "y = x = d",
        "match p:\n        case 1: d.clear()",
    ] {
        check(&format!("def g(p):\n    d = {{'a': 'x'}}\n    {change}\n    f(d['a']) # -\n"));
    }
    for look in [
        "y = d['a']",
        "y = d.get('a')",
        "y = len(d) + 1",
        "for k in d: p(k)",
        "for k, v in d.items(): p(v)",
        "print(d)",
        "y = [k for k in d if k in d]",
        "if d: pass",
        "y = 'a' in d and not d",
        "y = f'{d}'",
        "y = list(d)",
        "p(**d)",
        "def h(): return d['a']",
        "y = sorted(d.values())",
        "y = d.copy()\n    y['a'] = 3",
        "y = {**d}",
    ] {
        check(&format!("def g(p):\n    d = {{'a': 'x'}}\n    {look}\n    f(d['a']) # 'x'\n"));
    }
    check("def g(p):\n    d = e = {'a': 'x'}\n    e.clear()\n    f(d['a']) # -\n");
    check("def g(p):\n    d = {'a': ['x']}\n    f(d['a'][0]) # 'x'\n");
    check(
        "def g(p):\n    d = {'a': ['x']}\n    y = d['a']\n    y.append(p)\n    f(d['a'][0]) # -\n",
    );
    check(
        "def g(p):\n    d = {'a': ['x']}\n    for y in d.values(): y.clear()\n    f(d['a'][0]) # -\n",
    );
    check("d = {'a': 'x'}\ndef g(p):\n    f(d['a']) # 'x'\n");
    check("d = {'a': 'x'}\ndef h(): d['a'] = 1\ndef g(p):\n    f(d['a']) # -\n");
    check("def g(p):\n    d = ['x']\n    if p:\n        d += ['y']\n    f(d[0]) # -\n");
}

#[test]
fn ways_that_constants_close_are_not_taken() {
    check(
        r#"
def g(p):
    x = 5
    if x > 3:
        y = "a"
    else:
        y = p
    f(y) # 'a'
    if y == "a":
        z = 1
    else:
        z = p
    f(z) # 1
    while x:
        z = 2
        if p: break
        z = 3
    else:
        z = p
    f(z) # 2
    match "ABC"[1]:
        case "A" | "C":
            v = p
        case "B":
            v = "b"
        case _:
            v = p
    f(v) # 'b'
    for i in []:
        v = p
    f(v) # 'b'
    if p:
        v = p
        exit(1)
    f(v) # 'b'
    if False:
        while p:
            v = p
    f(v) # 'b'
    try:
        w = "a"
        if x == 5:
            raise E
        w = p
    except E:
        f(w) # 'a'
"#,
    );
    check(
        "DEBUG = False\ndef g(p):\n    y = 1\n    if DEBUG:\n        y = p\n    f(y) # -\n    f(DEBUG) # False\n",
    );
    // What decides must be the same however often a loop turns.
    check(
        "def g(p):\n    x = 1\n    while p:\n        if x == 1: y = 1\n        else: y = p\n        x = 2\n        f(y) # -\n",
    );
}

#[test]
fn subjects_fit_cases_or_do_not() {
    let fits = |subject: &str, case: &str| {
        let source = format!("def g(p):\n  s = {subject}\n  match s:\n    case {case}: pass\n");
        let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("small");
        assert!(tree.errors().is_empty(), "{source}");
        let names = sdf_syntax::names(&tree, source.as_bytes());
        let case = tree.subtree(NodeId::ROOT).find(|&id| tree.node(id).kind == Kind::Case);
        Constants::of(&tree, source.as_bytes(), names).fits(case.expect("one"))
    };
    for (subject, case, expected) in [
        ("5", "5", Some(true)),
        ("5", "6", Some(false)),
        ("-5", "-5", Some(true)),
        ("5", "-5", Some(false)),
        ("5", "(5)", Some(true)),
        ("5", "5.0", Some(true)),
        ("1", "True", Some(false)),
        ("True", "True", Some(true)),
        ("None", "None", Some(true)),
        ("0", "None", Some(false)),
        ("'a'", "'a' | 'b'", Some(true)),
        ("'c'", "'a' | 'b'", Some(false)),
        ("'c'", "'a' | _", Some(true)),
        ("'c'", "_", Some(true)),
        ("p", "_", Some(true)),
        ("p", "x", Some(true)),
        ("p", "x, y", None),
        ("p", "_, _", None),
        ("p", "5", None),
        ("'c'", "x", Some(true)),
        ("'c'", "x, y", Some(false)),
        ("'c'", "'c' as x", Some(true)),
        ("'c'", "('d' | 'e') as x", Some(false)),
        ("(1, 2)", "(1, 2)", Some(true)),
        ("(1, 2)", "[1, _]", Some(true)),
        ("(1, 2)", "1, _", Some(true)),
        ("(1, 2)", "_, 3", Some(false)),
        ("(1, 2)", "[_]", Some(false)),
        ("(1, 2)", "[_, *_]", Some(true)),
        ("(1, 2)", "[*_, 3]", Some(false)),
        ("(1, p)", "[1, x]", Some(true)),
        ("(1, p)", "[1, 2]", None),
        ("(1, p)", "[2, 2]", Some(false)),
        ("'ab'", "['a', 'b']", Some(false)),
        ("'a'", "str()", Some(true)),
        ("'a'", "int()", Some(false)),
        ("'a'", "str(x)", None),
        ("'a'", "C()", None),
        ("'a'", "C.A", None),
        ("'a'", "{'k': 1}", Some(false)),
        ("5", "x if p", Some(true)),
        ("5", "6 if p", Some(false)),
    ] {
        assert_eq!(fits(subject, case), expected, "{subject} in case {case}");
    }
}
