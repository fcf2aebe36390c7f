//! Secrets in versions of files.

use super::{Confirm, Verdict, note, prefixed, verdict};
use crate::commands::history::search::Candidates;
use crate::commands::history::{threads, trouble};
use sdf_core::{BString, Report};
use sdf_engine::map_in_order;
use sdf_git::{Attribution, BlobId, Key, Life, ObjectId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A version at a path.
pub(super) type Place = (BString, ObjectId);

/// By version and path, what was found and how much was silenced.
type Verdicts<'r> = BTreeMap<Place, (Verdict<'r>, usize)>;

impl<'r> Confirm<'_, '_, 'r> {
    /// Reports the secrets in versions of files.
    pub(super) fn versions(
        &self,
        candidates: &Candidates<'r>,
        attribution: &Attribution,
        report: &mut Report<'r>,
    ) {
        let blobs = reachable(candidates, attribution);
        let mut open: BTreeMap<Key, Vec<Place>> = BTreeMap::new();
        for (&key, life) in &attribution.lives {
            let first = life.introduced.blob.map(|blob| {
                let path = &life.introduced.path;
                (note(path, life).unwrap_or_else(|| path.clone()), blob)
            });
            open.insert(key, first.into_iter().collect());
        }
        let mut suppressed: BTreeMap<BString, usize> = BTreeMap::new();
        // Where the first place gives nothing, others are tried.
        for round in 0..2 {
            let verdicts = self.scan(open.values().flatten(), report);
            for ((path, _), (_, count)) in &verdicts {
                let most = suppressed.entry(path.clone()).or_default();
                *most = (*most).max(*count);
            }
            let mut left = BTreeMap::new();
            for (key, places) in open {
                let (Some(life), Some(secret)) =
                    (attribution.lives.get(&key), candidates.secrets.get(key.0 as usize))
                else {
                    continue;
                };
                let versions = blobs.get(&key).map_or(&[][..], Vec::as_slice);
                let mut found = places.iter().filter_map(|place| verdicts.get(place));
                let known = found.clone().find_map(|(verdict, _)| verdict.get(secret));
                if let Some(finding) = known {
                    let count = versions.len().max(1);
                    self.push(finding.clone(), life, secret, count, report);
                } else if round == 0 {
                    let silenced = found.any(|(_, count)| *count > 0);
                    left.insert(key, others(life, silenced, versions, attribution));
                }
            }
            open = left;
        }
        report.totals.suppressed += suppressed.values().sum::<usize>();
        if self.task.arguments.unreachable {
            self.unreachable(candidates, attribution, report);
        }
    }

    /// Scans each of `places` once.
    pub(super) fn scan<'p>(
        &self,
        places: impl Iterator<Item = &'p Place>,
        report: &mut Report<'r>,
    ) -> Verdicts<'r> {
        let places: BTreeSet<&Place> = places.collect();
        let places: Vec<&Place> = places.into_iter().collect();
        let handles = vec![self.repository.clone(); threads(self.task.arguments)];
        let (task, prefix) = (self.task, self.prefix);
        let scanned = map_in_order(&places, handles, |repository, (path, blob)| {
            let read = repository.read(BlobId::from(*blob));
            read.map(|bytes| verdict(task, prefixed(prefix, path.as_ref()).as_ref(), &bytes))
        });
        let mut verdicts = BTreeMap::new();
        for (place, scanned) in places.into_iter().zip(scanned) {
            match scanned {
                Err(error) => report.notices.push(trouble(&error)),
                Ok((verdict, notices, count)) => {
                    report.notices.extend(notices);
                    verdicts.insert(place.clone(), (verdict, count));
                }
            }
        }
        verdicts
    }
}

/// The versions with each candidate to which some commit leads.
fn reachable(
    candidates: &Candidates<'_>,
    attribution: &Attribution,
) -> HashMap<Key, Vec<ObjectId>> {
    let mut blobs: HashMap<Key, Vec<ObjectId>> = HashMap::new();
    for blob in attribution.paths.keys() {
        for &key in candidates.blobs.get(blob).into_iter().flatten() {
            blobs.entry(key).or_default().push(*blob);
        }
    }
    blobs
}

/// A version at each path other than that of the first one; at that as well, if something was
/// `silenced` there: another version may lack the comment.
fn others(
    life: &Life,
    silenced: bool,
    versions: &[ObjectId],
    attribution: &Attribution,
) -> Vec<Place> {
    let mut places: BTreeMap<&BString, ObjectId> = BTreeMap::new();
    let first = &life.introduced;
    for blob in versions {
        for path in attribution.paths.get(blob).into_iter().flatten() {
            let is_first = *path == first.path;
            if !is_first || silenced && first.blob != Some(*blob) {
                places.entry(path).or_insert(*blob);
            }
        }
    }
    let place = |(path, blob): (&BString, ObjectId)| {
        (note(path, life).unwrap_or_else(|| path.clone()), blob)
    };
    places.into_iter().map(place).collect()
}
