//! Python: the only module that knows its grammar and its scoping.

mod actions;
mod lower;
mod names;
mod strings;
#[cfg(test)]
mod tests;

pub(crate) use lower::lower;
pub(crate) use names::names;
pub(crate) use strings::string_value;
