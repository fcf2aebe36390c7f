//! Checks of a secret that need no network.

mod checksum;
mod structure;

use crate::documented::is_documented;
use crate::judge::placeholder;
use sdf_rules::secret::{Matcher, SecretRule, Validator};

/// What the checks say of a text that matched a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing speaks against it.
    Genuine,
    /// It has the form of a secret, but a checksum in it does not fit, and why.
    Malformed(&'static str),
    /// It stands in its vendor's documentation.
    Documented,
    /// It is none.
    Rejected,
}

/// Longer texts hold telltale words by chance.
const LONGEST_PLACEHOLDER: usize = 256;

/// What all checks of `rule` say of `secret`: the first that speaks against it.
pub(crate) fn verdict(rule: &SecretRule, secret: &[u8]) -> Verdict {
    if is_documented(secret) {
        return Verdict::Documented;
    }
    let weak = rule.min_entropy.is_some_and(|least| entropy::shannon_entropy(secret) < least);
    // The judge has weighed that already.
    let faked = !matches!(rule.matcher, Matcher::Judged(_))
        && secret.len() <= LONGEST_PLACEHOLDER
        && !secret.contains(&b'\n')
        && placeholder::is_placeholder(secret);
    if weak || faked {
        return Verdict::Rejected;
    }
    let verdicts = rule.validators.iter().map(|&validator| check(validator, secret));
    verdicts.into_iter().find(|verdict| *verdict != Verdict::Genuine).unwrap_or(Verdict::Genuine)
}

fn check(validator: Validator, secret: &[u8]) -> Verdict {
    let sum = |fits: bool| match fits {
        true => Verdict::Genuine,
        false => Verdict::Malformed("its checksum does not fit"),
    };
    let form = |fits: bool| if fits { Verdict::Genuine } else { Verdict::Rejected };
    match validator {
        Validator::Crc32Base62 => sum(checksum::crc32_base62(secret)),
        Validator::Crc32Hex => sum(checksum::crc32_hex(secret)),
        Validator::GithubFineGrained => sum(checksum::github_fine_grained(secret)),
        Validator::GitlabRoutable => sum(checksum::gitlab_routable(secret)),
        Validator::Grafana => sum(checksum::grafana(secret)),
        Validator::Confluent => sum(checksum::confluent(secret)),
        Validator::Nkey => sum(checksum::nkey(secret)),
        Validator::Bech32 => sum(sdf_rules::checksum::is_bech32(secret)),
        Validator::Jwt => form(structure::is_jwt(secret)),
        Validator::Pem => form(structure::is_private_key(secret)),
        Validator::BasicAuth => form(structure::is_basic_auth(secret)),
        Validator::DiscordBot => form(structure::is_discord_bot(secret)),
        Validator::LetterAndDigit => form(
            secret.iter().any(u8::is_ascii_alphabetic) && secret.iter().any(u8::is_ascii_digit),
        ),
    }
}
