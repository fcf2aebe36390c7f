//! Reading what flows, in both syntaxes.

use super::condition::{metavariable, named};
use super::{Context, Reading, only_entry, owned};
use super::{formula, library, match_syntax};
use crate::sast::{
    Formula, Guard, Propagator, Requires, Sanitizer, SideEffect, Sink, SinkRequires, Source, Taint,
};
use crate::yaml::{Mapping, Value};
use sdf_core::Text;
use std::borrow::Cow;

/// How the formulas of items are written.
#[derive(Clone, Copy)]
enum Syntax {
    /// `pattern-sources` and its like.
    Patterns,
    /// `taint`.
    Match,
}

/// The lists of a rule or library.
pub(super) const PATTERNS: [&str; 5] = [
    "pattern-sources",
    "pattern-propagators",
    "pattern-sanitizers",
    "pattern-guards",
    "pattern-sinks",
];

/// Takes the parts of a library.
pub(super) fn parts(keys: &mut Mapping<'_>, context: Context) -> Reading<Taint> {
    lists(keys, PATTERNS, Syntax::Patterns, context, false)
}

/// Takes what flows from the keys of a rule: `taint`, or else `pattern-sources` and its like.
pub(super) fn take(rule: &mut Mapping<'_>, context: Context) -> Reading<Taint> {
    let uses = rule.read("use", library::uses)?;
    let is_whole = uses.is_none();
    let Some(value) = rule.take("taint") else {
        let taint = lists(rule, PATTERNS, Syntax::Patterns, context, is_whole)?;
        return Ok(Taint { uses: uses.unwrap_or_default(), ..taint });
    };
    let mut keys = value.mapping()?;
    let names = ["sources", "propagators", "sanitizers", "guards", "sinks"];
    let taint = lists(&mut keys, names, Syntax::Match, context, is_whole)?;
    keys.finish()?;
    Ok(Taint { uses: uses.unwrap_or_default(), ..taint })
}

/// `is_whole` tells whether there must be sources and sinks.
fn lists(
    keys: &mut Mapping<'_>,
    [sources, propagators, sanitizers, guards, sinks]: [&str; 5],
    syntax: Syntax,
    context: Context,
    is_whole: bool,
) -> Reading<Taint> {
    let missing = [sources, sinks].into_iter().find(|key| !keys.has(key));
    if let Some(key) = missing.filter(|_| is_whole) {
        return Err(keys.error(format!("'{key}' is missing")).into());
    }
    Ok(Taint {
        uses: Cow::Borrowed(&[]),
        sources: items(keys.take(sources), syntax, context, source)?,
        propagators: items(keys.take(propagators), syntax, context, propagator)?,
        sanitizers: items(keys.take(sanitizers), syntax, context, sanitizer)?,
        guards: items(keys.take(guards), syntax, context, guard)?,
        sinks: items(keys.take(sinks), syntax, context, sink)?,
    })
}

/// What `read` makes of each item, whose formula comes first and whose other keys it takes.
fn items<T: Clone>(
    list: Option<Value<'_>>,
    syntax: Syntax,
    context: Context,
    read: fn(Formula, &mut Item<'_>) -> Reading<T>,
) -> Reading<Cow<'static, [T]>> {
    let Some(list) = list else { return Ok(Cow::Borrowed(&[])) };
    let mut found = Vec::new();
    for value in list.list()? {
        let (formula, keys) = match (syntax, value.is_mapping()) {
            (Syntax::Match, false) => (context.pattern(value.text()?), None),
            (Syntax::Match, true) => {
                let mut keys = value.mapping()?;
                (match_syntax::take(&mut keys, context)?, Some(keys))
            }
            (Syntax::Patterns, _) => {
                let mut keys = value.mapping()?;
                (formula::take(&mut keys, context)?, Some(keys))
            }
        };
        let mut item = Item { at: value, keys };
        formula::must_be_positive(&list, &formula)?;
        found.push(read(formula, &mut item)?);
        item.keys.map_or(Ok(()), |keys| keys.finish())?;
    }
    if found.is_empty() {
        return Err(list.error(format!("'{}' is empty", list.key())).into());
    }
    Ok(found.into())
}

