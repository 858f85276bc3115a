//! No request into the own network: an address that a platform names may lead anywhere, and so may a redirect.
//! The check stands where names become addresses, so that nothing can change between check and use.

use std::net::IpAddr;

use domain::network::AddressKind;
use ureq::config::Config;
use ureq::http::Uri;
// The only door to a resolver; it may change with a minor version, which the lock file holds back.
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Which hosts may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Hosts of the public internet, over https.
    Public,
    /// This machine only, over http too: for tests.
    Loopback,
}

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
#[error("the host is not within reach")]
struct OutOfReach;

/// Whether an error is this guard's.
pub fn is_refusal(error: &ureq::Error) -> bool {
    matches!(error, ureq::Error::Other(cause) if cause.is::<OutOfReach>())
}

/// The system's resolver, without addresses that are out of reach.
#[derive(Debug)]
pub struct Guard {
    reach: Reach,
    system: DefaultResolver,
}

impl Guard {
    pub fn new(reach: Reach) -> Guard {
        Guard { reach, system: DefaultResolver::default() }
    }
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut within = self.empty();
        for address in self.system.resolve(uri, config, timeout)?.iter().filter(|address| reaches(self.reach, address.ip())) {
            within.push(*address);
        }
        if within.is_empty() { Err(ureq::Error::Other(Box::new(OutOfReach))) } else { Ok(within) }
    }
}

fn reaches(reach: Reach, address: IpAddr) -> bool {
    AddressKind::of(address) == if reach == Reach::Public { AddressKind::Public } else { AddressKind::Loopback }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_within_reach() {
        for address in ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1"] {
            assert!(!reaches(Reach::Public, address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8"] {
            assert!(reaches(Reach::Public, address.parse().unwrap()), "{address}");
        }
        assert!(reaches(Reach::Loopback, "::1".parse().unwrap()));
        assert!(!reaches(Reach::Loopback, "1.1.1.1".parse().unwrap()));
    }
}
