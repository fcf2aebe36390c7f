//! The command line of sdf-hook: reads arguments and configuration, wires sources to the engine
//! and the engine to a reporter, and turns the report into an exit code.

mod args;
mod baseline;
mod builtin;
mod cache;
mod commands;
mod config;
mod failure;
mod install;
mod output;
mod place;
mod pre_commit;
mod put_away;
mod rule_table;
mod skip;

use args::{Arguments, Command, ConfigCommand, RulesCommand};
use clap::Parser;
use failure::Failure;
use std::io::Write;
use std::process::ExitCode;

/// Trouble: wrong usage, configuration or rule file, or something that could not be scanned.
/// clap ends with the same code.
const TROUBLE: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse_from(pre_commit::arguments());
    match perform(arguments.command) {
        Ok(code) => code,
        Err(failure) => {
            // With standard error closed there is nobody left to tell; the code still does.
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(TROUBLE)
        }
    }
}

fn perform(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Run(run) => commands::run::run(&run),
        Command::Scan(scan) => commands::scan::run(&scan),
        Command::History(history) => commands::history::run(&history),
        Command::Merge(merge) => commands::merge::run(&merge),
        Command::Hook(hook) => commands::hook::run(&hook),
        Command::Install(install) => commands::install::install(&install),
        Command::Uninstall(uninstall) => commands::install::uninstall(&uninstall),
        Command::Rules(rules) => match rules.command {
            RulesCommand::List { common } => commands::rules::list(&common),
            RulesCommand::Test { files, quiet, format } => {
                commands::rules_test::run(&files, quiet, &format)
            }
            RulesCommand::Show { names, common } => commands::rules::show(&names, &common),
        },
        Command::Baseline(baseline) => commands::baseline::run(&baseline.command),
        Command::Init(init) => commands::init::run(&init),
        Command::Config(config) => match config.command {
            ConfigCommand::Show { common } => commands::config::show(&common),
        },
    }
}
