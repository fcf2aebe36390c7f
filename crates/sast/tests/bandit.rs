//! The checks of bandit find what their own examples say, and what bandit's habits demand.
#![expect(clippy::expect_used, reason = "a test may fail")]

use sdf_core::{Document, Finding, RuleMask};
use sdf_rules::bandit::{Check, Examples, Options};
use sdf_sast::bandit::Scanner;
use sdf_syntax::{Language, Limits, parse};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn checks() -> Vec<(Check, Examples)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/sast/python/bandit");
    let mut checks = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of checks") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a readable file");
        checks
            .extend(sdf_rules::bandit::parse(&path.display().to_string(), &text).expect("checks"));
    }
    checks.sort_by_key(|(check, _)| check.test);
    checks
}

fn scan<'r>(checks: &'r [Check], source: &str, options: Options) -> Vec<Finding<'r>> {
    let document = Document::file(b"app/a.py".as_slice().into(), source.as_bytes());
    let tree = parse(Language::Python, document.bytes, &Limits::default()).expect("a tree");
    let mut findings = Vec::new();
    let all = RuleMask::new(checks.len(), |_| true);
    Scanner::new(checks, options).scan(&document, &tree, &all, &mut findings);
    findings
}

/// The findings in `source`: bandit's number, line from 1, severity and confidence.
fn found(source: &str, options: Options) -> Vec<(u16, usize, String)> {
    let checks: Vec<Check> = checks().into_iter().map(|(check, _)| check).collect();
    let findings = scan(&checks, source, options);
    let described = |finding: &Finding<'_>| {
        let line =
            1 + source.bytes().take(finding.span.start).filter(|&byte| byte == b'\n').count();
        let check = checks.iter().find(|check| check.rule.id == finding.rule.id);
        let level = format!("{}/{}", finding.severity, finding.confidence);
        (check.map_or(0, |check| check.test), line, level)
    };
    findings.iter().map(described).collect()
}

fn tests_found(source: &str) -> Vec<u16> {
    found(source, Options::default()).into_iter().map(|(test, ..)| test).collect()
}

