//! What stays the same over all requests of one call: the source's client, rules, cookies and pace; and the heads of
//! requests, as sent and as shown.

use std::sync::Arc;

use reqwest::Client;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, PROXY_AUTHORIZATION, USER_AGENT,
};
use url::Url;

use crate::cookies::Cookies;
use crate::limits::DelayRange;
use crate::list_post::Post;
use crate::redirect::Gatekeeper;
use crate::secret::AuthSpec;
use crate::source_spec::SourceSpec;
use crate::validators::Validators;

/// Headers shown of one head.
const MAX_SHOWN_HEADERS: usize = 200;

/// Characters shown of one header.
const MAX_SHOWN_CHARS: usize = 4096;

/// One call's surroundings.
pub(crate) struct Visit<'a> {
    pub(crate) spec: &'a SourceSpec,
    pub(crate) client: Client,
    pub(crate) gate: Gatekeeper,
    pub(crate) cookies: Arc<Cookies>,
    pub(crate) delay: DelayRange,
    pub(crate) user_agent: HeaderValue,
    /// What is sent along, for lists that are loaded so.
    pub(crate) post: Option<Post>,
}

impl Visit<'_> {
    /// Writes the head of a request.
    pub(crate) fn head(&self, url: &Url, conditions: Option<&Validators>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        );
        headers.insert(
            ACCEPT_LANGUAGE,
            HeaderValue::from_static("zh-CN,zh;q=0.9,en;q=0.8"),
        );
        headers.insert(
            ACCEPT_ENCODING,
            HeaderValue::from_static("gzip, deflate, br, zstd"),
        );
        if let Some(known) = conditions {
            put(&mut headers, IF_NONE_MATCH, known.etag.as_deref());
            put(&mut headers, IF_MODIFIED_SINCE, known.last_modified.as_deref());
        }
        if let Some(cookie) = self.cookies.header(url) {
            headers.insert(COOKIE, cookie);
        }
        if let Some(mut login) = self.login(url) {
            login.set_sensitive(true);
            headers.insert(AUTHORIZATION, login);
        }
        headers
    }

    fn login(&self, url: &Url) -> Option<HeaderValue> {
        let auth = self.spec.auth.as_ref().filter(|_| self.gate.may_log_in(url))?;
        let text = match auth {
            AuthSpec::Basic { user, password } => {
                let pair = format!("{user}:{}", password.expose());
                format!("Basic {}", base64(pair.as_bytes()))
            }
            AuthSpec::Bearer { token } => format!("Bearer {}", token.expose()),
        };
        HeaderValue::from_str(&text).ok()
    }
}

fn put(headers: &mut HeaderMap, name: HeaderName, value: Option<&str>) {
    if let Some(value) = value.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(name, value);
    }
}

/// Returns a request's head for the archive: secrets and cookies are blanked out.
pub(crate) fn shown_request(url: &Url, headers: &HeaderMap) -> Vec<(String, String)> {
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str().unwrap_or_default()),
        None => url.host_str().unwrap_or_default().to_owned(),
    };
    let mut shown = vec![("host".to_owned(), host)];
    shown.extend(shown_response(headers).into_iter().map(|(name, value)| {
        let is_secret = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION]
            .iter()
            .any(|secret| secret.as_str() == name);
        let value = if is_secret { "(withheld)".to_owned() } else { value };
        (name, value)
    }));
    shown
}

/// Returns a response's head for the archive, within bounds.
pub(crate) fn shown_response(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .take(MAX_SHOWN_HEADERS)
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            (
                name.as_str().to_owned(),
                text.chars().take(MAX_SHOWN_CHARS).collect(),
            )
        })
        .collect()
}

/// Base64 (RFC 4648) with padding, for the `Basic` scheme alone.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4_usize {
            let shift = 18_usize.saturating_sub(place.saturating_mul(6));
            let digit = usize::try_from(bits >> shift & 63).unwrap_or(0);
            let is_padding = place > group.len();
            let letter = if is_padding {
                b'='
            } else {
                ALPHABET.get(digit).copied().unwrap_or(b'=')
            };
            text.push(char::from(letter));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_follows_the_standard_s_own_examples() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer abc"));
        headers.insert(COOKIE, HeaderValue::from_static("a=1"));
        let shown = shown_request(&Url::parse("http://a.gov.cn:81/").unwrap(), &headers);
        assert!(shown.contains(&("host".into(), "a.gov.cn:81".into())));
        assert!(!format!("{shown:?}").contains("abc") && !format!("{shown:?}").contains("a=1"));
    }
}
