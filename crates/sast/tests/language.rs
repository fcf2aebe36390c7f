//! The pattern language, a feature a line.
#![expect(clippy::expect_used, reason = "a test may fail")]

use proptest::prelude::*;
use sdf_core::{Document, RuleMask, Span};
use sdf_sast::{Scanner, Unfinished};
use sdf_syntax::{Language, Limits, parse};
use std::time::{Duration, Instant};

/// What rules of `formula`, indented YAML, find in `source`: the texts of the matches.
fn matches_of(formula: &str, source: &str) -> (Vec<String>, Vec<Unfinished>) {
    let (spans, unfinished) = scan(formula, source);
    let text = |span: Span| String::from_utf8_lossy(span.of(source.as_bytes())).into_owned();
    (spans.into_iter().map(text).collect(), unfinished)
}

/// The same: where the matches are.
fn scan(formula: &str, source: &str) -> (Vec<Span>, Vec<Unfinished>) {
    let file = format!(
        "rules:\n  - id: test\n    message: found $X\n    severity: INFO\n    languages: [python]\n    metadata: {{anchors: [any]}}\n{formula}"
    );
    let rules = sdf_rules::sast::parse("test.yaml", &file).expect("a rule file").rules;
    sdf_sast::check(&rules).expect("patterns that can be used");
    let document = Document::file(b"test.py".as_slice().into(), source.as_bytes());
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("a tree");
    let mut findings = Vec::new();
    let mask = RuleMask::new(rules.len(), |_| true);
    let unfinished = Scanner::new(&rules).scan(&document, &tree, &mask, &mut findings);
    (findings.iter().map(|finding| finding.span).collect(), unfinished)
}

fn found(pattern: &str, source: &str) -> Vec<String> {
    let indented: String = pattern.lines().map(|line| format!("      {line}\n")).collect();
    matches_of(&format!("    pattern: |\n{indented}"), source).0
}

/// How often `pattern` matches in `source`.
#[track_caller]
fn check(pattern: &str, source: &str, count: usize) {
    let found = found(pattern, source);
    assert_eq!(found.len(), count, "`{pattern}` in `{source}` matches {found:?}");
}

#[test]
fn arguments() {
    check("f($X)", "f(1); f(); f(1, 2); f(a=1)", 1);
    check("f(...)", "f(1); f(); f(1, 2); f(a=1)", 4);
    check("f($X, ...)", "f(1); f(); f(1, a=2)", 2);
    check("f(..., $X)", "f(1, 2)", 1);
    check("f(..., a=1, ...)", "f(x, b=2, a=1); f(a=1); f(a=2)", 2);
    check("f(b=2, a=1)", "f(a=1, b=2); f(a=1, b=2, c=3)", 1);
    check("f(..., $K=1, ...)", "f(b=2, a=1)", 1);
    check("f($X, $X)", "f(a, a); f(a, b); f(g(1), g(1)); f('a', \"a\")", 3);
    check("f($...ARGS, 1)", "f(2, 3, 1); f(1); f(2)", 2);
    check("f(**$X)", "f(**a); f(a)", 1);
    check("f($_, $_)", "f(a, b)", 1);
}

#[test]
fn a_metavariable_alone_stands_for_all_that_another_holds() {
    let compared = "    patterns:
      - pattern: f($X)
      - metavariable-pattern:
          metavariable: $X
          patterns:
            - pattern: $N
            - metavariable-comparison: {metavariable: $N, comparison: ($N & 2) > 0}
";
    // Semgrep 1.182 finds the same.
    let (found, _) = matches_of(compared, "f(0o777)\nf(4)\nf(a | 2)\nf(g(2))\nf(a)\n");
    assert_eq!(found, ["f(0o777)", "f(a | 2)", "f(g(2))"]);
}

