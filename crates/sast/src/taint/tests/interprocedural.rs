//! Taint across functions and methods.

use super::*;

fn across(source: &str) {
    check_with(source, &|_, _, _, options| options.interprocedural = true);
}

#[test]
fn what_one_body_shows_is_found_as_before() {
    across("def f():\n    x = source()\n    sink(x)  # bad\n    x = 1\n    sink(x)\n");
    across("X = source()\ndef f():\n    sink(X)  # bad\nsink(X)  # bad\n");
    across("X = source()\nX = 1\ndef f():\n    sink(X)\n");
    across("def f(event, c):\n    sink(event)  # bad\n    sink(c)\n");
    across("def f(c):\n    while c:\n        sink(x)  # bad\n        x = source()\n");
}

#[test]
fn results_of_functions() {
    across("def g():\n    return source()\ndef f():\n    sink(g())  # bad\n");
    across("def g():\n    return 1\ndef f():\n    sink(g(source()))\n");
    across("def g(x):\n    return clean(x)\ndef f():\n    sink(g(source()))\n");
    across("def g(x):\n    return x\ndef f():\n    sink(g(source()))  # bad\n    sink(g(1))\n");
    across(
        "def g(x, y):\n    return y\ndef f():\n    sink(g(source(), 1))\n    sink(g(1, source()))  # bad\n",
    );
    across("def g(x):\n    return h(x)\ndef h(x):\n    return 'a' + x\nsink(g(source()))  # bad\n");
    across("def g(x):\n    if x:\n        return 1\n    return x\nsink(g(source()))  # bad\n");
    across("def g(x):\n    y = unknown(x)\n    return y\nsink(g(source()))  # bad\n");
    across("def g(x):\n    return 1, x\na, b = g(source())\nsink(a)\nsink(b)  # bad\n");
    across(
        "def g(x):\n    return {'a': x, 'b': 1}\nd = g(source())\nsink(d['a'])  # bad\nsink(d['b'])\n",
    );
    across(
        "def g(x):\n    return x.a\ndef f(o):\n    o.b = source()\n    sink(g(o))\n    o.a = source()\n    sink(g(o))  # bad\n",
    );
    across(
        "def g(d):\n    return d['x']\nd = {'x': 1, 'y': source()}\nsink(g(d))\nd = {'x': source()}\nsink(g(d))  # bad\n",
    );
    across(
        "def g(p):\n    a, b = p\n    return b\nsink(g((source(), 1)))\nsink(g((1, source())))  # bad\n",
    );
    across("g = lambda x: x + 1\nh = lambda x: 1\nsink(g(source()))  # bad\nsink(h(source()))\n");
    across(
        "def g(xs):\n    for x in xs:\n        return x\nsink(g([source()]))  # bad\nsink(g([1]))\n",
    );
    across("def g(x):\n    print(x)\nsink(g(source()))\n");
}

#[test]
fn sinks_in_functions() {
    across("def g(x):\n    sink(x)  # bad\ndef f():\n    g(source())\n");
    across("def g(x):\n    sink(x)\ndef f():\n    g(clean(source()))\n    source()\n");
    across("def g(x, y):\n    sink(x)  # bad\n    sink(y)\ndef f():\n    g(source(), 1)\n");
    across(
        "def g(x):\n    h(x)\ndef h(y):\n    i(y)\ndef i(z):\n    sink(z)  # bad\ng(source())\n",
    );
    across(
        "def g(x):\n    sink(x.a)  # bad\n    sink(x.b)\ndef f(o):\n    o.a = source()\n    g(o)\n",
    );
    across("def g(x):\n    x = clean(x)\n    sink(x)\ng(source())\n");
    across("def g(x):\n    y = x\n    x = 1\n    sink(x)\n    sink(y)  # bad\ng(source())\n");
    across("def g(x):\n    sink(x)  # bad\ndef f():\n    g(1)\n    g(source())\n    g(source())\n");
    across("def g(x):\n    if x:\n        sink(x)  # bad\n    return 1\nsink(g(source()))\n");
    across("def g(x):\n    sink(x + h())  # bad\ndef h():\n    return source()\n");
}

