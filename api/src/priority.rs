//! Work that can wait gives way to requests. It takes no right to be nicer (`nice(2)`), and should that fail, work goes on as before.

/// Steps of niceness of what readers wait for a second at most, as the index that follows: beside something that wants the
/// processor it gets about a tenth of its time, otherwise all that is left.
#[cfg(target_os = "linux")]
const A_MOMENT: i32 = 10;

/// Steps of niceness of what nobody waits for: about a hundredth.
#[cfg(target_os = "linux")]
const AS_LONG_AS_IT_TAKES: i32 = 19;

/// Lets this thread, and those that it starts from now on, give way to requests. Elsewhere than on Linux niceness is the whole
/// process's, requests included, so nothing happens there.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(A_MOMENT);
}

/// The same for work in bulk, as an import: it gives way to everything else.
pub fn give_way_to_all() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(AS_LONG_AS_IT_TAKES);
}

/// Keeps this thread, and those that it starts from now on, off one of the processors that it may use, if there are others: what
/// answers requests always finds one at once, where a task that gives way may still hold it until the next tick of the clock.
pub fn leave_a_processor() {
    #[cfg(target_os = "linux")]
    if let Ok(mut mine) = rustix::thread::sched_getaffinity(None)
        && mine.count() > 1
        && let Some(first) = (0..rustix::thread::CpuSet::MAX_CPU).find(|processor| mine.is_set(*processor))
    {
        mine.unset(first);
        let _ = rustix::thread::sched_setaffinity(None, &mine);
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn processors() -> u32 {
        rustix::thread::sched_getaffinity(None).unwrap().count()
    }

    #[test]
    fn a_processor_is_left_by_a_thread_and_those_that_it_starts() {
        let before = processors();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                leave_a_processor();
                let left = (before - 1).max(1);
                assert_eq!(processors(), left);
                assert_eq!(std::thread::spawn(processors).join().unwrap(), left);
            });
        });
        assert_eq!(processors(), before);
    }
}
