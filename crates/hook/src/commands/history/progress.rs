//! How far a search is, on a terminal.

use super::interrupt::Interrupt;
use crate::args::Common;
use sdf_git::Progress;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks: at most ten lines a second.
const TICK: Duration = Duration::from_millis(100);

/// Shows phases of work on standard error: on a terminal one line that is drawn again and again,
/// elsewhere, if asked for more, a line a phase.
pub(super) struct Display {
    interrupt: Interrupt,
    way: Way,
    /// How much was found so far.
    pub(super) found: AtomicU64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Redrawn,
    Logged,
    Nothing,
}

impl Display {
    pub(super) fn new(common: &Common, interrupt: Interrupt) -> Self {
        let shown = &common.presentation;
        let way = match (shown.quiet, io::stderr().is_terminal(), shown.verbose) {
            (true, ..) => Way::Nothing,
            (_, true, _) => Way::Redrawn,
            (_, _, true) => Way::Logged,
            _ => Way::Nothing,
        };
        Display { interrupt, way, found: AtomicU64::new(0) }
    }

    /// Does `work`, which counts in `progress`, and shows it under the name `phase`. Ctrl-C asks
    /// it to stop.
    pub(super) fn during<R>(
        &self,
        phase: &str,
        progress: &Progress,
        work: impl FnOnce() -> R,
    ) -> R {
        self.show(phase, progress, true, work)
    }

    /// The same of work without which nothing could be told of what was found: Ctrl-C does not
    /// stop it.
    pub(super) fn to_the_end<R>(
        &self,
        phase: &str,
        progress: &Progress,
        work: impl FnOnce() -> R,
    ) -> R {
        self.show(phase, progress, false, work)
    }

    fn show<R>(
        &self,
        phase: &str,
        progress: &Progress,
        stops: bool,
        work: impl FnOnce() -> R,
    ) -> R {
        let started = Instant::now();
        let (done, is_done) = channel::<()>();
        let result = thread::scope(|scope| {
            scope.spawn(move || {
                let mut shown = false;
                while is_done.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    if stops && self.interrupt.happened() {
                        progress.stop.store(true, Relaxed);
                    }
                    if self.way == Way::Redrawn {
                        draw(&self.line(phase, progress, started.elapsed()));
                        shown = true;
                    }
                }
                if shown {
                    draw("");
                }
            });
            if stops && self.interrupt.happened() {
                progress.stop.store(true, Relaxed);
            }
            let result = work();
            drop(done);
            result
        });
        if self.way == Way::Logged {
            let (line, time) = (self.line(phase, progress, started.elapsed()), started.elapsed());
            crate::output::note(&format!("{line}, {:.1} s", time.as_secs_f64()));
        }
        result
    }

    /// `versions of files: 412,310 of 841,506 objects, 312 MB/s, 14 candidates, 8 s left`.
    fn line(&self, phase: &str, progress: &Progress, elapsed: Duration) -> String {
        let (total, done) = (progress.total.load(Relaxed), progress.objects.load(Relaxed));
        let seconds = elapsed.as_secs_f64().max(0.001);
        let rate = progress.bytes.load(Relaxed) as f64 / 1e6 / seconds;
        let mut line = format!("{phase}: {done}");
        if total > 0 {
            line += &format!(" of {total}");
        }
        line += &format!(" objects, {rate:.0} MB/s, {} candidates", self.found.load(Relaxed));
        if done > 0 && total > done && seconds > 1.0 {
            let left = seconds * (total - done) as f64 / done as f64;
            line += &format!(", {left:.0} s left");
        }
        line
    }
}

/// Draws `line` in the place of the one that stands there.
fn draw(line: &str) {
    let columns = terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| width.0);
    let line: String = line.chars().take(usize::from(columns).saturating_sub(1)).collect();
    let mut stderr = io::stderr().lock();
    // Whoever closed standard error does not want to know.
    let _ = write!(stderr, "\r\x1b[K{line}").and_then(|()| stderr.flush());
}
