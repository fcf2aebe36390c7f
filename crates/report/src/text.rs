//! The report for people.

use crate::frame::{Frame, Painter};
use crate::{Options, escape, past, sentence, shown, silence, way};
use annotate_snippets::Level;
use sdf_core::{Located, Report, Severity, Weight};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::time::Duration;

pub(crate) fn write(
    report: &Report<'_>,
    options: &Options,
    out: &mut dyn Write,
    notices: &mut dyn Write,
) -> io::Result<()> {
    if options.quiet {
        write_lines(report, out)?;
    } else {
        write_frames(report, options, out)?;
    }
    out.flush()?;
    for notice in shown(report, options) {
        let name = match notice.weight {
            Weight::Trouble => "error",
            Weight::Remark => "warning",
            Weight::Detail => "note",
        };
        writeln!(notices, "{name}: {}", sentence(notice))?;
    }
    notices.flush()?;
    if !options.quiet {
        writeln!(out, "{}", summary(report))?;
        if options.is_hook && (report.in_trouble() || !report.findings.is_empty()) {
            writeln!(out, "to go on all the same, give git the option --no-verify")?;
        }
    }
    out.flush()
}

fn write_lines(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let path = escape::path(finding.path.as_ref());
        let (line, column) = (finding.start.line, finding.start.column);
        let message = escape::line(&finding.message);
        writeln!(out, "{path}:{line}:{column}: {} {message}", escape::line(&finding.rule.id))?;
    }
    Ok(())
}

fn write_frames(report: &Report<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let painter = Painter::new(options.color, options.width);
    // What a rule has to say is said once.
    let mut explained = BTreeSet::new();
    for finding in &report.findings {
        let explain = explained.insert(&finding.rule.id);
        let frame = Frame {
            level: level(finding.severity),
            id: Some(&finding.rule.id),
            headline: &finding.message,
            path: finding.path.as_ref(),
            start: finding.start,
            marks: way::marks(finding),
            remarks: remarks(finding, explain, options.verbose),
        };
        out.write_all(painter.draw(&frame).as_bytes())?;
        for frame in way::elsewhere(finding) {
            out.write_all(painter.draw(&frame).as_bytes())?;
        }
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn level(severity: Severity) -> Level<'static> {
    let level = match severity {
        Severity::Critical | Severity::High => Level::ERROR,
        Severity::Medium => Level::WARNING,
        Severity::Low => Level::INFO,
    };
    level.with_name(severity.name())
}

/// What stands below the excerpt: name and text of each remark.
fn remarks(finding: &Located<'_>, explain: bool, verbose: bool) -> Vec<(&'static str, String)> {
    let (rule, mut remarks) = (finding.rule, Vec::new());
    remarks.extend(way::in_words(finding).map(|text| ("flow", text)));
    if explain {
        let said = [("why", rule.why.to_string()), ("help", rule.help.to_string())];
        remarks.extend(said.into_iter().filter(|(_, text)| !text.is_empty()));
        remarks.push(("silence", silence::advice(finding)));
    }
    remarks.extend(proposal(finding).map(|text| ("fix", text)));
    remarks.extend(past::in_words(finding).map(|text| ("commit", text)));
    if verbose {
        let cwe = rule.cwe.iter().map(|number| format!("CWE-{number}"));
        let owasp = rule.owasp.iter().map(|category| format!("OWASP {category}"));
        let aliases = rule.aliases.iter().map(|id| id.to_string());
        let names: Vec<_> = aliases.chain(cwe).chain(owasp).collect();
        if !names.is_empty() {
            remarks.push(("also", names.join(", ")));
        }
        remarks.extend(rule.references.iter().map(|address| ("see", address.to_string())));
        remarks.extend(past::elsewhere(finding));
        remarks.push(("confidence", finding.confidence.to_string()));
        remarks.push(("fingerprint", finding.fingerprint.to_string()));
    }
    remarks
}

/// The code that is proposed in the place of the finding, if it is to be replaced as a whole.
fn proposal(finding: &Located<'_>) -> Option<String> {
    let [edit] = finding.fix.as_ref()?.edits.as_slice() else { return None };
    if (edit.span.start, edit.span.end) != (finding.start.offset, finding.end.offset) {
        return None;
    }
    let mut lines = std::str::from_utf8(&edit.replacement).ok()?.lines();
    let first = lines.next().filter(|line| !line.is_empty())?;
    let more = if lines.next().is_some() { " …" } else { "" };
    Some(format!("`{first}`{more}"))
}

/// `3 findings (1 critical, 1 high, 1 low) in 12 files, 4.1 ms`.
fn summary(report: &Report<'_>) -> String {
    let mut text = match report.findings.len() {
        0 => "no findings".to_owned(),
        count => {
            let parts = Severity::ALL.iter().rev().filter_map(|&severity| {
                let of = |finding: &&Located<'_>| finding.severity == severity;
                let count = report.findings.iter().filter(of).count();
                (count > 0).then(|| format!("{count} {severity}"))
            });
            format!("{} ({})", counted(count, "finding"), parts.collect::<Vec<_>>().join(", "))
        }
    };
    text += &match &report.history {
        Some(history) => format!(" in {}", past::gone_through(history)),
        None => format!(" in {}", counted(report.totals.documents, "file")),
    };
    if report.totals.suppressed > 0 {
        text += &format!(", {} suppressed", report.totals.suppressed);
    }
    if report.totals.fixed > 0 {
        text += &format!(", {} fixed", report.totals.fixed);
    }
    let trouble = report.notices.iter().filter(|notice| notice.weight == Weight::Trouble).count();
    if trouble > 0 {
        text += &format!(", {}", counted(trouble, "error"));
    }
    text + &format!(", {}", duration(report.elapsed))
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn duration(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1000.0),
        seconds => format!("{seconds:.1} s"),
    }
}
