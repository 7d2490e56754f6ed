//! One master per edition, and per person only what differs.
//!
//! printpdf draws the master once; its finished objects become immutable bytes. Per person these are written
//! anew: the overlay's content, XMP, Info, addresses of links, alternative texts and the font programs of the
//! variable faces, where glyphs nobody needs are blanked. Glyph ids, widths and the map to text are those of the
//! master, so a certificate's bytes depend on the master and its own overlay only, never on the rest of a batch.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use lopdf::ObjectId;

use super::RenderError;
use super::font::{Face, Figures, shape};
use super::model::{Doc, Item, LinkId, NodeId, Overlay};
use super::subset::{Wanted, want};
use super::write::conform::{self, Parts};
use super::write::file::{Frozen, Tail};
use super::write::{Subsets, content, fonts, meta, object, render, subsets, wanted};

/// Places of a document that an overlay fills.
#[derive(Clone, Debug, Default)]
pub struct Reserved {
    /// Pages with content per person.
    pub pages: Vec<usize>,
    /// Elements whose alternative text is per person.
    pub alts: Vec<NodeId>,
    /// Links whose address is per person.
    pub links: Vec<LinkId>,
    /// Faces of the variable texts; each must occur in the document's own text too.
    pub faces: Vec<Face>,
}

/// A master, ready to be filled any number of times, also from several threads.
#[derive(Clone, Debug)]
pub struct Master {
    doc: Doc,
    reserved: Reserved,
    subsets: Subsets,
    parts: Parts,
    frozen: Frozen,
    own_glyphs: BTreeMap<Face, Vec<bool>>,
    contents: Vec<(usize, ObjectId)>,
    links: Vec<(ObjectId, Vec<u8>)>,
    alts: Vec<(ObjectId, Vec<u8>)>,
    fixed: Vec<Vec<u8>>,
}

/// What faces join with the letter that follows, or let change its form.
const JOINING: [&str; 9] = ["", "f", "ff", "T", "Q", "Qu", "J", "t", "-"];

/// Glyphs of each face's repertoire, shaped once per process.
static REPERTOIRE: [OnceLock<Wanted>; 4] = [const { OnceLock::new() }; 4];

impl Master {
    /// Draws the document and freezes all that does not vary.
    ///
    /// # Errors
    /// [`RenderError::Writer`] for a defect, [`RenderError::Invalid`] for dates.
    pub fn new(doc: Doc, reserved: Reserved) -> Result<Self, RenderError> {
        Self::with(doc, reserved, None)
    }

    /// The file of one person.
    ///
    /// # Errors
    /// As for [`Master::new`].
    pub fn fill(&self, overlay: &Overlay) -> Result<Vec<u8>, RenderError> {
        match self.contents_of(overlay) {
            Some(contents) => self.write(overlay, &contents),
            // a rare glyph: this person gets a master whose subsets hold it, whoever else is in the batch
            None => {
                let own = Self::with(self.doc.clone(), self.reserved.clone(), Some(overlay))?;
                let contents =
                    own.contents_of(overlay).ok_or_else(|| RenderError::writer("a glyph was lost"))?;
                own.write(overlay, &contents)
            }
        }
    }

    /// A page's content as this person's file has it, before compression; for comparison with printpdf's.
    #[must_use]
    pub fn page_content(&self, page: usize, overlay: &Overlay) -> Option<Vec<u8>> {
        let mut whole = self.fixed.get(page)?.clone();
        let height = self.doc.pages.get(page)?.height;
        whole.extend(content::overlay(overlay.pages.get(page)?, &self.subsets, height)?);
        Some(whole)
    }

    /// The same document drawn by printpdf in one go, compacted, with this master's subsets.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when printpdf's objects are not as expected.
    pub fn page_content_drawn_whole(&self, page: usize, overlay: &Overlay) -> Result<Vec<u8>, RenderError> {
        let objects = render::draw(&self.doc.clone().with(overlay), &self.subsets)?;
        let id = objects.get_pages().into_values().nth(page);
        let id = id.ok_or_else(|| RenderError::writer("a page was lost"))?;
        content::compact(&objects.get_page_content(id))
    }

