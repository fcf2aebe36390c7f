//! A document in, the findings that matter out.

use crate::code::partly_scanned;
use crate::enabled::Enabled;
use crate::locate::Page;
use crate::notebook::Cells;
use crate::novelty::changes;
use crate::number::number;
use crate::suppress::Comments;
use crate::waiver::Waiver;
use crate::{Catalogue, Settings, gitleaks};
use sdf_core::{
    BString, Document, Family, Finding, Focus, Kind, LineIndex, Located, Notice, Span, Totals,
    Weight,
};
use sdf_decode::decode;
use sdf_gate::Hit;
use sdf_syntax::Notebook;
use std::cell::LazyCell;

/// Everything that is needed to scan documents, on any number of threads.
pub struct Engine<'r> {
    pub(crate) catalogue: Catalogue<'r>,
    pub(crate) settings: Settings,
    pub(crate) secrets: sdf_secrets::Scanner<'r>,
    pub(crate) sast: sdf_sast::Scanner<'r>,
    pub(crate) bandit: sdf_sast::bandit::Scanner<'r>,
    pub(crate) gitleaks: sdf_secrets::GitleaksScanner<'r>,
    pub(crate) enabled: Enabled,
    /// How many groups of anchors the rules for code have.
    pub(crate) anchor_groups: usize,
    /// The files that import each other, if data flow is followed from one to another.
    pub(crate) project: Option<sdf_sast::Project>,
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
pub(crate) type Lines<F> = LazyCell<LineIndex, F>;

