//! What there is to do, and who does it.

use super::database::Database;
use super::forest::Forest;
use super::pack::head;
use super::place::Place;
use super::share::Pool;
use super::survey::{Progress, Survey, Trouble};
use super::walk::{Branch, Walker};
use super::{Examiner, Options};
use crate::error::reason;
use crate::objects::Objects;
use gix::objs::Kind;
use gix::prelude::Header as _;
use gix::{ObjectId, oid};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// All the work, to be done by several threads.
pub(super) struct Work<'a> {
    pub(super) database: Database,
    /// For each pack.
    pub(super) forests: Vec<Forest>,
    pub(super) options: &'a Options,
    pub(super) progress: &'a Progress,
    /// Pack and entry of every root.
    roots: Vec<(u32, u32)>,
    next_root: AtomicUsize,
    /// Loose objects that no pack holds, with the folder that holds them.
    loose: Vec<(ObjectId, usize)>,
    next_loose: AtomicUsize,
    /// Identifies how shards are cut.
    layout: u64,
}

impl<'a> Work<'a> {
    /// Finds out what there is to do, with as many threads as there may be.
    pub(super) fn prepare(
        objects: &Objects,
        options: &'a Options,
        progress: &'a Progress,
        threads: usize,
    ) -> Self {
        let mut database = Database::open(objects);
        let doubles = doubles(&database);
        let forests = grow(objects, &database, &doubles, options.kind, threads);
        let mut loose: Vec<(ObjectId, usize)> =
            std::mem::take(&mut database.loose).into_iter().collect();
        loose.retain(|(id, _)| database.packs.iter().all(|it| it.index.position(id).is_none()));
        let mut work = Work {
            database,
            forests: Vec::new(),
            options,
            progress,
            roots: Vec::new(),
            next_root: AtomicUsize::new(0),
            loose,
            next_loose: AtomicUsize::new(0),
            layout: 0,
        };
        for (forest, trouble) in forests {
            work.forests.push(forest);
            work.database.trouble.extend(trouble);
        }
        for (pack, forest) in (0..).zip(&work.forests) {
            work.roots.extend(forest.roots.iter().map(|&root| (pack, root)));
        }
        let mut total: u64 = work.forests.iter().map(Forest::wanted).sum();
        if let Some((k, n)) = options.shard {
            total = work.cut(k, n);
        }
        progress.total.store(total + work.loose.len() as u64, Relaxed);
        work
    }

    /// Keeps the `k`th of `n` parts, and gives the number of objects in packs that are in it.
    fn cut(&mut self, k: u32, n: u32) -> u64 {
        let (mut layout, mut total) = (0u64, 0);
        let Work { database, forests, roots, loose, .. } = self;
        roots.retain(|&(number, root)| {
            let (Some(pack), Some(forest)) =
                (database.packs.get(number as usize), forests.get(number as usize))
            else {
                return false;
            };
            let root_head = forest.id(root, pack).map_or(0, |id| head(&id));
            let mut objects = 0;
            forest.visit(root, |entry| {
                objects += 1;
                let own = forest.id(entry, pack).map_or(0, |id| head(&id));
                layout = layout.wrapping_add(mix(own, root_head));
            });
            let is_here = is_in_shard(root_head, k, n);
            total += if is_here { objects } else { 0 };
            is_here
        });
        loose.retain(|(id, _)| {
            layout = layout.wrapping_add(mix(head(id), head(id)));
            is_in_shard(head(id), k, n)
        });
        self.layout = layout;
        total
    }

