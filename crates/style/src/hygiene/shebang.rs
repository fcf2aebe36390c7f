//! check-executables-have-shebangs and check-shebang-scripts-are-executable.

use crate::Check;
use crate::sink::{Sink, finding};
use sdf_core::{Document, Kind, Span};

/// Mode and first line of a text file must agree on whether it can be run.
pub(crate) fn check(document: &Document<'_>, sink: &mut Sink<'_>) {
    let has_shebang = document.bytes.starts_with(b"#!");
    // Known by nothing but the file: it can have the fault once.
    let start = Span::new(0, 0);
    match document.kind {
        Kind::Executable if !has_shebang => {
            let check = Check::CheckExecutablesHaveShebangs;
            sink.add(check, finding(check, start, start));
        }
        Kind::File if has_shebang && !is_rust_attribute(document) => {
            let check = Check::CheckShebangScriptsAreExecutable;
            let line = memchr::memchr(b'\n', document.bytes).unwrap_or(document.bytes.len());
            sink.add(check, finding(check, Span::new(0, line), start));
        }
        _ => {}
    }
}

/// Whether what looks like a shebang is an attribute such as `#![no_std]`.
fn is_rust_attribute(document: &Document<'_>) -> bool {
    document.extension() == Some(b"rs") && document.bytes.get(2) == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use crate::testing::check_as;
    use sdf_core::Kind;

    #[test]
    fn mode_and_first_line_agree() {
        let rules = |kind, path: &str, text: &str| -> Vec<String> {
            let rule = |it: sdf_core::Finding<'_>| it.rule.id.to_string();
            let of_this = |id: &String| id.contains("shebang");
            check_as(kind, path, text.as_bytes()).into_iter().map(rule).filter(of_this).collect()
        };
        let none: [&str; 0] = [];
        let found = |kind, text| rules(kind, "run", text);
        assert_eq!(found(Kind::Executable, "#!/bin/sh\n"), none);
        assert_eq!(found(Kind::Executable, "echo\n"), ["check-executables-have-shebangs"]);
        assert_eq!(found(Kind::Executable, ""), ["check-executables-have-shebangs"]);
        assert_eq!(found(Kind::Executable, "\u{7f}ELF\0"), none);
        assert_eq!(found(Kind::File, "#!/bin/sh\n"), ["check-shebang-scripts-are-executable"]);
        assert_eq!(found(Kind::File, "#![x\n"), ["check-shebang-scripts-are-executable"]);
        assert_eq!(rules(Kind::File, "lib.rs", "#![no_std]\n"), none);
        assert_eq!(found(Kind::File, " #!/bin/sh\n"), none);
    }
}
