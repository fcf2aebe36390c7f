//! Weak hashes and short keys.

use super::Pass;
use super::arguments::Value;
use super::calls::Call;
use sdf_core::{Confidence, Severity};

const WEAK_HASHES: [&[u8]; 4] = [b"md4", b"md5", b"sha", b"sha1"];
const WEAK_CRYPTS: [&[u8]; 3] = [b"METHOD_CRYPT", b"METHOD_MD5", b"METHOD_BLOWFISH"];

/// Functions that make keys: the qualified name, what sort of key, the keyword and the position of
/// its length.
const KEY_MAKERS: [(&str, Sort, &str, usize); 7] = [
    (
        "cryptography.hazmat.primitives.asymmetric.dsa.generate_private_key",
        Sort::Dsa,
        "key_size",
        0,
    ),
    (
        "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key",
        Sort::Rsa,
        "key_size",
        1,
    ),
    ("cryptography.hazmat.primitives.asymmetric.ec.generate_private_key", Sort::Ec, "curve", 0),
    ("Crypto.PublicKey.DSA.generate", Sort::Dsa, "bits", 0),
    ("Crypto.PublicKey.RSA.generate", Sort::Rsa, "bits", 0),
    ("Cryptodome.PublicKey.DSA.generate", Sort::Dsa, "bits", 0),
    ("Cryptodome.PublicKey.RSA.generate", Sort::Rsa, "bits", 0),
];

/// Curves of less than 224 bits; all others, known and unknown, are long enough by default.
const CURVES: [(&str, i64); 19] = [
    ("SECT571K1", 571),
    ("SECT571R1", 570),
    ("SECP521R1", 521),
    ("BrainpoolP512R1", 512),
    ("SECT409K1", 409),
    ("SECT409R1", 409),
    ("BrainpoolP384R1", 384),
    ("SECP384R1", 384),
    ("SECT283K1", 283),
    ("SECT283R1", 283),
    ("BrainpoolP256R1", 256),
    ("SECP256K1", 256),
    ("SECP256R1", 256),
    ("SECT233K1", 233),
    ("SECT233R1", 233),
    ("SECP224R1", 224),
    ("SECP192R1", 192),
    ("SECT163K1", 163),
    ("SECT163R2", 163),
];
/// What bandit takes an unknown curve for.
const UNKNOWN_CURVE: i64 = 224;
/// What bandit takes a key of unknown length for.
const UNKNOWN_LENGTH: i64 = 2048;

#[derive(Clone, Copy)]
enum Sort {
    Dsa,
    Rsa,
    Ec,
}

impl Pass<'_, '_> {
    pub(super) fn crypto(&mut self, call: &Call) {
        if self.wants(324) {
            self.weak_hash(call);
        }
        if self.wants(505) {
            self.short_key(call);
        }
    }

    fn weak_hash(&mut self, call: &Call) {
        let first_or = |index: usize, keyword: &str| match self.positional(call.id).nth(index) {
            Some(argument) => self.value(argument),
            None => self.keyword_value(call.id, keyword),
        };
        if call.has_part("hashlib") {
            let is_weak = match call.name() {
                b"new" => first_or(0, "name").is_some_and(|name| {
                    name.text().is_some_and(|it| WEAK_HASHES.contains(&&*it.to_ascii_lowercase()))
                }),
                name => WEAK_HASHES.contains(&name),
            };
            let is_for_security = match self.keyword(call.id, "usedforsecurity") {
                Some(value) => self.value(value).is_some_and(|value| value.is("True")),
                None => true,
            };
            if is_weak && is_for_security {
                let place = self.place(call.id);
                self.report(324, place);
            }
        } else if call.has_part("crypt") {
            let method = match call.name() {
                b"crypt" => first_or(1, "salt"),
                b"mksalt" => first_or(0, "method"),
                _ => return,
            };
            if method.is_some_and(|it| it.text().is_some_and(|it| WEAK_CRYPTS.contains(&it))) {
                let place = self.place(call.id);
                let message = "A password is hashed by a method that is broken";
                self.report_as(324, place, Severity::Medium, Confidence::High, message);
            }
        }
    }

    fn short_key(&mut self, call: &Call) {
        let maker = KEY_MAKERS.iter().find(|(name, ..)| call.is(name));
        let Some(&(_, sort, keyword, position)) = maker else { return };
        let named = self.keyword_value(call.id, keyword).and_then(Value::truthy);
        let given =
            named.or_else(|| self.positional_value(call.id, position).and_then(Value::truthy));
        let bits = match (sort, given) {
            (Sort::Ec, curve) => {
                let is_it = |(name, _): &&(&str, i64)| curve.as_ref().is_some_and(|it| it.is(name));
                CURVES.iter().find(is_it).map_or(UNKNOWN_CURVE, |&(_, bits)| bits)
            }
            (_, None) => UNKNOWN_LENGTH,
            (_, Some(Value::Integer(bits))) => bits,
            (_, Some(Value::Number(bits))) => bits as i64,
            _ => return,
        };
        let sizes = &self.options().key_sizes;
        let ([high, medium], name) = match sort {
            Sort::Dsa => (sizes.dsa, "DSA"),
            Sort::Rsa => (sizes.rsa, "RSA"),
            Sort::Ec => (sizes.ec, "EC"),
        };
        let (severity, least) = match bits {
            _ if bits < high => (Severity::High, high),
            _ if bits < medium => (Severity::Medium, medium),
            _ => return,
        };
        let message = format!("An {name} key of less than {least} bits");
        let message = if name == "DSA" { message.replacen("An", "A", 1) } else { message };
        let place = self.place(call.id);
        self.report_as(505, place, severity, Confidence::High, message);
    }
}
