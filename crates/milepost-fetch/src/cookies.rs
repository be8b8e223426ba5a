//! The cookie jar of one run over one source, within bounds. Cookies pass the "set and come again" of many sites; they
//! are never stored.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use url::Url;

use crate::registrable::is_public_suffix;

/// Longest cookie kept: 4 KiB, as browsers do.
const MAX_COOKIE_BYTES: usize = 4096;

/// Cookies taken in one run.
const MAX_COOKIES: usize = 500;

/// A request carries no more than this.
const MAX_HEADER_BYTES: usize = 16 * 1024;

/// The cookies of one run.
#[derive(Default)]
pub(crate) struct Cookies {
    jar: Jar,
    taken: AtomicUsize,
}

impl std::fmt::Debug for Cookies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(cookies)")
    }
}

impl Cookies {
    /// Returns the `Cookie` header for an address.
    pub(crate) fn header(&self, url: &Url) -> Option<HeaderValue> {
        self.jar
            .cookies(url)
            .filter(|value| value.len() <= MAX_HEADER_BYTES)
    }

    /// Takes the cookies of an answer. Returns whether the next request to the address carries others than before.
    pub(crate) fn take(&self, headers: &HeaderMap, url: &Url) -> bool {
        let before = self.header(url);
        let mut fit: Vec<&HeaderValue> = Vec::new();
        for value in headers.get_all(SET_COOKIE) {
            let is_fit = value.len() <= MAX_COOKIE_BYTES && !is_for_everybody(value);
            if is_fit && self.taken.fetch_add(1, Ordering::Relaxed) < MAX_COOKIES {
                fit.push(value);
            }
        }
        self.jar.set_cookies(&mut fit.into_iter(), url);
        before != self.header(url)
    }
}

/// Says whether a cookie wants to be set for a whole public suffix.
fn is_for_everybody(value: &HeaderValue) -> bool {
    let Ok(text) = value.to_str() else { return true };
    text.split(';').skip(1).any(|attribute| {
        let (name, domain) = attribute.split_once('=').unwrap_or((attribute, ""));
        name.trim().eq_ignore_ascii_case("domain") && is_public_suffix(domain.trim())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for value in values {
            map.append(SET_COOKIE, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn a_cookie_comes_back_and_a_second_time_changes_nothing() {
        let (cookies, url) = (Cookies::default(), Url::parse("https://a.gov.cn/x").unwrap());
        assert!(cookies.take(&headers(&["a=1; Path=/"]), &url));
        assert!(!cookies.take(&headers(&["a=1; Path=/"]), &url));
        assert_eq!(cookies.header(&url).unwrap(), "a=1");
        assert_eq!(cookies.header(&Url::parse("https://b.gov.cn/x").unwrap()), None);
    }

    #[test]
    fn huge_many_and_public_cookies_are_left() {
        let (cookies, url) = (Cookies::default(), Url::parse("https://a.gov.cn/x").unwrap());
        let huge = format!("h={}", "x".repeat(8000));
        assert!(!cookies.take(&headers(&[&huge, "p=1; Domain=gov.cn", "q=1; domain=.cn"]), &url));
        for index in 0..2_000 {
            cookies.take(&headers(&[&format!("c{index}={}", "x".repeat(1000))]), &url);
        }
        assert!(
            cookies
                .header(&url)
                .is_none_or(|value| value.len() <= MAX_HEADER_BYTES)
        );
    }
}
