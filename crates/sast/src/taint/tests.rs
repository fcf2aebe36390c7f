#![expect(clippy::expect_used, reason = "a test may fail")]

mod calls_at_random;
mod dead;
mod interprocedural;
mod nested_sinks;
mod receivers;
mod records;
mod shared_members;
mod specified_calls;

use super::*;
use crate::facts::Facts;
use proptest::prelude::*;
use sdf_core::Span;
use sdf_syntax::{Language, Limits, NodeId, Role, names, parse};
use std::collections::BTreeMap;

/// Bindings for tests: names and texts.
pub(super) type Bound = BTreeMap<&'static str, String>;

pub(super) struct ByText;

impl Bindings for ByText {
    type Environment = Bound;

    fn unify(&self, a: &Bound, b: &Bound) -> Option<Bound> {
        let agree = a.iter().all(|(name, text)| b.get(name).is_none_or(|other| other == text));
        agree.then(|| self.overlay(a, b))
    }

    fn overlay(&self, over: &Bound, under: &Bound) -> Bound {
        under.clone().into_iter().chain(over.clone()).collect()
    }

    fn agree(&self, all: &[&Bound]) -> Option<Bound> {
        let mut agreed: Bound = all.iter().flat_map(|bound| (*bound).clone()).collect();
        agreed.retain(|name, text| {
            all.iter().all(|bound| bound.get(name).is_none_or(|other| other == text))
        });
        Some(agreed)
    }
}

/// Where `name(…)` is called, names are parameters, or `name` is read, with the first argument as
/// `$X`.
fn matches(tree: &Tree, source: &[u8], name: &str) -> Vec<SpecMatch<Bound>> {
    let mut found = Vec::new();
    for id in tree.subtree(NodeId::ROOT) {
        let node = tree.node(id);
        let callee = tree.child(id, Role::Callee).map(|callee| tree.node(callee));
        let is_call = callee
            .is_some_and(|it| it.kind == Kind::Name && tree.bytes(it.symbol) == name.as_bytes());
        if is_call {
            let text = tree.child(id, Role::Argument).map(|it| tree.source(it, source));
            let text = text.map(|text| String::from_utf8_lossy(text).into_owned());
            let environment = text.map(|text| ("$X", text)).into_iter().collect();
            found.push(SpecMatch { span: node.span(), environment });
        } else if node.kind == Kind::Parameter && tree.bytes(node.symbol) == name.as_bytes() {
            let text = node.span().of(source);
            let start = node.start as usize + text.iter().take_while(|&&byte| byte == b'*').count();
            let span = Span::new(start, start + name.len());
            found.push(SpecMatch { span, environment: Bound::new() });
        }
    }
    found
}

fn source(matches: Vec<SpecMatch<Bound>>) -> Source<Bound> {
    Source {
        matches,
        exact: false,
        by_side_effect: SideEffect::No,
        label: Label::DEFAULT,
        requires: None,
        control: false,
    }
}

fn sink(matches: Vec<SpecMatch<Bound>>) -> Sink<Bound> {
    Sink { matches, exact: true, has_focus: false, requires: None, at_exit: false }
}

fn sanitizer(matches: Vec<SpecMatch<Bound>>) -> Sanitizer<Bound> {
    Sanitizer { matches, exact: false, by_side_effect: false, not_conflicting: false }
}

pub(super) type Change<'c> = &'c dyn Fn(&Tree, &[u8], &mut Spec<Bound>, &mut Options);

pub(super) fn run(source_code: &str, change: Change<'_>) -> Outcome<Bound> {
    run_within(source_code, change, 1_000_000)
}

fn run_within(source_code: &str, change: Change<'_>, budget: usize) -> Outcome<Bound> {
    let bytes = source_code.as_bytes();
    let tree = parse(Language::Python, bytes, &Limits::default()).expect("within the limits");
    assert!(tree.errors().is_empty(), "{source_code}");
    let facts = Facts::new(&tree, bytes);
    let plain = FlowCache::new(&tree, bytes, facts.names);
    let mut spec = Spec {
        sources: vec![
            source(matches(&tree, bytes, "source")),
            source(matches(&tree, bytes, "event")),
        ],
        sinks: vec![sink(matches(&tree, bytes, "sink"))],
        sanitizers: vec![sanitizer(matches(&tree, bytes, "clean"))],
        propagators: Vec::new(),
        guards: Vec::new(),
    };
    let mut options = Options::default();
    change(&tree, bytes, &mut spec, &mut options);
    let flows: &dyn Flows = if options.models { facts.flows() } else { &plain };
    let file = File { tree: &tree, source: bytes, names: facts.names, flows };
    analyse(file, &spec, &ByText, options, &mut { budget }, &Imports::default())
}

