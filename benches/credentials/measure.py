#!/usr/bin/env python3
"""Counts what scanners find of the labelled places in labels.txt.

usage: benches/credentials/measure.py CORPUS FINDINGS
           [--cases FILE] [--gitleaks REPORT]

CORPUS      holds a work tree of each repository at its commit, as
            owner+name
FINDINGS    is what this prints, run in CORPUS:
                sdf-hook scan --no-ignore --select secrets \\
                    --format jsonl --exit-zero .
--cases     is what this prints: every generic finding then counts by
            the score of a model that has not seen its repository:
                cargo run --release -p sdf-secrets --example train -- \\
                    benches/credentials/labels.txt CORPUS --cases
--gitleaks  is the report of this, run in CORPUS:
                gitleaks dir --report-format json \\
                    --report-path REPORT .

A place counts as found when a finding of whatever rule covers its line.
"""

import argparse
import json
from collections import defaultdict
from pathlib import Path

GENERIC = {"password-assignment", "token-assignment"}
# Score from which a generic finding is reported.
LEAST_SCORE = -0.2


def read_labels(path):
    labels, chosen = defaultdict(set), {}
    repository = file = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("\t\t"):
            number, label, _, how = line.split()
            place = (f"{repository}/{file}", int(number))
            labels[place].add(label)
            chosen[place] = how
        elif line.startswith("\t"):
            file = line[1:]
        else:
            repository = line.split()[0].replace("/", "+")
    return labels, chosen


def lines_of_findings(path, confidences, without=()):
    lines = set()
    for text in path.read_text(encoding="utf-8").splitlines():
        finding = json.loads(text)
        if (
            finding["confidence"] in confidences
            and finding["rule"] not in without
        ):
            for line in range(
                finding["start"]["line"], finding["end"]["line"] + 1
            ):
                lines.add((finding["path"], line))
    return lines


def lines_of_cases(path):
    lines = set()
    for text in path.read_text(encoding="utf-8").splitlines():
        fields = text.split("\t")
        if len(fields) == 3 and float(fields[0]) >= LEAST_SCORE:
            owner, name, rest = fields[2].split("/", 2)
            file, number = rest.rsplit(":", 1)
            lines.add((f"{owner}+{name}/{file}", int(number)))
    return lines


def lines_of_gitleaks(path):
    lines = set()
    for leak in json.loads(path.read_text(encoding="utf-8")):
        for line in range(leak["StartLine"], leak["EndLine"] + 1):
            lines.add((leak["File"].removeprefix("./"), line))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("findings", type=Path)
    parser.add_argument("--cases", type=Path)
    parser.add_argument("--gitleaks", type=Path)
    options = parser.parse_args()
    labels, chosen = read_labels(Path(__file__).with_name("labels.txt"))
    labels = {
        place: found
        for place, found in labels.items()
        if (options.corpus / place[0]).is_file()
    }
    every = {"low", "medium", "high"}
    scanners = {
        "sdf-hook, all": lines_of_findings(options.findings, every),
        "sdf-hook, medium and high": lines_of_findings(
            options.findings, every - {"low"}
        ),
        "sdf-hook, high": lines_of_findings(options.findings, {"high"}),
    }
    if options.cases:
        others = lines_of_findings(options.findings, every, GENERIC)
        scanners["sdf-hook, held out"] = others | lines_of_cases(options.cases)
    if options.gitleaks:
        scanners["gitleaks"] = lines_of_gitleaks(options.gitleaks)
    for how in ("random", "assigned", "doubtful", "all"):
        places = {place for place in labels if how in ("all", chosen[place])}
        true = {place for place in places if "T" in labels[place]}
        weak = {place for place in places if "W" in labels[place]} - true
        false = {
            place for place in places if not labels[place] & {"T", "W", "?"}
        }
        print(
            f"{how}: {len(true)} credentials, {len(false)} look-alikes,"
            f" {len(weak)} weak words"
        )
        for name, lines in scanners.items():
            share = 100 * len(true & lines) / max(len(true), 1)
            print(
                f"  {name:26} {share:5.1f} % found,"
                f" {len(false & lines):4} false alarms,"
                f" {len(weak & lines):4} weak words"
            )


if __name__ == "__main__":
    main()