    fn with(doc: Doc, reserved: Reserved, rare: Option<&Overlay>) -> Result<Self, RenderError> {
        let subsets = repertoire(&doc, &reserved, rare)?;
        let mut objects = render::draw(&doc, &subsets)?;
        let parts = conform::conform(&mut objects, &doc, &subsets)?;
        let mut fixed = Vec::with_capacity(parts.contents.len());
        for id in &parts.contents {
            let stream = objects.get_object_mut(*id).and_then(lopdf::Object::as_stream_mut);
            let stream = stream.map_err(RenderError::writer)?;
            stream.set_content(content::compact(&stream.content)?);
            fixed.push(stream.content.clone());
        }
        let contents = reserve_contents(&mut objects, &parts, &reserved)?;
        let pick =
            |found: Option<&ObjectId>| found.copied().ok_or_else(|| RenderError::writer("a place was lost"));
        let link_ids =
            reserved.links.iter().map(|link| pick(parts.links.get(link))).collect::<Result<Vec<_>, _>>()?;
        let alt_ids =
            reserved.alts.iter().map(|node| pick(parts.nodes.get(node.0))).collect::<Result<Vec<_>, _>>()?;
        let programs = reserved
            .faces
            .iter()
            .map(|face| pick(parts.programs.get(face)))
            .collect::<Result<Vec<_>, _>>()?;

        let mut later: Vec<ObjectId> = contents.iter().map(|(_, id)| *id).collect();
        later.extend([parts.xmp, parts.info]);
        later.extend(link_ids.iter().chain(&alt_ids).chain(&programs));
        let frozen = Frozen::new(&objects, &parts, &later)?;
        let open = |ids: Vec<ObjectId>, key: &[u8]| {
            let opened = ids.into_iter().map(|id| Ok((id, frozen.open_dictionary(&objects, id, &[key])?)));
            opened.collect::<Result<Vec<_>, RenderError>>()
        };
        let (links, alts) = (open(link_ids, b"A")?, open(alt_ids, b"Alt")?);
        let own_glyphs =
            reserved.faces.iter().map(|face| (*face, marks(&doc.pages, *face, &subsets))).collect();
        Ok(Self { doc, reserved, subsets, parts, frozen, own_glyphs, contents, links, alts, fixed })
    }

    /// The variable content of each reserved page; `None` when a glyph is outside of the subsets.
    fn contents_of(&self, overlay: &Overlay) -> Option<Vec<Vec<u8>>> {
        let content = |(page, _): &(usize, ObjectId)| {
            let height = self.doc.pages.get(*page)?.height;
            content::overlay(overlay.pages.get(*page)?, &self.subsets, height)
        };
        self.contents.iter().map(content).collect()
    }

    fn write(&self, overlay: &Overlay, contents: &[Vec<u8>]) -> Result<Vec<u8>, RenderError> {
        let mut tail = Tail::new(&self.frozen);
        for ((_, id), content) in self.contents.iter().zip(contents) {
            tail.stream(*id, lopdf::Dictionary::new(), content, true)?;
        }
        tail.stream(self.parts.xmp, meta::xmp_dictionary(), meta::xmp(&overlay.meta)?.as_bytes(), false)?;
        let mut info = Vec::new();
        object::object(&mut info, &meta::info(&overlay.meta)?.into(), &object::Numbers::new());
        tail.object(self.parts.info, &info)?;
        for ((id, open), url) in self.links.iter().zip(&overlay.urls) {
            let mut bytes = open.clone();
            bytes.extend_from_slice(b"/A<</S/URI/URI");
            object::literal(&mut bytes, uri(url).as_bytes());
            bytes.extend_from_slice(b">>>>");
            tail.object(*id, &bytes)?;
        }
        for ((id, open), alt) in self.alts.iter().zip(&overlay.alts) {
            let mut bytes = open.clone();
            bytes.extend_from_slice(b"/Alt");
            object::literal(&mut bytes, &object::utf16(alt));
            bytes.extend_from_slice(b">>");
            tail.object(*id, &bytes)?;
        }
        for face in &self.reserved.faces {
            let (id, subset) = match (self.parts.programs.get(face), self.subsets.get(face)) {
                (Some(id), Some(subset)) => (*id, subset),
                _ => return Err(RenderError::writer("a font was lost")),
            };
            let mut keep = self.own_glyphs.get(face).cloned().unwrap_or_default();
            for items in &overlay.pages {
                mark(&mut keep, items, *face, &self.subsets);
            }
            let program = subset.program.with_glyphs(&keep);
            tail.stream(id, fonts::program_dictionary(program.len()), &program, true)?;
        }
        tail.finish()
    }
}

