//! Telling a configuration of gitleaks from our own rule files.

use toml::de::DeTable;

/// Keys that only gitleaks and betterleaks have at the top, in lower case.
const KEYS: &[&str] = &[
    "rules",
    "extend",
    "allowlist",
    "allowlists",
    "minversion",
    "betterleaksminversion",
    "prefilter",
    "filter",
];

/// Whether `text` is a configuration of gitleaks or betterleaks by its keys, whatever the case of
/// their letters. A text that is no TOML is none.
pub fn is_gitleaks(text: &str) -> bool {
    let Ok(table) = DeTable::parse(text) else { return false };
    let is_known = |key: &str| KEYS.contains(&key.to_ascii_lowercase().as_str());
    let mut keys = table.get_ref().keys();
    keys.any(|key| is_known(key.get_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_tell() {
        assert!(is_gitleaks("title = 'x'\n[[Rules]]\nid = 'a'\n"));
        assert!(is_gitleaks("[allowlist]\npaths = ['a']\n"));
        assert!(!is_gitleaks("severity = 'high'\n[[rule]]\nid = 'a'\n"));
        assert!(!is_gitleaks("[[rules"));
    }
}
