//! Which file a module's name leads to.

use sdf_core::{BStr, BString, ByteSlice};
use std::collections::{HashMap, HashSet};

/// How many folders up the one is looked for from which a module is imported.
const ROOTS: usize = 16;

/// How many components of a name are looked at.
const COMPONENTS: usize = 16;

/// The modules of a project by their paths.
#[derive(Debug, Default)]
pub(super) struct Paths {
    by_path: HashMap<BString, u32>,
    /// By the name that its packages give it; none where several have it.
    by_name: HashMap<BString, Option<u32>>,
    /// Folders and files that a name can begin with.
    first: HashSet<BString>,
    /// The folder of each module.
    folders: Vec<BString>,
}

impl Paths {
    /// Those of files with these paths, in their order.
    pub(super) fn new<'p>(paths: impl Iterator<Item = &'p BStr> + Clone) -> Paths {
        let mut index = Paths::default();
        for (at, path) in paths.clone().enumerate() {
            index.by_path.insert(path.to_owned(), at as u32);
            index.folders.push(folder(path).to_owned());
            let stem = path.strip_suffix(b".py").unwrap_or(path);
            index.first.extend(stem.split_str("/").map(BString::from));
        }
        for (at, path) in paths.enumerate() {
            let at = at as u32;
            let stem = path.strip_suffix(b".py").unwrap_or(path);
            let stem = stem.strip_suffix(b"/__init__").unwrap_or(stem).as_bstr();
            let mut root = folder(stem);
            while !root.is_empty() && index.is_package(root) {
                root = folder(root);
            }
            let name = if root.is_empty() {
                stem
            } else {
                stem.get(root.len() + 1..).unwrap_or(stem).as_bstr()
            };
            let slot = index.by_name.entry(name.to_owned()).or_insert(Some(at));
            if *slot != Some(at) {
                *slot = None;
            }
        }
        index
    }

    fn is_package(&self, folder: &BStr) -> bool {
        self.by_path.contains_key(&joined(folder, &[b"__init__.py"]))
    }

    /// The module that the longest beginning of `path` names where module `from` imports it, and
    /// how many components that takes. A relative path begins with its dots.
    pub(super) fn find(&self, from: u32, path: &[&[u8]]) -> Option<(u32, usize)> {
        let mut here = self.folders.get(from as usize)?.as_bstr();
        let path = path.get(..COMPONENTS).unwrap_or(path);
        let (&first, rest) = path.split_first()?;
        if first.iter().all(|&byte| byte == b'.') && !first.is_empty() {
            for _ in 1..first.len() {
                if here.is_empty() {
                    return None;
                }
                here = folder(here);
            }
            let (module, length) = self.below(here, rest, 0)?;
            return Some((module, length + 1));
        }
        if !self.first.contains(first.as_bstr()) {
            return None;
        }
        let mut root = Some(here);
        for _ in 0..ROOTS {
            let Some(at) = root else { break };
            // Who is in a package sees what is beside the package.
            if !self.is_package(at) {
                for source in [at.to_owned(), joined(at, &[b"src"])] {
                    let found = self.below(source.as_ref(), path, 1);
                    if found.is_some_and(|(module, _)| module != from) {
                        return found;
                    }
                }
            }
            root = (!at.is_empty()).then(|| folder(at));
        }
        // A package that lies elsewhere, as in a folder for sources.
        (1..=path.len()).rev().find_map(|length| {
            let name = joined(BStr::new(b""), path.get(..length)?);
            let module = self.by_name.get(&name).copied().flatten()?;
            let folder = self.folders.get(module as usize)?;
            (length > 1 || self.is_package(folder.as_ref())).then_some((module, length))
        })
    }

    /// The module that the longest beginning of `path` names below a folder, of `least` components
    /// or more.
    fn below(&self, folder: &BStr, path: &[&[u8]], least: usize) -> Option<(u32, usize)> {
        (least..=path.len()).rev().find_map(|length| {
            let name = joined(folder, path.get(..length)?);
            let file = || self.by_path.get([&**name, b".py"].concat().as_bstr());
            let package = || self.by_path.get(&joined(name.as_ref(), &[b"__init__.py"]));
            package().or_else(file).map(|&module| (module, length))
        })
    }
}

/// The folder that a path is in; empty for the root.
fn folder(path: &BStr) -> &BStr {
    path.rfind_byte(b'/')
        .map_or(BStr::new(b""), |slash| path.get(..slash).unwrap_or(path).as_bstr())
}

fn joined(folder: &BStr, names: &[&[u8]]) -> BString {
    let all = (!folder.is_empty()).then_some(&**folder).into_iter().chain(names.iter().copied());
    BString::from(all.collect::<Vec<_>>().join(&b'/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[&str] = &[
        "app/__init__.py",
        "app/views.py",
        "app/db/__init__.py",
        "app/db/run.py",
        "src/lib/__init__.py",
        "src/lib/tools.py",
        "tools/helpers.py",
        "tools/main.py",
        "one/same/__init__.py",
        "two/same/__init__.py",
    ];

    #[track_caller]
    fn leads(from: &str, name: &[&str], to: Option<(&str, usize)>) {
        let paths = Paths::new(FILES.iter().map(|path| path.as_bytes().as_bstr()));
        let from = FILES.iter().position(|path| *path == from).expect("a file") as u32;
        let name: Vec<&[u8]> = name.iter().map(|part| part.as_bytes()).collect();
        let found = paths.find(from, &name);
        let found = found.map(|(module, length)| (FILES[module as usize], length));
        assert_eq!(found, to);
    }

    #[test]
    fn names_lead_to_files_as_python_looks_for_them() {
        leads("app/views.py", &["app", "db", "run", "query"], Some(("app/db/run.py", 3)));
        leads("app/views.py", &["app", "db", "query"], Some(("app/db/__init__.py", 2)));
        leads("app/views.py", &["app", "query"], Some(("app/__init__.py", 1)));
        // What is beside it in its package is not seen without the package's name.
        leads("app/views.py", &["db", "run"], None);
        leads("tools/main.py", &["helpers", "run"], Some(("tools/helpers.py", 1)));
        leads("app/views.py", &["lib", "tools", "run"], Some(("src/lib/tools.py", 2)));
        leads("app/views.py", &["same"], None);
        leads("app/views.py", &["os", "path"], None);
    }

    #[test]
    fn relative_names_lead_up_and_down() {
        leads("app/views.py", &[".", "db", "run", "query"], Some(("app/db/run.py", 3)));
        leads("app/views.py", &[".", "db"], Some(("app/db/__init__.py", 2)));
        leads("app/db/run.py", &["..", "views", "show"], Some(("app/views.py", 2)));
        leads("app/db/run.py", &["..", "show"], Some(("app/__init__.py", 1)));
        leads("app/db/run.py", &[".....", "show"], None);
    }
}
