//! Reads HTML as browsers do, and keeps of it what a reader of the page sees.
//!
//! Scripts, styles, templates, comments and hidden elements are left out. Nothing here decides what is a body or a
//! menu.

mod guard;
mod sink;

use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{LocalName, ParseOpts, parse_document};

use crate::arena::{Arena, NONE, index};
use crate::builder::{Builder, Gap};
use crate::html::sink::{Kind, Overrun, Sink, SinkNode};
use crate::{DocumentError, Limits};

/// The parser gets the page in pieces of this many bytes, and the limits are looked at in between.
const PIECE_BYTES: usize = 16 << 10;

/// Reads a page into a tree.
///
/// # Errors
/// When the page has more elements, attributes or levels than the limits allow.
pub(crate) fn read(html: &str, limits: &Limits) -> Result<Arena, DocumentError> {
    guard::check_attributes(html)?;
    let mut parser = parse_document(Sink::new(limits), ParseOpts::default());
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE_BYTES));
        parser.process(StrTendril::from(piece));
        match parser.tokenizer.sink.sink.overrun.get() {
            None => {}
            Some(Overrun::Depth) => {
                return Err(DocumentError::TooDeep {
                    limit: limits.max_depth,
                });
            }
            Some(Overrun::Elements) => {
                return Err(DocumentError::TooMany {
                    what: "elements",
                    limit: limits.max_elements,
                });
            }
        }
        rest = after;
    }
    let nodes = parser.finish().nodes.into_inner();
    convert(&nodes, limits)
}

/// What the walk has still to do.
enum Step {
    Enter(u32),
    Leave { after: Gap, releases_lines: bool },
}

fn convert(nodes: &[SinkNode], limits: &Limits) -> Result<Arena, DocumentError> {
    let mut builder = Builder::new("document", limits);
    let mut steps = vec![Step::Enter(0)];
    while let Some(step) = steps.pop() {
        let id = match step {
            Step::Enter(id) => id,
            Step::Leave {
                after,
                releases_lines,
            } => {
                builder.close();
                builder.gap(after);
                if releases_lines {
                    builder.release_lines();
                }
                continue;
            }
        };
        let Some(node) = nodes.get(index(id)) else {
            continue;
        };
        if node.next != NONE {
            steps.push(Step::Enter(node.next));
        }
        match &node.kind {
            Kind::Text(text) => builder.text(text),
            Kind::Other if id != 0 => {}
            Kind::Other => {
                if node.first_child != NONE {
                    steps.push(Step::Enter(node.first_child));
                }
            }
            Kind::Element { name, attrs } => {
                let name = &name.local;
                let attr = |key: &str| attrs.iter().find(|a| &*a.name.local == key).map(|a| &*a.value);
                if is_never_shown(name) || is_hidden(&attr) {
                    continue;
                }
                let gap = gap_around(name);
                builder.gap(gap);
                let keeps_lines = &**name == "pre" || &**name == "listing";
                if keeps_lines {
                    builder.keep_lines();
                }
                builder.open(
                    name.clone(),
                    attrs.iter().map(|a| (a.name.local.clone(), &*a.value)),
                )?;
                steps.push(Step::Leave {
                    after: if &**name == "br" { Gap::None } else { gap },
                    releases_lines: keeps_lines,
                });
                if node.first_child != NONE {
                    steps.push(Step::Enter(node.first_child));
                }
            }
        }
    }
    Ok(builder.finish())
}

fn is_never_shown(name: &LocalName) -> bool {
    matches!(
        &**name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "noframes"
            | "noembed"
            | "audio"
            | "video"
            | "canvas"
    )
}

fn is_hidden<'a>(attr: &impl Fn(&str) -> Option<&'a str>) -> bool {
    if attr("hidden").is_some_and(|value| !value.eq_ignore_ascii_case("false")) {
        return true;
    }
    let Some(style) = attr("style") else { return false };
    // Nearly every element of a pasted text has a style, and nearly none of them hides it.
    let may_hide = ["none", "None", "NONE", "hidden", "Hidden", "HIDDEN"]
        .iter()
        .any(|word| style.contains(word));
    if !may_hide {
        return false;
    }
    let style: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    style
        .split(';')
        .any(|rule| rule.starts_with("display:none") || rule.starts_with("visibility:hidden"))
}

/// Returns what parts an element from its neighbours.
fn gap_around(name: &LocalName) -> Gap {
    match &**name {
        "br" => Gap::Soft,
        "td" | "th" => Gap::Cell,
        "table" | "caption" | "thead" | "tbody" | "tfoot" | "tr" => Gap::Row,
        "address" | "article" | "aside" | "blockquote" | "body" | "button" | "center" | "dd" | "details"
        | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "frameset" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head" | "header" | "hgroup"
        | "hr" | "html" | "iframe" | "legend" | "li" | "listing" | "main" | "menu" | "nav" | "ol"
        | "optgroup" | "option" | "p" | "pre" | "search" | "section" | "select" | "summary" | "textarea"
        | "title" | "ul" | "ucapcontent" | "ucaptitle" | "xmp" => Gap::Break,
        _ => Gap::None,
    }
}
