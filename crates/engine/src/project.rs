//! Files that import each other, looked at together.

use crate::scan::Examined;
use crate::{Engine, map_in_order};
use sdf_core::{Document, Elsewhere, Kind, LineIndex, Notice, RuleMask, Span, Weight};
use sdf_decode::decode;
use sdf_gate::Hit;
use sdf_syntax::Language;
use std::collections::BTreeSet;

/// Whether a file can be a module that others import.
pub fn is_module(path: &sdf_core::BStr) -> bool {
    path.ends_with(b".py")
}

impl<'r> Engine<'r> {
    /// The same engine with data flow followed from file to file, as far as `files` import each
    /// other: modules, told by [`is_module`], in the order of their paths. What their functions do
    /// is found out here, on so many threads; what is to be said of that comes back, too.
    pub fn with_modules(mut self, files: Vec<Elsewhere>, threads: usize) -> (Self, Vec<Notice>) {
        let is_usable = |file: &Elsewhere| {
            let document = Document::file(file.path.as_ref(), &file.bytes);
            !self.settings.excludes(file.path.as_ref())
                && !decode(&file.bytes).is_translated()
                && Language::of(&document) == Some(Language::Python)
        };
        let files: Vec<Elsewhere> = files.into_iter().filter(is_usable).collect();
        let threads = vec![(); threads.max(1)];
        let rules = self.rules_for(&files, &threads);
        let parallel = |count: usize, work: &(dyn Fn(usize) + Sync)| {
            let pieces: Vec<usize> = (0..count).collect();
            map_in_order(&pieces, threads.clone(), |(), &piece| work(piece));
        };
        let project = self.sast.project(files, &rules, &parallel);
        let mut notices = Vec::new();
        if project.left_out() > 0 {
            let message = format!(
                "data flow is not followed into {} files: together they are too large",
                project.left_out()
            );
            notices.push(Notice::general(Weight::Remark, message));
        }
        self.project = Some(project);
        (self, notices)
    }

    /// The rules that are on and of whose every group of anchors any of `files` has a literal.
    fn rules_for(&self, files: &[Elsewhere], threads: &[()]) -> RuleMask {
        let found = map_in_order(files, threads.to_vec(), |(), file| {
            let mut hits = Vec::new();
            self.catalogue.gate.scan(&file.bytes, 0..file.bytes.len(), &mut hits);
            hits.iter().map(|hit| hit.rule).collect::<BTreeSet<u32>>()
        });
        let (first, _) = self.code_literals();
        let groups = first..first + self.anchor_groups as u32;
        let all: BTreeSet<u32> = found.into_iter().flatten().collect();
        let all = all.into_iter().filter(|rule| groups.contains(rule));
        let hits: Vec<Hit> = all.map(|rule| Hit { rule, span: Span::new(0, 0) }).collect();
        self.candidates(&hits, first, &self.enabled.sast)
    }

    /// The rules for code that could match a document, with those that could with what it imports.
    pub(crate) fn with_flows_through(
        &self,
        document: &Document<'_>,
        candidates: RuleMask,
        enabled: &RuleMask,
    ) -> RuleMask {
        let Some(project) = &self.project else { return candidates };
        let more: BTreeSet<usize> = project.rules(document.path).collect();
        RuleMask::new(self.catalogue.sast.len(), |at| {
            candidates.contains(at) || (more.contains(&at) && enabled.contains(at))
        })
    }

    /// What must be masked of another file.
    pub(crate) fn secrets_of(&self, file: &Elsewhere) -> Vec<Span> {
        let document = Document {
            path: file.path.as_ref(),
            bytes: &file.bytes,
            focus: sdf_core::Focus::Everything,
            kind: Kind::File,
        };
        let mut hits = Vec::new();
        self.catalogue.gate.scan(document.bytes, 0..document.bytes.len(), &mut hits);
        let (secret_hits, _, gitleaks_hits) = self.split(hits);
        let mut findings = Vec::new();
        // What is cut short is said where the file itself is scanned.
        let _ =
            self.find_secrets(&document, &secret_hits, &self.enabled.every_secret, &mut findings);
        let lines = LineIndex::new(document.bytes);
        let (notices, cells, comments) = (Vec::new(), None, None);
        let examined = Examined { findings, secret_hits, gitleaks_hits, notices, cells, comments };
        self.secret_spans(&document, &lines, &examined)
    }
}
