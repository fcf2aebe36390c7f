//! Reports of parts of a history, read back.

use crate::encode;
use crate::shard::{Part, PartExcerpt, PartFinding, PartRule};
use sdf_core::{
    BString, Commit, Confidence, Excerpt, Family, Fingerprint, Located, LocatedStep, Notice,
    Orders, Past, Position, Reach, Report, Rule, Severity, Shard, Totals, Traversal, Weight,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// The version of reports that can be read.
const VERSION: u32 = 1;

/// Why a text is no report of a part of a history.
#[derive(Debug)]
pub struct NotAPart {
    /// What is wrong with it.
    reason: String,
}

impl fmt::Display for NotAPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

impl std::error::Error for NotAPart {}

impl From<serde_json::Error> for NotAPart {
    fn from(error: serde_json::Error) -> Self {
        NotAPart { reason: format!("not a JSON report of this program: {error}") }
    }
}

/// The report of a part of a history, as `history --shard --format json` wrote it.
#[derive(Debug)]
pub struct PartReport {
    document: Document,
    rules: BTreeMap<String, Rule>,
}

impl PartReport {
    /// Reads a report.
    ///
    /// # Errors
    /// If it is not one, is of another version of the program, or tells no part.
    pub fn parse(text: &[u8]) -> Result<Self, NotAPart> {
        let wrong = |reason: &str| NotAPart { reason: reason.to_owned() };
        // Which version it is comes first: all else may be different in another one.
        let head: Head = serde_json::from_slice(text)?;
        if head.version != VERSION || head.tool.version != env!("CARGO_PKG_VERSION") {
            let reason = format!(
                "written by version {} of {}, this is {}",
                head.tool.version,
                head.tool.name,
                env!("CARGO_PKG_VERSION")
            );
            return Err(NotAPart { reason });
        }
        if !head.shard.is_object() {
            return Err(wrong("it tells no part: write it with `history --shard K/N`"));
        }
        let document: Document = serde_json::from_slice(text)?;
        if document.shard.findings.len() != document.findings.len() {
            return Err(wrong("findings were added or taken out"));
        }
        let mut rules = BTreeMap::new();
        for finding in &document.findings {
            if rules.contains_key(&finding.rule) {
                continue;
            }
            let more = document.shard.rules.iter().find(|rule| rule.id == finding.rule);
            let more = more.ok_or_else(|| wrong("a finding breaks a rule that it lacks"))?;
            rules.insert(finding.rule.clone(), rule(finding, more)?);
        }
        Ok(PartReport { document, rules })
    }

    /// The report, with its findings in the order in which they were written.
    ///
    /// # Errors
    /// If a value is none that this program writes.
    pub fn report(&self) -> Result<Report<'_>, NotAPart> {
        let document = &self.document;
        let mut findings = Vec::with_capacity(document.findings.len());
        for (written, more) in document.findings.iter().zip(&document.shard.findings) {
            let rule = self.rules.get(&written.rule);
            let rule = rule.ok_or_else(|| NotAPart { reason: "a rule is missing".to_owned() })?;
            findings.push(written.located(rule, more)?);
        }
        let notice = |written: &WrittenNotice| {
            Ok(Notice {
                path: written
                    .path
                    .as_ref()
                    .map(|_| written.place.path(&written.path))
                    .transpose()?,
                message: written.message.clone(),
                weight: match written.weight.as_str() {
                    "trouble" => Weight::Trouble,
                    "remark" => Weight::Remark,
                    _ => Weight::Detail,
                },
            })
        };
        let notices = document.notices.iter().map(notice).collect::<Result<_, NotAPart>>()?;
        let (summary, history, shard) = (&document.summary, &document.history, &document.shard);
        Ok(Report {
            findings,
            notices,
            totals: Totals {
                documents: summary.files,
                bytes: summary.bytes,
                suppressed: summary.suppressed,
                ..Totals::default()
            },
            elapsed: Duration::try_from_secs_f64(summary.elapsed_ms / 1000.0).unwrap_or_default(),
            history: Some(Traversal {
                objects: history.objects,
                packed_bytes: history.packed_bytes,
                novel_bytes: history.novel_bytes,
                shard: Some(Shard { number: shard.number, of: shard.of, run: shard.run.clone() }),
            }),
        })
    }
}

#[derive(Deserialize)]
struct Head {
    version: u32,
    tool: Tool,
    #[serde(default)]
    shard: serde_json::Value,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    version: String,
}

#[derive(Debug, Deserialize)]
struct Document {
    findings: Vec<Written>,
    notices: Vec<WrittenNotice>,
    summary: Summary,
    history: History,
    shard: Part,
}

#[derive(Debug, Deserialize)]
struct Summary {
    files: usize,
    bytes: u64,
    suppressed: usize,
    elapsed_ms: f64,
}

#[derive(Debug, Deserialize)]
struct History {
    objects: u64,
    packed_bytes: u64,
    novel_bytes: u64,
}

#[derive(Debug, Deserialize)]
struct WrittenNotice {
    path: Option<String>,
    #[serde(flatten)]
    place: Exactly,
    message: String,
    weight: String,
}

/// A path that is not UTF-8.
#[derive(Debug, Deserialize)]
struct Exactly {
    path_base64: Option<String>,
}

impl Exactly {
    fn path(&self, shown: &Option<String>) -> Result<BString, NotAPart> {
        match &self.path_base64 {
            Some(text) => bytes(text),
            None => Ok(shown.clone().unwrap_or_default().into()),
        }
    }
}

#[derive(Debug, Deserialize)]
struct WrittenPosition {
    line: usize,
    column: usize,
    offset: usize,
}

