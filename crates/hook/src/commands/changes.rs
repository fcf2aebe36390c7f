//! Changes that git knows of, scanned.

use super::archives;
use super::scan::{collect, threads};
use crate::args::Common;
use crate::config::{
    BANDIT_FILES, CONFIGURATIONS, ConfigFile, NAMES, Waivers, read_bandit, weakened,
    weakened_bandit, weakened_gitleaks,
};
use crate::failure::Failure;
use sdf_core::{Document, Finding, Focus, Notice, Report, Span, Weight};
use sdf_engine::{Catalogue, Engine, Outcome, Previous, Selection, Settings, map_in_order};
use sdf_git::{Change, Repository};
use sdf_rules::gitleaks::File;

/// Scans `changes` for what is new in them.
pub(crate) fn scan<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    changes: &[Change],
    common: &Common,
    report: &mut Report<'r>,
) {
    let handles = vec![repository.clone(); threads(common, changes.len())];
    let outcomes = map_in_order(changes, handles, |repository, change| {
        one(engine, repository, change, common)
    });
    outcomes.into_iter().for_each(|outcome| collect(report, outcome));
}

fn one<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    change: &Change,
    common: &Common,
) -> Outcome<'r> {
    with_content(engine, repository, change, common).0
}

/// What is new in `change`, and the content of the file after it.
pub(super) fn with_content<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    change: &Change,
    common: &Common,
) -> (Outcome<'r>, Vec<u8>) {
    match content(engine, repository, change) {
        Ok(content) => (judge(engine, repository, change, common, &content), content),
        Err(notices) => (Outcome { notices, ..Outcome::default() }, Vec::new()),
    }
}

/// The content of the file after `change`, or what is to be said where it is not looked at.
pub(super) fn content(
    engine: &Engine<'_>,
    repository: &Repository,
    change: &Change,
) -> Result<Vec<u8>, Vec<Notice>> {
    let path = change.path.as_ref();
    // Another path brings no content. The target of a link is other content than a file, and a
    // file that is to be run must begin as such files do.
    let is_same = |old: &sdf_git::Previous| old.id == change.id && old.kind == change.kind;
    if change.previous.iter().flatten().any(is_same) {
        return Err(Vec::new());
    }
    if engine.settings().excludes(path) {
        return Err(vec![Notice::about(path, Weight::Detail, "excluded by the configuration")]);
    }
    repository.read(change.id).map_err(|error| vec![unreadable(change, &error)])
}

/// What would be new if the file had the content `bytes` after `change`.
pub(super) fn judge<'r>(
    engine: &Engine<'r>,
    repository: &Repository,
    change: &Change,
    common: &Common,
    bytes: &[u8],
) -> Outcome<'r> {
    let path = change.path.as_ref();
    let document = Document { path, bytes, focus: Focus::Everything, kind: change.kind };
    let parents = || {
        let version = |old: &Option<sdf_git::Previous>| {
            let Some(old) = old else { return Ok(None) };
            let bytes = repository.read(old.id).map_err(|error| unreadable(change, &error))?;
            Ok(Some(Previous { path: old.path.clone(), bytes, kind: old.kind }))
        };
        change.previous.iter().map(version).collect()
    };
    archives::scan(engine, &document, Some(&parents), common.archives)
}

fn unreadable(change: &Change, error: &sdf_git::Error) -> Notice {
    Notice::about(change.path.clone(), Weight::Trouble, format!("not scanned: {error}"))
}

/// Reports a change among `changes` that lets more pass than the configuration before it did.
///
/// Only the command line and a comment can silence that: settings are part of what is judged, and
/// would let themselves off. `baseline` is the one that the configuration names.
pub(crate) fn judge_configuration<'r>(
    catalogue: &Catalogue<'r>,
    repository: &Repository,
    changes: &[Change],
    common: &Common,
    baseline: Option<&str>,
    report: &mut Report<'r>,
) -> Result<(), Failure> {
    let rule = Catalogue::configuration_weakened();
    let typed = Settings {
        selection: Selection {
            select: common.select.clone(),
            extend: common.extend_select.clone(),
            ignore: common.ignore.clone(),
        },
        min_severity: common.min_severity,
        min_confidence: common.min_confidence,
        ignore_comments: common.no_suppressions,
        ..Settings::default()
    };
    if !typed.selection.includes(rule) {
        return Ok(());
    }
    let mut admit = |change: &Change, text: &[u8], findings| {
        let document = Document::file(change.path.as_ref(), text);
        let engine = Engine::new(catalogue.clone(), typed.clone());
        collect(report, engine.admit(&document, findings));
    };
    for change in changes {
        if let Some((finding, text)) = let_off(repository, change, baseline)? {
            admit(change, &text, vec![finding]);
        }
    }
    let mut judge = |names: &[&str], weakened: &Weakened<'_>| -> Result<(), Failure> {
        for change in changes.iter().filter(|change| names.iter().any(|name| change.path == *name))
        {
            let name = change.path.to_string();
            let new_text = repository.read(change.id)?;
            let mut ways = Vec::new();
            for version in same_name(change) {
                let old = repository.read(version.id)?;
                ways.push(weakened(&name, Some(&old), &new_text)?);
            }
            if ways.is_empty() {
                ways.push(weakened(&name, None, &new_text)?);
            }
            // What one parent had already is no news.
            let ways = ways.into_iter().min_by_key(Vec::len);
            let findings = ways.unwrap_or_default().into_iter().map(|way| {
                let span = place(&way, &new_text);
                Finding::new(rule, span).saying(format!("this change of the configuration {way}"))
            });
            admit(change, &new_text, findings.collect());
        }
        Ok(())
    };
    judge(&NAMES, &weakened_ours)?;
    judge(&BANDIT_FILES, &weakened_of_bandit)?;
    judge(&CONFIGURATIONS, &weakened_theirs)
}

