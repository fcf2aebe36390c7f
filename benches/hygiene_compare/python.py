"""Hooks over Python."""

from .section import Case, Section, files, joined

NAMES = ["a.py", "a.pyi", "b/c.py", "tests/a.py"]

STATEMENTS = [
    "x = 1\n", "import os\n", "import pdb\n", "import pdb as p, os\n",
    "from pdb import set_trace\n", "from ipdb import *\n", "import pdb.x\n",
    "from .pdb import x\n", "from . import pdb\n", "from x import pdb\n",
    "from pdb.x import y\n", "import q\n", "import rdb, wdb\n",
    "import pudb\n",
    "breakpoint()\n", "x.breakpoint()\n", "breakpoint\n", "f(breakpoint())\n",
    "breakpoint(header='x')\n", "def breakpoint():\n    pass\n",
    "def f():\n    import bpdb\n    breakpoint()\n", "'import pdb'\n",
    "# import pdb\n", "try:\n    import ipdb\nexcept ImportError:\n    pass\n",
    "import rpdb2\n", "import pydevd_pycharm\n", "if x: breakpoint()\n",
    "lambda: breakpoint()\n", "x = [breakpoint() for _ in y]\n",
    "async def g():\n    await breakpoint()\n",
    "@breakpoint()\nclass A: pass\n",
]

LITERALS = [
    "x = {}()\n", "x = {}( )\n", "x = {}(1)\n", "x = {}(*y)\n",
    "x = {}(**y)\n",
    "x = {}(a=1)\n", "f({}())\n", "f(x={}())\n", "x = [{}(), {}(y)]\n",
    "x.{}()\n", "{}().x\n", "{}()[0]\n", "builtins.{}()\n",
    "y = lambda: {}()\n",
    "def f(x={}()):\n    return {}()\n", "@{}()\ndef f():\n    pass\n",
    "class A({}()):\n    x = {}()\n", "x = {}() if {}() else {}()\n",
    "f'{{{}()}}'\n", "x = {}  # ()\n", "x: {} = {}()\n", "{}\n()\n",
    "x = {}(\n)\n", "x = {}(  # c\n)\n", "for x in {}(): pass\n",
    "x = {}()()\n", "match x:\n    case {}():\n        pass\n",
    "del {}()[0]\n",
    "with {}() as y:\n    pass\n", "x = {{{}(): {}()}}\n", "assert {}()\n",
]
TYPES = [
    "dict", "list", "tuple", "str", "int", "float", "complex", "set", "bytes",
    "bool", "frozenset", "object",
]

