//! Finds faults of style and file hygiene.
