//! What git is about to store: the staged change, ranges and pushes.
