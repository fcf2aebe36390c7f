//! The text of a hook: `hooks/hook.sh` with its blanks filled in.

use std::path::Path;

use super::HookType;

const TEMPLATE: &str = include_str!("../../../../hooks/hook.sh");

/// The line that tells our hooks, of any version, from others.
const MARKER: &[u8] = b"\n# sdf-hook: hook script, version ";

/// Whether a hook's `content` is ours.
pub(super) fn is_ours(content: &[u8]) -> bool {
    // The marker is the second line; a longer search could find it quoted in someone's script.
    let head = content.get(..128).unwrap_or(content);
    head.starts_with(b"#!") && head.windows(MARKER.len()).any(|window| window == MARKER)
}

/// The hook's text. `binary` is the absolute path of this program, `interpreter` that of the
/// hook kept beside it when [`interpreter`] names one.
pub(super) fn text(
    hook: HookType,
    binary: &Path,
    shared: bool,
    interpreter: Option<&str>,
) -> Vec<u8> {
    let binary = quote(binary.as_os_str().as_encoded_bytes());
    let interpreter = interpreter.map_or_else(Vec::new, |words| quote(words.as_bytes()));
    let mut text = Vec::with_capacity(TEMPLATE.len() + 256);
    let mut rest = TEMPLATE;
    while let Some((before, (blank, after))) =
        rest.split_once("{{").and_then(|(before, after)| Some((before, after.split_once("}}")?)))
    {
        text.extend_from_slice(before.as_bytes());
        text.extend_from_slice(match blank {
            "hook" => hook.name().as_bytes(),
            "binary" => &binary,
            "interpreter" => &interpreter,
            _ if shared => b"yes",
            _ => b"",
        });
        rest = after;
    }
    text.extend_from_slice(rest.as_bytes());
    text
}

/// Quotes bytes so that a POSIX shell reads them back unchanged.
fn quote(bytes: &[u8]) -> Vec<u8> {
    let mut quoted = vec![b'\''];
    for &byte in bytes {
        match byte {
            b'\'' => quoted.extend_from_slice(br"'\''"),
            _ => quoted.push(byte),
        }
    }
    quoted.push(b'\'');
    quoted
}

/// The interpreter of a shell script, from its first line (`#!/usr/bin/env bash` gives
/// `/usr/bin/env bash`); `None` for other programs and for what word splitting would change.
pub(super) fn interpreter(content: &[u8]) -> Option<&str> {
    let line = content.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?.trim_matches(' ');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._- ".contains(&byte);
    if !line.bytes().all(plain) {
        return None;
    }
    let shell = |word: &str| {
        let name = word.rsplit('/').next().unwrap_or(word);
        matches!(name, "sh" | "bash" | "dash")
    };
    line.split(' ').any(shell).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_survive_a_shell() {
        assert_eq!(quote(b"/a b/it's $HOME\n"), b"'/a b/it'\\''s $HOME\n'");
    }

    #[test]
    fn every_blank_is_filled_and_the_text_is_known_as_ours() {
        for shared in [true, false] {
            let text =
                text(HookType::PrePush, Path::new("/opt/{{hook}}"), shared, Some("/bin/sh -e"));
            assert!(is_ours(&text));
            let text = String::from_utf8(text).expect("the template and the path are UTF-8");
            assert!(text.contains("\nbinary='/opt/{{hook}}'\n"), "filled once, not again: {text}");
            assert!(text.contains("\ninterpreter='/bin/sh -e'\n"));
            assert_eq!(text.contains("\nshared=yes\n"), shared);
            assert_eq!(text.matches("{{").count(), 1, "only that of the path");
        }
        assert!(!is_ours(b"#!/bin/sh\nexec other\n"));
    }

    #[test]
    fn only_shells_can_run_a_file_under_another_name() {
        assert_eq!(interpreter(b"#!/bin/sh\nexit"), Some("/bin/sh"));
        assert_eq!(interpreter(b"#! /usr/bin/env bash"), Some("/usr/bin/env bash"));
        assert_eq!(interpreter(b"#!/bin/bash -eu\n"), Some("/bin/bash -eu"));
        for other in ["#!/usr/bin/python3\n", "#!/bin/sh\r\n", "#!/b*n/sh\n", "\x7fELF", ""] {
            assert_eq!(interpreter(other.as_bytes()), None, "{other:?}");
        }
    }
}
