"""How well data flow is told from none: cases made at random, with the truth
found by running them.

    python3 benches/flows.py [--cases N] [--seed N] [--keep DIR] SDF_HOOK

A case is a Flask view: a source, one to three steps that the value takes, and
a sink. What a step does is run by this interpreter with a marker for the
value; a case is vulnerable if the marker arrives. Half of the steps lose it:
by another key, a branch that is never taken, a helper that returns something
else, a check that returns early. Printed are, by kind of sink and by step,
how many of the vulnerable and of the other cases have a finding with the
weakness of the sink, whatever its severity.
"""

import argparse
import collections
import json
import pathlib
import random
import subprocess
import tempfile

MARK = "M4rk3d"

# name of the kind: CWE numbers, imports, sink of {v}
SINKS = {
    "command": (
        {77, 78, 88},
        ["import os", "import subprocess"],
        [
            "os.system('echo ' + {v})",
            "subprocess.run('ls ' + {v}, shell=True)",
            "subprocess.Popen(['sh', '-c', {v}])",
            "os.popen(f'cat {{{v}}}').read()",
        ],
    ),
    "code": (
        {94, 95},
        [],
        ["eval({v})", "exec({v})", "exec(compile({v}, 'x', 'exec'))"],
    ),
    "sql": (
        {89, 564, 943},
        ["import sqlite3"],
        [
            "sqlite3.connect('a').execute('SELECT a FROM t WHERE a=' + {v})",
            "sqlite3.connect('a.db').cursor().execute("
            "f\"SELECT a FROM t WHERE b='{{{v}}}'\")",
            "sqlite3.connect('a.db').executescript("
            "'DELETE FROM t WHERE a=%s' % {v})",
        ],
    ),
    "path": (
        {22, 23, 36, 73},
        ["import os", "import pathlib", "import shutil"],
        [
            "open('/srv/data/' + {v}).read()",
            "open(os.path.join('/srv', {v}), 'rb').read()",
            "pathlib.Path('/srv').joinpath({v}).read_text()",
            "os.remove(f'/srv/{{{v}}}')",
            "shutil.copyfile({v}, '/srv/copy')",
        ],
    ),
    "ldap": (
        {90},
        ["import ldap3"],
        ["ldap3.Connection('h').search('dc=x', f'(uid={{{v}}})')"],
    ),
    "xpath": (
        {643, 91},
        ["import lxml.etree"],
        [
            "lxml.etree.parse('a.xml').xpath(\"//a[@id='\" + {v} + \"']\")",
            "lxml.etree.XPath(f'//{{{v}}}')",
        ],
    ),
    "redirect": (
        {601},
        ["import flask"],
        ["RETURN flask.redirect({v})"],
    ),
    "xss": (
        {79, 80, 116},
        ["import flask"],
        [
            "RETURN '<p>' + {v} + '</p>'",
            "RETURN flask.make_response(f'<b>{{{v}}}</b>')",
        ],
    ),
    "template": (
        {94, 1336, 79},
        ["import flask"],
        ["RETURN flask.render_template_string('<p>' + {v})"],
    ),
    "deserialisation": (
        {502},
        ["import pickle", "import yaml"],
        ["pickle.loads({v}.encode())", "yaml.load({v}, Loader=yaml.Loader)"],
    ),
    "xml": (
        {611, 776, 827},
        ["import lxml.etree"],
        [
            "lxml.etree.fromstring({v}, "
            "lxml.etree.XMLParser(resolve_entities=True))"
        ],
    ),
    "ssrf": (
        {918},
        ["import requests", "import urllib.request"],
        [
            "requests.get({v}, timeout=5)",
            "urllib.request.urlopen('http://' + {v}).read()",
        ],
    ),
    "session": (
        {501},
        ["import flask"],
        ["flask.session['user'] = {v}", "flask.session[{v}] = '1'"],
    ),
    "log": (
        {117},
        ["import logging"],
        ["logging.getLogger('a').info('user ' + {v})"],
    ),
    "regex": (
        {1333, 730, 625, 400},
        ["import re"],
        ["re.compile({v})", "re.search({v}, 'aaaa')"],
    ),
    "header": (
        {113, 93, 644},
        ["import flask"],
        [
            "response = flask.make_response('x')\n"
            "response.headers['X-Name'] = {v}"
        ],
    ),
}

