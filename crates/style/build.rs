//! Turns `rules/style` and `rules/hygiene` into the checks, their rules and their examples.

use sdf_core::Family;
use sdf_rules::Emit;
use sdf_rules::style::{StyleCheck, parse};
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let rules = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../rules");
    let mut checks = Vec::new();
    for (folder, family) in [("style", Family::Style), ("hygiene", Family::Hygiene)] {
        let folder = rules.join(folder);
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut of_family = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            let text = fs::read_to_string(&path)?;
            of_family.extend(parse(&path.display().to_string(), &text, family)?);
        }
        of_family.sort_by(|a, b| a.rule.id.cmp(&b.rule.id));
        checks.extend(of_family);
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("checks.rs"), source(&checks)?)?;
    Ok(())
}

/// The enum `Check`, and in its order the tables `RULES` and `EXAMPLES`.
fn source(checks: &[StyleCheck]) -> Result<String, Box<dyn Error>> {
    let mut variants = String::new();
    let mut all = String::new();
    let mut rules = String::new();
    let mut examples = String::new();
    for StyleCheck { rule, examples: shown } in checks {
        let name = variant(&rule.id);
        writeln!(variants, "/// `{}`: {}.\n{name},", rule.id, rule.title)?;
        write!(all, "Check::{name},")?;
        rule.emit(&mut rules);
        rules.push_str(",\n");
        writeln!(examples, "({:?}, &{:?}, &{:?}),", shown.path, shown.bad, shown.good)?;
    }
    Ok(format!(
        "/// A fault to look for; its number is the index of its rule in [`RULES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {{ {variants} }}
        impl Check {{
            /// All of them, in the order of [`RULES`].
            pub const ALL: &'static [Check] = &[{all}];
        }}
        /// The rules of the families Style and Hygiene, in the order of [`Check::ALL`].
        pub static RULES: &[::sdf_core::Rule] = &[{rules}];
        /// For each of [`RULES`] a path, and texts with and without a finding there.
        #[cfg(test)]
        pub(crate) static EXAMPLES: &[(&str, &[&str], &[&str])] = &[{examples}];"
    ))
}

/// The name of the check with `id` in the program: `check-json` is `CheckJson`.
fn variant(id: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    id.split('-').map(word).collect()
}
