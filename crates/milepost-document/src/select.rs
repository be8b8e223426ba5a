//! CSS selection over the tree, for every medium alike.
//!
//! `:has()` is left out on purpose: it makes a selection quadratic in the size of the page, and plugins choose the
//! selectors.

use std::fmt;

use cssparser::ToCss;
use html5ever::{LocalName, Namespace};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::{ElementSelectorFlags, matches_selector_list};
use selectors::parser::{ParseRelative, SelectorImpl, SelectorList, SelectorParseErrorKind};
use selectors::{Element, OpaqueElement};

use crate::SelectError;
use crate::arena::{Arena, index};

/// Longer selectors are no one's hand-written ones.
const MAX_SELECTOR_BYTES: usize = 1_000;

/// The selector parser calls itself for every bracket.
const MAX_SELECTOR_BRACKETS: usize = 32;

/// Returns the nodes below `scope` that match, in document order.
pub(crate) fn select(arena: &Arena, scope: u32, css: &str) -> Result<Vec<u32>, SelectError> {
    let scope_element = Node::new(arena, scope).ok_or(SelectError::NoSuchNode(scope))?;
    let list = parse(css)?;
    let mut caches = SelectorCaches::default();
    let mut context = MatchingContext::new(
        MatchingMode::Normal,
        None,
        &mut caches,
        QuirksMode::NoQuirks,
        NeedsSelectorFlags::No,
        MatchingForInvalidation::No,
    );
    context.scope_element = Some(scope_element.opaque());
    let found = arena
        .descendants(scope)
        .filter_map(|id| Node::new(arena, id))
        .filter(|node| matches_selector_list(&list, *node, &mut context))
        .map(|node| node.id)
        .collect();
    Ok(found)
}

fn parse(css: &str) -> Result<SelectorList<Css>, SelectError> {
    let brackets = css
        .bytes()
        .filter(|byte| matches!(byte, b'(' | b'[' | b'{'))
        .count();
    if css.len() > MAX_SELECTOR_BYTES || brackets > MAX_SELECTOR_BRACKETS {
        return Err(SelectError::TooLong {
            limit: MAX_SELECTOR_BYTES,
        });
    }
    SelectorList::parse(&CssParser, &mut cssparser::Parser::new(css), ParseRelative::No).map_err(|error| {
        SelectError::Malformed {
            css: css.chars().take(100).collect(),
            detail: format!("{:?}", error.kind).chars().take(100).collect(),
        }
    })
}

struct CssParser;

impl selectors::parser::Parser<'_> for CssParser {
    type Impl = Css;
    type Error = SelectorParseErrorKind;

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_nth_child_of(&self) -> bool {
        true
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Css;

impl SelectorImpl for Css {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Value;
    type Identifier = Name;
    type LocalName = Name;
    type NamespaceUrl = Namespace;
    type NamespacePrefix = Name;
    type BorrowedNamespaceUrl = Namespace;
    type BorrowedLocalName = Name;
    type NonTSPseudoClass = NoPseudo;
    type PseudoElement = NoPseudo;
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Value(String);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl AsRef<str> for Value {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl ToCss for Value {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        cssparser::serialize_string(&self.0, dest)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Name(LocalName);

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(LocalName::from(text))
    }
}

impl ToCss for Name {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        cssparser::serialize_identifier(&self.0, dest)
    }
}

impl precomputed_hash::PrecomputedHash for Name {
    fn precomputed_hash(&self) -> u32 {
        self.0.precomputed_hash()
    }
}

/// There are no pseudo-classes of state and no pseudo-elements in a document that nobody looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum NoPseudo {}

impl ToCss for NoPseudo {
    fn to_css<W: fmt::Write>(&self, _dest: &mut W) -> fmt::Result {
        match *self {}
    }
}

impl selectors::parser::NonTSPseudoClass for NoPseudo {
    fn is_active_or_hover(&self) -> bool {
        match *self {}
    }

    fn is_user_action_state(&self) -> bool {
        match *self {}
    }
}

impl selectors::parser::PseudoElement for NoPseudo {}

/// One element as the selectors see it.
#[derive(Clone, Copy)]
struct Node<'a> {
    arena: &'a Arena,
    id: u32,
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.arena.name(self.id), self.id)
    }
}

impl<'a> Node<'a> {
    fn new(arena: &'a Arena, id: u32) -> Option<Self> {
        arena.get(id).map(|_| Self { arena, id })
    }

    fn at(self, id: u32) -> Self {
        Self {
            arena: self.arena,
            id,
        }
    }
}

impl Element for Node<'_> {
    type Impl = Css;

    fn opaque(&self) -> OpaqueElement {
        match self.arena.elements.get(index(self.id)) {
            Some(element) => OpaqueElement::new(element),
            None => OpaqueElement::new(self.arena),
        }
    }

    fn parent_element(&self) -> Option<Self> {
        // The root stands for the document, which is no element to CSS.
        self.arena
            .parent(self.id)
            .filter(|parent| *parent != 0)
            .map(|id| self.at(id))
    }

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.arena.previous(self.id).map(|id| self.at(id))
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.arena.next(self.id).map(|id| self.at(id))
    }

    fn first_element_child(&self) -> Option<Self> {
        self.arena.first_child(self.id).map(|id| self.at(id))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        true
    }

    fn has_local_name(&self, local_name: &Name) -> bool {
        self.arena
            .get(self.id)
            .is_some_and(|element| element.name == local_name.0)
    }

    fn has_namespace(&self, _ns: &Namespace) -> bool {
        true
    }

    fn is_same_type(&self, other: &Self) -> bool {
        self.arena.name(self.id) == other.arena.name(other.id)
    }

    fn attr_matches(
        &self,
        _ns: &NamespaceConstraint<&Namespace>,
        local_name: &Name,
        operation: &AttrSelectorOperation<&Value>,
    ) -> bool {
        self.arena
            .attrs(self.id)
            .iter()
            .any(|(key, value)| *key == local_name.0 && operation.eval_str(value))
    }

    fn match_non_ts_pseudo_class(&self, pc: &NoPseudo, _context: &mut MatchingContext<'_, Css>) -> bool {
        match *pc {}
    }

    fn match_pseudo_element(&self, pe: &NoPseudo, _context: &mut MatchingContext<'_, Css>) -> bool {
        match *pe {}
    }

    fn apply_selector_flags(&self, _flags: ElementSelectorFlags) {}

    fn is_link(&self) -> bool {
        self.arena.name(self.id) == "a" && self.arena.attr(self.id, "href").is_some()
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_id(&self, id: &Name, case_sensitivity: CaseSensitivity) -> bool {
        self.arena
            .attr(self.id, "id")
            .is_some_and(|own| case_sensitivity.eq(own.as_bytes(), id.0.as_bytes()))
    }

    fn has_class(&self, name: &Name, case_sensitivity: CaseSensitivity) -> bool {
        self.arena
            .classes(self.id)
            .any(|own| case_sensitivity.eq(own.as_bytes(), name.0.as_bytes()))
    }

    fn has_custom_state(&self, _name: &Name) -> bool {
        false
    }

    fn imported_part(&self, _name: &Name) -> Option<Name> {
        None
    }

    fn is_part(&self, _name: &Name) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        self.arena.range(self.id).is_empty() && self.arena.first_child(self.id).is_none()
    }

    fn is_root(&self) -> bool {
        self.arena.parent(self.id) == Some(0)
    }

    fn add_element_unique_hashes(&self, _filter: &mut BloomFilter) -> bool {
        false
    }
}
