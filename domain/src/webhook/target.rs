//! Where a webhook may go. Whoever can name a target could make us ask places that only we can reach, so a target is a public place,
//! written so that it can't be read in two ways. What a name stands for can change: [`Reach::takes`] is asked again at every connection.

use std::net::IpAddr;

use url::{Host, Url};

use crate::network::AddressKind;
use crate::slug_enum::slug_enum;
use crate::violation::{Fault, ViolationCode};

/// The most characters of a target.
pub const MAX_TARGET: usize = 2_000;
/// The ports of public targets.
const PORTS: [u16; 2] = [443, 8443];
/// Last labels that are no public names (RFC 6761, RFC 6762, RFC 8375, RFC 9476, ICANN's `internal`, and those that people use at home).
const LOCAL: &[&str] =
    &["alt", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localdomain", "localhost", "onion", "private", "test"];

slug_enum! {
    /// Which targets may be sent to.
    Reach {
        /// `https` on port 443 or 8443, to public names and addresses.
        Public = "public",
        /// Also loopback, private networks, other ports, and plain `http`: for tests, and for whoever runs both ends.
        Private = "private",
    }
}

impl Reach {
    /// Whether an address may be connected to, or what it is.
    pub fn takes(self, address: IpAddr) -> Result<(), AddressKind> {
        match (self, AddressKind::of(address)) {
            (_, AddressKind::Public) => Ok(()),
            (Reach::Private, AddressKind::Loopback | AddressKind::Private | AddressKind::Shared) => Ok(()),
            (_, kind) => Err(kind),
        }
    }

    /// What is wrong with a name that stands for these addresses.
    pub fn judge(self, addresses: &[IpAddr]) -> Vec<Fault> {
        let mut kinds: Vec<AddressKind> = Vec::new();
        for kind in addresses.iter().filter_map(|address| self.takes(*address).err()) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds.into_iter().map(|kind| refused(format!("The name leads to {}.", kind.words()))).collect()
    }
}

/// The address of a receiver, in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(Url);

impl Target {
    /// Reads a target; everything that speaks against it is said.
    pub fn parse(text: &str, reach: Reach) -> Result<Target, Vec<Fault>> {
        if text.chars().count() > MAX_TARGET {
            return Err(vec![Fault::new(ViolationCode::TooLong, format!("At most {MAX_TARGET} characters."))]);
        }
        let malformed = || vec![Fault::new(ViolationCode::Malformed, "Expected an absolute address, as https://hooks.example/jobs.")];
        let (_, rest) = text.split_once("://").ok_or_else(malformed)?;
        // Another reader could end the host at any of these, or leave it out.
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') || rest.starts_with('/') {
            return Err(vec![refused("Blanks, control characters, backslashes and further slashes before the host are not allowed.")]);
        }
        let url = Url::parse(text).map_err(|_| malformed())?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let mut faults = Vec::new();
        if !matches!((reach, url.scheme()), (_, "https") | (Reach::Private, "http")) {
            faults.push(refused("Only https is allowed."));
        }
        if reach == Reach::Public && !url.port_or_known_default().is_some_and(|port| PORTS.contains(&port)) {
            faults.push(refused("Only the ports 443 and 8443 are allowed."));
        }
        if authority.contains('@') {
            faults.push(refused("A name and password in the address are not allowed."));
        }
        if url.fragment().is_some() {
            faults.push(refused("A fragment (#…) is not allowed: it would not be sent."));
        }
        let host = url.host().ok_or_else(malformed)?;
        faults.extend(about_host(&host, authority, reach));
        if faults.is_empty() { Ok(Target(url)) } else { Err(faults) }
    }

    /// Reads a target that was stored, when other rules may have held. Those of today are asked at the connection.
    pub fn stored(text: &str) -> Option<Target> {
        Target::parse(text, Reach::Private).ok()
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the scheme is one that may be sent over.
    pub fn is_within(&self, reach: Reach) -> bool {
        reach == Reach::Private || Target::parse(self.as_str(), reach).is_ok()
    }

    /// The name that must be looked up; `None` when the host is an address.
    pub fn name(&self) -> Option<&str> {
        self.0.domain()
    }
}

fn refused(detail: impl Into<String>) -> Fault {
    Fault::new(ViolationCode::UnsafeUrl, detail)
}

fn about_host(host: &Host<&str>, authority: &str, reach: Reach) -> Vec<Fault> {
    let mut faults = Vec::new();
    let address = match host {
        Host::Ipv4(address) => IpAddr::from(*address),
        Host::Ipv6(address) => IpAddr::from(*address),
        Host::Domain(name) => return about_name(name, reach),
    };
    // 2130706433, 0x7f.1 and 127.1 are 127.0.0.1 for some readers, and names for others.
    let host = authority.rsplit('@').next().unwrap_or_default();
    if address.is_ipv4() && host.split(':').next() != Some(address.to_string().as_str()) {
        faults.push(refused("An address is written as four decimal numbers."));
    }
    if let Err(kind) = reach.takes(address) {
        faults.push(refused(format!("The host is {}.", kind.words())));
    }
    faults
}

fn about_name(name: &str, reach: Reach) -> Vec<Fault> {
    let mut faults = Vec::new();
    if name.ends_with('.') {
        faults.push(refused("A dot at the end of the host is not allowed."));
    }
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_local = !name.contains('.') || LOCAL.contains(&last) || name.ends_with(".home.arpa") || name.ends_with(".in-addr.arpa");
    if reach == Reach::Public && is_local {
        faults.push(refused("The host is no public name."));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(text: &str, reach: Reach) -> String {
        let faults = Target::parse(text, reach).err().unwrap_or_default();
        faults.iter().map(|fault| fault.detail.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn public_https_targets_are_taken_in_one_form() {
        for (text, canonical) in [
            ("https://hooks.acme.example/jobs?to=me", "https://hooks.acme.example/jobs?to=me"),
            ("HTTPS://Hooks.Acme.Example:443", "https://hooks.acme.example/"),
            ("https://hooks.acme.example:8443/a%20b", "https://hooks.acme.example:8443/a%20b"),
            ("https://1.1.1.1/", "https://1.1.1.1/"),
            ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
            ("https://b\u{fc}cher.example/", "https://xn--bcher-kva.example/"),
        ] {
            let target = Target::parse(text, Reach::Public).unwrap();
            assert_eq!(target.as_str(), canonical);
            assert_eq!(Target::stored(canonical), Some(target.clone()));
            assert!(target.is_within(Reach::Public));
        }
        assert_eq!(Target::parse("https://hooks.example/", Reach::Public).unwrap().name(), Some("hooks.example"));
        assert_eq!(Target::parse("https://1.1.1.1/", Reach::Public).unwrap().name(), None);
    }

    #[test]
    fn every_reason_is_said() {
        let all = reasons("http://me:pw@127.1:22/#x", Reach::Public);
        for part in ["https", "ports", "password", "fragment", "four decimal numbers", "a loopback address"] {
            assert!(all.contains(part), "{part}: {all}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        for text in [
            "https://hooks.example\\@10.0.0.1/",
            "https:///hooks.example/",
            "https://hooks.example /",
            "https://hooks\t.example/",
            "https://hooks.example/\r\nX: y",
            "https://hooks.example./",
            "https://@hooks.example/",
            "https://8.8.2056/",
            "https://0x08080808/",
            "https://134744072/",
            "https://010.010.010.010/",
            "https://%31.1.1.1/",
            "https://\u{ff11}.1.1.1/",
            "https://1.1.1.1./",
        ] {
            assert!(!reasons(text, Reach::Public).is_empty(), "{text:?}");
            assert!(!reasons(text, Reach::Private).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn private_targets_are_for_those_who_ask_for_them() {
        for text in ["http://127.0.0.1:9/", "http://localhost:9/", "http://10.0.0.1/", "https://hooks.internal/", "http://[::1]:80/"] {
            assert!(!reasons(text, Reach::Public).is_empty(), "{text}");
            let target = Target::parse(text, Reach::Private).unwrap();
            assert!(!target.is_within(Reach::Public) && target.is_within(Reach::Private));
        }
        for text in ["http://169.254.169.254/", "http://0.0.0.0/", "http://224.0.0.1/", "ftp://10.0.0.1/", "http://[fe80::1]/"] {
            assert!(!reasons(text, Reach::Private).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_name_is_judged_by_every_address_that_it_has() {
        let judge = |reach: Reach, addresses: &[&str]| {
            let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
            reach.judge(&addresses).len()
        };
        assert_eq!(judge(Reach::Public, &["1.1.1.1", "2606:4700::1111"]), 0);
        assert_eq!(judge(Reach::Public, &["1.1.1.1", "127.0.0.1", "127.0.0.2", "10.0.0.1"]), 2, "each kind once");
        assert_eq!(judge(Reach::Private, &["127.0.0.1", "10.0.0.1"]), 0);
        assert_eq!(judge(Reach::Private, &["169.254.169.254"]), 1);
    }
}
