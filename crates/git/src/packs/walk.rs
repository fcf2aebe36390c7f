//! A thread that walks from versions to those made from them.

use super::delta::{Delta, Piece, Reason};
use super::forest::Forest;
use super::inflate::{Buffer, Inflater};
use super::pack::Pack;
use super::share::Seat;
use super::survey::{Survey, Trouble};
use super::text::{Text, is_binary};
use super::work::Work;
use super::{Examiner, Version};
use crate::objects::Objects;
use gix::ObjectId;
use gix::objs::Find;
use gix::odb::pack::data::entry::Header;
use sdf_core::Focus;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Memory that a thread keeps for the next versions, in bytes.
const SPARE: usize = 64 << 20;

/// Objects between two reports of progress.
const STEP: u64 = 64;

/// A version from which others are made.
pub(super) struct Base<F> {
    content: Buffer,
    /// What was found in it; none if it was not examined here: another pack holds it as well.
    examined: Option<Option<F>>,
    binary: bool,
}

/// A version and some of those made from it, yet to be walked.
pub(super) struct Branch<F> {
    pack: u32,
    base: Arc<Base<F>>,
    children: Range<u32>,
}

/// A thread's tools.
pub(super) struct Walker<'a, E: Examiner> {
    work: &'a Work<'a>,
    objects: Objects,
    seat: Seat<'a, Branch<E::Found>>,
    shown: Shown<'a, E>,
    inflater: Inflater,
    delta_bytes: Buffer,
    delta: Delta,
    spare: Vec<Buffer>,
    file: Vec<u8>,
}

/// What the examiner is shown, and what came of it.
struct Shown<'a, E> {
    work: &'a Work<'a>,
    examiner: E,
    survey: Survey,
    reported: (u64, u64),
    part: Vec<u8>,
    stretches: Vec<Range<usize>>,
}

impl<'a, E: Examiner> Walker<'a, E> {
    pub(super) fn new(
        work: &'a Work<'a>,
        objects: Objects,
        examiner: E,
        seat: Seat<'a, Branch<E::Found>>,
    ) -> Self {
        let shown = Shown {
            work,
            examiner,
            survey: Survey::default(),
            reported: (0, 0),
            part: Vec::new(),
            stretches: Vec::new(),
        };
        Walker {
            work,
            objects,
            seat,
            shown,
            inflater: Inflater::default(),
            delta_bytes: Buffer::default(),
            delta: Delta::default(),
            spare: Vec::new(),
            file: Vec::new(),
        }
    }

    /// Walks until there is nothing left to do.
    pub(super) fn run(mut self) -> (E, Survey) {
        while !self.is_stopped() {
            let Some((pack, root)) = self.work.next_root() else { break };
            if let Some(branch) = self.root(pack, root) {
                self.walk(branch);
            }
        }
        while !self.is_stopped() {
            let Some((id, path)) = self.work.next_loose() else { break };
            self.loose(id, &path);
        }
        while let Some(branch) = self.seat.take() {
            self.walk(branch);
        }
        self.shown.report();
        (self.shown.examiner, self.shown.survey)
    }

    fn is_stopped(&self) -> bool {
        self.work.progress.stop.load(Relaxed)
    }

    /// Walks a branch in depth, without recursion: chains can be thousands of versions long.
    ///
    /// A base is dropped when the last version made from it is, before what is made from that one is walked; and the
    /// one with the most below it comes last. So no more than the logarithm of the number of versions is held at once.
    fn walk(&mut self, branch: Branch<E::Found>) {
        let mut stack = vec![branch];
        while let Some(mut top) = stack.pop() {
            let Some(place) = top.children.next() else { continue };
            if self.is_stopped() {
                return;
            }
            let grown = self.version(top.pack, place, &top.base);
            if top.children.is_empty() {
                self.keep(top.base);
            } else {
                stack.push(top);
            }
            stack.extend(grown);
            if self.seat.is_wanted() {
                self.share(&mut stack);
            }
        }
    }

