//! What an examiner is shown, and what came of it.

use super::delta::Piece;
use super::place::Place;
use super::survey::Survey;
use super::text::Text;
use super::work::Work;
use super::{Examiner, Version};
use gix::ObjectId;
use sdf_core::Focus;
use std::ops::Range;
use std::sync::atomic::Ordering::Relaxed;

/// Objects between two reports of progress.
const STEP: u64 = 64;

/// An examiner and its share of the survey.
pub(super) struct Shown<'a, E> {
    work: &'a Work<'a>,
    pub(super) examiner: E,
    pub(super) survey: Survey,
    /// Objects that are not reported yet, and decoded bytes that are.
    reported: (u64, u64),
    part: Vec<u8>,
    stretches: Vec<Range<usize>>,
}

impl<'a, E: Examiner> Shown<'a, E> {
    pub(super) fn new(work: &'a Work<'a>, examiner: E) -> Self {
        let (survey, part, stretches) = Default::default();
        Shown { work, examiner, survey, reported: (0, 0), part, stretches }
    }

    /// Shows a whole version, whose id is asked for only if it is suspect.
    pub(super) fn whole(
        &mut self,
        bytes: &[u8],
        id: impl FnOnce() -> Option<ObjectId>,
    ) -> Option<E::Found> {
        self.survey.novel_bytes += bytes.len() as u64;
        if !E::EVERY && !self.work.options.exhaustive && !self.examiner.suspects(bytes) {
            return None;
        }
        let novel = Focus::Everything;
        self.examiner.examine(Version { id: id()?, bytes, novel, pieces: &[] }, None)
    }

    /// Whether what is new in a version is suspect. `whole` is the version, if it is put together
    /// already.
    pub(super) fn suspects(&mut self, text: &Text<'_>, whole: Option<&[u8]>) -> bool {
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

    /// Shows a version of which the stretches are new that [`Shown::suspects`] found last.
    pub(super) fn novel(
        &mut self,
        bytes: &[u8],
        id: Option<ObjectId>,
        base: Option<&E::Found>,
        pieces: &[Piece],
    ) -> Option<E::Found> {
        let novel =
            if E::EVERY { Focus::Everything } else { Focus::Ranges(self.stretches.clone()) };
        self.examiner.examine(Version { id: id?, bytes, novel, pieces }, base)
    }

    /// Notes that a version of `packed` bytes as stored and `len` bytes is looked at.
    pub(super) fn count(&mut self, packed: u64, len: usize) {
        self.survey.objects += 1;
        self.survey.packed_bytes += packed;
        self.survey.decoded_bytes += len as u64;
        self.step(1);
    }

    /// Notes that an entry cannot be read.
    pub(super) fn trouble(&mut self, place: Place<'_>, reason: super::delta::Reason) {
        let (trouble, objects) = place.trouble(reason);
        self.survey.trouble.push(trouble);
        self.step(objects);
    }

    /// Notes that objects are done, whatever became of them.
    pub(super) fn step(&mut self, objects: u64) {
        self.reported.0 += objects;
        if self.reported.0 >= STEP {
            self.report();
        }
    }

    /// Tells others how far this is.
    pub(super) fn report(&mut self) {
        let bytes = self.survey.decoded_bytes - self.reported.1;
        self.work.progress.objects.fetch_add(self.reported.0, Relaxed);
        self.work.progress.bytes.fetch_add(bytes, Relaxed);
        self.reported = (0, self.survey.decoded_bytes);
    }
}
