//! One piece of work for each of many things, on as many threads as there are cores.
//!
//! In: things that don't know of each other. Out: what the work gave for each, in their order.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Stack of a thread: lists nest.
const STACK: usize = 64 << 20;

/// Does the work for each; a thread that is done takes the next one.
pub(super) fn on_all_cores<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(index) else { return done };
            done.push((index, work(thing)));
        }
    };

    let cores = thread::available_parallelism().map_or(1, usize::from);
    let helpers = cores.min(things.len()).saturating_sub(1);
    let mut done = thread::scope(|scope| {
        // Where no thread is to be had, this one does all of it.
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, take).ok();
        let helpers: Vec<_> = (0..helpers).filter_map(spawn).collect();
        let mut done = take();
        for helper in helpers {
            // A panic is a defect of the program: it goes on to the top as one.
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });

    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::on_all_cores;

    #[test]
    fn every_thing_once_and_in_order() {
        for count in [0, 1, 2, 1000] {
            let things: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = things.iter().map(|thing| thing * 2).collect();
            assert_eq!(on_all_cores(&things, |thing| thing * 2), doubled);
        }
    }
}
