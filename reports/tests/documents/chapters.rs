//! Documents of several pages: outline, links between pages, text that flows.

use lopdf::{Dictionary, Document, Object, ObjectId};
use reports::document::write;

use crate::samples::chapters;

fn follow<'a>(file: &'a Document, of: &Dictionary, key: &[u8]) -> &'a Dictionary {
    let id: ObjectId = of.get(key).and_then(Object::as_reference).expect("a reference");
    file.get_dictionary(id).expect("a dictionary")
}

#[test]
fn the_outline_is_nested_and_leads_to_pages() {
    let doc = chapters().expect("laid out");
    assert!(doc.pages.len() > 1);
    let file = Document::load_mem(&write::document(doc).expect("written")).expect("a PDF");
    let outline = follow(&file, file.catalog().expect("a catalog"), b"Outlines");
    let first = follow(&file, outline, b"First");
    let section = follow(&file, first, b"First");
    assert!(section.has(b"Dest") && section.has(b"Next") && !section.has(b"Prev"));
    let last = follow(&file, first, b"Next");
    assert!(!last.has(b"Next") && !last.has(b"First"));
    assert_eq!(outline.get(b"Last").ok(), first.get(b"Next").ok());
}

#[test]
fn links_stay_within_the_document() {
    let bytes = write::document(chapters().expect("laid out")).expect("written");
    let file = Document::load_mem(&bytes).expect("a PDF");
    let annotation = file.objects.values().filter_map(|object| object.as_dict().ok());
    let links: Vec<&Dictionary> = annotation.filter(|found| found.has(b"StructParent")).collect();
    assert_eq!(links.len(), 1);
    assert!(links[0].has(b"Contents") && !bytes.windows(4).any(|bytes| bytes == b"/URI"));
}
