//! The reporters: the only place that prints findings.
