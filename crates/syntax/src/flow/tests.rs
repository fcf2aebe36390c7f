#![expect(clippy::expect_used, reason = "a test may fail")]

use super::{Dataflow, Edge, EdgeId, EdgeKind, Flow, Follow, Step, StepId, Variables, solve};
use crate::{Kind, Language, Limits, NodeId, Tree, names, parse};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

fn tree(source: &str) -> Tree {
    parse(Language::Python, source.as_bytes(), &Limits::default()).expect("within the limits")
}

/// The node that a step is about.
fn node(step: Step) -> Option<NodeId> {
    match step {
        Step::Entry | Step::Exit | Step::Join => None,
        Step::Parameter(node)
        | Step::Evaluate(node)
        | Step::Condition(node)
        | Step::Assign(node)
        | Step::Augment(node)
        | Step::Iterate(node)
        | Step::Enter(node)
        | Step::Catch(node)
        | Step::Match(node)
        | Step::Delete(node)
        | Step::Import(node)
        | Step::Define(node)
        | Step::Return(node)
        | Step::Raise(node) => Some(node),
    }
}

/// By the first word of a step's code the steps that may come next, joins left out: `+` before
/// one for a true edge, `-` for a false one, `!` for an exception; `.` is the exit.
fn ways(source: &str) -> BTreeMap<String, String> {
    let tree = tree(source);
    let flow = Flow::of(&tree, NodeId::ROOT);
    let text = |step: StepId| match (flow.step(step), node(flow.step(step))) {
        (Step::Exit, _) => ".".to_owned(),
        (_, Some(node)) => {
            let code = String::from_utf8_lossy(tree.source(node, source.as_bytes())).into_owned();
            code.split_whitespace().next().unwrap_or_default().to_owned()
        }
        _ => ">".to_owned(),
    };
    let mut ways = BTreeMap::new();
    for &step in flow.order() {
        if flow.step(step) == Step::Join || flow.step(step) == Step::Exit {
            continue;
        }
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<(String, StepId)> = vec![(String::new(), step)];
        while let Some((mark, at)) = open.pop() {
            for (_, edge) in flow.successors(at) {
                let mark = match edge.kind {
                    EdgeKind::Next => mark.clone(),
                    EdgeKind::True => mark.clone() + "+",
                    EdgeKind::False => mark.clone() + "-",
                    EdgeKind::Raised if mark.contains('!') => mark.clone(),
                    EdgeKind::Raised => mark.clone() + "!",
                };
                if flow.step(edge.to) != Step::Join {
                    found.insert(format!("{mark}{}", text(edge.to)));
                } else if seen.insert((mark.clone(), edge.to)) {
                    open.push((mark, edge.to));
                }
            }
        }
        ways.insert(text(step), found.into_iter().collect::<Vec<_>>().join(" "));
    }
    ways
}

fn check(source: &str, expected: &[(&str, &str)]) {
    let ways = ways(source);
    let found: Vec<_> = ways.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(found, expected, "{source}");
}

#[test]
fn branches_meet_again() {
    check(
        "if a:\n b\nelif c:\n d\ne\n",
        &[(">", "a"), ("a", "+b -c"), ("b", "e"), ("c", "+d -e"), ("d", "e"), ("e", ".")],
    );
}

#[test]
fn loops_turn_and_are_left() {
    check(
        "while a:\n if b: break\n if c: continue\n d\nelse:\n e\nf\n",
        &[
            (">", "a"),
            ("a", "+b -e"),
            ("b", "+f -c"),
            ("c", "+a -d"),
            ("d", "a"),
            ("e", "f"),
            ("f", "."),
        ],
    );
    check(
        "for a in b:\n c\nd\n",
        &[(">", "b"), ("b", "for"), ("c", "for"), ("d", "."), ("for", "+c -d")],
    );
}

#[test]
fn every_step_of_a_guarded_body_may_raise() {
    check(
        "try:\n a\n b\nexcept E as e:\n c\nelse:\n d\nf\n",
        &[
            (">", "!. !E a"),
            ("E", "except"),
            ("a", "!. !E b"),
            ("b", "!. !E d"),
            ("c", "f"),
            ("d", "f"),
            ("except", "c"),
            ("f", "."),
        ],
    );
}

#[test]
fn a_final_branch_is_on_all_ways_out() {
    check(
        "for a in b:\n try:\n  if c: break\n  d\n finally:\n  e\nf\n",
        &[
            (">", "b"),
            ("b", "for"),
            ("c", "!e +e -d"),
            ("d", "!e e"),
            ("e", "!. f for"),
            ("f", "."),
            ("for", "+!e +c -f"),
        ],
    );
}

