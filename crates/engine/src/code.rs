//! Which rules for code could match a document, and what they find.

use crate::Engine;
use crate::enabled::Enabled;
use crate::scan::Lines;
use sdf_core::{Document, Finding, LineIndex, Notice, RuleMask, Span, Weight};
use sdf_gate::Hit;
use std::borrow::Cow;
use std::collections::HashSet;

/// The rules for code that could match a document.
pub(crate) struct Candidates {
    pub(crate) sast: RuleMask,
    bandit: RuleMask,
}

impl Candidates {
    fn is_empty(&self) -> bool {
        self.sast.is_empty() && self.bandit.is_empty()
    }
}

/// Those rules of `enabled`, numbered from `first`, of which a literal was found.
fn candidates(hits: &[Hit], first: u32, enabled: &RuleMask) -> RuleMask {
    let found: HashSet<usize> = hits.iter().map(|hit| (hit.rule - first) as usize).collect();
    let count = found.iter().max().map_or(0, |last| last + 1);
    RuleMask::new(count, |index| found.contains(&index) && enabled.contains(index))
}

/// What a parse tells besides findings.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The offset of the first syntax error, if rules were matched around it.
    pub(crate) error: Option<usize>,
    /// What the language takes for comments, where something was found.
    pub(crate) comments: Option<Vec<Span>>,
}

impl<'r> Engine<'r> {
    /// The rules for code that are on and of which the literals are in `text`.
    pub(crate) fn candidates_in(&self, text: &[u8], enabled: &Enabled) -> Candidates {
        let mut hits = Vec::new();
        let (first, others) = self.code_literals();
        self.catalogue.gate.scan_once(text, 0..text.len(), first..others, &mut hits);
        hits.retain(|hit| (first..others).contains(&hit.rule));
        self.code_candidates(hits, enabled)
    }

    /// The numbers that the gate has for literals of rules for code: the first, and that behind
    /// the last.
    pub(crate) fn code_literals(&self) -> (u32, u32) {
        let first = self.catalogue.secrets.len() as u32;
        (first, first + self.anchor_groups as u32 + self.catalogue.bandit.len() as u32)
    }

    /// The rules for code that are on and of which the literals are among `hits`.
    pub(crate) fn code_candidates(&self, hits: Vec<Hit>, enabled: &Enabled) -> Candidates {
        let (first, _) = self.code_literals();
        let first_check = first + self.anchor_groups as u32;
        let (sast_hits, bandit_hits): (Vec<Hit>, Vec<Hit>) =
            hits.into_iter().partition(|hit| hit.rule < first_check);
        let checks = &enabled.bandit;
        Candidates {
            sast: self.candidates(&sast_hits, first, &enabled.sast),
            bandit: self.bandit.widen(candidates(&bandit_hits, first_check, checks), checks),
        }
    }

    /// The rules for code that are on and of whose every group of anchors a literal was found.
    pub(crate) fn candidates(&self, hits: &[Hit], first: u32, enabled: &RuleMask) -> RuleMask {
        let rules = self.catalogue.sast;
        let mut is_hit = vec![false; self.anchor_groups];
        for group in hits.iter().map(|hit| (hit.rule - first) as usize) {
            if let Some(hit) = is_hit.get_mut(group) {
                *hit = true;
            }
        }
        let mut groups = is_hit.iter();
        // The groups of a rule are taken one by one even when one is missing: the next rule's
        // follow.
        let wanted: Vec<bool> = (0..rules.len())
            .map(|at| groups.by_ref().take(rules.groups(at)).fold(true, |all, hit| all & hit))
            .collect();
        RuleMask::new(wanted.len(), |index| wanted[index] && enabled.contains(index))
    }

    /// Parses the document if a check needs it, once for all of them.
    pub(crate) fn examine_tree(
        &self,
        document: &Document<'_>,
        lines: &Lines<impl FnOnce() -> LineIndex>,
        candidates: &Candidates,
        style: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
        notices: &mut Vec<Notice>,
    ) -> Parsed {
        for unfinished in self.sast.scan_text(document, &candidates.sast, findings) {
            notices.push(unfinished_notice(document, &unfinished));
        }
        let Some(language) = sdf_syntax::Language::of(document) else { return Parsed::default() };
        // With a tree at hand there is no need to ask whether one is worth its parse.
        let wants_style =
            !style.is_empty() && (!candidates.is_empty() || sdf_style::wants_tree(document, style));
        if candidates.is_empty() && !wants_style {
            return Parsed::default();
        }
        let project = self.project.as_ref();
        let known = project.and_then(|project| project.tree(document.path, document.bytes));
        let parse = || sdf_syntax::parse(language, document.bytes, &Default::default());
        match known.map_or_else(|| parse().map(Cow::Owned), |tree| Ok(Cow::Borrowed(tree))) {
            Ok(tree) => {
                if !candidates.is_empty() {
                    self.bandit.scan(document, &tree, &candidates.bandit, findings);
                    let sast = &candidates.sast;
                    for unfinished in
                        self.sast.scan_within(project, document, &tree, sast, findings)
                    {
                        notices.push(unfinished_notice(document, &unfinished));
                    }
                }
                if wants_style {
                    let (settings, mut faults) = (&self.settings.style, Vec::new());
                    sdf_style::check_tree(document, &tree, lines, settings, style, &mut faults);
                    findings.extend(faults);
                }
                Parsed {
                    error: tree.first_error().filter(|_| !candidates.is_empty()),
                    comments: (!findings.is_empty()).then(|| tree.comments().to_vec()),
                }
            }
            Err(trouble) => {
                let message = format!(
                    "not scanned as code: {trouble}; exclude it in sdf-hook.toml if it is generated"
                );
                notices.push(Notice::about(document.path, Weight::Trouble, message));
                Parsed::default()
            }
        }
    }

    /// Appends the faults that bytes and lines show.
    pub(crate) fn examine_style(
        &self,
        document: &Document<'_>,
        lines: &Lines<impl FnOnce() -> LineIndex>,
        style: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) {
        if !style.is_empty() {
            let (settings, mut faults) = (&self.settings.style, Vec::new());
            sdf_style::check_text(document, lines, settings, style, &mut faults);
            findings.extend(faults);
        }
    }
}

/// What to say of a rule that did not come to its end.
fn unfinished_notice(document: &Document<'_>, unfinished: &sdf_sast::Unfinished) -> Notice {
    Notice::about(document.path, Weight::Trouble, unfinished.to_string())
}

/// What to say of a file whose first syntax error is at `place`. No trouble: code of Python 2 is
/// committed every day, and what is invalid has a rule of its own.
pub(crate) fn partly_scanned(document: &Document<'_>, place: &str) -> Notice {
    let message = format!("partly scanned as code: a syntax error at {place} was passed over");
    Notice::about(document.path, Weight::Remark, message)
}
