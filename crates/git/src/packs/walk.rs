//! A thread that walks from versions to those made from them.

use super::delta::{Delta, Reason, too_large};
use super::inflate::{Buffer, Inflater};
use super::place::Place;
use super::share::Seat;
use super::shown::Shown;
use super::survey::{Survey, Trouble};
use super::text::{Text, is_binary};
use super::window::Window;
use super::work::Work;
use super::{Examiner, loose};
use crate::error::reason;
use crate::objects::Objects;
use gix::ObjectId;
use gix::objs::Find;
use gix::odb::pack::data::entry::Header;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Memory that a thread keeps for the next versions, in bytes.
const SPARE: usize = 2 << 20;

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
    window: Window,
    inflater: Inflater,
    delta_bytes: Buffer,
    delta: Delta,
    spare: Vec<Buffer>,
    file: Vec<u8>,
    loose: Vec<u8>,
}

impl<'a, E: Examiner> Walker<'a, E> {
    pub(super) fn new(
        work: &'a Work<'a>,
        objects: Objects,
        examiner: E,
        seat: Seat<'a, Branch<E::Found>>,
    ) -> Self {
        Walker {
            work,
            objects,
            seat,
            shown: Shown::new(work, examiner),
            window: Window::default(),
            inflater: Inflater::default(),
            delta_bytes: Buffer::default(),
            delta: Delta::default(),
            spare: Vec::new(),
            file: Vec::new(),
            loose: Vec::new(),
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
    /// A base is dropped when the last version made from it is put together, and the one with the
    /// most below it comes last: no more than the logarithm of the number of versions is held at
    /// once.
    fn walk(&mut self, branch: Branch<E::Found>) {
        let mut stack = vec![branch];
        while let Some(mut top) = stack.pop() {
            let Some(child) = top.children.next() else { continue };
            if self.is_stopped() {
                return;
            }
            let grown = self.version(top.pack, child, &top.base);
            if !top.children.is_empty() {
                stack.push(top);
            } else if let Some(base) = Arc::into_inner(top.base) {
                self.keep(base.content);
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
        // The heaviest comes last.
        let middle = branch.children.start + branch.children.len() as u32 / 2;
        let children = middle..branch.children.end;
        branch.children.end = middle;
        self.seat.give(Branch { pack: branch.pack, base: branch.base.clone(), children });
    }

    /// Looks at an entry that is not made from another one of its pack.
    fn root(&mut self, pack: u32, entry: u32) -> Option<Branch<E::Found>> {
        let place = self.work.place(pack, |_| entry)?;
        let mut content = self.spare.pop().unwrap_or_default();
        if let Err(reason) = self.read_root(place, &mut content) {
            self.keep(content);
            self.shown.trouble(place, reason);
            return None;
        }
        let examined = place.is_wanted().then(|| {
            self.shown.count(place.packed_len(), content.bytes().len());
            self.shown.whole(content.bytes(), || place.id())
        });
        self.branch(pack, place.children(), content, examined)
    }

    fn read_root(&mut self, place: Place<'_>, content: &mut Buffer) -> Result<(), Reason> {
        let largest = self.work.options.largest;
        let (read, packed) = place.read(largest, &mut self.window)?;
        let Header::RefDelta { base_id } = read.header else {
            return self.inflater.stream(packed, read.decompressed_size, largest, content);
        };
        // The base is in another pack, or loose.
        let size = self.objects.size(base_id).map_err(|error| error.to_string())?;
        if size > largest {
            return Err(too_large(size));
        }
        let base = match self.objects.try_find(&base_id, &mut self.file) {
            Ok(Some(object)) => object.data,
            Ok(None) => return Err(format!("its base {base_id} is missing").into()),
            Err(error) => return Err(reason(&error).into()),
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
        pack: u32,
        child: u32,
        base: &Base<E::Found>,
    ) -> Option<Branch<E::Found>> {
        let place = self.work.place(pack, |forest| forest.child(child))?;
        if let Err(reason) = self.read_delta(place, base.content.bytes().len()) {
            self.shown.trouble(place, reason);
            return None;
        }
        let text =
            Text { base: base.content.bytes(), delta: self.delta_bytes.bytes(), read: &self.delta };
        let spare = &mut self.spare;
        let mut assemble = || {
            let mut content = spare.pop().unwrap_or_default();
            text.assemble(content.of_len(text.read.len));
            content
        };
        let is_whole = self.work.options.exhaustive
            || base.examined.is_none()
            || base.binary && !text.is_binary();
        let children = place.children();
        let mut content = (is_whole || !children.is_empty()).then(&mut assemble);
        let examined = place.is_wanted().then(|| {
            self.shown.count(place.packed_len(), text.read.len);
            let found = base.examined.as_ref().and_then(Option::as_ref);
            let whole = content.as_ref().map(Buffer::bytes);
            match whole.filter(|_| is_whole) {
                Some(whole) => self.shown.whole(whole, || place.id()),
                None if E::EVERY || self.shown.suspects(&text, whole) || found.is_some() => {
                    let content = content.get_or_insert_with(&mut assemble);
                    self.shown.novel(content.bytes(), place.id(), found, &text.read.pieces)
                }
                None => None,
            }
        });
        self.branch(pack, children, content?, examined)
    }

    fn read_delta(&mut self, place: Place<'_>, base: usize) -> Result<(), Reason> {
        let largest = self.work.options.largest;
        let (read, packed) = place.read(largest, &mut self.window)?;
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
            self.keep(content);
            return None;
        }
        let binary = is_binary(content.bytes());
        Some(Branch { pack, base: Arc::new(Base { content, examined, binary }), children })
    }

    /// Looks at a loose object.
    fn loose(&mut self, id: ObjectId, path: &Path) {
        let Walker { work, objects, inflater, file, loose: content, shown, .. } = self;
        match loose::read((id, path), work.options, objects, inflater, file, content) {
            Ok(Some(packed)) => {
                shown.count(packed, content.len());
                shown.whole(content, || Some(id));
            }
            Ok(None) => shown.step(1),
            Err(reason) => {
                let (path, reason) = (path.into(), reason.into_owned());
                let trouble = Trouble { path, offset: None, id: Some(id), lost: 0, reason };
                shown.survey.trouble.push(trouble);
                shown.step(1);
            }
        }
        content.shrink_to(SPARE);
        file.shrink_to(SPARE);
    }

    /// Keeps memory for another version.
    fn keep(&mut self, buffer: Buffer) {
        let held: usize = self.spare.iter().map(Buffer::capacity).sum();
        if held + buffer.capacity() <= SPARE {
            self.spare.push(buffer);
        }
    }
}
