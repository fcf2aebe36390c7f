//! `sdf-hook install` and `uninstall`.

use crate::args::{Install, Uninstall};
use crate::failure::{Context, Failure};
use crate::install::{self, HookType, Scope, Target};
use crate::output::print;
use sdf_git::Repository;
use std::env;
use std::path::{Path, absolute};
use std::process::ExitCode;

/// Writes the hooks.
pub(crate) fn install(arguments: &Install) -> Result<ExitCode, Failure> {
    let hooks = match arguments.hook_type.as_slice() {
        [] => HookType::DEFAULT.as_slice(),
        named => named,
    };
    let target = target()?;
    let binary = env::current_exe().context(|| "find where sdf-hook is".to_owned())?;
    let outcomes = install::install(&target, hooks, &binary)?;
    print(&install::describe(&target, &outcomes))?;
    Ok(ExitCode::SUCCESS)
}

/// Takes them away.
pub(crate) fn uninstall(arguments: &Uninstall) -> Result<ExitCode, Failure> {
    let hooks = match arguments.hook_type.as_slice() {
        [] => HookType::ALL.as_slice(),
        named => named,
    };
    let target = target()?;
    let outcomes = install::uninstall(&target, hooks)?;
    print(&install::describe(&target, &outcomes))?;
    Ok(ExitCode::SUCCESS)
}

fn target() -> Result<Target, Failure> {
    let current = env::current_dir().context(|| "find the working directory".to_owned())?;
    let repository = Repository::discover(&current)?;
    let location = repository.hooks_location()?;
    let scope = if location.scope.is_local() { Scope::Repository } else { Scope::Shared };
    let absolute = |path: &Path| absolute(path).context(|| "find the working directory".to_owned());
    Ok(Target {
        hooks: absolute(&location.path)?,
        scope,
        common_dir: absolute(repository.common_dir())?,
    })
}
