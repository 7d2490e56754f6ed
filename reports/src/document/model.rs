//! The page model: what is drawn, what it means, and what the document says of itself.
//!
//! A document is a display list per page and one structure tree. Coordinates are points from the upper left
//! corner, y downwards. Everything drawn belongs to a structure element (`tag`) or is an artifact. A place can
//! be reserved in the structure tree and filled later, per person, by an [`Overlay`].

use chrono::{DateTime, Utc};
use entities::shared::language::Language;

use super::RenderError;
use super::canvas::Canvas;
use super::font::Run;
use super::style::{Rgb, Style};

/// Points in a millimetre.
pub const MM: f32 = 72.0 / 25.4;
/// A4: the shorter and the longer side in points.
pub const A4: (f32, f32) = (595.276, 841.89);

/// Standard structure types of PDF 1.7.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "names are those of ISO 32000-1, 14.8.4")]
pub enum Role {
    Document,
    Sect,
    P,
    H1,
    H2,
    H3,
    L,
    LI,
    Lbl,
    LBody,
    Table,
    THead,
    TBody,
    TR,
    TH,
    TD,
    Figure,
    Caption,
    Link,
    Note,
    Reference,
    TOC,
    TOCI,
}

/// Index of a structure element.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub usize);

/// A link by page and order on the page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LinkId {
    /// Page, from 0.
    pub page: usize,
    /// Order on the page, from 0.
    pub index: usize,
}

/// A piece of content inside the structure tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    /// Page, from 0.
    pub page: usize,
    /// Marked-content id on that page.
    pub mcid: usize,
    /// Role of the owner.
    pub role: Role,
}

/// Child of a structure element.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kid {
    /// Another element.
    Node(NodeId),
    /// Content of a page.
    Content(Slot),
    /// A link annotation.
    Link(LinkId),
}

/// Which cells a header cell heads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Those of its column.
    Column,
    /// Those of its row.
    Row,
}

/// Labels of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Numbering {
    /// 1, 2, 3.
    Decimal,
    /// Bullets.
    Disc,
}

/// A structure element.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// What it is.
    pub role: Role,
    /// Children in reading order.
    pub kids: Vec<Kid>,
    /// Text in place of a picture.
    pub alt: Option<String>,
    /// Left, top, right and bottom of a figure.
    pub bounds: Option<[f32; 4]>,
    /// Of a header cell.
    pub scope: Option<Scope>,
    /// Columns a cell spans.
    pub columns: u32,
    /// Of a list.
    pub numbering: Option<Numbering>,
}

/// Step of a path.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Seg {
    /// Start of a ring.
    Move(f32, f32),
    /// Straight line.
    Line(f32, f32),
    /// Cubic curve: two control points and the end.
    Curve(f32, f32, f32, f32, f32, f32),
    /// Back to the start of the ring.
    Close,
}

/// Why something drawn has no meaning to read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Artifact {
    /// Lines and ornaments.
    Layout,
    /// Page numbers, running heads, repeated table heads.
    Pagination,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// An address.
    Url(String),
    /// A page of this document, from 0.
    Page(usize),
    /// A height on a page of this document, in whole points from its upper edge.
    Place {
        /// Page, from 0.
        page: usize,
        /// Height.
        top: u16,
    },
}

/// Something drawn.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// Start of content that belongs to the structure tree.
    Begin(Slot),
    /// Start of an artifact.
    BeginArtifact(Artifact),
    /// Start of glyphs that stand for another text, as a hyphen at a line's end does.
    BeginActual(String),
    /// End of the innermost of the three.
    End,
    /// Text with its baseline at y.
    Text {
        /// Style.
        style: Style,
        /// Left end.
        x: f32,
        /// Baseline.
        y: f32,
        /// Glyphs.
        run: Run,
    },
    /// A filled or stroked path.
    Path {
        /// Steps.
        segs: Vec<Seg>,
        /// Fill colour.
        fill: Option<Rgb>,
        /// Stroke colour and width.
        stroke: Option<(Rgb, f32)>,
    },
    /// A square one-bit picture, rows from the top, most significant bit first.
    Bits {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Side in points.
        side: f32,
        /// Modules on a side.
        modules: usize,
        /// Rows padded to whole bytes; 1 is painted.
        rows: Vec<u8>,
        /// Colour of painted modules.
        color: Rgb,
    },
    /// A link's active area.
    Link {
        /// Left, top, right and bottom.
        bounds: [f32; 4],
        /// Where it leads.
        target: Target,
        /// What it does, in words.
        label: String,
        /// Its structure element.
        node: NodeId,
    },
}

