//! The `<meta>` declarations of a page.

use crate::arena::Arena;

/// Returns the first non-empty `<meta>` whose name or property is `key`, in any case: its node and its content.
pub(crate) fn find<'a>(arena: &'a Arena, key: &str) -> Option<(u32, &'a str)> {
    all(arena)
        .find(|(_, name, content)| name.eq_ignore_ascii_case(key) && !content.trim().is_empty())
        .map(|(node, _, content)| (node, content.trim()))
}

/// Returns every `<meta>` with a name: node, name, content.
pub(crate) fn all(arena: &Arena) -> impl Iterator<Item = (u32, &str, &str)> {
    (0..arena.len())
        .filter(|id| arena.name(*id) == "meta")
        .filter_map(|id| {
            let name = arena
                .attr(id, "name")
                .or_else(|| arena.attr(id, "property"))
                .or_else(|| arena.attr(id, "itemprop"))?;
            Some((id, name, arena.attr(id, "content")?))
        })
}
