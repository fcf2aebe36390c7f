//! The hooks of git that `install` can write.

use std::fmt;

/// A hook that git runs in the developer's own repository, by git's name for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum HookType {
    /// Before a commit is made: checks the index.
    PreCommit,
    /// Before a merge without conflicts is committed; git runs no pre-commit then.
    PreMergeCommit,
    /// Before objects are sent: checks every new commit.
    PrePush,
    /// After the message is written.
    CommitMsg,
    /// Before the editor opens with the message.
    PrepareCommitMsg,
    /// `git am`: after the message is taken from the mail.
    ApplypatchMsg,
    /// `git am`: after the patch is applied, before the commit.
    PreApplypatch,
    /// `git am`: after the commit.
    PostApplypatch,
    /// Before a rebase.
    PreRebase,
    /// After a commit.
    PostCommit,
    /// After a checkout, a switch or a clone.
    PostCheckout,
    /// After a merge.
    PostMerge,
    /// After commits were rewritten by amend or rebase.
    PostRewrite,
}

impl HookType {
    /// What `install` writes when no hook is named: every way in which content enters a commit
    /// or leaves the machine.
    pub(crate) const DEFAULT: [Self; 3] = [Self::PreCommit, Self::PreMergeCommit, Self::PrePush];

    /// All of them, in the order of the declaration.
    pub(crate) const ALL: [Self; 13] = [
        Self::PreCommit,
        Self::PreMergeCommit,
        Self::PrePush,
        Self::CommitMsg,
        Self::PrepareCommitMsg,
        Self::ApplypatchMsg,
        Self::PreApplypatch,
        Self::PostApplypatch,
        Self::PreRebase,
        Self::PostCommit,
        Self::PostCheckout,
        Self::PostMerge,
        Self::PostRewrite,
    ];

    /// The file name of the hook.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::PreCommit => "pre-commit",
            Self::PreMergeCommit => "pre-merge-commit",
            Self::PrePush => "pre-push",
            Self::CommitMsg => "commit-msg",
            Self::PrepareCommitMsg => "prepare-commit-msg",
            Self::ApplypatchMsg => "applypatch-msg",
            Self::PreApplypatch => "pre-applypatch",
            Self::PostApplypatch => "post-applypatch",
            Self::PreRebase => "pre-rebase",
            Self::PostCommit => "post-commit",
            Self::PostCheckout => "post-checkout",
            Self::PostMerge => "post-merge",
            Self::PostRewrite => "post-rewrite",
        }
    }
}

impl fmt::Display for HookType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
