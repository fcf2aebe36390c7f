//! What is something other than a secret.

/// Whether `value` is an expression, a template, a path, a number or the like. Without quotes of
/// its own it may also be code.
pub(super) fn is_something_else(value: &[u8], quoted: bool) -> bool {
    !value.iter().all(u8::is_ascii_graphic)
        || is_template(value)
        || is_reference(value)
        || is_path(value)
        || is_number(value)
        || is_uuid(value)
        || is_identifier(value)
        || is_address(value)
        || is_label(value)
        || is_call(value)
        || (!quoted && is_code(value))
}

fn holds(value: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(value, part).is_some()
}

/// Text that a program fills in: `${X}`, `{{x}}`, `%s`, `<x>`, `$X`, `#{x}`.
pub(super) fn is_template(value: &[u8]) -> bool {
    let first = value.first().copied().unwrap_or(b' ');
    let last = value.last().copied().unwrap_or(b' ');
    let wrapped = matches!(
        (first, last),
        (b'<', b'>')
            | (b'{', b'}')
            | (b'[', b']')
            | (b'%', b'%')
            | (b'(', b')')
            | (b'_', b'_')
            | (b'*', b'*')
    );
    let variable = first == b'$'
        && value.get(1).is_some_and(|byte| {
            byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'(' | b'{' | b'@')
        });
    let inside = [
        "${", "{{", "}}", "#{", "%(", "<%", "%>", "$(", "%s", "%d", "%v", "{}", "{0}", "%{", "$[",
        "\\(",
    ];
    // `$2b$10$…` is a hash of bcrypt, `$6$…` one of crypt: what is stored instead of a password.
    wrapped
        || variable
        || inside.iter().any(|part| holds(value, part.as_bytes()))
        || is_format_field(value)
}

/// A field of a format string: `{name}`, `{user.password}`.
fn is_format_field(value: &[u8]) -> bool {
    let Some(open) = memchr::memchr(b'{', value) else { return false };
    let Some(length) = memchr::memchr(b'}', &value[open..]) else { return false };
    let field = &value[open + 1..open + length];
    !field.is_empty()
        && field.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

/// A pointer to where the secret is kept, or a secret in encrypted form.
fn is_reference(value: &[u8]) -> bool {
    const HEADS: &[&str] = &[
        "arn:",
        "aws:",
        "env:",
        "env.",
        "vault:",
        "ssm:",
        "kms:",
        "op://",
        "file:",
        "secret:",
        "secrets.",
        "secretref:",
        "ref+",
        "enc[",
        "enc(",
        "sops:",
        "data:",
        "projects/",
        "urn:",
        "!vault",
        "sha256:",
        "sha512:",
        "sha1:",
        "sha256-",
        "sha512-",
        "sha384-",
        "md5:",
        "config.",
        "process.env",
        "os.environ",
        "self.",
        "this.",
        "var.",
        "local.",
        "module.",
        "$2a$",
        "$2b$",
        "$2y$",
        "$1$",
        "$5$",
        "$6$",
        "$argon2",
        "pbkdf2",
        "bcrypt",
        "{ssha}",
        "{noop}",
        "{bcrypt}",
        "@microsoft.keyvault",
        "akv:",
        "doppler:",
        "bws:",
        "age1",
        "ssh-rsa",
        "ssh-ed25519",
    ];
    let begins = |head: &&str| {
        value.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
    };
    HEADS.iter().any(|head| begins(head))
}

/// A path, a URL, a MIME type or a file name.
fn is_path(value: &[u8]) -> bool {
    let rooted = [b"/".as_slice(), b"./", b"../", b"~/", b"~\\", b".\\", b"\\\\", b"@/"]
        .iter()
        .any(|root| value.starts_with(root));
    let drive = value.get(1..3) == Some(b":\\") || value.get(1..3) == Some(b":/");
    let is_word = |part: &[u8]| {
        !part.is_empty()
            && !part.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'='))
    };
    let segments = value.split(|&byte| byte == b'/');
    let of_words = value.contains(&b'/') && segments.clone().all(is_word);
    // Base 64 may begin with a slash too, but is seldom without digits.
    let looks_rooted = rooted && segments.skip(1).all(|part| part.len() < 24);
    looks_rooted || drive || of_words || holds(value, b"://") || has_file_extension(value)
}

fn has_file_extension(value: &[u8]) -> bool {
    const EXTENSIONS: &[&str] = &[
        "asc",
        "bin",
        "cer",
        "cfg",
        "conf",
        "crt",
        "cs",
        "css",
        "csv",
        "db",
        "der",
        "env",
        "go",
        "gpg",
        "htm",
        "html",
        "ini",
        "java",
        "jks",
        "js",
        "json",
        "jsx",
        "key",
        "log",
        "lock",
        "md",
        "p12",
        "pdf",
        "pem",
        "pfx",
        "php",
        "plist",
        "png",
        "properties",
        "pub",
        "py",
        "rb",
        "rs",
        "sh",
        "sql",
        "svg",
        "toml",
        "ts",
        "tsx",
        "txt",
        "vue",
        "xml",
        "yaml",
        "yml",
        "zip",
    ];
    let Some(dot) = memchr::memrchr(b'.', value) else { return false };
    EXTENSIONS.iter().any(|one| one.as_bytes().eq_ignore_ascii_case(&value[dot + 1..]))
}

/// Digits with the marks of numbers, dates, versions and addresses.
fn is_number(value: &[u8]) -> bool {
    value.iter().all(|byte| {
        byte.is_ascii_digit()
            || matches!(byte, b'.' | b'-' | b':' | b'/' | b',' | b'+' | b'T' | b'Z' | b'_' | b'x')
    }) || is_version(value)
}

