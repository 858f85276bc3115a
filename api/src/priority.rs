//! Work that can wait gives way to requests.

/// Steps of niceness (`nice(2)`): beside something that wants the processor, what runs so gets about a tenth of its time; otherwise all that is left.
#[cfg(target_os = "linux")]
const STEPS: i32 = 10;

/// Lets this thread, and those that it starts from now on, give way to others. Elsewhere than on Linux niceness is the whole
/// process's, requests included, so nothing happens there.
pub fn give_way() {
    // It takes no right to be nicer, and should it fail, work goes on as before.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(STEPS);
}
