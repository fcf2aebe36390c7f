//! The reports for programs: a line a finding, or one document.

use crate::{Options, encode, escape, shard, shown};
use sdf_core::{
    BStr, BString, ByteSlice, Commit, Located, LocatedStep, Notice, Past, Position, Report,
    Severity, Weight,
};
use serde_json::ser::Formatter;
use serde_json::{Map, Serializer, Value, json};
use std::io::{self, Write};

/// One finding a line.
pub(crate) fn write_lines(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        write_value(&of_finding(finding), out)?;
    }
    Ok(())
}

/// Findings, notices and totals in one document.
pub(crate) fn write_document(
    report: &Report<'_>,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let by_severity = Severity::ALL.iter().rev().map(|&severity| {
        let of = |finding: &&Located<'_>| finding.severity == severity;
        (severity.name().to_owned(), report.findings.iter().filter(of).count().into())
    });
    let mut document = json!({
        "version": 1,
        "tool": { "name": "sdf-hook", "version": env!("CARGO_PKG_VERSION") },
        "findings": report.findings.iter().map(of_finding).collect::<Vec<_>>(),
        "notices": shown(report, options).map(of_notice).collect::<Vec<_>>(),
        "summary": {
            "findings": report.findings.len(),
            "severities": by_severity.collect::<Map<_, _>>(),
            "files": report.totals.documents,
            "bytes": report.totals.bytes,
            "suppressed": report.totals.suppressed,
            "elapsed_ms": report.elapsed.as_micros() as f64 / 1000.0,
        },
    });
    if let (1.., Some(summary)) = (report.totals.fixed, document["summary"].as_object_mut()) {
        summary.insert("fixed".to_owned(), report.totals.fixed.into());
    }
    if let (Some(history), Some(document)) = (&report.history, document.as_object_mut()) {
        let of_history = json!({
            "objects": history.objects,
            "packed_bytes": history.packed_bytes,
            "novel_bytes": history.novel_bytes,
        });
        document.insert("history".to_owned(), of_history);
        if let Some(shard) = &history.shard {
            document.insert("shard".to_owned(), shard::of_report(shard, report));
        }
    }
    write_value(&document, out)
}

/// Writes `value` on one line; characters that could harm a terminal are `\u` escapes.
pub(crate) fn write_value(value: &Value, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Harmless);
    serde::Serialize::serialize(value, &mut serializer)?;
    out.write_all(b"\n")
}

/// Escapes what JSON itself lets stand: DEL, C1 controls, characters that hide or reorder text.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (at, character) in fragment.char_indices().filter(|&(_, c)| escape::is_harmful(c)) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }
}

/// A finding with the keys of the contract, in its order; those that do not apply are left out.
fn of_finding(finding: &Located<'_>) -> Value {
    let rule = finding.rule;
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("rule", rule.id.as_ref().into());
    put("family", rule.family.name().into());
    if !rule.aliases.is_empty() {
        put("aliases", rule.aliases.iter().map(|alias| alias.as_ref()).collect());
    }
    put("severity", finding.severity.name().into());
    put("confidence", finding.confidence.name().into());
    put("message", finding.message.as_str().into());
    if !rule.help.is_empty() {
        put("help", rule.help.as_ref().into());
    }
    if !rule.cwe.is_empty() {
        put("cwe", rule.cwe.iter().copied().collect());
    }
    if !rule.owasp.is_empty() {
        put("owasp", rule.owasp.iter().map(|category| category.as_ref()).collect());
    }
    put_path(&mut put, finding.path.as_ref());
    put("start", of_position(finding.start));
    put("end", of_position(finding.end));
    put("snippet", finding.snippet.as_str().into());
    put("fingerprint", finding.fingerprint.to_string().into());
    if !finding.trace.is_empty() {
        put("trace", finding.trace.iter().map(of_step).collect());
    }
    if let Some(commit) = &finding.commit {
        put("commit", of_commit(commit));
    }
    if let Some(in_head) = finding.in_head {
        put("in_head", in_head.into());
    }
    if let Some(past) = &finding.past {
        object.extend(of_past(past));
    }
    Value::Object(object)
}

/// Who made a commit, and when.
pub(crate) fn of_commit(commit: &Commit) -> Value {
    let Commit { id, author, email, date } = commit;
    json!({ "id": id, "author": author, "email": email, "date": date })
}

/// What a history knows, with the keys of the contract.
fn of_past(past: &Past) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    let names = |names: &[BString]| names.iter().map(|name| name.to_str_lossy()).collect::<Value>();
    if past.is_cut {
        put("may_be_older", true.into());
    }
    if let Some(by) = &past.removed_by {
        put("removed_by", of_commit(by));
    }
    if let Some(last) = &past.last {
        put("last_commit", of_commit(last));
    }
    put("versions", past.versions.into());
    if !past.paths.is_empty() {
        put("paths", names(&past.paths));
    }
    if past.paths.iter().any(|path| path.to_str().is_err()) {
        put("paths_base64", past.paths.iter().map(|path| encode::base64(path)).collect());
    }
    put("refs", names(&past.refs));
    object
}

/// `path`, and `path_base64` where it is not UTF-8.
fn put_path(put: &mut impl FnMut(&str, Value) -> Option<Value>, path: &BStr) {
    put("path", path.to_str_lossy().into());
    if path.to_str().is_err() {
        put("path_base64", encode::base64(path).into());
    }
}

fn of_position(position: Position) -> Value {
    json!({ "line": position.line, "column": position.column, "offset": position.offset })
}

/// A step, with its path where that is not the finding's.
fn of_step(step: &LocatedStep) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    if let Some(path) = &step.path {
        put_path(&mut put, path.as_ref());
    }
    put("start", of_position(step.start));
    put("end", of_position(step.end));
    put("snippet", step.snippet().into());
    put("note", step.note.as_str().into());
    Value::Object(object)
}

fn of_notice(notice: &Notice) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    if let Some(path) = &notice.path {
        put_path(&mut put, path.as_ref());
    }
    put("message", notice.message.as_str().into());
    let weight = match notice.weight {
        Weight::Trouble => "trouble",
        Weight::Remark => "remark",
        Weight::Detail => "detail",
    };
    put("weight", weight.into());
    Value::Object(object)
}
