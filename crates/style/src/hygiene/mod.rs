//! Checks of files, whatever is in them; those of pre-commit-hooks 6.0.0 under its names.

mod bidirectional;
mod byte_order_mark;
mod end_of_file;
mod fault;
pub(crate) mod formats;
mod json;
mod line_endings;
mod merge_conflict;
mod shebang;
mod simple_yaml;
mod toml;
mod trailing_whitespace;
mod xml;
mod yaml;

use crate::file_type::FileType;
use crate::settings::Settings;
use crate::sink::Sink;
use sdf_core::{Document, LineIndex};

/// The checks of text files.
pub(crate) fn check_text(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    file_type: FileType,
    sink: &mut Sink<'_>,
) {
    bidirectional::check(document, lines, file_type, sink);
    byte_order_mark::check(document, sink);
    shebang::check(document, sink);
    merge_conflict::check(document, lines, sink);
    line_endings::check(document, sink);
    // Python files have pycodestyle's checks of the same; patches end as they must.
    if !matches!(file_type, FileType::Python | FileType::Verbatim) {
        let breaks = settings.markdown_line_break && file_type == FileType::Markdown;
        trailing_whitespace::check(document, lines, breaks, sink);
        end_of_file::check(document, sink);
    }
}
