//! Work that is done side by side, and taken in order.

use std::collections::VecDeque;
use std::thread;

use crate::error::Error;

/// Does `work` on each input on as many threads as there are cores, and hands the results to `take` in the order of the
/// inputs, while further work goes on. At most a few results are held at a time. The first error ends it.
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
    let ahead = thread::available_parallelism().map_or(1, usize::from) + 1;
    let work = &work;
    thread::scope(|scope| {
        let mut running = VecDeque::with_capacity(ahead);
        let mut finish = |running: &mut VecDeque<thread::ScopedJoinHandle<'_, Result<T, E>>>| match running.pop_front() {
            Some(first) => take(first.join().map_err(|_| E::from(Error::Abandoned))??),
            None => Ok(()),
        };
        for input in inputs {
            running.push_back(scope.spawn(move || work(input)));
            if running.len() >= ahead {
                finish(&mut running)?;
            }
        }
        while !running.is_empty() {
            finish(&mut running)?;
        }
        Ok(())
    })
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
}
