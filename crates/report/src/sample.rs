//! Findings to report in tests.

use sdf_core::{
    Confidence, Edit, Excerpt, Family, Fingerprint, Fix, Located, LocatedStep, Position, Reach,
    Rule, Severity, Span, mask,
};
use std::borrow::Cow;

static TOKEN: Rule = Rule {
    id: Cow::Borrowed("github-pat"),
    family: Family::Secrets,
    aliases: Cow::Borrowed(&[]),
    severity: Severity::Critical,
    confidence: Confidence::High,
    title: Cow::Borrowed("GitHub personal access token"),
    why: Cow::Borrowed("whoever reads it acts as its owner"),
    help: Cow::Borrowed("revoke it, then read the new one from the environment"),
    cwe: Cow::Borrowed(&[798]),
    owasp: Cow::Borrowed(&[]),
    references: Cow::Borrowed(&[Cow::Borrowed("https://example.org/tokens")]),
    reach: Reach::Line,
    default: true,
    by_alias: true,
};

static EVAL: Rule = Rule {
    id: Cow::Borrowed("python.eval"),
    family: Family::Sast,
    aliases: Cow::Borrowed(&[Cow::Borrowed("B307"), Cow::Borrowed("S307")]),
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    title: Cow::Borrowed("eval of an expression from outside"),
    why: Cow::Borrowed("it runs whatever is in the text"),
    help: Cow::Borrowed("use ast.literal_eval"),
    cwe: Cow::Borrowed(&[95]),
    owasp: Cow::Borrowed(&[Cow::Borrowed("A03:2021 Injection")]),
    references: Cow::Borrowed(&[]),
    reach: Reach::Document,
    default: true,
    by_alias: true,
};

static SPACE: Rule = Rule {
    id: Cow::Borrowed("W291"),
    family: Family::Style,
    aliases: Cow::Borrowed(&[]),
    severity: Severity::Low,
    confidence: Confidence::High,
    title: Cow::Borrowed("trailing white space"),
    why: Cow::Borrowed(""),
    help: Cow::Borrowed("remove it"),
    cwe: Cow::Borrowed(&[]),
    owasp: Cow::Borrowed(&[]),
    references: Cow::Borrowed(&[]),
    reach: Reach::Line,
    default: true,
    by_alias: true,
};

/// A finding of `rule` on `marked`, which stands once in `source`, the text of `path`.
fn finding(rule: &'static Rule, path: &str, source: &str, marked: &str) -> Located<'static> {
    let (start, end, excerpt) = place(source, marked);
    Located {
        rule,
        severity: rule.severity,
        confidence: rule.confidence,
        message: rule.title.to_string(),
        path: path.into(),
        start,
        end,
        snippet: marked.to_owned(),
        excerpt,
        fingerprint: Fingerprint::new(&rule.id, path.into(), marked.as_bytes(), 0),
        trace: Vec::new(),
        fix: None,
        commit: None,
        in_head: None,
        past: None,
    }
}

fn place(source: &str, marked: &str) -> (Position, Position, Excerpt) {
    let start = source.find(marked).expect("the mark is in the source");
    place_at(source, start, start + marked.len())
}

fn place_at(source: &str, start: usize, end: usize) -> (Position, Position, Excerpt) {
    let position = |offset: usize| {
        let before = &source[..offset];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            offset,
        }
    };
    let excerpt = Excerpt { first_line: 1, text: source.to_owned(), marked: start..end };
    (position(start), position(end), excerpt)
}

/// A secret in `path`, already masked.
pub(crate) fn secret(path: &str) -> Located<'static> {
    let shown = mask(b"abcd5678901234567890");
    finding(&TOKEN, path, &format!("import os\n\nTOKEN = \"{shown}\"  # mine\n"), &shown)
}

/// A call that data reaches in one step.
pub(crate) fn traced() -> Located<'static> {
    let source = "name = input()\n\n\nprint(eval(name))\n";
    let (start, end, excerpt) = place(source, "input()");
    let note = "read from outside here".to_owned();
    let trace = vec![LocatedStep { start, end, note, path: None, excerpt }];
    Located { trace, ..finding(&EVAL, "app/run.py", source, "eval(name)") }
}

/// A call that data reaches from far below, through a call.
pub(crate) fn flow() -> Located<'static> {
    let far = "\n".repeat(400);
    let source = format!(
        "def run(code):\n    text = code.strip()\n    # As it is.\n    eval(text)\n\n\n\n\
         def other():\n    run(NAME)\n{far}NAME = input()\n"
    );
    let step = |line: &str, marked: &str, note: &str| {
        let line = source.find(line).expect("it is in the source");
        let start = line + source[line..].find(marked).expect("it is in the line");
        let (start, end, excerpt) = place_at(&source, start, start + marked.len());
        LocatedStep { start, end, note: note.to_owned(), path: None, excerpt }
    };
    let trace = vec![
        step("NAME =", "input()", "the data comes from here"),
        step("NAME =", "NAME", "`NAME` holds it"),
        step("run(NAME)", "NAME", "passed to `run` as `code`"),
        step("(code)", "code", "`code` holds it"),
        step("text =", "text", "`text` holds it"),
        step("eval", "eval(text)", "and arrives here: nothing checks it"),
    ];
    Located { trace, ..finding(&EVAL, "app/flow.py", &source, "eval(text)") }
}

/// White space behind line `line` that `--fix` removes.
pub(crate) fn fixable(line: usize) -> Located<'static> {
    let source = format!("{}\tx = '漢字'  \n", "\n".repeat(line - 1));
    let found = finding(&SPACE, "b c.py", &source, "  ");
    let span = Span::new(found.start.offset, found.end.offset);
    let edits = vec![Edit { span, replacement: b"\n".to_vec() }];
    Located { fix: Some(Fix { edits, safe: true }), ..found }
}

/// A private key of `lines` lines, masked.
pub(crate) fn long(lines: usize) -> Located<'static> {
    let key = vec!["****************"; lines].join("\n");
    finding(&TOKEN, "keys.py", &format!("KEY = \"\"\"\n{key}\n\"\"\"\n"), &key)
}