#[test]
fn names() {
    check("os.system(...)", "import os\nos.system(a)", 1);
    check("os.system(...)", "import os as o\no.system(a)", 1);
    check("os.system(...)", "from os import system as s\ns(a)", 1);
    check("os.system(...)", "from os import *\nsystem(a)", 1);
    check("os.system(...)", "from my import system\nsystem(a)", 0);
    check("os.system(...)", "def f():\n  from os import system\ndef g(): system(a)", 0);
    check("a.b.c(...)", "from a import b\nb.c()", 1);
    check("a.b.c(...)", "import a.b as d\nd.c()", 1);
    check("a.$M(...)", "from a import m\nm()", 1);
    check("$X.load(...)", "a.load(); load(); a.b.load()", 2);
    check("eval(...)", "model.eval(); eval()", 1);
    check("a. ... .b()", "a.x().y.b(); a.b(); c.b()", 2);
}

#[test]
fn global_names_are_not_what_the_file_binds() {
    let formula = "    pattern: pickle.loads(...)\n";
    let strict = |source: &str| {
        let file = format!(
            "rules:\n  - id: test\n    message: m\n    severity: INFO\n    languages: [python]\n    metadata: {{names: global}}\n{formula}"
        );
        let rules = sdf_rules::sast::parse("test.yaml", &file).expect("a rule file").rules;
        let document = Document::file(b"test.py".as_slice().into(), source.as_bytes());
        let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("a tree");
        let mut findings = Vec::new();
        Scanner::new(&rules).scan(&document, &tree, &RuleMask::new(1, |_| true), &mut findings);
        findings.len()
    };
    assert_eq!(strict("import pickle\npickle.loads(a)"), 1);
    assert_eq!(strict("def f(pickle): pickle.loads(a)"), 0);
    assert_eq!(strict("from my import pickle\npickle.loads(a)"), 0);
    assert_eq!(
        strict("try:\n  import pickle\nexcept ImportError:\n  pickle = None\npickle.loads(a)"),
        1
    );
    check("pickle.loads(...)", "def f(pickle): pickle.loads(a)", 1);
}

#[test]
fn strings_and_constants() {
    check("f(\"...\")", "f('a'); f(a); f('a' 'b'); f(f'{a}'); f('a' + 'b')", 3);
    check("f(\"$X\")", "f('a'); f(1)", 1);
    check("f(\"=~/^a+$/\")", "f('aa'); f('b')", 1);
    check("f('a')", "f(\"a\"); f(b'a'); f('b')", 2);
    check("f(f\"...{$X}...\")", "f(f'a{b}'); f(f'{b}'); f('a')", 2);
    check("f(f\"...\")", "f(f'a{b}'); f('a')", 1);
    check("f(\"...\")", "A = 'a'\nf(A)\nA2 = 'a'\nA2 = b\nf(A2)", 1);
    check("f(1)", "N = 1\nf(N)", 1);
    check("f(True)", "f(True); f(1)", 1);
    check("\"...\" + $X", "'a' + b + c; d + 'a'", 1);
    check("$X % $Y", "'%s' % a", 1);
}

#[test]
fn displays_and_operators() {
    check("[..., 1, ...]", "[2, 1]; [1]; [2]", 2);
    check("{..., 'a': $X, ...}", "{'b': 1, 'a': 2}; {'b': 1}", 1);
    check("{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}; {'a': 1, 'b': 2, 'c': 3}", 1);
    check("$X == $X", "a == a; a == b; a.b == a.b", 2);
    check("$X[1:]", "a[1:]; a[:1]; a[1]", 1);
    check("not $X", "not a", 1);
    check("<... f($X) ...>", "g(1 + f(2))", 3);
    check("g(<... f($X) ...>)", "g(1 + f(2)); g(2)", 1);
}

