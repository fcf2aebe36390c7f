//! What was typed. Nothing here touches the disk.

use crate::install::HookType;
use clap::{Args, Parser, Subcommand, ValueEnum};
use sdf_core::{Confidence, Severity};
use sdf_report::Format;
use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

/// Finds secrets, insecure code, style faults and broken policy in exactly what is staged.
#[derive(Debug, Parser)]
#[command(name = "sdf-hook", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Exit code: 0 nothing to report, 1 findings, 2 something could not be scanned."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the staged change, or a range of commits, or what is in the index
    Run(Run),
    /// Check files and folders as they are on disk
    Scan(Scan),
    /// Search every version of every file that can be reached, and the texts of commits, for secrets
    #[command(after_help = AFTER_HISTORY)]
    History(History),
    /// Join the reports of the parts that `history --shard` split a search into
    Merge(Merge),
    /// Write the git hooks that call sdf-hook
    Install(Install),
    /// Take the git hooks away and put back what was there
    Uninstall(Uninstall),
    /// Show the catalogue of rules
    Rules(Rules),
    /// Accept today's findings
    Baseline(Baseline),
    /// Write a commented sdf-hook.toml
    Init(Init),
    /// Show the settings in force
    Config(Config),
    /// What an installed git hook calls
    #[command(hide = true)]
    Hook(Hook),
}

