//! `sdf-hook init`: a commented configuration.

use crate::args::Init;
use crate::config::FILE_NAME;
use crate::failure::{Context, Failure};
use crate::output::print;
use crate::place::Place;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

/// What is written: every key, commented out, with its default.
const TEMPLATE: &str = include_str!("../config/template.toml");

/// Writes `sdf-hook.toml` at the root of the repository.
pub(crate) fn run(init: &Init) -> Result<ExitCode, Failure> {
    let path = Place::current()?.root.join(FILE_NAME);
    let mut options = OpenOptions::new();
    options.write(true).create_new(!init.force).create(init.force).truncate(init.force);
    let attempt = || format!("write {}", path.display());
    let mut file = match options.open(&path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(Failure::new(format!("{} is there already", path.display()))
                .hint("--force overwrites it"));
        }
        opened => opened.context(attempt)?,
    };
    file.write_all(TEMPLATE.as_bytes()).context(attempt)?;
    print(&format!("wrote {}; add it to git, for it is read from the index\n", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ConfigFile;

    #[test]
    fn the_template_is_valid_with_and_without_its_comment_signs() {
        let parse = |text: &str| ConfigFile::parse(FILE_NAME, text.as_bytes()).expect("valid");
        assert_eq!(parse(TEMPLATE), Some(ConfigFile::default()));
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| format!("{}\n", line.strip_prefix("#:").unwrap_or(line)))
            .collect();
        let config = parse(&uncommented).expect("our own file");
        assert!(
            !config.allow.is_empty()
                && !config.paths.is_empty()
                && config.style.max_line_length.is_some()
        );
    }
}
