//! Whose address a request has, behind proxies.
//!
//! A header is believed only where the peer is a trusted proxy, and only the header that those proxies write: another
//! one would be the client's own words. It is read from its end: each proxy adds the address it was reached from, so
//! the last one that is not trusted is the client; what stands before it anybody may have invented.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::header::FORWARDED;
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::{Next, from_fn};

/// Which header the proxies write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Via {
    /// `X-Forwarded-For`, a list of addresses.
    #[default]
    XForwardedFor,
    /// `Forwarded`.
    ///
    /// # Source
    /// RFC 7239.
    Forwarded,
}

/// Proxies whose header is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    nets: Arc<[Net]>,
    via: Via,
}

/// Addresses with the same first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Net {
    address: IpAddr,
    bits: u8,
}

/// Why a list of proxies cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// Neither an address nor a range.
    #[error("„{0}” nie jest adresem IP ani zakresem adresów (np. 10.0.0.7 albo 10.1.0.0/16)")]
    Form(String),
    /// So wide that strangers would be trusted.
    #[error("zakres {0} jest tak szeroki, że każdy mógłby podać się za pośrednika")]
    Wide(String),
}

impl Proxies {
    /// Addresses and ranges; with none of them no header is believed.
    ///
    /// # Errors
    /// Something in the list is no address, or a range of half the world.
    pub fn parse<'a>(list: impl IntoIterator<Item = &'a str>, via: Via) -> Result<Self, ProxyError> {
        let nets = list.into_iter().map(|text| net(text.trim())).collect::<Result<_, _>>()?;
        Ok(Self { nets, via })
    }

    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.nets.is_empty()
    }

    /// The client's address of a request that came from `peer`.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.trusts(client) {
            return client;
        }
        let lines: Vec<&str> = match self.via {
            Via::XForwardedFor => texts(headers, &HeaderName::from_static("x-forwarded-for")),
            Via::Forwarded => texts(headers, &FORWARDED),
        };
        let hops = lines.iter().flat_map(|line| match self.via {
            Via::XForwardedFor => line.split(',').map(hop).collect::<Vec<_>>(),
            Via::Forwarded => split(line, ',').into_iter().map(forwarded_hop).collect(),
        });
        for hop in hops.collect::<Vec<_>>().into_iter().rev() {
            // What cannot be read was written before the last proxy that can be trusted.
            let Some(hop) = hop else { break };
            client = hop;
            if !self.trusts(client) {
                break;
            }
        }
        client
    }

    /// Whether an address is that of a trusted proxy.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.nets.iter().any(|net| net.holds(address))
    }
}

/// Lets `router` see the client's address as the peer's, where a trusted proxy tells it.
pub fn trust(router: Router, proxies: &Proxies) -> Router {
    if proxies.is_empty() {
        return router;
    }
    let proxies = proxies.clone();
    router.layer(from_fn(move |mut request: Request, next: Next| {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
        if let Some(peer) = peer {
            let client = proxies.client(peer.ip(), request.headers());
            let port = if client == peer.ip() { peer.port() } else { 0 };
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(client, port)));
        }
        next.run(request)
    }))
}

impl Net {
    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

fn net(text: &str) -> Result<Net, ProxyError> {
    let wrong = || ProxyError::Form(text.to_owned());
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let address = address.to_canonical();
    let (most, least) = if address.is_ipv4() { (32, 8) } else { (128, 16) };
    let bits = match bits {
        None => most,
        Some(bits) if bits.bytes().all(|b| b.is_ascii_digit()) => bits.parse().map_err(|_| wrong())?,
        Some(_) => return Err(wrong()),
    };
    match bits {
        bits if bits > most => Err(wrong()),
        bits if bits < least => Err(ProxyError::Wide(text.to_owned())),
        bits => Ok(Net { address, bits }),
    }
}

/// All lines of a header, in order. One that is no text says nothing.
fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    headers.get_all(name).iter().map(|line| line.to_str().unwrap_or("?")).collect()
}

/// An address with or without a port, an IPv6 one in brackets where there is a port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text.parse::<IpAddr>().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|s| s.ip()));
    let bare = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    address.or_else(bare).map(|address: IpAddr| address.to_canonical())
}

/// The address of one element of `Forwarded`; none for `unknown` and for names that a proxy made up.
fn forwarded_hop(element: &str) -> Option<IpAddr> {
    let of = split(element, ';').into_iter().find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then_some(value.trim())
    })?;
    hop(of.strip_prefix('"').and_then(|of| of.strip_suffix('"')).unwrap_or(of))
}