#[test]
fn statements_and_definitions() {
    check("$X = f(...)", "a = f(1)\nb: int = f()\nc = d = f()\ng = h()", 3);
    check("return $X", "def f(): return 1\ndef g(): return", 1);
    check("f()\ng()", "f()\ng()\nh()\nf()\nh()\ng()", 1);
    check("f()\n...\ng()", "f()\nh()\nif a:\n  g()", 1);
    check("$X = f()\n...\ng($X)", "a = f()\nb = 1\nreturn g(a)\n", 1);
    check("$X = f()\n...\ng($X)", "a = f()\ng(b)\n", 0);
    check("def $F(..., $P, ...):\n  ...", "def f(): pass\ndef g(a, b): pass", 1);
    check("def $F(...):\n  ...\n  f()\n  ...", "def a():\n  b()\n  f()\n  c()\ndef d(): pass", 1);
    check("@$D\ndef $F(...):\n  ...", "@a\n@b\ndef f(): pass\ndef g(): pass", 1);
    check(
        "class $C(Base): ...",
        "class A(Base): pass\nclass B(Base, Other): pass\nclass C: pass",
        2,
    );
    check(
        "class $C(..., Base, ...): ...",
        "class A(Base): pass\nclass B(Base, Other): pass\nclass C: pass",
        2,
    );
    check("class $C: ...", "class A(Base): pass", 1);
    check("with open(...) as $F:\n  ...", "with open(a) as f:\n  pass\nwith b: pass", 1);
    check("if $X:\n  ...", "if a:\n  b()\nelse:\n  c()", 1);
    check("for $X in $Y:\n  ...", "for a in b:\n  c()", 1);
    check("import pickle", "import pickle\nimport json", 1);
    check("try:\n  ...\nexcept $E:\n  pass", "try:\n  a()\nexcept B:\n  pass", 1);
    check("assert $X, ...", "assert a, 'b'\nassert a", 2);
}