/// One page.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Display list.
    pub items: Vec<Item>,
    /// Owner of each marked-content id.
    pub owners: Vec<NodeId>,
    links: usize,
}

/// A line of the outline.
#[derive(Clone, PartialEq, Debug)]
pub struct Bookmark {
    /// 1 for chapters, 2 for sections.
    pub level: u8,
    /// Text.
    pub title: String,
    /// Page, from 0.
    pub page: usize,
    /// Height on the page.
    pub y: f32,
}

/// What the document says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// Title, shown by readers.
    pub title: String,
    /// The office that issues it.
    pub author: String,
    /// One sentence.
    pub subject: String,
    /// When it was made; the document's dates.
    pub created: DateTime<Utc>,
    /// Its language.
    pub language: Language,
}

/// A document, ready to be written.
#[derive(Clone, PartialEq, Debug)]
pub struct Doc {
    /// Pages in order.
    pub pages: Vec<Page>,
    /// Structure elements; the first is the document.
    pub nodes: Vec<Node>,
    /// Outline.
    pub outline: Vec<Bookmark>,
    /// About itself.
    pub meta: Meta,
}

/// How far a document was drawn, to go back there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Extent {
    pages: usize,
    nodes: usize,
    outline: usize,
    /// Of the last page.
    items: usize,
    owners: usize,
    links: usize,
}

/// What belongs to one person and is laid over a document with reserved places.
#[derive(Clone, PartialEq, Debug)]
pub struct Overlay {
    /// Items for each page of the document.
    pub pages: Vec<Vec<Item>>,
    /// Alternative texts of the elements reserved for them.
    pub alts: Vec<String>,
    /// Addresses of the links reserved for them.
    pub urls: Vec<String>,
    /// About itself.
    pub meta: Meta,
}

/// Items that running heads and page numbers add to a page.
const FURNITURE: usize = 12;

/// The structure element of the whole document.
pub const ROOT: NodeId = NodeId(0);

impl Doc {
    /// A document without pages.
    #[must_use]
    pub fn new(meta: Meta) -> Self {
        Self { pages: Vec::new(), nodes: vec![Node::new(Role::Document)], outline: Vec::new(), meta }
    }

    /// Adds a page and returns its index.
    pub fn page(&mut self, width: f32, height: f32) -> usize {
        self.pages.push(Page { width, height, items: Vec::new(), owners: Vec::new(), links: 0 });
        self.pages.len() - 1
    }

    /// Adds a structure element as the last child of `parent`.
    pub fn node(&mut self, parent: NodeId, role: Role) -> NodeId {
        let id = NodeId(self.nodes.len());
        self.nodes.push(Node::new(role));
        self.kid(parent, Kid::Node(id));
        id
    }

    /// A picture with its alternative text and bounds (left, top, right, bottom).
    pub fn figure(&mut self, parent: NodeId, alt: &str, bounds: [f32; 4]) -> NodeId {
        let id = self.node(parent, Role::Figure);
        self.edit(id, |node| {
            node.alt = Some(alt.to_owned());
            node.bounds = Some(bounds);
        });
        id
    }

    /// Changes an element's attributes.
    pub fn edit(&mut self, node: NodeId, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(node.0) {
            change(node);
        }
    }

    /// Draws content that belongs to `node`.
    ///
    /// # Errors
    /// What `draw` returns.
    pub fn tag<R>(
        &mut self,
        page: usize,
        node: NodeId,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<R, RenderError>,
    ) -> Result<R, RenderError> {
        let slot = self.reserve(page, node);
        self.bracket(page, Item::Begin(slot), draw)
    }

    /// Draws something without meaning for reading.
    ///
    /// # Errors
    /// What `draw` returns.
    pub fn artifact<R>(
        &mut self,
        page: usize,
        kind: Artifact,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<R, RenderError>,
    ) -> Result<R, RenderError> {
        self.bracket(page, Item::BeginArtifact(kind), draw)
    }

    /// A place in the reading order whose content follows later.
    pub fn reserve(&mut self, page: usize, node: NodeId) -> Slot {
        let role = self.nodes.get(node.0).map_or(Role::P, |node| node.role);
        let mcid = self.pages.get_mut(page).map_or(0, |page| {
            page.owners.push(node);
            page.owners.len() - 1
        });
        let slot = Slot { page, mcid, role };
        self.kid(node, Kid::Content(slot));
        slot
    }

