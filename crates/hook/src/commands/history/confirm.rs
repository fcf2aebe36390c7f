//! What was found, where it stood.
//!
//! The search tells what any path would give. Here it is scanned at the path and in the version in
//! which it came, with all settings; what gives nothing there is tried at its other paths.

use super::hide;
use super::join::same_secrets;
use super::search::{Candidates, tell};
use super::texts::Suspect;
use super::{Task, threads, trouble};
use crate::commands::archives;
use crate::failure::Failure;
use sdf_core::{BStr, BString, Document, Fingerprint, Located, Notice, Orders, Past, Report};
use sdf_engine::{Secret, map_in_order};
use sdf_git::{Ancestry, Attribution, BlobId, Holding, Key, Life, ObjectId, Repository, Search};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The path of what stands in the name of a file, which would show it.
const FILE_NAME: &str = "file name";
/// Begins the path of notes, behind which stands what they are about.
const NOTE: &str = "note on ";

/// Looks up where candidates stood, and scans them there.
pub(super) struct Confirm<'c, 't, 'r> {
    task: &'c Task<'t, 'r>,
    repository: &'c Repository,
    ancestry: &'c Ancestry,
    prefix: &'c BString,
    /// Secrets in names, which findings would show.
    named: RefCell<BTreeSet<Vec<u8>>>,
}

/// A version at a path.
type Place = (BString, ObjectId);

/// What secrets a document really holds.
type Verdict<'r> = HashMap<Secret<'r>, Located<'r>>;

impl<'c, 't, 'r> Confirm<'c, 't, 'r> {
    pub(super) fn new(
        task: &'c Task<'t, 'r>,
        repository: &'c Repository,
        ancestry: &'c Ancestry,
        prefix: &'c BString,
    ) -> Self {
        Confirm { task, repository, ancestry, prefix, named: RefCell::default() }
    }

