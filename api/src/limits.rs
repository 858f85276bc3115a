//! How many requests a client may send, and how many the server takes at once.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicUsize, Ordering};

use domain::account::SecretHash;
use domain::id::{ApiKeyId, UserId};
use domain::time::Timestamp;
use quick_cache::sync::Cache;

/// The length of a client's window, in seconds.
pub const WINDOW: i64 = 60;
/// Clients that are remembered; a forgotten one starts anew.
const CLIENTS: usize = 100_000;
/// Requests in work at once; more are refused instead of queued.
const AT_ONCE: usize = 512;

/// API keys that are known by sight.
const KEYS: usize = 10_000;

/// Who has a quota: whoever is known by something that can't be made up, else the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// The program that has an API key, however many addresses it has.
    Key(ApiKeyId),
    /// The person who is logged in.
    User(UserId),
    /// Everybody else at an address.
    Network(IpAddr),
}

/// Counts requests.
pub struct Limits {
    per_window: u32,
    clients: Cache<Client, Arc<Window>>,
    /// Keys that were good when they were last used. One that is presented for the first time is counted by its address: otherwise
    /// whoever makes keys up would have a quota for each.
    keys: Cache<SecretHash, ApiKeyId>,
    running: AtomicUsize,
}

#[derive(Default)]
struct Window {
    begun: AtomicI64,
    used: AtomicU32,
}

/// What a client has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Requests in a window.
    pub limit: u32,
    /// Requests left.
    pub left: u32,
    /// Seconds until the window begins anew, at least 1.
    pub resets_in: i64,
    /// Whether this request is one too many.
    pub exceeded: bool,
}

impl Limits {
    /// So many requests a minute for each client.
    pub fn new(per_window: u32) -> Limits {
        Limits { per_window, clients: Cache::new(CLIENTS), keys: Cache::new(KEYS), running: AtomicUsize::new(0) }
    }

    /// Remembers a key that was good.
    pub fn remember(&self, hash: SecretHash, key: ApiKeyId) {
        self.keys.insert(hash, key);
    }

    /// Forgets a key that is good no more.
    pub fn forget(&self, hash: &SecretHash) {
        self.keys.remove(hash);
    }

    /// A key that was good when it was last used.
    pub fn known(&self, hash: &SecretHash) -> Option<ApiKeyId> {
        self.keys.get(hash)
    }

    /// Counts a request of a client. IPv6 clients are told apart by their /64.
    pub fn count(&self, client: Client, now: Timestamp) -> Quota {
        let now = now.unix_seconds();
        let begun = now - now.rem_euclid(WINDOW);
        let client = if let Client::Network(address) = client { Client::Network(network(address)) } else { client };
        let window = self.clients.get_or_insert_with(&client, || Ok::<_, std::convert::Infallible>(Arc::default()));
        let Ok(window) = window;
        if window.begun.swap(begun, Ordering::Relaxed) != begun {
            window.used.store(0, Ordering::Relaxed);
        }
        let used = window.used.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        Quota {
            limit: self.per_window,
            left: self.per_window.saturating_sub(used),
            resets_in: (begun + WINDOW - now).max(1),
            exceeded: used > self.per_window,
        }
    }

    /// A place among the running requests, until it is dropped; `None` when there is none.
    pub fn enter(&self) -> Option<Running<'_>> {
        let running = Running(&self.running);
        (self.running.fetch_add(1, Ordering::Relaxed) < AT_ONCE).then_some(running)
    }
}

/// A running request.
pub struct Running<'a>(&'a AtomicUsize);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The network that counts as one client: IPv6 by /64.
pub fn network(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        },
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_counted_by_the_minute() {
        let limits = Limits::new(2);
        let at = |seconds: i64| Timestamp::from_unix_seconds(1_800_000_000 + seconds);
        let me = Client::Network(IpAddr::from([192, 0, 2, 1]));
        assert_eq!(limits.count(me, at(0)), Quota { limit: 2, left: 1, resets_in: 60, exceeded: false });
        assert!(!limits.count(me, at(1)).exceeded);
        assert!(limits.count(me, at(59)).exceeded);
        assert!(!limits.count(Client::Network(IpAddr::from([192, 0, 2, 2])), at(59)).exceeded);
        assert!(!limits.count(me, at(60)).exceeded);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_client() {
        let limits = Limits::new(1);
        let now = Timestamp::from_unix_seconds(1_800_000_000);
        assert!(!limits.count(Client::Network("2001:db8::1".parse().unwrap()), now).exceeded);
        assert!(limits.count(Client::Network("2001:db8::2".parse().unwrap()), now).exceeded);
    }

    #[test]
    fn places_are_given_back() {
        let limits = Limits::new(1);
        let all: Vec<_> = (0..AT_ONCE).map(|_| limits.enter()).collect();
        assert!(all.iter().all(Option::is_some) && limits.enter().is_none());
        drop(all);
        assert!(limits.enter().is_some());
    }
}