/// What a pattern matches in code, exactly; Semgrep 1.182 says the same of each.
const AGREED: &[(&str, &str, &[&str])] = &[
    // What dots pass over is part of the match, whole.
    ("a()\n...\nb()", "a()\nif x:\n  b()\n  c()\nd()", &["a()\nif x:\n  b()\n  c()"]),
    ("a()\n...", "a()\nb()\nc()", &["a()", "a()\nb()", "a()\nb()\nc()"]),
    ("...\nb()", "a()\nb()", &["a()\nb()", "b()"]),
    // In a body nothing may follow, but behind dots.
    ("def f():\n  a()", "def f():\n  a()\n  b()", &[]),
    ("def f():\n  ...\n  a()", "def f():\n  a()\n  b()", &["def f():\n  a()\n  b()"]),
    ("def f():\n  $...B\n  a()", "def f():\n  b()\n  a()", &["def f():\n  b()\n  a()"]),
    ("def f():\n  a()\n  $...B", "def f():\n  a()\n  b()", &["def f():\n  a()\n  b()"]),
    // Arguments: dots take keywords too; a keyword is found among those behind its place.
    ("f(..., a=$X)", "f(a=1, b=2); f(b=2, a=1); f(1, a=2)", &["f(b=2, a=1)", "f(1, a=2)"]),
    ("f(b=$X, a=$Y)", "f(a=1, b=2)", &["f(a=1, b=2)"]),
    ("f(<... $X ...>)", "f(1); f(a=1)", &["f(1)"]),
    ("f(..., $X)", "f(a=1); f(1)", &["f(1)"]),
    // A chain of `and` is one expression.
    ("$X and $Y", "a and b and c", &["a and b and c"]),
    ("a and b", "a and b and c; a and b", &["a and b"]),
    ("b and c", "a and (b and c)", &["(b and c)"]),
    // A decorator with arguments is not one without.
    ("@$D\ndef $F(): ...", "@a\ndef f(): pass\n@b(1)\ndef g(): pass", &["@a\ndef f(): pass"]),
    ("@$D(...)\ndef $F(): ...", "@a\ndef f(): pass", &["@a\ndef f(): pass"]),
    // Bases and keywords of a class are in order.
    ("class $C(metaclass=M): ...", "class A(B, metaclass=M): pass", &[]),
    ("class $C(B): ...", "class A(B, metaclass=M): pass", &["class A(B, metaclass=M): pass"]),
    // Statements of one sort.
    ("return $X", "f = lambda: 1", &["1"]),
    ("raise $X", "raise a from b\nraise", &["raise a from b"]),
    ("raise ...", "raise\nraise a", &["raise a"]),
    ("yield ...", "def f():\n  yield\n  yield 1", &["yield 1"]),
    ("global $X", "def f():\n  global a, b\n  nonlocal c", &["global a, b", "nonlocal c"]),
    ("with $X: ...", "with a as b: pass", &["with a as b: pass"]),
    ("with a: ...", "with a as b: pass", &[]),
    ("with a: pass", "with a, b: pass", &[]),
    ("f(f\"...\")", "f(f'{a}'); f('a' f'{b}'); f('a')", &["f(f'{a}')"]),
    ("$X, $Y", "f((a, b), c)", &["(a, b)"]),
    ("with a:\n  ...\n  c()", "with a, b: c()", &["with a, b: c()"]),
    ("$X = b\"...\"", "a = b'c'; d = 'e'", &["a = b'c'"]),
    ("g(lambda $X: ..., $Y)", "g(lambda a: a, b)", &["g(lambda a: a, b)"]),
    ("async with a: ...", "with a: pass", &[]),
    ("for $X in $Y: ...", "for a in b: c()\nelse: d()", &["for a in b: c()"]),
    (
        "match $X:\n  case 1: ...",
        "match a:\n  case 2: b()\n  case 1: c()",
        &["match a:\n  case 2: b()\n  case 1: c()"],
    ),
    ("import a", "from a import *", &["from a import *"]),
    // What binds names is no expression.
    ("($X, $Y)", "for a, b in (1, 2): pass", &["(1, 2)"]),
    ("os", "import os\nos", &["os"]),
    // Displays and subscripts.
    ("[... for $X in $Y]", "[a for b in c]; [a for b in c for d in e]", &["[a for b in c]"]),
    ("a[0, ...]", "a[0]; a[0, 1]", &["a[0, 1]"]),
    ("f(\"=~/A/i\")", "f('a'); f('b')", &["f('a')"]),
    ("f(\"=~/^(?!a).*/\")", "f('a'); f('b')", &["f('b')"]),
    ("$X[$Y]", "a[0, 1]; a[0]", &["a[0, 1]", "a[0]"]),
    ("a[0]", "a[0, 1]", &[]),
    // Parentheses around what is found belong to it; those of a call do not.
    ("a + b", "(a + b) * c; f(a + b); f((a + b))", &["(a + b)", "a + b", "(a + b)"]),
    ("a + b", "c = ( # why\n  a + b)", &["( # why\n  a + b)"]),
    // Metavariables: the same value, the same sort of string, the same variable.
    ("f($X, $X)", "f(0x10, 16); f('a', b'a'); f('a', \"a\")", &["f(0x10, 16)", "f('a', \"a\")"]),
    ("import $M\n...\n$M.f()", "import a.b as c\nc.f()", &["import a.b as c\nc.f()"]),
    ("a. ... .f()", "from a import b\nb.f()", &["b.f()"]),
    ("f(\"$X\")", "A = 'a' + 'b'\nf(A)", &["f(A)"]),
    ("a.b", "def f(x: a.b): pass\ntry: pass\nexcept a.b: pass", &["a.b", "a.b"]),
    ("1", "match a:\n  case 1: pass\n  case b if 1: pass", &["1"]),
    ("$F(...)(...)", "@a\ndef f(): pass\ng(1)(2)", &["g(1)(2)"]),
];

