//! How far apart the parts of a secret may stand.

use sdf_core::{Reach, RuleMask, Span};
use sdf_gate::Hit;
use sdf_rules::secret::{Matcher, SecretRule};
use sdf_rules::table::Rules;

/// Rules that reach farther than so many bytes over several lines are far ones.
const NEAR: usize = 400;
/// The same for rules that stay on a line.
const LINE: usize = 4096;

/// How far the rules reach.
pub(super) struct Reaches {
    context: usize,
    /// By rule, for those that are far: the keywords as they are spelled, or in any case.
    far: Vec<Option<Spelling>>,
}

struct Spelling {
    keywords: Vec<Vec<u8>>,
    exact: bool,
}

impl Reaches {
    /// Of `rules`, those that are on in `enabled`.
    pub(super) fn new(rules: Rules<'_, SecretRule>, enabled: &RuleMask) -> Self {
        let mut reaches = Reaches { context: 0, far: Vec::new() };
        for index in 0..rules.len() {
            let rule = rules.get(index).filter(|_| enabled.contains(index));
            let far = rule.filter(|rule| {
                let (length, limit) = reach(rule);
                if length <= limit {
                    reaches.context = reaches.context.max(length.min(NEAR));
                }
                length > limit
            });
            reaches.far.push(far.map(Spelling::of));
        }
        reaches
    }

    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// Appends the keywords that `hit` in `text` stands for, if its rule reaches far.
    pub(super) fn keywords(&self, hit: &Hit, text: &[u8], found: &mut Vec<Box<[u8]>>) {
        let Some(Some(spelling)) = self.far.get(hit.rule as usize) else { return };
        let hit = hit.span.of(text);
        let lower = if spelling.exact { Vec::new() } else { hit.to_ascii_lowercase() };
        for keyword in &spelling.keywords {
            let searched = if spelling.exact { hit } else { &lower };
            for at in memchr::memmem::find_iter(searched, keyword) {
                found.push(Span::new(at, at + keyword.len()).of(hit).into());
            }
        }
    }
}

impl Spelling {
    fn of(rule: &SecretRule) -> Self {
        let exact = !rule.literals.is_empty();
        let keywords = if exact { &rule.literals } else { &rule.keywords };
        Spelling { keywords: keywords.iter().map(|it| it.as_bytes().to_vec()).collect(), exact }
    }
}

/// The length of the longest text that decides on a finding of `rule`, and which is still near. A
/// companion that is required is looked for wherever the secret stands.
fn reach(rule: &SecretRule) -> (usize, usize) {
    match rule.matcher {
        // Beyond its line only the neighbourhood of a value counts.
        Matcher::Assigned(_) | Matcher::Judged(_) => (sdf_secrets::ASSIGNMENT, NEAR),
        // No URL goes over the end of a line.
        Matcher::Url => (0, LINE),
        Matcher::Pattern(_) => {
            let keyword = rule.keywords.iter().map(|keyword| keyword.len()).max().unwrap_or(0);
            let limit = if rule.rule.reach == Reach::Line { LINE } else { NEAR };
            (rule.before as usize + keyword + rule.after as usize, limit)
        }
    }
}
