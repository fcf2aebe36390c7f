//! The way that data takes to a finding, for people.

use crate::escape;
use crate::frame::{Frame, Mark};
use annotate_snippets::Level;
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
    let own = steps().rev().find(|(_, step)| is_at(finding, step));
    let own = own.map(|(number, step)| label(number, step));
    let mut marks = vec![Mark { excerpt: &finding.excerpt, label: own }];
    let left_out = SHOWN..finding.trace.len().saturating_sub(SHOWN);
    let is_shown = |step: &LocatedStep| step.path.is_none() && !is_at(finding, step);
    let others =
        steps().filter(|(number, step)| !left_out.contains(&(number - 1)) && is_shown(step));
    marks.extend(others.map(|(number, step)| {
        let label = Some(label(number, step));
        Mark { excerpt: &step.excerpt, label }
    }));
    marks
}

/// The steps in other files: a frame for each file, as the way comes there first.
pub(crate) fn elsewhere<'a>(finding: &'a Located<'_>) -> Vec<Frame<'a>> {
    let mut frames: Vec<Frame<'a>> = Vec::new();
    let left_out = SHOWN..finding.trace.len().saturating_sub(SHOWN);
    for (at, step) in finding.trace.iter().enumerate().filter(|(at, _)| !left_out.contains(at)) {
        let Some(path) = &step.path else { continue };
        let label = Some(format!("{}. {}", at + 1, parts(&step.note).0));
        let mark = Mark { excerpt: &step.excerpt, label };
        match frames.iter_mut().find(|frame| frame.path == *path) {
            Some(frame) => frame.marks.push(mark),
            None => frames.push(Frame {
                level: Level::NOTE,
                id: None,
                headline: "on its way the data is here",
                path: path.as_ref(),
                start: step.start,
                marks: vec![mark],
                remarks: Vec::new(),
            }),
        }
    }
    frames
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
    let mut told = vec![match &first.path {
        Some(_) => format!("{} ({})", code(first), place(first)),
        None => format!("{} (line {})", code(first), place(first)),
    }];
    for pair in finding.trace.windows(2) {
        let [before, step] = pair else { continue };
        let is_last = std::ptr::eq(step, last);
        if !is_last && code(before) == code(step) {
            continue;
        }
        let code = if is_last { sink(step) } else { code(step) };
        told.push(match (&before.path, before.start.line) == (&step.path, step.start.line) {
            true => code,
            false => format!("{code} ({})", place(step)),
        });
    }
    if told.len() > 2 * TOLD {
        let middle = TOLD..told.len() - TOLD;
        told.splice(middle, ["…".to_owned()]);
    }
    Some(format!("{}: {reason}", told.join(" → ")))
}

/// The line of a step, with the path where that is not the finding's.
fn place(step: &LocatedStep) -> String {
    let line = step.start.line;
    match &step.path {
        Some(path) => format!("{}:{line}", escape::path(path.as_ref())),
        None => line.to_string(),
    }
}

/// Whether its trace leads to or from the finding, rather than to something that belongs to it.
fn is_way(finding: &Located<'_>) -> bool {
    finding.trace.iter().any(|step| step.path.is_some() || is_at(finding, step))
}

fn is_at(finding: &Located<'_>, step: &LocatedStep) -> bool {
    step.path.is_none() && (step.start, step.end) == (finding.start, finding.end)
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