    /// An entry of the pack of a number.
    pub(super) fn place(&self, pack: u32, entry: impl FnOnce(&Forest) -> u32) -> Option<Place<'_>> {
        let forest = self.forests.get(pack as usize)?;
        let pack = self.database.packs.get(pack as usize)?;
        Some(Place { pack, forest, entry: entry(forest) })
    }

    /// Pack and entry of a root that nobody has taken yet.
    pub(super) fn next_root(&self) -> Option<(u32, u32)> {
        self.roots.get(self.next_root.fetch_add(1, Relaxed)).copied()
    }

    /// A loose object that nobody has taken yet, with its file.
    pub(super) fn next_loose(&self) -> Option<(ObjectId, PathBuf)> {
        let &(id, folder) = self.loose.get(self.next_loose.fetch_add(1, Relaxed))?;
        Some((id, self.database.folders.get(folder)?.object_path(&id)))
    }

    /// Does it all, with a thread for each examiner.
    pub(super) fn run<E: Examiner>(&self, objects: &Objects, all: Vec<E>) -> (Vec<E>, Survey) {
        let pool: Pool<Branch<E::Found>> = Pool::new(all.len());
        let survey = Mutex::new(Survey { layout: self.layout, ..Survey::default() });
        let returned = Mutex::new(Vec::new());
        let walk = |number: usize, examiner: E, objects: Objects| {
            let (examiner, own) = Walker::new(self, objects, examiner, pool.seat()).run();
            lock(&survey).add(own);
            lock(&returned).push((number, examiner));
        };
        std::thread::scope(|scope| {
            let mut all = all.into_iter().enumerate();
            // This thread does its share: the fewer threads, the less memory waits to be used again.
            let own = all.next();
            for (number, examiner) in all {
                let (walk, objects) = (&walk, objects.clone());
                scope.spawn(move || walk(number, examiner, objects));
            }
            if let Some((number, examiner)) = own {
                walk(number, examiner, objects.clone());
            }
        });
        let mut survey = into_inner(survey);
        survey.trouble.extend(self.database.trouble.iter().cloned());
        survey.trouble.sort();
        survey.stopped = self.progress.stop.load(Relaxed);
        let mut returned = into_inner(returned);
        returned.sort_by_key(|&(number, _)| number);
        (returned.into_iter().map(|(_, examiner)| examiner).collect(), survey)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn into_inner<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Whether an id that begins with `head` belongs to the `k`th of `n` parts.
fn is_in_shard(head: u64, k: u32, n: u32) -> bool {
    (u128::from(head) * u128::from(n)) >> 64 == u128::from(k).wrapping_sub(1)
}

/// A number that tells pairs apart (the finaliser of MurmurHash3).
fn mix(a: u64, b: u64) -> u64 {
    let mut mixed = a ^ b.rotate_left(32);
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(factor);
    }
    mixed ^ (mixed >> 33)
}

/// For each pack, which positions of its index name an object that a pack before it holds as well.
fn doubles(database: &Database) -> Vec<Vec<u32>> {
    let mut doubles = vec![Vec::new(); database.packs.len()];
    let Some((largest, others)) = database.packs.split_first() else { return doubles };
    // All but the largest pack are sorted together; the largest is asked for each of the rest.
    let mut all: Vec<(u64, u32, u32)> = Vec::new();
    for (number, pack) in (1..).zip(others) {
        all.extend(pack.index.ids().map(|(position, id)| (head(id), number, position)));
    }
    all.sort_unstable();
    let id = |&(_, pack, position): &(u64, u32, u32)| -> Option<&oid> {
        database.packs.get(pack as usize).map(|pack| pack.index.id(position))
    };
    for alike in all.chunk_by(|a, b| a.0 == b.0) {
        for (index, entry) in alike.iter().enumerate() {
            let is_before = alike[..index].iter().any(|before| id(before) == id(entry));
            if is_before || id(entry).is_some_and(|id| largest.index.position(id).is_some()) {
                doubles[entry.1 as usize].push(entry.2);
            }
        }
    }
    doubles.iter_mut().for_each(|positions| positions.sort_unstable());
    doubles
}

/// Grows the forests of all packs.
fn grow(
    objects: &Objects,
    database: &Database,
    doubles: &[Vec<u32>],
    kind: Kind,
    threads: usize,
) -> Vec<(Forest, Vec<Trouble>)> {
    let next = AtomicUsize::new(0);
    let grown = Mutex::new(Vec::new());
    let grow_some = |objects: Objects| {
        loop {
            let number = next.fetch_add(1, Relaxed);
            let (Some(pack), Some(doubles)) = (database.packs.get(number), doubles.get(number))
            else {
                return;
            };
            let kind_of = |id: &oid| match objects.gix.objects.try_header(id) {
                Ok(Some(header)) => Ok(header.kind()),
                Ok(None) => Err("it is missing".into()),
                Err(error) => Err(reason(&error).into()),
            };
            let forest = Forest::grow(pack, kind, doubles, &kind_of, threads);
            lock(&grown).push((number, forest));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(database.packs.len()) {
            let objects = objects.clone();
            scope.spawn(|| grow_some(objects));
        }
        grow_some(objects.clone());
    });
    let mut grown = into_inner(grown);
    grown.sort_by_key(|&(number, _)| number);
    grown.into_iter().map(|(_, forest)| forest).collect()
}
