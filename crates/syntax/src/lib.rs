//! Grammars, parsing with limits, the lowered tree and its scopes.