impl From<&WrittenPosition> for Position {
    fn from(written: &WrittenPosition) -> Self {
        Position { line: written.line, column: written.column, offset: written.offset }
    }
}

#[derive(Debug, Deserialize)]
struct WrittenStep {
    path: Option<String>,
    #[serde(flatten)]
    place: Exactly,
    start: WrittenPosition,
    end: WrittenPosition,
    note: String,
}

#[derive(Debug, Deserialize)]
struct WrittenCommit {
    id: String,
    author: String,
    email: String,
    date: String,
}

impl From<&WrittenCommit> for Arc<Commit> {
    fn from(written: &WrittenCommit) -> Self {
        let WrittenCommit { id, author, email, date } = written;
        let [id, author, email, date] = [id, author, email, date].map(String::clone);
        Arc::new(Commit { id, author, email, date })
    }
}

#[derive(Debug, Deserialize)]
struct Written {
    rule: String,
    family: String,
    #[serde(default)]
    aliases: Vec<String>,
    severity: String,
    confidence: String,
    message: String,
    #[serde(default)]
    help: String,
    #[serde(default)]
    cwe: Vec<u16>,
    #[serde(default)]
    owasp: Vec<String>,
    path: Option<String>,
    #[serde(flatten)]
    place: Exactly,
    start: WrittenPosition,
    end: WrittenPosition,
    snippet: String,
    fingerprint: String,
    #[serde(default)]
    trace: Vec<WrittenStep>,
    commit: Option<WrittenCommit>,
    in_head: Option<bool>,
    #[serde(default)]
    may_be_older: bool,
    removed_by: Option<WrittenCommit>,
    last_commit: Option<WrittenCommit>,
    #[serde(default)]
    versions: usize,
    #[serde(default)]
    paths: Vec<String>,
    paths_base64: Option<Vec<String>>,
    #[serde(default)]
    refs: Vec<String>,
}

impl Written {
    fn located<'r>(&self, rule: &'r Rule, more: &PartFinding) -> Result<Located<'r>, NotAPart> {
        let paths = match &self.paths_base64 {
            Some(texts) => texts.iter().map(|text| bytes(text)).collect::<Result<_, _>>()?,
            None => self.paths.iter().map(|path| path.as_str().into()).collect(),
        };
        let step = |(step, excerpt): (&WrittenStep, &PartExcerpt)| {
            Ok(LocatedStep {
                start: (&step.start).into(),
                end: (&step.end).into(),
                note: step.note.clone(),
                path: step.path.as_ref().map(|_| step.place.path(&step.path)).transpose()?,
                excerpt: excerpt.into(),
            })
        };
        let trace = self.trace.iter().zip(&more.trace).map(step);
        Ok(Located {
            rule,
            severity: value(&self.severity)?,
            confidence: value(&self.confidence)?,
            message: self.message.clone(),
            path: self.place.path(&self.path)?,
            start: (&self.start).into(),
            end: (&self.end).into(),
            snippet: self.snippet.clone(),
            excerpt: (&more.excerpt).into(),
            fingerprint: value(&self.fingerprint)?,
            trace: trace.collect::<Result<_, NotAPart>>()?,
            fix: None,
            commit: self.commit.as_ref().map(Into::into),
            in_head: self.in_head,
            past: Some(Box::new(Past {
                paths,
                refs: self.refs.iter().map(|name| name.as_str().into()).collect(),
                versions: self.versions,
                last: self.last_commit.as_ref().map(Into::into),
                removed_by: self.removed_by.as_ref().map(Into::into),
                secret: more.secret.as_deref().map(value::<Fingerprint>).transpose()?,
                is_cut: self.may_be_older,
                at_tip: more.at_tip,
                orders: {
                    let [brought, last, removed] = more.orders;
                    Orders { brought, last, removed, removed_in_head: more.removed_in_head }
                },
            })),
        })
    }
}

impl From<&PartExcerpt> for Excerpt {
    fn from(written: &PartExcerpt) -> Self {
        let PartExcerpt { first_line, text, marked: (start, end) } = written;
        let fits = start <= end && text.is_char_boundary(*start) && text.is_char_boundary(*end);
        let marked = if fits { *start..*end } else { 0..0 };
        Excerpt { first_line: *first_line, text: text.clone(), marked }
    }
}

/// The rule that `finding` breaks.
fn rule(finding: &Written, more: &PartRule) -> Result<Rule, NotAPart> {
    let texts = |texts: &[String]| texts.iter().map(|text| text.clone().into()).collect();
    let references: Vec<_> = texts(&more.references);
    let (aliases, owasp): (Vec<_>, Vec<_>) = (texts(&finding.aliases), texts(&finding.owasp));
    Ok(Rule {
        id: finding.rule.clone().into(),
        family: value::<Family>(&finding.family)?,
        aliases: aliases.into(),
        severity: value::<Severity>(&more.severity)?,
        confidence: value::<Confidence>(&more.confidence)?,
        title: more.title.clone().into(),
        why: more.why.clone().into(),
        help: finding.help.clone().into(),
        cwe: finding.cwe.clone().into(),
        owasp: owasp.into(),
        references: references.into(),
        reach: Reach::Line,
        default: true,
        by_alias: true,
    })
}

fn value<T: FromStr>(text: &str) -> Result<T, NotAPart> {
    text.parse().map_err(|_| NotAPart {
        reason: format!("'{}' is no value of its key", text.escape_debug()),
    })
}

fn bytes(text: &str) -> Result<BString, NotAPart> {
    let bytes = encode::from_base64(text);
    bytes.map(BString::from).ok_or_else(|| NotAPart { reason: "a path is no base64".to_owned() })
}