#[test]
fn arguments_find_their_parameters() {
    let g = "def g(a, b=1, *c, d=2, **e):\n";
    for (call, body) in [
        ("g(1, b=source())", "b"),
        ("g(b=source(), a=1)", "b"),
        ("g(source())", "a"),
        ("g(1, 2, 3, source())", "c[1]"),
        ("g(1, d=source())", "d"),
        ("g(1, z=source())", "e['z']"),
        ("g(*[1, source()])", "b"),
        ("g(*(1, source()))", "b"),
        ("g(**{'b': source()})", "b"),
        ("g(1, *source())", "b"),
        ("g(1, 2, *source())", "c"),
        ("g(1, **source())", "d"),
    ] {
        across(&format!("{g}    sink({body})  # bad\ndef f():\n    {call}\n"));
    }
    for (call, body) in [
        ("g(1, b=source())", "a"),
        ("g(source(), 1)", "b"),
        ("g(1, 2, source(), 1)", "c[1]"),
        ("g(1, z=source())", "e['y']"),
        ("g(1, z=source())", "d"),
        ("g(*(source(), 1))", "b"),
        ("g(**{'b': source(), 'd': 1})", "d"),
        ("g(1, 2, *source())", "b"),
    ] {
        across(&format!("{g}    sink({body})\ndef f():\n    {call}\n"));
    }
    across("def g(a, /, b, *, c):\n    sink(c)  # bad\n    sink(b)\ng(1, 2, c=source())\n");
    across("def g(a=source()):\n    sink(a)  # bad\n");
}

#[test]
fn functions_write_into_what_they_are_given() {
    across(
        "def g(d, v):\n    d['k'] = v\ndef f():\n    d = {}\n    g(d, source())\n    sink(d['k'])  # bad\n    sink(d['j'])\n",
    );
    across(
        "def g(o):\n    o.a = source()\ndef f(o):\n    g(o)\n    sink(o.a)  # bad\n    sink(o.b)\n",
    );
    across("def g(o):\n    o.a = 1\ndef f(o):\n    o.a = source()\n    g(o)\n    sink(o.a)\n");
    across(
        "def g(o, c):\n    if c:\n        o.a = 1\ndef f(o):\n    o.a = source()\n    g(o, 1)\n    sink(o.a)  # bad\n",
    );
    across(
        "def g(o):\n    if not o:\n        o = source()\n    return o\ndef f(o):\n    x = g(o)\n    sink(o)\n    sink(x)  # bad\n",
    );
    across(
        "def g(o):\n    h(o.x)\ndef h(p):\n    p.y = source()\ndef f(o):\n    g(o)\n    sink(o.x.y)  # bad\n    sink(o.x.z)\n",
    );
    across(
        "def g(o):\n    o = {}\n    o['a'] = source()\ndef f():\n    o = {}\n    g(o)\n    sink(o)\n",
    );
    across(
        "def g(a, b):\n    a.x = b.x\ndef f(a, b):\n    b.x = source()\n    g(a, b)\n    sink(a.x)  # bad\n    sink(a.y)\n",
    );
}

