//! A document in, the findings that matter out.

use crate::encoded::Decoding;
use crate::locate::Page;
use crate::notebook::Cells;
use crate::number::{Key, Numbered, number};
use crate::suppress::Comments;
use crate::waiver::Waiver;
use crate::{Catalogue, Settings, gitleaks, novelty};
use sdf_core::{
    BString, Document, Family, Finding, Fingerprint, Focus, Kind, LineIndex, Located, Notice,
    Reach, Rule, RuleMask, Span, Totals, Weight,
};
use sdf_decode::{Decoded, decode};
use sdf_gate::Hit;
use sdf_syntax::Notebook;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

/// Everything that is needed to scan documents, on any number of threads.
pub struct Engine<'r> {
    catalogue: Catalogue<'r>,
    settings: Settings,
    secrets: sdf_secrets::Scanner<'r>,
    sast: sdf_sast::Scanner<'r>,
    bandit: sdf_sast::bandit::Scanner<'r>,
    gitleaks: sdf_secrets::GitleaksScanner<'r>,
    enabled: Enabled,
    /// How many groups of anchors the rules for code have.
    anchor_groups: usize,
}

/// Which rules are on, family by family.
struct Enabled {
    secrets: RuleMask,
    sast: RuleMask,
    bandit: RuleMask,
    style: RuleMask,
    gitleaks: RuleMask,
    every_secret: RuleMask,
    every_gitleaks: RuleMask,
}

/// The rules for code that could match a document.
pub(crate) struct Candidates {
    sast: RuleMask,
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

/// A version of a document that a parent has.
#[derive(Clone, Debug)]
pub struct Previous {
    /// Where it stood.
    pub path: BString,
    /// Its content as stored.
    pub bytes: Vec<u8>,
    /// What sort of thing it was.
    pub kind: Kind,
}

/// What a document gave.
#[derive(Debug, Default)]
pub struct Outcome<'r> {
    /// Findings that count.
    pub findings: Vec<Located<'r>>,
    /// Trouble with the document.
    pub notices: Vec<Notice>,
    /// How much was looked at, and how much silenced.
    pub totals: Totals,
}

/// The lines of a document, found when first asked for: most documents have nothing to report.
type Lines<F> = LazyCell<LineIndex, F>;

/// What the scanners say of a document, before any filter.
struct Examined<'r> {
    findings: Vec<Finding<'r>>,
    secret_hits: Vec<Hit>,
    gitleaks_hits: Vec<Hit>,
    notices: Vec<Notice>,
    /// The code of a notebook.
    cells: Option<Cells>,
    /// What the language takes for comments, where the document was parsed.
    comments: Option<Vec<Span>>,
}

/// What a parse tells besides findings.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The offset of the first syntax error, if rules were matched around it.
    pub(crate) error: Option<usize>,
    /// What the language takes for comments, where something was found.
    comments: Option<Vec<Span>>,
}

/// Gives the versions of a document that the parents have: one entry a parent, none where it has
/// no such file. Called at most once, and only when there is something to compare.
///
/// # Errors
/// What to report when a version cannot be read; all of the document counts as new then.
pub type Parents<'p> = dyn Fn() -> Result<Vec<Option<Previous>>, Notice> + 'p;

