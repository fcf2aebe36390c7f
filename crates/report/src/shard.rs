//! The report of a part of a history: what joining needs beside the report itself.

use sdf_core::{Excerpt, Fingerprint, Located, Report, Rule, Shard};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a report of a part holds under `shard`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    /// From 1.
    pub(crate) number: usize,
    pub(crate) of: usize,
    pub(crate) run: String,
    /// What findings do not tell of their rules.
    pub(crate) rules: Vec<PartRule>,
    /// What the findings of the report do not tell, in their order.
    pub(crate) findings: Vec<PartFinding>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartRule {
    pub(crate) id: String,
    pub(crate) severity: String,
    pub(crate) confidence: String,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) references: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartFinding {
    /// Of the commits that brought it, hold it last and took it away.
    pub(crate) orders: [u64; 3],
    pub(crate) removed_in_head: bool,
    pub(crate) at_tip: bool,
    pub(crate) secret: Option<String>,
    pub(crate) excerpt: PartExcerpt,
    pub(crate) trace: Vec<PartExcerpt>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PartExcerpt {
    pub(crate) first_line: usize,
    pub(crate) text: String,
    pub(crate) marked: (usize, usize),
}

/// What `report`, which is `shard` of a whole, has to hold to be joined with the others.
pub(crate) fn of_report(shard: &Shard, report: &Report<'_>) -> Value {
    let rules: BTreeMap<&str, &Rule> =
        report.findings.iter().map(|finding| (finding.rule.id.as_ref(), finding.rule)).collect();
    let part = Part {
        number: shard.number,
        of: shard.of,
        run: shard.run.clone(),
        rules: rules.into_values().map(of_rule).collect(),
        findings: report.findings.iter().map(of_finding).collect(),
    };
    serde_json::to_value(part).expect("text, numbers and lists are always JSON")
}

fn of_rule(rule: &Rule) -> PartRule {
    PartRule {
        id: rule.id.to_string(),
        severity: rule.severity.name().to_owned(),
        confidence: rule.confidence.name().to_owned(),
        title: rule.title.to_string(),
        why: rule.why.to_string(),
        references: rule.references.iter().map(ToString::to_string).collect(),
    }
}

fn of_finding(finding: &Located<'_>) -> PartFinding {
    let past = finding.past.as_deref();
    PartFinding {
        orders: past
            .map_or([0; 3], |past| [past.orders.brought, past.orders.last, past.orders.removed]),
        removed_in_head: past.is_some_and(|past| past.orders.removed_in_head),
        at_tip: past.is_some_and(|past| past.at_tip),
        secret: past.and_then(|past| past.secret).map(|secret: Fingerprint| secret.to_string()),
        excerpt: of_excerpt(&finding.excerpt),
        trace: finding.trace.iter().map(|step| of_excerpt(&step.excerpt)).collect(),
    }
}

fn of_excerpt(excerpt: &Excerpt) -> PartExcerpt {
    let marked = (excerpt.marked.start, excerpt.marked.end);
    PartExcerpt { first_line: excerpt.first_line, text: excerpt.text.clone(), marked }
}
