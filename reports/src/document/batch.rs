//! One master per edition, and per person only what differs.
//!
//! printpdf draws the master once; its finished objects become immutable bytes. Per person these are written
//! anew: the overlay's content, XMP, Info, addresses of links, alternative texts and the font programs of the
//! faces that show names, where glyphs the person does not need are blanked. Glyph ids, widths and the map to text
//! are those of the master. A face for dates, numbers and codes is frozen with a small alphabet.
//!
//! An overlay with glyphs beyond all that gets a master that has them; it serves everyone who needs exactly those.
//! So a certificate's bytes depend on its document and its own overlay only, never on the rest of a batch.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use lopdf::ObjectId;

use super::RenderError;
use super::font::{Face, Figures, shape};
use super::model::{Doc, Item, LinkId, NodeId, Overlay};
use super::subset::{Wanted, want};
use super::write::conform::{self, Parts};
use super::write::file::{Frozen, Tail};
use super::write::tags::Elements;
use super::write::{self, Subsets, content, fonts, meta, object, render, subsets, wanted};

/// Places of a document that an overlay fills.
#[derive(Clone, Debug, Default)]
pub struct Reserved {
    /// Pages with content per person.
    pub pages: Vec<usize>,
    /// Elements whose alternative text is per person.
    pub alts: Vec<NodeId>,
    /// Links whose address is per person.
    pub links: Vec<LinkId>,
    /// Faces that show names: they know every letter, and each file has those it shows. Each must occur in the
    /// document's own text too.
    pub names: Vec<Face>,
    /// Faces that show dates, numbers or codes, and the letters of those.
    pub facts: Vec<(Face, &'static str)>,
}

/// A master, ready to be filled any number of times, also from several threads.
#[derive(Debug)]
pub struct Master {
    doc: Doc,
    reserved: Reserved,
    common: Drawn,
    others: Mutex<Vec<(Glyphs, Arc<Drawn>)>>,
}

/// Glyphs by face.
type Glyphs = BTreeMap<Face, Wanted>;

/// The document drawn with certain glyphs, and all that does not vary frozen.
#[derive(Debug)]
struct Drawn {
    subsets: Subsets,
    parts: Parts,
    frozen: Frozen,
    own_glyphs: BTreeMap<Face, Vec<bool>>,
    contents: Vec<(usize, ObjectId)>,
    links: Vec<(ObjectId, Vec<u8>)>,
    alts: Vec<(ObjectId, Vec<u8>)>,
    fixed: Vec<Vec<u8>>,
}

/// Masters with more glyphs that are kept: a place or a number with an unusual letter is one for all of an edition.
const OTHERS: usize = 4;

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
        let common = Drawn::new(&doc, &reserved, &Glyphs::new())?;
        Ok(Self { doc, reserved, common, others: Mutex::default() })
    }

    /// The file of one person.
    ///
    /// # Errors
    /// As for [`Master::new`].
    pub fn fill(&self, overlay: &Overlay) -> Result<Vec<u8>, RenderError> {
        if let Some(contents) = self.contents_of(&self.common, overlay) {
            return self.write(&self.common, overlay, &contents);
        }
        let other = self.other(overlay)?;
        let contents =
            self.contents_of(&other, overlay).ok_or_else(|| RenderError::writer("a glyph was lost"))?;
        self.write(&other, overlay, &contents)
    }

    /// A page's content as this person's file has it, before compression; for comparison with printpdf's.
    ///
    /// # Errors
    /// As for [`Master::new`].
    pub fn page_content(&self, page: usize, overlay: &Overlay) -> Result<Vec<u8>, RenderError> {
        let drawn = self.other(overlay)?;
        let lost = || RenderError::writer("a page was lost");
        let (mut whole, model) =
            drawn.fixed.get(page).cloned().zip(self.doc.pages.get(page)).ok_or_else(lost)?;
        let items = overlay.pages.get(page).ok_or_else(lost)?;
        let own = content::overlay(items, &drawn.subsets, model.height);
        whole.extend(own.ok_or_else(|| RenderError::writer("a glyph was lost"))?);
        Ok(whole)
    }

    /// The same document drawn by printpdf in one go, compacted, with the subsets of this person's file.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when printpdf's objects are not as expected.
    pub fn page_content_drawn_whole(&self, page: usize, overlay: &Overlay) -> Result<Vec<u8>, RenderError> {
        let drawn = self.other(overlay)?;
        let objects = render::draw(&self.doc.clone().with(overlay), &drawn.subsets, usize::MAX)?;
        let id = objects.get_pages().into_values().nth(page);
        let id = id.ok_or_else(|| RenderError::writer("a page was lost"))?;
        content::compact(&objects.get_page_content(id))
    }

    /// The master with the glyphs that this overlay needs beyond the common ones.
    fn other(&self, overlay: &Overlay) -> Result<Arc<Drawn>, RenderError> {
        let mut missing = write::glyphs(overlay.pages.iter().flatten());
        for (face, glyphs) in &mut missing {
            let known = self.common.subsets.get(face);
            glyphs.retain(|glyph, _| known.is_none_or(|subset| subset.glyph(*glyph).is_none()));
        }
        missing.retain(|_, glyphs| !glyphs.is_empty());
        // Held while drawing: whoever needs the same glyphs waits for one drawing.
        let mut others = self.others.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(at) = others.iter().position(|(glyphs, _)| *glyphs == missing) {
            let hit = others.remove(at);
            let drawn = Arc::clone(&hit.1);
            others.push(hit);
            return Ok(drawn);
        }
        let drawn = Arc::new(Drawn::new(&self.doc, &self.reserved, &missing)?);
        if others.len() == OTHERS {
            others.remove(0);
        }
        others.push((missing, Arc::clone(&drawn)));
        Ok(drawn)
    }

    /// The variable content of each reserved page; `None` when a glyph is outside of the subsets.
    fn contents_of(&self, drawn: &Drawn, overlay: &Overlay) -> Option<Vec<Vec<u8>>> {
        let content = |(page, _): &(usize, ObjectId)| {
            let height = self.doc.pages.get(*page)?.height;
            content::overlay(overlay.pages.get(*page)?, &drawn.subsets, height)
        };
        drawn.contents.iter().map(content).collect()
    }

    fn write(&self, drawn: &Drawn, overlay: &Overlay, contents: &[Vec<u8>]) -> Result<Vec<u8>, RenderError> {
        let mut tail = Tail::new(&drawn.frozen);
        for ((_, id), content) in drawn.contents.iter().zip(contents) {
            tail.stream(*id, b"", content, true)?;
        }
        tail.stream(drawn.parts.xmp, meta::XMP_ENTRIES, meta::xmp(&overlay.meta)?.as_bytes(), false)?;
        for face in &self.reserved.names {
            let (id, subset) = match (drawn.parts.programs.get(face), drawn.subsets.get(face)) {
                (Some(id), Some(subset)) => (*id, subset),
                _ => return Err(RenderError::writer("a font was lost")),
            };
            let mut keep = drawn.own_glyphs.get(face).cloned().unwrap_or_default();
            for items in &overlay.pages {
                mark(&mut keep, items, *face, &drawn.subsets);
            }
            let program = subset.program.with_glyphs(&keep);
            tail.stream(id, &fonts::program_entries(program.len()), &program, true)?;
        }
        let mut info = Vec::with_capacity(1024);
        object::object(&mut info, &meta::info(&overlay.meta)?.into(), &object::Numbers::new());
        let mut objects = vec![(drawn.parts.info, info)];
        for ((id, open), url) in drawn.links.iter().zip(&overlay.urls) {
            let mut bytes = open.clone();
            bytes.extend_from_slice(b"/A<</S/URI/URI");
            object::literal(&mut bytes, uri(url).as_bytes());
            bytes.extend_from_slice(b">>>>");
            objects.push((*id, bytes));
        }
        for ((id, open), alt) in drawn.alts.iter().zip(&overlay.alts) {
            let mut bytes = open.clone();
            bytes.extend_from_slice(b"/Alt");
            object::literal(&mut bytes, &object::utf16(alt));
            bytes.extend_from_slice(b">>");
            objects.push((*id, bytes));
        }
        tail.packed(&objects)?;
        tail.finish()
    }
}

