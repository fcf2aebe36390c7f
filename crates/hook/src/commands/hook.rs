//! `sdf-hook hook`: what an installed git hook calls.

use super::run;
use crate::args::{Common, Hook, Presentation};
use crate::failure::{Context, Failure};
use crate::install::HookType;
use sdf_git::RefUpdate;
use std::io::{self, Read};
use std::process::ExitCode;

/// Does what the hook is for.
pub(crate) fn run(hook: &Hook) -> Result<ExitCode, Failure> {
    let presentation = Presentation { format: "text".to_owned(), ..Presentation::default() };
    let common = Common { presentation, ..Common::default() };
    match hook.hook_type {
        HookType::PreCommit | HookType::PreMergeCommit => run::staged(&common),
        HookType::PrePush => {
            // The arguments of a pre-push hook are the name of the remote and its address
            // (githooks(5)); without a name both are the address.
            let remote = hook.arguments.first().and_then(|name| name.to_str());
            let mut lines = Vec::new();
            io::stdin()
                .lock()
                .read_to_end(&mut lines)
                .context(|| "read what git pushes".to_owned())?;
            let updates = RefUpdate::parse(&lines)?;
            if updates.iter().all(RefUpdate::is_deletion) {
                return Ok(ExitCode::SUCCESS);
            }
            run::push(updates, remote, &common)
        }
        // Nothing to check there yet.
        _ => Ok(ExitCode::SUCCESS),
    }
}
