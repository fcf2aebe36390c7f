//! Generators for example secrets.
