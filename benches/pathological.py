#!/usr/bin/env python3
"""Times sdf-hook on Python made to overflow a stack or to take for ever.

usage: benches/pathological.py [--binary PATH] [--limit SECONDS]
                               [--write DIR] [NAME...]

Every input is written to a file and scanned with all rules: `sdf-hook scan
FILE`. Printed are seconds of CPU time (a file takes one thread), the peak of
memory in MB and the size of the input in kB, the slowest first.

The exit code is 1 if one took longer than the limit (1 second) or crashed.
With --write, the inputs are written and nothing is run.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Words on which rules look closer, so that no input is done after a glance.
HEAD = "import os, subprocess, pickle\nx = input()\neval(x)\nos.system(x)\n"


def lines(line, count):
    return (line + "\n") * count


def inputs():
    """Pairs of a name and the text."""
    n = 50_000
    yield "lines-of-calls", lines("os.system(f(x, 1))", n)
    yield (
        "lines-of-assignments",
        "".join(f"x{i} = x{i - 1} + 1\n" for i in range(1, n)),
    )
    yield "lines-reassigning", lines("x = x + y", n)
    yield "one-function", "def f(x):\n" + lines("    x = eval(x)", n)
    yield (
        "list-of-numbers",
        "x = [\n" + "".join(f"    {i},\n" for i in range(7000)) + "]\n",
    )
    yield (
        "list-of-strings",
        "x = [\n" + "".join(f"    'item {i}',\n" for i in range(7000)) + "]\n",
    )
    yield (
        "set-display",
        "x = {\n" + "".join(f"    'item {i}',\n" for i in range(7000)) + "}\n",
    )
    yield (
        "dictionary",
        "x = {\n"
        + "".join(f"    'k{i}': [{i}, '{i}'],\n" for i in range(7000))
        + "}\n",
    )
    yield (
        "dictionary-of-calls",
        "x = {\n"
        + "".join(f"    'k{i}': eval(x),\n" for i in range(7000))
        + "}\n",
    )
    for depth in (2000, 100_000):
        yield f"brackets-{depth}", "x = " + "[" * depth + "]" * depth + "\n"
        yield f"open-brackets-{depth}", "x = " + "(" * depth + "\n"
        yield (
            f"nested-calls-{depth}",
            "x = " + "eval(" * depth + "x" + ")" * depth + "\n",
        )
        yield (
            f"mixed-brackets-{depth}",
            "x = " + "[{(" * (depth // 3) + ")}]" * (depth // 3) + "\n",
        )
    yield (
        "nested-functions",
        "".join(" " * d + "def f(x):\n" for d in range(4000))
        + " " * 4000
        + "eval(x)\n",
    )
    yield (
        "nested-ifs",
        "".join(" " * d + "if eval(x):\n" for d in range(4000))
        + " " * 4000
        + "eval(x)\n",
    )
    yield (
        "nested-classes",
        "".join(" " * d + "class A:\n" for d in range(1000))
        + " " * 1000
        + "eval(x)\n",
    )
    yield "sum", "y = " + " + ".join(["x"] * 100_000) + "\n"
    yield (
        "sum-of-strings",
        "y = " + " + ".join(["'a'"] * 100_000) + "\neval(y)\n",
    )
    yield "sum-of-calls", "y = " + " + ".join(["eval(x)"] * 20_000) + "\n"
    yield "conjunction", "y = " + " and ".join(["x"] * 100_000) + "\n"
    yield "comparison", "y = " + " < ".join(["x"] * 100_000) + "\n"
    yield "powers", "y = " + " ** ".join(["x"] * 50_000) + "\n"
    yield "negations", "y = " + "not " * 50_000 + "x\n"
    yield "attributes", "y = x" + ".a" * 50_000 + "\n"
    yield "call-chain", "y = x" + ".b()" * 50_000 + "\n"
    yield "subscripts", "y = x" + "[0]" * 50_000 + "\n"
    yield "conditionals", "y = " + "a if b else " * 50_000 + "c\n"
    yield "lambdas", "y = " + "lambda: " * 50_000 + "eval(x)\n"
    yield "chained-assignment", "x = " * 50_000 + "eval(x)\n"
    yield (
        "elif",
        "if x == 0:\n    pass\n"
        + "".join(f"elif x == {i}:\n    eval(x)\n" for i in range(20_000)),
    )
    yield (
        "minified",
        "".join(
            f"a{i % 100}=lambda b:eval(b)if b else[c for c in(b,{i})];"
            for i in range(20_000)
        )
        + "\n",
    )
    yield (
        "minified-names",
        ";".join(f"x{i}=x{i}" for i in range(80_000)) + "\n",
    )
    yield (
        "implicit-concatenation",
        "x = (" + "'abc'\n" * 100_000 + ")\neval(x)\n",
    )
    yield (
        "concatenation-with-f",
        "x = (" + "f'{a}'\n" * 50_000 + ")\neval(x)\n",
    )
    yield "nested-f-strings", "x = " + "f'{" * 5000 + "a" + "}'" * 5000 + "\n"
    yield "open-f-strings", "x = " + "f'{" * 50_000 + "\n"
    yield "nested-formats", "x = f'" + "{a:" * 5000 + "}" * 5000 + "'\n"
    yield "interpolations", "x = f'" + "{eval(a)}" * 50_000 + "'\n"
    yield "decorators", "@eval(x)\n" * 20_000 + "def f(): pass\n"
    yield (
        "classes",
        "".join(
            f"class A{i}(B):\n    def f(self):\n        return eval(self.x)\n"
            for i in range(10_000)
        ),
    )
    yield "functions-of-one-name", lines("def f(x): return eval(x)", 30_000)
    yield (
        "parameters",
        "def f("
        + ", ".join(f"a{i}=1" for i in range(50_000))
        + "): eval(a1)\n",
    )
    yield "arguments", "eval(" + ", ".join(["x"] * 50_000) + ")\n"
    yield (
        "keyword-arguments",
        "subprocess.run(x, "
        + ", ".join(f"a{i}=1" for i in range(30_000))
        + ", shell=True)\n",
    )
    yield (
        "imports",
        "".join(
            f"import m{i}\nfrom n{i} import eval as e{i}\n"
            for i in range(25_000)
        ),
    )
    yield (
        "import-of-many",
        "from m import (" + ", ".join(f"a{i}" for i in range(50_000)) + ")\n",
    )
    yield (
        "globals",
        "def f():\n    global "
        + ", ".join(f"a{i}" for i in range(50_000))
        + "\n",
    )
    yield (
        "comprehension-clauses",
        "y = [eval(x) " + "for x in y if z " * 20_000 + "]\n",
    )
    yield (
        "with-items",
        "with " + ", ".join(["eval(x) as y"] * 20_000) + ": pass\n",
    )
    yield (
        "handlers",
        "try:\n    eval(x)\n" + "except A:\n    eval(x)\n" * 20_000,
    )
    yield "cases", "match x:\n" + "    case A(b=1): eval(x)\n" * 20_000
    yield (
        "alternatives",
        "match x:\n    case " + " | ".join(["1"] * 50_000) + ": eval(x)\n",
    )
    yield "semicolons", "eval(x);" * 50_000 + "\n"
    yield "line-joins", "y = x" + " + \\\n x" * 50_000 + "\n"
    yield "errors", lines("x = = eval(x)", 20_000)
    yield "broken-functions", lines("def f(:\n    eval(x)", 20_000)
    yield "broken-one-line", "eval(x) ) = ( " * 50_000 + "\n"
    yield "question-marks", "? " * 200_000 + "\n"
    yield "quotes", "'\"" * 100_000 + "\n"
    yield "open-string", "'''" + "eval(x)\n" * 50_000
    yield "print-statements", lines("print 'x', eval(x)", 30_000)
    yield "exec-statements", lines("exec eval(x) in x, y", 20_000)
    yield "backticks", "y = " + "`eval(x)` + " * 30_000 + "1\n"
    yield "old-tuples", lines("def f((a, b), (c, d)): eval(x)", 20_000)
    yield (
        "dedents",
        "".join(" " * (i % 100) + "if eval(x):\n" for i in range(20_000)),
    )
    yield "blank-lines", "\n" * 1_000_000
    yield "comments", lines("# eval(x)", 100_000)
    yield "long-comment", "# " + "eval(x) " * 200_000 + "\n"
    yield "null-bytes", "eval(x)\0" * 50_000 + "\n"
    yield (
        "taint-chain",
        "def f(x):\n"
        + "".join(f"    v{i + 1} = v{i} + x\n" for i in range(20_000))
        + "    os.system(v20000)\n",
    )
    yield (
        "same-calls-in-function",
        "def f(x):\n"
        + lines("    os.system(x); subprocess.run(x, shell=True)", 10_000),
    )
    yield (
        "branches-in-function",
        "def f(x):\n"
        + "".join(
            f"    if x == {i}: y = x\n    else: y = eval(x)\n"
            for i in range(10_000)
        ),
    )
    yield (
        "loops-in-loops",
        "def f(x):\n"
        + "".join("    " * (d + 1) + "for y in x:\n" for d in range(90))
        + "    " * 91
        + "x = eval(x)\n",
    )


def notebooks():
    import json

    def notebook(cells):
        cells = [
            {"cell_type": "code", "source": cell.splitlines(True)}
            for cell in cells
        ]
        return json.dumps(
            {"cells": cells, "metadata": {}, "nbformat": 4}, indent=1
        )

    yield "cells", notebook(["eval(x)\n"] * 20_000)
    yield "long-cell", notebook(["eval(x)\n" * 50_000])
    yield "magics", notebook(["%time eval(x)\n!ls\nx?\n" * 20_000])
    yield "escapes", notebook(["x = '" + '\\"\t' * 200_000 + "'\neval(x)\n"])
    yield "open-cells", notebook(["eval((([[[x\n"] * 10_000)
    yield (
        "questions-in-brackets",
        notebook(["(\n" * 20_000 + ")" * 20_000 + "?\n"]),
    )
    yield (
        "deep-outputs",
        '{"cells": [{"cell_type": "code", "source": "eval(x)", "outputs": '
        + "[" * 500_000
        + "]" * 500_000
        + "}]}",
    )
    yield "broken-json", '{"cells": [' * 100_000


def files():
    """Pairs of a file name and the content."""
    for name, text in inputs():
        yield name + ".py", HEAD + text
    for name, text in notebooks():
        yield name + ".ipynb", text


def scan(binary, path):
    """Seconds, peak of memory in MB, and the exit code of a scan."""
    command = [binary, "scan", "--exit-zero", "--format", "jsonl", str(path)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = usage.ru_utime + usage.ru_stime
    return (
        seconds,
        usage.ru_maxrss / 1024,
        os.waitstatus_to_exitcode(status),
        errors,
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--binary", default="target/release/sdf-hook")
    parser.add_argument("--limit", type=float, default=1.0)
    parser.add_argument("--write", type=Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    chosen = (
        (name, text)
        for name, text in files()
        if not options.names or Path(name).stem in options.names
    )
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.write or Path(scratch)
        folder.mkdir(exist_ok=True)
        for name, text in chosen:
            path = folder / name
            path.write_text(text)
            if options.write is None:
                results.append((*scan(options.binary, path), len(text), name))
    bad = 0
    for seconds, memory, code, errors, size, name in sorted(
        results, reverse=True
    ):
        wrong = seconds > options.limit or code not in (0, 2)
        bad += wrong
        note = errors.decode(errors="replace").splitlines()[:1] if code else []
        print(
            f"{seconds:7.3f} s {memory:6.0f} MB {size / 1000:6.0f} kB  {name}"
            + (f"  exit {code}" if code else "")
            + ("  <<<" if wrong else ""),
            *note,
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
