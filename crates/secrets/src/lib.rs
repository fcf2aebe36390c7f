//! Finds secrets near the hits of the gate.
