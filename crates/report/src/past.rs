//! What a history knows of a finding, for people.

use crate::text::counted;
use sdf_core::{BString, Commit, Located, Traversal};

/// Digits of a commit id that people recognise it by.
const SHORT_ID: usize = 12;
/// Other paths and refs that are named before the rest is counted.
const NAMED: usize = 8;

/// Who brought the finding, whether it still stands, who took it away, and in how many versions it
/// stood, in a line.
pub(crate) fn in_words(finding: &Located<'_>) -> Option<String> {
    let Some(commit) = &finding.commit else {
        let versions = counted(finding.past.as_ref()?.versions, "version");
        return Some(format!("none that a ref leads to; {versions}"));
    };
    let (author, email, date) = (&commit.author, &commit.email, &commit.date);
    let mut text = format!("{} by {author} <{email}> on {date}", short(commit));
    let Some(past) = &finding.past else {
        text += match finding.in_head {
            Some(true) => ", still there at the tip",
            Some(false) => ", gone since",
            None => "",
        };
        return Some(text);
    };
    if past.is_cut {
        text += " or before, where this clone ends";
    }
    text += &match (&past.removed_by, finding.in_head) {
        (_, Some(true)) => ", still in HEAD".to_owned(),
        (Some(by), _) => {
            let (author, date) = (&by.author, &by.date);
            format!(", removed by {} by {author} on {date}", short(by))
        }
        (None, _) => ", not in HEAD".to_owned(),
    };
    if past.versions > 1 || past.paths.len() > 1 {
        text += &format!("; {}", counted(past.versions, "version"));
        if past.paths.len() > 1 {
            text += &format!(" under {}", counted(past.paths.len(), "path"));
        }
    }
    Some(text)
}

/// Where else the finding stood: name and text of each remark.
pub(crate) fn elsewhere(finding: &Located<'_>) -> Vec<(&'static str, String)> {
    let mut remarks = Vec::new();
    let Some(past) = &finding.past else { return remarks };
    if let Some(last) = past.last.as_ref().filter(|_| past.versions > 1) {
        remarks.push(("last", format!("{} by {} on {}", short(last), last.author, last.date)));
    }
    let others: Vec<&BString> = past.paths.iter().filter(|path| **path != finding.path).collect();
    if !others.is_empty() {
        remarks.push(("paths", named(&others)));
    }
    if !past.refs.is_empty() {
        remarks.push(("refs", named(&past.refs.iter().collect::<Vec<_>>())));
    }
    remarks
}

/// `1,204 objects, 84.2 MB packed`, with the part of the work if it is one.
pub(crate) fn gone_through(history: &Traversal) -> String {
    let objects = match history.objects {
        1 => "1 object".to_owned(),
        count => format!("{} objects", grouped(count)),
    };
    let mut text = format!("{objects}, {} packed", size(history.packed_bytes));
    if let Some(shard) = &history.shard {
        text += &format!(" (part {} of {})", shard.number, shard.of);
    }
    text
}

/// The first of `names`, and how many more there are.
fn named(names: &[&BString]) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(ToString::to_string).collect();
    match names.len().saturating_sub(NAMED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn short(commit: &Commit) -> &str {
    commit.id.get(..SHORT_ID).unwrap_or(&commit.id)
}

/// `1,204`.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Decimal units, as disks and networks count.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// For tests of the reports.
#[cfg(test)]
pub(crate) fn sample() -> sdf_core::Past {
    use sdf_core::Past;
    use std::sync::Arc;
    let commit = |id: &str, author: &str| {
        Arc::new(Commit {
            id: id.repeat(40),
            author: author.to_owned(),
            email: "e@example.org".to_owned(),
            date: "2026-02-03T04:05:06Z".to_owned(),
        })
    };
    Past {
        paths: vec!["a.py".into(), "old/a.py".into()],
        refs: vec!["refs/heads/main".into(), "refs/tags/v1".into()],
        versions: 1204,
        last: Some(commit("c", "Eve")),
        removed_by: Some(commit("d", "Bob")),
        is_cut: true,
        ..Past::default()
    }
}