    /// Makes an area active; `node` is a [`Role::Link`].
    pub fn link(
        &mut self,
        page: usize,
        node: NodeId,
        bounds: [f32; 4],
        target: Target,
        label: &str,
    ) -> LinkId {
        let index = self.pages.get_mut(page).map_or(0, |page| {
            page.items.push(Item::Link { bounds, target, label: label.to_owned(), node });
            page.links += 1;
            page.links - 1
        });
        let link = LinkId { page, index };
        self.kid(node, Kid::Link(link));
        link
    }

    /// Gives back the room that the last page's display list grew ahead of its need; some is left for page numbers.
    pub fn settle(&mut self) {
        if let Some(last) = self.pages.last_mut() {
            last.items.shrink_to(last.items.len() + FURNITURE);
        }
    }

    /// How far the document is drawn.
    #[must_use]
    pub fn extent(&self) -> Extent {
        let (items, owners, links) =
            self.pages.last().map_or((0, 0, 0), |last| (last.items.len(), last.owners.len(), last.links));
        let (pages, nodes, outline) = (self.pages.len(), self.nodes.len(), self.outline.len());
        Extent { pages, nodes, outline, items, owners, links }
    }

    /// Takes away all that was drawn since on the page that was the last one then, and on those after it.
    pub fn cut(&mut self, to: Extent) {
        self.pages.truncate(to.pages);
        if let Some(last) = self.pages.last_mut() {
            last.items.truncate(to.items);
            last.owners.truncate(to.owners);
            last.links = to.links;
        }
        self.nodes.truncate(to.nodes);
        self.outline.truncate(to.outline);
        let is_known = |page: usize, index: usize, known: usize| {
            page + 1 < to.pages || (page + 1 == to.pages && index < known)
        };
        for node in &mut self.nodes {
            let kept = node.kids.iter().rposition(|kid| match kid {
                Kid::Node(node) => node.0 < to.nodes,
                Kid::Content(slot) => is_known(slot.page, slot.mcid, to.owners),
                Kid::Link(link) => is_known(link.page, link.index, to.links),
            });
            node.kids.truncate(kept.map_or(0, |last| last + 1));
        }
    }

    /// The same document with an overlay's items drawn after its own.
    #[must_use]
    pub fn with(mut self, overlay: &Overlay) -> Self {
        for (page, items) in self.pages.iter_mut().zip(&overlay.pages) {
            page.items.extend_from_slice(items);
        }
        self.meta = overlay.meta.clone();
        self
    }

    fn kid(&mut self, parent: NodeId, kid: Kid) {
        self.edit(parent, |node| node.kids.push(kid));
    }

    fn bracket<R>(
        &mut self,
        page: usize,
        begin: Item,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<R, RenderError>,
    ) -> Result<R, RenderError> {
        let page = self.pages.get_mut(page).ok_or_else(|| RenderError::writer("no such page"))?;
        bracket(&mut page.items, begin, draw)
    }
}

impl Overlay {
    /// An empty overlay for a document of so many pages.
    #[must_use]
    pub fn new(pages: usize, meta: Meta) -> Self {
        Self { pages: vec![Vec::new(); pages], alts: Vec::new(), urls: Vec::new(), meta }
    }

    /// Draws into a reserved place.
    ///
    /// # Errors
    /// What `draw` returns.
    pub fn fill<R>(
        &mut self,
        slot: Slot,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<R, RenderError>,
    ) -> Result<R, RenderError> {
        bracket(self.items(slot.page)?, Item::Begin(slot), draw)
    }

    /// Draws something without meaning for reading.
    ///
    /// # Errors
    /// What `draw` returns.
    pub fn artifact<R>(
        &mut self,
        page: usize,
        kind: Artifact,
        draw: impl FnOnce(&mut Canvas<'_>) -> Result<R, RenderError>,
    ) -> Result<R, RenderError> {
        bracket(self.items(page)?, Item::BeginArtifact(kind), draw)
    }

    fn items(&mut self, page: usize) -> Result<&mut Vec<Item>, RenderError> {
        self.pages.get_mut(page).ok_or_else(|| RenderError::writer("no such page"))
    }
}

impl Node {
    fn new(role: Role) -> Self {
        Self { role, kids: Vec::new(), alt: None, bounds: None, scope: None, columns: 1, numbering: None }
    }
}

fn bracket<R>(
    items: &mut Vec<Item>,
    begin: Item,
    draw: impl FnOnce(&mut Canvas<'_>) -> Result<R, RenderError>,
) -> Result<R, RenderError> {
    items.push(begin);
    let result = draw(&mut Canvas::new(items))?;
    items.push(Item::End);
    Ok(result)
}