SOURCES = [
    "request.args.get('q', '')",
    "request.args['q']",
    "request.form.get('q')",
    "request.form['q']",
    "request.cookies.get('q')",
    "request.headers.get('X-Q')",
    "request.values.get('q')",
    "request.args.getlist('q')[0]",
    "request.form.getlist('q')[0]",
    "request.get_json()['q']",
    "request.path",
    "ROUTE",
]

# (name, at the top of the module, in the view; {x} to {y})
STEPS = [
    ("copy", "", "{y} = {x}"),
    ("concatenation", "", "{y} = 'a' + {x} + 'b'"),
    ("f-string", "", "{y} = f'a{{{x}}}b'"),
    ("percent", "", "{y} = 'a%sb' % {x}"),
    ("format", "", "{y} = 'a{{}}b'.format({x})"),
    ("methods", "", "{y} = {x}.strip().replace('a', 'b')"),
    ("slice", "", "{y} = {x}[0:] + ''"),
    ("join", "", "{y} = ''.join(['a', {x}])"),
    ("split", "", "{y} = ('a ' + {x}).split(' ')[1]"),
    (
        "base64",
        "import base64",
        "{y} = base64.b64decode(base64.b64encode({x}.encode())).decode()",
    ),
    ("quote", "import urllib.parse", "{y} = urllib.parse.unquote_plus({x})"),
    ("json", "import json", "{y} = json.loads(json.dumps({{'a': {x}}}))['a']"),
    ("list item", "", "l_{y} = ['a', {x}, 'b']\n{y} = l_{y}[1]"),
    ("list other item", "", "l_{y} = ['a', {x}, 'b']\n{y} = l_{y}[2]"),
    (
        "list shifted",
        "",
        "l_{y} = []\nl_{y}.append('a')\nl_{y}.append({x})\nl_{y}.append('b')\n"
        "l_{y}.pop(0)\n{y} = l_{y}[0]",
    ),
    (
        "list shifted away",
        "",
        "l_{y} = []\nl_{y}.append('a')\nl_{y}.append({x})\nl_{y}.append('b')\n"
        "l_{y}.pop(0)\n{y} = l_{y}[1]",
    ),
    ("list last", "", "l_{y} = ['a']\nl_{y}.append({x})\n{y} = l_{y}[-1]"),
    (
        "list inserted",
        "",
        "l_{y} = [{x}]\nl_{y}.insert(0, 'a')\n{y} = l_{y}[0]",
    ),
    ("dict key", "", "d_{y} = {{'a': 'b', 'c': {x}}}\n{y} = d_{y}['c']"),
    (
        "dict other key",
        "",
        "d_{y} = {{}}\nd_{y}['a'] = 'b'\nd_{y}['c'] = {x}\n{y} = d_{y}['a']",
    ),
    (
        "dict key set",
        "",
        "d_{y} = {{}}\nd_{y}['a'] = 'b'\nd_{y}['c'] = {x}\n"
        "{y} = d_{y}.get('c', 'z')",
    ),
    (
        "dict key overwritten",
        "",
        "d_{y} = {{'a': {x}}}\nd_{y}['a'] = 'b'\n{y} = d_{y}['a']",
    ),
    (
        "dict key by name",
        "",
        "k_{y} = 'c'\nd_{y} = {{'a': {x}, 'c': 'b'}}\n{y} = d_{y}[k_{y}]",
    ),
    (
        "dict update",
        "",
        "d_{y} = {{'a': 'b'}}\nd_{y}.update({{'c': {x}}})\n{y} = d_{y}['c']",
    ),
    (
        "dict update other",
        "",
        "d_{y} = {{'a': 'b'}}\nd_{y}.update({{'c': {x}}})\n{y} = d_{y}['a']",
    ),
    ("tuple", "", "t_{y} = ('a', {x})\n_, {y} = t_{y}"),
    ("tuple other", "", "t_{y} = ('a', {x})\n{y}, _ = t_{y}"),
    (
        "ini file",
        "import configparser",
        "c_{y} = configparser.ConfigParser(interpolation=None)\n"
        "c_{y}.add_section('s')\n"
        "c_{y}.set('s', 'a', 'v')\nc_{y}.set('s', 'b', {x})\n"
        "{y} = c_{y}.get('s', 'b')",
    ),
    (
        "ini file other",
        "import configparser",
        "c_{y} = configparser.ConfigParser(interpolation=None)\n"
        "c_{y}.add_section('s')\n"
        "c_{y}.set('s', 'a', 'v')\nc_{y}.set('s', 'b', {x})\n"
        "{y} = c_{y}.get('s', 'a')",
    ),
    (
        "stream",
        "import io",
        "s_{y} = io.StringIO()\ns_{y}.write({x})\n{y} = s_{y}.getvalue()",
    ),
    (
        "queue",
        "import queue",
        "q_{y} = queue.Queue()\nq_{y}.put({x})\n{y} = q_{y}.get()",
    ),
    (
        "branch never taken",
        "",
        "n_{y} = 106\nif (7 * 18) + n_{y} > 200:\n    {y} = 'safe'\n"
        "else:\n    {y} = {x}",
    ),
    (
        "branch always taken",
        "",
        "n_{y} = 86\nif (7 * 42) - n_{y} > 200:\n    {y} = {x}\n"
        "else:\n    {y} = 'safe'",
    ),
    (
        "choice never",
        "",
        "n_{y} = 106\n{y} = 'safe' if 7 * 18 + n_{y} > 200 else {x}",
    ),
    (
        "choice always",
        "",
        "n_{y} = 106\n{y} = {x} if 7 * 18 + n_{y} > 200 else 'safe'",
    ),
    (
        "match fits",
        "",
        "g_{y} = 'ABC'[1]\nmatch g_{y}:\n    case 'A':\n        {y} = 'a'\n"
        "    case 'B':\n        {y} = {x}\n    case _:\n        {y} = 'c'",
    ),
    (
        "match other",
        "",
        "g_{y} = 'ABC'[0]\nmatch g_{y}:\n    case 'A':\n        {y} = 'a'\n"
        "    case 'B' | 'C':\n        {y} = {x}\n"
        "    case _:\n        {y} = 'c'",
    ),
    (
        "if chain",
        "",
        "g_{y} = 'ABC'[2]\nif g_{y} == 'A':\n    {y} = {x}\n"
        "elif g_{y} == 'B':\n    {y} = 'b'\nelse:\n    {y} = {x}",
    ),
    (
        "if chain other",
        "",
        "g_{y} = 'ABC'[1]\nif g_{y} == 'A':\n    {y} = {x}\n"
        "elif g_{y} == 'B':\n    {y} = 'b'\nelse:\n    {y} = {x}",
    ),
    (
        "unknown branch",
        "import time",
        "{y} = 'a'\nif time.time() > 0:\n    {y} = {x}",
    ),
    ("overwritten", "", "{y} = {x}\n{y} = 'safe'"),
    ("loop", "", "{y} = ''\nfor c_{y} in {x}:\n    {y} += c_{y}"),
    (
        "while",
        "",
        "{y} = ''\ni_{y} = 0\nwhile i_{y} < len({x}):\n"
        "    {y} += {x}[i_{y}]\n    i_{y} += 1",
    ),
    ("comprehension", "", "{y} = ''.join([c for c in {x} if c != 'z'])"),
    (
        "comprehension of others",
        "",
        "{y} = ''.join([c for c in 'safe' if c not in {x}])",
    ),
    ("generator", "", "{y} = ''.join(c for c in {x})"),
    ("length", "", "{y} = str(len({x}))"),
    ("number", "", "{y} = str(int(len({x}) and 5))"),
    ("walrus", "", "if (w_{y} := {x}):\n    pass\n{y} = w_{y}"),
    (
        "exception",
        "",
        "{y} = 'a'\ntry:\n    int({x} + 'x')\n"
        "except ValueError:\n    {y} = {x}",
    ),
    (
        "with",
        "import contextlib",
        "with contextlib.nullcontext({x}) as w_{y}:\n    {y} = w_{y}",
    ),
    ("function", "def f_{y}(value):\n    return value", "{y} = f_{y}({x})"),
    (
        "function of others",
        "def f_{y}(value):\n    return 'safe'",
        "{y} = f_{y}({x})",
    ),
    (
        "second argument",
        "def f_{y}(a, b):\n    return b",
        "{y} = f_{y}('a', {x})",
    ),
    (
        "first argument",
        "def f_{y}(a, b):\n    return a",
        "{y} = f_{y}('a', {x})",
    ),
    (
        "named argument",
        "def f_{y}(a='x', b='y'):\n    return a",
        "{y} = f_{y}(a={x})",
    ),
    (
        "other named argument",
        "def f_{y}(a='x', b='y'):\n    return b",
        "{y} = f_{y}(a={x})",
    ),
    (
        "functions",
        "def g_{y}(value):\n    return value + '.'\n\n\n"
        "def f_{y}(value):\n    return g_{y}(value)",
        "{y} = f_{y}({x})",
    ),
    (
        "recursion",
        "def f_{y}(value, n):\n    if n == 0:\n"
        "        return value\n    return f_{y}(value, n - 1)",
        "{y} = f_{y}({x}, 3)",
    ),
    (
        "called before with another",
        "def f_{y}(value):\n    return value",
        "a_{y} = f_{y}({x})\n{y} = f_{y}('safe')",
    ),
    ("lambda", "", "f_{y} = lambda value: value\n{y} = f_{y}({x})"),
    ("inner function", "", "def f_{y}():\n    return {x}\n{y} = f_{y}()"),
    (
        "method",
        "class C_{y}:\n    def m(self, value):\n        return value",
        "{y} = C_{y}().m({x})",
    ),
    (
        "method of others",
        "class C_{y}:\n    def m(self, value):\n        return 'safe'",
        "{y} = C_{y}().m({x})",
    ),
    (
        "field",
        "class C_{y}:\n    def __init__(self, value):\n"
        "        self.value = value\n        self.other = 'safe'",
        "o_{y} = C_{y}({x})\n{y} = o_{y}.value",
    ),
    (
        "other field",
        "class C_{y}:\n    def __init__(self, value):\n"
        "        self.value = value\n        self.other = 'safe'",
        "o_{y} = C_{y}({x})\n{y} = o_{y}.other",
    ),
    (
        "getter",
        "class C_{y}:\n    def __init__(self, value):\n"
        "        self._value = value\n\n    def get(self):\n"
        "        return self._value",
        "{y} = C_{y}({x}).get()",
    ),
    (
        "setter",
        "class C_{y}:\n    value = 'a'\n\n"
        "    def set(self, value):\n        self.value = value",
        "o_{y} = C_{y}()\no_{y}.set({x})\n{y} = o_{y}.value",
    ),
    (
        "static method",
        "class C_{y}:\n    @staticmethod\n"
        "    def m(value):\n        return value",
        "{y} = C_{y}.m({x})",
    ),
    (
        "property",
        "class C_{y}:\n    def __init__(self, value):\n"
        "        self._value = value\n\n    @property\n    def value(self):\n"
        "        return self._value",
        "{y} = C_{y}({x}).value",
    ),
    (
        "base class",
        "class B_{y}:\n    def m(self, value):\n"
        "        return value\n\n\nclass C_{y}(B_{y}):\n    pass",
        "{y} = C_{y}().m({x})",
    ),
    (
        "overridden",
        "class B_{y}:\n    def m(self, value):\n"
        "        return value\n\n\nclass C_{y}(B_{y}):\n"
        "    def m(self, value):\n        return 'safe'",
        "{y} = C_{y}().m({x})",
    ),
    (
        "dataclass",
        "import dataclasses\n\n\n@dataclasses.dataclass\n"
        "class C_{y}:\n    a: str\n    b: str",
        "{y} = C_{y}('a', {x}).b",
    ),
    (
        "dataclass other",
        "import dataclasses\n\n\n@dataclasses.dataclass\n"
        "class C_{y}:\n    a: str\n    b: str",
        "{y} = C_{y}('a', {x}).a",
    ),
    (
        "generator function",
        "def f_{y}(value):\n    yield 'a'\n    yield value",
        "{y} = ''.join(f_{y}({x}))",
    ),
    (
        "arguments",
        "def f_{y}(*values, **named):\n    return values[1] + named['n']",
        "{y} = f_{y}('a', {x}, n='b')",
    ),
    ("map", "", "{y} = list(map(str, [{x}]))[0]"),
    ("sorted", "", "{y} = sorted(['zz', {x}])[0] + sorted(['', {x}])[-1]"),
    ("zip", "", "for _, z_{y} in zip([1], [{x}]):\n    {y} = z_{y}"),
    ("enumerate", "", "for _, z_{y} in enumerate([{x}]):\n    {y} = z_{y}"),
    ("items", "", "for _, z_{y} in {{'a': {x}}}.items():\n    {y} = z_{y}"),
    ("copied", "import copy", "{y} = copy.deepcopy([{x}])[0]"),
    ("or", "", "{y} = {x} or 'a'"),
    ("default", "", "{y} = 'a' or {x}"),
    ("table", "", "{y} = {{'a': 'b'}}.get({x}, 'safe')"),
    (
        "filled in place",
        "def f_{y}(into, value):\n    into['k'] = value",
        "d_{y} = {{}}\nf_{y}(d_{y}, {x})\n{y} = d_{y}['k']",
    ),
    (
        "global",
        "STORE_{y} = {{}}",
        "STORE_{y}['a'] = {x}\n{y} = STORE_{y}['a']",
    ),
    ("allowed", "", "if {x} not in ('a', 'b'):\n    return 'no'\n{y} = {x}"),
    ("looked at", "", "if {x} == 'a':\n    return 'no'\n{y} = {x}"),
    (
        "alphanumeric",
        "",
        "if not ('-' + {x}).isalnum():\n    return 'no'\n{y} = 'a'",
    ),
    ("letters only", "", "if not {x}.isdigit():\n    return 'no'\n{y} = {x}"),
]


