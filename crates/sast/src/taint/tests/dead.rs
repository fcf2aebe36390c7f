//! What constants decide is not followed.

use super::*;
use crate::facts::Facts;

/// Checks the body of a function as `check` does, with all that is known of constants.
fn decided(models: bool, source_code: &str) {
    let tree = parse(Language::Python, source_code.as_bytes(), &Limits::default()).expect("small");
    let bytes = source_code.as_bytes();
    let facts = Facts::new(&tree, bytes);
    let spec = Spec {
        sources: vec![source(matches(&tree, bytes, "source"))],
        sinks: vec![sink(matches(&tree, bytes, "sink"))],
        sanitizers: Vec::new(),
        propagators: Vec::new(),
        guards: Vec::new(),
    };
    let file = File { tree: &tree, source: bytes, names: facts.names, flows: facts.flows() };
    let options = Options { models, ..Options::default() };
    let outcome = analyse(file, &spec, &ByText, options, &mut { 1_000_000 }, &Imports::default());
    assert!(!outcome.unfinished);
    let line = |span: Span| bytes[..span.start].iter().filter(|&&it| it == b'\n').count();
    let found: Vec<_> = outcome.findings.iter().map(|finding| line(finding.span)).collect();
    let lines = source_code.lines().enumerate();
    let expected: Vec<_> =
        lines.filter(|(_, text)| text.ends_with("# bad")).map(|(at, _)| at).collect();
    assert_eq!(found, expected, "lines, from 0, of\n{source_code}");
}

fn function(lines: &str) {
    let body: String = lines.lines().map(|line| format!("    {line}\n")).collect();
    decided(false, &format!("import sys, os\nfrom flask import abort\ndef f(c, obj):\n{body}"));
}

#[test]
fn branches_that_never_run() {
    function("x = source()\nn = 106\nif 7 * 18 - n > 200:\n    sink(x)\nelse:\n    sink(x)  # bad");
    function("x = source()\nn = 106\ny = 'a' if 7 * 18 + n > 200 else x\nsink(y)");
    function("x = source()\nn = 106\ny = x if 7 * 18 + n > 200 else 'a'\nsink(y)  # bad");
    function("y = 'a'\nif 'k' in {'j': 1}:\n    y = source()\nsink(y)");
    function("x = source()\nif True:\n    return\nsink(x)");
    function("x = source()\nwhile True:\n    c()\nsink(x)");
    function("x = source()\nwhile 1:\n    if c: break\nsink(x)  # bad");
    function("x = source()\nassert False\nsink(x)");
    function("x = source()\nwhile False:\n    sink(x)\nelse:\n    sink(x)  # bad");
    function("x = source()\nfor i in ():\n    sink(x)\nfor i in (1,):\n    sink(x)  # bad");
    function(
        "x = source()\ny = [sink(x) for i in c if False]\nz = [sink(x) for i in c if c]  # bad",
    );
    function("x = source()\n1 == 2 and sink(x)\n1 == 1 and sink(x)  # bad");
    function(
        "a = 5\nif a > 3:\n    b = 'x'\nelse:\n    b = c\nif b == 'x':\n    y = 1\nelse:\n    y = source()\nsink(y)",
    );
    function("x = source()\nif c:\n    a = 1\nelse:\n    a = 2\nif a == 1:\n    sink(x)  # bad");
}

#[test]
fn cases_that_never_fit() {
    function(
        "possible = 'ABC'\nguess = possible[1]\nx = source()\nmatch guess:\n    case 'A':\n        y = x\n    case 'B':\n        y = 'a'\n    case 'C' | 'D':\n        y = x\n    case _:\n        y = x\nsink(y)",
    );
    function(
        "guess = 'ABC'[2]\nx = source()\nmatch guess:\n    case 'A':\n        y = 'a'\n    case 'C' | 'D':\n        y = x\n    case _:\n        y = 'a'\nsink(y)  # bad",
    );
    function(
        "match 5:\n    case n if n > 1000:\n        y = source()\n    case _:\n        y = source()\nsink(y)  # bad",
    );
}

#[test]
fn settings_are_not_believed() {
    decided(
        false,
        "DEBUG = False\ndef f():\n    x = source()\n    if DEBUG:\n        sink(x)  # bad\n",
    );
    decided(
        false,
        "DEBUG = False\ndef f():\n    x = source()\n    d = DEBUG\n    if not d:\n        return\n    sink(x)  # bad\n",
    );
    decided(
        false,
        "debug = False\ndef f():\n    x = source()\n    if debug:\n        sink(x)  # bad\n",
    );
    decided(
        false,
        "cache = None\ndef f():\n    x = source()\n    if cache:\n        sink(x)  # bad\n",
    );
    decided(
        false,
        "num = 106\ndef f():\n    x = source()\n    if 7 * 18 - num > 200:\n        sink(x)\n",
    );
    decided(
        false,
        "num = 106\ndef g():\n    global num\n    num = 1\ndef f():\n    x = source()\n    if num > 200:\n        sink(x)  # bad\n",
    );
    decided(
        false,
        "def f():\n    debug = False\n    x = source()\n    if debug:\n        sink(x)\n",
    );
}

#[test]
fn calls_that_never_return() {
    for call in ["sys.exit(1)", "os._exit(1)", "exit()", "abort(400)"] {
        let code = format!(
            "import sys, os\nfrom flask import abort\ndef f(c):\n    x = source()\n    {call}\n    sink(x)"
        );
        decided(true, &format!("{code}\n"));
        decided(false, &format!("{code}  # bad\n"));
    }
    decided(
        true,
        "def exit(): pass\ndef f(c):\n    x = source()\n    exit()\n    sink(x)  # bad\n",
    );
    decided(
        true,
        "import sys\ndef f(c):\n    x = source()\n    try:\n        sys.exit()\n    finally:\n        sink(x)  # bad\n",
    );
}