    /// Reports everything.
    pub(super) fn all(
        &self,
        versions: &Candidates<'r>,
        search: &Search<'_>,
        texts: &[Suspect<'r>],
        report: &mut Report<'r>,
    ) -> Result<(), Failure> {
        if search.names.is_some() || !search.found.is_empty() {
            let attribution = self.repository.attribute(self.ancestry, search)?;
            tell(&attribution.trouble, report);
            self.versions(versions, &attribution, report);
            self.names(&attribution, report);
        }
        self.texts(texts, report)?;
        report.findings = same_secrets(std::mem::take(&mut report.findings));
        if !self.task.secrets.settings().show_secrets {
            let named: Vec<Vec<u8>> = self.named.take().into_iter().collect();
            hide::names(&mut report.findings, &named);
        }
        Ok(())
    }

    /// Reports the secrets in versions of files.
    fn versions(
        &self,
        candidates: &Candidates<'r>,
        attribution: &Attribution,
        report: &mut Report<'r>,
    ) {
        let versions = count_versions(candidates, attribution);
        let mut suppressed: BTreeMap<BString, usize> = BTreeMap::new();
        let mut open: BTreeMap<Key, Vec<Place>> = BTreeMap::new();
        for (&key, life) in &attribution.lives {
            let note = note(&life.introduced.path, life);
            let path = note.unwrap_or_else(|| life.introduced.path.clone());
            open.insert(key, life.introduced.blob.map(|blob| (path, blob)).into_iter().collect());
        }
        // Where the first place gives nothing, all others are tried.
        for round in 0..2 {
            let verdicts = self.scan(open.values().flatten(), &mut suppressed, report);
            let mut left = BTreeMap::new();
            for (key, places) in open {
                let (Some(life), Some(secret)) =
                    (attribution.lives.get(&key), candidates.secrets.get(key.0 as usize))
                else {
                    continue;
                };
                let known = places.iter().find_map(|place| verdicts.get(place)?.get(secret));
                match known {
                    Some(finding) => {
                        let count = versions.get(&key).copied().unwrap_or(1);
                        self.push(finding.clone(), life, secret, count, report);
                    }
                    None if round == 0 => {
                        left.insert(key, other_places(key, life, candidates, attribution));
                    }
                    None => {}
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
    fn scan<'p>(
        &self,
        places: impl Iterator<Item = &'p Place>,
        suppressed: &mut BTreeMap<BString, usize>,
        report: &mut Report<'r>,
    ) -> HashMap<Place, Verdict<'r>> {
        let places: BTreeSet<&Place> = places.collect();
        let places: Vec<&Place> = places.into_iter().collect();
        let handles = vec![self.repository.clone(); threads(self.task.arguments)];
        let (task, prefix) = (self.task, self.prefix);
        let scanned = map_in_order(&places, handles, |repository, (path, blob)| {
            if task.interrupt.happened() {
                return None;
            }
            let read = repository.read(BlobId::from(*blob));
            Some(read.map(|bytes| verdict(task, prefixed(prefix, path).as_ref(), &bytes)))
        });
        let mut verdicts = HashMap::new();
        for (place, scanned) in places.into_iter().zip(scanned) {
            match scanned {
                None => {}
                Some(Err(error)) => report.notices.push(trouble(&error)),
                Some(Ok((verdict, notices, count))) => {
                    let hidden = suppressed.entry(place.0.clone()).or_default();
                    *hidden = count.max(*hidden);
                    report.notices.extend(notices);
                    verdicts.insert(place.clone(), verdict);
                }
            }
        }
        verdicts
    }

    /// What a text that is no file holds.
    fn verdict(&self, path: &str, text: &[u8], report: &mut Report<'r>) -> Verdict<'r> {
        let (verdict, notices, suppressed) = verdict(self.task, path.into(), text);
        report.notices.extend(notices);
        report.totals.suppressed += suppressed;
        verdict
    }

    fn push(
        &self,
        finding: Located<'r>,
        life: &Life,
        secret: &Secret<'_>,
        versions: usize,
        report: &mut Report<'r>,
    ) {
        let commit = &life.introduced.commit;
        if self.task.secrets.allows_commit(&finding, &commit.id) {
            report.totals.suppressed += 1;
            return;
        }
        // What stands in no file has no path: a note, what would show itself there.
        let is_file = |path: &&BString| note(path, life).is_none();
        let paths = life.paths.iter().filter(is_file).map(|path| prefixed(self.prefix, path));
        let past = Past {
            paths: paths.collect(),
            refs: life.refs.clone(),
            versions,
            last: Some(Arc::new(life.last.clone())),
            removed_by: life.removed.clone().map(Arc::new),
            secret: Some(identity("", secret)),
            is_cut: life.introduced.is_cut && self.repository.is_shallow(),
            at_tip: life.holding == Holding::AtTip,
            orders: Orders {
                brought: self.order(&commit.id),
                last: self.order(&life.last.id),
                removed: life.removed.as_ref().map_or(0, |commit| self.order(&commit.id)),
            },
        };
        report.findings.push(Located {
            commit: Some(Arc::new(commit.clone())),
            in_head: Some(life.in_head),
            past: Some(Box::new(past)),
            fix: None,
            ..finding
        });
    }

    /// Where the commit with this id comes among all.
    fn order(&self, id: &str) -> u64 {
        let id = ObjectId::from_hex(id.as_bytes()).ok();
        id.and_then(|id| self.ancestry.place(&id)).map_or(0, |place| place.order)
    }

    /// Reports what no ref leads to. Nothing tells its path.
    fn unreachable(
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
        let verdicts = self.scan(all.iter(), &mut BTreeMap::new(), report);
        for (key, (blob, versions)) in places {
            let secret = candidates.secrets.get(key.0 as usize);
            let found = secret.and_then(|it| Some((it, verdicts.get(&place(blob))?.get(it)?)));
            if let Some((secret, finding)) = found {
                let secret = Some(identity("", secret));
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

    /// Reports the secrets in names of files and folders.
    fn names(&self, attribution: &Attribution, report: &mut Report<'r>) {
        for (name, life) in &attribution.names {
            let path = &life.introduced.path;
            // The paths would show it.
            let life = Life { paths: Vec::new(), ..life.clone() };
            let mut verdict: Vec<_> = self.verdict(FILE_NAME, path, report).into_iter().collect();
            verdict.sort_by(|(one, _), (other, _)| one.cmp(other));
            for (secret, finding) in verdict {
                if memchr::memmem::find(name, &secret.text).is_none() {
                    continue;
                }
                self.named.borrow_mut().insert(secret.text.to_vec());
                self.push(finding, &life, &secret, 1, report);
                if let Some(past) = report.findings.last_mut().and_then(|it| it.past.as_mut()) {
                    past.secret = Some(identity(FILE_NAME, &secret));
                }
            }
        }
    }

    /// Reports the secrets in commits and tags themselves.
    fn texts(&self, texts: &[Suspect<'r>], report: &mut Report<'r>) -> Result<(), Failure> {
        let place = |id: &ObjectId| self.ancestry.place(id);
        let mut suspects: Vec<(u64, &Suspect<'r>)> = (texts.iter())
            .filter(|it| self.ancestry.has(&it.id) && self.is_ours(it.id))
            .map(|it| (place(&it.id).map_or(0, |place| place.order), it))
            .collect();
        suspects.sort_by_key(|(order, it)| (*order, it.id, it.part));
        let mut known: HashMap<Fingerprint, usize> = HashMap::new();
        for (order, suspect) in suspects {
            let path = suspect.part.name();
            let verdict = self.verdict(path, &suspect.content, report);
            let place = place(&suspect.id);
            let in_head = place.is_some_and(|place| place.in_head);
            for secret in &suspect.secrets {
                let Some(finding) = verdict.get(secret) else { continue };
                if suspect.part.is_person() {
                    self.named.borrow_mut().insert(secret.text.to_vec());
                }
                let identity = identity(path, secret);
                let commit = Arc::new(self.repository.show(suspect.id)?);
                let at = known.get(&identity).copied();
                if let Some(known) = at.and_then(|at| report.findings.get_mut(at)) {
                    known.in_head = known.in_head.max(Some(in_head));
                    if let Some(past) = &mut known.past {
                        past.versions += 1;
                        (past.last, past.orders.last) = (Some(commit), order);
                    }
                    continue;
                }
                if self.task.secrets.allows_commit(finding, &commit.id) {
                    report.totals.suppressed += 1;
                    continue;
                }
                let refs = match place {
                    Some(place) => self.ancestry.refs_to(place.order),
                    None => self.ancestry.refs_of_tag(suspect.id),
                };
                let (last, secret) = (Some(Arc::clone(&commit)), Some(identity));
                let orders = Orders { brought: order, last: order, removed: 0 };
                let past = Past { refs, versions: 1, last, secret, orders, ..Past::default() };
                known.insert(identity, report.findings.len());
                report.findings.push(Located {
                    commit: Some(commit),
                    in_head: Some(in_head),
                    past: Some(Box::new(past)),
                    ..finding.clone()
                });
            }
        }
        Ok(())
    }

    /// Whether a commit or tag belongs to this part of the work.
    fn is_ours(&self, id: ObjectId) -> bool {
        let Some(shard) = self.task.arguments.shard else { return true };
        let mut first = [0; 4];
        first.iter_mut().zip(id.as_slice()).for_each(|(to, from)| *to = *from);
        u32::from_be_bytes(first) % shard.of == shard.number - 1
    }
}

/// What the document `bytes` at `path` holds, what is to be said of it, and how much was silenced.
fn verdict<'r>(
    task: &Task<'_, 'r>,
    path: &BStr,
    bytes: &[u8],
) -> (Verdict<'r>, Vec<Notice>, usize) {
    let open = task.arguments.common.archives;
    let outcome = archives::scan(task.secrets, &Document::file(path, bytes), None, open);
    let mut verdict = HashMap::new();
    for finding in outcome.findings {
        let text = bytes.get(finding.start.offset..finding.end.offset).unwrap_or_default();
        // Of equal ones the first tells the place.
        verdict.entry(Secret::new(&finding.rule.id, text)).or_insert(finding);
    }
    (verdict, outcome.notices, outcome.totals.suppressed)
}

fn prefixed(prefix: &BString, path: &BString) -> BString {
    let mut whole = prefix.clone();
    whole.extend_from_slice(path);
    whole
}

/// What findings share that are one, beside the path of what stands in no file.
pub(super) fn identity(path: &str, secret: &Secret<'_>) -> Fingerprint {
    Fingerprint::new(secret.rule, path.into(), &secret.text, 0)
}

/// How many versions with each candidate are reachable.
fn count_versions(candidates: &Candidates<'_>, attribution: &Attribution) -> HashMap<Key, usize> {
    let mut count = HashMap::new();
    let reachable = attribution.paths.keys().filter_map(|blob| candidates.blobs.get(blob));
    reachable.flatten().for_each(|key| *count.entry(*key).or_default() += 1);
    count
}

/// One version at each path but the first that may hold `key`.
fn other_places(
    key: Key,
    life: &Life,
    candidates: &Candidates<'_>,
    attribution: &Attribution,
) -> Vec<Place> {
    let mut places: BTreeMap<&BString, ObjectId> = BTreeMap::new();
    for (blob, paths) in &attribution.paths {
        if candidates.blobs.get(blob).is_some_and(|keys| keys.contains(&key)) {
            for path in paths {
                places.entry(path).or_insert(*blob);
            }
        }
    }
    let place = |(path, blob): (&BString, ObjectId)| {
        (note(path, life).unwrap_or_else(|| path.clone()), blob)
    };
    places.into_iter().map(place).collect()
}

/// The path of a note by what it is about: git spreads notes over more folders as they become more.
fn note(path: &BString, life: &Life) -> Option<BString> {
    let is_note = |name: &BString| name.starts_with(b"refs/notes/");
    if life.refs.is_empty() || !life.refs.iter().all(is_note) {
        return None;
    }
    let about: Vec<u8> = path.iter().copied().filter(|&byte| byte != b'/').collect();
    let is_id = matches!(about.len(), 40 | 64) && about.iter().all(u8::is_ascii_hexdigit);
    is_id.then(|| [NOTE.as_bytes(), &about].concat().into())
}
