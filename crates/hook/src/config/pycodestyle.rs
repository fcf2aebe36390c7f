//! What the configuration of pycodestyle or flake8 says of the checks of style.
//!
//! Sources: `process_options` and `StyleGuide` of pycodestyle 2.15, the documentation of flake8's
//! options.

use super::ini::{Section, list};
use super::{ConfigFile, Source};
use crate::failure::Failure;
use sdf_core::Family;
use sdf_engine::{Override, PathSet, Selection, Settings};

/// Where they are configured: file, section. The first that is there counts.
const PLACES: [(&str, &str); 7] = [
    (".flake8", "flake8"),
    ("setup.cfg", "flake8"),
    ("tox.ini", "flake8"),
    ("setup.cfg", "pycodestyle"),
    ("tox.ini", "pycodestyle"),
    ("setup.cfg", "pep8"),
    ("tox.ini", "pep8"),
];

/// What such a configuration says.
pub(super) struct Pycodestyle {
    file: &'static str,
    section: Section,
    is_flake8: bool,
}

impl Pycodestyle {
    /// Reads the configuration of the project, if it has one.
    pub(super) fn load(source: Source<'_>) -> Result<Option<Self>, Failure> {
        let mut read: Vec<(&str, Option<Vec<u8>>)> = Vec::new();
        for (file, name) in PLACES {
            if !read.iter().any(|(known, _)| *known == file) {
                read.push((file, source.read(file)?));
            }
            let text = read.iter().find(|(known, _)| *known == file);
            let text = text.and_then(|(_, text)| text.as_deref());
            if let Some(section) = text.and_then(|text| Section::of(text, name)) {
                return Ok(Some(Pycodestyle { file, section, is_flake8: name == "flake8" }));
            }
        }
        Ok(None)
    }

    /// Lays it under our own configuration.
    pub(super) fn apply(&self, settings: &mut Settings, ours: &ConfigFile) -> Result<(), Failure> {
        let (section, style) = (&self.section, &mut settings.style);
        if ours.style.max_doc_length.is_none() {
            style.max_doc_length = section.number("max-doc-length");
        }
        if let (None, Some(size)) = (ours.style.indent_size, section.number("indent-size")) {
            style.indent_size = size.max(1);
        }
        if let (None, Some(hangs)) = (ours.style.hang_closing, section.flag("hang-closing")) {
            style.hang_closing = hangs;
        }
        settings.style_selection = self.selection();
        for (patterns, ignore) in self.by_path() {
            let patterns: Vec<String> = patterns.iter().map(|path| pattern(path)).collect();
            let paths = PathSet::new(patterns.iter().map(String::as_str));
            let paths = paths.map_err(|error| {
                Failure::new(format!("{}: a path pattern cannot be read: {error}", self.file))
            })?;
            let selection = Selection { ignore, ..Selection::default() };
            let only = Some(Family::Style);
            settings.overrides.push(Override { paths, selection, only });
        }
        Ok(())
    }

    /// Which rules for style are on. pycodestyle forgets what is off by default once something is
    /// ignored or selected, and what is ignored once something is selected; flake8 does not.
    fn selection(&self) -> Option<Selection> {
        let of = |name: &str| self.section.list(name);
        let (select, ignore) = (of("select"), of("ignore"));
        let (extend, off) = (of("extend-select"), of("extend-ignore"));
        if [&select, &ignore, &extend, &off].into_iter().all(Option::is_none) {
            return None;
        }
        let everything = || vec!["E".to_owned(), "W".to_owned(), "F".to_owned()];
        let ignored = match (&select, ignore.clone()) {
            (Some(_), Some(_)) if !self.is_flake8 => Vec::new(),
            (_, ignored) => ignored.unwrap_or_default(),
        };
        let select = match (select, ignore) {
            (Some(select), _) if self.is_flake8 => select,
            // What pycodestyle does not know it does not switch off.
            (Some(select), _) => select.into_iter().chain(["F".to_owned()]).collect(),
            (None, Some(_)) => everything(),
            (None, None) => Vec::new(),
        };
        let ignore = ignored.into_iter().chain(off.unwrap_or_default()).collect();
        Some(Selection { select, extend: extend.unwrap_or_default(), ignore })
    }

    /// Patterns of paths and what is off there.
    fn by_path(&self) -> Vec<(Vec<String>, Vec<String>)> {
        let mut found = Vec::new();
        let of = |name: &str| self.section.list(name).unwrap_or_default();
        let mut excluded = of("exclude");
        excluded.extend(of("extend-exclude"));
        if !excluded.is_empty() {
            found.push((excluded, vec!["style".to_owned()]));
        }
        if let Some(text) = self.section.get("per-file-ignores").filter(|_| self.is_flake8) {
            found.extend(per_file_ignores(text));
        }
        found
    }
}

/// Reads `path,path:CODE,CODE path:CODE` with any white space and line ends.
fn per_file_ignores(text: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut paths = Vec::new();
    for word in list(&text.replace(':', " : ")) {
        let is_code = word.starts_with(|sign: char| sign.is_ascii_uppercase())
            && word.chars().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        match word.as_str() {
            ":" => found.push((std::mem::take(&mut paths), Vec::new())),
            _ if is_code && paths.is_empty() && !found.is_empty() => {
                if let Some((_, codes)) = found.last_mut() {
                    codes.push(word);
                }
            }
            _ => paths.push(word),
        }
    }
    found.retain(|(paths, codes)| !paths.is_empty() && !codes.is_empty());
    found
}

/// The pattern as an ignore file has it: with a slash it is meant from the root on, and an asterisk
/// stands for folders, too.
fn pattern(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path).trim_end_matches('/');
    if !path.contains('/') {
        return path.to_owned();
    }
    let folders = path.trim_start_matches('/').split('/');
    let folders: Vec<&str> = folders.map(|name| if name == "*" { "**" } else { name }).collect();
    format!("/{}", folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_their_codes_are_read_however_they_are_parted() {
        let found = per_file_ignores("a.py:E1,W2\nb.py, tests/*: E501 W503\n c.py:F401");
        let shown: Vec<String> =
            found.iter().map(|(a, b)| format!("{} {}", a.join("+"), b.join("+"))).collect();
        assert_eq!(shown, ["a.py E1+W2", "b.py+tests/* E501+W503", "c.py F401"]);
    }

    #[test]
    fn patterns_with_a_slash_are_meant_from_the_root_on() {
        assert_eq!(pattern("build"), "build");
        assert_eq!(pattern("./docs/conf.py"), "/docs/conf.py");
        assert_eq!(pattern("*/migrations/*"), "/**/migrations/**");
    }
}
