//! A subset TrueType program without hinting, whose unused glyphs can be blanked.
//!
//! PDF readers neither hint nor look at names, so only six tables are kept. In a batch every certificate shares
//! glyph ids and the map to Unicode; only outlines and their widths differ, because those a person does not need are
//! left empty.
//!
//! # Source
//! OpenType specification, tables `glyf`, `head`, `hhea`, `hmtx`, `loca`, `maxp`.

use super::RenderError;

const INSTRUCTIONS: u16 = 0x0100;
const MORE_COMPONENTS: u16 = 0x0020;

/// Outlines of a subset, ready to be written with or without single glyphs.
#[derive(Clone, Debug)]
pub struct Program {
    head: Table,
    hhea: Table,
    hmtx: Vec<u8>,
    /// Glyphs with a width of their own.
    widths: usize,
    maxp: Table,
    glyphs: Vec<Outline>,
    /// Whether offsets take four bytes.
    long: bool,
}

/// A table that is the same whichever glyphs are kept, and its checksum.
#[derive(Clone, Debug)]
struct Table {
    data: Vec<u8>,
    sum: u32,
}

#[derive(Clone, Debug, Default)]
struct Outline {
    data: Vec<u8>,
    sum: u32,
    components: Vec<u16>,
}

/// Bytes of a width and the bearing beside it.
const METRIC: usize = 4;

/// The most that offsets in units of two bytes reach.
const SHORT_REACH: usize = 2 * 0xffff;

impl Program {
    /// Reads a subset and drops its hinting.
    ///
    /// # Errors
    /// [`RenderError::Writer`] when the subset is not a complete TrueType font.
    pub fn new(subset: &[u8]) -> Result<Self, RenderError> {
        Self::read(subset).ok_or_else(|| RenderError::writer("a subset is not a TrueType font"))
    }

    /// Number of glyphs, `.notdef` included.
    #[must_use]
    pub fn glyph_count(&self) -> usize {
        self.glyphs.len()
    }

    /// The font program with every glyph.
    #[must_use]
    pub fn whole(&self) -> Vec<u8> {
        self.with_glyphs(&vec![true; self.glyphs.len()])
    }

    /// The font program where only glyphs marked in `keep` (and their components) have outlines.
    #[must_use]
    pub fn with_glyphs(&self, keep: &[bool]) -> Vec<u8> {
        let mut keep = keep.to_vec();
        keep.resize(self.glyphs.len(), false);
        if let Some(notdef) = keep.first_mut() {
            *notdef = true;
        }
        self.close_over_components(&mut keep);
        let kept = || self.glyphs.iter().zip(&keep);
        let length: usize = kept().filter(|(_, kept)| **kept).map(|(outline, _)| outline.data.len()).sum();
        let fixed: usize = [&self.head, &self.hhea, &self.maxp].map(|table| table.data.len()).iter().sum();
        let room = DIRECTORY + length + self.glyphs.len() * 4 + self.hmtx.len() + fixed + 32;
        let mut font = Vec::with_capacity(room);
        font.resize(DIRECTORY, 0);
        let mut sum = 0u32;
        for (outline, _) in kept().filter(|(_, kept)| **kept) {
            font.extend_from_slice(&outline.data);
            sum = sum.wrapping_add(outline.sum);
        }
        let mut records = vec![Record { tag: b"glyf", sum, offset: DIRECTORY, length }];
        put(&mut font, &mut records, b"head", &self.head);
        put(&mut font, &mut records, b"hhea", &self.hhea);
        put(&mut font, &mut records, b"hmtx", &Table::new(self.metrics(&keep)));
        put(&mut font, &mut records, b"loca", &Table::new(self.offsets(&keep)));
        put(&mut font, &mut records, b"maxp", &self.maxp);
        // six tables: search range 64, entry selector 2, range shift 32
        let mut directory = vec![0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32];
        for record in records {
            directory.extend_from_slice(record.tag);
            let numbers = [record.sum, record.offset as u32, record.length as u32];
            directory.extend(numbers.into_iter().flat_map(u32::to_be_bytes));
        }
        if let Some(place) = font.get_mut(..DIRECTORY) {
            place.copy_from_slice(&directory);
        }
        font
    }

    /// Widths of the glyphs that are kept; the last one holds for those after it, which have none of their own.
    fn metrics(&self, keep: &[bool]) -> Vec<u8> {
        let mut metrics = self.hmtx.clone();
        let own = metrics.chunks_exact_mut(METRIC).take(self.widths.saturating_sub(1));
        own.zip(keep).filter(|(_, kept)| !**kept).for_each(|(metric, _)| metric.fill(0));
        metrics
    }

    /// Where each outline starts, and where the last one ends.
    fn offsets(&self, keep: &[bool]) -> Vec<u8> {
        let mut offsets = Vec::with_capacity(self.glyphs.len() * 4 + 4);
        let mut end = 0;
        let mut push = |end: usize| {
            if self.long {
                offsets.extend((end as u32).to_be_bytes());
            } else {
                offsets.extend(((end / 2) as u16).to_be_bytes());
            }
        };
        push(0);
        for (outline, kept) in self.glyphs.iter().zip(keep) {
            end += if *kept { outline.data.len() } else { 0 };
            push(end);
        }
        offsets
    }

