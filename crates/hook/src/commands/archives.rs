//! `--archives`: secrets in archives.

use sdf_archive::{Limits, Trouble, each_member, is_archive};
use sdf_core::{BStr, Document, Family, Kind, Notice, Weight};
use sdf_engine::{Engine, Outcome, Parents, Settings};

/// What is found in `document`, and if it is an archive and `open` the secrets in all that is in
/// it: code and style in there are not for its owner to mend. An archive has no lines; all of one
/// that changed counts as new.
pub(crate) fn scan<'r>(
    engine: &Engine<'r>,
    document: &Document<'_>,
    parents: Option<&Parents<'_>>,
    open: bool,
) -> Outcome<'r> {
    let mut outcome = engine.scan(document, parents);
    let is_archive = || document.kind != Kind::Symlink && is_archive(document.path, document.bytes);
    if !open || engine.settings().excludes(document.path) || !is_archive() {
        return outcome;
    }
    let only = Some(Family::Secrets);
    let secrets =
        Engine::new(engine.catalogue().clone(), Settings { only, ..engine.settings().clone() });
    let mut inside = Outcome::default();
    let mut visit = |path: &BStr, bytes: &[u8]| {
        let mut member = secrets.scan(&Document::file(path, bytes), None);
        inside.findings.append(&mut member.findings);
        inside.notices.append(&mut member.notices);
        inside.totals += member.totals;
    };
    let troubles = each_member(document.path, document.bytes, &Limits::default(), &mut visit);
    if troubles.is_empty() {
        // What is not compressed was seen in the archive as it is, too.
        outcome.findings.retain(|finding| finding.rule.family != Family::Secrets);
    }
    let notice = |trouble: Trouble| {
        let message = trouble.to_string();
        Notice::about(trouble.path, Weight::Trouble, message)
    };
    outcome.findings.append(&mut inside.findings);
    outcome.notices.append(&mut inside.notices);
    outcome.notices.extend(troubles.into_iter().map(notice));
    outcome.totals += inside.totals;
    outcome
}
