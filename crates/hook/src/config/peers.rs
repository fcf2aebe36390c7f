//! What the configuration files of other tools say of a setting that we have too.

use super::Source;
use crate::failure::Failure;

/// The files of other tools that may set the length of lines, the first that does counts: file,
/// section, key. Sources: the documentation of flake8, pycodestyle, ruff and black.
const LINE_LENGTHS: [(&str, &str, &str); 10] = [
    (".flake8", "flake8", "max-line-length"),
    ("setup.cfg", "flake8", "max-line-length"),
    ("setup.cfg", "pycodestyle", "max-line-length"),
    ("setup.cfg", "pep8", "max-line-length"),
    ("tox.ini", "flake8", "max-line-length"),
    ("tox.ini", "pycodestyle", "max-line-length"),
    ("tox.ini", "pep8", "max-line-length"),
    ("ruff.toml", "", "line-length"),
    ("pyproject.toml", "tool.ruff", "line-length"),
    ("pyproject.toml", "tool.black", "line-length"),
];

/// The longest line that the project's other tools allow, and the file that says so.
pub(crate) fn max_line_length(
    source: Source<'_>,
) -> Result<Option<(usize, &'static str)>, Failure> {
    let mut read: Option<(&str, Option<Vec<u8>>)> = None;
    for (file, section, key) in LINE_LENGTHS {
        if read.as_ref().is_none_or(|(name, _)| *name != file) {
            read = Some((file, source.read(file)?));
        }
        let Some((_, Some(text))) = &read else { continue };
        if let Some(length) = value(text, section, key).and_then(|value| value.parse().ok()) {
            return Ok(Some((length, file)));
        }
    }
    Ok(None)
}

/// The value of `key` in `section` of an INI file, or of a TOML file as far as it is written as
/// one: `key = value` on a line of its own below `[section]`.
fn value<'t>(text: &'t [u8], section: &str, key: &str) -> Option<&'t str> {
    let text = std::str::from_utf8(text).ok()?;
    let mut inside = section.is_empty();
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            inside = header.split(']').next().is_some_and(|name| name.trim() == section);
        } else if inside && let Some((name, value)) = line.split_once(['=', ':']) {
            let name = name.trim();
            // flake8 and pycodestyle take an underscore for a dash.
            if name.eq_ignore_ascii_case(key) || name.replace('_', "-") == key {
                return value.split('#').next().map(str::trim);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_from_its_section() {
        let ini = b"[metadata]\nmax-line-length = 1\n[flake8]\nmax_line_length: 100 # wide\n";
        assert_eq!(value(ini, "flake8", "max-line-length"), Some("100"));
        assert_eq!(value(ini, "pycodestyle", "max-line-length"), None);
        let toml = b"line-length = 90\n[tool.ruff]\nline-length = 88\n";
        assert_eq!(value(toml, "tool.ruff", "line-length"), Some("88"));
        assert_eq!(value(toml, "", "line-length"), Some("90"));
        assert_eq!(value(b"\xff", "", "line-length"), None);
    }
}
