//! What is thought of a value whose path is not known: what would be at the path that speaks most
//! for a secret. At the ends of the text, behind which it may go on, the neighbours that speak most
//! for one are taken to stand.

use super::features::{self, Feature, Features};
use super::{Judgement, case, model};
use crate::assignment::Assignment;
use crate::assignment::name::Sense;
use crate::place::Place;
use sdf_core::{BStr, Document};
use sdf_rules::secret::Sort;
use std::sync::OnceLock;

/// Of which one holds of every path.
const SORTS: &[Feature] = &[
    Feature::Settings,
    Feature::Environment,
    Feature::Code,
    Feature::Data,
    Feature::Markup,
    Feature::Prose,
    Feature::Script,
];
/// Which may hold of a path, each whatever the others.
const FLAGS: &[Feature] = &[
    Feature::Rehearsal,
    Feature::Documentation,
    Feature::Translation,
    Feature::Generated,
    Feature::InPath,
];
/// Which may hold of neighbours that are not to be seen.
const NEIGHBOURS: &[Feature] = &[
    Feature::UserNear,
    Feature::ExampleNear,
    Feature::AssertionNear,
    Feature::SourceNear,
    Feature::DigestNear,
    Feature::RepeatedNear,
];
/// Which hold where one of a path and one of the value hold together.
const TOGETHER: &[Feature] = &[
    Feature::BareCode,
    Feature::LowerRehearsal,
    Feature::PlainCode,
    Feature::PlainSettings,
    Feature::WordNumberRehearsal,
    Feature::UuidSecret,
    Feature::HexSecret,
    Feature::DrawnRehearsal,
    Feature::DrawnDocumentation,
    Feature::PlainPassword,
];

/// More than sums of weights differ by the order in which they are added.
const ROUNDING: f32 = 1e-3;

/// What is thought of the value of `assignment` in `bytes` at the best of paths.
pub(crate) fn value_anywhere(
    bytes: &[u8],
    assignment: &Assignment<'_>,
    sense: Sense,
    sort: Sort,
) -> Option<Judgement> {
    let path = BStr::new("");
    let document = Document::file(path, bytes);
    let case = case(&document, Place::of(&document), assignment, sense)?;
    let plain = features::without_path(&case);
    model::confidence(model::score(sort, &plain) + most_of_path(sort) + ROUNDING)?;
    let score = |mut features: Features| {
        features::together(&case, &mut features);
        model::score(sort, &features)
    };
    let least = score(plain);
    let gain = |feature: &Feature| {
        let mut features = plain;
        features.add(*feature);
        score(features) - least
    };
    let may_repeat = features::may_repeat(case.text);
    let flags = FLAGS.iter().filter(|flag| may_repeat || **flag != Feature::InPath);
    let neighbours = if features::sees_neighbours(&case) { &[] } else { NEIGHBOURS };
    let flags = flags.chain(neighbours).map(|flag| gain(flag).max(0.0));
    // What is gained by one does not hang on the others.
    let most = least + SORTS.iter().map(gain).fold(f32::MIN, f32::max) + flags.sum::<f32>();
    let confidence = model::confidence(most + ROUNDING)?;
    Some(Judgement { confidence, reasons: String::new() })
}

/// No path adds more to a score.
fn most_of_path(sort: Sort) -> f32 {
    static MOST: OnceLock<[f32; 2]> = OnceLock::new();
    let most = |sort: Sort| {
        let weight = |feature: &Feature| model::weight(sort, *feature);
        let added =
            FLAGS.iter().chain(NEIGHBOURS).chain(TOGETHER).map(|feature| weight(feature).max(0.0));
        SORTS.iter().map(weight).fold(f32::MIN, f32::max) + added.sum::<f32>()
    };
    let [password, token] = MOST.get_or_init(|| [most(Sort::Password), most(Sort::Token)]);
    match sort {
        Sort::Password => *password,
        Sort::Token => *token,
    }
}
