//! Named tuples, properties that are given values, default values.

use super::*;

fn across(source: &str) {
    check_with(source, &|_, _, _, options| options.interprocedural = true);
    check_with(source, &|_, _, _, options| {
        options.interprocedural = true;
        options.models = true;
    });
}

#[test]
fn named_tuples_keep_fields_apart() {
    for made in [
        "P = namedtuple('P', 'a b')\n",
        "P = collections.namedtuple('P', 'a, b')\n",
        "P = namedtuple('P', ['a', 'b'])\n",
        "class P(namedtuple('P', ('a', 'b'))):\n    pass\n",
        "class P(NamedTuple):\n    a: str\n    b: str\n",
    ] {
        across(&format!(
            "{made}def f():\n    p = P(source(), 1)\n    sink(p.a)  # bad\n    sink(p.b)\n    \
             sink(p[0])  # bad\n    sink(p[1])\n    x, y = p\n    sink(x)  # bad\n    sink(y)\n    \
             q = P(a=1, b=source())\n    sink(q.a)\n    sink(q.b)  # bad\n    sink(q)  # bad\n"
        ));
    }
    across("P = namedtuple('P', names)\ndef f():\n    p = P(source(), 1)\n    sink(p.b)  # bad\n");
    across(
        "P = namedtuple('P', 'a b')\ndef g(p: P):\n    sink(p.a)  # bad\n    sink(p.b)\ndef f():\n    g(P(source(), 1))\n",
    );
}

#[test]
fn properties_are_given_values() {
    let class = "class C:\n    @property\n    def x(self):\n        return self._x\n    @x.setter\n    def x(self, v):\n";
    across(&format!(
        "{class}        self._x = v\ndef f():\n    c = C()\n    c.x = source()\n    sink(c.x)  # bad\n    \
         d = C()\n    d.x = 1\n    sink(d.x)\n"
    ));
    across(&format!("{class}        sink(v)  # bad\ndef f():\n    c = C()\n    c.x = source()\n"));
    across(&format!(
        "{class}        self._x = clean(v)\ndef f():\n    c = C()\n    c.x = source()\n    sink(c.x)\n"
    ));
    across(&format!(
        "{class}        self._x = v\n    def g(self):\n        self.x = source()\n    def h(self):\n        sink(self.x)  # bad\n"
    ));
}

#[test]
fn default_values_give_way_to_what_is_passed() {
    across(
        "def g(a=source(), b=1):\n    return a\ndef f():\n    sink(g(1))\n    sink(g(a=1))\n    \
         sink(g())  # bad\n    sink(g(b=1))  # bad\n    sink(g(source()))  # bad\n",
    );
}
