//! Which names of a document any check cares for.

use sdf_rules::bandit::{Check, Options};
use sdf_syntax::{Symbol, Tree};
use std::collections::{HashMap, HashSet};

/// Last names of functions that checks look at in their code.
const CALLEES: &[&str] = &[
    "AsyncClient",
    "Client",
    "CommunityData",
    "Context",
    "Environment",
    "Markup",
    "RawSQL",
    "SafeBytes",
    "SafeString",
    "SafeText",
    "SafeUnicode",
    "Template",
    "UsmUserData",
    "__import__",
    "crypt",
    "delete",
    "exec",
    "exec_command",
    "extra",
    "from_pretrained",
    "generate",
    "generate_private_key",
    "get",
    "head",
    "hf_hub_download",
    "import_module",
    "listen",
    "load",
    "load_dataset",
    "mark_safe",
    "md4",
    "md5",
    "mksalt",
    "new",
    "options",
    "patch",
    "post",
    "put",
    "repository_id",
    "request",
    "run",
    "set_missing_host_key_policy",
    "sha",
    "sha1",
    "snapshot_download",
    "stream",
    "wrap_socket",
];

/// The names that checks know, whatever the document.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Last names of functions.
    callees: HashSet<Vec<u8>>,
    /// The check of each qualified name whose call is a finding.
    pub(super) calls: HashMap<Vec<u8>, u16>,
    /// Beginnings of modules, in bandit's order, with the check of each.
    pub(super) imports: Vec<(Vec<u8>, u16)>,
}

impl Vocabulary {
    pub(super) fn new(checks: &[Check], options: &Options) -> Self {
        let (mut calls, mut imports) = (HashMap::new(), Vec::new());
        for check in checks {
            // Imports count as calls, too: the argument of `__import__` is looked up there.
            for name in check.calls.iter().chain(check.imports.iter()) {
                calls.entry(name.as_bytes().to_vec()).or_insert(check.test);
            }
            let modules = check.imports.iter().map(|name| (name.as_bytes().to_vec(), check.test));
            imports.extend(modules);
        }
        imports.sort_by_key(|&(_, test)| test);
        let lists = [&options.subprocess, &options.shell, &options.no_shell, &options.markup_names];
        let qualified = lists.into_iter().flatten().map(String::as_bytes);
        let qualified = qualified.chain(calls.keys().map(Vec::as_slice));
        let last = |name: &[u8]| name.rsplit(|&byte| byte == b'.').next().map(<[u8]>::to_vec);
        let mut callees: HashSet<Vec<u8>> = qualified.filter_map(last).collect();
        callees.extend(CALLEES.iter().map(|name| name.as_bytes().to_vec()));
        Vocabulary { callees, calls, imports }
    }
}

/// What the names of one document are, by symbol.
pub(super) struct Words {
    is_callee: Vec<bool>,
}

impl Words {
    pub(super) fn new(tree: &Tree, vocabulary: &Vocabulary) -> Self {
        let contains = |name: &[u8], part: &[u8]| memchr::memmem::find(name, part).is_some();
        let is_callee = |symbol: u32| {
            let name = tree.bytes(Symbol(symbol));
            vocabulary.callees.contains(name)
                || contains(name, b"chmod")
                || contains(name, b"extractall")
        };
        Words { is_callee: (0..tree.symbol_count() as u32).map(is_callee).collect() }
    }

    /// Whether some check looks at functions of this last name.
    pub(super) fn is_callee(&self, symbol: Symbol) -> bool {
        self.is_callee.get(symbol.index()).copied().unwrap_or_default()
    }
}
