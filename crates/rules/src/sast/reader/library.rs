//! Reading libraries, and which of them rules use.

use super::taint::{self, PATTERNS};
use super::{Context, Reading, id, languages, options, owned};
use crate::sast::{Library, Options, Taint};
use crate::yaml::{Mapping, Value};
use sdf_core::Text;
use std::borrow::Cow;

/// Keys about labels.
const LABELS: [&str; 3] = ["label", "replace-labels", "requires"];

/// One library.
pub(super) fn read(mut keys: Mapping<'_>) -> Reading<Library> {
    let id = id(&keys.require("id")?)?;
    let languages = languages(&keys.require("languages")?, &format!("library '{id}'"))?;
    let is_regex = languages.iter().all(|name| name == "regex");
    let context = Context { depth: 0, within_metavariable: false, is_regex };
    let parts = parts(&mut keys, context)?;
    // `x == "a"` and `"a" == x` are the same check.
    let mut options = Options { symmetric_eq: true, ..Options::DEFAULT };
    if let Some(value) = keys.take("options") {
        options = options::options(&value, options)?;
    }
    keys.finish()?;
    Ok(Library { id: Text::Owned(id), languages, parts, options })
}

/// Takes what it brings: `pattern-sources` and its like.
fn parts(keys: &mut Mapping<'_>, context: Context) -> Reading<Taint> {
    let has_parts = PATTERNS.iter().any(|key| keys.has(key));
    if !has_parts {
        return Err(keys.error(format!("one of {} is missing", PATTERNS.join(", "))).into());
    }
    for key in PATTERNS {
        for item in keys.peek(key).map_or(Ok(Vec::new()), |value| value.list())? {
            let labels = item.mapping()?;
            if let Some(key) = LABELS.iter().find(|key| labels.has(key)) {
                let message = format!("'{key}' has no place in a library: labels are a rule's own");
                return Err(item.error(message).into());
            }
        }
    }
    taint::parts(keys, context)
}

/// Names of libraries, each once.
pub(super) fn uses(value: &Value<'_>) -> Reading<Cow<'static, [Text]>> {
    let names = value.texts()?;
    if names.is_empty() {
        return Err(value.error("'use' is empty").into());
    }
    for (at, name) in names.iter().enumerate() {
        if names.iter().take(at).any(|before| before == name) {
            return Err(value.error(format!("'use' names library '{name}' twice")).into());
        }
    }
    Ok(owned(names))
}