    /// Gives half of the versions that are furthest up to another thread.
    fn share(&self, stack: &mut [Branch<E::Found>]) {
        let last = stack.len().saturating_sub(1);
        let mut branches = stack.iter_mut().enumerate();
        let found = branches.find(|(index, it)| it.children.len() > usize::from(*index == last));
        let Some((_, branch)) = found else { return };
        // The heavier ones come last.
        let middle = branch.children.start + branch.children.len() as u32 / 2;
        let children = middle..branch.children.end;
        branch.children.end = middle;
        self.seat.give(Branch { pack: branch.pack, base: branch.base.clone(), children });
    }

    /// Looks at an entry that is not made from another one of its pack.
    fn root(&mut self, number: u32, entry: u32) -> Option<Branch<E::Found>> {
        let (pack, forest) = self.place(number)?;
        let mut content = self.spare.pop().unwrap_or_default();
        match self.read_root(pack, forest, entry, &mut content) {
            Err(reason) => {
                self.keep_buffer(content);
                self.shown.trouble(pack, forest, entry, reason);
                None
            }
            Ok(()) => {
                let id = self.shown.wanted(pack, forest, entry, content.bytes().len());
                let examined = id.map(|id| self.shown.whole(id, content.bytes()));
                self.branch(number, forest.children(entry), content, examined)
            }
        }
    }

    fn read_root(
        &mut self,
        pack: &Pack,
        forest: &Forest,
        entry: u32,
        content: &mut Buffer,
    ) -> Result<(), Reason> {
        let (offset, end) = forest.place(entry);
        let (read, packed) = pack.entry(offset, end)?;
        let largest = self.work.options.largest;
        let Header::RefDelta { base_id } = read.header else {
            return self.inflater.stream(packed, read.decompressed_size, largest, content);
        };
        // The base is in another pack, or loose.
        let size = self.objects.size(base_id).map_err(|error| error.to_string())?;
        if size > largest {
            return Err(super::delta::too_large(size));
        }
        let found = self.objects.try_find(&base_id, &mut self.file);
        let base = match found {
            Ok(Some(object)) => object.data,
            Ok(None) => return Err(format!("its base {base_id} is missing").into()),
            Err(error) => return Err(crate::error::reason(&error).into()),
        };
        let delta_bytes = &mut self.delta_bytes;
        self.inflater.stream(packed, read.decompressed_size, largest, delta_bytes)?;
        self.delta.read(delta_bytes.bytes(), base.len(), largest)?;
        let text = Text { base, delta: delta_bytes.bytes(), read: &self.delta };
        text.assemble(content.of_len(self.delta.len));
        Ok(())
    }

    /// Looks at a version made from `base`, and gives those made from it.
    fn version(
        &mut self,
        number: u32,
        place: u32,
        base: &Base<E::Found>,
    ) -> Option<Branch<E::Found>> {
        let (pack, forest) = self.place(number)?;
        let entry = forest.child(place);
        if let Err(reason) = self.read_delta(pack, forest, entry, base.content.bytes().len()) {
            self.shown.trouble(pack, forest, entry, reason);
            return None;
        }
        let id = self.shown.wanted(pack, forest, entry, self.delta.len);
        let children = forest.children(entry);
        let text =
            Text { base: base.content.bytes(), delta: self.delta_bytes.bytes(), read: &self.delta };
        let is_whole = self.work.options.exhaustive
            || base.examined.is_none()
            || base.binary && !text.is_binary();
        let found = base.examined.as_ref().and_then(Option::as_ref);
        let mut content = None;
        if !children.is_empty() || is_whole {
            let buffer = content.insert(self.spare.pop().unwrap_or_default());
            text.assemble(buffer.of_len(self.delta.len));
        }
        let mut examined = None;
        if let Some(id) = id {
            let whole = content.as_ref().map(Buffer::bytes);
            examined = Some(match whole.filter(|_| is_whole) {
                Some(whole) => self.shown.whole(id, whole),
                None if !E::EVERY && !self.shown.suspects(&text, whole) && found.is_none() => None,
                None => {
                    let spare = &mut self.spare;
                    let buffer = content.get_or_insert_with(|| {
                        let mut buffer = spare.pop().unwrap_or_default();
                        text.assemble(buffer.of_len(text.read.len));
                        buffer
                    });
                    self.shown.novel(id, buffer.bytes(), found, &self.delta.pieces)
                }
            });
        }
        self.branch(number, children, content?, examined)
    }

