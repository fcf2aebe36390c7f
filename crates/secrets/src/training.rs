//! What the programs that train and measure the judge need of it.

use crate::assignment;
use crate::assignment::name::{Keywords, Name};
use crate::judge;
use crate::place::Place;
use sdf_core::{Document, Span};
use sdf_gate::Hit;
use sdf_rules::secret::{Matcher, SecretRule, Sort};

pub use crate::judge::features::{Feature, Features};
pub use crate::judge::model::score;

/// A value assigned to a name of a secret that is not surely something else.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Where the value stands.
    pub value: Span,
    /// The value, its pieces joined.
    pub text: Vec<u8>,
    /// What sort of secret it would be.
    pub sort: Sort,
    /// What holds of it.
    pub features: Features,
}

/// Every value in `document` that the judge is asked about; `hits` as the gate over `rules` has
/// them.
pub fn candidates(document: &Document<'_>, rules: &[SecretRule], hits: &[Hit]) -> Vec<Candidate> {
    let place = Place::of(document);
    let mut candidates = Vec::new();
    for (index, rule) in rules.iter().enumerate() {
        let Matcher::Judged(sort) = rule.matcher else { continue };
        let mut spans: Vec<Span> =
            hits.iter().filter(|hit| hit.rule as usize == index).map(|hit| hit.span).collect();
        spans.sort_unstable();
        let keywords = Keywords::of(&rule.keywords);
        let named = |name: &Name<'_>| name.sense(&keywords).is_some();
        assignment::each(
            document.bytes,
            named,
            &[place.reading],
            spans.into_iter(),
            |assignment| {
                let Some(sense) = assignment.name.sense(&keywords) else { return };
                let features = judge::features(document, place, assignment, sense);
                candidates.extend(features.map(|features| Candidate {
                    value: assignment.value,
                    text: assignment.text.to_vec(),
                    sort,
                    features,
                }));
            },
        );
    }
    candidates
}
