//! The pass that makes printpdf's objects a PDF/A-2a and PDF/UA-1 document.
//!
//! printpdf writes neither structure nor metadata of its own that conform; everything it puts into the catalog,
//! the Info dictionary and the trailer is replaced here. `Parts` tells where the objects are that a batch writes
//! anew for each person.
//!
//! # Source
//! ISO 32000-1 (PDF 1.7), ISO 19005-2 (PDF/A-2), ISO 14289-1 (PDF/UA-1).

use std::collections::BTreeMap;

use entities::shared::language::Language;
use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::object::{name, text};
use super::{Subsets, fonts, meta, tags};
use crate::document::RenderError;
use crate::document::font::Face;
use crate::document::model::{Doc, Item, LinkId};

/// Tag of a document's language.
#[must_use]
pub const fn tag(language: Language) -> &'static str {
    match language {
        Language::Polish => "pl-PL",
        Language::English => "en-GB",
    }
}

const SRGB: &[u8] = include_bytes!("../../assets/icc/sRGB-v2-magic.icc");

/// Where things are in a conforming document.
#[derive(Clone, Debug)]
pub struct Parts {
    /// The catalog.
    pub catalog: ObjectId,
    /// The Info dictionary.
    pub info: ObjectId,
    /// The XMP stream.
    pub xmp: ObjectId,
    /// The root of the structure tree.
    pub tree: ObjectId,
    /// Pages in order.
    pub pages: Vec<ObjectId>,
    /// Content stream of each page.
    pub contents: Vec<ObjectId>,
    /// Structure elements in the order of the model; `tags` makes them.
    pub nodes: Vec<ObjectId>,
    /// Link annotations.
    pub links: BTreeMap<LinkId, ObjectId>,
    /// Font programs.
    pub programs: BTreeMap<Face, ObjectId>,
}

/// Adds what printpdf leaves out and corrects what it writes.
///
/// # Errors
/// [`RenderError::Writer`] when printpdf's objects are not as expected, [`RenderError::Invalid`] for dates.
pub fn conform(objects: &mut lopdf::Document, doc: &Doc, subsets: &Subsets) -> Result<Parts, RenderError> {
    let pages: Vec<ObjectId> = objects.get_pages().into_values().collect();
    if pages.len() != doc.pages.len() {
        return Err(RenderError::writer("pages were lost"));
    }
    let contents =
        pages.iter().map(|page| reference(objects, *page, b"Contents")).collect::<Result<_, _>>()?;
    let links = annotations(objects, doc, &pages)?;
    let (tree, nodes) = tags::structure(objects, doc)?;
    page_attributes(objects, doc, &pages)?;
    let outline = tags::outline(objects, doc, &pages);
    let programs = fonts::fonts(objects, subsets)?;

    let mut xmp = Stream::new(meta::xmp_dictionary(), meta::xmp(&doc.meta)?.into_bytes());
    // archives search metadata in plain bytes
    xmp.allows_compression = false;
    let xmp = objects.add_object(xmp);
    let info = objects.add_object(meta::info(&doc.meta)?);
    let catalog = catalog(objects, (xmp, doc.meta.language), tree, outline)?;
    Ok(Parts { catalog, info, xmp, tree, pages, contents, nodes, links, programs })
}

fn catalog(
    objects: &mut lopdf::Document,
    (xmp, language): (ObjectId, Language),
    tree: ObjectId,
    outline: Option<ObjectId>,
) -> Result<ObjectId, RenderError> {
    let profile = objects.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let id = objects.trailer.get(b"Root").and_then(Object::as_reference).map_err(RenderError::writer)?;
    let tree_of_pages = reference(objects, id, b"Pages")?;
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => tree_of_pages,
        "Lang" => Object::string_literal(tag(language)),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => tree,
        "Metadata" => xmp,
        "OutputIntents" => vec![Object::Dictionary(intent)],
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "PageLayout" => name("SinglePage"),
        "PageMode" => name(if outline.is_some() { "UseOutlines" } else { "UseNone" }),
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    objects.set_object(id, catalog);
    Ok(id)
}

/// Link annotations as objects of their own, printed, described and tied to the structure.
fn annotations(
    objects: &mut lopdf::Document,
    doc: &Doc,
    pages: &[ObjectId],
) -> Result<BTreeMap<LinkId, ObjectId>, RenderError> {
    let mut links = BTreeMap::new();
    // keys of the parent tree: pages first, then links in order
    let mut key = doc.pages.len() as i64;
    for (page, (id, model)) in pages.iter().zip(&doc.pages).enumerate() {
        let drawn = dictionary_of(objects, *id)?.get(b"Annots").and_then(Object::as_array).cloned();
        let labels = model.items.iter().filter_map(|item| match item {
            Item::Link { label, .. } => Some(label),
            _ => None,
        });
        let mut references = Vec::new();
        for (index, (annotation, label)) in drawn.unwrap_or_default().into_iter().zip(labels).enumerate() {
            let mut annotation = annotation.as_dict().map_err(RenderError::writer)?.clone();
            annotation.set("F", 4);
            annotation.set("Contents", text(label));
            annotation.set("StructParent", key);
            annotation.set("P", *id);
            annotation.remove(b"C");
            let annotation = objects.add_object(annotation);
            links.insert(LinkId { page, index }, annotation);
            references.push(Object::Reference(annotation));
            key += 1;
        }
        let page = objects.get_dictionary_mut(*id).map_err(RenderError::writer)?;
        if references.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set("Annots", references);
        }
    }
    Ok(links)
}

fn page_attributes(objects: &mut lopdf::Document, doc: &Doc, pages: &[ObjectId]) -> Result<(), RenderError> {
    for (index, (id, model)) in pages.iter().zip(&doc.pages).enumerate() {
        let fonts = {
            let resources = reference(objects, *id, b"Resources")?;
            dictionary_of(objects, resources)?.get(b"Font").map_err(RenderError::writer)?.clone()
        };
        let page = objects.get_dictionary_mut(*id).map_err(RenderError::writer)?;
        let size: Vec<Object> = vec![0.into(), 0.into(), model.width.into(), model.height.into()];
        page.set("MediaBox", size);
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        page.set("Resources", dictionary! { "Font" => fonts });
        page.set("StructParents", index as i64);
        page.set("Tabs", name("S"));
    }
    Ok(())
}

/// A dictionary by its id.
///
/// # Errors
/// [`RenderError::Writer`] when there is none.
pub fn dictionary_of(objects: &lopdf::Document, id: ObjectId) -> Result<&Dictionary, RenderError> {
    objects.get_dictionary(id).map_err(RenderError::writer)
}

/// The object an entry of a dictionary refers to.
///
/// # Errors
/// [`RenderError::Writer`] when there is none.
pub fn reference(objects: &lopdf::Document, id: ObjectId, key: &[u8]) -> Result<ObjectId, RenderError> {
    let entry = dictionary_of(objects, id)?.get(key).map_err(RenderError::writer)?;
    match entry {
        Object::Array(values) => {
            values.first().map_or(Err(lopdf::Error::DictKey("".into())), Object::as_reference)
        }
        entry => entry.as_reference(),
    }
    .map_err(RenderError::writer)
}