/// `1.2.3-beta.4`, `v2.0`: numbers first, then words.
fn is_version(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"v").unwrap_or(value);
    let numbers = value.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let head = &value[..numbers];
    head.first().is_some_and(u8::is_ascii_digit)
        && head.contains(&b'.')
        && value[numbers..].split(|byte| matches!(byte, b'-' | b'.' | b'+')).all(|part| {
            part.len() <= 12
                && (part.iter().all(u8::is_ascii_digit) || part.iter().all(u8::is_ascii_alphabetic))
        })
}

/// 8-4-4-4-12 hexadecimal digits.
pub(super) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Words in one case joined by marks, perhaps with short numbers: `db.user_password_1`,
/// `API_KEY_V2`, `current-password`.
fn is_identifier(value: &[u8]) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b'_' | b'-' | b'.' | b':' | b'/');
    let is_number = |part: &[u8]| part.len() <= 2 && part.iter().all(u8::is_ascii_digit);
    let is_word = |part: &[u8]| {
        let letters = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, tail) = part.split_at(letters);
        let one_case = !word.iter().any(u8::is_ascii_lowercase)
            || !word.iter().skip(1).any(u8::is_ascii_uppercase);
        letters > 0 && one_case && is_number(tail)
    };
    let is_part = |part: &[u8]| part.is_empty() || is_word(part) || is_number(part);
    value.iter().any(is_mark) && value.split(is_mark).all(is_part)
        || value.iter().all(u8::is_ascii_alphabetic) && is_camel(value)
}

/// Letters only, in words of three and more: `userPassword`, `UserPassword`, `password`.
fn is_camel(value: &[u8]) -> bool {
    let mut word = 0;
    let mut words_are_long = true;
    for (at, byte) in value.iter().enumerate() {
        if byte.is_ascii_uppercase() && at > 0 && value[at - 1].is_ascii_lowercase() {
            words_are_long &= word >= 3;
            word = 0;
        }
        word += 1;
    }
    words_are_long
}

/// `user@host.tld`.
fn is_address(value: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', value) else { return false };
    let (user, host) = (&value[..at], &value[at + 1..]);
    let is_host =
        host.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    !user.is_empty()
        && is_host
        && memchr::memrchr(b'.', host)
            .is_some_and(|dot| dot > 0 && (2..=6).contains(&(host.len() - dot - 1)))
}

/// Text for people: `Password:`, `Enter...`, markup.
fn is_label(value: &[u8]) -> bool {
    let ends = [b":".as_slice(), b"...", b"?"].iter().any(|end| value.ends_with(end));
    let before = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    (ends && before + 3 >= value.len())
        || (value.starts_with(b"<") && value.contains(&b'>'))
        || value.starts_with(b"^") && (value.ends_with(b"$") || holds(value, b"["))
        || holds(value, b"[a-z")
        || holds(value, b"[A-Z")
        || holds(value, b"\\w")
        || holds(value, b"\\d")
}

/// `name(…)`.
fn is_call(value: &[u8]) -> bool {
    let Some(open) = memchr::memchr(b'(', value) else { return false };
    let name = &value[..open];
    let is_name =
        name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'));
    !name.is_empty() && is_name && (value.ends_with(b")") || open + 1 == value.len())
}

/// What a value without quotes may be in code or a shell.
fn is_code(value: &[u8]) -> bool {
    let first = value.first().copied().unwrap_or(b' ');
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let is_member = value.contains(&b'.')
        && value.split(|&byte| byte == b'.').all(|part| {
            part.first().is_some_and(u8::is_ascii_alphabetic)
                && part.iter().all(|&byte| is_part(byte))
        });
    let is_index = value.contains(&b'[') || value.contains(&b'(') || value.ends_with(b"{");
    matches!(
        first,
        b'$' | b'{'
            | b'['
            | b'('
            | b'<'
            | b'*'
            | b'&'
            | b'!'
            | b'|'
            | b'>'
            | b'%'
            | b'@'
            | b'?'
            | b'='
            | b'/'
            | b'#'
            | b'-'
    ) || is_member
        || is_index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_things() {
        for value in [
            "${DB_PASSWORD}",
            "{{ .Values.pw }}",
            "%(password)s",
            "<password>",
            "$PASSWORD",
            "{password}",
            "os.environ['X']",
            "getenv('X')",
            "/run/secrets/db1",
            "./key.pem",
            "application/json",
            "https://x.y/z1",
            "2024-01-15",
            "1.2.3-beta.4",
            "127.0.0.1:8080",
            "123e4567-e89b-12d3-a456-426614174000",
            "db.user_password_1",
            "API_KEY_V2",
            "me2@acme.io",
            "Password:",
            "userPassword",
            "ENC[AES256,x]",
            "arn:aws:x1",
            "id_rsa2.pem",
            "Paßwort1",
            "$2b$10$x9",
        ] {
            assert!(is_something_else(value.as_bytes(), true), "{value}");
        }
    }

    #[test]
    fn secrets_are_nothing_else() {
        for value in [
            "Tr0ub4dor&3",
            "hunter2",
            "9f86d081884c7d659a2feaa0c55ad015",
            "p@ss1word",
            "a/B3+kd9==",
        ] {
            assert!(!is_something_else(value.as_bytes(), true), "{value}");
        }
    }

    #[test]
    fn code_without_quotes() {
        for value in ["request.token2", "tokens[0]", "make(", "&anchor1", "*alias1"] {
            assert!(is_something_else(value.as_bytes(), false), "{value}");
        }
    }
}
