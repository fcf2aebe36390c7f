//! Secrets in commits and tags themselves.

use super::Confirm;
use crate::commands::history::texts::Suspect;
use crate::failure::Failure;
use sdf_core::{Fingerprint, Located, Orders, Past, Report};
use sdf_git::ObjectId;
use std::collections::HashMap;
use std::sync::Arc;

impl<'r> Confirm<'_, '_, 'r> {
    /// Reports the secrets in commits and tags themselves.
    pub(super) fn texts(
        &self,
        texts: &[Suspect<'r>],
        report: &mut Report<'r>,
    ) -> Result<(), Failure> {
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
                let identity = self.identity(path, secret);
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
                let orders = Orders { brought: order, last: order, ..Orders::default() };
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
