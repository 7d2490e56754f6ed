//! The stored PDF of a pilot of 60 sites and 40 indicators, read back: contents, outline, tags and page numbers say
//! what stands on which page.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use reports::document::write;
use reports::reporting::pilot_summary::{layout, render};

use crate::pilots::pilot;
use crate::samples::chapters;

/// A PDF with its pages by number and the page each object id stands for.
struct File {
    pdf: Document,
    pages: BTreeMap<u32, ObjectId>,
}

impl File {
    fn read(bytes: &[u8]) -> Self {
        let pdf = Document::load_mem(bytes).expect("a PDF");
        let pages = pdf.get_pages();
        Self { pdf, pages }
    }

    /// What an object, or what it refers to, is.
    fn at<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.pdf.dereference(object).expect("an object").1
    }

    fn get<'a>(&'a self, of: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        of.get(key).ok().map(|object| self.at(object))
    }

    fn dictionary<'a>(&'a self, of: &'a Dictionary, key: &[u8]) -> &'a Dictionary {
        self.get(of, key).and_then(|found| found.as_dict().ok()).expect("a dictionary")
    }

    fn number_of(&self, page: ObjectId) -> u32 {
        *self.pages.iter().find(|(_, id)| **id == page).expect("a page").0
    }

    /// Where a destination leads.
    fn page_of(&self, destination: &Object) -> u32 {
        let first = destination.as_array().expect("a destination").first().expect("a page");
        self.number_of(first.as_reference().expect("a reference"))
    }

    /// The pieces of text that a page shows, in their order, without spaces.
    fn pieces(&self, page: u32) -> Vec<String> {
        let id = self.pages[&page];
        let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = self
            .pdf
            .get_page_fonts(id)
            .expect("fonts")
            .into_iter()
            .map(|(name, font)| (name, self.letters(font)))
            .collect();
        let content = self.pdf.get_page_content(id);
        let (mut letters, mut pieces) = (None, vec![]);
        for operation in Content::decode(&content).expect("operations").operations {
            match operation.operator.as_str() {
                "Tf" => letters = fonts.get(operation.operands[0].as_name().expect("a font")),
                "Tj" | "TJ" => {
                    let glyphs = operation.operands.iter().flat_map(|operand| match operand {
                        Object::Array(parts) => parts.iter().collect(),
                        one => vec![one],
                    });
                    let codes =
                        glyphs.filter_map(|one| one.as_str().ok()).flat_map(|codes| codes.chunks_exact(2));
                    let known = letters.expect("a font is set");
                    let text: String =
                        codes.map(|code| known[&u16::from_be_bytes([code[0], code[1]])].as_str()).collect();
                    pieces.push(squeezed(&text));
                }
                _ => {}
            }
        }
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// What the codes of a font stand for, by its ToUnicode map, as a reader that copies text does.
    fn letters(&self, font: &Dictionary) -> BTreeMap<u16, String> {
        let map = self.get(font, b"ToUnicode").and_then(|map| map.as_stream().ok()).expect("a map");
        let map = String::from_utf8(map.decompressed_content().expect("a map")).expect("ASCII");
        let mut letters = BTreeMap::new();
        let number = |hex: &str| u16::from_str_radix(hex, 16).expect("hexadecimal");
        for line in map.lines() {
            let hex: Vec<&str> = line.split(['<', '>']).collect();
            let (codes, text) = match hex[..] {
                [_, code, _, text, _] => (number(code)..=number(code), text),
                [_, first, _, last, _, text, _] => (number(first)..=number(last), text),
                _ => continue,
            };
            let units: Vec<u16> = (0..text.len() / 4).map(|n| number(&text[4 * n..4 * n + 4])).collect();
            for (more, code) in (0..).zip(codes) {
                let mut units = units.clone();
                *units.last_mut().expect("a letter") += more;
                letters.insert(code, String::from_utf16(&units).expect("letters"));
            }
        }
        letters
    }
}

/// Text without spaces: lines are broken and justified, and that is not what is asked here.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Text with plain single spaces.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn string(object: &Object) -> String {
    plain(&lopdf::decode_text_string(object).expect("a text"))
}