/// An address as PDF wants it: ASCII, anything else percent-encoded.
#[must_use]
pub fn uri(url: &str) -> String {
    let mut encoded = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Subsets with all that the document shows and all that its variable texts may show.
fn repertoire(doc: &Doc, reserved: &Reserved, rare: Option<&Overlay>) -> Result<Subsets, RenderError> {
    let mut faces = wanted(doc);
    for face in &reserved.faces {
        let known = faces.entry(*face).or_default();
        for (glyph, text) in letters_of(*face)? {
            known.entry(*glyph).or_insert_with(|| text.clone());
        }
    }
    if let Some(rare) = rare {
        for (face, glyphs) in wanted(&doc.clone().with(rare)) {
            let known = faces.entry(face).or_default();
            for (glyph, text) in glyphs {
                known.entry(glyph).or_insert(text);
            }
        }
    }
    subsets(&faces)
}

/// Every glyph that names, places, dates and numbers normally need.
fn letters_of(face: Face) -> Result<&'static Wanted, RenderError> {
    let Some(known) = Face::ALL.iter().position(|other| *other == face).and_then(|at| REPERTOIRE.get(at))
    else {
        return Err(RenderError::writer("an unknown face"));
    };
    if let Some(glyphs) = known.get() {
        return Ok(glyphs);
    }
    let mut glyphs = Wanted::new();
    for figures in [Figures::Proportional, Figures::Tabular] {
        for joining in JOINING {
            for letter in entities::shared::repertoire::letters() {
                want(&mut glyphs, &shape(face, figures, 0.0, &format!("{joining}{letter}"))?);
            }
        }
    }
    Ok(known.get_or_init(|| glyphs))
}

/// A second content stream for every reserved page.
fn reserve_contents(
    objects: &mut lopdf::Document,
    parts: &Parts,
    reserved: &Reserved,
) -> Result<Vec<(usize, ObjectId)>, RenderError> {
    let mut contents = Vec::with_capacity(reserved.pages.len());
    for page in &reserved.pages {
        let variable = objects.new_object_id();
        let (id, fixed) = match (parts.pages.get(*page), parts.contents.get(*page)) {
            (Some(id), Some(fixed)) => (*id, *fixed),
            _ => return Err(RenderError::writer("a page was lost")),
        };
        let both = vec![lopdf::Object::Reference(fixed), lopdf::Object::Reference(variable)];
        objects.get_dictionary_mut(id).map_err(RenderError::writer)?.set("Contents", both);
        contents.push((*page, variable));
    }
    Ok(contents)
}

/// Glyphs of one face that the document itself shows.
fn marks(pages: &[super::model::Page], face: Face, subsets: &Subsets) -> Vec<bool> {
    let mut keep = Vec::new();
    for page in pages {
        mark(&mut keep, &page.items, face, subsets);
    }
    keep
}

fn mark(keep: &mut Vec<bool>, items: &[Item], face: Face, subsets: &Subsets) {
    let Some(subset) = subsets.get(&face) else { return };
    keep.resize(subset.program.glyph_count(), false);
    for item in items {
        if let Item::Text { style, run, .. } = item
            && style.face == face
        {
            for glyph in &run.glyphs {
                if let Some(kept) = subset.glyph(glyph.id).and_then(|id| keep.get_mut(usize::from(id))) {
                    *kept = true;
                }
            }
        }
    }
}