#[test]
fn methods() {
    let class = |body: &str| across(&format!("class C:\n{body}"));
    class(
        "    def g(self, x):\n        sink(x)  # bad\n    def f(self):\n        self.g(source())\n",
    );
    class(
        "    def g(self):\n        return source()\n    def f(self):\n        sink(self.g())  # bad\n",
    );
    class(
        "    def g(self, x):\n        return 1\n    def f(self):\n        sink(self.g(source()))\n",
    );
    class(
        "    def f(self):\n        self.a = source()\n        self.g()\n    def g(self):\n        sink(self.a)  # bad\n        sink(self.b)\n",
    );
    class(
        "    def g(self):\n        sink(self.a)  # bad\n        sink(self.b)\n    def setup(self):\n        self.a = source()\n",
    );
    class(
        "    def setup(self):\n        self.a = clean(source())\n    def g(self):\n        sink(self.a)\n",
    );
    class(
        "    @staticmethod\n    def g(x):\n        sink(x)  # bad\n    def f(self):\n        C.g(source())\n",
    );
    class(
        "    @classmethod\n    def g(cls, x):\n        return x\n    @classmethod\n    def f(cls):\n        sink(cls.g(source()))  # bad\n        sink(C.g(1))\n",
    );
    class(
        "    @property\n    def p(self):\n        return source()\n    @property\n    def q(self):\n        return 1\n    def f(self):\n        self.q = source()\n        sink(self.p)  # bad\n        sink(self.q)\n",
    );
    class(
        "    x = source()\n    def f(self):\n        sink(self.x)  # bad\n        sink(self.y)\n",
    );
    class(
        "    def f(self):\n        self.g()\n        sink(self.x)  # bad\n    def g(self):\n        self.h()\n    def h(self):\n        self.x = source()\n",
    );
}

#[test]
fn objects() {
    let class = "class C:\n    def __init__(self, a, b=1):\n        self.a = a\n        self.b = b\n    def get(self):\n        return self.a\n    def run(self):\n        sink(self.a)RUN\n    def put(self, v):\n        self.a = v\n";
    let with = |run: &str, rest: &str| across(&format!("{}{rest}", class.replace("RUN", run)));
    let bad = "  # bad";
    with(bad, "C(source()).run()\n");
    with(bad, "c = C(source())\nc.run()\n");
    with("", "c = C(1, source())\nc.run()\n");
    with("", "c = C(1)\nc.run()\nsink(C(source()).get())  # bad\n");
    with("", "c = C(source())\nsink(c.a)  # bad\nsink(c.b)\n");
    with("", "c = C(1, b=source())\nsink(c.get())\nsink(c.b)  # bad\n");
    with(bad, "c = C(1)\nc.put(source())\nc.run()\n");
    with("", "c = C(1)\nc.put(source())\nsink(c.a)  # bad\nsink(c.b)\n");
    with("", "c = C(source())\nd = C(1)\nsink(d.get())\nsink(c.get())  # bad\n");
    with("", "def f(c: C):\n    c.put(source())\n    sink(c.get())  # bad\n");
    with(
        bad,
        "class D:\n    def __init__(self):\n        self.c = C(1)\n    def f(self):\n        self.c.put(source())\n        self.c.run()\n",
    );
    with(bad, "c = C(1)\nC.put(c, source())\nC.run(c)\n");
    across(
        "@dataclass\nclass P:\n    a: str\n    b: str\nsink(P(source(), 1).a)  # bad\np = P(1, b=source())\nsink(p.a)\nsink(p.b)  # bad\n",
    );
    across(
        "class C:\n    def __call__(self, x):\n        return x\nc = C()\nsink(c(source()))  # bad\nsink(c(1))\n",
    );
}

#[test]
fn inheritance() {
    let base = "class A:\n    def __init__(self, x):\n        self.x = x\n    def get(self):\n        return self.x\n    def hook(self):\n        return 1\n    def run(self):\n        sink(self.hook())RUN\n";
    let with = |run: &str, rest: &str| across(&format!("{}{rest}", base.replace("RUN", run)));
    with("", "class B(A):\n    pass\nsink(B(source()).get())  # bad\n");
    with(
        "",
        "class B(A):\n    def __init__(self, y):\n        super().__init__(y)\nsink(B(source()).get())  # bad\nsink(B(1).get())\n",
    );
    with("", "class B(A):\n    def get(self):\n        return 1\nsink(B(source()).get())\n");
    with(
        "",
        "class B(A):\n    def f(self):\n        self.x = source()\n    def g(self):\n        sink(self.get())  # bad\n",
    );
    with(
        "",
        "class B(A):\n    def get(self):\n        return super().get()\nsink(B(source()).get())  # bad\n",
    );
    across(
        "class A:\n    def run(self):\n        sink(self.hook())  # bad\nclass B(A):\n    def hook(self):\n        return source()\n",
    );
}

