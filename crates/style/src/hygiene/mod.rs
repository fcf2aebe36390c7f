//! Checks of files, whatever is in them; those of pre-commit-hooks 6.0.0 under its names.

mod bidirectional;
mod byte_order_mark;
mod end_of_file;
mod fault;
pub(crate) mod formats;
mod homoglyph;
mod invisible;
mod json;
mod line_endings;
mod long_line;
mod merge_conflict;
mod private_key;
mod requirements;
mod rewrite;
mod shebang;
mod simple_yaml;
mod sorted_lines;
mod toml;
mod trailing_whitespace;
mod vcs_permalinks;
mod xml;
mod yaml;

use crate::file_type::FileType;
use crate::lexical::Lexical;
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
    let lexical = Lexical::new(document, file_type);
    bidirectional::check(document, lines, file_type, sink);
    invisible::check(document, lines, file_type, lexical.as_ref(), sink);
    if !document.bytes.is_ascii() {
        homoglyph::check(document, lines, lexical.as_ref(), sink);
    }
    byte_order_mark::check(document, sink);
    shebang::check(document, sink);
    merge_conflict::check(document, lines, sink);
    line_endings::check(document, settings, sink);
    private_key::check(document, sink);
    vcs_permalinks::check(document, lines, settings, sink);
    long_line::check(document, lines, settings, sink);
    requirements::check(document, sink);
    sorted_lines::check(document, settings, sink);
    // Patches and tables end as they must.
    if file_type != FileType::Verbatim {
        trailing_whitespace::check(document, lines, settings, file_type, sink);
        end_of_file::check(document, sink);
    }
}
