//! Work on several threads, results in order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies `work` to every item, on one thread for each of `states`, and gives the results in the
/// order of the items. A state is what a thread needs for itself. One thread is the caller's own,
/// so that a single state starts none; without a state nothing is done.
pub fn map_in_order<T: Sync, S: Send, R: Send>(
    items: &[T],
    states: Vec<S>,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let run = |mut state: S| {
        let mut results = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            results.push((index, work(&mut state, item)));
        }
        // A panic ends the process, or is passed on by the scope below: a poisoned lock holds
        // whole results.
        let mut done = done.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if done.is_empty() { *done = results } else { done.append(&mut results) }
    };
    thread::scope(|scope| {
        let mut states = states.into_iter();
        let own = states.next();
        for state in states.take(items.len().saturating_sub(1)) {
            scope.spawn(|| run(state));
        }
        own.map(run);
    });
    let mut done = done.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    done.sort_unstable_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..500).collect();
        for threads in [1, 2, 7] {
            let squares = map_in_order(&items, vec![(); threads], |(), item| item * item);
            assert!(squares.iter().zip(&items).all(|(square, item)| *square == item * item));
            assert_eq!(squares.len(), items.len());
        }
    }
}
