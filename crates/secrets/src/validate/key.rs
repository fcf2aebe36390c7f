//! Files of private keys.

mod armour;
mod der;
mod openssh;
mod pgp;

use super::Verdict;
use crate::documented::documentation_of_key;
use armour::Armour;
use sdf_core::Severity;

/// Least base-64 characters of a private key: an Ed25519 key takes 64 in PKCS #8.
const SHORTEST: usize = 60;
/// Least entropy of key material in bits a byte; random base 64 of that length has 5.
const ENTROPY: f32 = 4.0;

const CUT: Verdict = Verdict::Malformed("its end is missing");

/// What the body of a block between `-----BEGIN` and `-----END` says.
pub(super) fn block(block: &[u8]) -> Verdict {
    let Some(armour) = Armour::read(block) else { return Verdict::Rejected };
    let material = armour.material();
    if material.len() < SHORTEST || entropy::shannon_entropy(&material) < ENTROPY {
        return Verdict::Rejected;
    }
    if let Some(source) = documentation_of_key(&material) {
        return Verdict::Documented(source);
    }
    if armour.labels_differ() {
        return Verdict::Malformed("its first and its last line name different things");
    }
    if armour.is_encrypted() {
        return protected();
    }
    match armour.label {
        b"OPENSSH PRIVATE KEY" => armour.decoded().map_or(CUT, |key| openssh::inspect(&key)),
        b"PGP PRIVATE KEY BLOCK" => pgp::inspect(&armour),
        b"PRIVATE KEY" | b"RSA PRIVATE KEY" | b"EC PRIVATE KEY" | b"DSA PRIVATE KEY" => {
            armour.decoded().map_or(CUT, |key| der::inspect(&key))
        }
        _ => Verdict::Genuine,
    }
}

/// What a key file of PuTTY says.
pub(super) fn putty(file: &[u8]) -> Verdict {
    let value = |name: &[u8]| {
        let start = memchr::memmem::find(file, name)? + name.len();
        let line = file[start..].split(|&byte| byte == b'\n').next()?;
        Some(line.trim_ascii())
    };
    let count = || std::str::from_utf8(value(b"Private-Lines:")?).ok()?.parse::<usize>().ok();
    let lines = memchr::memmem::find(file, b"Private-Lines:")
        .map_or(0, |at| file[at..].split(|&byte| byte == b'\n').skip(1).filter(is_line).count());
    if count().is_none_or(|count| lines < count) {
        return CUT;
    }
    match value(b"Encryption:") {
        Some(b"none") => Verdict::Genuine,
        Some(_) => protected(),
        None => Verdict::Malformed("it does not say how it is encrypted"),
    }
}

fn is_line(line: &&[u8]) -> bool {
    let line = line.trim_ascii();
    !line.is_empty() && !line.contains(&b':')
}

fn protected() -> Verdict {
    Verdict::Mitigated(Severity::Medium, "protected by a passphrase".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_rules::examples::expand;

    fn of(template: &str) -> Verdict {
        block(expand(template, "seed").expect("a sound template").as_bytes())
    }

    #[test]
    fn keys_that_parse() {
        for label in ["RSA ", "EC ", "DSA ", "", "OPENSSH "] {
            assert_eq!(of(&format!("{{{{pem:{label}PRIVATE KEY}}}}")), Verdict::Genuine, "{label}");
        }
        assert_eq!(of("{{pem:PGP PRIVATE KEY BLOCK}}"), Verdict::Genuine);
        assert_eq!(of("{{pem-escaped:PRIVATE KEY}}"), Verdict::Genuine);
        let text = expand("{{pem:RSA PRIVATE KEY}}", "seed").expect("a sound template");
        let lines: Vec<_> = text.lines().collect();
        for (open, close) in [
            ("'", "\\n' +"),
            ("\"", "\","),
            ("# ", ""),
            ("+", ""),
            ("  ", "\r"),
            ("\"", "\\r\\n\""),
        ] {
            let source: String =
                lines.iter().map(|line| format!("{open}{line}{close}\n")).collect();
            assert_eq!(block(source.as_bytes()), Verdict::Genuine, "{source}");
        }
    }

    #[test]
    fn keys_that_are_locked() {
        assert_eq!(of("{{pem:ENCRYPTED PRIVATE KEY}}"), protected());
        assert_eq!(of("{{pem-locked:OPENSSH PRIVATE KEY}}"), protected());
        assert_eq!(of("{{pem-locked:PGP PRIVATE KEY BLOCK}}"), protected());
    }

    #[test]
    fn keys_with_faults() {
        let text = expand("{{pem:RSA PRIVATE KEY}}", "seed").expect("a sound template");
        let lines: Vec<_> = text.lines().collect();
        let cut = [&lines[..5], &lines[6..]].concat().join("\n");
        assert!(matches!(block(cut.as_bytes()), Verdict::Malformed(_)));
        assert!(matches!(block(lines[..6].join("\n").as_bytes()), Verdict::Malformed(_)));
        let other = text.replace("END RSA", "END EC");
        assert!(matches!(block(other.as_bytes()), Verdict::Malformed(_)));
        let none = "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----";
        assert_eq!(block(none.as_bytes()), Verdict::Rejected);
        let flat = ["-----BEGIN PRIVATE KEY-----".to_owned(), "A".repeat(200)].concat();
        assert_eq!(block(flat.as_bytes()), Verdict::Rejected);
    }

    #[test]
    fn files_of_putty() {
        let file = |encryption: &str, count: usize| {
            let template = format!(
                "PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: {encryption}\r\nPrivate-Lines: {count}\r\n{{{{48:base64}}}}\r\n"
            );
            putty(expand(&template, "seed").expect("a sound template").as_bytes())
        };
        assert_eq!(file("none", 1), Verdict::Genuine);
        assert_eq!(file("aes256-cbc", 1), protected());
        assert_eq!(file("none", 2), CUT);
    }
}
