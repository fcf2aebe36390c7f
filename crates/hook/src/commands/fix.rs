//! `--fix`: the edits of findings.

use sdf_core::{BStr, Edit, Located, Notice, Weight};
use sdf_engine::Outcome;

/// Which edits of findings to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mend {
    Nothing,
    /// Those that do not change what a file means.
    Safely,
    /// Those that rules for code propose, too.
    All,
}

impl Mend {
    /// What `--fix` and `--unsafe-fixes` ask for.
    pub(crate) fn asked_for(fix: bool, unsafe_fixes: bool) -> Self {
        match (fix, unsafe_fixes) {
            (false, _) => Mend::Nothing,
            (true, false) => Mend::Safely,
            (true, true) => Mend::All,
        }
    }
}

/// A content with edits made.
pub(crate) struct Mended<'r> {
    /// What became of it.
    pub(crate) content: Vec<u8>,
    /// How many findings that mends.
    pub(crate) count: usize,
    /// What is found in it then.
    pub(crate) outcome: Outcome<'r>,
    /// The edits: those of the first round are of the first content, the next of what became of it.
    pub(crate) rounds: Vec<Vec<Edit>>,
}

/// `content`, the file at `path`, in which `scan` found `outcome`, with the edits made that are
/// asked for; none if there are none.
pub(crate) fn mend<'r>(
    mend: Mend,
    path: &BStr,
    content: &[u8],
    outcome: &Outcome<'r>,
    scan: &dyn Fn(&[u8]) -> Outcome<'r>,
) -> Option<Mended<'r>> {
    // An edit can make room for another; the last round finds nothing to mend.
    const ROUNDS: usize = 20;
    // Of a rule that finds more than it lists each round mends what is listed.
    const MOST_ROUNDS: usize = 1000;
    let mut mended: Option<Mended<'r>> = None;
    let mut is_cut_short = false;
    for round in 0..MOST_ROUNDS {
        if round >= ROUNDS && !is_cut_short {
            break;
        }
        let (content, outcome) =
            mended.as_ref().map_or((content, outcome), |mended| (&mended.content, &mended.outcome));
        // What a rule proposes may be what it finds: once is enough.
        let all = mend == Mend::All && round == 0;
        let wanted = outcome.findings.iter().filter(|finding| {
            // What stands in an archive has another path.
            let is_fit = |fix: &sdf_core::Fix| all || fix.safe;
            mend != Mend::Nothing
                && finding.path == path
                && finding.fix.as_ref().is_some_and(is_fit)
        });
        let (edits, count) = chosen(wanted, content.len());
        if count == 0 {
            break;
        }
        is_cut_short = count >= sdf_style::LIMIT;
        let content = Edit::make(&edits, content);
        let outcome = scan(&content);
        let (mut rounds, before) = mended.map_or((Vec::new(), 0), |it| (it.rounds, it.count));
        rounds.push(edits);
        mended = Some(Mended { content, count: before + count, outcome, rounds });
    }
    mended
}

/// The edits of `findings` in order, and of how many findings they are. Of edits that overlap only
/// the first is made: a second look mends the rest.
fn chosen<'a>(
    findings: impl Iterator<Item = &'a Located<'a>>,
    length: usize,
) -> (Vec<Edit>, usize) {
    let fixes = findings.filter_map(|finding| finding.fix.as_ref());
    let mut fixes: Vec<&[Edit]> =
        fixes.map(|fix| fix.edits.as_slice()).filter(|edits| !edits.is_empty()).collect();
    fixes.sort_by_key(|edits| edits.first().map(|edit| (edit.span.start, edit.span.end)));
    let (mut made, mut at, mut count): (Vec<Edit>, usize, usize) = (Vec::new(), 0, 0);
    for edits in fixes {
        let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let inside = edits.iter().all(|edit| at <= edit.span.start && edit.span.end <= length);
        if apart && inside {
            at = edits.last().map_or(at, |edit| edit.span.end);
            made.extend_from_slice(edits);
            count += 1;
        }
    }
    (made, count)
}

/// What is to be said of `findings` whose fixes wait for somebody to ask for them.
pub(crate) fn waiting(mend: Mend, findings: &[Located<'_>]) -> Option<Notice> {
    let waits = |found: &&Located<'_>| found.fix.as_ref().is_some_and(|fix| !fix.safe);
    let waiting = findings.iter().filter(waits).count();
    (mend == Mend::Safely && waiting > 0).then(|| {
        let message = format!(
            "{waiting} not mended, as that may change what the code does: --unsafe-fixes does it"
        );
        Notice::general(Weight::Remark, message)
    })
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
