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
