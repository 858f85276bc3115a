//! What kind of place an IP address is: whoever connects to a place that somebody else names asks this first.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address is for (the IANA special-purpose address registries, and where clouds put the services of their machines).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// A place on the public internet.
    Public,
    /// This machine.
    Loopback,
    /// A network of somebody's own (RFC 1918, RFC 4193).
    Private,
    /// Between a provider and its customers (RFC 6598).
    Shared,
    /// The cable that a machine hangs on.
    LinkLocal,
    /// Where a cloud tells a machine its secrets.
    Metadata,
    /// No address at all.
    Unspecified,
    /// Many receivers.
    Multicast,
    /// For texts about networks.
    Documentation,
    /// For tests of equipment, or not handed out.
    Reserved,
    /// An IPv4 address in the clothes of IPv6, which leads wherever a translator thinks.
    Translated,
}

/// Addresses at which clouds answer their machines.
const METADATA_V4: [Ipv4Addr; 4] = [
    Ipv4Addr::new(169, 254, 169, 254),
    Ipv4Addr::new(169, 254, 170, 2),
    Ipv4Addr::new(100, 100, 100, 200),
    // Looks public, and is the host of every machine on Azure.
    Ipv4Addr::new(168, 63, 129, 16),
];
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

impl AddressKind {
    /// The kind of an address; an IPv4-mapped one (`::ffff:…`) is that IPv4 address, because systems connect to it as such.
    pub fn of(address: IpAddr) -> AddressKind {
        match address.to_canonical() {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        }
    }

    /// What such an address is, in words that fit behind "it is".
    pub fn words(self) -> &'static str {
        match self {
            AddressKind::Public => "a public address",
            AddressKind::Loopback => "a loopback address",
            AddressKind::Private => "an address of a private network",
            AddressKind::Shared => "an address between a provider and its customers",
            AddressKind::LinkLocal => "a link-local address",
            AddressKind::Metadata => "the address of a cloud's metadata service",
            AddressKind::Unspecified => "the unspecified address",
            AddressKind::Multicast => "a multicast address",
            AddressKind::Documentation => "an address for documentation",
            AddressKind::Reserved => "a reserved address",
            AddressKind::Translated => "an IPv4 address inside an IPv6 address",
        }
    }
}

fn of_v4(address: Ipv4Addr) -> AddressKind {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        _ if METADATA_V4.contains(&address) => AddressKind::Metadata,
        (0, 0, 0) if address.is_unspecified() => AddressKind::Unspecified,
        (127, ..) => AddressKind::Loopback,
        _ if address.is_private() => AddressKind::Private,
        (100, 64..=127, _) => AddressKind::Shared,
        (169, 254, _) => AddressKind::LinkLocal,
        (224..=239, ..) => AddressKind::Multicast,
        _ if address.is_documentation() => AddressKind::Documentation,
        (0, ..) | (240..=255, ..) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _) => AddressKind::Reserved,
        _ => AddressKind::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> AddressKind {
    let [a, b, c, d, e, f, ..] = address.segments();
    match (a, b) {
        _ if address == METADATA_V6 => AddressKind::Metadata,
        _ if address.is_unspecified() => AddressKind::Unspecified,
        _ if address.is_loopback() => AddressKind::Loopback,
        // Compatible (RFC 4291), translated (RFC 2765), NAT64 (RFC 6052, RFC 8215), 6to4, Teredo.
        (0, 0) if (c, d) == (0, 0) && matches!((e, f), (0, 0) | (0xffff, 0)) => AddressKind::Translated,
        (0x64, 0xff9b) | (0x2002, _) | (0x2001, 0) => AddressKind::Translated,
        (0xfc00..=0xfdff, _) => AddressKind::Private,
        (0xfe80..=0xfebf, _) => AddressKind::LinkLocal,
        (0xff00..=0xffff, _) => AddressKind::Multicast,
        (0x2001, 0xdb8) | (0x3fff, 0..=0xfff) => AddressKind::Documentation,
        (0x2001, ..0x200) => AddressKind::Reserved,
        // The part of IPv6 that is handed out (2000::/3).
        (0x2000..=0x3fff, _) => AddressKind::Public,
        _ => AddressKind::Reserved,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AddressKind::*;

    #[test]
    fn each_address_is_what_the_registries_say() {
        let all = [
            (Loopback, "127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1"),
            (Private, "10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 fd00::1 fc00::1 ::ffff:10.0.0.1"),
            (Shared, "100.64.0.1 100.127.255.255"),
            (LinkLocal, "169.254.1.1 fe80::1 febf::1"),
            (Metadata, "169.254.169.254 169.254.170.2 100.100.100.200 168.63.129.16 fd00:ec2::254 ::ffff:169.254.169.254"),
            (Unspecified, "0.0.0.0 ::"),
            (Multicast, "224.0.0.1 239.255.255.255 ff02::1"),
            (Documentation, "192.0.2.1 198.51.100.1 203.0.113.9 2001:db8::1 3fff::1"),
            (Reserved, "0.1.2.3 192.0.0.8 192.88.99.1 198.18.0.1 198.19.0.1 240.0.0.1 255.255.255.255 2001:2::1 4000::1 fec0::1 100::1"),
            (Translated, "::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 2002:a00:1::1 2001::1 ::ffff:0:127.0.0.1"),
            (Public, "1.1.1.1 172.15.0.1 172.32.0.1 100.63.0.1 100.128.0.1 192.0.1.1 2606:4700::1111 2a00:1450::1 ::ffff:8.8.8.8"),
        ];
        for (kind, addresses) in all {
            for address in addresses.split(' ') {
                assert_eq!(AddressKind::of(address.parse().unwrap()), kind, "{address}");
            }
        }
    }
}
