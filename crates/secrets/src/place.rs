//! What the path of a document says of the values in it.

use sdf_core::{BStr, Confidence, Document, Finding};
use sdf_rules::secret::{SecretRule, Specificity};

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// How assignments are read here.
    pub(crate) reading: Reading,
    /// What sort of text this is.
    pub(crate) sort: Sort,
    /// Whether values here are rarely real: tests, examples.
    pub(crate) rehearsal: bool,
    /// Whether this is documentation.
    pub(crate) documentation: bool,
    /// Whether texts for people are kept here, in their languages.
    pub(crate) translation: bool,
    /// Whether a program wrote this: lock files, minified code.
    pub(crate) generated: bool,
}

/// How assignments are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// Whether text needs quotes to be a value.
    pub(crate) quoting: Quoting,
    /// Whether people write sentences.
    pub(crate) prose: bool,
}

impl Reading {
    /// All that there are.
    pub(crate) const ALL: &'static [Reading] = &[
        Reading { quoting: Quoting::Required, prose: false },
        Reading { quoting: Quoting::Optional, prose: false },
        Reading { quoting: Quoting::Optional, prose: true },
    ];
}

/// What sort of text a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sort {
    /// Keys and values: INI, properties, YAML, TOML and anything unknown.
    Settings,
    /// Variables of an environment: `.env`.
    Environment,
    /// A programming language.
    Code,
    /// JSON, SQL, notebooks.
    Data,
    /// XML and HTML.
    Markup,
    /// Text for people.
    Prose,
    /// Shell and its like.
    Script,
}

/// Whether text needs quotes to be a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// As in programming languages: what is bare is an expression.
    Required,
    /// As in settings files and shells.
    Optional,
}

/// Extensions of files in which a bare word is an expression.
#[rustfmt::skip]
const CODE: &[&str] = &[
    "bicep", "c", "cc", "cjs", "clj", "cpp", "cs", "css", "cts", "cxx", "dart", "erl", "ex", "exs",
    "fs", "fsx", "go", "gradle", "groovy", "h", "hcl", "hpp", "hs", "html", "hxx", "ipynb", "java",
    "jl", "js", "json", "json5", "jsonc", "jsx", "kt", "kts", "lua", "m", "mjs", "ml", "mm", "mts",
    "nix", "php", "pl", "pm", "proto", "py", "pyi", "pyx", "r", "rb", "rs", "scala", "scss", "sol",
    "sql", "svelte", "swift", "tf", "tfvars", "ts", "tsx", "vb", "vue", "zig",
];

/// Extensions of files that hold sentences.
#[rustfmt::skip]
const PROSE: &[&str] = &[
    "adoc", "asciidoc", "log", "markdown", "md", "mdx", "rst", "tex", "txt",
];

const DATA: &[&str] = &["json", "json5", "jsonc", "ipynb", "sql", "csv", "har", "plist", "tfstate"];
const MARKUP: &[&str] = &["xml", "html", "htm", "config", "csproj", "xhtml", "jsp", "svg", "xaml"];
const SCRIPT: &[&str] = &["sh", "bash", "zsh", "fish", "ps1", "psm1", "bat", "cmd", "mk"];

/// Parts of paths of documentation.
const DOCUMENTATION: &[&str] = &["changelog", "doc", "docs", "readme", "tutorial", "tutorials"];
/// Parts of paths of texts for people.
const TRANSLATION: &[&str] = &[
    "i18n",
    "l10n",
    "lang",
    "langs",
    "language",
    "languages",
    "locale",
    "locales",
    "messages",
    "po",
    "strings",
    "translations",
];
/// Parts of paths of what programs write.
const GENERATED: &[&str] = &["lock", "min", "generated", "snap", "dist", "map"];

/// Parts of paths where values are rarely real.
#[rustfmt::skip]
const REHEARSAL: &[&str] = &[
    "changelog", "demo", "demos", "doc", "docs", "e2e", "example", "examples", "fixture",
    "fixtures", "mock", "mocks", "readme", "sample", "samples", "spec", "specs", "stories",
    "template", "templates", "test", "testdata", "testing", "tests", "tutorial", "tutorials",
];

impl Place {
    /// What the path of `document` says.
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let extension = document.extension().map(<[u8]>::to_ascii_lowercase);
        let is_one_of = |list: &[&str]| {
            extension.as_ref().is_some_and(|name| list.iter().any(|one| one.as_bytes() == name))
        };
        let quoting = if is_one_of(CODE) { Quoting::Required } else { Quoting::Optional };
        let name = document.file_name();
        let is_variables = name.starts_with(b".env") || extension.as_deref() == Some(b"env");
        let is_script =
            is_one_of(SCRIPT) || matches!(&**name, b"Dockerfile" | b"Makefile" | b"Jenkinsfile");
        let sort = match () {
            () if is_variables => Sort::Environment,
            () if is_one_of(PROSE) => Sort::Prose,
            () if is_one_of(DATA) => Sort::Data,
            () if is_one_of(MARKUP) => Sort::Markup,
            () if is_script => Sort::Script,
            () if quoting == Quoting::Required => Sort::Code,
            () => Sort::Settings,
        };
        let words = path_words(document.path);
        let speaks_of =
            |list: &[&str]| words.iter().any(|word| list.iter().any(|one| one.as_bytes() == word));
        Place {
            reading: Reading { quoting, prose: is_one_of(PROSE) },
            sort,
            rehearsal: speaks_of(REHEARSAL),
            documentation: is_one_of(PROSE) || speaks_of(DOCUMENTATION),
            translation: speaks_of(TRANSLATION),
            generated: speaks_of(GENERATED),
        }
    }

    /// Whether `rule` is for files of this path.
    pub(crate) fn suits(&self, document: &Document<'_>, rule: &SecretRule) -> bool {
        let path = || document.path.to_ascii_lowercase();
        rule.paths.is_empty() || rule.paths.iter().any(|ending| path().ends_with(ending.as_bytes()))
    }

    /// `finding`, less sure where values are rarely real, unless its issuer is known: people make
    /// up passwords and keys for tests, but not tokens with the form of an issuer's.
    pub(crate) fn adjusted<'r>(
        &self,
        finding: Finding<'r>,
        specificity: Specificity,
    ) -> Finding<'r> {
        let doubtful = self.rehearsal && specificity != Specificity::Provider;
        let confidence = match finding.confidence {
            Confidence::High if doubtful => Confidence::Medium,
            Confidence::Medium if doubtful => Confidence::Low,
            confidence => confidence,
        };
        Finding { confidence, ..finding }
    }
}

/// Whether `ending`, with the dot before it, is one of files of a language.
pub(crate) fn is_extension(ending: &str) -> bool {
    ending.strip_prefix('.').is_some_and(|name| CODE.contains(&name))
}

/// The words of a path, in lower case.
fn path_words(path: &BStr) -> Vec<Vec<u8>> {
    path.split(|byte| !byte.is_ascii_alphanumeric()).map(<[u8]>::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &'static str) -> Place {
        Place::of(&Document::file(path.into(), b""))
    }

    #[test]
    fn code_wants_quotes_and_settings_do_not() {
        assert_eq!(of("a/b.PY").reading.quoting, Quoting::Required);
        assert_eq!(of(".env").reading.quoting, Quoting::Optional);
        assert!(of("README.md").reading.prose);
        assert!(of("src/user_test.go").rehearsal && !of("src/contest.go").rehearsal);
    }
}
