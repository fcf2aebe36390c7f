//! The rules that come with the program: statics that the build script made of `rules/`.

use sdf_rules::sast::SastRule;
use sdf_rules::secret::SecretRule;

/// Rules for secrets, from `rules/secrets/*.toml`.
pub(crate) static SECRETS: &[SecretRule] = include!(concat!(env!("OUT_DIR"), "/secrets.rs"));

/// Rules for insecure code, from `rules/sast/**/*.yaml`.
pub(crate) static SAST: &[SastRule] = include!(concat!(env!("OUT_DIR"), "/sast.rs"));

/// The automaton over the literals of both.
pub(crate) static GATE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/gate.bin"));
