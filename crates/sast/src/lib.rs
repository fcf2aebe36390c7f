//! Finds insecure code on the lowered tree.
