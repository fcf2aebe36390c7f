//! Loose objects: each in a file of its own, whole.

use super::Options;
use super::delta::Reason;
use super::inflate::Inflater;
use crate::error::reason;
use crate::objects::Objects;
use gix::ObjectId;
use gix::objs::Find;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Reads the object `id` from the file at `path`, if it is of the right kind, with `file` for the
/// compressed bytes. Gives the number of these.
pub(super) fn read(
    (id, path): (ObjectId, &Path),
    options: &Options,
    objects: &Objects,
    inflater: &mut Inflater,
    file: &mut Vec<u8>,
    content: &mut Vec<u8>,
) -> Result<Option<u64>, Reason> {
    file.clear();
    match read_file(path, options.largest, file) {
        Ok(true) => {
            let read = inflater.loose(file, options.kind, options.largest, content)?;
            Ok(read.map(|()| file.len() as u64))
        }
        Ok(false) => Err("it is too large to be looked at, or no file".into()),
        // It was packed meanwhile.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let size = objects.size(id).map_err(|error| error.to_string())?;
            if size > options.largest {
                return Err(super::delta::too_large(size));
            }
            match objects.try_find(&id, content) {
                Ok(Some(object)) => Ok((object.kind == options.kind).then_some(0)),
                Ok(None) => Err("it is gone".into()),
                Err(error) => Err(reason(&error).into()),
            }
        }
        Err(error) => Err(error.to_string().into()),
    }
}

/// Reads a file; false for what is no file, and for one that holds more than `largest` bytes.
fn read_file(path: &Path, largest: u64, out: &mut Vec<u8>) -> std::io::Result<bool> {
    let facts = std::fs::metadata(path)?;
    // What deflate cannot shrink grows by less than a thousandth.
    if !facts.is_file() || facts.len() > largest.saturating_add(largest / 1000 + 1000) {
        return Ok(false);
    }
    std::fs::File::open(path)?.take(facts.len()).read_to_end(out)?;
    Ok(true)
}
