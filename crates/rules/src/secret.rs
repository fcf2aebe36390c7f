//! Rules for secrets.
