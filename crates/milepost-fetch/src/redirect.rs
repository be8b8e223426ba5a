//! Where a redirect may lead. Every hop is checked as if it had been configured: scheme, host, address.

use url::Url;

use crate::dial::DialPolicy;
use crate::outcome::{Outcome, OutcomeClass};
use crate::registrable::are_related;
use crate::source_spec::SourceSpec;

/// Longest address followed, in bytes.
const MAX_URL_BYTES: usize = 8 * 1024;

/// Decides which addresses a source may be fetched from.
#[derive(Debug, Clone)]
pub(crate) struct Gatekeeper {
    /// The hosts of the lists.
    own: Vec<Url>,
    hosts: Vec<String>,
    allow_http: bool,
    dial: DialPolicy,
}

impl Gatekeeper {
    pub(crate) fn new(spec: &SourceSpec, dial: DialPolicy) -> Self {
        Self {
            own: spec
                .lists
                .iter()
                .map(|list| &list.url)
                .chain(&spec.documents)
                .filter_map(|url| Url::parse(url).ok())
                .collect(),
            hosts: spec.hosts.iter().map(|host| host.to_ascii_lowercase()).collect(),
            allow_http: spec.tls.allow_http,
            dial,
        }
    }

    /// Says whether an address lies on a host that the source names.
    pub(crate) fn knows_host(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        self.own.iter().any(|own| own.host_str() == Some(host))
            || self.hosts.iter().any(|named| match named.strip_prefix("*.") {
                Some(parent) => {
                    host == parent || host.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.'))
                }
                None => host == named,
            })
    }

    /// Says whether a list of this address's host is served in TLS.
    pub(crate) fn has_secure_list_on(&self, url: &Url) -> bool {
        self.own
            .iter()
            .any(|own| own.scheme() == "https" && own.host_str() == url.host_str())
    }

    /// Says whether the source has a list on this machine.
    pub(crate) fn has_local_list(&self) -> bool {
        self.own.iter().any(|own| own.scheme() == "file")
    }

    /// Says whether secrets may be sent to an address: to the hosts of the lists only, and not in plain over the
    /// internet unless the source says so.
    pub(crate) fn may_log_in(&self, url: &Url) -> bool {
        let is_own = self.own.iter().any(|own| {
            own.host_str() == url.host_str() && own.port_or_known_default() == url.port_or_known_default()
        });
        is_own && (url.scheme() == "https" || self.allow_http || is_loopback(url))
    }

    /// Checks the address that is asked for.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Outcome> {
        let refused = |reason: String| Err(Outcome::because(OutcomeClass::Refused, reason));
        if url.as_str().len() > MAX_URL_BYTES {
            return refused("address longer than 8 KiB".into());
        }
        match url.scheme() {
            "https" => {}
            "http" if self.allow_http || is_loopback(url) => {}
            "http" => {
                return refused(format!(
                    "plain http to {}: set `allow_http` in the source's [tls] if it has no https",
                    url.host_str().unwrap_or_default()
                ));
            }
            other => return refused(format!("scheme `{}`", other.chars().take(20).collect::<String>())),
        }
        if url.host_str().is_none_or(str::is_empty) {
            return refused("address without a host".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused("address with a user or password in it: name them in the source's auth".into());
        }
        if let Err(address) = self.dial.check_literal(url) {
            return refused(forbidden(address));
        }
        Ok(())
    }

    /// Says whether an address may be dialled.
    pub(crate) fn admits(&self, address: std::net::IpAddr) -> bool {
        self.dial.admits(address)
    }

    /// Checks where a redirect leads, from one address to the next.
    pub(crate) fn check_hop(&self, from: &Url, to: &Url) -> Result<(), Outcome> {
        self.check(to)?;
        if self.knows_host(to) || are_related(from, to) {
            return Ok(());
        }
        Err(Outcome::because(
            OutcomeClass::Refused,
            format!(
                "redirect to another host, {}: name it in the source's hosts if it is right",
                to.host_str().unwrap_or_default()
            ),
        ))
    }
}

/// Returns the reason for which an address is not dialled.
pub(crate) fn forbidden(address: std::net::IpAddr) -> String {
    format!("address {address} is private or special and not in allow_addresses")
}

/// Says whether an address leads to this machine, where plain HTTP gives nothing away.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(v4)) => v4.is_loopback(),
        Some(url::Host::Ipv6(v6)) => {
            v6.is_loopback() || v6.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback())
        }
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Resolves a `Location` against the address that sent it; fragments are dropped. `None` where it is no address.
pub(crate) fn resolve(from: &Url, location: &str) -> Option<Url> {
    let mut to = from.join(location.trim()).ok()?;
    to.set_fragment(None);
    Some(to)
}

#[cfg(test)]
mod tests {
    use milepost_model::SourceId;

    use super::*;

    fn keeper() -> Gatekeeper {
        let mut spec =
            SourceSpec::new(SourceId::parse("s").unwrap()).with_list("https://tjj.cq.gov.cn/list/");
        spec.hosts = vec!["*.news.cn".into()];
        Gatekeeper::new(&spec, DialPolicy::default())
    }

    #[track_caller]
    fn check(from: &str, to: &str, allowed: bool) {
        let outcome = keeper().check_hop(&Url::parse(from).unwrap(), &Url::parse(to).unwrap());
        assert_eq!(outcome.is_ok(), allowed, "{from} -> {to}: {outcome:?}");
    }

    #[test]
    fn every_hop_is_checked_again() {
        let from = "https://tjj.cq.gov.cn/list/";
        check(from, "https://sww.cq.gov.cn/list/", true);
        check(from, "https://news.cn/1", true);
        check(from, "https://www.news.cn/1", true);
        check(from, "https://evilnews.cn/1", false);
        check(from, "https://www.gov.cn/1", false);
        check(from, "http://tjj.cq.gov.cn/list/", false);
        check(from, "ftp://tjj.cq.gov.cn/list/", false);
        check(from, "file:///etc/passwd", false);
        check(from, "https://10.0.0.1/", false);
        check(from, "https://[::ffff:127.0.0.1]/", false);
    }

    #[test]
    fn secrets_go_to_the_lists_hosts_only() {
        let keeper = keeper();
        let may = |url: &str| keeper.may_log_in(&Url::parse(url).unwrap());
        assert!(may("https://tjj.cq.gov.cn/a"));
        assert!(!may("https://sww.cq.gov.cn/a"));
        assert!(!may("http://tjj.cq.gov.cn/a"));
        assert!(!may("https://tjj.cq.gov.cn:8443/a"));
    }
}
