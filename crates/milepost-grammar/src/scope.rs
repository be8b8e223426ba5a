//! Classifies scopes: is a figure for the plan's area, for the country, for another place, for a part.

use crate::fold::{Folded, fold};
use crate::lexicon::Lexicon;
use crate::places::{ENGLISH_PLACES, PLACES, PlaceKind};
use std::sync::OnceLock;

/// What a statement's scope is to an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeClass {
    /// The area itself: 全市, 重庆, 重庆自贸试验区, 重庆经西部陆海新通道.
    Area,
    /// The whole country or the world.
    Nation,
    /// Another place, or one larger than the area: 四川, 渝北区, 双城经济圈, 西部陆海新通道全线.
    OtherPlace,
    /// A part of the area or of a whole: 其中, 主城都市区.
    Part,
    /// A programme, zone or corridor named without an area: 自贸试验区, 西部陆海新通道. The caller knows what its
    /// source means by it.
    Programme,
    /// Nothing is said.
    Unstated,
}

/// Classifies a scope as a statement gives it. `area_names` are the names of the plan's area, such as 重庆, 全市,
/// `Chongqing`. Unknown words are [`ScopeClass::OtherPlace`]: better set aside than counted for the area.
pub fn scope_class(scope: &str, area_names: &[String]) -> ScopeClass {
    let scope = fold(scope.trim());
    if scope.is_empty() {
        return ScopeClass::Unstated;
    }
    if scope == "其中" || scope == "of which" {
        return ScopeClass::Part;
    }
    let names: Vec<String> = area_names.iter().map(|name| fold(name)).collect();
    let is_area = |name: &str| names.iter().any(|known| bare(known) == bare(name));
    if is_area(&scope) {
        return ScopeClass::Area;
    }
    let text = Folded::new(&scope);
    let mut class = ScopeClass::Unstated;
    let mut at = 0;
    while at < text.len() {
        let Some((end, kind)) = place_at(&text, at) else {
            at += 1;
            continue;
        };
        let name = text.string(at..end);
        let found = match kind {
            PlaceKind::Nation => ScopeClass::Nation,
            PlaceKind::Own => ScopeClass::Area,
            PlaceKind::Province | PlaceKind::City if is_area(&name) => ScopeClass::Area,
            PlaceKind::Programme if names.iter().any(|known| name.contains(bare(known))) => ScopeClass::Area,
            PlaceKind::Programme => ScopeClass::Programme,
            PlaceKind::Part => ScopeClass::Part,
            PlaceKind::Province | PlaceKind::City | PlaceKind::Region => ScopeClass::OtherPlace,
        };
        class = narrower(class, found);
        at = end;
    }
    if class == ScopeClass::Unstated {
        ScopeClass::OtherPlace
    } else {
        class
    }
}

/// Of two classes found in one scope, the one that counts: a place other than the area always does, and the area
/// makes a programme its own («重庆经西部陆海新通道»).
fn narrower(first: ScopeClass, second: ScopeClass) -> ScopeClass {
    let rank = |class: ScopeClass| match class {
        ScopeClass::Unstated => 0,
        ScopeClass::Programme => 1,
        ScopeClass::Area => 2,
        ScopeClass::Nation => 3,
        ScopeClass::Part => 4,
        ScopeClass::OtherPlace => 5,
    };
    if rank(second) > rank(first) { second } else { first }
}

/// A name without the suffix of its rank: 重庆市 and 重庆 are one.
fn bare(name: &str) -> &str {
    let name = name.trim();
    let name = name.strip_prefix("the ").unwrap_or(name);
    for suffix in ["市", "省", "区", "'s", " Municipality", " municipality"] {
        if let Some(stem) = name.strip_suffix(suffix)
            && stem.chars().count() > 1
        {
            return stem;
        }
    }
    name
}

fn places() -> &'static Lexicon<PlaceKind> {
    static BY_NAME: OnceLock<Lexicon<PlaceKind>> = OnceLock::new();
    BY_NAME.get_or_init(|| {
        let chinese = PLACES
            .iter()
            .flat_map(|(kind, names)| names.split_whitespace().map(move |name| (name, *kind)));
        let english = ENGLISH_PLACES
            .iter()
            .flat_map(|(kind, names)| names.split('|').map(move |name| (name, *kind)));
        Lexicon::new(chinese.chain(english))
    })
}

/// Reads the place that starts at `at`, with the suffix of its rank; an English name must be whole words.
pub(crate) fn place_at(text: &Folded, at: usize) -> Option<(usize, PlaceKind)> {
    let (mut end, kind) = places().longest(text, at)?;
    if text.get(at).is_ascii_alphabetic() {
        let is_whole = !text.before(at).is_ascii_alphanumeric() && !text.get(end).is_ascii_alphanumeric();
        return is_whole.then_some((end, kind));
    }
    if let PlaceKind::Province | PlaceKind::City = kind {
        let rest = [
            "维吾尔自治区",
            "壮族自治区",
            "回族自治区",
            "自治区",
            "特别行政区",
            "自治县",
            "自治州",
        ];
        if let Some(suffix) = rest.iter().find(|suffix| text.starts_with(end, suffix)) {
            end += suffix.chars().count();
        } else if matches!(text.get(end), '市' | '省' | '区' | '县' | '港') && !text.starts_with(end, "市场")
        {
            let is_region_word = text.starts_with(end, "区域")
                || text.starts_with(end, "省级")
                || text.starts_with(end, "港口");
            if !is_region_word {
                end += 1;
            }
        }
    }
    Some((end, kind))
}