    fn close_over_components(&self, keep: &mut [bool]) {
        let mut todo: Vec<usize> = (0..keep.len()).filter(|glyph| keep.get(*glyph) == Some(&true)).collect();
        while let Some(glyph) = todo.pop() {
            for component in self.glyphs.get(glyph).map_or(&[][..], |outline| &outline.components) {
                if let Some(mark) = keep.get_mut(usize::from(*component)).filter(|mark| !**mark) {
                    *mark = true;
                    todo.push(usize::from(*component));
                }
            }
        }
    }

    fn read(font: &[u8]) -> Option<Self> {
        let (glyf, loca) = (table(font, b"glyf")?, table(font, b"loca")?);
        let mut head = table(font, b"head")?.to_vec();
        let long = u16_at(&head, 50)? == 1;
        let mut maxp = table(font, b"maxp")?.to_vec();
        let count = usize::from(u16_at(&maxp, 4)?);
        let offset = |glyph: usize| {
            if long {
                u32_at(loca, glyph * 4)
            } else {
                u16_at(loca, glyph * 2).map(|half| usize::from(half) * 2)
            }
        };
        let mut glyphs = Vec::with_capacity(count);
        for glyph in 0..count {
            glyphs.push(Outline::read(glyf.get(offset(glyph)?..offset(glyph + 1)?)?)?);
        }
        // offsets as short as all outlines together allow; no checksum adjustment, which depends on those kept
        let long = glyphs.iter().map(|outline| outline.data.len()).sum::<usize>() > SHORT_REACH;
        head.get_mut(50..52)?.copy_from_slice(&u16::from(long).to_be_bytes());
        head.get_mut(8..12)?.fill(0);
        // one zone and no storage, functions, stack or instructions
        maxp.get_mut(14..16)?.copy_from_slice(&1u16.to_be_bytes());
        maxp.get_mut(16..28)?.fill(0);
        let (hhea, hmtx) = (table(font, b"hhea")?.to_vec(), table(font, b"hmtx")?.to_vec());
        let widths = usize::from(u16_at(&hhea, 34)?);
        let [head, hhea, maxp] = [head, hhea, maxp].map(Table::new);
        Some(Self { head, hhea, hmtx, widths, maxp, glyphs, long })
    }
}

impl Outline {
    fn read(glyph: &[u8]) -> Option<Self> {
        if glyph.len() < 10 {
            return Some(Self::default());
        }
        let contours = i16::from_be_bytes([*glyph.first()?, *glyph.get(1)?]);
        let mut outline = match usize::try_from(contours) {
            Ok(contours) => Self::simple(glyph, contours)?,
            Err(_) => Self::composite(glyph)?,
        };
        while outline.data.len() % 4 != 0 {
            outline.data.push(0);
        }
        outline.sum = checksum(&outline.data);
        Some(outline)
    }

    fn simple(glyph: &[u8], contours: usize) -> Option<Self> {
        let at = 10 + contours * 2;
        let length = usize::from(u16_at(glyph, at)?);
        let mut data = glyph.get(..at)?.to_vec();
        data.extend([0, 0]);
        data.extend_from_slice(glyph.get(at + 2 + length..)?);
        Some(Self { data, sum: 0, components: Vec::new() })
    }

    fn composite(glyph: &[u8]) -> Option<Self> {
        let mut data = glyph.to_vec();
        let mut components = Vec::new();
        let mut at = 10;
        loop {
            let flags = u16_at(&data, at)?;
            components.push(u16_at(&data, at + 2)?);
            data.get_mut(at..at + 2)?.copy_from_slice(&(flags & !INSTRUCTIONS).to_be_bytes());
            let arguments = if flags & 0x0001 != 0 { 4 } else { 2 };
            let transform = match flags {
                scale if scale & 0x0008 != 0 => 2,
                axes if axes & 0x0040 != 0 => 4,
                matrix if matrix & 0x0080 != 0 => 8,
                _ => 0,
            };
            at += 4 + arguments + transform;
            if flags & MORE_COMPONENTS == 0 {
                break;
            }
        }
        data.truncate(at);
        Some(Self { data, sum: 0, components })
    }
}

/// Bytes of the directory of six tables.
const DIRECTORY: usize = 12 + 6 * 16;

struct Record {
    tag: &'static [u8; 4],
    sum: u32,
    offset: usize,
    length: usize,
}

/// Adds a table and its record.
fn put(font: &mut Vec<u8>, records: &mut Vec<Record>, tag: &'static [u8; 4], table: &Table) {
    records.push(Record { tag, sum: table.sum, offset: font.len(), length: table.data.len() });
    font.extend_from_slice(&table.data);
    font.resize(font.len().next_multiple_of(4), 0);
}

impl Table {
    fn new(data: Vec<u8>) -> Self {
        let sum = checksum(&data);
        Self { data, sum }
    }
}

fn checksum(data: &[u8]) -> u32 {
    let (words, rest) = data.as_chunks::<4>();
    let mut last = [0; 4];
    last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    words.iter().chain([&last]).fold(0, |sum, word| sum.wrapping_add(u32::from_be_bytes(*word)))
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(font, 4)?);
    (0..count).find_map(|index| {
        let record = font.get(12 + index * 16..28 + index * 16)?;
        let (offset, length) = (u32_at(record, 8)?, u32_at(record, 12)?);
        record.starts_with(tag).then(|| font.get(offset..offset + length))?
    })
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2)?.try_into().ok().map(u16::from_be_bytes)
}

fn u32_at(data: &[u8], at: usize) -> Option<usize> {
    data.get(at..at + 4)?.try_into().ok().map(|word| u32::from_be_bytes(word) as usize)
}
