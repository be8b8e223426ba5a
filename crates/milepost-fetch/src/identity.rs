//! Article identity: the same article under every address it has had. Host and id where the address shows an id (it
//! survives a move of section, the path does not); host and cleaned path otherwise.

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;
use url::Url;

/// Names one article of a site over moved sections, `_wap` twins, schemes, `index.html`, `./` and `/../`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(Box<str>);

impl ArticleId {
    /// Returns the identity of the article at an address; `None` where the address has no host and is no file.
    pub fn of(url: &str) -> Option<Self> {
        Url::parse(url).ok().and_then(|url| Self::of_url(&url))
    }

    /// Takes an identity as the store kept it.
    pub fn from_stored(text: &str) -> Self {
        Self(text.into())
    }

    /// Returns the text form: `host#id` or `host/path`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn of_url(url: &Url) -> Option<Self> {
        if url.scheme() == "file" {
            return Some(Self(format!("file:{}", url.path()).into()));
        }
        let host = url.host_str()?.trim_end_matches('.');
        // `Url` drops a scheme's own port; any other names another server.
        let place = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        // Some templates write doubled slashes; `./` and `/../` are resolved by the parser.
        let path = single_slashes(url.path());
        let path = without_twin_mark(&path);
        if let Some(id) = shown_id(&path) {
            return Some(Self(format!("{place}#{id}").into()));
        }
        let path = without_index(&path);
        let query = meaningful_query(url);
        Some(Self(format!("{place}{path}{query}").into()))
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Says whether an address has the shape of an article's: it shows an id.
pub(crate) fn has_article_shape(url: &Url) -> bool {
    shown_id(&without_twin_mark(&single_slashes(url.path()))).is_some()
}

/// Says whether an address is one of a `_wap` twin.
pub(crate) fn is_twin(url: &Url) -> bool {
    without_twin_mark(url.path()) != url.path()
}

static SHAPES: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    // Seen on cq.gov.cn, customs.gov.cn, liangjiang.gov.cn, gd.gov.cn and sites of the UCAP kind.
    let shapes = [
        ("t", r"/t(?:19|20)\d{6}_(\d{3,})\.s?html?$"),
        ("art", r"/art_\d+_(\d+)\.s?html?$"),
        (
            "art",
            r"/art/\d{4}/\d{1,2}/\d{1,2}/art_[0-9a-f]+_([0-9a-f]+)\.s?html?$",
        ),
        ("content", r"/content_(\d+)\.s?html?$"),
        ("post", r"/post_(\d+)\.s?html?$"),
        ("c", r"/c(\d{4,})/content\.s?html?$"),
        ("file", r"/(P0?20\d{12,})\.[A-Za-z0-9]{2,5}$"),
    ];
    shapes
        .into_iter()
        .filter_map(|(family, pattern)| Regex::new(pattern).ok().map(|regex| (family, regex)))
        .collect()
});

fn shown_id(path: &str) -> Option<String> {
    SHAPES.iter().find_map(|(family, shape)| {
        let id = shape.captures(path)?.get(1)?.as_str();
        Some(format!("{family}:{id}"))
    })
}

fn single_slashes(path: &str) -> String {
    let mut cleaned = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !cleaned.ends_with('/') {
            cleaned.push(c);
        }
    }
    cleaned
}

fn without_twin_mark(path: &str) -> String {
    for ending in [".html", ".shtml", ".htm"] {
        if let Some(stem) = path.strip_suffix(ending) {
            return match stem.strip_suffix("_wap").or_else(|| stem.strip_suffix("_m")) {
                Some(plain) if !plain.ends_with('/') => format!("{plain}{ending}"),
                _ => path.to_owned(),
            };
        }
    }
    path.to_owned()
}

fn without_index(path: &str) -> &str {
    ["index.html", "index.htm", "index.shtml", "default.html"]
        .into_iter()
        .find_map(|name| path.strip_suffix(name).filter(|rest| rest.ends_with('/')))
        .unwrap_or(path)
}

/// The query without what only tracks visitors, sorted.
fn meaningful_query(url: &Url) -> String {
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !key.starts_with("utm_") && !matches!(&**key, "from" | "spm" | "timestamp" | "_t"))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    pairs.sort();
    if pairs.is_empty() {
        return String::new();
    }
    let joined: Vec<String> = pairs
        .into_iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    format!("?{}", joined.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(urls: &[&str]) {
        let ids: Vec<_> = urls.iter().map(|url| ArticleId::of(url).unwrap()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    }

    #[track_caller]
    fn different(a: &str, b: &str) {
        assert_ne!(ArticleId::of(a), ArticleId::of(b));
    }

    #[test]
    fn an_id_survives_a_move_of_section_and_scheme() {
        same(&[
            "https://tjj.cq.gov.cn/zwgk_233/tjgb_55472/202403/t20240326_13075221.html",
            "http://tjj.cq.gov.cn/zwgk_233/sjjd_55469/202403/t20240326_13075221.html",
            "https://tjj.cq.gov.cn/zwgk_233/sjjd_55469/./202403/../202403/t20240326_13075221_wap.html",
            "https://tjj.cq.gov.cn:443/a//b/t20240326_13075221.html",
        ]);
        same(&[
            "https://x.gov.cn/art/2023/11/1/art_70_10205.html",
            "https://x.gov.cn/art/2023/11/1/art_1229_10205.html",
        ]);
    }

    #[test]
    fn the_same_id_on_another_host_or_of_another_family_is_another_article() {
        different(
            "https://a.gov.cn/202403/t20240326_13075221.html",
            "https://b.gov.cn/202403/t20240326_13075221.html",
        );
        different(
            "https://a.gov.cn/content/post_4400001.html",
            "https://a.gov.cn/2024-01/02/content_4400001.shtml",
        );
        different("http://127.0.0.1:4001/a.html", "http://127.0.0.1:4002/a.html");
    }

    #[test]
    fn without_an_id_the_cleaned_path_counts() {
        same(&[
            "https://a.gov.cn/report/index.html",
            "http://a.gov.cn/report/",
            "https://a.gov.cn/news/../report/?utm_source=x",
        ]);
        different("https://a.gov.cn/view?id=1", "https://a.gov.cn/view?id=2");
        same(&["https://a.gov.cn/view?id=1&x=2", "https://a.gov.cn/view?x=2&id=1"]);
        different("https://a.gov.cn/report/2023/", "https://a.gov.cn/report/2024/");
    }

    #[test]
    fn addresses_without_a_host_have_no_identity() {
        for text in ["mailto:a@b.cn", "javascript:void(0)", "not an address", "data:,x"] {
            assert_eq!(ArticleId::of(text), None, "{text}");
        }
    }
}
