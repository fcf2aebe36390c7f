//! Messages with metavariables in them.

use crate::environment::Environment;
use crate::facts::Facts;
use crate::pattern::Metavariables;
use crate::substitute::metavariable;

/// The longest text put in the place of a metavariable, in characters.
const LONGEST: usize = 80;

/// How the code that a metavariable is bound to is put in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// On one line, cut to a reasonable length.
    Prose,
    /// As it is.
    Code,
}

/// `message` with each `$X` replaced by the code it is bound to; what is not bound stays.
pub(crate) fn interpolate(
    message: &str,
    environment: &Environment,
    variables: &Metavariables,
    facts: &Facts<'_>,
    style: Style,
) -> String {
    let mut text = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let after = &after[1..];
        let inner = after.strip_prefix("...").unwrap_or(after);
        let length = after.len() - inner.len() + metavariable(inner).map_or(0, str::len);
        let name = &after[..length];
        let bound = variables.find(name).and_then(|number| environment.get(number));
        match bound.and_then(|bound| bound.span(facts)) {
            Some(span) => {
                let code = String::from_utf8_lossy(span.of(facts.source));
                if style == Style::Code {
                    text.push_str(&code);
                    rest = &after[name.len()..];
                    continue;
                }
                let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
                text.extend(code.chars().take(LONGEST));
                if code.chars().count() > LONGEST {
                    text.push('…');
                }
            }
            None => {
                text.push('$');
                text.push_str(name);
            }
        }
        rest = &after[name.len()..];
    }
    text.push_str(rest);
    text
}
