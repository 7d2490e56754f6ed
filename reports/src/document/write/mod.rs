//! From the page model to the bytes of a file that is PDF/A-2a and PDF/UA-1 at once.
//!
//! - `render`: display list → printpdf operations; the only file that names printpdf
//! - `conform`: the pass over printpdf's object model: structure, links, outline, metadata, fonts
//! - `tags`, `fonts`, `meta`: its parts
//! - `content`: content streams, compact; overlays of a batch
//! - `object`, `file`: objects and whole files as bytes

use std::collections::BTreeMap;

use super::RenderError;
use super::font::Face;
use super::model::{Doc, Item, Page};
use super::subset::{Subset, Wanted, want};

pub mod conform;
pub mod content;
pub mod file;
pub mod fonts;
pub mod meta;
pub mod object;
pub mod render;
pub mod tags;

/// The subset of each face in use.
pub type Subsets = BTreeMap<Face, Subset>;

/// Pages that printpdf draws whole; the content of those that follow in a longer document is written by `content`.
pub const DRAWN_WHOLE: usize = 4;

/// Writes a document that stands alone.
///
/// # Errors
/// [`RenderError::Writer`] for a defect, [`RenderError::Invalid`] for dates outside of years 0–9999.
pub fn document(mut doc: Doc) -> Result<Vec<u8>, RenderError> {
    let subsets = subsets(&wanted(&doc))?;
    let mut objects = render::draw(&doc, &subsets, DRAWN_WHOLE)?;
    let mut written = Vec::with_capacity(doc.pages.len());
    for (index, page) in doc.pages.iter_mut().enumerate() {
        written.push(if index < DRAWN_WHOLE { None } else { Some(page_content(page, &subsets)?) });
        // display lists are the largest part of a document, and only their links are asked for from here on
        page.items.retain(|item| matches!(item, Item::Link { .. }));
        page.items.shrink_to_fit();
    }
    let parts = conform::conform(&mut objects, &doc, &subsets)?;
    for (id, written) in parts.contents.iter().zip(written) {
        let stream = objects.get_object_mut(*id).and_then(lopdf::Object::as_stream_mut);
        let stream = stream.map_err(RenderError::writer)?;
        let content = match written {
            Some(content) => content,
            None => content::compact(&stream.content)?,
        };
        stream.set_content(content);
    }
    file::whole(&objects, &parts, &tags::Elements::new(&doc, &parts))
}

/// A page's content, in the operators that printpdf would use.
///
/// # Errors
/// [`RenderError::Writer`] when a glyph is missing from `subsets`.
pub fn page_content(page: &Page, subsets: &Subsets) -> Result<Vec<u8>, RenderError> {
    let content = content::overlay(&page.items, subsets, page.height);
    let mut content = content.ok_or_else(|| RenderError::writer("a glyph without subset"))?;
    content.shrink_to_fit();
    Ok(content)
}

/// The glyphs a document shows, by face.
#[must_use]
pub fn wanted(doc: &Doc) -> BTreeMap<Face, Wanted> {
    glyphs(doc.pages.iter().flat_map(|page| &page.items))
}

/// The glyphs that items show, by face.
#[must_use]
pub fn glyphs<'a>(items: impl Iterator<Item = &'a Item>) -> BTreeMap<Face, Wanted> {
    let mut faces: BTreeMap<Face, Wanted> = BTreeMap::new();
    for item in items {
        if let Item::Text { style, run, .. } = item {
            want(faces.entry(style.face).or_default(), run);
        }
    }
    faces
}

/// Cuts a subset for each face.
///
/// # Errors
/// [`RenderError::Writer`] when a face cannot be subset.
pub fn subsets(wanted: &BTreeMap<Face, Wanted>) -> Result<Subsets, RenderError> {
    wanted.iter().map(|(face, glyphs)| Ok((*face, Subset::new(*face, glyphs)?))).collect()
}
