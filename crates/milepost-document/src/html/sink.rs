//! Takes what html5ever's tree builder says into a plain list of linked nodes, and counts against the limits.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, QualName};

use crate::Limits;
use crate::arena::{NONE, index, offset};

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    Element {
        name: QualName,
        attrs: Vec<Attribute>,
    },
    Text(String),
    /// The document itself, a comment, a doctype, the contents of a template.
    Other,
}

/// One node and its links.
#[derive(Debug)]
pub(super) struct SinkNode {
    pub(super) kind: Kind,
    parent: u32,
    previous: u32,
    pub(super) next: u32,
    pub(super) first_child: u32,
    last_child: u32,
    depth: u32,
}

/// Which limit a page broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Overrun {
    Elements,
    Depth,
}

/// The nodes of a page in the making. The document is node 0.
#[derive(Debug)]
pub(super) struct Sink {
    pub(super) nodes: RefCell<Vec<SinkNode>>,
    pub(super) overrun: Cell<Option<Overrun>>,
    nameless: RefCell<QualName>,
    elements_left: Cell<usize>,
    attrs_left: Cell<usize>,
    max_nodes: usize,
    max_depth: u32,
}

/// Attributes an element, on average: pages full of inline styles have three.
const MAX_ATTRS_AN_ELEMENT: usize = 4;

impl Sink {
    pub(super) fn new(limits: &Limits) -> Self {
        let sink = Self {
            nodes: RefCell::new(Vec::new()),
            overrun: Cell::new(None),
            nameless: RefCell::new(QualName::new(None, html5ever::ns!(html), LocalName::from(""))),
            elements_left: Cell::new(limits.max_elements),
            attrs_left: Cell::new(limits.max_elements.saturating_mul(MAX_ATTRS_AN_ELEMENT)),
            // Texts and comments are nodes as well.
            max_nodes: limits.max_elements.saturating_mul(3),
            max_depth: u32::try_from(limits.max_depth).unwrap_or(u32::MAX),
        };
        sink.create(Kind::Other);
        sink
    }

    fn create(&self, kind: Kind) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() >= self.max_nodes {
            self.overrun.set(Some(Overrun::Elements));
        }
        let id = offset(nodes.len());
        nodes.push(SinkNode {
            kind,
            parent: NONE,
            previous: NONE,
            next: NONE,
            first_child: NONE,
            last_child: NONE,
            depth: 0,
        });
        id
    }

    fn edit<T>(&self, id: u32, change: impl FnOnce(&mut SinkNode) -> T) -> Option<T> {
        self.nodes.borrow_mut().get_mut(index(id)).map(change)
    }

    fn look<T>(&self, id: u32, view: impl FnOnce(&SinkNode) -> T) -> Option<T> {
        self.nodes.borrow().get(index(id)).map(view)
    }

    fn detach(&self, id: u32) {
        let links = self.edit(id, |node| {
            let links = (node.parent, node.previous, node.next);
            (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
            links
        });
        let Some((parent, previous, next)) = links else {
            return;
        };
        self.edit(previous, |node| node.next = next);
        self.edit(next, |node| node.previous = previous);
        self.edit(parent, |node| {
            if node.first_child == id {
                node.first_child = next;
            }
            if node.last_child == id {
                node.last_child = previous;
            }
        });
    }

    /// Puts `id` below `parent`, before `next` or last.
    fn attach(&self, id: u32, parent: u32, next: u32) {
        self.detach(id);
        let Some((last, depth)) = self.look(parent, |node| (node.last_child, node.depth.saturating_add(1)))
        else {
            return;
        };
        if depth > self.max_depth {
            self.overrun.set(Some(Overrun::Depth));
        }
        let previous = if next == NONE {
            last
        } else {
            self.look(next, |node| node.previous).unwrap_or(NONE)
        };
        self.edit(id, |node| {
            (node.parent, node.previous, node.next, node.depth) = (parent, previous, next, depth);
        });
        self.edit(previous, |node| node.next = id);
        self.edit(next, |node| node.previous = id);
        self.edit(parent, |node| {
            if previous == NONE {
                node.first_child = id;
            }
            if next == NONE {
                node.last_child = id;
            }
        });
    }

    /// Adds text to the text node `previous`, or makes a new node.
    fn add_text(&self, previous: u32, text: &StrTendril) -> Option<u32> {
        let merged = self.edit(previous, |node| {
            if let Kind::Text(own) = &mut node.kind {
                own.push_str(text);
                true
            } else {
                false
            }
        });
        (merged != Some(true)).then(|| self.create(Kind::Text(text.to_string())))
    }
}