SYNTAX = [
    "", "x = 1\n", "x =\n", "def f(:\n", "print 1\n", "exec 'x'\n",
    "x = (1,\n",
    "x = 1)\n", "if x:\ny\n", "  x = 1\n", "if x:\n\ty\n        z\n",
    "x = 'a\n",
    "x = '''a\n", "class A: pass\n", "async def f(): await x\n", "await x\n",
    "return 1\n", "yield 1\n", "break\n", "def f(x, x): pass\n", "x = 0777\n",
    "x = 1_000\n", "x = 1__0\n", "x = 0xg\n", "f(a=1, a=2)\n", "f(a=1, 2)\n",
    "f(**a, *b)\n", "x = *a\n", "*a = b\n", "*a, b = c\n", "a, *b, *c = d\n",
    "del f()\n", "f() = 1\n", "None = 1\n", "x.None = 1\n",
    "def f(None): pass\n",
    "lambda: (yield)\n", "x = $\n", "x = `y`\n", "x <> y\n", "raise E, 'x'\n",
    "except E, e:\n", "try:\n    pass\nexcept E, e:\n    pass\n",
    "try:\n    pass\n", "x = f'{a'\n", "x = f'{}'\n", "x = f'{a!x}'\n",
    "x = f'{a b}'\n", "x = f'{{}}'\n", "x = f'}'\n", "f'{x:{y:{z}}}'\n",
    "f'{f\"{x}\"}'\n", "f'{'a'}'\n", "x = '\\x1'\n", "x = '\\N{foo}'\n",
    "x = '\\u12'\n", "x = b'\\x1'\n", "x = b'\u00e4'\n", "x = '\\d'\n",
    "match x:\n    case 1:\n        pass\n",
    "match x:\n    case a | b:\n        pass\n",
    "match = 1\n", "type X = int\n", "type X[T] = list[T]\n",
    "def f[T](x: T): pass\n",
    "class A[T]: pass\n", "if (x := 1): pass\n", "x := 1\n", "(x.y := 1)\n",
    "with (a as b, c as d): pass\n", "with (a, b): pass\n", "global x\n",
    "nonlocal x\n", "def f():\n    nonlocal x\n",
    "from __future__ import braces\n",
    "from x import (a, b,)\n", "from x import a,\n", "from x import *, a\n",
    "def f():\n    from x import *\n", "import a.b as c\n",
    "import a as b.c\n",
    "@x\n", "@x\ny = 1\n", "x = [i for i in]\n", "x = {**a, 'b': 1}\n",
    "x = {1: 2, 3}\n", "x = {1, 2: 3}\n", "def f(a, /, b, *, c): pass\n",
    "def f(*): pass\n", "def f(*, **k): pass\n", "def f(a=1, b): pass\n",
    "x = a if b\n", "x = not\n", "x = 1 +\n", "x = 1;; y = 2\n",
    "x = 1; y = 2;\n",
    "x \\\n= 1\n", "x \\ \n= 1\n", "\\\n", "# coding: latin-1\nx = 1\n",
    "# -*- coding: foo -*-\nx = 1\n", "x = 1\x00\n", "\x0cx = 1\n",
    "\ufeffx = 1\n", "x\u00a0= 1\n", "\u00e4 = 1\n", "x = 1\u200b\n",
    "x\r\ny\r\n",
    "x\ry\r", "if x:\n    y\n  z\n", "if x:\n\n\n",
    "while True: pass\nelse: pass\n",
    "for x in y: pass\nelse: pass\n", "else: pass\n", "elif x: pass\n",
    "x = 10 ** 3 if a else -b\n", "assert (x, 'y')\n", "x = ...\n",
    "a.b: int\n",
    "(a): int = 1\n", "a, b: int\n", "a[1:2, ::3]\n", "a[*b]\n",
    "def f(*a: *b): pass\n",
    "try:\n    pass\nexcept* E:\n    pass\n",
    "try:\n    pass\nexcept:\n    pass\nexcept E:\n    pass\n",
    "try:\n    pass\nexcept E:\n    pass\nexcept* F:\n    pass\n",
    "x = 1if y else 2\n",
    "x = 0_7\n", "x = 1e\n", "x = 1j\n", "x = 1L\n", "ur'x'\n", "x = bu'x'\n",
    "''''a'''\n",
    "t'{x}'\n", "async x\n", "async for x in y: pass\n",
    "def f() -> int: ...\n",
    "def f() -> : pass\n", "lambda x: y = 1\n", "x = lambda: 1, 2\n",
    "(yield) = 1\n",
    "f(x for x in y, 1)\n", "f(x for x in y)\n", "f(1, x for x in y)\n",
    "a = b = c\n",
    "a += b += c\n", "a, b += 1\n", "(a) += 1\n", "[a] += 1\n", "a = yield\n",
    "import\n",
    "from . import\n", "from .. import x\n", "from ... import x\n",
    "pass pass\n",
    "if True: if x: pass\n", "if x: pass; y\n", "class A:\n",
    "class A():\n    '''d'''\n",
    "def f():\n    '''d'''\n", "def f():\n    # c\n",
    "x = {'a': 1, **b, 'c'}\n",
    "print(end='', *x)\n", "f(a.b=1)\n", "f((a)=1)\n", "f(True=1)\n",
    "f(a:=1)\n", "f(a=b:=1)\n",
]

DOCS = [
    "'''a'''\n", '"b"\n', "x = 1\n", "# c\n", "\n", "import os\n", "    \n",
    "def f():\n    'c'\n", "x = (\n'a'\n)\n", "r'a'\n", "f'a'\n", "f'{x}'\n",
    "b'a'\n", "'a' 'b'\n", "'a'; 'b'\n", "x = 1; 'b'\n", "#!/usr/bin/python\n",
    "'''a\nb'''\n", "'a' \\\n'b'\n", "x = [\n'''a''',\n'b',\n]\n", "  'a'\n",
    "# -*- coding: utf-8 -*-\n", "from __future__ import annotations\n",
    "f'''{\n'a'}'''\n",
    "class A:\n    x = 1\n", "u'a'\n", "\x0c\n",
]

