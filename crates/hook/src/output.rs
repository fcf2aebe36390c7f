//! The report, out of the door.

use crate::TROUBLE;
use crate::args::{ColorChoice, Presentation};
use crate::failure::{Context, Failure};
use crate::place::Place;
use sdf_core::Report;
use sdf_report::{Format, Options};
use std::env;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

/// Where a report goes. Made before anything is scanned, so that a path that cannot be written
/// costs nobody a scan.
pub(crate) struct Output<'a> {
    presentation: &'a Presentation,
    format: Format,
    file: Option<File>,
    is_hook: bool,
}

impl<'a> Output<'a> {
    /// Opens what `presentation` names; `is_hook` if git waits for the verdict.
    pub(crate) fn open(presentation: &'a Presentation, is_hook: bool) -> Result<Self, Failure> {
        let file = match &presentation.output {
            Some(path) => {
                Some(File::create(path).context(|| format!("write to {}", path.display()))?)
            }
            None => None,
        };
        Ok(Output { presentation, format: presentation.format.parse()?, file, is_hook })
    }

    /// Writes the report and gives the verdict. A reader that closed the pipe does not change it.
    pub(crate) fn finish(
        mut self,
        mut report: Report<'_>,
        place: &Place,
    ) -> Result<ExitCode, Failure> {
        for finding in &mut report.findings {
            match &mut finding.past {
                Some(past) if past.paths.is_empty() => continue,
                Some(past) => {
                    past.paths.iter_mut().for_each(|path| *path = place.shown(path.as_ref()));
                }
                None => {}
            }
            finding.path = place.shown(finding.path.as_ref());
        }
        for path in report.notices.iter_mut().filter_map(|notice| notice.path.as_mut()) {
            *path = place.shown(path.as_ref());
        }
        report.sort();
        let options = self.options();
        let (stdout, stderr) = (io::stdout(), io::stderr());
        // Git shows both streams, but other programs read standard output: people's text of a
        // hook goes there as well, as every linter's does.
        let written = match &mut self.file {
            Some(file) => {
                sdf_report::write(self.format, &report, &options, file, &mut stderr.lock())
            }
            None => sdf_report::write(
                self.format,
                &report,
                &options,
                &mut stdout.lock(),
                &mut stderr.lock(),
            ),
        };
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                let to = self
                    .presentation
                    .output
                    .as_ref()
                    .map_or("standard output".into(), |path| path.display().to_string());
                return Err(Failure::new(format!("cannot write the report to {to}: {error}")));
            }
            _ => {}
        }
        Ok(verdict(&report, self.presentation.exit_zero))
    }

    fn options(&self) -> Options {
        let to_terminal = self.file.is_none() && io::stdout().is_terminal();
        let variable = |name| env::var(name).unwrap_or_default();
        let color = wants_color(
            self.presentation.color,
            to_terminal,
            &variable("NO_COLOR"),
            &variable("TERM"),
        );
        Options {
            color,
            quiet: self.presentation.quiet,
            verbose: self.presentation.verbose,
            is_hook: self.is_hook,
            width: if to_terminal { terminal_width() } else { Options::default().width },
        }
    }
}

/// Whether to use colours, given the values of `NO_COLOR` and `TERM`, empty if they are not set.
/// Any value of `NO_COLOR` counts (no-color.org).
fn wants_color(choice: ColorChoice, to_terminal: bool, no_color: &str, term: &str) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => to_terminal && no_color.is_empty() && term != "dumb",
    }
}

/// Columns of the terminal.
fn terminal_width() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(Options::default().width, |(terminal_size::Width(columns), _)| usize::from(columns))
}

fn verdict(report: &Report<'_>, exit_zero: bool) -> ExitCode {
    if report.in_trouble() {
        ExitCode::from(TROUBLE)
    } else if !report.findings.is_empty() && !exit_zero {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Writes `text` to standard output; a closed pipe is no failure.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context(|| "write to standard output".to_owned())
        }
        _ => Ok(()),
    }
}

/// Says something beside the report. With standard error closed nobody wants to know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "sdf-hook: {text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_that_want_them() {
        let auto = |to_terminal, no_color, term| {
            wants_color(ColorChoice::Auto, to_terminal, no_color, term)
        };
        assert!(auto(true, "", "xterm"));
        assert!(!auto(false, "", "xterm"));
        assert!(!auto(true, "1", "xterm"));
        assert!(!auto(true, "", "dumb"));
        assert!(wants_color(ColorChoice::Always, false, "1", "dumb"));
        assert!(!wants_color(ColorChoice::Never, true, "", "xterm"));
    }
}
