//! Reads every Semgrep rule file below the folders given and tells how long that takes, what is
//! left out, and what is refused: `cargo run --release -p sdf-rules --example load -- FOLDER…`

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn Error>> {
    let mut folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path.display().to_string();
            let is_target = [".test.yaml", ".test.yml", ".fixed.yaml", ".fixed.yml"];
            if path.is_dir() {
                folders.push(path);
            } else if (name.ends_with(".yaml") || name.ends_with(".yml"))
                && !is_target.iter().any(|ending| name.ends_with(ending))
            {
                texts.push((name, fs::read_to_string(&path)?));
            }
        }
    }
    let mut out = io::stdout().lock();
    let start = Instant::now();
    let read: Vec<_> =
        texts.iter().map(|(name, text)| sdf_rules::sast::parse(name, text)).collect();
    let took = start.elapsed();
    let (mut rules, mut left_out, mut refused, mut without_anchors) = (0, 0, 0, 0);
    for file in read {
        match file {
            Ok(file) => {
                rules += file.rules.len();
                left_out += file.left_out.len();
                for rule in file.rules.iter().filter(|rule| rule.anchors.is_empty()) {
                    without_anchors += 1;
                    writeln!(out, "no anchors: {}", rule.rule.id)?;
                }
            }
            Err(error) => {
                refused += 1;
                writeln!(out, "refused: {error}")?;
            }
        }
    }
    writeln!(
        out,
        "{} files, {rules} rules, {left_out} left out, {without_anchors} without anchors, \
         {refused} files refused, {took:?}",
        texts.len()
    )?;
    Ok(())
}