    fn read_delta(
        &mut self,
        pack: &Pack,
        forest: &Forest,
        entry: u32,
        base: usize,
    ) -> Result<(), Reason> {
        let (offset, end) = forest.place(entry);
        let (read, packed) = pack.entry(offset, end)?;
        let largest = self.work.options.largest;
        let delta_bytes = &mut self.delta_bytes;
        self.inflater.stream(packed, read.decompressed_size, largest, delta_bytes)?;
        self.delta.read(delta_bytes.bytes(), base, largest)
    }

    /// What is made from a version; none if there is nothing.
    fn branch(
        &mut self,
        pack: u32,
        children: Range<u32>,
        content: Buffer,
        examined: Option<Option<E::Found>>,
    ) -> Option<Branch<E::Found>> {
        if children.is_empty() {
            self.keep_buffer(content);
            return None;
        }
        let binary = is_binary(content.bytes());
        Some(Branch { pack, base: Arc::new(Base { content, examined, binary }), children })
    }

    /// Looks at a loose object.
    fn loose(&mut self, id: ObjectId, path: &Path) {
        let mut content = std::mem::take(&mut self.shown.part);
        match self.read_loose(id, path, &mut content) {
            Ok(Some(packed)) => {
                self.shown.survey.objects += 1;
                self.shown.survey.packed_bytes += packed;
                self.shown.survey.decoded_bytes += content.len() as u64;
                self.shown.whole(id, &content);
            }
            Ok(None) => {}
            Err(reason) => self.shown.survey.trouble.push(Trouble {
                path: path.into(),
                offset: None,
                id: Some(id),
                lost: 0,
                reason: reason.into_owned(),
            }),
        }
        if content.capacity() <= SPARE {
            self.shown.part = content;
        }
        self.shown.step(1);
    }

    /// The content of a loose object of the right kind, and the bytes of its file.
    fn read_loose(
        &mut self,
        id: ObjectId,
        path: &Path,
        content: &mut Vec<u8>,
    ) -> Result<Option<u64>, Reason> {
        let options = self.work.options;
        self.file.clear();
        match read_file(path, options.largest, &mut self.file) {
            Ok(true) => {
                let kind = options.kind;
                let read = self.inflater.loose(&self.file, kind, options.largest, content)?;
                Ok(read.map(|()| self.file.len() as u64))
            }
            Ok(false) => Err("it is too large to be looked at, or no file".into()),
            // It was packed meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                match self.objects.try_find(&id, content) {
                    Ok(Some(object)) => Ok((object.kind == options.kind).then_some(0)),
                    Ok(None) => Err("it is gone".into()),
                    Err(error) => Err(crate::error::reason(&error).into()),
                }
            }
            Err(error) => Err(error.to_string().into()),
        }
    }

    fn place(&self, number: u32) -> Option<(&'a Pack, &'a Forest)> {
        let number = number as usize;
        Some((self.work.database.packs.get(number)?, self.work.forests.get(number)?))
    }

    /// Keeps the memory of a base for another, unless a thread still uses it.
    fn keep(&mut self, base: Arc<Base<E::Found>>) {
        if let Some(base) = Arc::into_inner(base) {
            self.keep_buffer(base.content);
        }
    }

    fn keep_buffer(&mut self, buffer: Buffer) {
        let held: usize = self.spare.iter().map(Buffer::capacity).sum();
        if held + buffer.capacity() <= SPARE {
            self.spare.push(buffer);
        }
    }
}

