//! Secrets in what findings are told by: names of people, files and refs.

use sdf_core::{BString, ByteSlice, Commit, Located, mask};
use std::sync::Arc;

/// Masks `secrets` wherever `findings` name people, paths and refs.
pub(super) fn names(findings: &mut [Located<'_>], secrets: &[Vec<u8>]) {
    if secrets.is_empty() {
        return;
    }
    let in_path = |path: &mut BString| {
        for secret in secrets {
            if path.find(secret).is_some() {
                *path = path.replace(secret, mask(secret)).into();
            }
        }
    };
    let in_text = |text: &mut String| {
        for secret in secrets.iter().filter_map(|secret| secret.to_str().ok()) {
            if text.contains(secret) {
                *text = text.replace(secret, &mask(secret.as_bytes()));
            }
        }
    };
    let in_commit = |commit: &mut Option<Arc<Commit>>| {
        if let Some(commit) = commit {
            let Commit { author, email, .. } = Arc::make_mut(commit);
            in_text(author);
            in_text(email);
        }
    };
    for finding in findings {
        in_path(&mut finding.path);
        in_commit(&mut finding.commit);
        if let Some(past) = &mut finding.past {
            past.paths.iter_mut().for_each(in_path);
            past.refs.iter_mut().for_each(in_path);
            in_commit(&mut past.last);
            in_commit(&mut past.removed_by);
        }
    }
}
