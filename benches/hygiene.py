"""How well the hygiene checks agree with pre-commit-hooks 6.0.0.

    python3 -m venv VENV
    VENV/bin/pip install pre-commit-hooks==6.0.0 identify
    python3 benches/hygiene.py --peer VENV/bin/python SDF_HOOK [SECTION…]

For each hook cases are made: those written by hand in `hygiene_compare/` and N
made at random from pieces. Each is judged by the real hook and by SDF_HOOK;
printed are the share of equal verdicts and, where the real hook rewrites the
file, the share of files that `--fix` leaves byte by byte the same. With -v
each difference is shown.

A module of `hygiene_compare/` holds a list `SECTIONS`; see `section.py` for
what a section is. Name it in `MODULES` to have it run.
"""

import argparse
import importlib
import pathlib
import random
import sys
import tempfile

MODULES = ["text", "python", "lists", "formats", "paths"]


def sections():
    for name in MODULES:
        yield from importlib.import_module(f"hygiene_compare.{name}").SECTIONS


def share(part, whole):
    percent = f" {100 * part / whole:5.1f}%" if whole else ""
    return f"{part}/{whole}{percent}"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer", required=True,
                        help="Python that has pre-commit-hooks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--random", type=int, default=100, metavar="N")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("binary", type=pathlib.Path, metavar="SDF_HOOK")
    parser.add_argument("sections", nargs="*", metavar="SECTION")
    options = parser.parse_args()

    totals = [0, 0, 0, 0]
    for section in sections():
        wanted = [name in section.name for name in options.sections]
        if wanted and not any(wanted):
            continue
        # Seeded by the name too: a section more changes no other.
        chance = random.Random(f"{options.seed} {section.name}")
        with tempfile.TemporaryDirectory() as folder:
            outcomes = list(
                section.outcomes(
                    pathlib.Path(folder), options.peer,
                    options.binary.resolve(), chance,
                    options.random,
                )
            )
        agreed = sum(outcome.agrees for outcome in outcomes)
        failed = sum(outcome.peer_fails for outcome in outcomes)
        fixes = [it.same_fix for it in outcomes if it.same_fix is not None]
        same = sum(fixes)
        line = f"{section.name:42} verdicts {share(agreed, len(outcomes)):16}"
        line += f" (peer fails {failed})"
        if fixes:
            line += f"  fixes {share(same, len(fixes))}"
        print(line, flush=True)
        if options.verbose:
            for outcome in outcomes:
                if not outcome.agrees or outcome.same_fix is False:
                    print(f"    {outcome.shown}")
        for at, count in enumerate([agreed, len(outcomes), same, len(fixes)]):
            totals[at] += count
    verdicts, fixes = share(*totals[:2]), share(*totals[2:])
    print(f"{'all':42} verdicts {verdicts}  fixes {fixes}")
    return 0 if totals[0] == totals[1] and totals[2] == totals[3] else 1


if __name__ == "__main__":
    sys.exit(main())
