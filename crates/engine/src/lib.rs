//! Runs gate, scanners and filters on a document.
