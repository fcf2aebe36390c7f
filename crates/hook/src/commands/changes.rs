//! Changes that git knows of, scanned.

use super::scan::{collect, threads};
use crate::args::Common;
use crate::config::{ConfigFile, NAMES, weakened};
use crate::failure::Failure;
use sdf_core::{Document, Finding, Focus, Notice, Report, Span, Weight};
use sdf_engine::{Catalogue, Engine, Outcome, Previous, map_in_order};
use sdf_git::{Change, Repository};

/// Scans `changes` for what is new in them.
pub(crate) fn scan<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    changes: &[Change],
    common: &Common,
    report: &mut Report<'r>,
) {
    let handles = vec![repository.clone(); threads(common, changes.len())];
    let outcomes =
        map_in_order(changes, handles, |repository, change| one(engine, repository, change));
    outcomes.into_iter().for_each(|outcome| collect(report, outcome));
}

fn one<'r>(engine: &Engine<'r>, repository: &Repository, change: &Change) -> Outcome<'r> {
    let nothing = |notices| Outcome { notices, ..Outcome::default() };
    let path = change.path.as_ref();
    // Another path or mode brings no content.
    let versions = change.previous.iter().flatten();
    if versions
        .clone()
        .any(|old| old.id == change.id && (old.kind == change.kind || !is_link(old, change)))
    {
        return nothing(Vec::new());
    }
    if engine.settings().excludes(path) {
        return nothing(vec![Notice::about(path, Weight::Detail, "excluded by the configuration")]);
    }
    let content = match repository.read(change.id) {
        Ok(content) => content,
        Err(error) => return nothing(vec![unreadable(change, &error)]),
    };
    let document = Document { path, bytes: &content, focus: Focus::Everything, kind: change.kind };
    let parents = || {
        let version = |old: &Option<sdf_git::Previous>| {
            let Some(old) = old else { return Ok(None) };
            let bytes = repository.read(old.id).map_err(|error| unreadable(change, &error))?;
            Ok(Some(Previous { path: old.path.clone(), bytes, kind: old.kind }))
        };
        change.previous.iter().map(version).collect()
    };
    engine.scan(&document, Some(&parents))
}

fn is_link(old: &sdf_git::Previous, change: &Change) -> bool {
    (old.kind == sdf_core::Kind::Symlink) != (change.kind == sdf_core::Kind::Symlink)
}

fn unreadable(change: &Change, error: &sdf_git::Error) -> Notice {
    Notice::about(change.path.clone(), Weight::Trouble, format!("not scanned: {error}"))
}

/// Reports a change among `changes` that lets more pass than the configuration before it did.
pub(crate) fn judge_configuration<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    changes: &[Change],
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    for change in changes.iter().filter(|change| NAMES.iter().any(|name| change.path == *name)) {
        let name = change.path.to_string();
        let new_text = repository.read(change.id)?;
        let new = ConfigFile::parse(&name, &new_text)?.unwrap_or_default();
        let mut old = Vec::new();
        for version in change.previous.iter().flatten() {
            // A version that cannot be read any more let through whatever it did.
            let text = repository.read(version.id)?;
            old.push(ConfigFile::parse(&name, &text).ok().flatten().unwrap_or_default());
        }
        if change.previous.iter().all(Option::is_none) {
            old.push(ConfigFile::default());
        }
        // What one parent had already is no news.
        let ways = old.iter().map(|old| weakened(old, &new)).min_by_key(Vec::len);
        let rule = Catalogue::configuration_weakened();
        let findings = ways.unwrap_or_default().into_iter().map(|way| {
            let span = place(&way, &new_text);
            Finding::new(rule, span).saying(format!("this change of the configuration {way}"))
        });
        let document = Document::file(change.path.as_ref(), &new_text);
        collect(report, engine.admit(&document, findings.collect()));
    }
    Ok(())
}

/// Where in `text` the words stand that `way` quotes, else its beginning.
fn place(way: &str, text: &[u8]) -> Span {
    let quoted = way.split('\'').nth(1).filter(|quoted| !quoted.is_empty());
    let key = way
        .split(' ')
        .find(|word| word.contains('-') || ["ignores", "excludes", "selects"].contains(word));
    let find = |needle: &str| {
        memchr::memmem::find(text, needle.as_bytes()).map(|at| Span::new(at, at + needle.len()))
    };
    quoted
        .and_then(find)
        .or_else(|| key.map(|key| key.trim_end_matches('s')).and_then(find))
        .unwrap_or(Span::new(0, text.split(|&byte| byte == b'\n').next().map_or(0, <[u8]>::len)))
}
