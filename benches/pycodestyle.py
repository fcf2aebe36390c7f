#!/usr/bin/env python3
"""Compares sdf-hook with pycodestyle, finding by finding.

    PYTHON benches/pycodestyle.py SDF_HOOK [--cases DIRECTORY] [--trees DIRECTORY ...]
        [--mutants N] [--hang-closing] [--list N]

PYTHON is one that has pycodestyle 2.15 (`pip install pycodestyle`). --cases
is testing/data of pycodestyle's repository (git clone
https://github.com/PyCQA/pycodestyle); printed is how many of its annotated
cases are judged as annotated: the multiset of codes, and line and column
where they are given. --trees are folders of Python files: both judge all of
them with every code selected and a limit of 72 for documentation, comments
with `noqa` left out of account, and the findings that only one has are
counted by code. --mutants makes N broken files out of those of the trees and
compares these, too. What differs by design: pycodestyle lets a comment silence
all of a statement where flake8 asks for it on the line; and in a file that
Python cannot read to its end, pycodestyle reports the last line at the place
where Python stops, in columns that need not be there.
"""

import argparse
import collections
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

sys.path.pop(0)  # this file has the name of the module
import pycodestyle  # noqa: E402

CASE = re.compile(r"^(#:.*\n)", re.MULTILINE)
SETTINGS = "[style]\nmax-line-length = 79\nmax-doc-length = 72\n"
FRAGMENTS = [
    b"(", b")", b"[", b"}", b"'", b'"', b'"""', b"\\\n", b"\n", b"\n\n\n", b" ",
    b"    ", b"\t", b"\r\n", b"\x0c", b":", b";", b",", b"=", b"# ", b"#",
    b"f'{", b"{{", b"lambda x: ", b"not ", b" in ", b"import a, b\n", b"1_", b"\xff",
]


