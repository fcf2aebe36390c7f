//! SARIF 2.1.0 (OASIS standard), as code scanning services read it.

use crate::json::{of_commit, write_value};
use crate::{Options, encode, shown};
use sdf_core::{
    BStr, ByteSlice, Edit, Family, Fix, Located, LocatedStep, Notice, Position, Report, Rule,
    Severity, Weight,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes the log: one run, the rules that were broken, the findings, the notices.
pub(crate) fn write(report: &Report<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rules: BTreeMap<&str, &Rule> =
        report.findings.iter().map(|finding| (finding.rule.id.as_ref(), finding.rule)).collect();
    let indices: BTreeMap<&str, usize> =
        rules.keys().enumerate().map(|(index, id)| (*id, index)).collect();
    let results = report.findings.iter().map(|finding| {
        let index = indices.get(finding.rule.id.as_ref()).copied();
        of_finding(finding, index)
    });
    let notices = shown(report, options).map(of_notice);
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "sdf-hook",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|rule| of_rule(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": !report.in_trouble(),
                "toolExecutionNotifications": notices.collect::<Vec<_>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    write_value(&log, out)
}

fn of_rule(rule: &Rule) -> Value {
    let mut tags = vec![rule.family.name().to_owned()];
    let is_security = matches!(rule.family, Family::Secrets | Family::Sast | Family::Policy);
    if is_security {
        tags.push("security".to_owned());
    }
    tags.extend(rule.cwe.iter().map(|number| format!("external/cwe/cwe-{number}")));
    tags.extend(rule.owasp.iter().map(|category| owasp_tag(category)));
    tags.extend(rule.aliases.iter().map(|alias| alias.to_string()));
    // The schema wants each once.
    let mut known = BTreeSet::new();
    tags.retain(|tag| known.insert(tag.clone()));
    let mut properties = Map::new();
    properties.insert("tags".to_owned(), tags.into());
    properties.insert("precision".to_owned(), rule.confidence.name().into());
    if is_security {
        properties.insert("security-severity".to_owned(), score(rule.severity).into());
    }
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("id", rule.id.as_ref().into());
    put("shortDescription", text(&rule.title));
    put("fullDescription", text(if rule.why.is_empty() { &rule.title } else { &rule.why }));
    put("help", text(&help(rule)));
    if let Some(address) = rule.references.iter().find(|address| is_address(address)) {
        put("helpUri", address.as_ref().into());
    }
    put("defaultConfiguration", json!({ "level": level(rule.severity) }));
    put("properties", properties.into());
    Value::Object(object)
}

/// The tag for a category: `external/owasp/owasp-a03-2021` for `A03:2021 Injection`.
fn owasp_tag(category: &str) -> String {
    let number = category.split_whitespace().next().unwrap_or_default().trim_matches(':');
    format!("external/owasp/owasp-{}", number.to_ascii_lowercase().replace(':', "-"))
}

/// Why it matters, how to mend it, and where to read more.
fn help(rule: &Rule) -> String {
    let parts = [&rule.why, &rule.help].into_iter().chain(rule.references.iter());
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).map(|part| part.as_ref()).collect();
    if parts.is_empty() { rule.title.to_string() } else { parts.join("\n") }
}

/// Whether `text` can stand where the schema wants a URI.
fn is_address(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    (text.starts_with("https://") || text.starts_with("http://")) && text.bytes().all(is_plain)
}

fn of_finding(finding: &Located<'_>, rule_index: Option<usize>) -> Value {
    let path = finding.path.as_ref();
    let region = region(finding.start, finding.end, &finding.snippet);
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("ruleId", finding.rule.id.as_ref().into());
    if let Some(index) = rule_index {
        put("ruleIndex", index.into());
    }
    put("level", level(finding.severity).into());
    put("message", text(&finding.message));
    put("locations", json!([{ "physicalLocation": physical(path, region) }]));
    put("partialFingerprints", json!({ "sdfHook/v1": finding.fingerprint.to_string() }));
    if !finding.trace.is_empty() {
        let steps: Vec<_> = finding.trace.iter().map(|step| of_step(path, step)).collect();
        put("codeFlows", json!([{ "threadFlows": [{ "locations": steps }] }]));
    }
    if let Some(fix) = &finding.fix {
        let help = [&finding.rule.help, &finding.rule.title].into_iter().find(|it| !it.is_empty());
        put("fixes", json!([of_fix(path, help.map_or("", |help| help), fix)]));
    }
    let mut properties = Map::new();
    properties.insert("severity".to_owned(), finding.severity.name().into());
    properties.insert("confidence".to_owned(), finding.confidence.name().into());
    if let Some(commit) = &finding.commit {
        properties.insert("commit".to_owned(), of_commit(commit));
    }
    if let Some(in_head) = finding.in_head {
        properties.insert("inHead".to_owned(), in_head.into());
    }
    if let Some(past) = &finding.past {
        let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
        if past.is_cut {
            put("mayBeOlder", true.into());
        }
        if let Some(by) = &past.removed_by {
            put("removedBy", of_commit(by));
        }
        if let Some(last) = &past.last {
            put("lastCommit", of_commit(last));
        }
        put("versions", past.versions.into());
        put("paths", past.paths.iter().map(|path| path.to_str_lossy()).collect());
        put("refs", past.refs.iter().map(|name| name.to_str_lossy()).collect());
    }
    put("properties", properties.into());
    Value::Object(object)
}

fn of_step(path: &BStr, step: &LocatedStep) -> Value {
    let region = region(step.start, step.end, step.snippet());
    let path = step.path.as_ref().map_or(path, |path| path.as_ref());
    json!({ "location": { "physicalLocation": physical(path, region), "message": text(&step.note) } })
}

/// Edits are of bytes, so their regions are binary ones (section 3.57.4 of the standard).
fn of_fix(path: &BStr, description: &str, fix: &Fix) -> Value {
    let replacement = |edit: &Edit| {
        json!({
            "deletedRegion": { "byteOffset": edit.span.start, "byteLength": edit.span.len() },
            "insertedContent": { "binary": encode::base64(&edit.replacement) },
        })
    };
    json!({
        "description": text(description),
        "artifactChanges": [{
            "artifactLocation": artifact(path),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

fn of_notice(notice: &Notice) -> Value {
    let level = match notice.weight {
        Weight::Trouble => "error",
        Weight::Remark => "warning",
        Weight::Detail => "note",
    };
    let mut object = Map::new();
    object.insert("level".to_owned(), level.into());
    object.insert("message".to_owned(), text(&notice.message));
    if let Some(path) = &notice.path {
        let location = json!([{
            "physicalLocation": { "artifactLocation": artifact(path.as_ref()) },
        }]);
        object.insert("locations".to_owned(), location);
    }
    Value::Object(object)
}

fn region(start: Position, end: Position, snippet: &str) -> Value {
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "snippet": text(snippet),
    })
}

fn physical(path: &BStr, region: Value) -> Value {
    json!({ "artifactLocation": artifact(path), "region": region })
}

fn artifact(path: &BStr) -> Value {
    let uri = encode::uri(path);
    match path.starts_with(b"/") {
        true => json!({ "uri": uri }),
        false => json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }),
    }
}

fn text(text: &str) -> Value {
    json!({ "text": text })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// A score in the band that GitHub gives this severity: critical over 9.0, high from 7.0, medium
/// from 4.0 ("SARIF support for code scanning", `security-severity`).
fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
    }
}