#[test]
fn recursion() {
    across(
        "def f(n, x):\n    if n:\n        return f(n - 1, x)\n    return x\nsink(f(3, source()))  # bad\nsink(f(source(), 1))\n",
    );
    across("def f(n, x):\n    if n:\n        f(n - 1, x)\n    sink(x)  # bad\nf(3, source())\n");
    across(
        "def even(n, x):\n    return odd(n - 1, x) if n else x\ndef odd(n, x):\n    return even(n - 1, x) if n else 1\nsink(odd(3, source()))  # bad\n",
    );
    across("def f(n):\n    return g(n)\ndef g(n):\n    return f(n)\nsink(f(source()))\n");
    across(
        "def f(x):\n    g(x.next)\ndef g(x):\n    sink(x.value)  # bad\n    f(x)\nf(source())\n",
    );
    across("def f(x):\n    sink(x)  # bad\n    f(source())\n");
}

#[test]
fn closures_and_variables_of_the_module() {
    across("def f():\n    x = source()\n    def g():\n        sink(x)  # bad\n    g()\n");
    across("def f(x):\n    def g():\n        sink(x)  # bad\n    g()\nf(source())\n");
    across("def f():\n    x = source()\n    def g():\n        sink(x)\n    x = 1\n    g()\n");
    across("def f():\n    x = source()\n    def g():\n        sink(x)  # bad\n    register(g)\n");
    across("def f(x):\n    @route\n    def g():\n        sink(x)  # bad\nf(source())\n");
    across(
        "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = source()\n    g()\n    sink(x)  # bad\n",
    );
    across(
        "def f():\n    x = source()\n    def g():\n        return x\n    return g()\nsink(f())  # bad\n",
    );
    across(
        "def f(x):\n    def g():\n        def h():\n            sink(x)  # bad\n        h()\n    g()\nf(source())\n",
    );
    across("X = None\ndef f():\n    global X\n    X = source()\ndef g():\n    sink(X)  # bad\n");
    across(
        "X = None\ndef f(v):\n    global X\n    X = v\ndef g():\n    f(source())\n    sink(X)  # bad\n",
    );
    across("def show(x):\n    sink(x)  # bad\nX = source()\ndef g():\n    show(X)\n");
    across("def f():\n    g = lambda y: sink(y)  # bad\n    g(source())\n");
}

#[test]
fn generators_and_coroutines() {
    across(
        "def g(x):\n    yield 1\n    yield x\ndef f():\n    for y in g(source()):\n        sink(y)  # bad\n    for y in g(1):\n        sink(y)\n",
    );
    across("def g():\n    yield from h()\ndef h():\n    yield source()\nsink(list(g()))  # bad\n");
    across("@contextmanager\ndef g():\n    yield source()\nwith g() as x:\n    sink(x)  # bad\n");
    across(
        "async def g(x):\n    return x\nasync def f():\n    sink(await g(source()))  # bad\n    sink(await g(1))\n",
    );
    across("async def g(x):\n    sink(x)  # bad\nasync def f():\n    await gather(g(source()))\n");
}

#[test]
fn functions_handed_on() {
    across("def g(x):\n    sink(x)  # bad\nmap(g, [source()])\n");
    across("def g(x):\n    sink(x)  # bad\nThread(target=g, args=(source(),)).start()\n");
    across("def g(x, y):\n    sink(y)  # bad\n    sink(x)\nexecutor.submit(g, 1, source())\n");
    across("def g(x):\n    sink(x)  # bad\nloop.run_in_executor(None, g, source())\n");
}

