//! The rules that come with the program: statics that the build script made of `rules/`.

use sdf_rules::bandit::Check;
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::secret::SecretRule;

/// Rules for secrets, from `rules/secrets/*.toml`.
pub(crate) static SECRETS: &[SecretRule] = include!(concat!(env!("OUT_DIR"), "/secrets.rs"));

/// Rules for insecure code, from `rules/sast/**/*.yaml`.
pub(crate) static SAST: &[SastRule] = include!(concat!(env!("OUT_DIR"), "/sast.rs"));

/// Libraries for rules for insecure code, from the same files.
pub(crate) static LIBRARIES: &[Library] = include!(concat!(env!("OUT_DIR"), "/libraries.rs"));

/// The checks of bandit, from `rules/sast/python/bandit/*.toml`.
pub(crate) static BANDIT: &[Check] = include!(concat!(env!("OUT_DIR"), "/bandit.rs"));

/// The automaton over the literals of all.
pub(crate) static GATE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gate.bin"));
