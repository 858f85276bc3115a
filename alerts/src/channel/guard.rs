//! No webhook into the own network: a name that led somewhere public when it was registered may lead elsewhere by now.
//! The check stands where names become addresses, and the connection goes to the addresses that were checked.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use domain::network::AddressKind;
use domain::webhook::Reach;
use ureq::config::Config;
use ureq::http::Uri;
// The only door to a resolver; it may change with a minor version, which the lock file holds back.
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The addresses of a name; none for one that has none.
pub type LookUp = Arc<dyn Fn(&str) -> Vec<IpAddr> + Send + Sync>;

/// Who says what addresses a name has.
#[derive(Clone, Default)]
pub enum Names {
    /// The system.
    #[default]
    System,
    /// A function, for tests.
    Given(LookUp),
}

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
#[error("the host leads to {}", .0.words())]
pub struct OutOfReach(AddressKind);

/// A resolver that refuses a name of which any address is out of reach.
pub struct Guard {
    reach: Reach,
    names: Names,
    system: DefaultResolver,
}

impl Guard {
    pub fn new(reach: Reach, names: Names) -> Guard {
        Guard { reach, names, system: DefaultResolver::default() }
    }

    fn look_up(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let Names::Given(given) = &self.names else { return self.system.resolve(uri, config, timeout) };
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let mut found = self.empty();
        let addresses = host.trim_matches(['[', ']']).parse().map_or_else(|_| given(host), |address| vec![address]);
        addresses.into_iter().take(8).for_each(|address| found.push(SocketAddr::new(address, port)));
        if found.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(found) }
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.look_up(uri, config, timeout)?;
        match found.iter().find_map(|address| self.reach.takes(address.ip()).err()) {
            Some(kind) => Err(ureq::Error::Other(Box::new(OutOfReach(kind)))),
            None => Ok(found),
        }
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("reach", &self.reach).finish_non_exhaustive()
    }
}
