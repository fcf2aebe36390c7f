//! How to silence a finding that is wrong.

use sdf_core::{Document, Family, Located};

/// Where a file can hold a comment about a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comment {
    /// Behind the code, between these two.
    Behind(&'static str, &'static str),
    /// Only on a line of its own, behind this.
    Above(&'static str),
    /// Somewhere: the file's language is not known here.
    Somewhere,
    /// Nowhere.
    Nowhere,
}

/// One short line that says how to silence `finding`.
pub(crate) fn advice(finding: &Located<'_>) -> String {
    let id = &finding.rule.id;
    // Behind the first of several lines there is often a string that goes on.
    let is_long = finding.end.line > finding.start.line + 1;
    match comment(finding) {
        Comment::Behind(open, close) => {
            let place = if is_long { "the line above" } else { "the line" };
            format!("`{open}sdf:ignore[{id}] reason{close}` on {place}")
        }
        Comment::Above(open) => format!("`{open}sdf:ignore[{id}] reason` on the line above"),
        Comment::Somewhere => format!("`sdf:ignore[{id}] reason` in a comment on the line"),
        Comment::Nowhere => "an `[[allow]]` entry in sdf-hook.toml".to_owned(),
    }
}

fn comment(finding: &Located<'_>) -> Comment {
    // A fault of the file as a whole has no line to write on, and the past cannot be written on.
    let is_past = finding.past.is_some() && finding.in_head != Some(true);
    if finding.rule.family == Family::Hygiene || is_past {
        return Comment::Nowhere;
    }
    let document = Document::file(finding.path.as_ref(), b"");
    // Code of a notebook stands in cells; a secret may stand in what they put out.
    if document.extension() == Some(b"ipynb") && finding.rule.family != Family::Secrets {
        return Comment::Behind("# ", "");
    }
    let by_name = comment_of(&document.file_name().to_ascii_lowercase());
    match document.extension() {
        Some(extension) if by_name == Comment::Somewhere => {
            comment_of(&extension.to_ascii_lowercase())
        }
        _ => by_name,
    }
}

/// The comment of a lowercase file name or extension.
fn comment_of(name: &[u8]) -> Comment {
    match name {
        b"py" | b"pyi" | b"rb" | b"sh" | b"bash" | b"zsh" | b"yml" | b"yaml" | b"toml" | b"pl"
        | b"r" | b"ps1" | b"tf" | b"hcl" | b"nix" | b"ex" | b"exs" | b"cmake" => {
            Comment::Behind("# ", "")
        }
        b"rs" | b"js" | b"mjs" | b"cjs" | b"jsx" | b"ts" | b"tsx" | b"go" | b"java" | b"kt"
        | b"kts" | b"scala" | b"swift" | b"c" | b"h" | b"cc" | b"cpp" | b"hpp" | b"cs" | b"php"
        | b"dart" | b"groovy" | b"gradle" | b"proto" | b"jsonc" | b"json5" => {
            Comment::Behind("// ", "")
        }
        b"html" | b"htm" | b"xml" | b"svg" | b"md" | b"vue" | b"xhtml" | b"csproj" => {
            Comment::Behind("<!-- ", " -->")
        }
        b"css" | b"scss" | b"less" => Comment::Behind("/* ", " */"),
        b"sql" | b"lua" | b"hs" | b"elm" => Comment::Behind("-- ", ""),
        b"el" | b"clj" | b"asm" => Comment::Behind("; ", ""),
        // Behind a value, these formats take the comment for a part of it.
        b"env" | b".env" | b"cfg" | b"conf" | b"properties" | b"ini" | b"dockerfile"
        | b"makefile" | b"mk" | b".gitignore" | b".npmrc" | b".pypirc" => Comment::Above("# "),
        b"json" | b"lock" | b"csv" | b"tsv" | b"ipynb" | b"pem" | b"key" | b"crt" | b"p12"
        | b"txt" | b"log" | b"map" => Comment::Nowhere,
        _ => Comment::Somewhere,
    }
}

#[cfg(test)]
mod tests {
    use crate::sample;

    #[test]
    fn the_comment_fits_the_file() {
        let advice = |path: &str| super::advice(&sample::secret(path));
        assert_eq!(advice("a/b.PY"), "`# sdf:ignore[github-pat] reason` on the line");
        assert_eq!(advice("b.html"), "`<!-- sdf:ignore[github-pat] reason -->` on the line");
        assert_eq!(advice(".env"), "`# sdf:ignore[github-pat] reason` on the line above");
        assert_eq!(advice("b.json"), "an `[[allow]]` entry in sdf-hook.toml");
        assert_eq!(advice("b.what"), "`sdf:ignore[github-pat] reason` in a comment on the line");
    }
}
