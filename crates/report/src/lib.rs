//! The reporters: the only place that prints findings.
//!
//! [`write`] turns a [`Report`] into one of the [`Format`]s. Findings go to one handle, notices to
//! another, so that a program reading findings reads nothing else. Text that comes from files is
//! hostile until shown harmless: control characters and characters that reorder or hide text are
//! always escaped. No reporter sees a document, so none can show what the report masks.

mod encode;
mod escape;
mod frame;
mod json;
mod past;
mod read;
mod sarif;
mod shard;
mod silence;
mod text;
mod way;
mod window;

pub use escape::line as harmless;
pub use read::{NotAPart, PartReport};

use sdf_core::{Notice, Report, UnknownName, Weight};
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::str::FromStr;

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: framed excerpts.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// A finding a line, each a JSON object.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
}

impl Format {
    /// All of them.
    pub const ALL: &'static [Format] = &[Format::Text, Format::Json, Format::Jsonl, Format::Sarif];
    /// Their names, in the same order.
    pub const NAMES: &'static [&'static str] = &["text", "json", "jsonl", "sarif"];

    /// The name, as users write it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Sarif => "sarif",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let known = Format::ALL.iter().find(|format| format.name() == name);
        known.copied().ok_or_else(|| UnknownName { name: name.to_owned(), known: Self::NAMES })
    }
}

/// What a reader wants to see; only `verbose` and `quiet` matter to formats for programs.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether to use ANSI colours.
    pub color: bool,
    /// Columns of the terminal: longer lines are cut around the finding.
    pub width: usize,
    /// A line a finding, no summary, no notice but trouble.
    pub quiet: bool,
    /// Everything that is known of a finding, and notices of [`Weight::Detail`].
    pub verbose: bool,
    /// Whether git waits for the verdict: says how to go on all the same.
    pub is_hook: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { color: false, width: 100, quiet: false, verbose: false, is_hook: false }
    }
}

/// Writes `report` as `format`: findings to `out`, notices to `notices`. Both end flushed.
///
/// Formats that are one document hold the notices as well.
///
/// # Errors
/// What the handles return, a closed pipe included: the caller knows what that means to it.
pub fn write(
    format: Format,
    report: &Report<'_>,
    options: &Options,
    out: &mut dyn Write,
    notices: &mut dyn Write,
) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut notices = BufWriter::new(notices);
    match format {
        Format::Text => return text::write(report, options, &mut out, &mut notices),
        Format::Json => json::write_document(report, options, &mut out)?,
        Format::Jsonl => json::write_lines(report, &mut out)?,
        Format::Sarif => sarif::write(report, options, &mut out)?,
    }
    out.flush()?;
    for notice in shown(report, options) {
        writeln!(notices, "sdf-hook: {}", sentence(notice))?;
    }
    notices.flush()
}

/// The notices that `options` ask for.
fn shown<'a>(report: &'a Report<'_>, options: &Options) -> impl Iterator<Item = &'a Notice> {
    let least = match (options.quiet, options.verbose) {
        (true, _) => Weight::Trouble,
        (false, true) => Weight::Detail,
        (false, false) => Weight::Remark,
    };
    report.notices.iter().filter(move |notice| notice.weight >= least)
}

/// A notice as a line of harmless text.
fn sentence(notice: &Notice) -> String {
    let message = escape::line(&notice.message);
    match &notice.path {
        Some(path) => format!("{}: {message}", escape::path(path.as_ref())),
        None => message.into_owned(),
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
