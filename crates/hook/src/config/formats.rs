//! What `[hygiene]` says of JSON and YAML, as the checks take it.

use super::file::{Hygiene, Indent};
use sdf_style::Formats;

impl Hygiene {
    /// Laid over the defaults of the checks.
    pub(super) fn formats(&self) -> Formats {
        let default = Formats::default();
        Formats {
            json_strict: self.json_strict.unwrap_or(default.json_strict),
            json_indent: match &self.json_indent {
                Some(Indent::Spaces(count)) => " ".repeat(usize::from(*count)),
                Some(Indent::Text(text)) => text.clone(),
                None => default.json_indent,
            },
            json_ensure_ascii: self.json_ensure_ascii.unwrap_or(default.json_ensure_ascii),
            json_sort_keys: self.json_sort_keys.unwrap_or(default.json_sort_keys),
            json_top_keys: self.json_top_keys.clone(),
            yaml_multiple_documents: self
                .yaml_multiple_documents
                .unwrap_or(default.yaml_multiple_documents),
            yaml_unsafe: self.yaml_unsafe.unwrap_or(default.yaml_unsafe),
            yaml_tags: self.yaml_tags.clone(),
            yaml_templates: self.yaml_templates.unwrap_or(default.yaml_templates),
        }
    }
}