/// Lines that end with `# bad` must be reported, each once, and no others.
pub(super) fn check_with(source: &str, change: Change<'_>) {
    let outcome = run(source, change);
    assert!(!outcome.unfinished);
    let line =
        |span: Span| source.as_bytes()[..span.start].iter().filter(|&&it| it == b'\n').count();
    let found: Vec<_> = outcome.findings.iter().map(|finding| line(finding.span)).collect();
    let lines = source.lines().enumerate();
    let expected: Vec<_> =
        lines.filter(|(_, text)| text.ends_with("# bad")).map(|(at, _)| at).collect();
    let text = |lines: &[usize]| -> Vec<_> {
        lines.iter().filter_map(|&line| source.lines().nth(line)).collect()
    };
    assert_eq!(text(&found), text(&expected), "in\n{source}");
}

fn check(source: &str) {
    check_with(source, &|_, _, _, _| ());
}

fn in_function(lines: &[&str]) {
    let body: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    check(&format!("def f(c, obj):\n{body}"));
}

#[test]
fn expressions_carry_taint() {
    for expression in [
        "source()",
        "(await source())",
        "f'a{source()}'",
        "'a%s' % source()",
        "{'a': source()}",
        "{source(): 1}",
        "[source()]",
        "(1, source())",
        "source() if c else 2",
        "source() == 1",
        "not source()",
        "source() and 1",
        "foo(1, k=source())",
        "foo(*source())",
        "foo(**source())",
        "source().foo.bar(1)[2]",
        "obj[source()]",
        "[z for z in source()]",
        "[z for y in source() if c for z in y]",
        "(w := source())",
        "'x'.join([source()])",
        "sink(source())",
        "source(1)[1:2]",
        "-source()",
    ] {
        check(&format!("async def f(c, obj):\n    sink({expression})  # bad\n"));
    }
    for expression in [
        "clean(source())",
        "foo(clean(source()), 1)",
        "1 if source() else 2",
        "lambda: source()",
        "[1 for z in source()]",
        "(source(), 1)[1]",
        "{'a': source(), 'b': 1}['b']",
    ] {
        check(&format!("def f(c, obj):\n    sink({expression})\n"));
    }
}

#[test]
fn variables_hold_what_was_assigned_last() {
    in_function(&["x = source()", "sink(x)  # bad", "x = 1", "sink(x)"]);
    in_function(&["x = y = source()", "sink(x)  # bad", "sink(y)  # bad"]);
    in_function(&["x = 'a'", "x += source()", "sink(x)  # bad"]);
    in_function(&["x: str = source()", "sink(x)  # bad", "x = clean(x)", "sink(x)"]);
    in_function(&["if c:", "    x = source()", "else:", "    x = 1", "sink(x)  # bad"]);
    in_function(&["x = source()", "if c:", "    x = 1", "    return", "sink(x)  # bad"]);
    in_function(&["return", "sink(source())"]);
    in_function(&["while c:", "    sink(x)  # bad", "    x = source()"]);
    in_function(&["x = source()", "for i in c:", "    x = 1", "sink(x)  # bad"]);
    in_function(&["if (w := source()):", "    sink(w)  # bad"]);
    in_function(&["try:", "    x = source()", "finally:", "    sink(x)  # bad"]);
    in_function(&["try:", "    x = source()", "    x = 1", "except E as e:", "    sink(x)  # bad"]);
    in_function(&["with source() as (a, b):", "    sink(b)  # bad"]);
    in_function(&["for k, v in source():", "    sink(v)  # bad"]);
    in_function(&["for x in source():", "    pass", "sink(x)  # bad"]);
    in_function(&["x = source()", "for x in [1]:", "    sink(x)", "sink(x)  # bad"]);
    in_function(&["match source():", "    case [a, *b]:", "        sink(b)  # bad"]);
    in_function(&["x = source()", "import x", "sink(x)"]);
    in_function(&["x = source()", "sink(lambda: x)", "(lambda: sink(x))()  # bad"]);
    in_function(&["x = source()", "[x for x in c]", "sink(x)  # bad"]);
}

