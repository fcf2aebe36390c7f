//! Python: the only module that knows its grammar and its scoping.

mod actions;
#[cfg(test)]
mod agreement;
mod fast;
mod lower;
mod misreadings;
mod names;
mod old;
mod strings;
#[cfg(test)]
mod tests;

pub(crate) use fast::{Outcome, is_valid, parse as parse_valid};
pub(crate) use lower::lower;
pub(crate) use names::names;
pub(crate) use old::{Rewritten, rewrite};
pub(crate) use strings::string_value;