/// What the scanners say of a document, before any filter.
pub(crate) struct Examined<'r> {
    pub(crate) findings: Vec<Finding<'r>>,
    pub(crate) secret_hits: Vec<Hit>,
    pub(crate) gitleaks_hits: Vec<Hit>,
    pub(crate) notices: Vec<Notice>,
    /// The code of a notebook.
    pub(crate) cells: Option<Cells>,
    /// What the language takes for comments, where the document was parsed.
    pub(crate) comments: Option<Vec<Span>>,
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
        let enabled = Enabled::new(&catalogue, &settings);
        Engine {
            secrets: sdf_secrets::Scanner::new(catalogue.secrets),
            sast: sdf_sast::Scanner::new(catalogue.sast).with_libraries(catalogue.libraries),
            bandit: sdf_sast::bandit::Scanner::new(catalogue.bandit, settings.bandit.clone()),
            gitleaks: sdf_secrets::GitleaksScanner::new(catalogue.gitleaks),
            anchor_groups: sdf_rules::anchor_groups(catalogue.sast),
            catalogue,
            settings,
            enabled,
            project: None,
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
        let bytes = document.bytes.len() as u64;
        let totals = Totals { documents: 1, bytes, ..Totals::default() };
        let decoded = decode(document.bytes);
        let mut text = Document { bytes: &decoded.text, ..document.clone() };
        let mut versions = None;
        if let Some(parents) = parents.filter(|_| self.gains_by_focus(&text)) {
            let read = parents();
            text.focus = read.as_ref().map_or(Focus::Everything, |old| changes(old, text.bytes));
            versions = Some(read);
        }
        let lines = LazyCell::new(|| LineIndex::new(&decoded.text));
        let mut examined = self.examine(&text, &lines, &self.enabled);
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
            match versions.unwrap_or_else(parents) {
                Ok(versions) => self.keep_new(&mut numbered, &text, &versions),
                Err(notice) => outcome.notices.push(notice),
            }
        }
        let page = Page {
            decoded: &decoded,
            lines: &lines,
            secrets: &secrets,
            cells: cells.as_ref(),
            elsewhere: &|file| self.secrets_of(file),
        };
        let waiver = Waiver::new(&self.settings, &text, &lines, parents.is_none());
        self.filter_and_place(numbered, &text, &page, &mut comments, waiver, &mut outcome);
        outcome
    }

    /// Whether it pays to know what is new before style is judged. What a baseline accepts is known
    /// by its number among its like: then all of them have to be found.
    fn gains_by_focus(&self, text: &Document<'_>) -> bool {
        self.settings.baseline.is_empty() && sdf_style::gains_by_focus(text, &self.enabled.style)
    }

    /// Filters and places findings in `document` that were made elsewhere, whatever is selected.
    pub fn admit(&self, document: &Document<'_>, findings: Vec<Finding<'r>>) -> Outcome<'r> {
        let decoded = decode(document.bytes);
        let text = Document { bytes: &decoded.text, ..document.clone() };
        let lines = LineIndex::new(&decoded.text);
        let elsewhere = &|file: &_| self.secrets_of(file);
        let page = Page { decoded: &decoded, lines: &lines, secrets: &[], cells: None, elsewhere };
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

    /// Whether the literals of any rule that is on matter.
    pub(crate) fn wants_hits(&self, enabled: &Enabled) -> bool {
        let Enabled { secrets, sast, bandit, .. } = enabled;
        let masks = [secrets, sast, bandit];
        !self.catalogue.gitleaks.is_empty() || masks.iter().any(|mask| !mask.is_empty())
    }

    /// The literals of rules in `text`: those of rules for secrets, of those for code, of gitleaks.
    pub(crate) fn hits(&self, text: &[u8]) -> (Vec<Hit>, Vec<Hit>, Vec<Hit>) {
        let mut hits = Vec::new();
        // Of rules for code nothing counts but which could match.
        let (first_code, others) = self.code_literals();
        self.catalogue.gate.scan_once(text, 0..text.len(), first_code..others, &mut hits);
        self.split(hits)
    }

    /// The hits of rules for secrets, of those for code, and of those of gitleaks by their number.
    pub(crate) fn split(&self, hits: Vec<Hit>) -> (Vec<Hit>, Vec<Hit>, Vec<Hit>) {
        let secret_rules = self.catalogue.secrets.len() as u32;
        let (secret_hits, other_hits): (Vec<Hit>, Vec<Hit>) =
            hits.into_iter().partition(|hit| hit.rule < secret_rules);
        let (_, others) = self.code_literals();
        let (code_hits, mut gitleaks_hits): (Vec<Hit>, Vec<Hit>) =
            other_hits.into_iter().partition(|hit| hit.rule < others);
        gitleaks_hits.iter_mut().for_each(|hit| hit.rule -= others);
        (secret_hits, code_hits, gitleaks_hits)
    }

    /// Runs the scanners whose rules are on in `enabled` and could match.
    pub(crate) fn examine(
        &self,
        document: &Document<'_>,
        lines: &Lines<impl FnOnce() -> LineIndex>,
        enabled: &Enabled,
    ) -> Examined<'r> {
        let (mut findings, mut notices) = (Vec::new(), Vec::new());
        let mut comments = None;
        let hits = (self.wants_hits(enabled)).then(|| self.hits(document.bytes));
        let (secret_hits, code_hits, gitleaks_hits) = hits.unwrap_or_default();
        if !enabled.secrets.is_empty() {
            let secrets = &enabled.secrets;
            notices.extend(self.find_secrets(document, &secret_hits, secrets, &mut findings));
        }
        if !self.catalogue.gitleaks.is_empty() {
            let (hits, rules) = (&gitleaks_hits, &enabled.gitleaks);
            let page = (document, &**lines);
            gitleaks::examine(&self.gitleaks, page, hits, rules, &mut findings, &mut notices);
        }
        if document.kind != Kind::Symlink {
            let mut candidates = self.code_candidates(code_hits, enabled);
            candidates.sast = self.with_flows_through(document, candidates.sast, &enabled.sast);
            let (style, to) = (&enabled.style, &mut findings);
            let parsed = self.examine_tree(document, lines, &candidates, style, to, &mut notices);
            if let Some(offset) = parsed.error {
                let place = format!("line {}", lines.line_of(offset) + 1);
                notices.push(partly_scanned(document, &place));
            }
            comments = parsed.comments;
        }
        let cells = Notebook::is_one(document)
            .then(|| self.examine_notebook(document, enabled, &mut findings, &mut notices))
            .flatten();
        self.examine_style(document, lines, &enabled.style, &mut findings);
        findings.retain(|finding| self.settings.applies(finding.rule, document.path));
        sdf_style::drop_twins(&mut findings);
        findings.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.rule.id.cmp(&b.rule.id)));
        Examined { findings, secret_hits, gitleaks_hits, notices, cells, comments }
    }
}