#[test]
fn members_are_told_apart() {
    in_function(&["a, b = source(), 1", "sink(a)  # bad", "sink(b)"]);
    in_function(&["(a, b), *d = source()", "sink(b)  # bad", "sink(d)  # bad"]);
    in_function(&["x = {}", "x['a'] = source()", "sink(x['b'])", "sink(x['a'])  # bad"]);
    in_function(&["x = {}", "x['a'] = source()", "sink(x)  # bad", "sink(x[c])  # bad"]);
    in_function(&["x = {'b': 1}", "x[c] = source()", "sink(x['b'])  # bad"]);
    in_function(&["obj.a.b = source()", "sink(obj.a)  # bad", "sink(obj.c)"]);
    in_function(&["obj.a = source()", "sink(obj.a.b.c.d.e)  # bad", "sink(obj.foo())  # bad"]);
    in_function(&["x = source()", "x.a = 1", "sink(x.a)", "sink(x.b)  # bad", "sink(x)  # bad"]);
    in_function(&["obj.a.b.c.d.e = source()", "sink(obj.a.b.c.d.f)  # bad", "sink(obj.a.b.x)"]);
    in_function(&["x = source()", "x[c] = 1", "sink(x)  # bad"]);
    in_function(&["if c:", "    x = source()", "    x.a = 1", "sink(x.a)", "sink(x.b)  # bad"]);
    in_function(&["x = source()", "if c:", "    x.a = 1", "sink(x.a)  # bad"]);
    check(
        "class C:\n    def f(self):\n        self.x = source()\n        sink(self)\n        \
         sink(self.x)  # bad\n        sink(self.foo())\n",
    );
}

#[test]
fn bodies_are_analysed_each_by_itself() {
    check("X = source()\ndef f():\n    sink(X)  # bad\nsink(X)  # bad\n");
    check("X = source()\nX = 1\ndef f():\n    sink(X)\n");
    check("def f(event, c):\n    sink(event)  # bad\n    sink(c)\n");
    check("def f(*event, c=source()):\n    sink(event)  # bad\n    sink(c)  # bad\n");
    check("def f():\n    x = source()\n    def g():\n        sink(x)\n    sink(1)\n");
    check("def f():\n    def g(event: str = None):\n        sink(event)  # bad\n");
    check("class A:\n    a = source()\n    sink(a)  # bad\n");
    check("@sink(source())  # bad\ndef f(): pass\n");
}

#[test]
fn a_sink_counts_once_and_as_a_whole() {
    check("def f():\n    sink(sink(source()), source())  # bad\n");
    let focus = |tree: &Tree, _: &[u8], spec: &mut Spec<Bound>, _: &mut Options| {
        // The first argument of each sink is focused on.
        let arguments = tree.subtree(NodeId::ROOT).filter(|&id| {
            let callee = tree.child(tree.node(id).parent, Role::Callee);
            tree.node(id).role == Role::Argument
                && callee.is_some_and(|it| tree.bytes(tree.node(it).symbol) == b"sink")
        });
        let span = |id| SpecMatch { span: tree.node(id).span(), environment: Bound::new() };
        spec.sinks = vec![sink(arguments.map(span).collect())];
    };
    check_with("def f():\n    sink(1 if source() else 2)\n", &focus);
    check_with("def f(event):\n    event.a = 1\n    sink(event.a)\n", &focus);
    check_with("def f(event):\n    sink(g(event, 1)[0])  # bad\n", &focus);
    let loose = |tree: &Tree, bytes: &[u8], spec: &mut Spec<Bound>, options: &mut Options| {
        focus(tree, bytes, spec, options);
        spec.sinks[0].exact = false;
        spec.sanitizers[0].exact = true;
    };
    check_with("def f():\n    sink(clean(g(source())))  # bad\n", &loose);
    check_with("def f():\n    sink(1 if source() else 2)  # bad\n", &loose);
}

#[test]
fn options_cut_ways() {
    let safe = |change: fn(&mut Options)| {
        move |_: &Tree, _: &[u8], _: &mut Spec<Bound>, options: &mut Options| change(options)
    };
    let functions = safe(|options| options.assume_safe_functions = true);
    check_with(
        "def f():\n    sink(g(source()), source().g())\n    sink(source())  # bad\n",
        &functions,
    );
    check_with("def f():\n    sink(a[source()])\n", &safe(|it| it.assume_safe_indexes = true));
    check_with("def f():\n    sink(source() < 1)\n", &safe(|it| it.assume_safe_comparisons = true));
    let numbers = safe(|options| options.assume_safe_numbers = true);
    check_with("def f():\n    x: int = source()\n    sink(x, len(source()))\n", &numbers);
    let assigned = safe(|options| options.only_propagate_through_assignments = true);
    check_with(
        "def f():\n    x = source()\n    sink(x)  # bad\n    sink(x + 'a', g(x), x.a)\n    \
         y = g(x)\n    z = 'a' + x.a\n    sink(y, z)\n",
        &assigned,
    );
}

