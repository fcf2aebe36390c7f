//! Checks of pycodestyle 2.15 that need no more than bytes and lines.
//!
//! Same judgement and place as pycodestyle's, with two differences that are meant: `noqa` is the
//! engine's, by flake8's rules, and a lone carriage return ends no line.

mod end_of_file;
mod indentation;
mod line_length;
#[allow(dead_code)]
mod logical;
#[allow(dead_code)]
mod logical_line;
#[allow(dead_code)]
mod report;
mod whitespace;

use crate::Check;
use crate::lines::{Line, in_focus};
use crate::python::MultilineStrings;
use crate::settings::Settings;
use crate::sink::Sink;
use sdf_core::{Document, LineIndex};

/// The checks that a pass over the lines serves.
const OF_LINES: [Check; 3] = [Check::E501, Check::W291, Check::W293];

/// The checks of a file.
pub(crate) fn check_file(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    check_lines(document, lines, settings, sink);
    end_of_file::check(document, sink);
}

/// The checks of lines, wherever they come from.
pub(crate) fn check_lines(
    document: &Document<'_>,
    lines: &LineIndex,
    settings: &Settings,
    sink: &mut Sink<'_>,
) {
    if sink.wants_any(&OF_LINES) {
        let strings = MultilineStrings::new(document.bytes);
        for number in in_focus(document, lines) {
            let line = Line::of(document, lines, number);
            whitespace::check(&line, &strings, sink);
            line_length::check(&line, &strings, settings, sink);
        }
    }
    indentation::check(document, lines, sink);
}
