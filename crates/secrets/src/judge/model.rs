//! How the voices are weighed: a logistic model with one weight for each feature and sort.
//!
//! The weights are made by `examples/train.rs` from labelled places in public repositories.

mod weights;

use super::features::{Feature, Features};
use sdf_core::Confidence;
use sdf_rules::secret::Sort;
use std::fmt::Write as _;
use std::sync::OnceLock;

/// Score from which a value is likely enough a secret to speak of it, with what confidence: the
/// logarithm of the odds.
const LEVELS: [(f32, Confidence); 3] =
    [(2.0, Confidence::High), (0.8, Confidence::Medium), (-0.2, Confidence::Low)];

/// Most reasons that are told for and against.
const MOST_REASONS: usize = 3;
/// Weaker reasons are not worth telling.
const LEAST_WEIGHT: f32 = 0.3;

/// One weight for each feature, in their order.
type Weights = [f32; Feature::ALL.len()];

fn weights(sort: Sort) -> &'static Weights {
    static TABLES: OnceLock<[Weights; 2]> = OnceLock::new();
    let table = |rows: &[(Feature, f32)]| {
        let mut weights = [0.0; Feature::ALL.len()];
        for &(feature, weight) in rows {
            weights[feature as usize] = weight;
        }
        weights
    };
    let [password, token] =
        TABLES.get_or_init(|| [table(weights::PASSWORD), table(weights::TOKEN)]);
    match sort {
        Sort::Password => password,
        Sort::Token => token,
    }
}

pub(super) fn weight(sort: Sort, feature: Feature) -> f32 {
    weights(sort)[feature as usize]
}

/// The logarithm of the odds that a value of which `features` hold is a secret.
pub fn score(sort: Sort, features: &Features) -> f32 {
    features.iter().map(|feature| weight(sort, feature)).sum()
}

/// How sure a score makes; `None` when it is likelier that it is no secret.
pub(crate) fn confidence(score: f32) -> Option<Confidence> {
    LEVELS.iter().find(|(least, _)| score >= *least).map(|&(_, confidence)| confidence)
}

/// What spoke for a secret and what against it, the weightiest first.
pub(crate) fn reasons(sort: Sort, features: &Features) -> String {
    let mut weighed: Vec<(f32, Feature)> =
        features.iter().map(|feature| (weight(sort, feature), feature)).collect();
    weighed.sort_by(|one, next| next.0.abs().total_cmp(&one.0.abs()));
    let tell = |wanted: fn(f32) -> bool| -> Vec<&str> {
        let told = weighed.iter().filter(|(weight, feature)| {
            *feature != Feature::Always && wanted(*weight) && weight.abs() >= LEAST_WEIGHT
        });
        told.take(MOST_REASONS).map(|(_, feature)| feature.says()).collect()
    };
    let mut reasons = tell(|weight| weight > 0.0).join(", ");
    let against = tell(|weight| weight < 0.0).join(", ");
    if !against.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(reasons, "; but {against}");
    }
    reasons
}
