//! Where a history ends: revisions as they are typed, and rules for code on the files there.

use super::trouble;
use crate::args::History;
use crate::commands::archives;
use crate::commands::scan::{collect, threads};
use crate::config::Effective;
use crate::failure::Failure;
use sdf_core::{BString, Document, Family, Focus, Past, Report, Totals};
use sdf_engine::{Catalogue, Engine, Outcome, Settings, map_in_order};
use sdf_git::{Repository, TipFile, Tips};
use std::collections::{BTreeMap, HashSet};

/// How many refs of a file are listed.
const MOST_REFS: usize = 50;

/// The revisions to go through, and those of which nothing counts: `A..B` is `B ^A`.
pub(super) fn split(typed: &[String]) -> Result<(Vec<String>, Vec<String>), Failure> {
    let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
    let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    for revision in typed {
        if revision.contains("...") {
            return Err(Failure::new(format!("'{revision}': A...B is not known here"))
                .hint("A..B is what B has and A has not"));
        } else if let Some((from, to)) = revision.split_once("..") {
            excluded.push(or_head(from));
            wanted.push(or_head(to));
        } else if let Some(known) = revision.strip_prefix('^') {
            excluded.push(known.to_owned());
        } else {
            wanted.push(revision.clone());
        }
    }
    Ok((wanted, excluded))
}

/// Runs on the files at `tips` what is not for secrets and was asked for on the command line, and
/// rules of gitleaks on paths alone, for which no version of a file matters.
pub(super) fn check_files<'r>(
    catalogue: &Catalogue<'r>,
    effective: &Effective,
    repository: &Repository,
    tips: &Tips,
    history: &History,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    if history.shard.is_some_and(|shard| shard.number > 1) {
        return Ok(());
    }
    let selection = &effective.settings.selection;
    let is_wanted = |family: &Family| {
        catalogue.rules().any(|rule| rule.family == *family && selection.includes(rule))
    };
    // What a configuration selects is meant for the files of today.
    let is_asked = !history.common.select.is_empty();
    let families = [Family::Sast, Family::Style, Family::Hygiene, Family::Policy];
    let families: Vec<Family> =
        families.into_iter().filter(|family| is_asked && is_wanted(family)).collect();
    let mut rules = catalogue.gitleaks.iter().flat_map(|configuration| &configuration.rules);
    let on_paths = rules.any(|rule| rule.regex.is_none() && selection.includes(&rule.rule));
    if families.is_empty() && !on_paths {
        return Ok(());
    }
    let files = AtTips::read(repository, tips, report)?;
    let engine = |family| {
        let settings = Settings { only: Some(family), ..effective.settings.clone() };
        Engine::new(catalogue.clone(), settings)
    };
    for family in families {
        files.scan(&engine(family), repository, true, history, report);
    }
    if on_paths {
        files.scan(&engine(Family::Secrets), repository, false, history, report);
    }
    Ok(())
}

/// The files at tips.
struct AtTips {
    /// With the first refs that have them.
    files: Vec<(TipFile, Vec<BString>)>,
    in_head: HashSet<TipFile>,
}

impl AtTips {
    fn read(
        repository: &Repository,
        tips: &Tips,
        report: &mut Report<'_>,
    ) -> Result<Self, Failure> {
        let mut files: BTreeMap<TipFile, Vec<BString>> = BTreeMap::new();
        for tip in &tips.all {
            match repository.new_files(tip.target.id(), &mut HashSet::new()) {
                Ok(found) => {
                    for file in found {
                        let refs = files.entry(file).or_default();
                        if refs.len() < MOST_REFS {
                            refs.push(tip.name.clone());
                        }
                    }
                }
                Err(error) => report.notices.push(trouble(&error)),
            }
        }
        let mut in_head = HashSet::new();
        if let Some(head) = tips.head {
            in_head.extend(repository.new_files(head, &mut HashSet::new())?);
        }
        Ok(AtTips { files: files.into_iter().collect(), in_head })
    }

    /// Adds what `engine` finds in the files, or, without their content, in their paths.
    fn scan<'r>(
        &self,
        engine: &Engine<'r>,
        repository: &Repository,
        with_content: bool,
        history: &History,
        report: &mut Report<'r>,
    ) {
        let handles = vec![repository.clone(); threads(&history.common, self.files.len())];
        let scanned = map_in_order(&self.files, handles, |repository, (file, _)| {
            // Nothing is said of an empty file.
            let read = if with_content { repository.read(file.id) } else { Ok(b"\n".to_vec()) };
            match read {
                Ok(bytes) => {
                    let (path, focus) = (file.path.as_ref(), Focus::Everything);
                    let document = Document { path, bytes: &bytes, focus, kind: file.kind };
                    archives::scan(engine, &document, None, false)
                }
                Err(error) => Outcome { notices: vec![trouble(&error)], ..Outcome::default() },
            }
        });
        for ((file, refs), mut outcome) in self.files.iter().zip(scanned) {
            for finding in &mut outcome.findings {
                finding.in_head = Some(self.in_head.contains(file));
                finding.fix = None;
                finding.past = Some(Box::new(Past {
                    paths: vec![file.path.clone()],
                    refs: refs.clone(),
                    versions: 1,
                    ..Past::default()
                }));
            }
            if !with_content {
                outcome.totals = Totals::default();
            }
            collect(report, outcome);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_what_one_has_and_the_other_has_not() {
        let split = |typed: &[&str]| {
            let typed: Vec<String> = typed.iter().map(ToString::to_string).collect();
            split(&typed).ok()
        };
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(split(&["v1..main", "^x"]), Some((names(&["main"]), names(&["v1", "x"]))));
        assert_eq!(split(&["v1.."]), Some((names(&["HEAD"]), names(&["v1"]))));
        assert_eq!(split(&["a...b"]), None);
    }
}
