//! Whether an address that a caller names may be sent to. What its name stands for is looked up now, so that a mistake is told at once,
//! and again at every connection, because it can change.

use std::net::{IpAddr, ToSocketAddrs};
use std::time::Duration;

use domain::violation::{Fault, Violation, ViolationCode};
use domain::webhook::{Reach, Target};

use crate::problem::{Code, Problem};
use crate::state::State;

/// How long looking up a name may take. One that takes longer counts as unknown, as a name does that nobody has set up yet.
const WITHIN: Duration = Duration::from_secs(2);
/// Names that are looked up at once: a slow one keeps its place until the system gives up.
pub const AT_ONCE: usize = 8;

/// What the settings say of targets.
#[derive(Debug, Clone, Copy)]
pub struct Targets {
    /// Which may be sent to.
    pub reach: Reach,
    /// The addresses of a name; none for one that has none.
    pub names: fn(&str) -> Vec<IpAddr>,
}

impl Default for Targets {
    fn default() -> Targets {
        Targets { reach: Reach::Public, names: by_system }
    }
}

fn by_system(name: &str) -> Vec<IpAddr> {
    (name, 443).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect()).unwrap_or_default()
}

/// Reads the member `url` of a body; everything that speaks against it is said.
pub async fn read(state: &State, text: &str) -> Result<Target, Problem> {
    let Targets { reach, names } = state.settings.webhook_targets;
    let target = Target::parse(text, reach).map_err(refusal)?;
    let Some(name) = target.name().map(str::to_owned) else { return Ok(target) };
    let place = state.lookups.clone().try_acquire_owned();
    let place = place.map_err(|_| Problem::new(Code::Overloaded, "Too many names are being looked up."))?;
    let looking = tokio::task::spawn_blocking(move || {
        let found = names(&name);
        drop(place);
        found
    });
    let found = tokio::time::timeout(WITHIN, looking).await.ok().and_then(Result::ok).unwrap_or_default();
    let faults = reach.judge(&found);
    if faults.is_empty() { Ok(target) } else { Err(refusal(faults)) }
}

fn refusal(faults: Vec<Fault>) -> Problem {
    let is_unsafe = faults.iter().all(|fault| fault.code == ViolationCode::UnsafeUrl);
    let violations = faults.into_iter().map(|fault| Violation::pointer("/url", fault.code, fault.detail)).collect();
    let problem = Problem::invalid(violations);
    if is_unsafe {
        Problem { code: Code::UnsafeUrl, detail: "Nothing may be sent to this address.".to_owned(), ..problem }
    } else {
        problem
    }
}