impl Drawn {
    fn new(doc: &Doc, reserved: &Reserved, more: &Glyphs) -> Result<Self, RenderError> {
        let subsets = repertoire(doc, reserved, more)?;
        let mut objects = render::draw(doc, &subsets, usize::MAX)?;
        let parts = conform::conform(&mut objects, doc, &subsets)?;
        let mut fixed = Vec::with_capacity(parts.contents.len());
        for id in &parts.contents {
            let stream = objects.get_object_mut(*id).and_then(lopdf::Object::as_stream_mut);
            let stream = stream.map_err(RenderError::writer)?;
            stream.set_content(content::compact(&stream.content)?);
            fixed.push(stream.content.clone());
        }
        let contents = reserve_contents(&mut objects, &parts, reserved)?;
        let pick =
            |found: Option<&ObjectId>| found.copied().ok_or_else(|| RenderError::writer("a place was lost"));
        let link_ids =
            reserved.links.iter().map(|link| pick(parts.links.get(link))).collect::<Result<Vec<_>, _>>()?;
        let alt_ids =
            reserved.alts.iter().map(|node| pick(parts.nodes.get(node.0))).collect::<Result<Vec<_>, _>>()?;
        let programs = reserved
            .names
            .iter()
            .map(|face| pick(parts.programs.get(face)))
            .collect::<Result<Vec<_>, _>>()?;

        let mut later: Vec<ObjectId> = contents.iter().map(|(_, id)| *id).collect();
        later.push(parts.xmp);
        later.extend(&programs);
        later.push(parts.info);
        later.extend(link_ids.iter().chain(&alt_ids));
        // once for all of an edition: as small as it gets
        let elements = Elements::new(doc, &parts);
        let frozen = Frozen::new(&objects, &parts, &elements, &later, flate2::Compression::best())?;
        let mut links = Vec::with_capacity(link_ids.len());
        for id in link_ids {
            let annotation = objects.get_dictionary(id).map_err(RenderError::writer)?.clone();
            links.push((id, frozen.open_dictionary(annotation, b"A")));
        }
        let mut alts = Vec::with_capacity(alt_ids.len());
        for id in alt_ids {
            let element = elements.get(id)?.ok_or_else(|| RenderError::writer("an element was lost"))?;
            alts.push((id, frozen.open_dictionary(element, b"Alt")));
        }
        let own_glyphs =
            reserved.names.iter().map(|face| (*face, marks(&doc.pages, *face, &subsets))).collect();
        Ok(Self { subsets, parts, frozen, own_glyphs, contents, links, alts, fixed })
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

/// Subsets with all that the document shows, all that its variable texts may show, and more.
fn repertoire(doc: &Doc, reserved: &Reserved, more: &Glyphs) -> Result<Subsets, RenderError> {
    let mut faces = wanted(doc);
    let mut add = |face: Face, glyphs: &Wanted| {
        let known = faces.entry(face).or_default();
        for (glyph, text) in glyphs {
            known.entry(*glyph).or_insert_with(|| text.clone());
        }
    };
    for face in &reserved.names {
        add(*face, letters_of(*face)?);
    }
    for (face, letters) in &reserved.facts {
        let mut glyphs = Wanted::new();
        for letter in letters.chars() {
            want(&mut glyphs, &shape(*face, Figures::Tabular, 0.0, letter.encode_utf8(&mut [0; 4]))?);
        }
        add(*face, &glyphs);
    }
    for (face, glyphs) in more {
        add(*face, glyphs);
    }
    subsets(&faces)
}

/// Every glyph that names normally need.
fn letters_of(face: Face) -> Result<&'static Wanted, RenderError> {
    let Some(known) = Face::ALL.iter().position(|other| *other == face).and_then(|at| REPERTOIRE.get(at))
    else {
        return Err(RenderError::writer("an unknown face"));
    };
    if let Some(glyphs) = known.get() {
        return Ok(glyphs);
    }
    let mut glyphs = Wanted::new();
    for joining in JOINING {
        for letter in entities::shared::repertoire::letters() {
            want(&mut glyphs, &shape(face, Figures::Proportional, 0.0, &format!("{joining}{letter}"))?);
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
