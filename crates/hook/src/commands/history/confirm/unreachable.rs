//! Secrets that no ref leads to.

use super::Confirm;
use super::versions::Place;
use crate::commands::history::search::Candidates;
use sdf_core::{Located, Orders, Past, Report};
use sdf_git::{Attribution, Key, ObjectId};
use std::collections::BTreeMap;

impl<'r> Confirm<'_, '_, 'r> {
    /// Reports what no ref leads to. Nothing tells its path.
    pub(super) fn unreachable(
        &self,
        candidates: &Candidates<'r>,
        attribution: &Attribution,
        report: &mut Report<'r>,
    ) {
        let mut places: BTreeMap<Key, (ObjectId, usize)> = BTreeMap::new();
        let mut blobs: Vec<_> = candidates.blobs.iter().collect();
        blobs.sort_unstable_by_key(|(blob, _)| **blob);
        for (&blob, keys) in blobs {
            for key in keys.iter().filter(|key| !attribution.lives.contains_key(key)) {
                places.entry(*key).or_insert((blob, 0)).1 += 1;
            }
        }
        let place = |blob: ObjectId| -> Place { (format!("blob {blob}").into(), blob) };
        let all: Vec<Place> = places.values().map(|&(blob, _)| place(blob)).collect();
        let verdicts = self.scan(all.iter(), report);
        for (key, (blob, versions)) in places {
            let secret = candidates.secrets.get(key.0 as usize);
            let found = secret.and_then(|it| Some((it, verdicts.get(&place(blob))?.0.get(it)?)));
            if let Some((secret, finding)) = found {
                let secret = Some(self.identity("", secret));
                let orders = Orders { brought: u64::MAX, ..Orders::default() };
                let past = Past { versions, secret, orders, ..Past::default() };
                report.findings.push(Located {
                    past: Some(Box::new(past)),
                    fix: None,
                    ..finding.clone()
                });
            }
        }
    }
}
