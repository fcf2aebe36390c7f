//! The rules that come with the program: statics that the build script made of `rules/`.

use sdf_rules::bandit::Check;
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::secret::SecretRule;
use sdf_rules::table::Table;

/// Rules for secrets, from `rules/secrets/*.toml`.
pub(crate) static SECRETS: Table<SecretRule> =
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/secrets.bin")));

/// Rules for insecure code, from `rules/sast/**/*.yaml`.
pub(crate) static SAST: Table<SastRule> =
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/sast.bin")));

/// Libraries for rules for insecure code, from the same files.
pub(crate) static LIBRARIES: Table<Library> =
    Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/libraries.bin")));

/// The checks of bandit, from `rules/sast/python/bandit/*.toml`.
pub(crate) static BANDIT: &[Check] = include!(concat!(env!("OUT_DIR"), "/bandit.rs"));

/// The examples of all, as [`Samples`](sdf_rules::samples::Samples).
pub(crate) static SAMPLES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/samples.bin"));

/// The automaton over the literals of all.
pub(crate) static GATE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gate.bin"));
