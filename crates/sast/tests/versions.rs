//! Syntax of every version: a call in a statement, and one behind it in the same function, is found.
#![expect(clippy::expect_used, reason = "a test may fail")]

use sdf_core::{Document, RuleMask};
use sdf_sast::Scanner;
use sdf_syntax::{Language, Limits, parse};

const RULE: &str = "\
rules:
  - id: test
    message: found
    severity: INFO
    languages: [python]
    metadata: {anchors: [eval]}
    pattern: eval($X)
";

/// Statements of Python 2.
const OLD: &[&str] = &[
    "print eval(a), eval(b)",
    "print >>eval(a), eval(b)",
    "print >>f, 'x', eval(a),",
    "print",
    "print 'x' % eval(a)",
    "print('x') % eval(a)",
    "exec eval(a)",
    "exec eval(a) in eval(b)",
    "exec eval(a) in eval(b), eval(c)",
    "x = `eval(a)`",
    "f(`eval(a)`, 1)",
    "x = `eval(a) + 1` + `y`",
    "try:\n        eval(a)\n    except E, e:\n        eval(b)",
    "try:\n        eval(a)\n    except (E, F), e:\n        eval(b)\n    except G, (x, y):\n        eval(c)",
    "raise E, eval(a)",
    "raise E, 'message', eval(a)",
    "raise E, 'message %s' % eval(a)",
    "f(ur'\\d', eval(a))",
    "f(ur\"\"\"\n'\"\"\", eval(a))",
    "f(0777, eval(a))",
    "x = 0777L + eval(a)",
    "x = 10L + 0xFFL + 1l",
    "if x <> eval(a):\n        eval(b)",
    "def g((a, b), c=eval(a)):\n        eval(b)",
    "def g(x, (a, (b, c))=eval(a), *d):\n        eval(b)",
    "lambda (a, b): eval(a)",
    "x = [eval(a) for x in 1, 2]",
    "x = [y for y in lambda: eval(a), 1]",
    "from os import *",
    "g = lambda: (yield)",
    "assert isinstance(x, (int, long)), `eval(a)`",
];

/// Statements of Python 3.
const NEW: &[&str] = &[
    "match eval(a):\n        case [A(b=1), *_] if eval(b):\n            eval(c)\n        case {'k': v, **rest}:\n            eval(d)\n        case _: eval(e)",
    "match = eval(a)",
    "match (x, y):\n        case (1, 2) | (3, 4) as z: eval(a)",
    "class A[T: (int, str), *Ts, **P](B[eval(a)]):\n        eval(b)",
    "def g[T = int](x: T = eval(a)) -> eval(b):\n        eval(c)",
    "type A[T] = list[eval(a)]",
    "x = f\"{eval(\"a\")} {x[\"k\"]:>{eval(\"b\")}} {f\"{eval('c')}\"}\"",
    "x = f'''{\n    eval(a)  # why\n}'''",
    "x = f'{eval(a)!r:^{w}.{eval(b)}}' 'y' rf'{eval(c)}\\d'",
    "x = t'{eval(a)} {eval(b)!r}' t'{x}'",
    "x = rt\"{eval('a')}\"",
    "x = tR'{eval(a)}\\d'",
    "try:\n        eval(a)\n    except A, B:\n        eval(b)",
    "try:\n        eval(a)\n    except A, B, c.D:\n        eval(b)\n    finally:\n        eval(c)",
    "try:\n        eval(a)\n    except* A as e:\n        eval(b)\n    except* (B, C):\n        eval(c)",
    "try:\n        eval(a)\n    except* A, B:\n        eval(b)",
    "if (x := eval(a)) and [y := eval(b), y]:\n        eval(c)",
    "x = [z for y in w if (z := eval(a))]",
    "x[y := eval(a)]",
    "x = {y := eval(a), 1}",
    "def g(a, b=eval(a), /, c=eval(b), *, d=eval(c)):\n        eval(d)",
    "with (eval(a) as x, eval(b) as y,):\n        eval(c)",
    "with (\n        eval(a),\n        eval(b)\n    ):\n        eval(c)",
    "with eval(a) as (x, y), z: eval(b)",
    "x = y[*eval(a), 1]",
    "def g(*a: *eval(a)): eval(b)",
    "for x in *eval(a), *b:\n        eval(b)",
    "return *eval(a), 1",
    "x: Annotated[int, eval(a)] = eval(b)",
    "async def g():\n        async for x in eval(a):\n            await eval(b)\n        async with eval(c) as y: return [eval(d) async for z in y]",
    "@eval(a)\n    @x[eval(b)].y\n    @(lambda f: f)\n    def g(): eval(c)",
    "x = 1_000 + 0o777 + eval(a) + 0b1_0 + 1e1_0j",
    "print(eval(a), file=eval(b))",
    "exec(eval(a), eval(b))",
    "nonlocal_ = lambda *, k=eval(a), **kw: eval(b)",
    "while x:\n        try:\n            eval(a)\n        finally:\n            break",
    "x = y if eval(a) else eval(b)",
    "del (x), y[eval(a)]",
    "global x; eval(a)",
    "import a.b as c, d; from . import (e as f,); eval(a)",
    "lazy = eval(a)",
];

fn function(statement: &str) -> String {
    format!("def f(x):\n    eval(before)\n    {statement}\n    eval(behind)\n")
}

/// The calls that the rule finds, in order.
fn found(source: &str) -> Vec<String> {
    let rules = sdf_rules::sast::parse("test.yaml", RULE).expect("a rule file").rules;
    let document = Document::file(b"test.py".as_slice().into(), source.as_bytes());
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("a tree");
    let (mut findings, mask) = (Vec::new(), RuleMask::new(rules.len(), |_| true));
    Scanner::new(&rules).scan(&document, &tree, &mask, &mut findings);
    let mut spans: Vec<_> = findings.iter().map(|finding| finding.span).collect();
    spans.sort_unstable();
    let text = |span: sdf_core::Span| String::from_utf8_lossy(span.of(document.bytes)).into_owned();
    spans.into_iter().map(text).collect()
}

/// Every call of `eval` that is written in `source`.
fn written(source: &str) -> Vec<String> {
    let calls = source.match_indices("eval(").map(|(at, _)| &source[at..]);
    calls.map(|call| call[..=call.find(')').expect("it is closed")].to_owned()).collect()
}

fn missed<'s>(statements: &[&'s str], behind: &str) -> Vec<(&'s str, Vec<String>)> {
    let missed = statements.iter().filter_map(|statement| {
        let source = function(statement) + behind;
        let found = found(&source);
        (found != written(&source)).then_some((*statement, found))
    });
    missed.collect()
}

#[test]
fn statements_of_python_3_are_valid_and_seen() {
    for statement in NEW {
        let source = function(statement);
        let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("a tree");
        assert_eq!(tree.complaint(), None, "{statement}");
    }
    assert_eq!(missed(NEW, ""), []);
}

#[test]
fn statements_of_python_3_are_seen_in_a_broken_file() {
    assert_eq!(missed(NEW, "\nx = = 1\n"), []);
}

#[test]
fn statements_of_python_2_are_seen() {
    assert_eq!(missed(OLD, ""), []);
}
