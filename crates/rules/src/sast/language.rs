//! The languages that rules name.

/// What a name of a language means here.
pub(super) enum Meaning {
    /// A language whose rules are matched, by the name used here.
    Supported(&'static str),
    /// One that Semgrep knows and nobody parses here.
    Elsewhere,
    /// None at all.
    Unknown,
}

/// Names in Semgrep's rules of what cannot be parsed here.
const ELSEWHERE: &[&str] = &[
    "apex",
    "bash",
    "c",
    "c#",
    "c++",
    "cairo",
    "circom",
    "clojure",
    "cpp",
    "csharp",
    "dart",
    "docker",
    "dockerfile",
    "elixir",
    "ex",
    "fga",
    "go",
    "golang",
    "gosu",
    "hack",
    "hcl",
    "html",
    "java",
    "javascript",
    "js",
    "json",
    "jsonnet",
    "julia",
    "kotlin",
    "kt",
    "lisp",
    "lua",
    "move_on_aptos",
    "move_on_sui",
    "objc",
    "objective-c",
    "objectivec",
    "ocaml",
    "openfga",
    "php",
    "powershell",
    "promql",
    "proto",
    "proto3",
    "protobuf",
    "ql",
    "r",
    "ruby",
    "rust",
    "scala",
    "scheme",
    "sh",
    "sol",
    "solidity",
    "swift",
    "terraform",
    "tf",
    "ts",
    "tsx",
    "typescript",
    "vb",
    "visualbasic",
    "vue",
    "xml",
    "yaml",
];

/// What `name`, in any case of letters, means in a rule. The names of what is supported are those
/// that the crate of the grammars has for its languages.
pub(super) fn meaning(name: &str) -> Meaning {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "python" | "py" | "python2" | "python3" => Meaning::Supported("python"),
        "generic" | "spacegrep" | "aliengrep" => Meaning::Supported("generic"),
        "regex" | "none" => Meaning::Supported("regex"),
        other if ELSEWHERE.contains(&other) => Meaning::Elsewhere,
        _ => Meaning::Unknown,
    }
}