impl TreeSink for Sink {
    type Handle = u32;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _msg: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn get_document(&self) -> u32 {
        0
    }

    fn same_node(&self, x: &u32, y: &u32) -> bool {
        x == y
    }

    fn elem_name<'a>(&'a self, target: &'a u32) -> Ref<'a, QualName> {
        let named = Ref::filter_map(self.nodes.borrow(), |nodes| {
            nodes.get(index(*target)).and_then(|node| match &node.kind {
                Kind::Element { name, .. } => Some(name),
                Kind::Text(_) | Kind::Other => None,
            })
        });
        named.unwrap_or_else(|_not_an_element| self.nameless.borrow())
    }

    fn create_element(&self, name: QualName, mut attrs: Vec<Attribute>, _flags: ElementFlags) -> u32 {
        attrs.shrink_to_fit();
        match (
            self.elements_left.get().checked_sub(1),
            self.attrs_left.get().checked_sub(attrs.len()),
        ) {
            (Some(elements), Some(left)) => {
                self.elements_left.set(elements);
                self.attrs_left.set(left);
            }
            _ => self.overrun.set(Some(Overrun::Elements)),
        }
        self.create(Kind::Element { name, attrs })
    }

    fn create_comment(&self, _text: StrTendril) -> u32 {
        self.create(Kind::Other)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> u32 {
        self.create(Kind::Other)
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public_id: StrTendril, _system_id: StrTendril) {}

    fn append(&self, parent: &u32, child: NodeOrText<u32>) {
        match child {
            NodeOrText::AppendNode(id) => self.attach(id, *parent, NONE),
            NodeOrText::AppendText(text) => {
                let last = self.look(*parent, |node| node.last_child).unwrap_or(NONE);
                if let Some(id) = self.add_text(last, &text) {
                    self.attach(id, *parent, NONE);
                }
            }
        }
    }

    fn append_before_sibling(&self, sibling: &u32, new_node: NodeOrText<u32>) {
        let Some((parent, previous)) = self.look(*sibling, |node| (node.parent, node.previous)) else {
            return;
        };
        if parent == NONE {
            return;
        }
        match new_node {
            NodeOrText::AppendNode(id) => self.attach(id, parent, *sibling),
            NodeOrText::AppendText(text) => {
                if let Some(id) = self.add_text(previous, &text) {
                    self.attach(id, parent, *sibling);
                }
            }
        }
    }

    fn append_based_on_parent_node(&self, element: &u32, prev_element: &u32, child: NodeOrText<u32>) {
        let has_parent = self.look(*element, |node| node.parent != NONE) == Some(true);
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(prev_element, child);
        }
    }

    fn get_template_contents(&self, target: &u32) -> u32 {
        // The contents of a template are never shown: they go to a node that hangs nowhere.
        let _ = target;
        self.create(Kind::Other)
    }

    fn add_attrs_if_missing(&self, target: &u32, new: Vec<Attribute>) {
        self.edit(*target, |node| {
            if let Kind::Element { attrs, .. } = &mut node.kind {
                for attribute in new {
                    if attrs.iter().all(|own| own.name != attribute.name) {
                        attrs.push(attribute);
                    }
                }
            }
        });
    }

    fn remove_from_parent(&self, target: &u32) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &u32, new_parent: &u32) {
        while let Some(child) = self
            .look(*node, |node| node.first_child)
            .filter(|child| *child != NONE)
        {
            self.attach(child, *new_parent, NONE);
        }
    }
}
