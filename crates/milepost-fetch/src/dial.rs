//! Which addresses may be dialled. Names are resolved here, and the client connects to nothing but what this lets
//! through, so that a name cannot answer differently between the check and the connection.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::error::SpecError;

/// A range of addresses such as `127.0.0.0/8` or `::1/128`; a single address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressRange(IpNet);

impl AddressRange {
    /// Reads a range.
    ///
    /// # Errors
    /// When the text is neither an address nor one with a prefix length.
    pub fn parse(text: &str) -> Result<Self, SpecError> {
        let text = text.trim();
        IpNet::from_str(text)
            .or_else(|_| IpAddr::from_str(text).map(IpNet::from))
            .map(Self)
            .map_err(|_neither| SpecError::AddressRange(text.to_owned()))
    }

    /// Says whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.contains(&plain(address))
    }
}

/// Takes an IPv4 address out of the IPv6 forms that only wrap it.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
    }
}

/// The addresses that may be dialled.
#[derive(Debug, Clone, Default)]
pub(crate) struct DialPolicy {
    allowed: Arc<[AddressRange]>,
}

impl DialPolicy {
    pub(crate) fn new(mut allowed: Vec<AddressRange>) -> Self {
        allowed.sort();
        allowed.dedup();
        Self {
            allowed: allowed.into(),
        }
    }

    /// Says whether an address may be dialled.
    pub(crate) fn admits(&self, address: IpAddr) -> bool {
        is_public(plain(address)) || self.allowed.iter().any(|range| range.contains(address))
    }

    /// Checks the host of an address where it is an IP literal. Names are checked when they are resolved.
    pub(crate) fn check_literal(&self, url: &Url) -> Result<(), IpAddr> {
        let literal = match url.host() {
            Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
            Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        if self.admits(literal) {
            Ok(())
        } else {
            Err(literal)
        }
    }
}

/// Says whether an address is one of the public internet. Ranges from the IANA special-purpose registries:
/// <https://www.iana.org/assignments/iana-ipv4-special-registry/>.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_protocol_assignment = a == 192 && b == 0 && c == 0;
    let is_relay_anycast = a == 192 && b == 88 && c == 99;
    let is_benchmarking = a == 198 && (b == 18 || b == 19);
    let is_reserved = a >= 240 || a == 0;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || is_shared
        || is_protocol_assignment
        || is_relay_anycast
        || is_benchmarking
        || is_reserved)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [s0, s1, s2, s3, s4, s5, s6, s7] = address.segments();
    // Forms that carry an IPv4 address which a gateway would dial: NAT64 (64:ff9b::/96), 6to4 (2002::/16), and the
    // deprecated compatible form (::/96).
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    if (s0, s1, s2, s3, s4, s5) == (0x64, 0xff9b, 0, 0, 0, 0) {
        return is_public_v4(embedded(s6, s7));
    }
    if s0 == 0x2002 {
        return is_public_v4(embedded(s1, s2));
    }
    let is_global_unicast = (s0 & 0xe000) == 0x2000;
    let is_teredo_or_assignment = s0 == 0x2001 && s1 < 0x200;
    let is_documentation = (s0 == 0x2001 && s1 == 0xdb8) || (s0 == 0x3fff && s1 < 0x1000);
    is_global_unicast && !is_teredo_or_assignment && !is_documentation
}

/// Why a name was not dialled. Found again in the client's error by its type.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{host} has only addresses that may not be dialled, such as {address}")]
pub(crate) struct ForbiddenAddress {
    pub(crate) host: String,
    pub(crate) address: IpAddr,
}

/// Resolves names and lets through only what the policy admits.
#[derive(Debug, Clone)]
pub(crate) struct CheckedResolver {
    policy: DialPolicy,
    hosts: Arc<BTreeMap<String, Vec<IpAddr>>>,
    /// The proxy's own name: the operator configured it, so it is dialled wherever it lies.
    exempt: Option<String>,
}

impl CheckedResolver {
    pub(crate) fn new(
        policy: DialPolicy,
        hosts: Arc<BTreeMap<String, Vec<IpAddr>>>,
        exempt: Option<String>,
    ) -> Self {
        Self {
            policy,
            hosts,
            exempt,
        }
    }
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let this = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_ascii_lowercase();
            let found: Vec<SocketAddr> = match this.hosts.get(&host) {
                Some(addresses) => addresses.iter().map(|a| SocketAddr::new(*a, 0)).collect(),
                None => tokio::net::lookup_host((host.as_str(), 0)).await?.collect(),
            };
            let is_exempt = this.exempt.as_deref() == Some(host.as_str());
            let first = found.first().map(SocketAddr::ip);
            let admitted: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| is_exempt || this.policy.admits(address.ip()))
                .collect();
            match first {
                Some(address) if admitted.is_empty() => Err(ForbiddenAddress { host, address }.into()),
                _ => Ok::<Addrs, _>(Box::new(admitted.into_iter())),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, may_be_dialled: bool) {
        let policy = DialPolicy::default();
        assert_eq!(
            policy.admits(address.parse().unwrap()),
            may_be_dialled,
            "{address}"
        );
    }

    #[test]
    fn special_addresses_are_refused() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "0.0.0.0",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::10.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "64:ff9b::a00:1",
            "2002:a00:1::1",
            "3fff::1",
            "fec0::1",
        ] {
            check(address, false);
        }
    }

    #[test]
    fn public_addresses_are_dialled() {
        for address in [
            "23.41.8.1",
            "172.32.0.1",
            "100.128.0.1",
            "2400:3200::1",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
        ] {
            check(address, true);
        }
    }

    #[test]
    fn an_allowed_range_admits_its_mapped_form_and_nothing_else() {
        let policy = DialPolicy::new(vec![AddressRange::parse("127.0.0.1").unwrap()]);
        assert!(policy.admits("127.0.0.1".parse().unwrap()));
        assert!(policy.admits("::ffff:127.0.0.1".parse().unwrap()));
        assert!(!policy.admits("127.0.0.2".parse().unwrap()));
    }

    #[test]
    fn literals_in_disguise_are_seen_through() {
        let policy = DialPolicy::default();
        for text in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://[::ffff:7f00:1]/",
            "http://127.1/",
        ] {
            assert!(
                policy.check_literal(&Url::parse(text).unwrap()).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn nonsense_is_no_range() {
        for text in ["", "localhost", "127.0.0.1/33", "::1/129", "10.0.0.0/8/8"] {
            assert!(AddressRange::parse(text).is_err(), "{text}");
        }
    }
}
