//! Semgrep's rule files against the annotated code beside them.
//!
//! As with `semgrep test`, `x.yaml` is tried on every `x.*` beside it that is no rule file, and on
//! `x.test.yaml`. The fixes of `x.py` are to make it `x.fixed.py`, where there is one.

use super::tally::{Fault, Tally};
use crate::builtin;
use crate::config::rule_files;
use crate::failure::{Context, Failure};
use sdf_rules::sast::{Library, RuleFile, SastRule, link};
use sdf_rules::{YamlRules, parse_yaml};
use sdf_sast::examples::{Comparison, Place, compare};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::slice;

/// An example and what became of it.
struct Tried {
    shown: String,
    comparison: Comparison,
    /// What is wrong with its fixes.
    fix: Option<Fault>,
}

/// The libraries that rules may use: those of `files`, of names and contents, and the built-in ones.
/// What is wrong with a file is told when it is tested.
pub(super) fn libraries(files: &[(String, Vec<u8>)]) -> Vec<Library> {
    let mut all = Vec::new();
    for (name, content) in files.iter().filter(|(name, _)| !name.ends_with(".toml")) {
        if memchr::memmem::find(content, b"libraries:").is_some()
            && let Ok(text) = std::str::from_utf8(content)
            && let Ok(YamlRules::Semgrep(file)) = parse_yaml(name, text)
        {
            all.extend(file.libraries);
        }
    }
    let is_new = |library: &&Library| !all.iter().any(|other| other.id == library.id);
    let built_in: Vec<Library> = builtin::LIBRARIES.iter().filter(is_new).cloned().collect();
    all.into_iter().chain(built_in).collect()
}

pub(super) fn file(
    name: &str,
    text: &str,
    mut file: RuleFile,
    libraries: &[Library],
    tally: &mut Tally,
) -> Result<(), Failure> {
    for left_out in &file.left_out {
        tally.remark(&left_out.to_string());
    }
    rule_files::check(name, text, &file)?;
    link(slice::from_mut(&mut file), libraries)?;
    // Libraries are tried, too, each by a rule of its name.
    let trials = file.libraries.iter().map(Library::trial);
    let rules: Vec<SastRule> = file.rules.iter().cloned().chain(trials).collect();
    let mut all = Vec::new();
    for example in beside(Path::new(name))? {
        let tried = try_out(&rules, libraries, &example)?;
        if tried.comparison.ran.is_empty() {
            tally.remark(&format!("{} is in no language of the rules", tried.shown));
        } else {
            all.push(tried);
        }
    }
    if all.is_empty() {
        let example = Path::new(name).with_extension("py");
        tally.remark(&format!("no annotated code beside it, such as {}", example.display()));
    }
    for rule in &rules {
        of_rule(rule, &all, tally);
    }
    for tried in &all {
        let annotations = &tried.comparison.annotations;
        for (named, line) in annotations.expected.iter().chain(&annotations.allowed) {
            if !rules.iter().any(|rule| *rule.rule.id == **named) {
                let place = Some((tried.shown.clone(), *line));
                let message = "the file has no such rule".to_owned();
                tally.add(named, 1, &[Fault { kind: "unknown", place, message }]);
            }
        }
    }
    Ok(())
}

fn of_rule(rule: &SastRule, all: &[Tried], tally: &mut Tally) {
    let id = &*rule.rule.id;
    let (mut examples, mut faults) = (0, Vec::new());
    for Tried { shown, comparison, fix } in all.iter().filter(|it| it.comparison.ran.contains(id)) {
        let annotations = &comparison.annotations;
        let of_rule = |places: &BTreeSet<Place>| -> Vec<usize> {
            places.iter().filter(|(named, _)| named == id).map(|(_, line)| *line).collect()
        };
        examples += of_rule(&annotations.expected).len() + of_rule(&annotations.allowed).len();
        let is_open = |line| annotations.undecided.contains(&(id.to_owned(), line));
        let mut tell = |kind, line, message: &str| {
            let place = Some((shown.clone(), line));
            faults.push(Fault { kind, place, message: message.to_owned() });
        };
        for line in of_rule(&comparison.missed) {
            let is_good = is_open(line);
            let news = "no longer reported: its 'todook' is an 'ok' now";
            tell("missed", line, if is_good { news } else { "not reported, but should be" });
        }
        for line in of_rule(&comparison.surplus) {
            let is_good = is_open(line);
            let news = "reported at last: its 'todoruleid' is a 'ruleid' now";
            tell("incorrect", line, if is_good { news } else { "reported, but should not be" });
        }
        if let Some(fault) = fix
            && has_fix(rule)
        {
            faults.push(Fault {
                kind: fault.kind,
                place: fault.place.clone(),
                message: fault.message.clone(),
            });
        }
    }
    tally.add(id, examples, &faults);
}

