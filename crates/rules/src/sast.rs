//! Rules for insecure code.
