//! The code of Jupyter notebooks, and the way back into their files.
//!
//! A notebook is JSON with the lines of its cells in strings. [`Notebook::read`] joins the Python
//! of all code cells to one text, as the kernel that runs them sees it: what a cell imports or
//! assigns holds in the next. IPython's own lines become statements that do nothing. Every place
//! of the text leads back to the bytes of the file that it was made of.

mod format;
mod magics;

use crate::traced::Traced;
use format::Unread;
use sdf_core::{ByteSlice, Document, Edit, LineIndex, Span};
use std::fmt;

/// The code of a notebook.
#[derive(Clone, Debug)]
pub struct Notebook {
    code: Traced,
    cells: Vec<Cell>,
    foreign: Vec<usize>,
}

/// Where a cell begins in the code.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Among all cells of the notebook, from 1.
    number: usize,
    start: usize,
}

/// A place as a reader of the notebook counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPosition {
    /// The cell among all of the notebook, text cells too, from 1.
    pub cell: usize,
    /// The line of the cell, from 1.
    pub line: usize,
}

impl fmt::Display for CellPosition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "cell {}, line {}", self.cell, self.line)
    }
}

/// Why a notebook gives no code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotebookTrouble {
    /// The file is not what notebooks are: what is wrong, and where.
    Malformed(String),
    /// Its cells are in the language of this name.
    Foreign(String),
}

impl fmt::Display for NotebookTrouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotebookTrouble::Malformed(reason) => write!(formatter, "no valid notebook: {reason}"),
            NotebookTrouble::Foreign(language) => {
                write!(formatter, "a notebook in the language {language:?}")
            }
        }
    }
}

impl std::error::Error for NotebookTrouble {}

impl Notebook {
    /// Whether `document` is to be read as a notebook: by its extension, unless it is empty or a
    /// pointer of Git LFS, which hold no code.
    pub fn is_one(document: &Document<'_>) -> bool {
        document.kind != sdf_core::Kind::Symlink
            && document.extension() == Some(b"ipynb")
            && !document.bytes.trim_ascii().is_empty()
            && !document.bytes.starts_with(b"version https://git-lfs")
    }

    /// Takes the code out of `bytes`, JSON of nbformat 3 or 4. Linear in their number.
    ///
    /// # Errors
    /// If they are something else, or the cells are not in Python.
    pub fn read(bytes: &[u8]) -> Result<Notebook, NotebookTrouble> {
        let sources = format::sources(bytes).map_err(|unread| match unread {
            Unread::Malformed(reason) => NotebookTrouble::Malformed(reason),
            Unread::Foreign(language) => NotebookTrouble::Foreign(language),
        })?;
        let mut notebook =
            Notebook { code: Traced::default(), cells: Vec::new(), foreign: Vec::new() };
        for source in sources {
            let start = notebook.code.text().len();
            if source.is_foreign || !magics::append(&source.text, &mut notebook.code) {
                notebook.foreign.push(source.number);
            } else {
                notebook.cells.push(Cell { number: source.number, start });
            }
        }
        Ok(notebook)
    }

    /// The Python of all cells, each ending with a line end.
    pub fn code(&self) -> &[u8] {
        self.code.text()
    }

    /// The code cells that hold something else than Python, by their number from 1: `%%bash`.
    pub fn foreign_cells(&self) -> &[usize] {
        &self.foreign
    }

    /// The bytes of the file that `span` of the code was made of, with the JSON between them.
    pub fn origin(&self, span: Span) -> Span {
        self.code.origin(span)
    }

    /// The offset in the code of what byte `offset` of the file belongs to, if that is code.
    pub fn offset_of(&self, offset: usize) -> Option<usize> {
        self.code.offset_of(offset)
    }

    /// Where `offset` of the code stands, `lines` being the line index of the code; none where
    /// there are no cells.
    pub fn position(&self, offset: usize, lines: &LineIndex) -> Option<CellPosition> {
        let cell = self.cell_at(offset)?;
        let line = lines.line_of(offset).saturating_sub(lines.line_of(cell.start)) + 1;
        Some(CellPosition { cell: cell.number, line })
    }

    /// The edit of the file that makes `edit` of the code; none where it would cut the JSON or a
    /// line of IPython's apart.
    pub fn edit(&self, edit: &Edit) -> Option<Edit> {
        let Span { start, end } = edit.span;
        let last = end.saturating_sub(1).max(start);
        let in_one_cell = self.cell_at(start)?.start == self.cell_at(last)?.start;
        if !in_one_cell || !self.code.can_cut(edit.span) {
            return None;
        }
        let text = edit.replacement.to_str().ok()?;
        let quoted = serde_json::to_string(text).ok()?;
        let replacement = quoted.strip_prefix('"')?.strip_suffix('"')?.as_bytes().to_vec();
        Some(Edit { span: self.origin(edit.span), replacement })
    }

    fn cell_at(&self, offset: usize) -> Option<Cell> {
        let before = self.cells.partition_point(|cell| cell.start <= offset);
        self.cells.get(before.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests;