#[test]
fn every_check_does_what_its_examples_say() {
    let mut failures = Vec::new();
    for (check, examples) in checks() {
        let id = &check.rule.id;
        if examples.bad.is_empty() || examples.good.is_empty() {
            failures.push(format!("{id} has no example"));
        }
        for bad in &examples.bad {
            if !tests_found(bad).contains(&check.test) {
                failures.push(format!("{id} misses {bad:?}"));
            }
            let lower = bad.to_lowercase();
            if !check.anchors.iter().any(|anchor| lower.contains(&**anchor)) {
                failures.push(format!("{id} has no anchor in {bad:?}"));
            }
        }
        for good in &examples.good {
            if tests_found(good).contains(&check.test) {
                failures.push(format!("{id} reports {good:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_check_says_what_users_need() {
    let (mut ids, mut tests) = (BTreeSet::new(), BTreeSet::new());
    let mut failures = Vec::new();
    for (check, _) in checks() {
        let id = check.rule.id.clone();
        let problems = sdf_rules::check::texts::problems(&check.rule);
        failures.extend(problems.iter().map(|problem| format!("{id}: {problem}")));
        assert!(ids.insert(id) && tests.insert(check.test), "{} twice", check.rule.id);
        for name in check.calls.iter().chain(check.imports.iter()) {
            let name = name.to_lowercase();
            if !check.anchors.iter().any(|anchor| name.contains(&**anchor)) {
                failures.push(format!("{}: no anchor in {name}", check.rule.id));
            }
        }
    }
    assert_eq!(tests.len(), 75);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn the_severity_tells_the_cases_apart() {
    let level = |source: &str| found(source, Options::default()).pop().expect("a finding").2;
    assert_eq!(level("os.chmod(f, 0o757)"), "high/high");
    assert_eq!(level("os.chmod(f, 0o750)"), "medium/high");
    assert_eq!(level("import os\nos.system(line)"), "high/high");
    assert_eq!(level("import os\nos.system('/bin/ls')"), "low/high");
    assert_eq!(level("c.execute('select a from b where ' + x)"), "medium/medium");
    assert_eq!(level("c.add('select a from b where ' + x)"), "medium/low");
    assert_eq!(level("import tarfile\nt.extractall(members=m)"), "medium/medium");
    assert_eq!(level("import tarfile\nt.extractall(members=f(t))"), "low/low");
}

#[test]
fn names_are_told_as_bandit_tells_them() {
    // By imports met so far, scopes ignored; what is assigned is not followed.
    assert_eq!(tests_found("def f():\n    from marshal import load as l\nl(x)\n"), [302]);
    assert_eq!(tests_found("l(x)\nfrom marshal import load as l\n"), [0_u16; 0]);
    assert_eq!(tests_found("import marshal\nl = marshal.load\nl(x)\n"), [0_u16; 0]);
    assert_eq!(tests_found("from . import pickle\n"), [403]);
    assert_eq!(tests_found("from .pickle import a\n"), [403]);
    assert_eq!(tests_found("import importlib\nimportlib.import_module('telnetlib')\n"), [401]);
    // One finding an import, that of the first check.
    assert_eq!(tests_found("import subprocess, telnetlib\n"), [401]);
}

#[test]
fn a_keyword_on_another_line_is_the_place() {
    let source = "import requests\nrequests.get(\n    url, timeout=3,\n    verify=False)\n";
    let places = found(source, Options::default());
    assert_eq!(places, [(501, 4, "high/high".to_owned())]);
    let source = "@decorator\ndef f(a,\n      token='x'):\n    pass\n";
    assert_eq!(found(source, Options::default()), [(107, 2, "low/medium".to_owned())]);
}

#[test]
fn documentation_is_no_string_to_look_at() {
    assert_eq!(tests_found("'/tmp/x'\nx = '/tmp/x'\n"), [108]);
    assert_eq!(tests_found("x = b'/tmp/x'\n"), [0_u16; 0]);
    assert_eq!(tests_found("x = f'{y}/tmp/x'\n"), [108]);
    assert_eq!(tests_found("f'/tmp/x'\npassword = f'x'\n"), [108]);
    assert_eq!(tests_found("x = f'select a from b'\n"), [608]);
}

#[test]
fn options_change_what_is_looked_for() {
    let options = Options {
        assert_skips: vec!["app/*".to_owned()],
        temporary_directories: vec!["/scratch".to_owned()],
        pass_of_typed_exceptions: true,
        subprocess: vec!["our.start".to_owned()],
        markup_names: vec!["our.Markup".to_owned()],
        ..Options::default()
    };
    assert_eq!(options.unanchored(), [108, 602, 603, 604, 605, 606, 607, 609, 704]);
    let source = "import our\nassert x\nopen('/scratch/a')\nopen('/tmp/a')\nour.start(x)\n\
                  our.Markup(x)\ntry: pass\nexcept KeyError: pass\n";
    let tests: Vec<u16> = found(source, options).into_iter().map(|(test, ..)| test).collect();
    assert_eq!(tests, [108, 603, 704, 110]);
}

#[test]
fn code_that_nobody_wrote_takes_linear_time() {
    let sums = format!("x = {}'c from d'\n", "'select ' + ".repeat(3000));
    let chain = format!(
        "from django.utils.safestring import mark_safe\nmark_safe(x{})\n",
        ".a".repeat(20000)
    );
    let marked = format!(
        "from django.utils.safestring import mark_safe\n{}{}",
        "x = x\n".repeat(3000),
        "mark_safe(x)\n".repeat(3000)
    );
    let nested = format!("import jinja2\n{}{}", "jinja2.Environment(".repeat(500), ")".repeat(500));
    let checks: Vec<Check> = checks().into_iter().map(|(check, _)| check).collect();
    for source in [sums, chain, marked, nested] {
        let started = std::time::Instant::now();
        scan(&checks, &source, Options::default());
        assert!(started.elapsed().as_secs() < 20, "{}", &source[..60]);
    }
}
