//! `--cross-file`: data flow through the modules of a project.

use super::scan::threads;
use super::walk;
use crate::args::Common;
use crate::failure::Failure;
use crate::place::Place;
use sdf_core::{Elsewhere, Kind, Notice};
use sdf_engine::{Engine, is_module, map_in_order};
use std::path::PathBuf;

/// The engine that knows what the files below `paths` import from each other, and what is to be
/// said of that.
pub(crate) fn engine<'r>(
    engine: Engine<'r>,
    paths: &[PathBuf],
    honour_ignores: bool,
    place: &Place,
    common: &Common,
) -> Result<(Engine<'r>, Vec<Notice>), Failure> {
    let named: Vec<PathBuf> =
        paths.iter().filter(|path| !walk::is_standard_input(path)).cloned().collect();
    // What is wrong with a file is said where it is scanned.
    let mut files = walk::files(&named, honour_ignores, place, &mut Vec::new())?;
    files.retain(|file| !file.is_link && is_module(file.path.as_ref()));
    let threads = threads(common, files.len());
    let read = map_in_order(&files, vec![(); threads], |(), file| {
        let mut bytes = Vec::new();
        let kind = file.read(&mut bytes).ok()?;
        (kind != Kind::Symlink).then(|| Elsewhere { path: file.path.clone(), bytes })
    });
    Ok(engine.with_modules(read.into_iter().flatten().collect(), threads))
}