#[test]
fn matches_as_semgrep_does() {
    let differ = AGREED.iter().filter_map(|(pattern, code, expected)| {
        let found = found(pattern, code);
        (found != *expected).then(|| format!("`{pattern}` in `{code}` matches {found:?}"))
    });
    assert_eq!(differ.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn formulas() {
    let of = |formula: &str, source: &str| matches_of(formula, source).0;
    let not = "    patterns:\n      - pattern: f($X)\n      - pattern-not: f(1)\n";
    assert_eq!(of(not, "f(1); f(2)"), ["f(2)"]);
    let inside = "    patterns:\n      - pattern: f($X)\n      - pattern-inside: |\n          def $G($X):\n            ...\n";
    assert_eq!(of(inside, "def g(a):\n  f(a)\n  f(b)\nf(a)"), ["f(a)"]);
    let outside = "    patterns:\n      - pattern: f($X)\n      - pattern-not-inside: g(...)\n";
    assert_eq!(of(outside, "g(f(1)); f(2)"), ["f(2)"]);
    let focus = "    patterns:\n      - pattern: f($X, $Y)\n      - focus-metavariable: $Y\n";
    assert_eq!(of(focus, "f(1, 2)"), ["2"]);
    let regex = "    patterns:\n      - pattern: $X(...)\n      - metavariable-regex: {metavariable: $X, regex: ^(f|g)$}\n";
    assert_eq!(of(regex, "f(1); g(2); h(3)"), ["f(1)", "g(2)"]);
    let within = "    patterns:\n      - pattern: f($X)\n      - metavariable-pattern: {metavariable: $X, pattern: g(...)}\n";
    assert_eq!(of(within, "f(g()); f(1 + g()); f(2)"), ["f(g())", "f(1 + g())"]);
    let first = "    pattern: f($X)\n    options: {max_match_per_file: 1}\n";
    assert_eq!(of(first, "f(1)\nf(2)"), ["f(1)"]);
    let text = "    pattern-regex: ab+\n";
    assert_eq!(of(text, "# abb\nab = 1"), ["abb", "ab"]);
    let both = "    patterns:\n      - pattern-either:\n          - pattern: f($X)\n          - pattern: g($X)\n      - pattern-regex: b\n";
    assert_eq!(of(both, "f(b); g(a)"), ["b"]);
}

/// A condition that is a list of words is looked up, any other is matched: both say the same.
#[test]
fn a_list_of_words_is_a_condition_like_any_other() {
    const PATTERNS: &[&str] = &[
        "$X",
        "$Y.$X",
        "$X.$Y",
        "$Y.$X(...)",
        "$X(...)",
        "$Y($X, ...)",
        "$Y(..., $X=$Z, ...)",
        "$Y(\"$X\", ...)",
        "$Y[\"$X\"]",
        "$X = $Y",
        "$Y = $X",
        "$Y: $X = $Z",
        "import $X",
        "from $X import $Y",
        "from $Y import $X",
        "def $X(...): ...",
        "def $Y(..., $X, ...): ...",
        "class $X(...): ...",
        "class $Y($X): ...",
        "@$X\ndef $Y(...): ...",
        "@$Y.$X(...)\ndef $Z(...): ...",
        "if $Y:\n    $X",
        "try:\n    ...\nexcept $Y:\n    $X",
        "lambda $X: $Y",
        "for $X in $Y: ...",
        "with $Y as $X: ...",
        "global $X",
        "return $X",
        "$X($...Y)",
        "f\"...{$X}...\"",
    ];
    const SOURCES: &[&str] = &[
        "import get\nimport m.get\nfrom get import a\nfrom m import get\nfrom m import get as h\n",
        "from m import get as h\nh(1)\nx.y = h\nh.y(2)\n@h\ndef f(): pass\n",
        "a.get\na.get(1)\nget.a\nget(1)\n(get)(2)\na.b.get.c(3)\nget\n(a.get)\n",
        "f(get, 1)\nf(get=1)\nf(a, get=b)\nf('get')\nf(\"ge\" \"t\", 2)\nf(*get, **put)\n",
        "get = 1\na = get\na: get = 2\na['get']\nb = 'get'\nf(b)\na[b]\nG = 'put'\nf(G)\n",
        "def get(put): return put\nclass get(put): pass\nclass a(get): pass\ndef b(*get, **put): pass\n",
        "@get\ndef f(): pass\n@a.get\ndef g(): pass\n@a.put(1)\ndef h(): pass\n@get()\nclass c: pass\n",
        "try:\n    f()\nexcept E:\n    pass\nif a:\n    pass\nwhile b:\n    if a:\n        break\n",
        "def f():\n    global get\n    if a:\n        return\n    return get\n    raise\n    yield\n",
        "f(None)\nf(True)\nx = False\nreturn None\n",
        "print 1\nprint\nexec a\nprint(2)\n",
        "for get in put: pass\nwith a as get: pass\nlambda get: put\n[get for get in put]\nf'{get}'\n",
        "x = get\nx.y(1)\ny = x\nf(y)\nasync def get(): await put\nmatch get:\n    case put: pass\n",
    ];
    const WORDS: &[&str] =
        &["get|put", "pass|break|return|raise|yield", "None|True", "print|exec", "a|h", "_?get"];
    let mut matched = 0;
    for options in ["", "    options: {symbolic_propagation: true}\n"] {
        for pattern in PATTERNS {
            for words in WORDS {
                let formula = |regex: String| {
                    let indented = pattern.replace('\n', "\n          ");
                    format!(
                        "    patterns:\n      - pattern: |\n          {indented}\n      - metavariable-regex: {{metavariable: $X, regex: '{regex}'}}\n{options}"
                    )
                };
                let (listed, other) =
                    (formula(format!("^({words})$")), formula(format!("^(?:{words}){{1}}$")));
                for source in SOURCES {
                    let (listed, other) = (scan(&listed, source).0, scan(&other, source).0);
                    assert_eq!(listed, other, "`{pattern}` with {words} in `{source}`");
                    matched += other.len();
                }
            }
        }
    }
    assert!(matched > 300, "only {matched} matches");
}

#[test]
fn every_language_that_is_parsed_can_be_named_in_rules() {
    for language in sdf_syntax::Language::ALL {
        let name = language.name();
        let file = format!(
            "rules: [{{id: a, message: m, severity: INFO, languages: [{name}], pattern: a}}]"
        );
        let file = sdf_rules::sast::parse("test.yaml", &file).expect("a rule file");
        assert_eq!(*file.rules[0].languages, [name]);
    }
}

#[test]
fn what_only_says_where_to_look_never_is_the_place() {
    let of = |formula: &str, source: &str| matches_of(formula, source).0;
    // The same range, as a place and as one to look inside of; then a smaller one to look inside.
    let same = "    patterns:\n      - pattern-inside: f($X)\n      - pattern: f(...)\n";
    assert_eq!(of(same, "f(1)"), ["f(1)"]);
    let smaller = "    patterns:\n      - pattern: f(...)\n      - pattern-inside: g(...)\n";
    assert_eq!(of(smaller, "f(g(1))"), [""; 0]);
    let places = "    patterns:\n      - pattern: f(...)\n      - pattern: g(...)\n";
    assert_eq!(of(places, "f(g(1))"), ["g(1)"]);
    // Inside of both: the smaller one counts.
    let only = "    patterns:\n      - pattern-inside: f(...)\n      - pattern-inside: g(...)\n";
    assert_eq!(of(only, "f(g(1))"), ["g(1)"]);
}

#[test]
fn what_a_metavariable_holds_is_looked_at_whole() {
    let of = |pattern: &str, inner: &str, source: &str| {
        let formula = format!(
            "    patterns:\n      - pattern: {pattern}\n      - metavariable-pattern: {{metavariable: $X, pattern: '{inner}'}}\n"
        );
        matches_of(&formula, source).0
    };
    assert_eq!(of("f($X)", "g($Y)", "f(g(1)); f(h(g(1))); g(f(1))"), ["f(g(1))", "f(h(g(1)))"]);
    let renamed = "from m import g as h\nf(h(1))\nh(f(1))\n";
    assert_eq!(of("f($X)", "m.g(...)", renamed), ["f(h(1))"]);
    assert_eq!(of("f($X)", "$F(...)", "f(1); f(g())"), ["f(g())"]);
}

#[test]
fn taint_is_followed_into_functions_where_a_rule_says_so() {
    let rule = |options: &str| {
        format!(
            "    mode: taint\n    options: {{{options}}}\n    pattern-sources: \
             [{{pattern: input(...)}}]\n    pattern-sinks: [{{pattern: eval($X)}}]\n"
        )
    };
    let source = "class C:\n    def read(self):\n        self.q = input()\n    def run(self):\n        \
                  show(self.q)\n        show(self.p)\ndef show(x):\n    eval(x)\n";
    for (options, count) in [("", 0), ("interprocedural: true", 1), ("taint_intrafile: true", 1)] {
        let (found, unfinished) = matches_of(&rule(options), source);
        assert_eq!((found.len(), unfinished.len()), (count, 0), "{options}: {found:?}");
    }
}

#[test]
fn a_condition_may_name_sources_without_a_label() {
    let rule = "    mode: taint\n    pattern-sources: [{pattern: input()}, {pattern: mark(), label: \
                MARKED}]\n    pattern-sinks: [{pattern: f($X), requires: __SOURCE__ and MARKED}]\n";
    let found = matches_of(rule, "f(input())\nf(mark())\nf(mark() + input())\n").0;
    assert_eq!(found, ["f(mark() + input())"]);
}

#[test]
fn what_cannot_be_a_pattern_is_an_error() {
    let error = |pattern: &str| {
        let file = format!(
            "rules:\n  - id: test\n    message: m\n    severity: INFO\n    languages: [python]\n    metadata: {{anchors: [any]}}\n    {pattern}\n"
        );
        let rules = sdf_rules::sast::parse("test.yaml", &file).expect("a rule file").rules;
        sdf_sast::check(&rules).expect_err("a pattern that cannot be used").to_string()
    };
    assert_eq!(error("pattern: 'f('"), "rule test: `f(` cannot be parsed as python");
    assert!(error("pattern-regex: '(?>a)'").contains("no regular expression of linear time"));
    assert!(error("pattern: f(\"=~/(?>a)/\")").contains("no regular expression of linear time"));
    let unbound = "patterns: [{pattern: f()}, {focus-metavariable: $X}]";
    assert_eq!(error(unbound), "rule test: `$X` is bound by no pattern");
    assert_eq!(error("pattern: '# nothing'"), "rule test: `# nothing` is empty");
}

#[test]
fn hostile_files_are_given_up_in_time_and_said_so() {
    let vague = "    patterns:\n      - pattern: f(..., $A, ..., $B, ..., $C, ..., $C, ...)\n";
    let source = format!("f({})", (0..400).map(|n| format!("a{n}, ")).collect::<String>());
    let started = Instant::now();
    let (found, unfinished) = matches_of(vague, &source);
    assert!(found.is_empty() && unfinished == [Unfinished::Steps { rule: "test".to_owned() }]);
    let nested = format!("{}1{}", "f(".repeat(5_000), ")".repeat(5_000));
    matches_of("    pattern: <... f(f($X)) ...>\n", &nested);
    let statements = "f()\n".repeat(1_000);
    matches_of(
        "    pattern: |\n      f()\n      ...\n      g()\n      ...\n      g()\n",
        &statements,
    );
    let names = |count: usize| (0..count).map(|at| format!("a{at}, ")).collect::<String>();
    let sums = |count: usize, sign: &str| vec!["a"; count].join(sign);
    let hostile = [
        ("f($...A, $...B, $...C)", format!("f({})", names(3_000))),
        ("{$A, $B, $C, ...}", format!("{{{}}}", names(2_000))),
        ("<... $X + $Y ...>", format!("x = {}", sums(20_000, " + "))),
        ("$X and $Y and $Z", format!("x = {}", sums(10_000, " and "))),
        ("$X | $Y | $Z", format!("x = {}", sums(5_000, " | "))),
        ("f($X)\n...", "f(a)\n".repeat(20_000)),
        ("$X\n...\n$Y\n...\n$X", (0..20_000).map(|at| format!("a{at}\n")).collect()),
        ("$...A\nf()\n$...B", "f()\n".repeat(5_000)),
        ("a. ... .$B. ... .$C", format!("x = a{}", ".b()".repeat(3_000))),
        ("@$A\n@$B\ndef $F(): ...", format!("{}def f(): pass", "@d\n".repeat(3_000))),
        ("f\"...{$X}...{$Y}...\"", format!("f\"{}\"", "{a}".repeat(3_000))),
        ("try: ...\nexcept $E: ...\nexcept $F: ...", {
            format!("try: pass\n{}", "except E: pass\n".repeat(3_000))
        }),
    ];
    for (pattern, source) in &hostile {
        let indented: String = pattern.lines().map(|line| format!("          {line}\n")).collect();
        scan(&format!("    pattern: |\n{indented}"), source);
        let inside = format!(
            "    patterns:\n      - pattern-inside: |\n{indented}      - pattern-not: $X\n      - pattern: a\n"
        );
        scan(&inside, source);
    }
    // Without optimisation, on a busy machine.
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_pattern_on_any_code_ends(
        pattern in "([$]X|[$]Y|[$]_|[$]\\.\\.\\.A|\\.\\.\\.|f|\\(|\\)|\\[|\\]|\"\\.\\.\\.\"|'|, |=|\\.|:|\n  |<\\.\\.\\. | \\.\\.\\.>|def |class |@|with | as |import |from |lambda |return |raise |match |case |if |else|for | in |and |not |==|\\*\\*|\\{|\\}|\\+|-|1){1,14}",
        source in "(a|f|\\(|\\)|\\[|\\]|'b'|, |=|\\.|:|\n|\n  |def |class |@|with | as |import |from |lambda |return |raise |match |case |if |else|for | in |and |not |==|\\*\\*|\\{|\\}|\\+|-|1|f'\\{a\\}'){0,40}",
    ) {
        let rule = sdf_rules::sast::SastRule {
            mode: sdf_rules::sast::Mode::Search(sdf_rules::sast::Formula::Pattern(pattern.into())),
            ..template()
        };
        let rules = [rule];
        let document = Document::file(b"test.py".as_slice().into(), source.as_bytes());
        let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("a tree");
        Scanner::new(&rules).scan(&document, &tree, &RuleMask::new(1, |_| true), &mut Vec::new());
    }
}

fn template() -> sdf_rules::sast::SastRule {
    let file =
        "rules:\n  - {id: test, message: m, severity: INFO, languages: [python], pattern: name}\n";
    sdf_rules::sast::parse("test.yaml", file).expect("a rule file").rules.remove(0)
}

#[test]
fn a_rule_replaces_what_others_find_in_the_same_place() {
    let file = "
rules:
  - {id: a.weak, message: m, severity: INFO, languages: [python], pattern: run($X)}
  - {id: a.other, message: m, severity: INFO, languages: [python], pattern: run(...)}
  - id: a.strong
    message: m
    severity: ERROR
    languages: [python]
    metadata: {replaces: [a.weak]}
    mode: taint
    pattern-sources: [{pattern: source()}]
    pattern-sinks: [{patterns: [{pattern: run($X)}, {focus-metavariable: $X}]}]
";
    let rules = sdf_rules::sast::parse("rules.yaml", file).expect("a rule file").rules;
    let source = b"run(source())\nrun(a)\n";
    let tree = parse(Language::Python, source, &Limits::default()).expect("a tree");
    let document = Document::file(b"test.py".as_slice().into(), source.as_slice());
    let mut findings = Vec::new();
    Scanner::new(&rules).scan(&document, &tree, &RuleMask::new(3, |_| true), &mut findings);
    let mut found: Vec<_> =
        findings.iter().map(|it| (it.span.start, it.rule.id.to_string())).collect();
    found.sort();
    let expected = [(0, "a.other"), (4, "a.strong"), (14, "a.other"), (14, "a.weak")];
    assert_eq!(found, expected.map(|(at, id)| (at, id.to_owned())));
}