#[test]
fn calls_of_one_function_are_told_apart() {
    across(
        "def g(x):\n    return x\ndef f():\n    a = g(source())\n    b = g(1)\n    sink(b)\n    sink(a)  # bad\n",
    );
    across(
        "def g(o, v):\n    o.v = v\ndef f(a, b):\n    g(a, source())\n    g(b, 1)\n    sink(b.v)\n    sink(a.v)  # bad\n",
    );
    across("def g(x):\n    source()\n    return h(x)\ndef h(x):\n    sink(x)\ng(1)\n");
}

fn trace(source: &str) -> Vec<String> {
    let outcome = run(source, &|_, _, _, options| options.interprocedural = true);
    assert_eq!(outcome.findings.len(), 1, "findings in\n{source}");
    let finding = outcome.findings.first().expect("one");
    finding.trace.iter().map(|span| source[span.start..span.end].to_owned()).collect()
}

#[test]
fn traces_lead_through_calls() {
    assert_eq!(
        trace(
            "def g(p):\n    q = p\n    sink(q)\ndef f():\n    x = source()\n    y = x\n    g(y)\n"
        ),
        ["source()", "x", "y", "y", "p", "q", "sink(q)"]
    );
    assert_eq!(
        trace(
            "def g(p):\n    q = p\n    return q\ndef f():\n    x = source()\n    y = g(x)\n    sink(y)\n"
        ),
        ["source()", "x", "x", "p", "q", "g(x)", "y", "sink(y)"]
    );
    assert_eq!(
        trace("def g():\n    q = source()\n    return q\ndef f():\n    y = g()\n    sink(y)\n"),
        ["source()", "q", "g()", "y", "sink(y)"]
    );
    assert_eq!(
        trace(
            "class C:\n    def f(self):\n        x = source()\n        self.a = x\n    def g(self):\n        sink(self.a)\n"
        ),
        ["source()", "x", "self.a", "sink(self.a)"]
    );
    assert_eq!(
        trace(
            "def g(p):\n    sink(p)\ndef h(r):\n    g(r)\ndef f():\n    h(source())\n    g(source)\n"
        ),
        ["source()", "r", "r", "p", "sink(p)"]
    );
}

#[test]
fn overriding_methods_and_open_bases() {
    across(
        "class A:\n    def hook(self):\n        raise E\n    def run(self):\n        \
         sink(self.hook())  # bad\nclass B(A):\n    def hook(self):\n        return source()\n",
    );
    across(
        "class A:\n    def hook(self):\n        return 1\n    def run(self):\n        \
         sink(A().hook())\nclass B(A):\n    def hook(self):\n        return source()\n",
    );
    across(
        "from m import Base\nclass Q(Base):\n    def __init__(self, q):\n        \
         super().__init__(q)\n        self.a = 1\nsink(Q(source()))  # bad\n\
         sink(Q(source()).a)\nsink(Q(1))\n",
    );
    across(
        "class C:\n    @classmethod\n    def put(cls):\n        cls.x = source()\n    \
         @classmethod\n    def get(cls):\n        sink(cls.x)  # bad\n        sink(cls.y)\n",
    );
    across(
        "class C:\n    pass\ndef f():\n    C.x = source()\ndef g():\n    sink(C.x)  # bad\n    \
         sink(C.y)\n",
    );
    across(
        "class C:\n    def put(self, x):\n        self.x = x\n    def get(self):\n        \
         sink(self.x)  # bad\ndef make() -> C:\n    return C()\nwith C() as c:\n    \
         c.put(source())\n    c.get()\nd = make()\nd.put(1)\nsink(d.x)\n",
    );
    across("def f(a, b):\n    sink(a)  # bad\ng = functools.partial(f, source())\n");
}

#[test]
fn summaries_can_go_to_other_threads() {
    fn goes<T: Send + Sync + 'static>() {}
    goes::<super::super::summary::Summary>();
    goes::<super::super::calls::Calls>();
}