STRINGS = [
    'x = "a"\n', "x = 'a'\n", 'x = "a\'b"\n', "x = 'a\"b'\n", 'x = """a"""\n',
    'x = ""\n', "x = ''\n", 'x = "a\\"b"\n', 'x = r"a"\n', 'x = Rb"a"\n',
    'x = f"a"\n', 'x = f"{y}"\n', 'x = f"{y["a"]}"\n', "x = f'{y[\"a\"]}'\n",
    'x = "a" "b"\n', 'x = "a" \'b\' "c\'d"\n', '# "a"\n',
    'def f():\n    "d"\n',
    'x = {"a": "b"}\n', 'x = "a\\\nb"\n', 'x = "\u00e4"\n', '"""a\n"b"\n"""\n',
    'x = """"a" """\n', 'x = u"a"\n', 'x = B"a"\n', 'f("a", "b\\n")\n',
    'x = "\'\'\'"\n',
    'x = f"{"a"}" "b"\n', 'x = f"""{"a"}"""\n', "x = '''\"a\"'''\n",
    'x = "\\\\"\n',
    'x = f"{f"{"a"}"}" + "b"\n', 'x = f"{y!r:>{"10"}}" + "b"\n', 'x = "a"\r\n',
    'x = "{"\n',
    'x = f"{{" + "a"\n', 'x = "\t"\n', 'if x: y = "a"\n',
    'x = ("a"\n     "b")\n',
]


def literal(chance):
    parts = []
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(LITERALS)
        holes = text.replace("{{", "").count("{}")
        parts.append(text.format(*chance.choices(TYPES, k=holes)))
    return Case(chance.choice(NAMES), "".join(parts).encode())


def program(chance):
    """Statements under blocks that may or may not go together."""
    text = "".join(chance.choices(SYNTAX, k=chance.randint(1, 2)))
    if chance.random() < 0.3:
        text = "def g():\n" + "".join(
            f"    {line}\n" for line in text.splitlines()
        )
    if chance.random() < 0.2 and text:
        at = chance.randrange(len(text))
        text = text[:at] + text[at + 1:]
    # A broken stub is told too, though the hook does not look at it.
    return Case("a.py", text.encode())


def section(name, module, written, made, **more):
    return Section(
        name=name, rule=name.split()[0], module=module, written=written,
        made=made, types=("python",), **more,
    )


def every_literal():
    for name in ["list", "dict", "set"]:
        for text in LITERALS:
            holes = text.replace("{{", "").count("{}")
            yield from files("a.py", text.format(*[name] * holes))


SECTIONS = [
    section("check-ast", "check_ast", files("a.py", *SYNTAX), program),
    section(
        "check-docstring-first", "check_docstring_first",
        files("a.py", *DOCS), joined(NAMES, DOCS, 5),
    ),
    section(
        "double-quote-string-fixer", "string_fixer",
        files("a.py", *STRINGS), joined(NAMES, STRINGS, 5), rewrites=True,
    ),
    section(
        "debug-statements", "debug_statement_hook",
        files("a.py", *STATEMENTS, "import pdb\nx = (\n", "x = (\n"),
        joined(NAMES, STATEMENTS, 3),
    ),
    section(
        "check-builtin-literals", "check_builtin_literals",
        list(every_literal()), literal,
    ),
    section(
        "check-builtin-literals arguments", "check_builtin_literals",
        list(every_literal()), literal, arguments=("--no-allow-dict-kwargs",),
        settings="[hygiene]\nallow-dict-kwargs = false\n",
    ),
    section(
        "check-builtin-literals types", "check_builtin_literals",
        list(every_literal()), literal, arguments=("--ignore=list,str",),
        settings='[hygiene]\nbuiltin-literals-ignore = ["list", "str"]\n',
    ),
]
