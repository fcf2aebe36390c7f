//! Ctrl-C.

use crate::failure::{Context, Failure};
use signal_hook::consts::SIGINT;
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// The exit code of what Ctrl-C ended, as shells have it.
pub(super) const INTERRUPTED: u8 = 130;

/// Whether somebody pressed Ctrl-C. The first time asks for an end with a report, the second ends
/// the process at once.
#[derive(Clone)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Begins to listen.
    pub(super) fn listen() -> Result<Self, Failure> {
        let pressed = Arc::new(AtomicBool::new(false));
        // In this order: the flag that the first looks at is set by the second.
        flag::register_conditional_shutdown(SIGINT, i32::from(INTERRUPTED), Arc::clone(&pressed))
            .and_then(|_| flag::register(SIGINT, Arc::clone(&pressed)))
            .context(|| "listen for interrupts".to_owned())?;
        Ok(Interrupt(pressed))
    }

    pub(super) fn happened(&self) -> bool {
        self.0.load(Relaxed)
    }
}
