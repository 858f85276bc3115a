//! Who asks: the peer, or what a trusted proxy says about it.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;
use domain::account::ApiKey;

use crate::access::caller;
use crate::limits::Client;
use crate::state::State;

/// Whose quota a request is counted in: that of the API key, else of the person, else of the address. Only what can't be made up counts,
/// and nothing is looked up for it: whether the token is still good is the handler's business.
pub fn of(request: &HttpRequest, state: &State) -> Client {
    let network = || Client::Network(address(request, &state.settings.trusted_proxies));
    let Some(token) = caller::presented(request) else { return network() };
    match ApiKey::is_meant(token) {
        true => ApiKey::parse(token).and_then(|key| state.limits.known(&key.hash())).map_or_else(network, Client::Key),
        false => state.tokens.verify(token, state.now()).map_or_else(|_| network(), |granted| Client::User(granted.user)),
    }
}

/// The client's address. Of `X-Forwarded-For`, the last address counts that is no trusted proxy, and only when a trusted proxy sent it.
pub fn address(request: &HttpRequest, trusted: &[IpAddr]) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.ip());
    if !trusted.contains(&peer) {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    let hops = forwarded.rsplit(',').map_while(|hop| hop.trim().parse::<IpAddr>().ok());
    hops.into_iter().find(|hop| !trusted.contains(hop)).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn client(peer: &str, forwarded: &str) -> String {
        let request = TestRequest::default().peer_addr(format!("{peer}:1").parse().unwrap()).insert_header(("x-forwarded-for", forwarded));
        address(&request.to_http_request(), &["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()]).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(client("192.0.2.7", "198.51.100.1"), "192.0.2.7");
        assert_eq!(client("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.0.0.2"), "198.51.100.1");
        assert_eq!(client("10.0.0.1", "nonsense"), "10.0.0.1");
    }
}
