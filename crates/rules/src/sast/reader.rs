//! Reading rule files.

mod condition;
mod formula;
mod library;
mod match_syntax;
mod metadata;
mod options;
mod taint;
mod version;

use super::language::{Meaning, meaning};
use super::library::User;
use super::{FixRegex, Formula, Mode, Options, RuleFile, SastRule, anchors};
use crate::yaml::{Mapping, Value};
use crate::{Header, RuleFileError};
use metadata::Metadata;
use sdf_core::{Family, Reach, Rule, Severity, Text};
use std::borrow::Cow;

/// Why a rule was not read.
enum Stop {
    /// The file is no good.
    Broken(RuleFileError),
    /// The rule is, but not for here.
    LeftOut(RuleFileError),
}

impl From<RuleFileError> for Stop {
    fn from(error: RuleFileError) -> Stop {
        Stop::Broken(error)
    }
}

type Reading<T> = Result<T, Stop>;

/// How deep formulas may nest.
const DEPTH: usize = 32;

/// Where in a rule a formula stands.
#[derive(Clone, Copy)]
struct Context {
    depth: usize,
    /// Whether it is about what a metavariable holds, whose place is the place to look at.
    within_metavariable: bool,
    /// Whether patterns are regular expressions.
    is_regex: bool,
}

impl Context {
    fn deeper(self, at: &Value<'_>) -> Reading<Context> {
        match self.depth < DEPTH {
            true => Ok(Context { depth: self.depth + 1, ..self }),
            false => Err(at.error(format!("formulas nest deeper than {DEPTH}")).into()),
        }
    }

    /// For a formula on what a metavariable holds, read as `language` or else as the rule's own.
    fn within_metavariable(self, language: Option<&str>) -> Context {
        let is_regex = language.map_or(self.is_regex, |name| name == "regex");
        Context { within_metavariable: true, is_regex, ..self }
    }

    fn pattern(self, text: String) -> Formula {
        match self.is_regex {
            true => Formula::Regex(Text::Owned(text)),
            false => Formula::Pattern(Text::Owned(text)),
        }
    }
}

/// The rules of the file.
pub(crate) fn read(root: Value<'_>) -> Result<RuleFile, RuleFileError> {
    let mut top = root.mapping()?;
    let libraries = top.take("libraries");
    let rules = if libraries.is_some() { top.take("rules") } else { Some(top.require("rules")?) };
    top.finish()?;
    let mut found = RuleFile { name: root.file().to_owned(), ..RuleFile::default() };
    for value in libraries.map_or(Ok(Vec::new()), |value| value.list())? {
        match library::read(value.mapping()?) {
            Ok(library) => {
                found.libraries.push(library);
                found.library_lines.push(value.line());
            }
            Err(Stop::LeftOut(reason)) => found.left_out.push(reason),
            Err(Stop::Broken(error)) => return Err(error),
        }
    }
    for value in rules.map_or(Ok(Vec::new()), |value| value.list())? {
        let rule = value.mapping()?;
        let (mut left_out, mut users) = (Vec::new(), Vec::new());
        match read_rule(rule, &mut left_out, &mut users) {
            Ok(rule) => {
                let place = found.rules.len();
                found.users.extend(users.into_iter().map(|user| User { rule: place, ..user }));
                found.rules.push(rule);
            }
            Err(Stop::LeftOut(reason)) => left_out = vec![reason],
            Err(Stop::Broken(error)) => return Err(error),
        }
        found.left_out.append(&mut left_out);
    }
    Ok(found)
}

/// What does not keep the rule from being used goes to `left_out`, that it uses libraries to
/// `users`.
fn read_rule(
    mut rule: Mapping<'_>,
    left_out: &mut Vec<RuleFileError>,
    users: &mut Vec<User>,
) -> Reading<SastRule> {
    let id = id(&rule.require("id")?)?;
    version::check(&mut rule)?;
    let languages = languages(&rule.require("languages")?, &format!("rule '{id}'"))?;
    let use_line = rule.rest().iter().find(|entry| entry.key() == "use").map(Value::line);
    let mut options = if use_line.is_some() { Options::OF_USERS } else { Options::DEFAULT };
    if let Some(value) = rule.take("options") {
        options = options::options(&value, options)?;
        left_out.extend(options::left_out(&value, &options));
    }
    let context = Context {
        depth: 0,
        within_metavariable: false,
        is_regex: languages.iter().all(|name| name == "regex"),
    };
    let mode = mode(&mut rule, context, &id)?;
    let message = rule.require("message")?.text()?;
    let severity = severity(&rule.require("severity")?)?;
    let metadata = Metadata::read(rule.take("metadata"), left_out);
    let has_anchors = metadata.anchors.is_some();
    let anchors = match metadata.anchors {
        Some(one_group) => vec![owned(one_group)],
        None if use_line.is_some() => Vec::new(),
        None => anchors::of(&mode, &[]),
    };
    users.extend(use_line.map(|line| User { rule: 0, line, has_anchors }));
    let (include, exclude) = rule.read("paths", paths)?.unwrap_or_default();
    let fix = rule.read("fix", Value::text)?;
    let fix_regex = rule.read("fix-regex", fix_regex)?;
    rule.take("version");
    if let Some(validators) = rule.take("validators") {
        left_out.push(validators.error("validators left out: they ask the network"));
    }
    if let Some(equivalences) = rule.take("equivalences") {
        return Err(equivalences
            .error("'equivalences' are not supported: write alternatives")
            .into());
    }
    rule.finish()?;
    let header = Header {
        id,
        aliases: metadata.aliases,
        severity,
        confidence: metadata.confidence,
        title: title(&message),
        why: metadata.why.unwrap_or_default(),
        help: metadata.help.unwrap_or_default(),
        cwe: metadata.cwe,
        owasp: metadata.owasp,
        references: metadata.references,
    };
    Ok(SastRule {
        rule: Rule {
            by_alias: metadata.by_alias,
            default: metadata.default,
            ..header.into_rule(Family::Sast, Reach::Document)
        },
        languages,
        message: Text::Owned(message.trim().to_owned()),
        mode,
        anchors: anchors.into(),
        names: metadata.names,
        include: owned(include),
        exclude: owned(exclude),
        fix: fix.map(|fix| Text::Owned(fix.trim().to_owned())),
        fix_regex,
        replaces: owned(metadata.replaces),
        options,
    })
}

