//! Reading what metavariables must hold, which both syntaxes write alike.

use super::{Context, Reading, owned};
use crate::sast::language::{Meaning, meaning};
use crate::sast::{Analyzer, Filter, Focus, Formula, Strictness};
use crate::yaml::{Mapping, Value};
use sdf_core::Text;

/// The metavariables of a `focus-metavariable` or `focus`.
pub(super) fn focus(value: &Value<'_>) -> Reading<Focus> {
    let names = match value.is_list() {
        true => value.list()?.iter().map(metavariable).collect::<Reading<Vec<_>>>()?,
        false => vec![metavariable(value)?],
    };
    if names.is_empty() {
        return Err(value.error(format!("'{}' names no metavariable", value.key())).into());
    }
    Ok(Focus { metavariables: names.into() })
}

pub(super) fn regex(mut fields: Mapping<'_>) -> Reading<Filter> {
    let metavariable = metavariable(&fields.require("metavariable")?)?;
    let regex = Text::Owned(fields.require("regex")?.text()?);
    let constant_propagation = fields.read("constant-propagation", Value::truth)?.unwrap_or(false);
    fields.finish()?;
    Ok(Filter::Regex { metavariable, regex, constant_propagation })
}

/// `take` reads the formula in the syntax at hand.
pub(super) fn pattern(
    mut fields: Mapping<'_>,
    context: Context,
    take: impl FnOnce(&mut Mapping<'_>, Context) -> Reading<Formula>,
) -> Reading<Filter> {
    let metavariable = metavariable(&fields.require("metavariable")?)?;
    let language = fields.read("language", language)?;
    let context = context.within_metavariable(language);
    let formula = take(&mut fields, context)?;
    if formula.is_negative() {
        let message = "a negative pattern needs 'patterns' or 'all' around it";
        return Err(fields.error(message).into());
    }
    fields.finish()?;
    let language = language.map(Text::Borrowed);
    Ok(Filter::Pattern { metavariable, language, formula: vec![formula].into() })
}

pub(super) fn comparison(mut fields: Mapping<'_>) -> Reading<Filter> {
    let name = fields.read("metavariable", metavariable)?;
    let comparison = fields.require("comparison")?;
    let base = fields.read("base", Value::number)?;
    let strip = fields.take("strip");
    fields.finish()?;
    let strips = strip.map(|value| value.truth()).transpose()?.unwrap_or(false);
    if let (Some(strip), true, None) = (&strip, strips, &name) {
        return Err(strip.error("'strip: true' needs 'metavariable'").into());
    }
    if comparison.text()?.trim().is_empty() {
        return Err(comparison.error("'comparison' is empty").into());
    }
    let comparison = Text::Owned(comparison.text()?);
    Ok(Filter::Comparison { metavariable: name, comparison, base, strip: strips })
}

pub(super) fn analysis(mut fields: Mapping<'_>) -> Reading<Filter> {
    let metavariable = metavariable(&fields.require("metavariable")?)?;
    let analyzer = analyzer(&fields.require("analyzer")?)?;
    fields.finish()?;
    Ok(Filter::Analysis { metavariable, analyzer })
}

/// An analyzer by its name, or its name as `kind` with options beside it.
fn analyzer(value: &Value<'_>) -> Reading<Analyzer> {
    let choices = [
        ("entropy", Analyzer::Entropy),
        ("entropy_v2", Analyzer::EntropyV2(Strictness::Default)),
        ("redos", Analyzer::Redos),
    ];
    if !value.is_mapping() {
        return Ok(value.one_of(&choices)?);
    }
    let mut fields = value.mapping()?;
    let mut analyzer = fields.require("kind")?.one_of(&choices)?;
    if let Analyzer::EntropyV2(strictness) = &mut analyzer
        && let Some(mode) = fields.take("mode")
    {
        *strictness = mode.one_of(&[
            ("lax", Strictness::Lax),
            ("default", Strictness::Default),
            ("strict", Strictness::Strict),
        ])?;
    }
    fields.finish()?;
    Ok(analyzer)
}

pub(super) fn types(mut fields: Mapping<'_>) -> Reading<Filter> {
    let metavariable = metavariable(&fields.require("metavariable")?)?;
    let mut types = fields.read("type", Value::text)?.into_iter().collect::<Vec<_>>();
    types.extend(fields.read("types", Value::texts)?.unwrap_or_default());
    if types.is_empty() {
        return Err(fields.error("'type' or 'types' is missing").into());
    }
    fields.read("language", language)?;
    fields.finish()?;
    Ok(Filter::Type { metavariable, types: owned(types) })
}

/// The name used here of a language in which to read what a metavariable holds.
fn language(value: &Value<'_>) -> Reading<&'static str> {
    let name = value.text()?;
    match meaning(&name) {
        Meaning::Supported(name) => Ok(name),
        Meaning::Elsewhere => Err(super::Stop::LeftOut(
            value.error(format!("left out: what is written in {name} is not parsed here")),
        )),
        Meaning::Unknown => Err(value.error(format!("language '{name}' is not known")).into()),
    }
}

/// Checks that the value is the name of a metavariable, such as `$X`, `$...ARGS` or `$1`.
pub(super) fn metavariable(value: &Value<'_>) -> Reading<Text> {
    named(value, value.text()?)
}

/// The same of a name that stands at `value`.
pub(super) fn named(value: &Value<'_>, name: String) -> Reading<Text> {
    let rest = name.strip_prefix("$...").or_else(|| name.strip_prefix('$')).unwrap_or_default();
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    // What starts with a digit is a group of a regular expression.
    let is_group = rest.bytes().all(|byte| byte.is_ascii_digit());
    let starts = rest.bytes().next().is_some_and(|byte| is_group || !byte.is_ascii_digit());
    if starts && rest.bytes().all(is_part) {
        Ok(Text::Owned(name))
    } else {
        let message = format!(
            "'{name}' is no metavariable: expected '$' and upper-case letters, digits, '_'"
        );
        Err(value.error(message).into())
    }
}
