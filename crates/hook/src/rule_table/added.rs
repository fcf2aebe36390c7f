//! What the rule files of a user add.

use crate::builtin;
use crate::cache::{Cache, Key};
use crate::config::rule_files;
use crate::failure::Failure;
use sdf_core::{Notice, Weight};
use sdf_engine::map_in_order;
use sdf_rules::packed::{Packed, Unpacker, pack, unpack};
use sdf_rules::sast::{Library, RuleFile, SastRule, link};
use sdf_rules::secret::SecretRule;
use sdf_rules::{RuleFileError, YamlRules, parse_yaml};

/// Fewer files are read before another thread has started.
const FILES_A_THREAD: usize = 16;

/// What rule files add.
#[derive(Default)]
pub(super) struct Added {
    pub(super) secrets: Vec<SecretRule>,
    /// Their patterns can be compiled.
    pub(super) sast: Vec<SastRule>,
    /// Theirs can, too.
    pub(super) libraries: Vec<Library>,
    pub(super) notices: Vec<Notice>,
    /// How many rules for code, or parts of them, are not used here.
    pub(super) left_out: usize,
}

impl Added {
    /// What the files, of name and content, add in their order, read unless they were before.
    pub(super) fn read(files: &[(String, Vec<u8>)], cache: &Cache) -> Result<Self, Failure> {
        if files.is_empty() {
            return Ok(Added::default());
        }
        // Names decide how files are read and stand in notices.
        let parts = files.iter().flat_map(|(name, content)| [name.as_bytes(), content.as_slice()]);
        let key = Key::of("rules", parts);
        if let Some(added) = cache.get(&key).and_then(|kept| unpack(&kept)) {
            return Ok(added);
        }
        let mut all = Added::default();
        let mut code = Vec::new();
        for read in read_all(files) {
            let (mut added, file) = read?;
            all.secrets.append(&mut added.secrets);
            all.notices.append(&mut added.notices);
            all.left_out += added.left_out;
            code.extend(file);
        }
        let built_in: Vec<Library> = builtin::LIBRARIES.iter().cloned().collect();
        link(&mut code, &built_in)?;
        for file in code {
            all.sast.extend(file.rules);
            for library in file.libraries {
                if !all.libraries.contains(&library) {
                    all.libraries.push(library);
                }
            }
        }
        cache.put(&key, &pack(&all));
        Ok(all)
    }
}

impl Packed for Added {
    fn pack(&self, out: &mut Vec<u8>) {
        let Added { secrets, sast, libraries, notices, left_out } = self;
        secrets.pack(out);
        sast.pack(out);
        libraries.pack(out);
        notices.pack(out);
        left_out.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let secrets = Packed::unpack(from)?;
        let sast = Packed::unpack(from)?;
        let libraries = Packed::unpack(from)?;
        let notices = Packed::unpack(from)?;
        let left_out = Packed::unpack(from)?;
        Some(Added { secrets, sast, libraries, notices, left_out })
    }
}

/// What a file adds; rules for code, which are still to be linked, beside it.
type Read = Result<(Added, Option<RuleFile>), Failure>;

/// The rules of each file, in order, read on several threads where there are many.
fn read_all(files: &[(String, Vec<u8>)]) -> Vec<Read> {
    let machine = std::thread::available_parallelism().map_or(1, |count| count.get());
    let threads = machine.min(files.len() / FILES_A_THREAD).max(1);
    map_in_order(files, vec![(); threads], |(), (name, content)| read(name, content))
}

/// The rules of the file `name`, and what is to be said about it.
fn read(name: &str, content: &[u8]) -> Read {
    let text = std::str::from_utf8(content)
        .map_err(|error| Failure::new(format!("{name}: not UTF-8: {error}")))?;
    let note = |weight| move |said: RuleFileError| Notice::general(weight, said.to_string());
    let (mut added, mut code) = (Added::default(), None);
    match name.rsplit('.').next() {
        Some("yaml" | "yml") => match parse_yaml(name, text)? {
            YamlRules::Kingfisher(file) => {
                let visible = file.rules.into_iter().filter(|rule| rule.visible);
                added.secrets.extend(visible.map(|rule| rule.rule));
                added.notices.extend(file.unknown.into_iter().map(note(Weight::Remark)));
                added.notices.extend(file.left_out.into_iter().map(note(Weight::Detail)));
            }
            YamlRules::Semgrep(mut file) => {
                rule_files::check(name, text, &file)?;
                let left_out = std::mem::take(&mut file.left_out);
                added.left_out = left_out.len();
                added.notices.extend(left_out.into_iter().map(note(Weight::Detail)));
                code = Some(file);
            }
        },
        Some("toml") => {
            let rules = sdf_rules::secret::parse(name, text)?;
            added.secrets.extend(rules.into_iter().map(|(rule, _)| rule));
        }
        _ => {
            return Err(Failure::new(format!("{name}: not a rule file by its name"))
                .hint("rules for code end in .yaml or .yml, rules for secrets in .toml"));
        }
    }
    Ok((added, code))
}
