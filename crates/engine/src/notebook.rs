//! Notebooks: their cells are scanned as one program, and what is found leads back into the file.

use crate::Engine;
use crate::code::partly_scanned;
use crate::enabled::Enabled;
use sdf_core::{Document, Finding, Fix, Focus, Kind, LineIndex, Notice, Span, Weight};
use sdf_syntax::{Notebook, NotebookTrouble};
use std::cell::LazyCell;

/// The code of a notebook, for what wants to know more of a place in its file.
pub(crate) struct Cells {
    notebook: Notebook,
    lines: LineIndex,
}

impl<'r> Engine<'r> {
    /// Appends what rules for code and style find in the cells of `document`, a notebook, at their
    /// places in the file.
    ///
    /// The literals of rules are looked for in the cells: in the file they may hide in escapes.
    pub(crate) fn examine_notebook(
        &self,
        document: &Document<'_>,
        enabled: &Enabled,
        findings: &mut Vec<Finding<'r>>,
        notices: &mut Vec<Notice>,
    ) -> Option<Cells> {
        if !enabled.looks_at_code() {
            return None;
        }
        let notebook = match Notebook::read(document.bytes) {
            Ok(notebook) => notebook,
            Err(trouble) => {
                let weight = match trouble {
                    NotebookTrouble::Malformed(_) => Weight::Trouble,
                    NotebookTrouble::Foreign(_) => Weight::Detail,
                };
                let message = format!("not scanned as code: {trouble}");
                notices.push(Notice::about(document.path, weight, message));
                return None;
            }
        };
        notices.extend(foreign_cells(document, &notebook));
        let cells = Cells { lines: LineIndex::new(notebook.code()), notebook };
        let code = Document {
            path: document.path,
            bytes: cells.notebook.code(),
            focus: Focus::Everything,
            kind: Kind::Cells,
        };
        let lines = LazyCell::new(|| cells.lines.clone());
        let mut found = Vec::new();
        let candidates = self.candidates_in(code.bytes, enabled);
        let style = &enabled.style;
        let parsed = self.examine_tree(&code, &lines, &candidates, style, &mut found, notices);
        if let Some(offset) = parsed.error {
            let line = LineIndex::new(document.bytes).line_of(cells.file_span(offset).start) + 1;
            let place = format!("line {line}{}", cells.place(offset));
            notices.push(partly_scanned(document, &place));
        }
        self.examine_style(&code, &lines, style, &mut found);
        findings.extend(found.into_iter().map(|finding| cells.bring_back(finding)));
        Some(cells)
    }
}

/// What to say of cells in other languages.
fn foreign_cells(document: &Document<'_>, notebook: &Notebook) -> Option<Notice> {
    let numbers: Vec<String> = notebook.foreign_cells().iter().map(usize::to_string).collect();
    let numbers = match numbers.as_slice() {
        [] => return None,
        [number] => format!("cell {number} is"),
        _ => format!("cells {} are", numbers.join(", ")),
    };
    let message = format!("{numbers} not in Python: not scanned as code");
    Some(Notice::about(document.path, Weight::Detail, message))
}

impl Cells {
    /// The code, and its lines.
    pub(crate) fn code(&self) -> (&[u8], &LineIndex) {
        (self.notebook.code(), &self.lines)
    }

    /// The part of the code that `span` of the file stands for, if it begins in code.
    pub(crate) fn code_span(&self, span: Span) -> Option<Span> {
        let start = self.notebook.offset_of(span.start)?;
        let last = span.end.saturating_sub(1).max(span.start);
        let end = self.notebook.offset_of(last).map_or(start, |offset| offset + 1);
        Some(Span::new(start, end))
    }

    fn file_span(&self, offset: usize) -> Span {
        self.notebook.origin(Span::new(offset, offset))
    }

    /// Where `offset` of the code stands, as an addition to a sentence.
    fn place(&self, offset: usize) -> String {
        let position = self.notebook.position(offset, &self.lines);
        position.map_or_else(String::new, |position| format!(" ({position})"))
    }

    /// `finding` in the code as one in the file.
    fn bring_back<'r>(&self, finding: Finding<'r>) -> Finding<'r> {
        let origin = |span| self.notebook.origin(span);
        let fix = finding.fix.as_ref().and_then(|fix| {
            let edits = fix.edits.iter().map(|edit| self.notebook.edit(edit));
            Some(Fix { edits: edits.collect::<Option<_>>()?, safe: fix.safe })
        });
        let place = self.place(finding.span.start);
        let finding = finding.adding(&place).moved(origin);
        Finding { fix, ..finding }
    }
}