#[test]
fn sources_and_sanitizers_act_by_side_effect() {
    let arguments = |tree: &Tree, bytes: &[u8], name: &str| -> Vec<SpecMatch<Bound>> {
        let calls = matches(tree, bytes, name);
        let inner = calls.iter().map(|call| call.span.start + name.len() + 1..call.span.end - 1);
        inner.map(|it| SpecMatch { span: it.into(), environment: Bound::new() }).collect()
    };
    let change = |tree: &Tree, bytes: &[u8], spec: &mut Spec<Bound>, _: &mut Options| {
        let mut only = source(arguments(tree, bytes, "taint"));
        only.by_side_effect = SideEffect::Only;
        spec.sources.push(only);
        let mut check = sanitizer(arguments(tree, bytes, "check"));
        check.by_side_effect = true;
        spec.sanitizers.push(check);
    };
    check_with("def f(x):\n    sink(x)\n    sink(taint(x))\n    sink(x)  # bad\n", &change);
    check_with("def f(x):\n    taint(x.a)\n    sink(x.b)\n    sink(x.a)  # bad\n", &change);
    check_with("def f(event):\n    check(event)\n    sink(event)\n", &change);
    check_with(
        "def f(event):\n    check(event.a)\n    sink(event)  # bad\n    sink(event.a)\n",
        &change,
    );
}

#[test]
fn propagators_carry_taint_between_arguments() {
    let change = |tree: &Tree, _: &[u8], spec: &mut Spec<Bound>, _: &mut Options| {
        // `$TO.append($FROM)`, and `copy($FROM, $TO)` both ways around.
        let mut found = Vec::new();
        for id in tree.subtree(NodeId::ROOT).filter(|&id| tree.node(id).kind == Kind::Call) {
            let parts: Vec<_> = tree.children(id).collect();
            let span = |id| tree.node(id).span();
            let object = parts.first().and_then(|&callee| tree.child(callee, Role::Object));
            match (parts.as_slice(), object) {
                (&[_, from], Some(to)) => {
                    found.push(PropagatorMatch { from: span(from), to: span(to) });
                }
                (&[callee, to, from], None) if tree.bytes(tree.node(callee).symbol) == b"copy" => {
                    found.push(PropagatorMatch { from: span(from), to: span(to) });
                }
                _ => {}
            }
        }
        spec.propagators.push(Propagator {
            matches: found,
            requires: None,
            replace_labels: None,
            label: None,
            by_side_effect: true,
        });
    };
    check_with("def f():\n    x = []\n    x.append(source())\n    sink(x)  # bad\n", &change);
    check_with("def f(a):\n    a.x.add(source())\n    sink(a.y)\n    sink(a.x)  # bad\n", &change);
    check_with("def f(a):\n    copy(a, source())\n    sink(a)  # bad\n", &change);
    check_with(
        "def f(a):\n    x = source()\n    copy(a, x)\n    x = 1\n    sink(a)  # bad\n",
        &change,
    );
}

#[test]
fn labels_are_required() {
    const A: Label = Label(1);
    const B: Label = Label(2);
    let has = |label| Precondition::Has(label);
    let change = |tree: &Tree, bytes: &[u8], spec: &mut Spec<Bound>, _: &mut Options| {
        let mut a = source(matches(tree, bytes, "a"));
        a.label = A;
        let mut b = source(matches(tree, bytes, "b"));
        (b.label, b.requires) = (B, Some(has(A)));
        spec.sources = vec![b, a];
        let condition = Precondition::All(vec![has(A), Precondition::Not(Box::new(has(B)))]);
        spec.sinks[0].requires = Some(Requires::Labels(condition));
        let mut both = sink(matches(tree, bytes, "both"));
        both.requires = Some(Requires::Labels(has(B)));
        spec.sinks.push(both);
    };
    let source = "def f():\n    x = a()\n    sink(x)  # bad\n    both(x)\n    both(b(1))\n    \
                  x = b(x)\n    sink(x)\n    both(x)  # bad\n";
    check_with(source, &change);
}

#[test]
fn a_finding_tells_its_way() {
    let source =
        "def f(c):\n    x = source()\n    y = g(x)\n    if c:\n        z = y\n    sink(z)\n";
    let outcome = run(source, &|_, _, _, _| ());
    let [finding] = outcome.findings.as_slice() else {
        return assert_eq!(outcome.findings.len(), 1, "findings");
    };
    let trace: Vec<_> = finding.trace.iter().map(|span| &source[span.start..span.end]).collect();
    assert_eq!(trace, ["source()", "x", "y", "z", "sink(z)"]);
}