/// Titles and pages of the outline, depth first.
fn outline(file: &File, of: &Dictionary, found: &mut Vec<(String, u32)>) {
    let mut next = file.get(of, b"First");
    while let Some(entry) = next {
        let entry = entry.as_dict().expect("an entry");
        let page = file.page_of(file.get(entry, b"Dest").expect("a destination"));
        found.push((string(file.get(entry, b"Title").expect("a title")), page));
        outline(file, entry, found);
        next = file.get(entry, b"Next");
    }
}

/// An element of the structure tree.
struct Element<'a> {
    role: String,
    page: Option<u32>,
    dictionary: &'a Dictionary,
    parent: Option<usize>,
}

/// The elements below one, in the order in which they are read.
fn elements<'a>(file: &'a File, of: &'a Dictionary, parent: Option<usize>, found: &mut Vec<Element<'a>>) {
    let kids = match file.get(of, b"K") {
        Some(Object::Array(kids)) => kids.iter().map(|kid| file.at(kid)).collect(),
        Some(kid) => vec![kid],
        None => vec![],
    };
    for kid in kids.into_iter().filter_map(|kid| kid.as_dict().ok()) {
        let Some(role) = file.get(kid, b"S").and_then(|role| role.as_name().ok()) else { continue };
        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().map(|page| file.number_of(page));
        let role = String::from_utf8_lossy(role).into_owned();
        found.push(Element { role, page, dictionary: kid, parent });
        elements(file, kid, Some(found.len() - 1), found);
    }
}

#[test]
fn contents_outline_tags_and_page_numbers_of_a_report_of_over_a_hundred_pages_are_right() {
    let summary = pilot(60, 8, 40);
    let file = File::read(&render(&summary).expect("drawn"));
    let count = file.pages.len();
    assert!(count > 100, "{count} pages");
    let pieces: BTreeMap<u32, Vec<String>> =
        file.pages.keys().map(|page| (*page, file.pieces(*page))).collect();
    for (page, pieces) in pieces.iter().skip(1) {
        assert!(pieces.contains(&format!("Strona{page}z{count}")), "page {page}: {pieces:?}");
    }

    // Titles in the order of the document, by what they must say.
    let mut titles = vec!["1. Najważniejsze ustalenia".to_owned(), "2. Wskaźniki".to_owned()];
    titles.extend(summary.indicators.iter().map(|one| format!("{} – {}", one.code, one.name)));
    titles.extend(
        ["3. Porównanie miejsc", "4. Kompletność danych", "5. Źródła i sposób liczenia"].map(str::to_owned),
    );

    // The outline: every title, on the page on which it stands.
    let mut marks = vec![];
    let catalog = file.pdf.catalog().expect("a catalog");
    outline(&file, file.dictionary(catalog, b"Outlines"), &mut marks);
    assert_eq!(marks.remove(0), ("Spis treści".to_owned(), 2));
    assert_eq!(marks.iter().map(|(title, _)| title).collect::<Vec<_>>(), titles.iter().collect::<Vec<_>>());
    assert!(marks.is_sorted_by_key(|(_, page)| *page));
    for (title, page) in &marks {
        assert!(pieces[page].concat().contains(&squeezed(title)), "{title} is not on page {page}");
    }

    // The contents: every entry links to that page and prints its number.
    let mut entries = vec![];
    for (page, id) in &file.pages {
        let dictionary = file.pdf.get_dictionary(*id).expect("a page");
        let Some(links) = file.get(dictionary, b"Annots").and_then(|links| links.as_array().ok()) else {
            continue;
        };
        for link in links {
            let link = file.at(link).as_dict().expect("a link");
            let leads = match file.get(link, b"Dest") {
                Some(destination) => file.page_of(destination),
                None => file.page_of(file.get(file.dictionary(link, b"A"), b"D").expect("a destination")),
            };
            entries.push((*page, string(file.get(link, b"Contents").expect("a description")), leads));
        }
    }
    assert_eq!(entries.len(), titles.len());
    for ((on, described, leads), (title, page)) in entries.iter().zip(&marks) {
        assert_eq!((described, leads), (&format!("{title}, strona {page}"), page));
        assert_eq!(printed_after(&pieces[on], &squeezed(title)), Some(page.to_string()), "{title}");
    }

    tags(&file, &marks);
}

