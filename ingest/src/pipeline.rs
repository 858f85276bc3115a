//! Work that is done side by side, and taken in order.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope, ScopedJoinHandle};

use crate::error::Error;

/// Does `work` on each input on as many threads as there are cores and one more, and hands the results to `take` in the order of
/// the inputs, while further work goes on. Each thread has one input at a time. The first error ends it.
pub(crate) fn ordered<I, T, E>(
    inputs: impl Iterator<Item = I>,
    work: impl Fn(I) -> Result<T, E> + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    T: Send,
    E: From<Error> + Send,
{
    let threads = thread::available_parallelism().map_or(1, usize::from) + 1;
    let work = &work;
    thread::scope(|scope| {
        // Those at work, who began first in front.
        let mut busy: VecDeque<Worker<'_, I, T, E>> = VecDeque::with_capacity(threads);
        for input in inputs {
            let first = if busy.len() < threads { None } else { busy.pop_front() };
            let worker = match first {
                Some(mut first) => {
                    take(first.result()?)?;
                    first
                }
                None => Worker::start(scope, work),
            };
            worker.begin(input)?;
            busy.push_back(worker);
        }
        busy.into_iter().try_for_each(|mut worker| take(worker.result()?))
    })
}

/// A thread that lives as long as there are inputs: what it needed for one, its allocator has at hand for the next.
struct Worker<'scope, I, T, E> {
    inputs: SyncSender<I>,
    results: Receiver<Result<T, E>>,
    thread: Option<ScopedJoinHandle<'scope, ()>>,
}

impl<'scope, I, T, E> Worker<'scope, I, T, E>
where
    I: Send + 'scope,
    T: Send + 'scope,
    E: From<Error> + Send + 'scope,
{
    fn start<'env>(scope: &'scope Scope<'scope, 'env>, work: &'scope (impl Fn(I) -> Result<T, E> + Sync)) -> Self {
        let (inputs, to_do) = sync_channel(1);
        let (done, results) = sync_channel(1);
        // It ends when nobody gives it anything, or wants the result.
        let thread = scope.spawn(move || {
            let _ = to_do.into_iter().try_for_each(|input| done.send(work(input)));
        });
        Worker { inputs, results, thread: Some(thread) }
    }

    fn begin(&self, input: I) -> Result<(), E> {
        self.inputs.send(input).map_err(|_| Error::Abandoned.into())
    }

    /// What came of the input that was begun; an error if the thread is gone.
    fn result(&mut self) -> Result<T, E> {
        self.results.recv().unwrap_or_else(|_| {
            // Looked at here, so that a panic is an error and not the caller's.
            let _ = self.thread.take().map(ScopedJoinHandle::join);
            Err(Error::Abandoned.into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_an_error_ends_it() {
        let mut taken = Vec::new();
        let done = ordered(
            0..100u64,
            |n| Ok::<_, Error>(n * 2),
            |n| {
                let _: () = taken.push(n);
                Ok(())
            },
        );
        assert!(done.is_ok());
        assert_eq!(taken, (0..100).map(|n| n * 2).collect::<Vec<_>>());
        let failed = ordered(0..100u64, |n| if n == 7 { Err(Error::Abandoned) } else { Ok(n) }, |_| Ok(()));
        assert!(failed.is_err());
    }

    #[test]
    fn work_that_panics_is_an_error_after_what_came_before() {
        let mut taken = Vec::new();
        let work = |n: u64| if n == 20 { std::panic::resume_unwind(Box::new("gone")) } else { Ok::<_, Error>(n) };
        let done = ordered(0..100, work, |n| {
            let _: () = taken.push(n);
            Ok(())
        });
        assert!(matches!(done, Err(Error::Abandoned)));
        assert_eq!(taken, (0..20).collect::<Vec<_>>());
    }
}
