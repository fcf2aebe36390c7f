//! Secrets of two parts.

use super::Validator;
use crate::Emit;
use crate::emit::emit_struct;
use sdf_core::Text;
use std::borrow::Cow;

/// The other part of a secret: an id, a user's name, or merely the name of the service, without
/// which forty hexadecimal digits are anything.
///
/// A secret whose companion stands within reach is one finding of high confidence, placed on the
/// secret; what other rules find in the companion's text is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Companion {
    /// What it is, as it stands in a message behind "with its": `key id`.
    pub name: Text,
    /// What it looks like. The group named `id`, or else the first, or else the whole match is
    /// the companion.
    pub pattern: Text,
    /// How many lines it may stand away.
    pub lines: u32,
    /// How many bytes it may stand away.
    pub bytes: u32,
    /// Whether there is no secret without it.
    pub required: bool,
    /// Offline checks of the companion; text that they reject is none.
    pub validators: Cow<'static, [Validator]>,
}

impl Emit for Companion {
    fn emit(&self, out: &mut String) {
        emit_struct!(out, "::sdf_rules::secret::Companion", self, {
            name, pattern, lines, bytes, required, validators
        });
    }
}
