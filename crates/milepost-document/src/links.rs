//! The references a page makes to other documents, wherever they hide.

use url::Url;

use crate::arena::Arena;
use crate::document::Link;

/// Endings of files that hold figures.
const FILE_ENDINGS: [&str; 9] = [
    ".pdf", ".xls", ".xlsx", ".doc", ".docx", ".zip", ".csv", ".htm", ".html",
];

/// Returns every reference, in document order.
pub(crate) fn links(arena: &Arena, document_url: &str) -> Vec<Link> {
    let base = base_url(arena, document_url);
    let mut links = Vec::new();
    for id in 0..arena.len() {
        let attribute = match arena.name(id) {
            "a" | "area" => "href",
            "iframe" | "embed" | "frame" => "src",
            "object" => "data",
            _ => "",
        };
        let written = arena
            .attr(id, attribute)
            .map(str::trim)
            .filter(|href| leads_somewhere(href));
        let clicked = arena.attr(id, "onclick").and_then(quoted_file);
        for href in written.into_iter().chain(clicked) {
            let text = Some(arena.text_of(id)).filter(|text| !text.is_empty());
            links.push(Link {
                node: id,
                text: text
                    .or_else(|| arena.attr(id, "title"))
                    .unwrap_or_default()
                    .to_owned(),
                href: resolve(base.as_ref(), href),
            });
            // A viewer's address carries the file's own: `viewer.html?file=/a/b.pdf`.
            if let Some(file) = file_parameter(base.as_ref(), href) {
                links.push(Link {
                    node: id,
                    text: text.unwrap_or_default().to_owned(),
                    href: file,
                });
            }
        }
    }
    links
}

fn base_url(arena: &Arena, document_url: &str) -> Option<Url> {
    let own = Url::parse(document_url).ok()?;
    let declared = (0..arena.len())
        .find(|id| arena.name(*id) == "base")
        .and_then(|id| arena.attr(id, "href"));
    declared.and_then(|href| own.join(href).ok()).or(Some(own))
}

fn leads_somewhere(href: &str) -> bool {
    let scheme = href.get(..11).unwrap_or(href).to_ascii_lowercase();
    !href.is_empty()
        && !href.starts_with('#')
        && !scheme.starts_with("javascript:")
        && !scheme.starts_with("mailto:")
}

fn resolve(base: Option<&Url>, href: &str) -> String {
    base.and_then(|base| base.join(href).ok())
        .map_or_else(|| href.to_owned(), |url| url.to_string())
}

/// Finds a quoted address of a file in a script: `window.open('./P020250313.pdf')`.
fn quoted_file(script: &str) -> Option<&str> {
    script.split(['\'', '"']).skip(1).step_by(2).find(|quoted| {
        let path = quoted
            .split(['?', '#'])
            .next()
            .unwrap_or(quoted)
            .to_ascii_lowercase();
        FILE_ENDINGS.iter().any(|ending| path.ends_with(ending))
    })
}

fn file_parameter(base: Option<&Url>, href: &str) -> Option<String> {
    let url = base?.join(href).ok()?;
    let (_, value) = url
        .query_pairs()
        .find(|(key, _)| matches!(&**key, "file" | "src" | "url" | "path"))?;
    let path = value.to_ascii_lowercase();
    let is_file = FILE_ENDINGS.iter().any(|ending| path.ends_with(ending));
    is_file.then(|| resolve(Some(&url), &value))
}