/// The keys of an item beside its formula; none where it is a pattern's text.
struct Item<'y> {
    at: Value<'y>,
    keys: Option<Mapping<'y>>,
}

impl<'y> Item<'y> {
    fn read<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(&Value<'y>) -> Reading<T>,
    ) -> Reading<Option<T>> {
        self.keys.as_mut().map_or(Ok(None), |keys| keys.read(key, read))
    }

    fn truth(&mut self, key: &str, otherwise: bool) -> Reading<bool> {
        Ok(self.read(key, |value| Ok(value.truth()?))?.unwrap_or(otherwise))
    }

    fn text(&mut self, key: &str) -> Reading<Option<Text>> {
        self.read(key, |value| Ok(Text::Owned(value.text()?)))
    }
}

fn source(formula: Formula, item: &mut Item<'_>) -> Reading<Source> {
    let side_effect = |value: &Value<'_>| {
        Ok(value.one_of(&[
            ("true", SideEffect::Yes),
            ("false", SideEffect::No),
            ("only", SideEffect::Only),
        ])?)
    };
    Ok(Source {
        formula,
        exact: item.truth("exact", false)?,
        by_side_effect: item.read("by-side-effect", side_effect)?.unwrap_or(SideEffect::No),
        control: item.truth("control", false)?,
        label: item.text("label")?,
        requires: item.read("requires", requires)?,
    })
}

fn propagator(formula: Formula, item: &mut Item<'_>) -> Reading<Propagator> {
    let (from, to) = match &mut item.keys {
        Some(keys) => (keys.require("from")?, keys.require("to")?),
        None => return Err(item.at.error("'from' and 'to' are missing").into()),
    };
    Ok(Propagator {
        formula,
        from: metavariable(&from)?,
        to: metavariable(&to)?,
        by_side_effect: item.truth("by-side-effect", true)?,
        requires: item.read("requires", requires)?,
        label: item.text("label")?,
        replace_labels: item.read("replace-labels", |value| Ok(owned(value.texts()?)))?,
    })
}

fn sanitizer(formula: Formula, item: &mut Item<'_>) -> Reading<Sanitizer> {
    Ok(Sanitizer {
        formula,
        exact: item.truth("exact", false)?,
        by_side_effect: item.truth("by-side-effect", false)?,
        not_conflicting: item.truth("not_conflicting", false)?
            | item.truth("not-conflicting", false)?,
    })
}

/// What is checked is named by `variable`, or else is what the formula focuses on.
fn guard(mut formula: Formula, item: &mut Item<'_>) -> Reading<Guard> {
    let variable = match item.read("variable", metavariable)? {
        Some(variable) => variable,
        None => take_focus(&mut formula).ok_or_else(|| {
            let message = "'variable' is missing: the metavariable that holds what is checked";
            item.at.error(message)
        })?,
    };
    Ok(Guard { formula, variable, when: item.truth("when", true)? })
}

/// Takes the only focus of a formula away.
fn take_focus(formula: &mut Formula) -> Option<Text> {
    let Formula::All { focus, .. } = formula else { return None };
    let [only] = &**focus else { return None };
    let [variable] = &*only.metavariables else { return None };
    let variable = variable.clone();
    *focus = Cow::Borrowed(&[]);
    Some(variable)
}

fn sink(formula: Formula, item: &mut Item<'_>) -> Reading<Sink> {
    Ok(Sink {
        formula,
        exact: item.truth("exact", true)?,
        requires: item.read("requires", sink_requires)?,
        at_exit: item.truth("at-exit", false)?,
    })
}

fn sink_requires(value: &Value<'_>) -> Reading<SinkRequires> {
    if !value.is_list() {
        return Ok(SinkRequires::Labels(requires(value)?));
    }
    let mut each = Vec::new();
    for item in value.list()? {
        let entry = only_entry(&item)?;
        each.push((named(&entry, entry.key().to_owned())?, requires(&entry)?));
    }
    Ok(SinkRequires::PerMetavariable(each.into()))
}

fn requires(value: &Value<'_>) -> Reading<Requires> {
    Requires::parse(&value.text()?).map_err(|reason| {
        let message = format!("'requires' is no condition on labels: {reason}");
        value.error(message).into()
    })
}
