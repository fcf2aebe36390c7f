//! Sections of an INI file, as Python's `configparser` reads them for linters.

/// The settings of one section: names with `-` for `_`, and values, of which lines that are
/// indented go on with the value before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    settings: Vec<(String, String)>,
}

impl Section {
    /// The section called `name` of an INI file, if it has one.
    pub(super) fn of(text: &[u8], name: &str) -> Option<Self> {
        let text = String::from_utf8_lossy(text);
        let mut section = None;
        let mut inside = false;
        for line in text.lines() {
            let bare = line.trim();
            if bare.is_empty() || bare.starts_with(['#', ';']) {
                continue;
            }
            if let Some(header) = line.strip_prefix('[') {
                inside = header.split(']').next() == Some(name);
                if inside {
                    section.get_or_insert_with(Section::default);
                }
                continue;
            }
            let Some(section) = section.as_mut().filter(|_| inside) else { continue };
            section.take(line);
        }
        section
    }

    fn take(&mut self, line: &str) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = self.settings.last_mut() {
                value.push('\n');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(['=', ':']) {
            let name = name.trim().to_ascii_lowercase().replace('_', "-");
            self.settings.push((name, value.trim().to_owned()));
        }
    }

    /// The value of `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.settings.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of `name` taken for a list: commas, white space and line ends part its entries.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        self.get(name).map(list)
    }

    /// The value of `name` taken for a number.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        let word = self.get(name)?.split_whitespace().next()?;
        word.parse().ok()
    }

    /// The value of `name` taken for yes or no.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.to_ascii_lowercase().as_str() {
            "1" | "yes" | "true" | "on" | "t" | "y" => Some(true),
            "0" | "no" | "false" | "off" | "f" | "n" => Some(false),
            _ => None,
        }
    }
}

/// The entries of a list, comments at the ends of its lines left out.
pub(super) fn list(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let parts = lines.flat_map(|line| line.split(|sign: char| sign == ',' || sign.is_whitespace()));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_on_where_lines_are_indented() {
        let text = b"[a]\nx = 1\n[flake8]\nmax_line_length: 99\n# no\nignore =\n    E203,  # black\n    # all of it\n    W503\nhang-closing = True\n[b]\ny = 2\n";
        let section = Section::of(text, "flake8").expect("a section");
        assert_eq!(section.number("max-line-length"), Some(99));
        assert_eq!(section.list("ignore"), Some(vec!["E203".to_owned(), "W503".to_owned()]));
        assert_eq!(section.flag("hang-closing"), Some(true));
        assert_eq!(section.get("y"), None);
        assert_eq!(Section::of(text, "pep8"), None);
    }
}