#[test]
fn bindings_are_put_together() {
    let code = "def f():\n    x = source(a)\n    sink(x)\n    y = source(b)\n    sink(x + y)\n";
    let outcome = run(code, &|_, _, _, _| ());
    let bound: Vec<_> = outcome.findings.iter().map(|it| it.environment["$X"].as_str()).collect();
    assert_eq!(bound, ["x", "x + y"], "the sink's win");
    let outcome =
        run("def f():\n    x = source(a)\n    sink(a, x)\n    sink(b, x)\n", &|_, _, _, it| {
            it.unify_mvars = true;
        });
    let bound: Vec<_> = outcome.findings.iter().map(|it| it.environment["$X"].as_str()).collect();
    assert_eq!(bound, ["a"]);
}

#[test]
fn deep_and_long_code_ends() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("def f(c):\n    sink({}source(){})\n", open.repeat(depth), close.repeat(depth))
    };
    for source in [
        nested("", " + a", 5_000),
        nested("(", ",)", 500),
        nested("g(", ")", 5_000),
        nested("{'a': ", "}", 500),
        nested("", ".a()", 5_000),
        nested("[x for x in ", "]", 100),
        format!("x = source()\n{}", "x = g(x)\nsink(x)\n".repeat(2_000)),
        format!("x = source()\n{}", "if x: x = g(x)\n".repeat(2_000)),
        "def f(c):\n x = source()\n sink(x)\n".repeat(3_000),
        format!("x = source()\n{}", "def f(c):\n sink(x)\n".repeat(3_000)),
        format!(
            "def f():\n{}",
            (0..1_000).map(|at| format!(" x{at} = source()\n sink(x{at})\n")).collect::<String>()
        ),
    ] {
        let outcome = run(&source, &|_, _, _, _| ());
        assert!(outcome.unfinished || !outcome.findings.is_empty() || source.contains("if x"));
    }
}

/// What is found in code with models, which may have errors, and how many steps that took.
pub(super) fn measured(code: &str, steps: usize) -> Option<(Outcome<Bound>, usize)> {
    let bytes = code.as_bytes();
    let tree = parse(Language::Python, bytes, &Limits::default()).ok()?;
    let facts = Facts::new(&tree, bytes);
    let spec = Spec {
        sources: vec![source(matches(&tree, bytes, "source"))],
        sinks: vec![sink(matches(&tree, bytes, "sink"))],
        sanitizers: Vec::new(),
        guards: Vec::new(),
        propagators: Vec::new(),
    };
    let file = File { tree: &tree, source: bytes, names: facts.names, flows: facts.flows() };
    let options = Options { models: true, ..Options::default() };
    let mut left = steps;
    let outcome = analyse(file, &spec, &ByText, options, &mut left, &Imports::default());
    Some((outcome, steps - left))
}

proptest! {
    #[test]
    fn any_code_is_analysed(
        source in "(( {0,3})(x = |x.a[0] = |a, \\*b = |for x, y in |if |while |try:|except E as x:|finally:|return |match x:|case \\[a, x\\]:|def f\\(event, x=a\\):|class A:|with x as y:|del x|x \\+= |sink\\(|lambda x: |\\[x for y in )(source\\(\\)|x|x\\.a|x\\[0\\]|sink\\(x\\)|clean\\(x\\)|\\{'a': x\\}|\\(x, a\\)|event)[:)\\]]?\n){0,20}"
    ) {
        let bytes = source.as_bytes();
        let tree = parse(Language::Python, bytes, &Limits::default()).expect("within the limits");
        let names = names(&tree, bytes);
        let flows = FlowCache::new(&tree, bytes, names);
        let spec = Spec {
            sources: vec![super::tests::source(matches(&tree, bytes, "source"))],
            sinks: vec![sink(matches(&tree, bytes, "sink"))],
            sanitizers: vec![sanitizer(matches(&tree, bytes, "clean"))],
            propagators: Vec::new(),
            guards: Vec::new(),
        };
        let file = File { tree: &tree, source: bytes, names, flows: &flows };
        let mut whole = 100_000;
        let outcome = analyse(file, &spec, &ByText, Options::default(), &mut whole, &Imports::default());
        prop_assert!(!outcome.unfinished);
        let used = 100_000 - whole;
        let mut half = used / 2;
        let cut = analyse(file, &spec, &ByText, Options::default(), &mut half, &Imports::default());
        prop_assert!(cut.unfinished || used < 2);
        for finding in &outcome.findings {
            prop_assert!(finding.sink.of(bytes).starts_with(b"sink"));
            prop_assert!(finding.source.of(bytes).starts_with(b"source"));
        }
    }
}