def runs(steps):
    """Whether the marker arrives; None where this tells nothing."""
    top, body = source_of(steps, "MARK")
    lines = ["def view(MARK):"]
    lines += ["    " + line for line in body.splitlines()]
    lines += [f"    return v{len(steps)}"]
    space = {}
    code = "\n".join(top) + "\n\n" + "\n".join(lines)
    exec(compile(code, "case", "exec"), space)  # noqa: S102
    return MARK in str(space["view"](MARK))


def source_of(steps, first):
    top, body = [], []
    before = first
    for at, (_, module, code) in enumerate(steps, 1):
        names = {"x": before, "y": f"v{at}"}
        if module.startswith("import") and "\n" not in module:
            if module not in top:
                top.insert(0, module)
        elif module:
            module = module.replace("{y}", names["y"])
            module = module.replace("{{", "{").replace("}}", "}")
            if module.startswith("import"):
                first_line, module = module.split("\n", 1)
                if first_line not in top:
                    top.insert(0, first_line)
            top.append(module.strip("\n"))
        body.append(code.format(**names))
        before = names["y"]
    return top, "\n".join(body)


def case(chance, kind, folder, number):
    """Writes a case; what is expected of it and where."""
    steps = chance.choices(STEPS, k=chance.choice([1, 1, 2, 2, 3]))
    vulnerable = runs(steps)
    _, imports, sinks = SINKS[kind]
    source = chance.choice(SOURCES)
    sink = chance.choice(sinks).format(v=f"v{len(steps)}")
    top, body = source_of(steps, "param")
    route, signature = "/case", ""
    if source == "ROUTE":
        route, signature = "/case/<param>", "param"
    else:
        body = f"param = {source}\n{body}"
    is_returned = sink.startswith("RETURN ")
    sink = sink.replace("RETURN ", "return ")
    lines = [f"    {line}" for line in body.splitlines()]
    sink_lines = [f"    {line}" for line in sink.splitlines()]
    modules = sorted(
        {
            *imports,
            *(t for t in top if t.startswith("import ") and "\n" not in t),
        }
    )
    others = [t for t in top if t not in modules]
    text = modules + [
        "from flask import Flask, request",
        "",
        "app = Flask(__name__)",
        "",
        "",
    ]
    for other in others:
        text += [*other.splitlines(), "", ""]
    text += [f"@app.route({route!r})", f"def view({signature}):", *lines]
    at = len(text) + len(sink_lines)
    text += sink_lines
    if not is_returned:
        text += ["    return 'done'"]
    path = folder / f"case_{number:05}.py"
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path.name, at, vulnerable, [name for name, *_ in steps]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--wrong", action="store_true", help="list them")
    parser.add_argument("--rules", help="more rules")
    parser.add_argument("sdf_hook")
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(exist_ok=True)
        kinds = list(SINKS)
        cases = []
        for number in range(options.cases):
            kind = kinds[number % len(kinds)]
            cases.append((kind, *case(chance, kind, folder, number)))
        more = ["--rules", options.rules] if options.rules else []
        report = subprocess.run(  # noqa: S603
            [
                options.sdf_hook,
                "scan",
                "--select",
                "sast",
                *more,
                "--format",
                "jsonl",
                "--exit-zero",
                ".",
            ],
            cwd=folder,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    found = collections.defaultdict(set)
    for line in report.splitlines():
        finding = json.loads(line)
        found[finding["path"]].update(finding.get("cwe", []))
    by_kind = collections.defaultdict(lambda: [0, 0, 0, 0])
    by_step = collections.defaultdict(lambda: [0, 0, 0, 0])
    for kind, path, line, vulnerable, steps in cases:
        is_found = bool(found[path] & SINKS[kind][0])
        at = (0 if vulnerable else 2) + (not is_found)
        by_kind[kind][at] += 1
        if len(steps) == 1 or is_found != vulnerable:
            for step in steps:
                by_step[step][at] += 1
        if options.wrong and is_found != vulnerable:
            print("missed" if vulnerable else "extra", path, line, kind, steps)
    print(f"{'':28}found of vulnerable   of others   difference")
    for kind, (true, missed, false, quiet) in by_kind.items():
        rate = true / max(true + missed, 1) - false / max(false + quiet, 1)
        print(
            f"{kind:28}{true:6} of {true + missed:<6}"
            f"{false:12} of {false + quiet:<6}{rate:+.2f}"
        )
    print("\nsteps of cases judged wrong: missed, extra")
    for step, (_, missed, false, _) in sorted(by_step.items()):
        if missed or false:
            print(f"{step:28}{missed:6}{false:6}")


if __name__ == "__main__":
    main()
