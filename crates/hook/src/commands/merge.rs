//! `sdf-hook merge`: the reports of the parts of a search, joined.

use super::history::join;
use crate::args::Merge;
use crate::failure::{Context, Failure};
use crate::output::Output;
use crate::place::Place;
use sdf_core::{Report, Shard, Traversal};
use sdf_report::PartReport;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Joins and reports.
pub(crate) fn run(merge: &Merge) -> Result<ExitCode, Failure> {
    let parts: Vec<PartReport> = merge.reports.iter().map(read).collect::<Result<_, _>>()?;
    // Not before the parts are read: one of them may be named as the output by mistake.
    let output = Output::open(&merge.presentation, false)?;
    let mut reports = Vec::with_capacity(parts.len());
    for (part, path) in parts.iter().zip(&merge.reports) {
        reports.push(part.report().context(|| format!("read {}", path.display()))?);
    }
    require_all(&reports, &merge.reports)?;
    let mut whole = Report { history: Some(Traversal::default()), ..Report::default() };
    for report in reports {
        whole.findings.extend(report.findings);
        whole.notices.extend(report.notices);
        whole.totals += report.totals;
        whole.elapsed = whole.elapsed.max(report.elapsed);
        if let (Some(whole), Some(part)) = (&mut whole.history, &report.history) {
            whole.objects += part.objects;
            whole.packed_bytes += part.packed_bytes;
            whole.novel_bytes += part.novel_bytes;
        }
    }
    whole.findings = join::same_secrets(whole.findings);
    // The paths are shown as the parts have them.
    output.finish(whole, &Place::new(Path::new(""), Path::new("")))
}

fn read(path: &PathBuf) -> Result<PartReport, Failure> {
    let attempt = || format!("read {}", path.display());
    PartReport::parse(&fs::read(path).context(attempt)?).context(attempt)
}

/// Makes sure that every part is there once and that all are of one search.
fn require_all(reports: &[Report<'_>], paths: &[PathBuf]) -> Result<(), Failure> {
    let mut known: BTreeMap<usize, &Path> = BTreeMap::new();
    let mut first: Option<(&Shard, &Path)> = None;
    for (report, path) in reports.iter().zip(paths) {
        let shard = report.history.as_ref().and_then(|history| history.shard.as_ref());
        let Some(shard) = shard else { continue };
        let (one, one_path) = *first.get_or_insert((shard, path));
        if shard.of != one.of || shard.run != one.run {
            return Err(Failure::new(format!(
                "{} and {} are parts of different searches",
                one_path.display(),
                path.display()
            ))
            .hint("all parts need the same commits, program, settings, and N of --shard K/N"));
        }
        if let Some(other) = known.insert(shard.number, path) {
            return Err(Failure::new(format!(
                "{} and {} are both part {} of {}",
                other.display(),
                path.display(),
                shard.number,
                shard.of
            )));
        }
    }
    let of = first.map_or(0, |(shard, _)| shard.of);
    let missing: Vec<String> = (1..=of)
        .filter(|number| !known.contains_key(number))
        .take(10)
        .map(|number| number.to_string())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("part {} of {of} is missing", missing.join(", ")))
        .hint("give `sdf-hook merge` the reports of all parts"))
}