/// The piece of text that follows a title.
fn printed_after(pieces: &[String], title: &str) -> Option<String> {
    (0..pieces.len()).find_map(|first| {
        let mut rest = title;
        for (index, piece) in pieces.iter().enumerate().skip(first) {
            rest = rest.strip_prefix(piece.as_str())?;
            if rest.is_empty() {
                return pieces.get(index + 1).cloned();
            }
        }
        None
    })
}

/// Headings stand where the outline says, tables have heads, charts have words, and no page is without content.
fn tags(file: &File, marks: &[(String, u32)]) {
    let mut all = vec![];
    let root = file.dictionary(file.pdf.catalog().expect("a catalog"), b"StructTreeRoot");
    elements(file, root, None, &mut all);
    let headings: Vec<u32> =
        all.iter().filter(|one| ["H1", "H2"].contains(&&*one.role)).filter_map(|one| one.page).collect();
    // That of the contents comes first; the cover has a title, no heading.
    let mut expected: Vec<u32> = vec![2];
    expected.extend(marks.iter().map(|(_, page)| *page));
    assert_eq!(headings, expected);

    let of = |parent: usize, role: &str| {
        all.iter().filter(|one| one.parent == Some(parent) && one.role == role).count()
    };
    let mut tables = 0;
    for (index, table) in all.iter().enumerate().filter(|(_, one)| one.role == "Table") {
        let rows: Vec<usize> =
            (0..all.len()).filter(|row| under(&all, *row, index) && all[*row].role == "TR").collect();
        assert!(rows.len() > 1, "a table on page {:?} without rows", table.page);
        let heads = of(rows[0], "TH");
        assert!(heads > 1 && of(rows[0], "TD") == 0, "a table without a head");
        tables += 1;
    }
    // One per indicator at least, the overview, the comparison, what is missing.
    assert!(tables >= 43, "{tables}");
    let figures: Vec<&Element<'_>> = all.iter().filter(|one| one.role == "Figure").collect();
    assert!(figures.len() >= 40, "{}", figures.len());
    assert!(figures.iter().all(|one| one.dictionary.get(b"Alt").is_ok()), "a chart without words");
    assert_eq!(all.iter().filter(|one| one.role == "TOCI").count(), marks.len());
    for (page, id) in &file.pages {
        let dictionary = file.pdf.get_dictionary(*id).expect("a page");
        assert_eq!(
            dictionary.get(b"StructParents").and_then(Object::as_i64).ok(),
            Some(i64::from(*page) - 1)
        );
        assert!(all.iter().any(|one| one.page == Some(*page)), "nothing on page {page} is tagged");
    }
}

/// Whether an element stands below another, at any depth.
fn under(all: &[Element<'_>], element: usize, above: usize) -> bool {
    std::iter::successors(all[element].parent, |parent| all[*parent].parent).any(|parent| parent == above)
}

/// Long documents have most of their pages written without printpdf: they must not show it.
#[test]
fn content_of_every_page_is_what_printpdf_would_write() {
    let documents =
        [layout(&pilot(8, 8, 6)), layout(&pilot(40, 8, 12)), layout(&crate::pilots::odd()), chapters()];
    for doc in documents {
        let doc = doc.expect("laid out");
        let subsets = write::subsets(&write::wanted(&doc)).expect("subsets");
        let drawn = write::render::draw(&doc, &subsets, usize::MAX).expect("drawn");
        for ((number, id), page) in drawn.get_pages().into_iter().zip(&doc.pages) {
            let ours = write::page_content(page, &subsets).expect("content");
            let theirs = write::content::compact(&drawn.get_page_content(id)).expect("content");
            assert_eq!(String::from_utf8_lossy(&ours), String::from_utf8_lossy(&theirs), "page {number}");
        }
    }
}
