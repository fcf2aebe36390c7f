//! Large and random programs of functions and classes.

use super::*;

/// A chain of functions, each with a source and a sink of its own.
fn chain(length: usize) -> String {
    let function = |at: usize| {
        let next = (at + 1) % length;
        format!("def f{at}(x):\n    sink(x)\n    y = f{next}(x + source())\n    return y\n")
    };
    (0..length).map(function).collect()
}

#[test]
fn long_chains_and_many_functions_end() {
    let lines = |line: &dyn Fn(usize) -> String, count| (0..count).map(line).collect::<String>();
    let ends = |length: usize| format!("f{}(x + source())", length - 1);
    for (source, found) in [
        (chain(1_000).replace(&ends(1_000), "x"), 999),
        (chain(200), 200),
        (lines(&|at| format!("def g{at}(x):\n    sink(x)\ng{at}(source())\n"), 500), 500),
        (
            format!(
                "class C:\n{}",
                lines(
                    &|at| {
                        let next = at + 1;
                        format!(
                            "    def m{at}(self):\n        sink(self.a{next})\n        \
                             self.a{at} = source()\n"
                        )
                    },
                    100
                )
            ),
            99,
        ),
        (
            lines(&|at| format!("{}def f{at}(x):\n", " ".repeat(at)), 90)
                + &" ".repeat(91)
                + "sink(x or source())\n",
            1,
        ),
    ] {
        let change: Change<'_> = &|_, _, _, options| options.interprocedural = true;
        let outcome = run_within(&source, change, 2_000_000);
        assert!(!outcome.unfinished);
        assert_eq!(outcome.findings.len(), found, "{}", &source[..100]);
    }
}

proptest! {
    #[test]
    fn any_program_is_analysed(
        source in "(( {0,3})(x = |x\\.a = |x\\[0\\] = |self\\.b = |a, \\*b = |for x in |if |while |try:|return |yield |yield from |with x as y:|global x\n|nonlocal x\n|sink\\(|f\\(|self\\.m\\(|C\\(1, |x\\.m\\(|def f\\(x, \\*a, b=1, \\*\\*c\\):|def g\\(self, x\\):|def m\\(self, x\\):|def __init__\\(self, x\\):|class C:|class D\\(C\\):|@property\n|@staticmethod\n|super\\(\\)\\.m\\(|h = lambda x: |map\\(f, )(source\\(\\)|x|x\\.a|x\\[0\\]|self\\.b|C\\(x\\)|f\\(x\\)|f\\(\\*x, b=x\\)|h\\(x\\)|g\\(x, x\\)|self\\.m\\(x\\)|sink\\(x\\)|\\{'a': x\\}|\\(x, a\\)|await f\\(x\\))[:)\\]]?\n){0,25}"
    ) {
        let bytes = source.as_bytes();
        let tree = parse(Language::Python, bytes, &Limits::default()).expect("within the limits");
        let names = names(&tree, bytes);
        let flows = FlowCache::new(&tree, bytes, names);
        let spec = Spec {
            sources: vec![super::source(matches(&tree, bytes, "source"))],
            sinks: vec![sink(matches(&tree, bytes, "sink"))],
            sanitizers: vec![sanitizer(matches(&tree, bytes, "clean"))],
            propagators: Vec::new(),
            guards: Vec::new(),
        };
        let file = File { tree: &tree, source: bytes, names, flows: &flows };
        let options = Options { interprocedural: true, ..Options::default() };
        let mut whole = 1_000_000;
        let outcome = analyse(file, &spec, &ByText, options, &mut whole, &Imports::default());
        prop_assert!(!outcome.unfinished);
        let used = 1_000_000 - whole;
        let cut = analyse(file, &spec, &ByText, options, &mut { used / 2 }, &Imports::default());
        prop_assert!(cut.unfinished || used < 2);
        for finding in &outcome.findings {
            prop_assert!(finding.sink.of(bytes).starts_with(b"sink"));
            prop_assert!(finding.source.of(bytes).starts_with(b"source"));
            prop_assert_eq!(finding.trace.first(), Some(&finding.source));
            prop_assert_eq!(finding.trace.last(), Some(&finding.sink));
        }
    }
}