impl<E: Examiner> Shown<'_, E> {
    /// Counts an entry of `len` bytes, and gives its id if it is to be examined.
    fn wanted(&mut self, pack: &Pack, forest: &Forest, entry: u32, len: usize) -> Option<ObjectId> {
        let id = forest.id(entry, pack).filter(|_| forest.is_wanted(entry))?;
        let (offset, end) = forest.place(entry);
        self.survey.objects += 1;
        self.survey.packed_bytes += end.min(pack.data.pack_end() as u64).saturating_sub(offset);
        self.survey.decoded_bytes += len as u64;
        self.step(1);
        Some(id)
    }

    /// Shows a whole version.
    fn whole(&mut self, id: ObjectId, bytes: &[u8]) -> Option<E::Found> {
        self.survey.novel_bytes += bytes.len() as u64;
        if !E::EVERY && !self.work.options.exhaustive && !self.examiner.suspects(bytes) {
            return None;
        }
        self.examiner.examine(Version { id, bytes, novel: Focus::Everything, pieces: &[] }, None)
    }

    /// Whether what is new in a version is suspect. `whole` is the version, if it is put together already.
    fn suspects(&mut self, text: &Text<'_>, whole: Option<&[u8]>) -> bool {
        text.stretches(self.work.options.context, &mut self.stretches);
        self.survey.novel_bytes += self.stretches.iter().map(|it| it.len() as u64).sum::<u64>();
        self.stretches.iter().any(|stretch| {
            let bytes = match whole.and_then(|whole| whole.get(stretch.clone())) {
                Some(bytes) => bytes,
                None => {
                    text.assemble_part(stretch, &mut self.part);
                    &self.part
                }
            };
            self.examiner.suspects(bytes)
        })
    }

    /// Shows a version of which the stretches found last are new.
    fn novel(
        &mut self,
        id: ObjectId,
        bytes: &[u8],
        base: Option<&E::Found>,
        pieces: &[Piece],
    ) -> Option<E::Found> {
        let novel =
            if E::EVERY { Focus::Everything } else { Focus::Ranges(self.stretches.clone()) };
        self.examiner.examine(Version { id, bytes, novel, pieces }, base)
    }

    fn trouble(&mut self, pack: &Pack, forest: &Forest, entry: u32, reason: Reason) {
        let mut lost = 0;
        forest.visit(entry, |_| lost += 1);
        self.step(lost);
        self.survey.trouble.push(Trouble {
            path: pack.path.clone(),
            offset: Some(forest.place(entry).0),
            id: forest.id(entry, pack),
            lost: lost.saturating_sub(u64::from(forest.is_wanted(entry))),
            reason: reason.into_owned(),
        });
    }

    /// Counts objects that are done, whatever became of them.
    fn step(&mut self, objects: u64) {
        self.reported.0 += objects;
        if self.reported.0 >= STEP {
            self.report();
        }
    }

    fn report(&mut self) {
        let bytes = self.survey.decoded_bytes - self.reported.1;
        self.work.progress.objects.fetch_add(self.reported.0, Relaxed);
        self.work.progress.bytes.fetch_add(bytes, Relaxed);
        self.reported = (0, self.survey.decoded_bytes);
    }
}

/// Reads a file; false for one that is no file, or that must hold more than `largest` bytes.
fn read_file(path: &Path, largest: u64, out: &mut Vec<u8>) -> std::io::Result<bool> {
    let facts = std::fs::metadata(path)?;
    // What deflate cannot shrink grows by less than a thousandth.
    if !facts.is_file() || facts.len() > largest.saturating_add(largest / 1000 + 1000) {
        return Ok(false);
    }
    std::io::Read::read_to_end(&mut std::fs::File::open(path)?, out)?;
    Ok(true)
}
