//! How far apart the parts of a secret may stand.

use super::layers;
use sdf_core::{Reach, RuleMask, Span};
use sdf_gate::{Anchor, Hit};
use sdf_rules::secret::{Matcher, SecretRule};
use sdf_rules::table::Rules;

/// Rules that reach farther than so many bytes over several lines are far ones.
const NEAR: usize = 400;
/// The same for rules that stay on a line.
const LINE: usize = 4096;

/// How far the rules reach.
pub(super) struct Reaches {
    context: usize,
    /// By number of a rule in the gate, for those that are far.
    far: Vec<Option<Spelling>>,
    /// Whether a rule looks at all of every version.
    everywhere: bool,
}

/// The keywords of a rule.
struct Spelling {
    /// As they are spelled, or else in lower case.
    keywords: Vec<Vec<u8>>,
    exact: bool,
    /// At most so many bytes lie between a keyword and either end of what is found by it.
    distance: usize,
}

impl Reaches {
    /// Of `rules`, those that are on in `enabled`.
    pub(super) fn new(rules: Rules<'_, SecretRule>, enabled: &RuleMask) -> Self {
        let context = layers::NEAR;
        let mut reaches = Reaches { context, far: Vec::new(), everywhere: false };
        for index in 0..rules.len() {
            let rule = rules.get(index).filter(|_| enabled.contains(index));
            let far = rule.filter(|rule| {
                let (length, limit) = reach(rule);
                if length <= limit {
                    reaches.context = reaches.context.max(length.min(NEAR));
                }
                length > limit
            });
            reaches.everywhere |= rule
                .is_some_and(|rule| rule.keywords.is_empty() && rule.rule.reach == Reach::Document);
            reaches.far.push(far.map(|rule| Spelling::of(rule, reach(rule).0)));
        }
        reaches
    }

    /// The same with rules of gitleaks, which look at all of a text that holds a keyword: the
    /// keywords of those that are on, and whether one of these looks at every text.
    pub(super) fn and(mut self, rules: Vec<Vec<Vec<u8>>>, everywhere: bool) -> Self {
        let distance = usize::MAX;
        let spelling = |keywords| Some(Spelling { keywords, exact: false, distance });
        self.far.extend(rules.into_iter().map(spelling));
        self.everywhere |= everywhere;
        self
    }

    /// Whether a rule looks at all of every version.
    pub(super) fn everywhere(&self) -> bool {
        self.everywhere
    }

    pub(super) fn context(&self) -> usize {
        self.context
    }

    /// How many bytes may lie between a keyword of the rule with this number and what is found by
    /// it, if it is far.
    pub(super) fn distance(&self, rule: u32) -> Option<usize> {
        self.far.get(rule as usize)?.as_ref().map(|spelling| spelling.distance)
    }

    /// The most of these.
    pub(super) fn longest_distance(&self) -> usize {
        self.far.iter().flatten().map(|spelling| spelling.distance).max().unwrap_or(0)
    }

    /// The keywords of the rules that are far, by the numbers of these.
    pub(super) fn anchors(&self) -> Vec<Anchor<'_>> {
        let numbered = (0..).zip(&self.far);
        let far = numbered.filter_map(|(rule, spelling)| Some((rule, spelling.as_ref()?)));
        far.flat_map(|(rule, spelling)| {
            spelling.keywords.iter().map(move |literal| Anchor { literal, rule })
        })
        .collect()
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
    fn of(rule: &SecretRule, distance: usize) -> Self {
        let exact = !rule.literals.is_empty();
        let keywords = if exact { &rule.literals } else { &rule.keywords };
        let keywords = keywords.iter().map(|it| it.as_bytes().to_vec()).collect();
        Spelling { keywords, exact, distance }
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
