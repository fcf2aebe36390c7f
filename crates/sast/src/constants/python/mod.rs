//! What Python makes of known values. Whatever raises an exception there is unknown here, and so
//! is what is too long or too large to be worth knowing.

pub(super) mod builtins;
mod collections;
pub(super) mod comparison;
pub(super) mod containers;
pub(super) mod format;
mod numbers;
pub(super) mod operators;
pub(super) mod sequences;
pub(super) mod show;
pub(super) mod texts;
mod words;