/// Without options: the staged change against HEAD.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Check what a range of commits adds; with --to-ref
    #[arg(long, value_name = "REVISION", requires = "to_ref")]
    pub(crate) from_ref: Option<String>,
    /// End of the range
    #[arg(long, value_name = "REVISION", requires = "from_ref")]
    pub(crate) to_ref: Option<String>,
    /// Check every file of the index
    #[arg(long, conflicts_with_all = ["from_ref", "files", "more_files"])]
    pub(crate) all_files: bool,
    /// Of the files on disk check only these: their staged lines if all are staged, else all of
    /// them; with a range what it adds to them
    #[arg(long, value_name = "FILE", num_args = 0..)]
    pub(crate) files: Option<Vec<PathBuf>>,
    /// The same as --files
    #[arg(value_name = "FILE")]
    pub(crate) more_files: Vec<PathBuf>,
    /// Fix what can be fixed without changing what a file means, in the index and on disk alike; a
    /// file whose unstaged changes are in the way is named and left alone. After a fix stop with
    /// exit code 1, so that you can look; the same command again goes on
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix go on if nothing is left to report: the commit gets the fixed files. One that
    /// the fix leaves empty, and a merge that git has made already, stop even so
    #[arg(long, requires = "fix")]
    pub(crate) restage: bool,
    /// With --fix make the changes that may alter what a file means, too
    #[arg(long, requires = "fix")]
    pub(crate) unsafe_fixes: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Scan {
    /// Files and folders, by default the working directory; - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Name that standard input goes by
    #[arg(long, value_name = "NAME", default_value = "-")]
    pub(crate) stdin_filename: PathBuf,
    /// Check files that ignore files name, too
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Follow data from file to file, into the functions and classes that Python files import from
    /// each other
    #[arg(long)]
    pub(crate) cross_file: bool,
    /// Mend what can be mended without changing what a file means
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix make the changes that rules for code propose, too
    #[arg(long, requires = "fix")]
    pub(crate) unsafe_fixes: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// What everybody should know who finds a secret in a history.
const AFTER_HISTORY: &str = "A secret that was ever pushed has to be revoked where it came from: \
rewriting the history does not take it back from clones, forks, caches and logs. \
Exit code: 0 nothing to report, 1 findings, 2 something could not be scanned, 130 interrupted.";

#[derive(Debug, Args)]
pub(crate) struct History {
    /// Where to begin, such as main; A..B for what B has and A has not. By default all refs, HEAD
    /// and all stashes
    #[arg(value_name = "REV")]
    pub(crate) revisions: Vec<String>,
    /// Report what no ref leads to any more, too
    #[arg(long, conflicts_with_all = ["revisions", "since"])]
    pub(crate) unreachable: bool,
    /// Look at every version whole, not only at what is new in it: slower, and finds the same
    #[arg(long)]
    pub(crate) exhaustive: bool,
    /// Search the histories of submodules that are checked out, too
    #[arg(long)]
    pub(crate) submodules: bool,
    /// Search only what is new since the last run that wrote this file, and write it. Whoever can
    /// write it decides what is not looked at: keep it where nobody else can
    #[arg(long, value_name = "FILE", conflicts_with_all = ["revisions", "shard"])]
    pub(crate) since: Option<PathBuf>,
    /// Do only the part K of N; `sdf-hook merge` joins the JSON reports of all
    #[arg(long, value_name = "K/N")]
    pub(crate) shard: Option<ShardNumber>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Part `number` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShardNumber {
    /// From 1.
    pub(crate) number: u32,
    pub(crate) of: u32,
}

impl FromStr for ShardNumber {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, of)| {
            Some(ShardNumber { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        let fits = |shard: &ShardNumber| (1..=shard.of).contains(&shard.number);
        parts.filter(fits).ok_or_else(|| "want K/N with K from 1 to N, such as 2/8".to_owned())
    }
}

#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// JSON reports of all parts of one search
    #[arg(value_name = "REPORT", required = true)]
    pub(crate) reports: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) presentation: Presentation,
}

#[derive(Debug, Args)]
pub(crate) struct Install {
    /// Hook to write: pre-commit, pre-merge-commit and pre-push by default
    #[arg(short = 't', long, value_name = "TYPE", value_enum)]
    pub(crate) hook_type: Vec<HookType>,
}

#[derive(Debug, Args)]
pub(crate) struct Uninstall {
    /// Hook to take away: all by default
    #[arg(short = 't', long, value_name = "TYPE", value_enum)]
    pub(crate) hook_type: Vec<HookType>,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// One line a rule
    List {
        #[command(flatten)]
        common: Common,
    },
    /// Run rule files against their examples
    Test {
        /// Rule files and folders of them: ours, kingfisher's and noseyparker's with the examples
        /// in them, Semgrep's with the annotated code beside them
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
        /// Only what fails
        #[arg(short, long)]
        quiet: bool,
        /// text or json
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        format: String,
    },
    /// All that there is to know of a rule
    Show {
        /// Id or alias, such as github-pat or B301
        #[arg(value_name = "RULE", required = true)]
        names: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Baseline {
    #[command(subcommand)]
    pub(crate) command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Write every finding of today
    Create(BaselineFile),
    /// Take out what is no longer found
    Prune(BaselineFile),
}

#[derive(Debug, Args)]
pub(crate) struct BaselineFile {
    /// Files and folders to look at
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Overwrite an existing file
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Config {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// The effective settings and where each came from
    Show {
        #[command(flatten)]
        common: Common,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Hook {
    /// Which hook git is running
    #[arg(value_enum)]
    pub(crate) hook_type: HookType,
    /// What git gave to the hook
    #[arg(last = true)]
    pub(crate) arguments: Vec<OsString>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    Always,
    Never,
}

/// Options of every command that looks at content or rules.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Common options")]
pub(crate) struct Common {
    /// Only these: secrets, sast, style, hygiene, policy, a rule id, its beginning, or an alias
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// These, too, though they are off by default
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) extend_select: Vec<String>,
    /// All but these
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Add a rule file or a folder of them: Semgrep or kingfisher YAML, secrets in TOML, or a
    /// configuration of gitleaks
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,
    /// Run the commands that git-secrets takes patterns from
    #[arg(long)]
    pub(crate) git_secrets_providers: bool,
    /// Only the rules of --rules
    #[arg(long)]
    pub(crate) no_builtin: bool,
    /// Read this file in place of sdf-hook.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Findings accepted before
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Leave out what is less severe: low, medium, high, critical
    #[arg(long, value_name = "SEVERITY")]
    pub(crate) min_severity: Option<Severity>,
    /// Leave out what is less sure: low, medium, high
    #[arg(long, value_name = "CONFIDENCE")]
    pub(crate) min_confidence: Option<Confidence>,
    /// Show secrets as they are
    #[arg(long)]
    pub(crate) show_secrets: bool,
    /// Report what comments silence, too
    #[arg(long)]
    pub(crate) no_suppressions: bool,
    /// Look into archives and compressed files, too: zip and its kin, tar, gzip, xz, zstd
    #[arg(long)]
    pub(crate) archives: bool,
    /// Threads; by default as many as the machine has, and one for little work
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    #[command(flatten)]
    pub(crate) presentation: Presentation,
}

/// How a report is shown, and what it says to the caller.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Presentation {
    /// text, json, jsonl or sarif
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = clap::builder::PossibleValuesParser::new(Format::NAMES))]
    pub(crate) format: String,
    /// Write the report to a file
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
    /// A line a finding and no summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// More of everything
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Exit with 0 even when there are findings
    #[arg(long)]
    pub(crate) exit_zero: bool,
}
