//! The checks of pycodestyle 2.15, which judge tokens and lines and need no valid code.
//!
//! [`checker`] takes a document apart into [`physical`] lines and [`logical`] lines in the order in
//! which pycodestyle does, for what it reports depends on that order. Same judgement and place as
//! pycodestyle's, but for `noqa`, which is the engine's, by flake8's rules.

mod checker;
#[cfg(test)]
mod fix_properties;
mod interest;
mod joined_rows;
mod judges;
mod logical;
mod logical_line;
mod physical;
mod previous;
mod report;
mod text;

pub(crate) use checker::check;
