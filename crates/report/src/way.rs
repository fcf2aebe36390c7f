//! The way that data takes to a finding, for people.

use crate::frame::Mark;
use sdf_core::{Located, LocatedStep};

/// Steps of a longer way that are shown at either end.
const SHOWN: usize = 8;
/// Steps of a longer way that are told in words at either end.
const TOLD: usize = 4;
/// Characters of a step's code in words.
const LONGEST: usize = 50;

/// The finding and the steps to it, as they are marked in its frame.
pub(crate) fn marks<'a>(finding: &'a Located<'_>) -> Vec<Mark<'a>> {
    let label = |number: usize, step: &LocatedStep| {
        if is_way(finding) {
            format!("{number}. {}", parts(&step.note).0)
        } else {
            step.note.clone()
        }
    };
    let steps = || finding.trace.iter().enumerate().map(|(at, step)| (at + 1, step));
    let own = steps().rfind(|(_, step)| is_at(finding, step));
    let own = own.map(|(number, step)| label(number, step));
    let mut marks = vec![Mark { excerpt: &finding.excerpt, label: own }];
    let left_out = SHOWN..finding.trace.len().saturating_sub(SHOWN);
    let others =
        steps().filter(|(number, step)| !left_out.contains(&(number - 1)) && !is_at(finding, step));
    marks.extend(others.map(|(number, step)| {
        let label = Some(label(number, step));
        Mark { excerpt: &step.excerpt, label }
    }));
    marks
}

/// The way in one line, with why it is one to report: `a (line 1) → b (2): nothing checks it`.
pub(crate) fn in_words(finding: &Located<'_>) -> Option<String> {
    let (first, last) = (finding.trace.first()?, finding.trace.last()?);
    if !is_way(finding) {
        return None;
    }
    let (_, reason) = parts(&last.note);
    let reason = reason?;
    if finding.trace.len() < 2 {
        return Some(reason.to_owned());
    }
    let mut told = vec![format!("{} (line {})", code(first), first.start.line)];
    for pair in finding.trace.windows(2) {
        let [before, step] = pair else { continue };
        let is_last = std::ptr::eq(step, last);
        if !is_last && code(before) == code(step) {
            continue;
        }
        let code = if is_last { sink(step) } else { code(step) };
        told.push(match before.start.line == step.start.line {
            true => code,
            false => format!("{code} ({})", step.start.line),
        });
    }
    if told.len() > 2 * TOLD {
        let middle = TOLD..told.len() - TOLD;
        told.splice(middle, ["…".to_owned()]);
    }
    Some(format!("{}: {reason}", told.join(" → ")))
}

/// Whether its trace leads to or from the finding, rather than to something that belongs to it.
fn is_way(finding: &Located<'_>) -> bool {
    finding.trace.iter().any(|step| is_at(finding, step))
}

fn is_at(finding: &Located<'_>, step: &LocatedStep) -> bool {
    (step.start, step.end) == (finding.start, finding.end)
}

/// What happens at a step, and behind a colon what is to be said of the whole way.
fn parts(note: &str) -> (&str, Option<&str>) {
    note.split_once(": ").map_or((note, None), |(step, way)| (step, Some(way)))
}

/// The line of a sink if it is short: what is passed to it alone says little.
fn sink(step: &LocatedStep) -> String {
    let in_line = step.start.line.checked_sub(step.excerpt.first_line);
    let line = in_line.and_then(|at| step.excerpt.text.lines().nth(at)).map(str::trim);
    match line {
        Some(line) if step.start.line == step.end.line && line.chars().count() <= LONGEST => {
            line.to_owned()
        }
        _ => code(step),
    }
}

/// The code of a step on one short line.
fn code(step: &LocatedStep) -> String {
    let code = step.snippet().split_whitespace().collect::<Vec<_>>().join(" ");
    match code.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &code[..end]),
        None => code,
    }
}