fn id(value: &Value<'_>) -> Reading<String> {
    let id = value.text()?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    match !id.is_empty() && id.bytes().all(fits) {
        true => Ok(id),
        false => Err(value.error(format!("id '{id}' has more than letters, digits, '.-_'")).into()),
    }
}

/// The languages that can be parsed here, by the names used here.
fn languages(value: &Value<'_>, of: &str) -> Reading<Cow<'static, [Text]>> {
    let names = value.texts()?;
    let mut found: Vec<&'static str> = Vec::new();
    for name in &names {
        match meaning(name) {
            Meaning::Supported(name) if !found.contains(&name) => found.push(name),
            Meaning::Supported(_) | Meaning::Elsewhere => {}
            Meaning::Unknown => {
                return Err(value.error(format!("language '{name}' is not known")).into());
            }
        }
    }
    if names.is_empty() {
        return Err(value.error("'languages' is empty").into());
    }
    if found.is_empty() {
        let message = format!("{of} left out: no code in {} is parsed here", names.join(", "));
        return Err(Stop::LeftOut(value.error(message)));
    }
    Ok(found.into_iter().map(Text::Borrowed).collect::<Vec<_>>().into())
}

fn mode(rule: &mut Mapping<'_>, context: Context, id: &str) -> Reading<Mode> {
    if let Some(dependency) = rule.take("r2c-internal-project-depends-on") {
        let message = format!("rule '{id}' left out: it is about a dependency, not about code");
        return Err(Stop::LeftOut(dependency.error(message)));
    }
    let is_taint = match rule.take("mode") {
        None => false,
        Some(mode) => match mode.text()?.as_str() {
            "search" => false,
            "taint" => true,
            name => {
                let message = format!("'mode: {name}' is not supported, only search and taint");
                return Err(mode.error(message).into());
            }
        },
    };
    if is_taint || rule.has("taint") {
        return Ok(Mode::Taint(vec![taint::take(rule, context)?].into()));
    }
    let formula = match rule.take("match") {
        Some(value) => {
            let formula = match_syntax::formula(&value, context)?;
            formula::must_be_positive(&value, &formula)?;
            formula
        }
        None => formula::take(rule, context)?,
    };
    Ok(Mode::Search(formula))
}

/// Semgrep's severities, the old and the new names.
fn severity(value: &Value<'_>) -> Reading<Severity> {
    Ok(value.one_of(&[
        ("CRITICAL", Severity::Critical),
        ("HIGH", Severity::High),
        ("MEDIUM", Severity::Medium),
        ("LOW", Severity::Low),
        ("ERROR", Severity::High),
        ("WARNING", Severity::Medium),
        ("INFO", Severity::Low),
        ("INVENTORY", Severity::Low),
        ("EXPERIMENT", Severity::Low),
    ])?)
}

fn paths(value: &Value<'_>) -> Reading<(Vec<String>, Vec<String>)> {
    let mut paths = value.mapping()?;
    let include = paths.read("include", Value::texts)?.unwrap_or_default();
    let exclude = paths.read("exclude", Value::texts)?.unwrap_or_default();
    paths.finish()?;
    Ok((include, exclude))
}

fn fix_regex(value: &Value<'_>) -> Reading<FixRegex> {
    let mut fields = value.mapping()?;
    let regex = Text::Owned(fields.require("regex")?.text()?);
    let replacement = Text::Owned(fields.require("replacement")?.text()?);
    let count = fields.read("count", Value::number)?;
    fields.finish()?;
    Ok(FixRegex { regex, replacement, count })
}

/// The first sentence of a message on one line, without its full stop.
fn title(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = line.split(". ").next().unwrap_or(&line);
    sentence.strip_suffix('.').unwrap_or(sentence).to_owned()
}

fn only_entry<'y>(item: &Value<'y>) -> Reading<Value<'y>> {
    let mut mapping = item.mapping()?;
    let (_, entry) =
        mapping.take_first().ok_or_else(|| item.error("expected a key and a value"))?;
    match mapping.rest().first() {
        None => Ok(entry),
        Some(second) => {
            let message =
                format!("'{}' besides '{}': is a hyphen missing?", second.key(), entry.key());
            Err(second.error(message).into())
        }
    }
}

fn owned(texts: Vec<String>) -> Cow<'static, [Text]> {
    texts.into_iter().map(Text::Owned).collect::<Vec<_>>().into()
}