/// What `change` adds to a file that lets single findings off, and the text of that file.
fn let_off(
    repository: &Repository,
    change: &Change,
    baseline: Option<&str>,
) -> Result<Option<(Finding<'static>, Vec<u8>)>, Failure> {
    let name = change.path.to_string();
    let Some(waivers) = Waivers::called(&name, baseline) else { return Ok(None) };
    let text = repository.read(change.id)?;
    let new = waivers.read(&name, &text)?;
    let mut more = Vec::new();
    for version in same_name(change) {
        // A version that cannot be read any more let nothing off.
        let old = waivers.read(&name, &repository.read(version.id)?).ok();
        more.push(new.beyond(old.as_ref()));
    }
    if more.is_empty() {
        more.push(new.beyond(None));
    }
    // What one parent had already is no news.
    let more = more.into_iter().min_by_key(Vec::len).unwrap_or_default();
    let Some(first) = more.first() else { return Ok(None) };
    let span = find(&text, first).unwrap_or(Span::new(0, 0));
    let what = waivers.count(more.len());
    let message = format!(
        "this change lets off {what}; agreed, it passes with SKIP=sdf-policy in the environment"
    );
    let finding = Finding::new(Catalogue::configuration_weakened(), span).saying(message);
    Ok(Some((finding, text)))
}

/// In what ways the text of a file of this name lets pass more than an old one did, if there was
/// one.
type Weakened<'w> = dyn Fn(&str, Option<&[u8]>, &[u8]) -> Result<Vec<String>, Failure> + 'w;

fn weakened_ours(name: &str, old: Option<&[u8]>, new: &[u8]) -> Result<Vec<String>, Failure> {
    let new = ConfigFile::parse(name, new)?.unwrap_or_default();
    // A version that cannot be read any more let through whatever it did.
    let old = old.and_then(|old| ConfigFile::parse(name, old).ok().flatten()).unwrap_or_default();
    Ok(weakened(&old, &new))
}

fn weakened_of_bandit(name: &str, old: Option<&[u8]>, new: &[u8]) -> Result<Vec<String>, Failure> {
    let new = read_bandit(name, new)?.unwrap_or_default();
    let old = old.and_then(|old| read_bandit(name, old).ok().flatten()).unwrap_or_default();
    Ok(weakened_bandit(&old, &new))
}

fn weakened_theirs(name: &str, old: Option<&[u8]>, new: &[u8]) -> Result<Vec<String>, Failure> {
    let read = |text: &[u8]| File::parse(name, &String::from_utf8_lossy(text));
    let old = old.and_then(|old| read(old).ok());
    Ok(weakened_gitleaks(old.as_ref(), &read(new)?))
}

/// The versions of a file that were in force: under another name it was not.
fn same_name(change: &Change) -> impl Iterator<Item = &sdf_git::Previous> {
    change.previous.iter().flatten().filter(|version| version.path == change.path)
}

fn find(text: &[u8], needle: &[u8]) -> Option<Span> {
    memchr::memmem::find(text, needle).map(|at| Span::new(at, at + needle.len()))
}

/// Where in `text` the words stand that `way` quotes, else its beginning.
fn place(way: &str, text: &[u8]) -> Span {
    let quoted = way.split('\'').nth(1).filter(|quoted| !quoted.is_empty());
    let key = way.split(' ').find(|word| {
        word.contains('-') || ["ignores", "excludes", "selects", "skips", "tests"].contains(word)
    });
    quoted
        .and_then(|quoted| find(text, quoted.as_bytes()))
        .or_else(|| find(text, key?.trim_end_matches('s').as_bytes()))
        .unwrap_or(Span::new(0, text.split(|&byte| byte == b'\n').next().map_or(0, <[u8]>::len)))
}
