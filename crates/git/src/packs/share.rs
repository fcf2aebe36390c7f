//! Work that threads hand to one another.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A pool of tasks. A thread that has nothing left waits here for what others give away, until all
/// of them wait.
pub(super) struct Pool<T> {
    state: Mutex<State<T>>,
    wake: Condvar,
    /// Threads that wait and for which there is no task yet.
    hungry: AtomicUsize,
}

struct State<T> {
    tasks: Vec<T>,
    waiting: usize,
    threads: usize,
}

/// A thread's place at the pool; the thread leaves when this goes, even if it panics.
pub(super) struct Seat<'a, T>(&'a Pool<T>);

impl<T> Pool<T> {
    pub(super) fn new(threads: usize) -> Self {
        let state = State { tasks: Vec::new(), waiting: 0, threads };
        Pool { state: Mutex::new(state), wake: Condvar::new(), hungry: AtomicUsize::new(0) }
    }

    /// A place for one of the threads.
    pub(super) fn seat(&self) -> Seat<'_, T> {
        Seat(self)
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, state: &State<T>) {
        self.hungry.store(state.waiting.saturating_sub(state.tasks.len()), Relaxed);
    }
}

impl<T> Seat<'_, T> {
    /// Whether a thread waits for a task.
    pub(super) fn is_wanted(&self) -> bool {
        self.0.hungry.load(Relaxed) > 0
    }

    /// Gives a task away.
    pub(super) fn give(&self, task: T) {
        let mut state = self.0.state();
        state.tasks.push(task);
        self.0.count(&state);
        self.0.wake.notify_one();
    }

    /// A task that another thread gives away; none if no thread has one any more.
    pub(super) fn take(&self) -> Option<T> {
        let mut state = self.0.state();
        state.waiting += 1;
        loop {
            if let Some(task) = state.tasks.pop() {
                state.waiting -= 1;
                self.0.count(&state);
                return Some(task);
            }
            if state.waiting >= state.threads {
                // All the others wait as well: they are to see it, and go on waiting for nothing.
                self.0.wake.notify_all();
                return None;
            }
            self.0.count(&state);
            state = self.0.wake.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Drop for Seat<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        // One that ended in `take` is still counted among those that wait.
        if state.waiting < state.threads {
            state.threads -= 1;
        }
        self.0.wake.notify_all();
    }
}
