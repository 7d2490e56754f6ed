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
use super::model::{Doc, Item};
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

/// Writes a document that stands alone.
///
/// # Errors
/// [`RenderError::Writer`] for a defect, [`RenderError::Invalid`] for dates outside of years 0–9999.
pub fn document(doc: &Doc) -> Result<Vec<u8>, RenderError> {
    let subsets = subsets(&wanted(doc))?;
    let mut objects = render::draw(doc, &subsets)?;
    let parts = conform::conform(&mut objects, doc, &subsets)?;
    file::whole(&objects, &parts)
}

/// The glyphs a document shows, by face.
#[must_use]
pub fn wanted(doc: &Doc) -> BTreeMap<Face, Wanted> {
    let mut faces: BTreeMap<Face, Wanted> = BTreeMap::new();
    for item in doc.pages.iter().flat_map(|page| &page.items) {
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