#[test]
fn cases_are_tried_in_order() {
    check(
        "match a:\n case 1:\n  b\n case c if d:\n  e\n case _:\n  f\ng\n",
        &[
            (">", "a"),
            ("a", "case"),
            ("b", "g"),
            ("case", "+f"),
            ("d", "+e -case"),
            ("e", "g"),
            ("f", "g"),
            ("g", "."),
        ],
    );
}

#[test]
fn names_in_a_sequence_need_not_fit() {
    check(
        "match a:\n case x, y:\n  b\n case _:\n  c\n",
        &[(">", "a"), ("a", "case"), ("b", "."), ("c", "."), ("case", "+c")],
    );
    let tree = tree("match a:\n case x, y:\n  b\n case _:\n  c\n");
    let flow = Flow::of(&tree, NodeId::ROOT);
    let is_match = |step: &&StepId| matches!(flow.step(**step), Step::Match(_));
    let kinds: Vec<Vec<_>> = flow
        .order()
        .iter()
        .filter(is_match)
        .map(|&step| flow.successors(step).map(|(_, edge)| edge.kind).collect())
        .collect();
    assert!(kinds.iter().any(|kinds| kinds.contains(&EdgeKind::False)));
    assert!(kinds.contains(&vec![EdgeKind::True]));
}

#[test]
fn handlers_raise_on_and_final_branches_may_return() {
    check(
        "try:\n a\nexcept E:\n raise\nexcept:\n b\nc\n",
        &[
            (">", "!E !except: a"),
            ("E", "except"),
            ("a", "!E !except: c"),
            ("b", "c"),
            ("c", "."),
            ("except", "raise"),
            ("except:", "b"),
            ("raise", "!."),
        ],
    );
    // What a final branch returns goes before all other ways out.
    check(
        "try:\n a\n raise b\nfinally:\n return c\nd\n",
        &[(">", "!return a"), ("a", "!return raise"), ("raise", "!return"), ("return", ".")],
    );
    check(
        "try:\n try:\n  a\n finally:\n  b\nexcept* E:\n c\nd\n",
        &[
            (">", "!. !E !b a"),
            ("E", "except*"),
            ("a", "!b b"),
            ("b", "!. !E d"),
            ("c", "d"),
            ("d", "."),
            ("except*", "c"),
        ],
    );
}

