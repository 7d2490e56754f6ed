//! A subset TrueType program without hinting, whose unused glyphs can be blanked.
//!
//! PDF readers neither hint nor look at names, so only six tables are kept. In a batch every certificate shares
//! glyph ids, widths and the map to Unicode; only the outlines differ, because those a person does not need are
//! left empty.
//!
//! # Source
//! OpenType specification, tables `glyf`, `head`, `loca`, `maxp`.

use super::RenderError;

const INSTRUCTIONS: u16 = 0x0100;
const MORE_COMPONENTS: u16 = 0x0020;

/// Outlines of a subset, ready to be written with or without single glyphs.
#[derive(Clone, Debug)]
pub struct Program {
    head: Vec<u8>,
    hhea: Vec<u8>,
    hmtx: Vec<u8>,
    maxp: Vec<u8>,
    glyphs: Vec<Outline>,
}

#[derive(Clone, Debug, Default)]
struct Outline {
    data: Vec<u8>,
    components: Vec<u16>,
}

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
        let mut glyf = Vec::new();
        let mut loca = Vec::with_capacity(self.glyphs.len() * 4 + 4);
        loca.extend(0u32.to_be_bytes());
        for (outline, kept) in self.glyphs.iter().zip(&keep) {
            if *kept {
                glyf.extend_from_slice(&outline.data);
            }
            // outlines of a few hundred glyphs stay far below 4 GiB
            loca.extend((glyf.len() as u32).to_be_bytes());
        }
        assemble([
            (b"glyf", &glyf),
            (b"head", &self.head),
            (b"hhea", &self.hhea),
            (b"hmtx", &self.hmtx),
            (b"loca", &loca),
            (b"maxp", &self.maxp),
        ])
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
        // long offsets always; no checksum adjustment, which depends on the outlines kept
        head.get_mut(50..52)?.copy_from_slice(&1u16.to_be_bytes());
        head.get_mut(8..12)?.fill(0);
        // one zone and no storage, functions, stack or instructions
        maxp.get_mut(14..16)?.copy_from_slice(&1u16.to_be_bytes());
        maxp.get_mut(16..28)?.fill(0);
        let (hhea, hmtx) = (table(font, b"hhea")?.to_vec(), table(font, b"hmtx")?.to_vec());
        Some(Self { head, hhea, hmtx, maxp, glyphs })
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
        Some(outline)
    }

    fn simple(glyph: &[u8], contours: usize) -> Option<Self> {
        let at = 10 + contours * 2;
        let length = usize::from(u16_at(glyph, at)?);
        let mut data = glyph.get(..at)?.to_vec();
        data.extend([0, 0]);
        data.extend_from_slice(glyph.get(at + 2 + length..)?);
        Some(Self { data, components: Vec::new() })
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
        Some(Self { data, components })
    }
}

fn assemble(tables: [(&[u8; 4], &Vec<u8>); 6]) -> Vec<u8> {
    // six tables: search range 64, entry selector 2, range shift 32
    let mut font = vec![0, 1, 0, 0, 0, 6, 0, 64, 0, 2, 0, 32];
    let mut offset = font.len() + 16 * tables.len();
    for (tag, data) in tables {
        font.extend_from_slice(tag);
        font.extend(checksum(data).to_be_bytes());
        font.extend((offset as u32).to_be_bytes());
        font.extend((data.len() as u32).to_be_bytes());
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        font.extend_from_slice(data);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0u32, |sum, chunk| {
        let word = chunk.iter().chain(&[0; 4]).take(4).fold(0u32, |word, byte| word << 8 | u32::from(*byte));
        sum.wrapping_add(word)
    })
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
