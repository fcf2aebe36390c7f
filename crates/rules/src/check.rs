//! Rules about rules.

pub mod secret;
pub mod texts;