#[test]
fn asynchronous_statements_go_the_same_ways() {
    check(
        "async for a in b:\n c\nelse:\n d\n",
        &[(">", "b"), ("async", "+c -d"), ("b", "async"), ("c", "async"), ("d", ".")],
    );
    check(
        "async with a as b, c:\n d\ne\n",
        &[(">", "a"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", ".")],
    );
}

#[test]
fn what_stands_in_expressions_and_functions_is_no_step_of_its_own() {
    check(
        "def f():\n return a\nb = lambda: c\n[d for e in g if (h := e)]\ndel b\nglobal i\n",
        &[(">", "def"), ("[d", "del"), ("b", "[d"), ("def", "b"), ("del", ".")],
    );
    check(
        "class A:\n a\n def f(self):\n  b\n c\nd\n",
        &[(">", "a"), ("a", "def"), ("c", "class"), ("class", "d"), ("d", "."), ("def", "c")],
    );
}

#[test]
fn definitions_are_evaluated_where_they_stand() {
    check(
        "@a\ndef b(c=d): e\n@f\nclass g(h, i=j):\n k\nl\n",
        &[
            (">", "a"),
            ("@a", "f"),
            ("@f", "l"),
            ("a", "d"),
            ("d", "@a"),
            ("f", "h"),
            ("h", "j"),
            ("j", "k"),
            ("k", "@f"),
            ("l", "."),
        ],
    );
    let source = "def b(c=lambda: x, d=y): z\n";
    let tree = tree(source);
    let owner = |name: &[u8]| {
        let at = tree.nodes().iter().position(|node| tree.bytes(node.symbol) == name);
        at.map(|at| tree.node(Flow::owner_of(&tree, NodeId(at as u32))).kind)
    };
    assert_eq!(owner(b"x"), Some(Kind::Lambda));
    assert_eq!(owner(b"y"), Some(Kind::Module));
    assert_eq!(owner(b"z"), Some(Kind::Function));
}

#[test]
fn a_local_name_is_local_everywhere_in_its_function() {
    let source = "x = 1\ndef f():\n while c:\n  x\n  x = 2\n [x for x in x]\ndef g(): return x\n";
    let tree = tree(source);
    let variables = Variables::of(&tree, names(&tree, source.as_bytes()));
    let found: Vec<_> = tree
        .nodes()
        .iter()
        .enumerate()
        .filter(|(_, node)| node.kind == Kind::Name && tree.bytes(node.symbol) == b"x")
        .filter_map(|(at, _)| variables.get(NodeId(at as u32)))
        .collect();
    let &[module, read, assigned, element, target, iterable, other] = found.as_slice() else {
        return assert_eq!(found.len(), 7, "names of x");
    };
    assert!(read == assigned && iterable == assigned && element == target);
    assert!(module == other && module != assigned && element != assigned);
}

/// Names assigned so far on some way, as a set of the offsets of their assignments.
struct Assigned;

impl Dataflow for Assigned {
    type State = BTreeSet<u32>;

    fn transfer(&mut self, _: StepId, step: Step, state: &mut Self::State) -> ControlFlow<()> {
        if let Step::Assign(node) = step {
            state.insert(node.0);
        }
        ControlFlow::Continue(())
    }

    fn join(&mut self, into: &mut Self::State, from: &Self::State) -> bool {
        let before = into.len();
        into.extend(from);
        into.len() > before
    }

    fn follow(&mut self, _: EdgeId, edge: Edge, _: &Self::State) -> Follow<Self::State> {
        if edge.kind == EdgeKind::False { Follow::Never } else { Follow::Same }
    }
}

#[test]
fn an_analysis_runs_until_nothing_changes() {
    let tree = tree("while a:\n if b:\n  break\n c = 1\n d = 2\nelse:\n e = 3\nf = 4\n");
    let flow = Flow::of(&tree, NodeId::ROOT);
    let solution = solve(&flow, &mut Assigned, BTreeSet::new()).expect("small");
    assert_eq!(solution.before(StepId::EXIT).map(BTreeSet::len), Some(1), "f alone");
    let mut order = Vec::new();
    let shown = solution.replay(&flow, &mut Assigned, |_, _, step, state| {
        order.extend(node(step).map(|_| state.len()));
    });
    assert_eq!((shown, order), (Ok(()), vec![0, 0, 0]), "behind the break nothing is reached");
}

#[test]
fn deep_and_long_code_takes_linear_steps() {
    for source in [
        format!("if a: pass\n{}", "elif a: pass\n".repeat(2_000)),
        "try:\n a\nfinally:\n b\n".repeat(1_500),
        (0..200).map(|depth| format!("{}while a:\n", " ".repeat(depth))).collect::<String>(),
        (0..150).map(|depth| format!("{0}try:\n{0} a\n{0}finally:\n", " ".repeat(depth))).collect(),
        format!("try:\n a\n{}", "except A: b\n".repeat(1_500)),
        format!("match a:\n{}", " case 1: b\n".repeat(1_500)),
    ] {
        let tree = tree(&source);
        let flow = Flow::of(&tree, NodeId::ROOT);
        assert!(flow.steps().len() <= 3 * tree.nodes().len() + 2);
        assert!(flow.edges().len() <= 4 * flow.steps().len());
        assert!(solve(&flow, &mut Assigned, BTreeSet::new()).is_ok());
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_sound_graph(
        source in "((if a:|else:|elif b:|while c:|for x in y:|try:|finally:|except E:|match a:|case x:|with a as b:|def f(a=b):|class A:|return|break|continue|raise|x = 1|del x)\n {0,4}){0,30}"
    ) {
        let tree = tree(&source);
        let variables = Variables::of(&tree, names(&tree, source.as_bytes()));
        for at in 0..tree.nodes().len() as u32 {
            let id = NodeId(at);
            let _ = variables.get(id).map(|variable| variables.name(variable));
            if !matches!(tree.node(id).kind, Kind::Module | Kind::Function | Kind::Lambda) {
                continue;
            }
            let flow = Flow::of(&tree, id);
            prop_assert!(solve(&flow, &mut Assigned, BTreeSet::new()).is_ok());
            for &step in flow.order() {
                for (id, edge) in flow.successors(step) {
                    prop_assert!(edge.from == step && edge.to != StepId::ENTRY);
                    prop_assert!(flow.predecessors(edge.to).any(|(back, _)| back == id));
                    prop_assert!(flow.rank(edge.to).is_some());
                }
                prop_assert!(step == StepId::EXIT || flow.successors(step).len() > 0);
            }
        }
    }
}
