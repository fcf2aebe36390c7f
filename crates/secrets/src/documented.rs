//! Secrets that are printed in public: in documentation, in standards, as defaults of tools.

use sha2::{Digest, Sha256};

/// Where they are printed, and the first eight bytes of the SHA-256 of each: in the clear they
/// would be found. Of a private key in base 64 it is that of its first [`HEAD`] digits.
#[rustfmt::skip]
const KNOWN: &[(&str, &[u64])] = &[
    ("its vendor's documentation", &[
        // Azure storage emulator.
        0x0011cc25eb432071,
        // Cosmos DB emulator.
        0xaa6547439583c3a2,
        // Stripe.
        0x2cafc0970149a84f,
        // Stripe.
        0xf2d6ca16515033e5,
        // Stripe.
        0x2d1f7723aabc5c7a,
        // Slack, OAuth v2.
        0x2ddc147f3a3b5a17,
        // GitHub, app and OAuth tokens.
        0x3543c50b0cb9cea8,
        0xbc3ae723f57c6b9e,
        0x82e74299544e0073,
        0x797c0ce414586cc8,
        // GitHub, refresh token.
        0x6d7fa4e64d4b1f3e,
        // Google, API key.
        0xac9265e56c79b234,
        // PayPal, REST secret.
        0xe856c6e712db9544,
        // MinIO's playground, secret.
        0xdf452eef23e8cf2c,
    ]),
    ("jwt.io", &[
        // The first token.
        0x7f75367e78812551,
        // RSA, PKCS #8.
        0x73ad3de08bd8b90e,
        // RSA, 1024 bits.
        0x441b0081c9d9b4ae,
        // P-256.
        0x27326caca9a3b978,
    ]),
    ("an RFC", &[
        // RFC 9500, RSA 2048.
        0x18a2f3bad97b0883,
        // RFC 9500, P-256.
        0x64dbe1d7f63dc867,
        // RFC 7515, A.1.
        0x8b1b17a9740c068a,
        // RFC 7515, A.2.
        0xecaa6793a6374193,
        // RFC 7515, A.3.
        0x5ccf2edb4f070f0b,
        // RFC 7515, A.4.
        0xf8123081a22e5c00,
        // RFC 7517, A.2.
        0xa45404ae333dd955,
        0x2e4ff57e9c832eda,
        // RFC 7517, A.3.
        0x57afc11665beb68d,
        // RFC 8037, A.1.
        0x190edf59d5736c3b,
    ]),
    ("the test keys of a well-known tool", &[
        // Vagrant, RSA.
        0xec651b0da5b5d499,
        // Vagrant, Ed25519.
        0xcf6e0d7acee3b10c,
        // NixOS, P-256.
        0x3eae239918fbf035,
        // Go, net/http.
        0x7b519af2fe46a5fa,
    ]),
    ("the defaults of a development chain", &[
        // Hardhat and Anvil.
        0xbc1a50966c9e6486,
        0x8335c55334821eef,
        0xb26ab6529d20ebeb,
        0x64034b44c579b335,
        0x4d3e46eec8244d1d,
        0x0aedba9d586f34f9,
        0x28e543d3753fc9d1,
        0xf070994a85994785,
        0x38e69fdd19aefeb4,
        0x967f21586cdf1248,
        0x0b33e0132123e78d,
        0x84bc109b3d59b017,
        0x85bde548053aab4b,
        0xf1513114f60e5e95,
        0x5330d388af894c9e,
        0xa2e06155cb1a424f,
        // Ganache.
        0x578592185588730b,
        0x30e55f5463e22af0,
        0x70b801afae94d2e6,
        0x0bc9fde2b028e3b0,
        0xf51c2c795f782308,
        0x6dea34b661141091,
        0x3fd5610ee03a3503,
        // Truffle and Besu.
        0xf24167accb5d690f,
        0x07f935b61d37e0e5,
        0xe4f1734df0250d54,
        0x7d1b5fc238610328,
        0x33f532fd39fa0d77,
        0x4cfb016765dfceca,
        // Seed phrases of the same, and the test vectors of BIP 39.
        0xf79cd64f9cea2378,
        0x9c5d0a6656e5d3f3,
        0xb83e96417f61cb14,
        0xc557eec878dfd852,
        0x69be79ef3c28f55d,
        0xecb0e7ba498c5920,
        0x3a64bcd9cea43c0a,
        0x3c0949435a7e4277,
        0xe96bfc1d78867126,
    ]),
];

/// How much of a key's base 64 tells it from all others.
const HEAD: usize = 128;

/// Where `secret` is printed, when it is known: Amazon's example keys end in `EXAMPLE` or
/// `EXAMPLEKEY`, others are told by their hash.
pub(crate) fn documentation(secret: &[u8]) -> Option<&'static str> {
    if secret.ends_with(b"EXAMPLE") || secret.ends_with(b"EXAMPLEKEY") {
        return Some("its vendor's documentation");
    }
    let digest = Sha256::digest(secret.strip_prefix(b"0x").unwrap_or(secret));
    let head = u64::from_be_bytes(*digest.first_chunk()?);
    KNOWN.iter().find(|(_, hashes)| hashes.contains(&head)).map(|(source, _)| *source)
}

/// Where a private key of this base 64 is printed.
pub(crate) fn documentation_of_key(material: &[u8]) -> Option<&'static str> {
    documentation(material.get(..HEAD).unwrap_or(material))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_examples() {
        let of = |parts: &[&str]| documentation(parts.concat().as_bytes());
        assert_eq!(of(&["AKIAIOSFODNN7", "EXAMPLE"]), Some("its vendor's documentation"));
        let chain = Some("the defaults of a development chain");
        assert_eq!(of(&["test ".repeat(11).as_str(), "junk"]), chain);
        let account =
            ["ac0974bec39a17e3", "6ba4a6b4d238ff94", "4bacb478cbed5efc", "ae784d7bf4f2ff80"];
        assert_eq!(of(&account), chain);
        assert_eq!(of(&[["0x"].as_slice(), &account].concat()), chain);
        assert_eq!(of(&["GawgguFyGrWK", "av7AX4VKUg"]), Some("an RFC"));
        assert_eq!(documentation(b""), None);
    }
}