impl<'r> Engine<'r> {
    /// An engine over `catalogue`. Costs one pass over the rules' ids, and no more where all
    /// rules are on.
    pub fn new(catalogue: Catalogue<'r>, settings: Settings) -> Self {
        let selection = &settings.selection;
        let all = selection.is_everything() && settings.only.is_none();
        let is_on = |rule: &Rule| {
            settings.only.is_none_or(|family| family == rule.family) && selection.includes(rule)
        };
        let mask = |count: usize, rule: &dyn Fn(usize) -> &'r Rule| {
            RuleMask::new(count, |index| match all {
                true => rule(index).default,
                false => is_on(rule(index)),
            })
        };
        let Catalogue { secrets, sast, bandit, .. } = catalogue;
        let gitleaks: Vec<&'r Rule> = catalogue.gitleaks_rules().collect();
        let enabled = Enabled {
            secrets: RuleMask::new(secrets.len(), |index| {
                let rule = &secrets[index].rule;
                !settings.off.contains(&*rule.id) && (all || is_on(rule))
            }),
            sast: mask(sast.len(), &|index| &sast[index].rule),
            bandit: mask(bandit.len(), &|index| &bandit[index].rule),
            style: match settings.only_added {
                true => RuleMask::new(sdf_style::RULES.len(), |_| false),
                false => mask(sdf_style::RULES.len(), &|index| &sdf_style::RULES[index]),
            },
            gitleaks: mask(gitleaks.len(), &|index| gitleaks[index]),
            every_secret: RuleMask::new(secrets.len(), |_| true),
            every_gitleaks: RuleMask::new(gitleaks.len(), |_| true),
        };
        Engine {
            secrets: sdf_secrets::Scanner::new(secrets),
            sast: sdf_sast::Scanner::new(sast),
            bandit: sdf_sast::bandit::Scanner::new(bandit, settings.bandit.clone()),
            gitleaks: sdf_secrets::GitleaksScanner::new(catalogue.gitleaks),
            catalogue,
            settings,
            enabled,
            anchor_groups: sdf_rules::anchor_groups(sast),
        }
    }

    /// Every rule there is, on or off.
    pub fn catalogue(&self) -> &Catalogue<'r> {
        &self.catalogue
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Scans `document`; with `parents`, what is not new against every one of them is left out.
    pub fn scan(&self, document: &Document<'_>, parents: Option<&Parents<'_>>) -> Outcome<'r> {
        if self.settings.excludes(document.path) {
            let notice =
                Notice::about(document.path, Weight::Detail, "excluded by the configuration");
            return Outcome { notices: vec![notice], ..Outcome::default() };
        }
        let totals = Totals { documents: 1, bytes: document.bytes.len() as u64, suppressed: 0 };
        let decoded = decode(document.bytes);
        let text = Document { bytes: &decoded.text, ..document.clone() };
        let lines = LazyCell::new(|| LineIndex::new(&decoded.text));
        let mut examined = self.examine(&text, &lines);
        let notices = std::mem::take(&mut examined.notices);
        let mut outcome = Outcome { findings: Vec::new(), notices, totals };
        if examined.findings.is_empty() {
            return outcome;
        }
        let secrets = self.secret_spans(&text, &lines, &examined);
        let comments = examined.comments.take();
        let mut comments =
            Comments::new(&decoded.text, &lines, comments.as_deref(), self.catalogue.bandit);

        let cells = examined.cells;
        let mut numbered = number(examined.findings, &decoded.text);
        if let Some(parents) = parents {
            match parents() {
                Ok(versions) => self.keep_new(&mut numbered, &text, &lines, &versions),
                Err(notice) => outcome.notices.push(notice),
            }
        }
        let page =
            Page { decoded: &decoded, lines: &lines, secrets: &secrets, cells: cells.as_ref() };
        let waiver = Waiver::new(&self.settings, &text, &lines, parents.is_none());
        self.filter_and_place(numbered, &text, &page, &mut comments, waiver, &mut outcome);
        outcome
    }

    /// Filters and places findings in `document` that were made elsewhere, whatever is selected.
    pub fn admit(&self, document: &Document<'_>, findings: Vec<Finding<'r>>) -> Outcome<'r> {
        let decoded = decode(document.bytes);
        let text = Document { bytes: &decoded.text, ..document.clone() };
        let lines = LineIndex::new(&decoded.text);
        let page = Page { decoded: &decoded, lines: &lines, secrets: &[], cells: None };
        let mut comments = Comments::new(&decoded.text, &lines, None, self.catalogue.bandit);
        let mut outcome = Outcome::default();
        let waiver = Waiver::new(&self.settings, &text, &lines, true);
        let numbered = number(findings, &decoded.text);
        self.filter_and_place(numbered, &text, &page, &mut comments, waiver, &mut outcome);
        outcome
    }

    /// Whether a user's configuration of gitleaks lets `finding` off, since `commit` brought it.
    pub fn allows_commit(&self, finding: &Located<'_>, commit: &str) -> bool {
        finding.rule.family == Family::Secrets
            && self.gitleaks.lets_off_commit(finding.rule, finding.path.as_ref(), commit)
    }

    /// Runs the scanners whose rules are on and could match.
    fn examine(
        &self,
        document: &Document<'_>,
        lines: &Lines<impl FnOnce() -> LineIndex>,
    ) -> Examined<'r> {
        let (mut findings, mut notices) = (Vec::new(), Vec::new());
        let secret_rules = self.catalogue.secrets.len() as u32;
        let mut comments = None;
        let mut hits = Vec::new();
        self.catalogue.gate.scan(document.bytes, 0..document.bytes.len(), &mut hits);
        let (secret_hits, other_hits): (Vec<Hit>, Vec<Hit>) =
            hits.into_iter().partition(|hit| hit.rule < secret_rules);
        let (_, others) = self.code_literals();
        let (code_hits, mut gitleaks_hits): (Vec<Hit>, Vec<Hit>) =
            other_hits.into_iter().partition(|hit| hit.rule < others);
        gitleaks_hits.iter_mut().for_each(|hit| hit.rule -= others);
        if !self.enabled.secrets.is_empty() {
            let enabled = &self.enabled.secrets;
            notices.extend(self.find_secrets(document, &secret_hits, enabled, &mut findings));
        }
        if !self.catalogue.gitleaks.is_empty() {
            let (hits, enabled) = (&gitleaks_hits, &self.enabled.gitleaks);
            let page = (document, &**lines);
            gitleaks::examine(&self.gitleaks, page, hits, enabled, &mut findings, &mut notices);
        }
        if document.kind != Kind::Symlink {
            let candidates = self.code_candidates(code_hits);
            let parsed =
                self.examine_tree(document, lines, &candidates, &mut findings, &mut notices);
            if let Some(offset) = parsed.error {
                let place = format!("line {}", lines.line_of(offset) + 1);
                notices.push(partly_scanned(document, &place));
            }
            comments = parsed.comments;
        }
        let cells = Notebook::is_one(document)
            .then(|| self.examine_notebook(document, &mut findings, &mut notices))
            .flatten();
        self.examine_style(document, lines, &mut findings);
        findings.retain(|finding| self.settings.applies(finding.rule, document.path));
        findings.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.rule.id.cmp(&b.rule.id)));
        Examined { findings, secret_hits, gitleaks_hits, notices, cells, comments }
    }

    /// Appends the faults that bytes and lines show.
    pub(crate) fn examine_style(
        &self,
        document: &Document<'_>,
        lines: &Lines<impl FnOnce() -> LineIndex>,
        findings: &mut Vec<Finding<'r>>,
    ) {
        if !self.enabled.style.is_empty() {
            let (settings, mut faults) = (&self.settings.style, Vec::new());
            sdf_style::check_text(document, lines, settings, &self.enabled.style, &mut faults);
            findings.extend(faults);
        }
    }

    /// Appends the secrets that the rules on in `enabled` find in `document`, as it is near `hits`
    /// and encoded; what is to be said if not everything could be decoded.
    fn find_secrets(
        &self,
        document: &Document<'_>,
        hits: &[Hit],
        enabled: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) -> Option<Notice> {
        self.secrets.scan(document, hits, enabled, findings);
        let (gate, rules, scanner) = (&self.catalogue.gate, self.catalogue.secrets, &self.secrets);
        Decoding { gate, rules, scanner, enabled }.scan(document, findings)
    }

    /// Whether any rule is on that looks at code.
    pub(crate) fn looks_at_code(&self) -> bool {
        let Enabled { sast, bandit, style, .. } = &self.enabled;
        !sast.is_empty() || !bandit.is_empty() || !style.is_empty()
    }

    /// The rules for code that are on and of which the literals are in `text`.
    pub(crate) fn candidates_in(&self, text: &[u8]) -> Candidates {
        let mut hits = Vec::new();
        self.catalogue.gate.scan(text, 0..text.len(), &mut hits);
        let (first, others) = self.code_literals();
        hits.retain(|hit| (first..others).contains(&hit.rule));
        self.code_candidates(hits)
    }

    /// The numbers that the gate has for literals of rules for code: the first, and that behind
    /// the last.
    fn code_literals(&self) -> (u32, u32) {
        let first = self.catalogue.secrets.len() as u32;
        (first, first + self.anchor_groups as u32 + self.catalogue.bandit.len() as u32)
    }

    /// The rules for code that are on and of which the literals are among `hits`.
    fn code_candidates(&self, hits: Vec<Hit>) -> Candidates {
        let (first, _) = self.code_literals();
        let first_check = first + self.anchor_groups as u32;
        let (sast_hits, bandit_hits): (Vec<Hit>, Vec<Hit>) =
            hits.into_iter().partition(|hit| hit.rule < first_check);
        let enabled = &self.enabled.bandit;
        Candidates {
            sast: self.candidates(&sast_hits, first),
            bandit: self.bandit.widen(candidates(&bandit_hits, first_check, enabled), enabled),
        }
    }

    /// The rules for code that are on and of whose every group of anchors a literal was found.
    fn candidates(&self, hits: &[Hit], first: u32) -> RuleMask {
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
        let wanted: Vec<bool> = rules
            .iter()
            .map(|rule| groups.by_ref().take(rule.anchors.len()).fold(true, |all, hit| all & hit))
            .collect();
        RuleMask::new(wanted.len(), |index| wanted[index] && self.enabled.sast.contains(index))
    }

    /// Parses the document if a check needs it, once for all of them.
    pub(crate) fn examine_tree(
        &self,
        document: &Document<'_>,
        lines: &Lines<impl FnOnce() -> LineIndex>,
        candidates: &Candidates,
        findings: &mut Vec<Finding<'r>>,
        notices: &mut Vec<Notice>,
    ) -> Parsed {
        for unfinished in self.sast.scan_text(document, &candidates.sast, findings) {
            notices.push(unfinished_notice(document, &unfinished));
        }
        let Some(language) = sdf_syntax::Language::of(document) else { return Parsed::default() };
        let style = &self.enabled.style;
        // With a tree at hand there is no need to ask whether one is worth its parse.
        let wants_style =
            !style.is_empty() && (!candidates.is_empty() || sdf_style::wants_tree(document, style));
        if candidates.is_empty() && !wants_style {
            return Parsed::default();
        }
        match sdf_syntax::parse(language, document.bytes, &sdf_syntax::Limits::default()) {
            Ok(tree) => {
                if !candidates.is_empty() {
                    self.bandit.scan(document, &tree, &candidates.bandit, findings);
                    for unfinished in self.sast.scan(document, &tree, &candidates.sast, findings) {
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

    /// What must be masked: every secret of the document, whichever rules are on.
    fn secret_spans(
        &self,
        document: &Document<'_>,
        lines: &LineIndex,
        examined: &Examined<'r>,
    ) -> Vec<Span> {
        let Examined { findings: found, secret_hits: hits, gitleaks_hits, .. } = examined;
        if self.settings.show_secrets {
            return Vec::new();
        }
        let mut spans: Vec<Span> = found.iter().filter_map(|finding| finding.secret).collect();
        let unmasked = !self.settings.selection.is_everything()
            || !self.settings.overrides.is_empty()
            || !self.catalogue.gitleaks.is_empty();
        if unmasked {
            let mut all = Vec::new();
            // What is cut short is said where findings are made.
            let _ = self.find_secrets(document, hits, &self.enabled.every_secret, &mut all);
            let every = &self.enabled.every_gitleaks;
            self.gitleaks.scan(document, lines, gitleaks_hits, every, &mut all);
            spans.extend(all.iter().filter_map(|finding| finding.secret));
        }
        spans.sort_unstable();
        // Apart and in order, so that the one at a place is found by bisection.
        spans.dedup_by(|next, kept| {
            let joined = next.start < kept.end;
            if joined {
                kept.end = kept.end.max(next.end);
            }
            joined
        });
        spans
    }

    /// Leaves what touches a line that no parent has, or what no parent has at all.
    fn keep_new(
        &self,
        numbered: &mut Vec<Numbered<'r>>,
        document: &Document<'_>,
        lines: &LineIndex,
        versions: &[Option<Previous>],
    ) {
        let versions: Vec<(&Previous, Decoded<'_>)> =
            versions.iter().flatten().map(|version| (version, decode(&version.bytes))).collect();
        let mut focus = Focus::Everything;
        for (_, old) in &versions {
            focus = focus.intersect(&novelty::added_lines(&old.text, document.bytes, lines));
        }
        numbered.retain(|it| {
            focus.touches(it.finding.span) || it.finding.rule.reach == Reach::Document
        });
        let off_focus = |it: &Numbered<'_>| !focus.touches(it.finding.span);
        for (version, old) in &versions {
            if !numbered.iter().any(off_focus) {
                break;
            }
            let text = Document {
                path: version.path.as_ref(),
                bytes: &old.text,
                focus: Focus::Everything,
                kind: version.kind,
            };
            let old_lines = LazyCell::new(|| LineIndex::new(&old.text));
            let known = number(self.examine(&text, &old_lines).findings, &old.text);
            let mut count: HashMap<&Key<'_>, usize> = HashMap::new();
            for it in &known {
                *count.entry(&it.key).or_default() += 1;
            }
            numbered.retain(|it| {
                if !off_focus(it) {
                    return true;
                }
                match count.get_mut(&it.key) {
                    Some(left) if *left > 0 => {
                        *left -= 1;
                        false
                    }
                    _ => true,
                }
            });
        }
    }

    /// Drops what comments, settings and the baseline silence, and places the rest.
    fn filter_and_place(
        &self,
        numbered: Vec<Numbered<'r>>,
        document: &Document<'_>,
        page: &Page<'_>,
        comments: &mut Comments<'_>,
        mut waiver: Waiver<'_>,
        outcome: &mut Outcome<'r>,
    ) {
        let settings = &self.settings;
        let mut cell_comments = page.cells.map(|cells| {
            let (code, lines) = cells.code();
            Comments::new(code, lines, None, self.catalogue.bandit)
        });
        for Numbered { mut finding, key, ordinal } in numbered {
            finding.severity = settings.severity(finding.rule, finding.severity);
            if settings.min_severity.is_some_and(|least| finding.severity < least)
                || settings.min_confidence.is_some_and(|least| finding.confidence < least)
            {
                continue;
            }
            let fingerprint = Fingerprint::new(&finding.rule.id, document.path, &key.text, ordinal);
            let extent = finding.extent.unwrap_or(finding.span);
            let in_cell = page.cells.and_then(|cells| cells.code_span(extent));
            let mut by_comment = || match (&mut cell_comments, in_cell) {
                (Some(comments), Some(span)) => comments.silence(finding.rule, span),
                _ => comments.silence(finding.rule, extent),
            };
            let matched = finding.identity.of(document.bytes);
            let by_peer = || settings.exceptions.contains(document, page.lines, &finding);
            if !settings.ignore_comments && by_comment()
                || settings.allows(finding.rule, document.path, matched)
                || settings.baseline.contains(&fingerprint)
                || by_peer()
                || waiver.covers(&finding)
            {
                outcome.totals.suppressed += 1;
                continue;
            }
            outcome.findings.push(page.locate(finding, document.path, fingerprint));
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
