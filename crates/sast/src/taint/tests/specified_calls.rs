//! Labels, propagators and sanitizers across calls.

use super::*;

#[test]
fn labels_are_judged_where_all_is_known() {
    const A: Label = Label(1);
    const B: Label = Label(2);
    let change: Change<'_> = &|tree, bytes, spec, options| {
        options.interprocedural = true;
        let mut a = super::source(matches(tree, bytes, "a"));
        a.label = A;
        let mut b = super::source(matches(tree, bytes, "b"));
        (b.label, b.requires) = (B, Some(Precondition::Has(A)));
        spec.sources = vec![b, a];
        let not = Precondition::Not(Box::new(Precondition::Has(B)));
        let condition = Precondition::All(vec![Precondition::Has(A), not]);
        spec.sinks[0].requires = Some(Requires::Labels(condition));
        let mut both = sink(matches(tree, bytes, "both"));
        both.requires = Some(Requires::Labels(Precondition::Has(B)));
        spec.sinks.push(both);
    };
    check_with("def f(x):\n    sink(x)  # bad\nf(a())\n", change);
    check_with("def f(x):\n    sink(x)\nf(b(a()))\n", change);
    check_with("def f(x):\n    sink(x)  # bad\nf(b(a()))\nf(a())\n", change);
    check_with("def f(x):\n    return b(x)\nboth(f(a()))  # bad\nboth(f(1))\n", change);
    check_with("def f(x):\n    both(b(x))  # bad\nf(a())\n", change);
    check_with("def f(x):\n    both(b(x))\nf(1)\na()\n", change);
    check_with("def f(x, y):\n    sink(x, y)\nf(a(), b(a()))\n", change);
    check_with("def f(x):\n    sink(x, a())  # bad\nf(1)\n", change);
}

#[test]
fn propagators_and_sanitizers_act_through_calls() {
    let change: Change<'_> = &|tree, bytes, spec, options| {
        options.interprocedural = true;
        // `$TO.append($FROM)`.
        let calls = tree.subtree(NodeId::ROOT).filter(|&id| tree.node(id).kind == Kind::Call);
        let found = calls.filter_map(|call| {
            let callee = tree.child(call, Role::Callee)?;
            let span = |id| tree.node(id).span();
            let to = tree.child(callee, Role::Object)?;
            Some(PropagatorMatch { from: span(tree.child(call, Role::Argument)?), to: span(to) })
        });
        spec.propagators.push(Propagator {
            matches: found.collect(),
            requires: None,
            replace_labels: None,
            label: None,
            by_side_effect: true,
        });
        let checks = matches(tree, bytes, "check");
        let inner = checks.iter().map(|call| call.span.start + "check(".len()..call.span.end - 1);
        let inner = inner.map(|it| SpecMatch { span: it.into(), environment: Bound::new() });
        let mut check = sanitizer(inner.collect());
        check.by_side_effect = true;
        spec.sanitizers.push(check);
    };
    check_with(
        "def put(l, x):\n    l.append(x)\nl = []\nm = []\nput(l, source())\nput(m, 1)\n\
         sink(l)  # bad\nsink(m)\n",
        change,
    );
    check_with(
        "class C:\n    def __init__(self):\n        self.l = []\n    def put(self, x):\n        \
         self.l.append(x)\n    def get(self):\n        return self.l\nc = C()\nc.put(source())\n\
         sink(c.get())  # bad\nd = C()\nd.put(1)\nsink(d.get())\n",
        change,
    );
    check_with("def f(x):\n    check(x)\n    sink(x)\n    return x\nsink(f(source()))\n", change);
    check_with(
        "def f(x):\n    check(x.a)\ndef g(x):\n    x.a = source()\n    f(x)\n    sink(x.a)\n",
        change,
    );
}
