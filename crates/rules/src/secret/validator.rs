//! The names of offline checks.

use crate::Emit;
use std::fmt::Write as _;

macro_rules! validators {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// A check of a secret that needs no network.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Validator {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Validator {
            /// All of them.
            pub const ALL: &'static [Validator] = &[$(Validator::$variant),+];
            /// Their names as rule files have them, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($name),+];
        }
    };
}

validators! {
    /// The last six characters are the CRC-32 of what stands between them and the first `_`, in
    /// base 62: GitHub, npm, Vercel.
    Crc32Base62 = "crc32-base62",
    /// The last eight characters are the CRC-32 of all before them, in hexadecimal: Atlassian.
    Crc32Hex = "crc32-hex",
    /// The check characters of a fine-grained GitHub token.
    GithubFineGrained = "github-fine-grained",
    /// Length and CRC-32 of a routable GitLab token.
    GitlabRoutable = "gitlab-routable",
    /// The last eight characters are the CRC-32 of all before the last `_`, little-endian, in
    /// hexadecimal: Grafana service accounts.
    Grafana = "grafana",
    /// The last six characters are the CRC-32 of what stands between them and the four of the
    /// prefix, little-endian, in base 64: Confluent.
    Confluent = "confluent",
    /// The eight digits behind the last `_` are the CRC-32 of what stands between it and the first,
    /// in hexadecimal: Zuplo.
    Zuplo = "zuplo",
    /// CRC-16 of an NKEY seed.
    Nkey = "nkey",
    /// Bech32 checksum: age and Nostr keys.
    Bech32 = "bech32",
    /// Base 58 with the first four bytes of a double SHA-256: Bitcoin's private and extended keys.
    Base58Check = "base58check",
    /// Words of the English list of BIP 39, the last with the right check bits.
    Bip39 = "bip39",
    /// A number from one to the order of secp256k1, in hexadecimal: Ethereum's private keys.
    Secp256k1 = "secp256k1",
    /// The last digit makes the digits of a card's number add up (ISO/IEC 7812).
    Luhn = "luhn",
    /// Header and payload are JSON objects in base64url.
    Jwt = "jwt",
    /// A JSON object that is a private or symmetric key (RFC 7517).
    Jwk = "jwk",
    /// JSON objects in base 64, from `eyJ` to the end or to the last `.` or `_`: Grafana Cloud,
    /// Sentry, 1Password, Mapbox.
    JsonPayload = "json-payload",
    /// The block holds key material.
    Pem = "pem",
    /// The block holds a PuTTY key file.
    Putty = "putty",
    /// Base 64 whose last digit has no bits beyond the last byte.
    CanonicalBase64 = "canonical-base64",
    /// Base 64 of `user:password`.
    BasicAuth = "basic-auth",
    /// The first of three parts is a number in base 64: Discord bots.
    DiscordBot = "discord-bot",
    /// The account is told from the key id, and decoys are known by theirs: Amazon.
    AwsKeyId = "aws-key-id",
    /// A macaroon of version 2 with its signature, in base64url: PyPI.
    Macaroon = "macaroon",
    /// The parts of a Slack token have their lengths.
    Slack = "slack",
    /// Service tokens hold a signed message, batch tokens a sealed one: Vault.
    Vault = "vault",
    /// Base 64 of a reference, or base 58 of 54 bytes: JFrog.
    Jfrog = "jfrog",
    /// Base 64 of a number and, behind a colon, of noise: Jira and Confluence.
    AtlassianServer = "atlassian-server",
    /// The last two characters are those of every key: Anthropic.
    Anthropic = "anthropic",
    /// Holds a letter and a digit.
    LetterAndDigit = "letter-and-digit",
}

impl Emit for Validator {
    fn emit(&self, out: &mut String) {
        write!(out, "::sdf_rules::secret::Validator::{self:?}")
            .expect("writing to a string cannot fail");
    }
}
