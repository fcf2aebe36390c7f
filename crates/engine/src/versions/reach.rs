//! How far apart the parts of a secret may stand.

use sdf_core::RuleMask;
use sdf_gate::Hit;
use sdf_rules::secret::{Matcher, SecretRule};
use sdf_rules::table::Rules;

/// Rules that reach farther are far ones.
const NEAR: usize = 640;

/// How far the rules reach.
pub(super) struct Reaches {
    context: usize,
    /// By rule, for those that are far: how their keywords are spelled, none for in any way.
    far: Vec<Option<Vec<String>>>,
}

impl Reaches {
    /// Of `rules`, those that are on in `enabled`.
    pub(super) fn new(rules: Rules<'_, SecretRule>, enabled: &RuleMask) -> Self {
        let mut reaches = Reaches { context: 0, far: Vec::new() };
        for index in 0..rules.len() {
            let rule = rules.get(index).filter(|_| enabled.contains(index));
            let reach = rule.map_or(0, reach);
            let is_pattern = |rule: &&SecretRule| matches!(rule.matcher, Matcher::Pattern(_));
            let far = rule.filter(|_| reach > NEAR).filter(is_pattern);
            reaches
                .far
                .push(far.map(|rule| rule.literals.iter().map(|it| it.to_string()).collect()));
            if far.is_none() {
                reaches.context = reaches.context.max(reach);
            }
        }
        reaches
    }

    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// Whether `hit` in `text` is one of a rule that reaches far.
    pub(super) fn is_far(&self, hit: &Hit, text: &[u8]) -> bool {
        let Some(Some(literals)) = self.far.get(hit.rule as usize) else { return false };
        let hit = hit.span.of(text);
        let stands = |literal: &String| memchr::memmem::find(hit, literal.as_bytes()).is_some();
        literals.is_empty() || literals.iter().any(stands)
    }
}

/// The length of the longest text that decides on a finding of `rule`, but for a byte.
fn reach(rule: &SecretRule) -> usize {
    let keyword = rule.keywords.iter().map(|keyword| keyword.len()).max().unwrap_or(0);
    let own = match rule.matcher {
        Matcher::Pattern(_) => rule.before as usize + keyword + rule.after as usize,
        Matcher::Assigned(_) | Matcher::Judged(_) => sdf_secrets::ASSIGNMENT,
        Matcher::Url => keyword + sdf_secrets::URL,
    };
    own + rule.with.as_ref().map_or(0, |companion| companion.bytes as usize)
}
