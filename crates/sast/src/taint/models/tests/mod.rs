use crate::taint::spec::{Options, Spec};
use crate::taint::tests::{Bound, check_with, run};
use sdf_syntax::Tree;

mod programs;

pub(super) fn modelled(_: &Tree, _: &[u8], _: &mut Spec<Bound>, options: &mut Options) {
    options.models = true;
}

pub(super) fn check(source: &str) {
    check_with(source, &modelled);
}

/// Lines of a function that gets `c` and `obj`; `t` is tainted. Lines with `# bad` are reported.
fn lines(lines: &[&str]) {
    let body: String = lines.iter().map(|line| format!("    {line}\n")).collect();
    check(&format!("def f(c, obj):\n    t = source()\n{body}"));
}

/// Expressions that are tainted, and those that are not, after some lines.
fn after(before: &[&str], tainted: &[&str], clean: &[&str]) {
    let mut all: Vec<String> = before.iter().map(|line| line.to_string()).collect();
    all.extend(tainted.iter().map(|expression| format!("sink({expression})  # bad")));
    all.extend(clean.iter().map(|expression| format!("sink({expression})")));
    lines(&all.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn lists_keep_their_elements_apart() {
    after(
        &["l = ['a', t, 'b']"],
        &["l[1]", "l[-2]", "l", "l[c]", "l[1:]", "l[:2]", "l[1:][0]"],
        &["l[0]", "l[2]", "l[-1]", "l[:1]", "l[2:]", "l[::2]", "l[::-1][0]", "l[-1:]"],
    );
    after(
        &["l = []", "l.append('a')", "l.append(t)", "l.append('b')", "l.pop(0)"],
        &["l[0]"],
        &["l[1]"],
    );
    after(&["l = ['a', t]", "x = l.pop()"], &["x"], &["l", "l[0]"]);
    after(&["l = [t, 'a']", "x = l.pop()"], &["l[0]", "l"], &["x"]);
    after(&["l = ['a', 'b']", "l.insert(1, t)"], &["l[1]"], &["l[0]", "l[2]"]);
    after(&["l = ['a', t]", "l.insert(0, 'b')"], &["l[2]"], &["l[0]", "l[1]"]);
    after(&["l = ['a', t]", "l.reverse()"], &["l[0]"], &["l[1]"]);
    after(&["l = ['a', t]", "l.sort()"], &["l[0]", "l[1]"], &[]);
    after(&["l = ['a', t]", "l.clear()", "l.append('x')"], &[], &["l", "l[0]"]);
    after(&["l = ['a', t]", "l.remove('a')"], &["l[0]"], &[]);
    after(&["l = ['a']", "l.extend(['b', t])"], &["l[2]"], &["l[0]", "l[1]"]);
    after(&["l = ['a']", "l += ['b', t]"], &["l[2]"], &["l[0]", "l[1]"]);
    after(&["l = ['a'] + [t]"], &["l[1]"], &["l[0]"]);
    after(&["l = ['a', t] * 2"], &["l[1]", "l[3]"], &["l[0]", "l[2]"]);
    after(&["l = ['a', t]", "l[1] = 'b'"], &[], &["l", "l[1]"]);
    after(&["l = ['a', 'b']", "l[-1] = t"], &["l[1]"], &["l[0]"]);
    after(&["l = ['a', t, 'b']", "del l[0]"], &["l[0]"], &["l[1]"]);
    after(&["l = ['a', t, 'b']", "del l[1]"], &[], &["l", "l[0]", "l[1]"]);
    after(&["l = ['a', t]", "del l[0:1]"], &["l[0]"], &[]);
    after(&["l = [t, 'a']", "m = l.copy()", "m[0] = 'x'"], &["l[0]"], &["m", "m[0]"]);
    after(&["l = [t, 'a']", "l[:] = ['b', 'c']"], &[], &["l", "l[0]"]);
    after(&["l = ['a', 'b']", "l[1:] = [t]"], &["l[0]", "l[1]"], &[]);
    after(&["l = list(('a', t))"], &["l[1]"], &["l[0]"]);
    after(&["l = [['a', t], ['b', 'c']]"], &["l[0][1]", "l[0]"], &["l[0][0]", "l[1]", "l[1][1]"]);
    after(&["l = [x for x in ['a', t]]", "m = [1 for x in [t]]"], &["l[0]"], &["m", "m[0]"]);
    after(&["i = 1", "l = ['a', t]"], &["l[i]"], &["l[i - 1]", "l[0 + 0]"]);
}

#[test]
fn unpacking_gives_each_target_its_element() {
    lines(&["a, b = ['x', t]", "sink(a)", "sink(b)  # bad"]);
    lines(&["a, *b = 'x', t, 'y'", "sink(a)", "sink(b[0])  # bad", "sink(b[1])"]);
    lines(&["*a, b = 'x', t", "sink(a)", "sink(b)  # bad"]);
    lines(&["*a, b = t, 'x'", "sink(a)  # bad", "sink(b)"]);
    lines(&["(a, b), d = (t, 'x'), 'y'", "sink(a)  # bad", "sink(b)", "sink(d)"]);
    lines(&["a, b = 'x', t", "a, b = b, a", "sink(a)  # bad", "sink(b)"]);
    lines(&["a, b = c", "sink(a)", "a, b = t", "sink(b)  # bad"]);
    lines(&["l = ['a', *['b', t]]", "sink(l[1])", "sink(l[2])  # bad"]);
}

#[test]
fn lists_of_unknown_length_are_followed_soundly() {
    lines(&["l = []", "for x in c:", "    l.append(t)", "sink(l[0])  # bad"]);
    lines(&[
        "l = []",
        "if c:",
        "    l.append('a')",
        "l.append(t)",
        "sink(l[0])  # bad",
        "sink(l[1])  # bad",
    ]);
    lines(&["l = ['a']", "if c:", "    l = obj", "l.append(t)", "sink(l[5])  # bad"]);
    lines(&["l = [t, 'a']", "while c:", "    l.pop(0)", "sink(l[0])  # bad"]);
    lines(&["obj.append(t)", "sink(obj[0])  # bad", "sink(obj)  # bad"]);
    lines(&["obj.append('x')", "sink(obj[0])", "sink(obj)"]);
    lines(&["l = []", "l.append(*t)", "sink(l)  # bad"]);
    lines(&["l = ['a', 'b']", "l[c] = t", "sink(l[0])  # bad"]);
    lines(&["l = [t]", "l[c] = 'a'", "sink(l[0])  # bad"]);
    lines(&["l = ['a', t]", "l.pop(c)", "sink(l[0])  # bad"]);
    lines(&["for x in ['a', 'b']:", "    sink(x)", "for x in ['a', t]:", "    sink(x)  # bad"]);
    lines(&["l = ['a']", "try:", "    l.append(t)", "except E:", "    pass", "sink(l)  # bad"]);
}

#[test]
fn names_of_one_list_are_one_list() {
    lines(&["a = []", "b = a", "b.append(t)", "sink(a)  # bad", "sink(a[0])  # bad"]);
    lines(&["a = b = {}", "b['x'] = t", "sink(a['x'])  # bad", "sink(a['y'])"]);
    lines(&["a = [t]", "b = a", "b.clear()", "sink(a)"]);
    lines(&["a = [[], []]", "b = a[0]", "b.append(t)", "sink(a[0])  # bad", "sink(a[1])"]);
    lines(&["d = {'k': []}", "d['k'].append(t)", "l = d['k']", "l.clear()", "sink(d)"]);
    lines(&["l = []", "d = {'k': l}", "l.append(t)", "sink(d['k'])  # bad", "sink(d['m'])"]);
    lines(&["a = [t]", "b = list(a)", "b.clear()", "sink(a)  # bad"]);
}

#[test]
fn dictionaries_keep_their_keys_apart() {
    after(
        &["d = {'a': 'x', 'b': t}"],
        &["d['b']", "d", "d[c]", "d.get('b')", "d.get(c)"],
        &["d['a']", "d.get('a')", "d.get('z')"],
    );
    after(&["d = {}", "d['a'] = 'x'", "d['b'] = t"], &["d['b']"], &["d['a']"]);
    after(&["d = {'a': t}", "d['a'] = 'x'"], &[], &["d['a']", "d"]);
    after(&["k = 'b'", "d = {'a': 'x', 'b': t}"], &["d[k]", "d.get(k)"], &["d['a']"]);
    after(&["d = dict(a='x', b=t)"], &["d['b']"], &["d['a']"]);
    after(&["d = dict([('a', 'x'), ('b', t)])"], &["d['b']"], &["d['a']"]);
    after(&["d = dict(zip(['a', 'b'], ['x', t]))"], &["d['b']"], &["d['a']"]);
    after(&["d = {'a': t}", "x = d.pop('a')"], &["x"], &["d", "d['a']"]);
    after(&["d = {'a': t}", "del d['a']"], &[], &["d", "d['a']"]);
    after(&["d = {'a': 'x'}", "x = d.get('b', t)", "y = d.get('a', 'z')"], &["x"], &["y"]);
    after(&["d = {}", "d.setdefault('a', t)"], &["d['a']"], &["d['b']"]);
    after(&["d = {}", "d.setdefault('a', []).append(t)"], &["d['a']", "d['a'][0]"], &["d['b']"]);
    after(&["d = {}", "d.update({'a': t, 'b': 'x'})"], &["d['a']"], &["d['b']"]);
    after(&["d = {'a': t}", "d.update({'a': 'x'})"], &[], &["d", "d['a']"]);
    after(&["d = {}", "d.update(a=t)"], &["d['a']"], &["d['b']"]);
    after(&["e = {'a': t}", "d = {'b': 'x'}", "d.update(e)"], &["d['a']"], &["d['b']"]);
    after(&["d = {'b': 'x'} | {'a': t}"], &["d['a']"], &["d['b']"]);
    after(&["d = {'b': 'x'}", "d |= {'a': t}"], &["d['a']"], &["d['b']"]);
    after(&["d = {**{'a': t}, 'b': 'x'}"], &["d['a']"], &["d['b']"]);
    after(&["d = {'a': {'b': t, 'c': 'x'}}"], &["d['a']['b']"], &["d['a']['c']"]);
    after(&["d = {1: t, 2: 'x', -1: 'y'}"], &["d[1]"], &["d[2]"]);
    after(&["d = {'a': t}", "e = d.copy()", "e.clear()"], &["d['a']"], &["e"]);
    after(&["d = {}", "d[c] = t"], &["d['a']", "d[c]"], &[]);
    after(&["d = {'a': 'x'}"], &[], &["d[t]", "d.get(t)", "'a' in d", "t in d"]);
    after(
        &["d = {k: v for k, v in [('a', t)]}", "e = {x: 'a' for x in [t]}"],
        &["d['a']"],
        &["e['a']"],
    );
    after(&["d = dict.fromkeys([t], 'x')"], &["d"], &["d['a']"]);
}

#[test]
fn keys_and_values_are_apart() {
    lines(&["d = {'a': t}", "for k in d:", "    sink(k)", "    sink(d[k])  # bad"]);
    lines(&["d = {'a': t}", "for k, v in d.items():", "    sink(k)", "    sink(v)  # bad"]);
    lines(&["d = {t: 'a'}", "for k, v in d.items():", "    sink(k)  # bad", "    sink(v)"]);
    lines(&["d = {'a': t}", "for v in d.values():", "    sink(v)  # bad"]);
    lines(&["d = {'a': t}", "for k in d.keys():", "    sink(k)"]);
    lines(&["d = {}", "d[t] = 'x'", "for k in d:", "    sink(k)  # bad", "    sink(d[k])"]);
    lines(&["d = {}", "d[t] = 'x'", "sink(d['a'])", "sink(list(d))  # bad"]);
    lines(&["k, v = {'a': t}.popitem()", "sink(k)", "sink(v)  # bad"]);
}

#[test]
fn sets_queues_and_others_hold_what_they_are_given() {
    lines(&["s = set()", "s.add('a')", "sink(s)", "s.add(t)", "for x in s:", "    sink(x)  # bad"]);
    lines(&["s = {'a', t}", "sink(s.pop())  # bad", "sink('a' in s)"]);
    lines(&["s = {'a'} | {t}", "for x in s:", "    sink(x)  # bad"]);
    lines(&[
        "from collections import deque",
        "q = deque()",
        "q.append('a')",
        "q.appendleft(t)",
        "sink(q.popleft())  # bad",
        "sink(q.popleft())",
    ]);
    lines(&[
        "import queue",
        "q = queue.Queue()",
        "q.put('a')",
        "q.put(t)",
        "sink(q.get())",
        "sink(q.get())  # bad",
    ]);
    lines(&[
        "import collections",
        "d = collections.OrderedDict()",
        "d['a'] = t",
        "sink(d['a'])  # bad",
        "sink(d['b'])",
    ]);
    lines(&[
        "from collections import defaultdict",
        "d = defaultdict(list)",
        "d['a'].append(t)",
        "sink(d['a'])  # bad",
        "sink(d['a'][0])  # bad",
        "sink(d['b'])",
    ]);
    lines(&[
        "import io",
        "b = io.StringIO()",
        "b.write('a')",
        "sink(b.getvalue())",
        "b.write(t)",
        "sink(b.getvalue())  # bad",
    ]);
    lines(&["import heapq", "h = []", "heapq.heappush(h, t)", "sink(heapq.heappop(h))  # bad"]);
    lines(&[
        "from types import SimpleNamespace as N",
        "n = N(a=t, b='x')",
        "sink(n.a)  # bad",
        "sink(n.b)",
    ]);
    lines(&[
        "import contextvars",
        "v = contextvars.ContextVar('v')",
        "v.set(t)",
        "sink(v.get())  # bad",
        "v.set('x')",
        "sink(v.get())",
    ]);
    lines(&[
        "import configparser",
        "p = configparser.ConfigParser()",
        "p.add_section('s')",
        "p.set('s', 'a', 'x')",
        "p.set('s', 'b', t)",
        "sink(p.get('s', 'a'))",
        "sink(p.get('s', 'b'))  # bad",
        "sink(p['s']['a'])",
        "sink(p['s']['b'])  # bad",
    ]);
    lines(&[
        "import os",
        "os.environ['A'] = t",
        "sink(os.environ['A'])  # bad",
        "sink(os.environ.get('A'))  # bad",
        "sink(os.environ['B'])",
        "sink(os.environ.get('B'))",
    ]);
    lines(&[
        "import collections",
        "m = collections.ChainMap({'a': 'x'}, {'b': t})",
        "sink(m['a'])",
        "sink(m['b'])  # bad",
    ]);
    lines(&[
        "from collections import Counter",
        "n = Counter([t])",
        "for k in n:",
        "    sink(k)  # bad",
        "    sink(n[k])",
    ]);
}

#[test]
fn attributes_can_be_named_by_text() {
    lines(&[
        "setattr(obj, 'a', t)",
        "sink(obj.a)  # bad",
        "sink(obj.b)",
        "sink(getattr(obj, 'a'))  # bad",
    ]);
    lines(&[
        "setattr(obj, 'q', t)",
        "sink(getattr(obj, 'q'))  # bad",
        "sink(getattr(obj, 'r', 'x'))",
    ]);
    lines(&["obj.a = t", "sink(getattr(obj, 'a'))  # bad", "obj.a = 'x'", "sink(obj.a)"]);
    lines(&["setattr(obj, c, t)", "sink(obj.a)  # bad"]);
    lines(&["obj.a = t", "del obj.a", "sink(obj)"]);
    lines(&["sink(getattr(obj, 'a', t))  # bad"]);
    lines(&["obj.items.append(t)", "sink(obj.items)  # bad", "sink(obj.other)"]);
}

#[test]
fn functions_give_what_they_are_known_to_give() {
    after(
        &[
            "import os",
            "import copy",
            "import hashlib",
            "import base64",
            "import json",
            "import math",
            "import itertools",
        ],
        &[
            "str(t)",
            "t.strip()",
            "t[0]",
            "t[1:3]",
            "' '.join(['a', t])",
            "t.split(',')[0]",
            "'%s' % t",
            "f'{t}'",
            "'{}'.format(t)",
            "t.encode().decode()",
            "base64.b64encode(t)",
            "json.loads(t)['a']",
            "copy.copy(t)",
            "copy.deepcopy([t])[0]",
            "sorted([t])[0]",
            "list(t)",
            "next(iter([t]))",
            "next(iter([]), t)",
            "max('a', t)",
            "max(['a', t])",
            "list(map(str, ['a', t]))[1]",
            "list(reversed(['a', t]))[0]",
            "bytes(t)",
            "t or 'd'",
            "'a' and t",
            "'x' if c else t",
            "(w := t)",
            "hashlib.sha256(t)",
            "repr([t])",
            "obj(t)",
            "t.get('a')",
            "obj.m(t)",
            "list(filter(None, [t]))[0]",
            "tuple(['a', t])[1]",
            "itertools.chain(['a'], [t])",
            "t + 'a'",
            "'a' * 2 + t",
            "[*map(str, [t])]",
            "dict(t)",
            "list(zip('a', t))",
            "t.x",
            "dict(a=t)",
            "obj(*[t])",
            "obj(**{'a': t})",
        ],
        &[
            "len(t)",
            "int(t)",
            "float(t)",
            "bool(t)",
            "ord(t)",
            "isinstance(t, str)",
            "hasattr(t, 'a')",
            "hash(t)",
            "type(t)",
            "any(t)",
            "all(t)",
            "round(t)",
            "range(t)",
            "t.startswith('a')",
            "t.endswith('a')",
            "t.isdigit()",
            "t.count('a')",
            "t == 'a'",
            "t != 'a'",
            "'a' in t",
            "not t",
            "t is None",
            "1 < t < 3",
            "os.path.exists(t)",
            "os.path.isfile(t)",
            "hashlib.sha256(t).hexdigest()",
            "math.sqrt(t)",
            "list(map(str, ['a', t]))[0]",
            "list(map(int, [t]))[0]",
            "list(reversed(['a', t]))[1]",
            "t and 'a'",
            "tuple(['a', t])[0]",
            "[len(x) for x in t]",
            "list(zip(['a'], [t]))[0][0]",
            "'d' or t",
            "'' and t",
        ],
    );
    lines(&["for i, x in enumerate([t]):", "    sink(i)", "    sink(x)  # bad"]);
    lines(&["for a, b in zip(['x'], [t]):", "    sink(a)", "    sink(b)  # bad"]);
    lines(&["for i in range(t):", "    sink(i)"]);
    lines(&["with open(t) as h:", "    sink(h)  # bad"]);
}

#[test]
fn names_that_the_file_binds_are_not_modelled() {
    check("def len(x): return x\ndef f():\n    sink(len(source()))  # bad\n");
    check("from m import len\ndef f():\n    sink(len(source()))  # bad\n");
    check("def f(list):\n    sink(list(['a', source()])[0])  # bad\n");
    check("class A:\n    def f(self):\n        sink(self.index(source()))  # bad\n");
    check("def f(requests):\n    sink(requests.get(source()))  # bad\n");
    check("import m\ndef f():\n    m.append(source())\n    sink(m.x())\n");
}

#[test]
fn cases_that_a_known_subject_does_not_fit_are_dead() {
    let case = |pattern: &str, verdict: &str| {
        check(&format!(
            "def f():\n    k = 'a'\n    x = 'x'\n    match k:\n        case {pattern}:  # here\n            \
             x = source()\n    sink(x){verdict}\n"
        ));
    };
    for fitting in
        ["'a'", "'b' | 'a'", "_", "y", "str()", "'a' as y", "('a')", "'a' if y()", "_ if z"]
    {
        case(fitting, "  # bad");
    }
    for other in ["'b'", "'b' | 'c'", "1", "'b' as y", "None", "'b' if y()"] {
        case(other, "");
    }
    lines(&[
        "x = t",
        "match 'b':",
        "    case 'a':",
        "        x = t",
        "    case 'b':",
        "        x = 'y'",
        "    case _:",
        "        x = t",
        "sink(x)",
    ]);
    lines(&["x = t", "match c:", "    case 'a':", "        x = 'y'", "sink(x)  # bad"]);
    lines(&[
        "x = t",
        "match 'a':",
        "    case 'a' if c:",
        "        x = 'y'",
        "    case _:",
        "        pass",
        "sink(x)  # bad",
    ]);
}

#[test]
fn long_files_end() {
    let appended = |line: &str| {
        format!(
            "def f(c):\n    l = []\n{}    l.append(source())\n    sink(l)\n",
            line.repeat(5_000)
        )
    };
    for line in [
        "    l.append('a')\n",
        "    l.append(source())\n",
        "    l.append([source(), 'a'])\n",
        "    l.insert(0, source())\n",
    ] {
        let outcome = run(&appended(line), &modelled);
        assert_eq!((outcome.unfinished, outcome.findings.len()), (false, 1), "{line}");
    }
    let keys: String = (0..5_000).map(|at| format!("    l['k{at}'] = source()\n")).collect();
    let outcome = run(&format!("def f(c):\n    l = {{}}\n{keys}    sink(l['k4999'])\n"), &modelled);
    assert!(!outcome.unfinished && outcome.findings.len() == 1);
    let nested = format!(
        "def f(c):\n    l = source()\n{}    sink(l)\n",
        "    l = [l, {c: l}]\n    l = {c: l, 'a': l}\n".repeat(500)
    );
    let outcome = run(&nested, &modelled);
    assert!(!outcome.unfinished && outcome.findings.len() == 1);
}

#[test]
fn programs_as_people_write_them() {
    lines(&["import io", "with io.StringIO(t) as s:", "    sink(s.read())  # bad"]);
    lines(&["import io", "with io.StringIO('a') as s:", "    sink(s.read())"]);
    lines(&["parts = t.split('/')", "name = parts[-1]", "sink(name)  # bad"]);
    lines(&["head, _, tail = t.partition(':')", "sink(tail)  # bad"]);
    lines(&[
        "sql = ['select']",
        "if c:",
        "    sql.append('where a = ' + t)",
        "sink(' '.join(sql))  # bad",
    ]);
    lines(&[
        "sql = ['select']",
        "params = []",
        "if c:",
        "    sql.append('where a = ?')",
        "    params.append(t)",
        "sink(' '.join(sql))",
        "sink(params)  # bad",
    ]);
    lines(&["q, args = 'select ?', (t,)", "sink(q)", "sink(args)  # bad"]);
    lines(&["data = {'id': 1, 'name': t}", "sink('%d' % data['id'])", "sink(data['name'])  # bad"]);
    lines(&[
        "ALLOWED = {'a': 'x', 'b': 'y'}",
        "sink(ALLOWED[t])",
        "sink(ALLOWED.get(t, 'z'))",
        "sink(ALLOWED.get(t, t))  # bad",
    ]);
    lines(&["opts = {}", "for k in ('a', 'b'):", "    opts[k] = t", "sink(opts['a'])  # bad"]);
    lines(&[
        "stack = [obj]",
        "while stack:",
        "    x = stack.pop()",
        "    stack.append(t)",
        "    sink(x)  # bad",
    ]);
    lines(&["out = []", "out += [t]", "sink(out[0])  # bad"]);
    lines(&["out = ()", "out += (t, 'a')", "sink(out[0])  # bad", "sink(out[1])"]);
    lines(&["out = [None] * 3", "out[1] = t", "sink(out[0])", "sink(out[1])  # bad"]);
    lines(&[
        "grid = [[0] * 3 for _ in c]",
        "grid[0][1] = t",
        "sink(grid[0][1])  # bad",
        "sink(grid[1][1])",
    ]);
    lines(&["pairs = sorted({'a': t}.items())", "sink(pairs[0][0])", "sink(pairs[0][1])  # bad"]);
    lines(&[
        "x = [y for y in [t] if y]",
        "sink(x[0])  # bad",
        "n = sum(1 for y in [t])",
        "sink(n)",
    ]);
    lines(&["cmd = ['ls', '-l', t]", "sink(cmd[0])", "sink(cmd[2])  # bad", "sink(*cmd)  # bad"]);
    lines(&["d = {'a': t}", "sink(**d)  # bad", "sink('{a}'.format(**d))  # bad"]);
    lines(&["try:", "    n = int(t)", "except ValueError:", "    n = t", "sink(n)  # bad"]);
    lines(&["if isinstance(t, list):", "    t = t[0]", "sink(t)  # bad"]);
    lines(&["first, *rest = t.split()", "sink(first)  # bad", "sink(rest)  # bad"]);
    lines(&[
        "rows = [{'a': t, 'b': 'x'}]",
        "for row in rows:",
        "    sink(row['a'])  # bad",
        "    sink(row['b'])",
    ]);
    lines(&[
        "obj.cache = {}",
        "obj.cache['k'] = t",
        "sink(obj.cache['k'])  # bad",
        "sink(obj.cache['l'])",
        "obj.cache.clear()",
        "sink(obj.cache)",
    ]);
    lines(&["l = [t]", "if c:", "    l = []", "sink(l[0])  # bad"]);
    lines(&["x = {'a': c}.get('a') or t", "sink(x)  # bad"]);
    lines(&["for row in obj.rows:", "    row['x'] = t", "sink(obj.rows)  # bad"]);
    lines(&[
        "rows = [{}, {}]",
        "for row in rows:",
        "    row['x'] = t",
        "sink(rows)  # bad",
        "sink(rows[0]['x'])  # bad",
        "sink(rows[0]['y'])",
    ]);
    lines(&[
        "rows = {'a': []}",
        "for row in rows.values():",
        "    row.append(t)",
        "sink(rows)  # bad",
    ]);
    lines(&["for i, row in enumerate(obj):", "    row.append(t)", "sink(obj)  # bad"]);
    lines(&["for row in obj:", "    row = {}", "    row['x'] = t", "sink(obj)"]);
}

#[test]
fn containers_go_through_functions() {
    let through = |source: &str| {
        check_with(source, &|_, _, _, options| {
            options.models = true;
            options.interprocedural = true;
        });
    };
    through(
        "def f(d):\n    return d['a']\ndef g():\n    d = {'a': source(), 'b': 1}\n    sink(f(d))  # bad\ndef h():\n    sink(f({'a': 1, 'b': source()}))\n",
    );
    through(
        "def f(l):\n    return l[0]\ndef g():\n    sink(f([source(), 1]))  # bad\n    sink(f([1, source()]))\n",
    );
    through("def f(l):\n    return l[1:]\ndef g():\n    sink(f([1, source()]))  # bad\n");
    through(
        "def f(l):\n    l.append(source())\ndef g():\n    l = ['a']\n    f(l)\n    sink(l[1])  # bad\n",
    );
    through(
        "def f(l, x):\n    l.append(x)\ndef g():\n    l = ['a']\n    f(l, 'b')\n    sink(l)\n    f(l, source())\n    sink(l)  # bad\n",
    );
    through(
        "def f(l):\n    l.reverse()\n    return l[0]\ndef g():\n    sink(f([1, source()]))  # bad\n",
    );
    through(
        "def f(l):\n    return l\ndef g():\n    l = f([1, source()])\n    sink(l[0])\n    sink(l[1])  # bad\n    l.append(1)\n    l.pop(0)\n    sink(l[0])  # bad\n    sink(l[1])\n",
    );
    through(
        "def f(l):\n    l.append(1)\n    return l\ndef g():\n    l = f([1, source()])\n    l.pop()\n    sink(l[1])  # bad\n",
    );
    through(
        "def f(d):\n    for k, v in d.items():\n        sink(k)\n        sink(v)  # bad\ndef g():\n    f({'a': source()})\n",
    );
    through(
        "def f(d):\n    sink(d.get('a'))  # bad\n    sink(d.get('b'))\ndef g():\n    f({'a': source()})\n",
    );
    through(
        "def f(d):\n    d['a'] = 1\ndef g():\n    d = {'a': source(), 'b': source()}\n    f(d)\n    sink(d['a'])\n    sink(d['b'])  # bad\n",
    );
    through("def f(s):\n    return s[1:].strip()\ndef g():\n    sink(f(source()))  # bad\n");
    through(
        "def f(a, *b):\n    return b\ndef g():\n    sink(f(1, 2, source())[0])\n    sink(f(1, 2, source())[1])  # bad\n",
    );
    through(
        "def f(x):\n    return {'a': x, 'b': 1}\ndef g():\n    d = f(source())\n    sink(d['a'])  # bad\n    sink(d['b'])\n",
    );
    through(
        "class A:\n    def __init__(self):\n        self.items = []\n    def add(self, x):\n        self.items.append(x)\n    def last(self):\n        return self.items[-1]\ndef g():\n    a = A()\n    a.add(source())\n    sink(a.last())  # bad\n    b = A()\n    b.add(1)\n    sink(b.last())\n",
    );
    through(
        "class A:\n    def f(self):\n        self.l = [source(), 1]\n    def g(self):\n        self.l.pop(0)\n    def h(self):\n        sink(self.l[0])  # bad\n",
    );
    through(
        "def f(c):\n    if c:\n        return [source(), 1]\n    return []\ndef g(c):\n    l = f(c)\n    l.append(1)\n    sink(l[0])  # bad\n",
    );
    through("def f(x):\n    return len(x)\ndef g():\n    sink(f(source()))\n");
}
