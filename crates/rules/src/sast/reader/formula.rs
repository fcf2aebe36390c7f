//! Reading formulas in the syntax of `pattern`, `patterns`, `pattern-either` and their like.

use super::condition;
use super::{Context, Reading, only_entry};
use crate::RuleFileError;
use crate::sast::{Filter, Focus, Formula};
use crate::yaml::{Mapping, Value};
use sdf_core::Text;
use std::borrow::Cow;

/// The keys that say what to look for; a rule has exactly one of them.
const POSITIVE: &[&str] = &["pattern", "patterns", "pattern-either", "pattern-regex"];

/// Takes the formula of a rule, or of what is built like one, from its keys.
pub(super) fn take(keys: &mut Mapping<'_>, context: Context) -> Reading<Formula> {
    let mut found = POSITIVE.iter().filter_map(|&key| keys.take(key));
    match (found.next(), found.next()) {
        (Some(value), None) => entry(&value, context),
        (_, Some(value)) => {
            let message = format!("'{}' besides another: combine them in 'patterns'", value.key());
            Err(value.error(message).into())
        }
        (None, None) => Err(missing(keys).into()),
    }
}

/// What to say of a rule without any of the keys that say what to look for.
fn missing(keys: &Mapping<'_>) -> RuleFileError {
    for entry in keys.rest() {
        if entry.key() == "pattern-sources" || entry.key() == "pattern-sinks" {
            return entry.error(format!("'{}' needs 'mode: taint'", entry.key()));
        }
        let slips = |key: &&&str| strsim::damerau_levenshtein(key, entry.key()) <= 2;
        if let Some(meant) = POSITIVE.iter().find(slips) {
            let message = format!("key '{}' is not known: is it '{meant}'?", entry.key());
            return entry.error(message);
        }
    }
    keys.error(format!("one of {} is missing", POSITIVE.join(", ")))
}

/// The formula of a key and its value.
fn entry(value: &Value<'_>, context: Context) -> Reading<Formula> {
    let context = context.deeper(value)?;
    Ok(match value.key() {
        "pattern" => context.pattern(value.text()?),
        "pattern-regex" => Formula::Regex(Text::Owned(value.text()?)),
        "pattern-not-regex" => Formula::NotRegex(Text::Owned(value.text()?)),
        "pattern-inside" => inside(value, nested(value, context)?)?,
        "pattern-not" => not(value, nested(value, context)?)?,
        "pattern-not-inside" => not(value, inside(value, nested(value, context)?)?)?,
        "semgrep-internal-pattern-anywhere" => anywhere(value, nested(value, context)?)?,
        "pattern-either" => {
            let items = value.list()?;
            let alternatives = items.iter().map(|item| entry(&only_entry(item)?, context));
            any(value, alternatives.collect::<Reading<_>>()?)?
        }
        "patterns" => patterns(value, context)?,
        key => return Err(value.error(unsupported(key)).into()),
    })
}

fn patterns(value: &Value<'_>, context: Context) -> Reading<Formula> {
    let (mut of, mut filters, mut focus) = (Vec::new(), Vec::new(), Vec::new());
    for item in value.list()? {
        let inner = only_entry(&item)?;
        match inner.key() {
            "focus-metavariable" => focus.push(condition::focus(&inner)?),
            "metavariable-analysis" => filters.push(condition::analysis(inner.mapping()?)?),
            "metavariable-comparison" => filters.push(condition::comparison(inner.mapping()?)?),
            "metavariable-regex" => filters.push(condition::regex(inner.mapping()?)?),
            "metavariable-type" => filters.push(condition::types(inner.mapping()?)?),
            "metavariable-pattern" => {
                filters.push(condition::pattern(inner.mapping()?, context, take)?);
            }
            _ => of.push(entry(&inner, context)?),
        }
    }
    all(value, context, of, filters, focus)
}

/// The formula under `pattern-not` and its like: a pattern's text, or a key of its own.
fn nested(value: &Value<'_>, context: Context) -> Reading<Formula> {
    match value.is_mapping() {
        true => entry(&only_entry(value)?, context),
        false => Ok(context.pattern(value.text()?)),
    }
}

/// What to say of a key that is no formula, or not here.
fn unsupported(key: &str) -> String {
    match key {
        "pattern-where-python" => {
            "'pattern-where-python' runs Python and is not supported: use metavariable-comparison"
                .to_owned()
        }
        "metavariable-regexp" => {
            "unknown key 'metavariable-regexp': is it metavariable-regex?".to_owned()
        }
        "focus-metavariable"
        | "metavariable-analysis"
        | "metavariable-comparison"
        | "metavariable-pattern"
        | "metavariable-regex"
        | "metavariable-type" => format!("'{key}' must stand directly under 'patterns'"),
        _ => format!("key '{key}' is not supported here"),
    }
}

/// Where all of `of` match; at least one of them must say where to look.
pub(super) fn all(
    at: &Value<'_>,
    context: Context,
    of: Vec<Formula>,
    filters: Vec<Filter>,
    focus: Vec<Focus>,
) -> Reading<Formula> {
    if !context.within_metavariable && of.iter().all(Formula::is_negative) {
        let message = format!("'{}' needs at least one pattern that says where to look", at.key());
        return Err(at.error(message).into());
    }
    Ok(Formula::All { of: of.into(), filters: filters.into(), focus: focus.into() })
}

/// Where any of `alternatives` matches.
pub(super) fn any(at: &Value<'_>, alternatives: Vec<Formula>) -> Reading<Formula> {
    if alternatives.is_empty() {
        return Err(at.error(format!("'{}' is empty", at.key())).into());
    }
    for alternative in &alternatives {
        must_be_positive(at, alternative)?;
    }
    Ok(Formula::Any(alternatives.into()))
}

/// Not where `formula` matches.
pub(super) fn not(at: &Value<'_>, formula: Formula) -> Reading<Formula> {
    must_be_positive(at, &formula)?;
    Ok(match formula {
        Formula::Inside(inner) => Formula::NotInside(inner),
        Formula::Anywhere(inner) => Formula::NotAnywhere(inner),
        Formula::Regex(text) => Formula::NotRegex(text),
        other => Formula::Not(one(other)),
    })
}

/// Within what `formula` matches.
pub(super) fn inside(at: &Value<'_>, formula: Formula) -> Reading<Formula> {
    must_be_positive(at, &formula)?;
    Ok(match formula {
        Formula::Inside(_) => formula,
        other => Formula::Inside(one(other)),
    })
}

/// Where `formula` matches anywhere.
pub(super) fn anywhere(at: &Value<'_>, formula: Formula) -> Reading<Formula> {
    must_be_positive(at, &formula)?;
    Ok(Formula::Anywhere(one(formula)))
}

/// A negative formula takes matches away from others: alone it says nothing.
pub(super) fn must_be_positive(at: &Value<'_>, formula: &Formula) -> Reading<()> {
    match formula.is_negative() {
        false => Ok(()),
        true => {
            let message = format!(
                "a negative pattern directly under '{}' has no matches to take away: combine it \
                 with a positive one in 'patterns' or 'all'",
                at.key()
            );
            Err(at.error(message).into())
        }
    }
}

fn one(formula: Formula) -> Cow<'static, [Formula]> {
    vec![formula].into()
}
