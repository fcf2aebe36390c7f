//! Reading formulas in the syntax of `match`, with `all`, `any`, `inside`, `not` and `where`.

use super::condition;
use super::formula::{all, any, anywhere, inside, must_be_positive, not};
use super::{Context, Reading};
use crate::sast::{Filter, Focus, Formula};
use crate::yaml::{Mapping, Value};
use sdf_core::Text;

/// The keys that say what to look for; a formula has exactly one of them.
const KEYS: &[&str] = &["pattern", "regex", "all", "any", "not", "inside", "anywhere"];

/// A formula: a pattern's text, or keys.
pub(super) fn formula(value: &Value<'_>, context: Context) -> Reading<Formula> {
    if !value.is_mapping() {
        return Ok(context.pattern(value.text()?));
    }
    let mut keys = value.mapping()?;
    let formula = take(&mut keys, context)?;
    keys.finish()?;
    Ok(formula)
}

/// Takes a formula from its keys.
pub(super) fn take(keys: &mut Mapping<'_>, context: Context) -> Reading<Formula> {
    let mut found = KEYS.iter().filter_map(|&key| keys.take(key));
    let value = match (found.next(), found.next()) {
        (Some(value), None) => value,
        (_, Some(value)) => {
            let message = format!("'{}' besides another: combine them in 'all'", value.key());
            return Err(value.error(message).into());
        }
        (None, None) => {
            return Err(keys.error(format!("one of {} is missing", KEYS.join(", "))).into());
        }
    };
    let (filters, focus) = match keys.take("where") {
        Some(conditions) => conditions_of(&conditions, context.deeper(&conditions)?)?,
        None => Default::default(),
    };
    for key in ["as", "fix"] {
        if let Some(value) = keys.take(key) {
            return Err(value.error(format!("key '{key}' of a formula is not supported")).into());
        }
    }
    entry(&value, context.deeper(&value)?, filters, focus)
}

/// The formula of a key and its value, under conditions.
fn entry(
    value: &Value<'_>,
    context: Context,
    filters: Vec<Filter>,
    focus: Vec<Focus>,
) -> Reading<Formula> {
    let is_bare = filters.is_empty() && focus.is_empty();
    let of_list = || -> Reading<Vec<Formula>> {
        value.list()?.iter().map(|item| formula(item, context)).collect()
    };
    let under = |formula: Formula| -> Reading<Formula> {
        match is_bare {
            true => Ok(formula),
            false => {
                must_be_positive(value, &formula)?;
                all(value, context, vec![formula], filters.clone(), focus.clone())
            }
        }
    };
    match value.key() {
        "all" => {
            let of = of_list()?;
            all(value, context, of, filters, focus)
        }
        "any" => under(any(value, of_list()?)?),
        "pattern" => under(context.pattern(value.text()?)),
        "regex" => under(Formula::Regex(Text::Owned(value.text()?))),
        // Conditions narrow what to be within.
        "inside" => inside(value, under(formula(value, context)?)?),
        "anywhere" => anywhere(value, under(formula(value, context)?)?),
        _ if !is_bare => Err(value.error("'where' beside 'not' has no matches to look at").into()),
        _ => not(value, formula(value, context)?),
    }
}

fn conditions_of(value: &Value<'_>, context: Context) -> Reading<(Vec<Filter>, Vec<Focus>)> {
    let (mut filters, mut focus) = (Vec::new(), Vec::new());
    for item in value.list()? {
        let mut fields = item.mapping()?;
        if let Some(entry) = fields.take("focus") {
            fields.finish()?;
            focus.push(condition::focus(&entry)?);
        } else if fields.has("comparison") {
            filters.push(condition::comparison(fields)?);
        } else if fields.has("analyzer") {
            filters.push(condition::analysis(fields)?);
        } else if fields.has("type") || fields.has("types") {
            filters.push(condition::types(fields)?);
        } else {
            filters.push(regex_or_pattern(condition::pattern(fields, context, take)?));
        }
    }
    Ok((filters, focus))
}

/// A regular expression alone is matched against the text and the known value, not within.
fn regex_or_pattern(filter: Filter) -> Filter {
    match &filter {
        Filter::Pattern { metavariable, formula, .. } => match &**formula {
            [Formula::Regex(regex)] => Filter::Regex {
                metavariable: metavariable.clone(),
                regex: regex.clone(),
                constant_propagation: true,
            },
            _ => filter,
        },
        _ => filter,
    }
}
