//! Hash tables by numbers that we give ourselves.
//!
//! Nodes, symbols, bodies and variables are numbered in the order of the file, so nobody can make
//! them collide, and a hash that withstands such attempts is not worth its price. Tables by text
//! are of the standard library.

use rustc_hash::FxBuildHasher;

/// A map by numbers.
pub(crate) type HashMap<K, V> = std::collections::HashMap<K, V, FxBuildHasher>;
/// A set of numbers.
pub(crate) type HashSet<T> = std::collections::HashSet<T, FxBuildHasher>;
