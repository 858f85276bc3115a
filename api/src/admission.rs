//! Text searches take a core each, so only as many run as there are cores, few wait, and not for long: what
//! comes beyond is refused at once instead of making everybody wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::web;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::{Code, Problem};

/// Searches that may wait for each one that may run.
const WAITING_EACH: usize = 8;
/// How long one waits: a refusal must be out within 100 ms.
const PATIENCE: Duration = Duration::from_millis(80);

/// Lets searches run.
#[derive(Debug)]
pub struct Admission {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
    patience: Duration,
}

impl Default for Admission {
    /// As many at once as there are cores.
    fn default() -> Admission {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Admission::new(cores, cores * WAITING_EACH, PATIENCE)
    }
}

impl Admission {
    /// So many at once, so many waiting, and for how long.
    pub fn new(at_once: usize, most_waiting: usize, patience: Duration) -> Admission {
        Admission { running: Arc::new(Semaphore::new(at_once)), waiting: AtomicUsize::new(0), most_waiting, patience }
    }

    /// Does work on a blocking thread when its turn has come. Work that nobody waits for any more when its turn
    /// has come is not begun; once begun, it keeps its place to its end.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
        let permit = self.enter().await?;
        let wanted = Arc::new(());
        let still_wanted = Arc::downgrade(&wanted);
        let done = web::block(move || {
            let _permit = permit;
            still_wanted.upgrade().map(|_| work())
        })
        .await;
        drop(wanted);
        done.ok().flatten().ok_or_else(|| Problem::new(Code::Overloaded, "The server is stopping."))
    }

    async fn enter(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let refused = || Problem::new(Code::Overloaded, "Too many text searches at once.");
        if let Ok(permit) = Arc::clone(&self.running).try_acquire_owned() {
            return Ok(permit);
        }
        let _place = Place::take(&self.waiting, self.most_waiting).ok_or_else(refused)?;
        match tokio::time::timeout(self.patience, Arc::clone(&self.running).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(refused()),
        }
    }
}

/// A place among those that wait, until it is dropped; a client that leaves drops it.
struct Place<'a>(&'a AtomicUsize);

impl Place<'_> {
    fn take(waiting: &AtomicUsize, most: usize) -> Option<Place<'_>> {
        let place = Place(waiting);
        (waiting.fetch_add(1, Ordering::Relaxed) < most).then_some(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use actix_web::rt::spawn;
    use tokio::task::yield_now;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    /// Work that goes on until it is told to end.
    fn endless() -> (impl FnOnce() -> &'static str + Send + 'static, mpsc::Sender<()>) {
        let (end, ended) = mpsc::channel();
        let work = move || {
            let _ = ended.recv();
            "done"
        };
        (work, end)
    }

    #[actix_web::test]
    async fn beyond_the_queue_searches_are_refused_at_once() {
        let admission = Arc::new(Admission::new(1, 1, LONG));
        let (work, end) = endless();
        let begin = |admission: Arc<Admission>| async move { admission.run(|| "waited").await };
        let running = spawn({
            let admission = admission.clone();
            async move { admission.run(work).await }
        });
        yield_now().await;
        let waiting = spawn(begin(admission.clone()));
        yield_now().await;
        let refused = admission.run(|| "never").await;
        assert_eq!(refused.map_err(|problem| problem.code), Err(Code::Overloaded));
        drop(end);
        assert_eq!(running.await.unwrap().unwrap(), "done");
        assert_eq!(waiting.await.unwrap().unwrap(), "waited");
        assert_eq!(admission.run(|| "again").await.unwrap(), "again");
    }

    #[actix_web::test]
    async fn nobody_waits_longer_than_is_promised() {
        let admission = Arc::new(Admission::new(1, 1, Duration::ZERO));
        let (work, end) = endless();
        let running = spawn({
            let admission = admission.clone();
            async move { admission.run(work).await }
        });
        yield_now().await;
        assert_eq!(admission.run(|| ()).await.map_err(|problem| problem.code), Err(Code::Overloaded));
        drop(end);
        assert!(running.await.unwrap().is_ok());
    }

    #[actix_web::test]
    async fn work_whose_client_has_gone_is_not_begun() {
        let admission = Arc::new(Admission::new(1, 1, LONG));
        let (work, end) = endless();
        let running = spawn({
            let admission = admission.clone();
            async move { admission.run(work).await }
        });
        yield_now().await;
        let (begun, told) = mpsc::channel();
        let gone = spawn({
            let admission = admission.clone();
            async move { admission.run(move || begun.send(()).is_ok()).await }
        });
        yield_now().await;
        gone.abort();
        assert!(gone.await.is_err());
        drop(end);
        assert!(running.await.unwrap().is_ok());
        assert!(admission.run(|| ()).await.is_ok(), "its place is free again");
        assert!(told.recv().is_err());
    }
}
