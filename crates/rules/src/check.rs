//! Rules about rules.
