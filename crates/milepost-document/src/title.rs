//! Finds a document's title, and the node that shows it.

use crate::arena::Arena;
use crate::body::Body;
use crate::{Input, meta};

/// A title and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Title {
    pub(crate) text: String,
    /// The node whose text holds it; none where only the site's list or a declaration gives it.
    pub(crate) node: Option<u32>,
}

/// What parts a title from the name of the site behind it.
const SEPARATORS: [&str; 8] = ["_", " - ", "-", "—", "|", "–", " – ", "丨"];

/// The longest line that is taken for a title of a document that marks none.
const MAX_TITLE_CHARS: usize = 80;

/// Finds the title.
pub(crate) fn find(arena: &Arena, body: &Body, input: &Input<'_>, is_page: bool) -> Title {
    let first_line = || {
        let line = body.lines.iter().find(|line| !line.range.is_empty())?;
        let text = arena.slice(line.range.clone());
        (text.chars().count() <= MAX_TITLE_CHARS).then(|| Title {
            text: text.to_owned(),
            node: Some(line.node),
        })
    };
    let found = if is_page {
        declared(arena)
            .or_else(|| shown(arena, body))
            .or_else(|| of_window(arena))
    } else {
        set_large(arena, body).or_else(first_line)
    };
    found
        .or_else(|| {
            input
                .list_title
                .filter(|title| !title.trim().is_empty())
                .map(|title| Title {
                    text: title.trim().to_owned(),
                    node: None,
                })
        })
        .unwrap_or_default()
}

/// The main heading of a document that marks one, among its first lines: a running head may stand before it.
fn set_large(arena: &Arena, body: &Body) -> Option<Title> {
    let is_main = |node: u32| {
        std::iter::once(node)
            .chain(arena.ancestors(node).take(2))
            .find(|id| arena.name(*id) == "h1" || arena.attr(*id, "class") == Some("title"))
    };
    let first_lines = body.lines.iter().take(FIRST_LINES);
    let node = first_lines.into_iter().find_map(|line| is_main(line.node))?;
    let text = arena.text_of(node).replace(['\n', '\t'], " ");
    (text.chars().count() <= MAX_TITLE_CHARS).then_some(Title {
        text,
        node: Some(node),
    })
}

/// A title stands among this many lines.
const FIRST_LINES: usize = 5;

/// The content system's own declaration, shown somewhere on the page or not.
fn declared(arena: &Arena) -> Option<Title> {
    let (_, content) = meta::find(arena, "ArticleTitle")?;
    let text = content.split_whitespace().collect::<Vec<_>>().join(" ");
    let node = shown_at(arena, &text);
    Some(Title { text, node })
}

/// The node that shows a text: a heading before anything else.
fn shown_at(arena: &Arena, text: &str) -> Option<u32> {
    let heading = (0..arena.len()).find(|id| is_heading(arena, *id) && arena.text_of(*id).contains(text));
    heading.or_else(|| {
        let start = arena.text.find(text)?;
        Some(arena.smallest_holding(0, &(start..start.saturating_add(text.len()))))
    })
}

fn is_heading(arena: &Arena, id: u32) -> bool {
    matches!(arena.name(id), "h1" | "ucaptitle")
}

/// The page's main heading: of several the one that the window's title repeats.
fn shown(arena: &Arena, body: &Body) -> Option<Title> {
    let window = window_title(arena)
        .map(|id| arena.text_of(id))
        .unwrap_or_default();
    let window_bare = bare(window);
    let is_title_like = |id: &u32| {
        let count = arena.text_of(*id).chars().count();
        (4..=200).contains(&count)
    };
    let marked = |id: &u32| {
        is_heading(arena, *id)
            || [arena.attr(*id, "class"), arena.attr(*id, "id")]
                .into_iter()
                .flatten()
                .flat_map(str::split_ascii_whitespace)
                .any(|name| {
                    let name = name.to_ascii_lowercase();
                    matches!(
                        name.as_str(),
                        "title"
                            | "article_title"
                            | "article-title"
                            | "articletitle"
                            | "zwxl-title"
                            | "xl_title"
                            | "tit"
                            | "zw-title"
                            | "bt"
                    )
                })
    };
    let headings: Vec<u32> = (0..arena.len())
        .filter(|id| marked(id) && is_title_like(id) && arena.name(*id) != "title")
        .collect();
    let repeated = headings
        .iter()
        .copied()
        .filter(|id| window_bare.contains(&bare(arena.text_of(*id))))
        .max_by_key(|id| arena.range(*id).len());
    let is_site_name = |id: &u32| {
        let text = arena.text_of(*id);
        window.ends_with(text) && window.len() > text.len()
    };
    let near_body = headings.iter().copied().rfind(|id| {
        is_heading(arena, *id) && *id <= body.container.max(arena.end(body.container)) && !is_site_name(id)
    });
    let node = repeated.filter(|id| !is_site_name(id)).or(near_body)?;
    Some(Title {
        text: arena.text_of(node).replace(['\n', '\t'], " "),
        node: Some(node),
    })
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn window_title(arena: &Arena) -> Option<u32> {
    (0..arena.len()).find(|id| arena.name(*id) == "title" && !arena.text_of(*id).is_empty())
}

/// The window's title without the name of the site, or the title that is declared for sharing.
fn of_window(arena: &Arena) -> Option<Title> {
    if let Some((_, content)) = meta::find(arena, "og:title") {
        return Some(Title {
            text: without_site(content).to_owned(),
            node: shown_at(arena, without_site(content)),
        });
    }
    let node = window_title(arena)?;
    Some(Title {
        text: without_site(arena.text_of(node)).to_owned(),
        node: Some(node),
    })
}

/// Cuts the name of the site off: what stands behind the last separator, when it looks like an office's name.
fn without_site(title: &str) -> &str {
    const OFFICES: [&str; 14] = [
        "局",
        "委",
        "委员会",
        "政府",
        "网",
        "网站",
        "办公室",
        "海关",
        "门户",
        "平台",
        "部",
        "中心",
        "Government",
        "Commission",
    ];
    let mut title = title.trim();
    // Some sites add section and site, so at most three times.
    for _ in 0..3 {
        let cut = SEPARATORS
            .iter()
            .filter_map(|separator| title.rsplit_once(separator))
            .min_by_key(|(_, after)| after.len());
        let Some((before, after)) = cut else { break };
        let is_office = OFFICES.iter().any(|office| after.trim().ends_with(office));
        let is_long_enough = before.trim().chars().count() >= 4;
        if !(is_office && is_long_enough) {
            break;
        }
        title = before.trim();
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_is_no_title() {
        for (title, expected) in [
            (
                "2024年前三季度重庆外贸情况_重庆市统计局",
                "2024年前三季度重庆外贸情况",
            ),
            (
                "2024年1-9月全市进出口-统计数据-重庆市人民政府网",
                "2024年1-9月全市进出口-统计数据",
            ),
            ("2024年1-9月全市进出口", "2024年1-9月全市进出口"),
            ("重庆市统计局", "重庆市统计局"),
        ] {
            assert_eq!(without_site(title), expected);
        }
    }
}
