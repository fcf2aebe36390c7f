//! What a rule looks for.

use crate::yaml::{Mapping, Value};
use crate::{Emit, RuleFileError};
use sdf_core::Text;
use std::borrow::Cow;

/// What a rule looks for: patterns and how they combine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Code like this text.
    Pattern(Text),
    /// Text that this regular expression matches.
    Regex(Text),
    /// Where any of these matches.
    Any(Cow<'static, [Formula]>),
    /// Where all of these match.
    All {
        /// Positive ones, and [`Formula::Not`], [`Formula::Inside`], [`Formula::NotInside`].
        of: Cow<'static, [Formula]>,
        /// What the metavariables must hold besides.
        filters: Cow<'static, [Filter]>,
        /// The metavariables to report in place of the whole; a match for each.
        focus: Cow<'static, [Text]>,
    },
    /// Not exactly where this one matches. One formula; a slice to be a constant expression.
    Not(Cow<'static, [Formula]>),
    /// Within a match of this one formula.
    Inside(Cow<'static, [Formula]>),
    /// Not within a match of this one formula.
    NotInside(Cow<'static, [Formula]>),
}

/// What a metavariable must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The text it is bound to matches, from its start, a regular expression.
    Regex {
        /// The metavariable with its `$`.
        metavariable: Text,
        /// The regular expression.
        regex: Text,
    },
    /// The code it is bound to holds a match of one formula.
    Pattern {
        /// The metavariable with its `$`.
        metavariable: Text,
        /// One formula; a slice to be a constant expression.
        formula: Cow<'static, [Formula]>,
    },
}

impl Emit for Formula {
    fn emit(&self, out: &mut String) {
        out.push_str("::sdf_rules::sast::Formula::");
        match self {
            Formula::Pattern(text) => emit_tuple(out, "Pattern", text),
            Formula::Regex(text) => emit_tuple(out, "Regex", text),
            Formula::Any(list) => emit_tuple(out, "Any", list),
            Formula::Not(one) => emit_tuple(out, "Not", one),
            Formula::Inside(one) => emit_tuple(out, "Inside", one),
            Formula::NotInside(one) => emit_tuple(out, "NotInside", one),
            Formula::All { of, filters, focus } => {
                out.push_str("All{of: ");
                of.emit(out);
                out.push_str(",filters: ");
                filters.emit(out);
                out.push_str(",focus: ");
                focus.emit(out);
                out.push('}');
            }
        }
    }
}

impl Emit for Filter {
    fn emit(&self, out: &mut String) {
        out.push_str("::sdf_rules::sast::Filter::");
        let (variant, metavariable) = match self {
            Filter::Regex { metavariable, .. } => ("Regex", metavariable),
            Filter::Pattern { metavariable, .. } => ("Pattern", metavariable),
        };
        out.push_str(variant);
        out.push_str("{metavariable: ");
        metavariable.emit(out);
        match self {
            Filter::Regex { regex, .. } => {
                out.push_str(",regex: ");
                regex.emit(out);
            }
            Filter::Pattern { formula, .. } => {
                out.push_str(",formula: ");
                formula.emit(out);
            }
        }
        out.push('}');
    }
}

fn emit_tuple(out: &mut String, variant: &str, value: &impl Emit) {
    out.push_str(variant);
    out.push('(');
    value.emit(out);
    out.push(')');
}

/// The keys that say what to look for; a rule has exactly one of them.
const POSITIVE: &[&str] = &["pattern", "patterns", "pattern-either", "pattern-regex"];

/// How deep formulas may nest.
const DEPTH: usize = 32;

/// Takes the formula of a rule from its keys.
pub(super) fn parse_rule(rule: &mut Mapping<'_>) -> Result<Formula, RuleFileError> {
    let mut found = POSITIVE.iter().filter_map(|&key| Some((key, rule.take(key)?)));
    let first = found.next();
    let second = found.next();
    match (first, second) {
        (Some((key, value)), None) => {
            Ok(positive(key, &value, 0)?.unwrap_or(Formula::Any(Cow::Borrowed(&[]))))
        }
        (_, Some((key, value))) => {
            Err(value.error(format!("'{key}' besides another pattern: combine them in 'patterns'")))
        }
        (None, None) => Err(rule.error(format!("one of {} is missing", POSITIVE.join(", ")))),
    }
}

/// The formula of a positive key; none for another key.
fn positive(key: &str, value: &Value<'_>, depth: usize) -> Result<Option<Formula>, RuleFileError> {
    if depth > DEPTH {
        return Err(value.error(format!("formulas nest deeper than {DEPTH}")));
    }
    Ok(Some(match key {
        "pattern" => Formula::Pattern(Text::Owned(value.text()?)),
        "pattern-regex" => Formula::Regex(Text::Owned(value.text()?)),
        "pattern-either" => {
            let mut alternatives = Vec::new();
            for item in value.list()? {
                let (key, inner) = only_entry(&item)?;
                match positive(key, &inner, depth + 1)? {
                    Some(formula) => alternatives.push(formula),
                    None => {
                        return Err(inner
                            .error(format!("key '{key}' is not supported in 'pattern-either'")));
                    }
                }
            }
            if alternatives.is_empty() {
                return Err(value.error("'pattern-either' is empty"));
            }
            Formula::Any(alternatives.into())
        }
        "patterns" => all(value, depth)?,
        _ => return Ok(None),
    }))
}

fn all(value: &Value<'_>, depth: usize) -> Result<Formula, RuleFileError> {
    let (mut of, mut filters, mut focus) = (Vec::new(), Vec::new(), Vec::new());
    for item in value.list()? {
        let (key, inner) = only_entry(&item)?;
        if let Some(formula) = positive(key, &inner, depth + 1)? {
            of.push(formula);
            continue;
        }
        match key {
            "pattern-not" => of.push(Formula::Not(one(&inner, depth)?)),
            "pattern-inside" => of.push(Formula::Inside(one(&inner, depth)?)),
            "pattern-not-inside" => of.push(Formula::NotInside(one(&inner, depth)?)),
            "focus-metavariable" => {
                for name in inner.texts()? {
                    focus.push(Text::Owned(metavariable(&inner, name)?));
                }
            }
            "metavariable-regex" => {
                let mut fields = inner.mapping()?;
                let name = fields.require("metavariable")?;
                let metavariable = Text::Owned(metavariable(&name, name.text()?)?);
                let regex = Text::Owned(fields.require("regex")?.text()?);
                fields.finish()?;
                filters.push(Filter::Regex { metavariable, regex });
            }
            "metavariable-pattern" => {
                let mut fields = inner.mapping()?;
                let name = fields.require("metavariable")?;
                let metavariable = Text::Owned(metavariable(&name, name.text()?)?);
                let formula = parse_rule(&mut fields)?;
                fields.finish()?;
                filters.push(Filter::Pattern { metavariable, formula: vec![formula].into() });
            }
            _ => return Err(inner.error(format!("key '{key}' is not supported in 'patterns'"))),
        }
    }
    let has_place = |formula: &Formula| !matches!(formula, Formula::Not(_) | Formula::NotInside(_));
    if !of.iter().any(has_place) {
        return Err(value.error("'patterns' needs at least one pattern that says where to look"));
    }
    Ok(Formula::All { of: of.into(), filters: filters.into(), focus: focus.into() })
}

/// The formula under `pattern-not` and its like: a pattern's text, or keys of its own.
fn one(value: &Value<'_>, depth: usize) -> Result<Cow<'static, [Formula]>, RuleFileError> {
    let formula = match value.text() {
        Ok(text) => Formula::Pattern(Text::Owned(text)),
        Err(_) => {
            let (key, inner) = only_entry(value)?;
            let formula = positive(key, &inner, depth + 1)?;
            formula.ok_or_else(|| inner.error(format!("key '{key}' is not supported here")))?
        }
    };
    Ok(vec![formula].into())
}

fn only_entry<'y>(item: &Value<'y>) -> Result<(&'y str, Value<'y>), RuleFileError> {
    let mut mapping = item.mapping()?;
    let entry = mapping.take_first().ok_or_else(|| item.error("expected a key and a value"))?;
    mapping.finish()?;
    Ok(entry)
}

/// Checks that `name` is that of a metavariable, such as `$X`.
fn metavariable(at: &Value<'_>, name: String) -> Result<String, RuleFileError> {
    let rest = name.strip_prefix("$...").or_else(|| name.strip_prefix('$')).unwrap_or_default();
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let starts = rest.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
    if starts && rest.bytes().all(is_part) {
        Ok(name)
    } else {
        Err(at.error(format!(
            "'{name}' is no metavariable: expected '$' and upper-case letters, digits, '_'"
        )))
    }
}
