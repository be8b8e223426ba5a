//! The registrable domain of a host: whom politeness is owed to, since a city's bureaus share one server farm.

use url::{Host, Url};

/// Returns the name under which an address's pace is kept: the registrable domain, or address and port for an IP
/// literal and for names without one, such as `localhost`.
pub(crate) fn pace_key(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => registrable(name).map_or_else(|| with_port(name, url), str::to_owned),
        Some(literal) => with_port(&literal.to_string(), url),
        None => String::new(),
    }
}

/// Returns the registrable domain of a name, such as `cq.gov.cn` of `tjj.cq.gov.cn`.
fn registrable(name: &str) -> Option<&str> {
    let name = name.trim_end_matches('.');
    psl::domain_str(name).filter(|_| name.contains('.'))
}

/// Says whether a cookie may be set for a domain: not for a public suffix such as `gov.cn`.
pub(crate) fn is_public_suffix(domain: &str) -> bool {
    let domain = domain.trim_start_matches('.').trim_end_matches('.');
    psl::suffix_str(domain) == Some(domain)
}

/// Says whether two addresses belong to one registrable domain.
pub(crate) fn are_related(a: &Url, b: &Url) -> bool {
    match (a.host(), b.host()) {
        (Some(Host::Domain(x)), Some(Host::Domain(y))) => {
            x == y || registrable(x).is_some_and(|domain| Some(domain) == registrable(y))
        }
        (Some(x), Some(y)) => x == y,
        _ => false,
    }
}

fn with_port(host: &str, url: &Url) -> String {
    format!("{host}:{}", url.port_or_known_default().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, key: &str) {
        assert_eq!(pace_key(&Url::parse(url).unwrap()), key);
    }

    #[test]
    fn bureaus_of_a_city_share_a_pace() {
        check("https://tjj.cq.gov.cn/a", "cq.gov.cn");
        check("http://sww.cq.gov.cn:8080/a", "cq.gov.cn");
        check("https://www.stats.gov.cn/", "stats.gov.cn");
        check("https://chongqing.customs.gov.cn/", "customs.gov.cn");
    }

    #[test]
    fn literals_and_local_names_stand_for_themselves() {
        check("http://127.0.0.1:4001/", "127.0.0.1:4001");
        check("http://[::1]:4001/", "[::1]:4001");
        check("http://localhost/", "localhost:80");
    }

    #[test]
    fn public_suffixes_take_no_cookies() {
        for domain in ["gov.cn", ".gov.cn", "cn", "com"] {
            assert!(is_public_suffix(domain), "{domain}");
        }
        assert!(!is_public_suffix("tjj.cq.gov.cn"));
    }
}
