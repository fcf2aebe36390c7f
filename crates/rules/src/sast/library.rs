//! Parts of rules on flows that many rules share.
//!
//! ```yaml
//! libraries:
//!   - id: team.untrusted
//!     languages: [python]
//!     pattern-sources:
//!       - pattern: flask.request.args
//! rules:
//!   - id: team.eval
//!     # …
//!     mode: taint
//!     use: [team.untrusted]
//!     pattern-sinks:
//!       - pattern: eval(...)
//! ```

use super::{Mode, Options, RuleFile, SastRule, Taint, anchors};
use crate::emit::emit_struct;
use crate::{Emit, Header, RuleFileError};
use sdf_core::{Confidence, Family, Reach, Severity, Text};
use std::borrow::Cow;

/// Sources, sinks and what lies between them, for rules to use.
///
/// Its metavariables are its own, its patterns match names as [`NameMatching::Global`] does.
///
/// [`NameMatching::Global`]: super::NameMatching::Global
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    /// Its unique name.
    pub id: Text,
    /// Names of the languages it is for.
    pub languages: Cow<'static, [Text]>,
    /// What it brings; it uses no other library.
    pub parts: Taint,
    /// How its patterns are matched. The options of a rule do not count for them.
    pub options: Options,
}

/// A rule that uses libraries.
#[derive(Clone, Copy, Debug)]
pub(super) struct User {
    /// Its place among the rules of its file.
    pub(super) rule: usize,
    /// The line where it says so.
    pub(super) line: usize,
    /// Whether it names its anchors itself.
    pub(super) has_anchors: bool,
}

impl Library {
    /// A rule to try the library out, called as it is: it follows what the library's sources give,
    /// and the function `source`, to the library's sinks and to what is passed to `sink`.
    pub fn trial(&self) -> SastRule {
        use super::{Formula, NameMatching, SideEffect, Sink, Source};
        let header = Header {
            id: self.id.to_string(),
            aliases: Vec::new(),
            severity: Severity::Low,
            confidence: Confidence::Low,
            title: "$SOURCE reaches $SINK".to_owned(),
            why: String::new(),
            help: String::new(),
            cwe: Vec::new(),
            owasp: Vec::new(),
            references: Vec::new(),
        };
        let pattern = |text: &'static str| Formula::Pattern(Text::Borrowed(text));
        let taint = Taint {
            uses: vec![self.id.clone()].into(),
            sources: vec![Source {
                formula: pattern("source(...)"),
                exact: false,
                by_side_effect: SideEffect::No,
                control: false,
                label: None,
                requires: None,
            }]
            .into(),
            sinks: vec![Sink {
                formula: pattern("sink(...)"),
                exact: true,
                requires: None,
                at_exit: false,
            }]
            .into(),
            ..Taint::default()
        };
        SastRule {
            message: Text::Owned(header.title.clone()),
            rule: header.into_rule(Family::Sast, Reach::Document),
            languages: self.languages.clone(),
            mode: Mode::Taint(vec![taint].into()),
            anchors: Cow::Borrowed(&[]),
            names: NameMatching::Any,
            include: Cow::Borrowed(&[]),
            exclude: Cow::Borrowed(&[]),
            fix: None,
            fix_regex: None,
            replaces: Cow::Borrowed(&[]),
            options: Options::OF_USERS,
        }
    }
}

impl SastRule {
    /// Ids of the libraries that it uses.
    pub fn uses(&self) -> &[Text] {
        match &self.mode {
            Mode::Taint(one) => one.first().map_or(&[], |taint| &taint.uses),
            Mode::Search(_) => &[],
        }
    }
}

/// Completes the rules of files that are loaded together with what the libraries they use bring:
/// those of `files` and those of `known`.
///
/// # Errors
/// With file and line: a library of an id that another has, one that is used and nowhere, or not
/// for the language of the rule, a rule that has no source or no sink with all its libraries.
pub fn link(files: &mut [RuleFile], known: &[Library]) -> Result<(), RuleFileError> {
    let all: Vec<Library> = {
        let mut all: Vec<Library> = known.to_vec();
        for file in files.iter() {
            for (library, &line) in file.libraries.iter().zip(&file.library_lines) {
                match all.iter().find(|other| other.id == library.id) {
                    None => all.push(library.clone()),
                    // A file may be named twice.
                    Some(same) if same == library => {}
                    Some(_) => {
                        let message = format!("there is another library '{}'", library.id);
                        return Err(RuleFileError::new(&file.name, Some(line), message));
                    }
                }
            }
        }
        all
    };
    for RuleFile { name, rules, users, .. } in files {
        for user in users {
            let Some(rule) = rules.get_mut(user.rule) else { continue };
            let error = |message: String| RuleFileError::new(name, Some(user.line), message);
            let libraries = used(rule, &all).map_err(error)?;
            let Mode::Taint(one) = &rule.mode else { continue };
            let parts = || one.iter().chain(libraries.iter().map(|library| &library.parts));
            for (lacks, what) in [
                (parts().all(|parts| parts.sources.is_empty()), "source"),
                (parts().all(|parts| parts.sinks.is_empty()), "sink"),
            ] {
                if lacks {
                    let id = &rule.rule.id;
                    let message =
                        format!("rule '{id}' has no {what}, and no library in 'use' has one");
                    return Err(error(message));
                }
            }
            if !user.has_anchors {
                rule.anchors = anchors::of(&rule.mode, &libraries).into();
            }
        }
    }
    Ok(())
}

/// The libraries among `all` that a rule uses.
fn used<'l>(rule: &SastRule, all: &'l [Library]) -> Result<Vec<&'l Library>, String> {
    let mut found = Vec::new();
    for name in rule.uses() {
        let Some(library) = all.iter().find(|library| library.id == *name) else {
            let slips = |library: &&Library| strsim::damerau_levenshtein(&library.id, name) <= 2;
            let hint = all.iter().find(slips).map(|near| format!(": is it '{}'?", near.id));
            let hint = hint.unwrap_or_default();
            return Err(format!("use: there is no library '{name}'{hint}"));
        };
        if let Some(language) = rule.languages.iter().find(|it| !library.languages.contains(it)) {
            return Err(format!("use: library '{name}' is not for {language}"));
        }
        found.push(library);
    }
    Ok(found)
}

impl Emit for Library {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::sast::Library", self, { id, languages, parts, options });
    }
}
