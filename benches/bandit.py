#!/usr/bin/env python3
"""Compares sdf-hook's checks of bandit with bandit itself, finding by finding.

    benches/bandit.py BANDIT SDF_HOOK DIRECTORY [--list N]

Runs both on the Python files below DIRECTORY and compares file, line, test id,
severity and confidence. Files that bandit skips, because the Python that runs
it cannot parse them, do not count. Prints counts for each check, the first N
differences, and the CPU seconds of both.
"""

import argparse
import collections
import json
import os
import re
import resource
import subprocess
import sys


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command, directory):
    before = cpu_seconds()
    done = subprocess.run(
        command, cwd=directory, capture_output=True, check=False
    )
    return done, cpu_seconds() - before


def bandit(program, directory):
    command = [program, "-r", ".", "-f", "json", "-q", "-x", ".git-none"]
    done, seconds = run(command, directory)
    report = json.loads(done.stdout)
    skipped = {
        os.path.normpath(error["filename"]) for error in report["errors"]
    }
    found = collections.Counter(
        (
            os.path.normpath(it["filename"]),
            it["line_number"],
            it["test_id"],
            it["issue_severity"].lower(),
            it["issue_confidence"].lower(),
        )
        for it in report["results"]
    )
    return found, skipped, seconds


def ours(program, directory):
    # Its own working directory has no configuration.
    command = [program, "scan", "--select", "bandit", "--format", "jsonl", "."]
    done, seconds = run(command, directory)
    if done.returncode == 2:
        sys.stderr.write(done.stderr.decode(errors="replace")[:2000])
    found = collections.Counter()
    for line in done.stdout.splitlines():
        it = json.loads(line)
        test = next(
            alias for alias in it["aliases"] if re.fullmatch(r"B\d{3}", alias)
        )
        place = (os.path.normpath(it["path"]), it["start"]["line"])
        found[(*place, test, it["severity"], it["confidence"])] += 1
    return found, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bandit")
    parser.add_argument("sdf_hook")
    parser.add_argument("directory")
    parser.add_argument(
        "--list", type=int, default=50, help="differences shown of each kind"
    )
    arguments = parser.parse_args()
    programs = [
        os.path.abspath(arguments.bandit),
        os.path.abspath(arguments.sdf_hook),
    ]
    theirs, skipped, their_seconds = bandit(programs[0], arguments.directory)
    found, our_seconds = ours(programs[1], arguments.directory)
    # Both by what bandit looks at: files ending in .py that it could parse.

    def counts(it):
        return it[0].endswith(".py") and it[0] not in skipped

    found = collections.Counter(
        {it: n for it, n in found.items() if counts(it)}
    )
    both, missed, surplus = theirs & found, theirs - found, found - theirs

    table = collections.defaultdict(lambda: [0, 0, 0])
    for column, findings in enumerate((both, missed, surplus)):
        for it, number in findings.items():
            table[it[2]][column] += number
    print(f"{'test':6}{'both':>8}{'bandit':>8}{'ours':>8}")
    for test, row in sorted(table.items()):
        print(f"{test:6}" + "".join(f"{number:8}" for number in row))
    total = [sum(row[column] for row in table.values()) for column in range(3)]
    print(f"{'all':6}" + "".join(f"{number:8}" for number in total))
    of_bandit = max(1, total[0] + total[1])
    print(
        f"found {total[0] / of_bandit:.2%} of bandit's, "
        f"{total[2] / of_bandit:.2%} extra"
    )
    print(f"files that bandit skipped: {len(skipped)}")
    ratio = their_seconds / max(our_seconds, 0.001)
    print(
        f"CPU seconds: bandit {their_seconds:.2f}, "
        f"sdf-hook {our_seconds:.2f} ({ratio:.0f} times less)"
    )
    for title, findings in (("only bandit", missed), ("only ours", surplus)):
        if findings:
            print(f"\n{title}:")
        for path, line, *rest in sorted(findings)[: arguments.list]:
            print(f"  {path}:{line} {' '.join(rest)}")


if __name__ == "__main__":
    main()
