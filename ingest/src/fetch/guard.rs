//! No request into the own network: an address that a platform names may lead anywhere, and so may a redirect.
//! The check stands where names become addresses, so that nothing can change between check and use.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

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
    let address = address.to_canonical();
    match (reach, address) {
        (Reach::Loopback, address) => address.is_loopback(),
        (Reach::Public, IpAddr::V4(address)) => is_public_v4(address),
        (Reach::Public, IpAddr::V6(address)) => is_public_v6(address),
    }
}

/// Outside the IANA IPv4 Special-Purpose Address Registry.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xfe == 18);
    !special
}

/// Inside the part of IPv6 that is handed out (2000::/3), without documentation, Teredo and 6to4, which hold other addresses.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    a & 0xe000 == 0x2000 && a != 0x2002 && a != 0x3fff && !(a == 0x2001 && (b < 0x200 || b == 0xdb8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_within_reach() {
        let inside = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
        ];
        for address in inside {
            assert!(!reaches(Reach::Public, address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "93.184.216.34", "172.15.0.1", "100.63.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"] {
            assert!(reaches(Reach::Public, address.parse().unwrap()), "{address}");
        }
        assert!(reaches(Reach::Loopback, "::1".parse().unwrap()));
        assert!(!reaches(Reach::Loopback, "1.1.1.1".parse().unwrap()));
    }
}