fn has_fix(rule: &SastRule) -> bool {
    rule.fix.is_some() || rule.fix_regex.is_some()
}

fn try_out(rules: &[SastRule], libraries: &[Library], example: &Path) -> Result<Tried, Failure> {
    let shown = example.display().to_string();
    let source = fs::read(example).context(|| format!("read {shown}"))?;
    let file = example.file_name().unwrap_or_default().as_encoded_bytes();
    let comparison = compare(rules, libraries, file.into(), &source)
        .map_err(|error| Failure::new(format!("the example {shown} {error}")))?;
    let mut fix = None;
    if let Some(fixed) = fixed_name(example).filter(|fixed| fixed.is_file())
        && rules.iter().any(has_fix)
    {
        let shown = fixed.display().to_string();
        let expected = fs::read(&fixed).context(|| format!("read {shown}"))?;
        fix = fault_of_fix(&comparison, &expected).map(|(line, message)| Fault {
            kind: "fix",
            place: Some((shown, line)),
            message,
        });
    }
    Ok(Tried { shown, comparison, fix })
}

/// The first line in which what the fixes make differs from what they should, and how.
fn fault_of_fix(comparison: &Comparison, expected: &[u8]) -> Option<(usize, String)> {
    if comparison.overlapping > 0 {
        return Some((1, format!("{} fixes overlap others", comparison.overlapping)));
    }
    if comparison.fixed == expected {
        return None;
    }
    let lines = |text: &[u8]| -> Vec<String> {
        text.split(|&byte| byte == b'\n').map(|line| String::from_utf8_lossy(line).into()).collect()
    };
    let (made, wanted) = (lines(&comparison.fixed), lines(expected));
    let same = made.iter().zip(&wanted).take_while(|(made, wanted)| made == wanted).count();
    let shown = |lines: &[String]| match lines.get(same) {
        Some(line) => format!("'{}'", line.escape_default()),
        None => "the end".to_owned(),
    };
    Some((same + 1, format!("the fixes make {}, not {}", shown(&made), shown(&wanted))))
}

/// `x.fixed.py` for `x.py`.
fn fixed_name(example: &Path) -> Option<PathBuf> {
    let (stem, extensions) = example.file_name()?.to_str()?.split_once('.')?;
    Some(example.with_file_name(format!("{stem}.fixed.{extensions}")))
}

/// The examples beside a rule file, by name.
fn beside(rule_file: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Some(stem) = rule_file.file_stem().and_then(|stem| stem.to_str()) else {
        return Ok(Vec::new());
    };
    let folder = rule_file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let attempt = || format!("read the folder {}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).context(attempt)? {
        let path = entry.context(attempt)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let extensions = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.'));
        if extensions.is_some_and(is_example) && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// By what follows the name of the rule file.
fn is_example(extensions: &str) -> bool {
    let mut parts: Vec<&str> = extensions.split('.').collect();
    let last = parts.pop().unwrap_or_default();
    let is_rule_file = matches!(last, "yaml" | "yml" | "toml") && parts != ["test"];
    !is_rule_file && (parts.is_empty() || parts == ["test"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_known_by_their_names() {
        for name in ["py", "js", "test.yaml", "test.py"] {
            assert!(is_example(name), "{name}");
        }
        for name in ["yaml", "yml", "fixed.py", "test.fixed.yaml", "other.py", "other.yaml"] {
            assert!(!is_example(name), "{name}");
        }
        assert_eq!(fixed_name(Path::new("a/x.py")), Some(PathBuf::from("a/x.fixed.py")));
    }
}