def cpu_seconds(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def ours(program, folder, options, suppress):
    """Findings of the files below `folder`, by relative path, and the CPU seconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as config:
        config.write(SETTINGS + options)
        config.flush()
        command = [program, "scan", "--select", "E,W", "--format", "jsonl", "--no-ignore"]
        command += ["--config", config.name] + ([] if suppress else ["--no-suppressions"])
        before = cpu_seconds(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command + ["."], cwd=folder, capture_output=True, check=False)
        seconds = cpu_seconds(resource.RUSAGE_CHILDREN) - before
    if done.returncode == 2:
        sys.stderr.write(done.stderr.decode(errors="replace")[:2000])
    found = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        it = json.loads(line)
        if "rule" in it and "path" in it:
            place = (it["rule"], it["start"]["line"], it["start"]["column"])
            found[os.path.normpath(it["path"])].append(place)
    return found, seconds


class Report(pycodestyle.BaseReport):
    """Keeps what is reported."""

    def init_file(self, *arguments):
        self.kept = []
        return super().init_file(*arguments)

    def error(self, line, offset, text, check):
        code = super().error(line, offset, text, check)
        if code:
            self.kept.append((code, line, offset + 1))
        return code


def theirs(path, hang_closing):
    """Findings of a file; none if pycodestyle breaks down."""
    guide = pycodestyle.StyleGuide(
        select="E,W", max_doc_length=72, hang_closing=hang_closing, reporter=Report
    )
    try:
        pycodestyle.Checker(path, options=guide.options).check_all()
    except Exception:  # an unforeseen index, an error set twice
        return None
    return guide.options.report.kept


def cases(folder):
    """The annotated cases: name, codes wanted anywhere, places wanted, text."""
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".py"):
            continue
        text = "".join(pycodestyle.readlines(os.path.join(folder, name)))
        first, *parts = CASE.split(text)
        pairs = [("#: Okay", first)] + list(zip(parts[::2], parts[1::2]))
        for number, (head, body) in enumerate(pairs):
            if body.strip():
                codes, places = [], []
                for code in head[2:].split():
                    if code == "noeol":
                        body = body.rstrip("\n")
                    elif ":" in code:
                        places.append(code)
                    elif code != "Okay":
                        codes.append(code)
                yield f"{name}-{number}", codes, places, body


def judge_cases(program, folder, limit):
    with tempfile.TemporaryDirectory() as work:
        wanted = list(cases(folder))
        for name, _, _, body in wanted:
            with open(os.path.join(work, name + ".py"), "w", newline="") as file:
                file.write(body)
        found, _ = ours(program, work, "", suppress=True)
    passed = 0
    for name, codes, places, body in wanted:
        codes, places = collections.Counter(codes), collections.Counter(places)
        extra = []
        for code, line, column in found[name + ".py"]:
            place = f"{code}:{line}:{column}"
            if places[place]:
                places[place] -= 1
            elif codes[code]:
                codes[code] -= 1
            else:
                extra.append(place)
        missing = [*(+codes).elements(), *(+places).elements()]
        passed += not (extra or missing)
        if (extra or missing) and limit > 0:
            limit -= 1
            print(f"{name}: missing {missing}, extra {extra}")
    print(f"cases: {passed} of {len(wanted)}")


def python_files(trees):
    for tree in trees:
        for folder, folders, names in os.walk(tree):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py") and os.path.isfile(path) and not os.path.islink(path):
                    yield path


def mutant(text):
    for _ in range(random.choice([1, 1, 2, 4])):
        at = random.randrange(len(text) + 1)
        kind = random.randrange(4)
        if kind == 0:
            text = text[:at] + text[at + random.choice([1, 1, 3, 20]):]
        elif kind == 1:
            text = text[:at] + random.choice(FRAGMENTS) + text[at:]
        elif kind == 2:
            lines = text.split(b"\n")
            lines.insert(random.randrange(len(lines)), random.choice(lines))
            text = b"\n".join(lines)
        else:
            lines = text.split(b"\n")
            del lines[random.randrange(len(lines))]
            text = b"\n".join(lines)
    return text


def without_place_of_e901(finding):
    """It may lie behind its line."""
    code, row, _ = finding
    return (code, row, 0) if code == "E901" else finding


def copies(trees, mutants, work):
    """Copies the files of `trees` to `work`, by number, and mutants of them."""
    texts = []
    for path in python_files(trees):
        with open(path, "rb") as file:
            texts.append(file.read())
    texts = [text for text in texts if b"\0" not in text]
    small = [text for text in texts if 0 < len(text) < 8000]
    texts += [mutant(random.choice(small)) for _ in range(mutants if small else 0)]
    for number, text in enumerate(texts):
        with open(os.path.join(work, f"{number}.py"), "wb") as file:
            file.write(text)
    return len(texts)


def judge_trees(program, arguments):
    missing, extra = collections.Counter(), collections.Counter()
    total = differing = broken = 0
    limit = arguments.list
    with tempfile.TemporaryDirectory() as work:
        count = copies(arguments.trees, arguments.mutants, work)
        options = "hang-closing = true\n" if arguments.hang_closing else ""
        found, our_seconds = ours(program, work, options, suppress=False)
        before = cpu_seconds(resource.RUSAGE_SELF)
        for number in range(count):
            name = f"{number}.py"
            real = theirs(os.path.join(work, name), arguments.hang_closing)
            if real is None:
                broken += 1
                continue
            real = collections.Counter(map(without_place_of_e901, real))
            mine = collections.Counter(map(without_place_of_e901, found[name]))
            total += sum(real.values())
            missing.update(it[0] for it in (real - mine).elements())
            extra.update(it[0] for it in (mine - real).elements())
            differing += real != mine
            if real != mine and limit > 0:
                limit -= 1
                print(f"{name}: missing {list(real - mine)[:5]}, extra {list(mine - real)[:5]}")
        their_seconds = cpu_seconds(resource.RUSAGE_SELF) - before
    print(f"files: {count}, {broken} that break pycodestyle, {differing} differ")
    print(f"findings: {total}, missing {dict(missing)}, extra {dict(extra)}")
    print(f"CPU seconds: {our_seconds:.2f}, pycodestyle {their_seconds:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--cases")
    parser.add_argument("--trees", nargs="*", default=[])
    parser.add_argument("--mutants", type=int, default=0)
    parser.add_argument("--hang-closing", action="store_true")
    parser.add_argument("--list", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    program = os.path.abspath(arguments.program)
    if arguments.cases:
        judge_cases(program, arguments.cases, arguments.list)
    if arguments.trees:
        pycodestyle.noqa = lambda line: None
        judge_trees(program, arguments)


if __name__ == "__main__":
    main()
