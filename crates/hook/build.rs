//! Turns `rules/` into statics: the tables of rules and the automaton over their literals.

use sdf_core::Family;
use sdf_gate::{Anchor, freeze};
use sdf_rules::Emit;
use sdf_rules::bandit::Check;
use sdf_rules::packed::pack;
use sdf_rules::samples::{Sample, Samples};
use sdf_rules::sast::{Library, RuleFile, SastRule};
use sdf_rules::secret::SecretRule;
use sdf_rules::style::StyleCheck;
use sdf_rules::table::{self, Table, Tabled};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=crates/hook/build.rs");
    let rules = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("rules");
    let mut samples = Samples::default();
    let mut secrets: Vec<SecretRule> = Vec::new();
    for (name, text) in files(&rules.join("secrets"), "toml")? {
        for (rule, examples) in sdf_rules::secret::parse(&name, &text)? {
            samples.own.push(Sample::of_secret(&rule.rule.id, &examples));
            secrets.push(rule);
        }
    }
    let code: Result<Vec<RuleFile>, _> = files(&rules.join("sast"), "yaml")?
        .iter()
        .map(|(name, text)| sdf_rules::sast::parse(name, text))
        .collect();
    let mut code = code?;
    sdf_rules::sast::link(&mut code, &[])?;
    let (mut sast, mut libraries): (Vec<SastRule>, Vec<Library>) = Default::default();
    for file in code {
        // What is built in is meant to be used, all of it.
        if let Some(left_out) = file.left_out.into_iter().next() {
            return Err(left_out.into());
        }
        sast.extend(file.rules);
        libraries.extend(file.libraries);
    }
    let mut bandit: Vec<Check> = Vec::new();
    for (name, text) in files(&rules.join("sast/python/bandit"), "toml")? {
        for (check, examples) in sdf_rules::bandit::parse(&name, &text)? {
            samples.own.push(Sample::of_check(&check.rule.id, &examples));
            bandit.push(check);
        }
    }
    for (folder, family) in [("style", Family::Style), ("hygiene", Family::Hygiene)] {
        for (name, text) in files(&rules.join(folder), "toml")? {
            let checks = sdf_rules::style::parse(&name, &text, family)?;
            let sample = |check: &StyleCheck| Sample::of_style(&check.rule.id, &check.examples);
            samples.own.extend(checks.iter().map(sample));
        }
    }
    samples.annotated = files(&rules.join("sast"), "py")?;
    // What fixes make of an example is none.
    samples.annotated.retain(|(name, _)| !name.ends_with(".fixed.py"));
    samples.annotated.iter_mut().for_each(|(name, _)| *name = "project/settings.py".to_owned());
    bandit.sort_by_key(|check| check.test);
    let anchors = sdf_rules::literals(&secrets, &sast, &bandit);
    let anchors: Vec<_> = anchors.map(|(rule, literal)| Anchor { literal, rule }).collect();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("secrets.bin"), table(&secrets)?)?;
    fs::write(out.join("sast.bin"), table(&sast)?)?;
    fs::write(out.join("libraries.bin"), table(&libraries)?)?;
    fs::write(out.join("samples.bin"), pack(&samples))?;
    fs::write(out.join("bandit.rs"), list(&bandit))?;
    fs::write(out.join("gate.bin"), freeze(&anchors)?)?;
    println!("cargo::rustc-env=SDF_HOOK_BUILD={}", build()?);
    Ok(())
}

/// A hash of what decides how rules are read, checked and written down: what one build keeps for
/// the next run is nothing to another.
fn build() -> Result<String, Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut inputs = Vec::new();
    let parts =
        ["core/src", "gate/src", "hook/src/rule_table", "rules/src", "sast/src", "syntax/src"];
    for part in parts {
        let folder = format!("crates/{part}");
        println!("cargo::rerun-if-changed={folder}");
        inputs.extend(files(&root.join(folder), "rs")?);
    }
    // Rules of users are kept as they are with the built-in libraries that they use.
    inputs.extend(files(&root.join("rules/sast"), "yaml")?);
    // Who installs from elsewhere may have none.
    if let Ok(locked) = fs::read_to_string(root.join("Cargo.lock")) {
        println!("cargo::rerun-if-changed=Cargo.lock");
        inputs.push((String::new(), locked));
    }
    let mut hash = Sha256::new();
    for (_, content) in inputs {
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(content);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The table of `rules`, made sure to give them back: the program takes its own tables on trust.
fn table<R: Tabled + PartialEq + 'static>(rules: &[R]) -> Result<Vec<u8>, Box<dyn Error>> {
    let bytes = table::write(rules);
    let table = Table::<R>::new(bytes.clone().leak());
    table
        .iter()
        .eq(rules)
        .then_some(bytes)
        .ok_or_else(|| "a table of rules does not give them back".into())
}

fn list(rules: &[impl Emit]) -> String {
    let mut source = String::from("&[");
    for rule in rules {
        rule.emit(&mut source);
        source.push_str(",\n");
    }
    source.push(']');
    source
}

/// The files below `folder` with `extension`, by path.
fn files(folder: &Path, extension: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push((path.display().to_string(), fs::read_to_string(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}