/// Splits a text, but not within quotes.
fn split(text: &str, by: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (vec![], 0, false);
    for (at, c) in text.char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if c == by && !quoted {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use proptest::prelude::*;
    use tower::ServiceExt as _;

    use super::*;

    fn headers(name: &'static str, lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, line.parse().unwrap());
        }
        headers
    }

    fn client(proxies: &Proxies, peer: &str, headers: &HeaderMap) -> String {
        proxies.client(peer.parse().unwrap(), headers).to_string()
    }

    #[test]
    fn the_last_address_that_no_trusted_proxy_has_is_the_clients() {
        let proxies =
            Proxies::parse(["10.1.0.0/16", " 192.0.2.1", "2001:db8:1::/48"], Via::default()).unwrap();
        let of = |peer: &str, lines: &[&str]| client(&proxies, peer, &headers("x-forwarded-for", lines));
        assert_eq!(of("10.1.2.3", &["203.0.113.5"]), "203.0.113.5");
        // Through two proxies, and with what the client made up in front.
        assert_eq!(of("10.1.2.3", &["1.1.1.1, 203.0.113.5, 192.0.2.1"]), "203.0.113.5");
        assert_eq!(of("10.1.2.3", &["1.1.1.1", "203.0.113.5,10.1.9.9"]), "203.0.113.5");
        assert_eq!(of("2001:db8:1::7", &["[2001:db8:9::1]:443"]), "2001:db8:9::1");
        assert_eq!(of("::ffff:10.1.2.3", &["203.0.113.5:1234"]), "203.0.113.5");
        // Nobody else is believed, and what cannot be read ends the belief.
        assert_eq!(of("203.0.113.9", &["1.1.1.1"]), "203.0.113.9");
        assert_eq!(of("10.2.0.1", &["1.1.1.1"]), "10.2.0.1");
        assert_eq!(of("10.1.2.3", &["1.1.1.1, rubbish"]), "10.1.2.3");
        assert_eq!(of("10.1.2.3", &["1.1.1.1, rubbish, 192.0.2.1"]), "192.0.2.1");
        assert_eq!(of("10.1.2.3", &[]), "10.1.2.3");
        assert_eq!(of("10.1.2.3", &["10.1.0.1"]), "10.1.0.1");
        // The other header is the client's own words.
        let other = headers("forwarded", &["for=1.1.1.1"]);
        assert_eq!(client(&proxies, "10.1.2.3", &other), "10.1.2.3");
    }

    #[test]
    fn the_standard_header_is_read_where_proxies_write_it() {
        let proxies = Proxies::parse(["10.1.0.0/16"], Via::Forwarded).unwrap();
        let of = |lines: &[&str]| client(&proxies, "10.1.2.3", &headers("forwarded", lines));
        assert_eq!(of(&["for=203.0.113.5;proto=https;by=10.1.2.3"]), "203.0.113.5");
        assert_eq!(of(&["for=1.1.1.1, For=\"[2001:db8::1]:4711\""]), "2001:db8::1");
        assert_eq!(of(&["for=\"a,b;for=1.1.1.1\", for=203.0.113.5"]), "203.0.113.5");
        assert_eq!(of(&["for=1.1.1.1, for=_hidden"]), "10.1.2.3");
        assert_eq!(of(&["for=1.1.1.1, proto=http"]), "10.1.2.3");
        let other = headers("x-forwarded-for", &["1.1.1.1"]);
        assert_eq!(client(&proxies, "10.1.2.3", &other), "10.1.2.3");
    }

    proptest! {
        #[test]
        fn what_a_client_writes_in_front_changes_nothing(words in "[ -~]{0,40}") {
            let peer: IpAddr = "10.1.2.3".parse().unwrap();
            let real: IpAddr = "203.0.113.5".parse().unwrap();
            let proxies = Proxies::parse(["10.1.0.0/16"], Via::XForwardedFor).unwrap();
            let line = format!("{words}, {real}");
            prop_assert_eq!(proxies.client(peer, &headers("x-forwarded-for", &[&line])), real);
            prop_assert_eq!(proxies.client(peer, &headers("x-forwarded-for", &[&words, "203.0.113.5"])), real);
            // A quotation that the client leaves open swallows what the proxy adds to it: then nobody is believed.
            let proxies = Proxies::parse(["10.1.0.0/16"], Via::Forwarded).unwrap();
            let seen = proxies.client(peer, &headers("forwarded", &[&format!("{words}, for={real}")]));
            prop_assert!(seen == real || seen == peer, "{}", seen);
        }
    }

    #[test]
    fn a_list_with_a_mistake_is_no_list() {
        let fails = |text| Proxies::parse([text], Via::default()).unwrap_err();
        for wrong in
            ["", "proxy.local", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/", "10.0.0", "::1/129", "1.2.3.4:80"]
        {
            assert_eq!(fails(wrong), ProxyError::Form(wrong.to_owned()), "{wrong}");
        }
        for wide in ["0.0.0.0/0", "::/0", "0.0.0.0/7"] {
            assert_eq!(fails(wide), ProxyError::Wide(wide.to_owned()), "{wide}");
        }
        assert!(Proxies::parse([], Via::default()).unwrap().is_empty());
    }

    #[tokio::test]
    async fn handlers_see_the_clients_address() {
        async fn seen(proxies: &Proxies, peer: &str) -> String {
            let routes = Router::new().route(
                "/",
                get(|ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() }),
            );
            let mut request =
                Request::get("/").header("x-forwarded-for", "203.0.113.5").body(Body::empty()).unwrap();
            request.extensions_mut().insert(ConnectInfo::<SocketAddr>(peer.parse().unwrap()));
            let answer = trust(routes, proxies).oneshot(request).await.unwrap();
            let bytes = axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
            String::from_utf8(bytes.to_vec()).unwrap()
        }
        let proxies = Proxies::parse(["10.1.2.3"], Via::default()).unwrap();
        assert_eq!(seen(&proxies, "10.1.2.3:5000").await, "203.0.113.5");
        assert_eq!(seen(&proxies, "10.1.2.4:5000").await, "10.1.2.4");
        assert_eq!(seen(&Proxies::default(), "10.1.2.3:5000").await, "10.1.2.3");
    }
}
