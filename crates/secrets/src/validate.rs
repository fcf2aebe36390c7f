//! Checks of a secret that need no network.

mod aws;
mod checksum;
mod jose;
mod key;
mod macaroon;
mod structure;
mod wallet;

use crate::documented::documentation;
use crate::judge::placeholder;
use sdf_core::Severity;
use sdf_rules::secret::{Matcher, SecretRule, Validator};

/// What the checks say of a text that matched a rule, from good to bad.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// Nothing speaks against it.
    Genuine,
    /// Nothing speaks against it, and it tells something of itself.
    Telling(String),
    /// It can do no more harm than this, and why.
    Mitigated(Severity, String),
    /// It has the form of a secret, but a checksum in it does not fit, and why.
    Malformed(&'static str),
    /// It is printed in public, and where.
    Documented(&'static str),
    /// It is none.
    Rejected,
}

/// Longer texts hold telltale words by chance.
const LONGEST_PLACEHOLDER: usize = 256;

/// What all checks of `rule` say of `secret`: the worst.
pub(crate) fn verdict(rule: &SecretRule, secret: &[u8]) -> Verdict {
    if let Some(source) = documentation(secret).filter(|_| !rule.verbatim) {
        return Verdict::Documented(source);
    }
    let weak = rule.min_entropy.is_some_and(|least| entropy::shannon_entropy(secret) < least);
    // The judge has weighed that already.
    let faked = !matches!(rule.matcher, Matcher::Judged(_))
        && !rule.verbatim
        && secret.len() <= LONGEST_PLACEHOLDER
        && !secret.contains(&b'\n')
        && placeholder::is_placeholder(secret);
    if weak || faked {
        return Verdict::Rejected;
    }
    judge(&rule.validators, secret)
}

/// What `validators` say of `text`: the worst.
pub(crate) fn judge(validators: &[Validator], text: &[u8]) -> Verdict {
    if let Some(source) = documentation(text) {
        return Verdict::Documented(source);
    }
    let verdicts = validators.iter().map(|&validator| check(validator, text));
    verdicts.max().unwrap_or(Verdict::Genuine)
}

fn check(validator: Validator, secret: &[u8]) -> Verdict {
    let sum = |fits| sound(fits, "its checksum does not fit");
    let form = |fits: bool| if fits { Verdict::Genuine } else { Verdict::Rejected };
    match validator {
        Validator::Crc32Base62 => sum(checksum::crc32_base62(secret)),
        Validator::Crc32Hex => sum(checksum::crc32_hex(secret)),
        Validator::GithubFineGrained => sum(checksum::github_fine_grained(secret)),
        Validator::GitlabRoutable => sum(checksum::gitlab_routable(secret)),
        Validator::Grafana => sum(checksum::grafana(secret)),
        Validator::Confluent => sum(checksum::confluent(secret)),
        Validator::Zuplo => sum(checksum::zuplo(secret)),
        Validator::Nkey => sum(checksum::nkey(secret)),
        Validator::Bech32 => sum(sdf_rules::checksum::is_bech32(secret)),
        Validator::Luhn => form(checksum::luhn(secret)),
        Validator::Base58Check => sum(wallet::is_base58check(secret)),
        Validator::Bip39 => wallet::phrase(secret),
        Validator::Secp256k1 => form(wallet::is_scalar(secret)),
        Validator::Jwt => jose::token(secret),
        Validator::Jwk => jose::key(secret),
        Validator::JsonPayload => {
            sound(structure::holds_json(secret), "it does not hold what its issuer puts there")
        }
        Validator::Pem => key::block(secret),
        Validator::Putty => key::putty(secret),
        Validator::CanonicalBase64 => {
            sound(structure::is_canonical(secret), "its last digit has bits to spare")
        }
        Validator::BasicAuth => form(structure::is_basic_auth(secret)),
        Validator::DiscordBot => form(structure::is_discord_bot(secret)),
        Validator::AwsKeyId => aws::key_id(secret),
        Validator::Macaroon => {
            sound(macaroon::is_macaroon(secret), "it does not hold a signed macaroon")
        }
        Validator::Slack => sound(structure::is_slack(secret), "its parts lack their lengths"),
        Validator::Vault => sound(structure::is_vault(secret), "it does not hold a signed token"),
        Validator::Jfrog => sound(structure::is_jfrog(secret), "it does not hold a reference"),
        Validator::AtlassianServer => form(structure::is_atlassian_server(secret)),
        Validator::Anthropic => sound(secret.ends_with(b"AA"), "it does not end as keys do"),
        Validator::LetterAndDigit => form(
            secret.iter().any(u8::is_ascii_alphabetic) && secret.iter().any(u8::is_ascii_digit),
        ),
    }
}

fn sound(fits: bool, fault: &'static str) -> Verdict {
    if fits { Verdict::Genuine } else { Verdict::Malformed(fault) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sdf_rules::examples::expand;

    const TOKENS: &[&str] = &[
        "{{crc32-base62:ghp_:30}}",
        "{{github-fine-grained}}",
        "{{gitlab-routable}}",
        "{{nkey:SU}}",
        "{{age}}",
        "{{jwt}}",
        "{{pypi}}",
        "{{vault}}",
        "{{bip39}}",
        "{{base58check:80:32}}",
        "{{pem:RSA PRIVATE KEY}}",
        "{{pem:OPENSSH PRIVATE KEY}}",
        "{{pem-locked:PGP PRIVATE KEY BLOCK}}",
        "PuTTY-User-Key-File-3: x\nEncryption: none\nPrivate-Lines: 1\n{{48:base64}}\n",
        "glc_{{json:{\"n\":\"x\"}}}",
        "xoxb-1{{11:digit}}-2{{12:digit}}-{{24:alnum}}",
        "AKIAQ{{15:base32}}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_text_is_too_odd_for_a_check(text in prop::collection::vec(any::<u8>(), 0..200)) {
            for &validator in Validator::ALL {
                check(validator, &text);
            }
        }

        #[test]
        fn a_damaged_token_is_judged_all_the_same(
            token in prop::sample::select(TOKENS),
            cut in 0usize..1200,
            place in 0usize..1200,
            byte in any::<u8>(),
        ) {
            let mut text = expand(token, "seed").expect("a sound template").into_bytes();
            text.truncate(cut);
            if let Some(damaged) = text.get_mut(place) {
                *damaged = byte;
            }
            for &validator in Validator::ALL {
                check(validator, &text);
            }
        }
    }
}
