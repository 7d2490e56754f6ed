//! QR codes as one-bit pictures.
//!
//! The symbol is the one that `fast_qr` draws, down to its choice of the mask; what does not depend on the text is
//! taken from that library once per version and kept, and a text's own bits and the eight masks are worked out on
//! whole rows of bits. Tests compare both pictures for texts of every length.

use std::sync::OnceLock;

use fast_qr::{ECL, Mask, Mode, ModuleType, QRBuilder, QRCode, Version};

use super::RenderError;

/// A QR code: modules on a side, and rows of bits padded to whole bytes, 1 is dark.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Qr {
    /// Modules on a side.
    pub modules: usize,
    /// Rows from the top, most significant bit first.
    pub rows: Vec<u8>,
}

/// The longest text a code may hold, in bytes: larger symbols cannot be read from a small print.
pub const MAX_BYTES: usize = 362;
/// From so many figures on what follows a `#` is written as figures: three of them take ten bits.
const LEAST_FIGURES: usize = 20;

/// Encodes a text with medium error correction (15 %).
///
/// # Errors
/// [`RenderError::Invalid`] for an empty text, [`RenderError::TooLong`] above [`MAX_BYTES`].
pub fn encode(text: &str, field: &'static str) -> Result<Qr, RenderError> {
    if text.is_empty() {
        return Err(RenderError::Invalid { field, reason: "empty" });
    }
    if let Some((address, figures)) = sealed(text) {
        return mixed(address, figures).ok_or(RenderError::TooLong { field });
    }
    if text.len() > MAX_BYTES {
        return Err(RenderError::TooLong { field });
    }
    match by_rows(text) {
        Some(qr) => Ok(qr),
        None => drawn(text).ok_or(RenderError::TooLong { field }),
    }
}

/// An address up to its `#`, and the figures behind it.
fn sealed(text: &str) -> Option<(&str, &str)> {
    let at = text.find('#')? + 1;
    let (address, figures) = text.split_at_checked(at)?;
    let is_sealed = figures.len() >= LEAST_FIGURES && figures.bytes().all(|figure| figure.is_ascii_digit());
    is_sealed.then_some((address, figures))
}

/// The picture as the library draws it.
fn drawn(text: &str) -> Option<Qr> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut rows = Vec::with_capacity(code.size * code.size.div_ceil(8));
    for y in 0..code.size {
        for byte in code[y].chunks(8) {
            let dark = byte.iter().enumerate().filter(|(_, module)| module.value());
            rows.push(dark.fold(0u8, |bits, (at, _)| bits | 0x80 >> at));
        }
    }
    Some(Qr { modules: code.size, rows })
}

/// One row of modules per word, the leftmost module in the lowest bit.
type Rows = [u128; 73];

/// What the symbols of one version share, with medium error correction.
struct Skeleton {
    size: usize,
    /// Modules that carry the text.
    data: Rows,
    /// Dark modules of the patterns, without the information on the mask.
    patterns: Rows,
    /// Places of the text's bits, in order.
    order: Vec<(u8, u8)>,
    /// What each mask turns, and the information on it.
    masks: Vec<(Rows, Rows)>,
    /// For each byte that leaves the division, what it adds to the remainder.
    products: Vec<[u8; MOST_CHECKS]>,
}

/// Blocks of one version: bytes of checks per block, and how many blocks have how many bytes of data.
///
/// # Source
/// ISO/IEC 18004, table 9, level M.
#[derive(Clone, Copy)]
struct Blocks {
    version: Version,
    checks: usize,
    short: (usize, usize),
    long: (usize, usize),
}

const MOST_CHECKS: usize = 32;

const BLOCKS: [Blocks; 14] = [
    Blocks { version: Version::V01, checks: 10, short: (1, 16), long: (0, 0) },
    Blocks { version: Version::V02, checks: 16, short: (1, 28), long: (0, 0) },
    Blocks { version: Version::V03, checks: 26, short: (1, 44), long: (0, 0) },
    Blocks { version: Version::V04, checks: 18, short: (2, 32), long: (0, 0) },
    Blocks { version: Version::V05, checks: 24, short: (2, 43), long: (0, 0) },
    Blocks { version: Version::V06, checks: 16, short: (4, 27), long: (0, 0) },
    Blocks { version: Version::V07, checks: 18, short: (4, 31), long: (0, 0) },
    Blocks { version: Version::V08, checks: 22, short: (2, 38), long: (2, 39) },
    Blocks { version: Version::V09, checks: 22, short: (3, 36), long: (2, 37) },
    Blocks { version: Version::V10, checks: 26, short: (4, 43), long: (1, 44) },
    Blocks { version: Version::V11, checks: 30, short: (1, 50), long: (4, 51) },
    Blocks { version: Version::V12, checks: 22, short: (6, 36), long: (2, 37) },
    Blocks { version: Version::V13, checks: 22, short: (8, 37), long: (1, 38) },
    Blocks { version: Version::V14, checks: 24, short: (4, 40), long: (5, 41) },
];

/// From this version on a text's length takes two bytes, and that of figures two bits more.
const LONG_LENGTH: usize = 9;

const MASKS: [Mask; 8] = [
    Mask::Checkerboard,
    Mask::HorizontalLines,
    Mask::VerticalLines,
    Mask::DiagonalLines,
    Mask::LargeCheckerboard,
    Mask::Fields,
    Mask::Diamonds,
    Mask::Meadow,
];

static SKELETONS: [OnceLock<Option<Skeleton>>; BLOCKS.len()] = [const { OnceLock::new() }; BLOCKS.len()];

/// `None` for texts that other modes hold better, and for symbols wider than a word.
fn by_rows(text: &str) -> Option<Qr> {
    let bytes = text.as_bytes();
    if bytes
        .iter()
        .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || b" $%*+-./:".contains(byte))
    {
        return None;
    }
    let (at, blocks) = BLOCKS
        .iter()
        .enumerate()
        .find(|(at, blocks)| bytes.len() + if *at < LONG_LENGTH { 2 } else { 3 } <= blocks.data())?;
    symbol(at, *blocks, &content(bytes, at, blocks.data()))
}

/// A text followed by figures, each in the mode that holds it best; the library knows one mode for a whole symbol.
fn mixed(text: &str, figures: &str) -> Option<Qr> {
    let (text, figures) = (text.as_bytes(), figures.as_bytes());
    let fits = |(at, blocks): &(usize, &Blocks)| mixed_bits(text, figures, *at) <= blocks.data() * 8;
    let (at, blocks) = BLOCKS.iter().enumerate().find(fits)?;
    symbol(at, *blocks, &mixed_content(text, figures, at, blocks.data()))
}

/// The symbol of a version, with the mask that the library would choose.
fn symbol(at: usize, blocks: Blocks, content: &[u8]) -> Option<Qr> {
    let skeleton = SKELETONS.get(at)?.get_or_init(|| Skeleton::new(blocks)).as_ref()?;
    let codewords = blocks.codewords(content, &skeleton.products);
    let mut plain = skeleton.patterns;
    for (bit, (row, column)) in skeleton.order.iter().enumerate() {
        // bits that are left over at the end stay light
        let byte = codewords.get(bit / 8).copied().unwrap_or(0);
        if let Some(row) = plain.get_mut(usize::from(*row)) {
            *row |= u128::from(byte >> (7 - bit % 8) & 1) << column;
        }
    }
    let masked = |turned: &Rows| {
        let mut rows = plain;
        rows.iter_mut().zip(turned).for_each(|(row, turned)| *row ^= turned);
        rows
    };
    let mut best: Option<(u32, Rows)> = None;
    for (turned, format) in &skeleton.masks {
        let mut rows = masked(turned);
        let penalty = skeleton.penalty(&rows);
        if best.as_ref().is_none_or(|(least, _)| penalty < *least) {
            rows.iter_mut().zip(format).for_each(|(row, format)| *row |= format);
            best = Some((penalty, rows));
        }
    }
    best.map(|(_, rows)| packed(skeleton.size, &rows))
}

/// Mode, length, text, end and padding as bytes.
fn content(text: &[u8], version: usize, room: usize) -> Vec<u8> {
    let mut head = vec![4];
    if version >= LONG_LENGTH {
        head.push((text.len() >> 8) as u8);
    }
    head.push((text.len() & 0xff) as u8);
    // the mode takes four bits, so everything after it is shifted by half a byte
    let mut content = Vec::with_capacity(room);
    let mut carried = 0;
    for (index, byte) in head.iter().chain(text).enumerate() {
        if index > 0 {
            content.push(carried << 4 | byte >> 4);
        }
        carried = byte & 15;
    }
    content.push(carried << 4);
    content.extend([0xec, 0x11].into_iter().cycle().take(room.saturating_sub(content.len())));
    content
}

/// Bits of the lengths of a text and of figures.
const fn length_bits(version: usize) -> (usize, usize) {
    if version < LONG_LENGTH { (8, 10) } else { (16, 12) }
}

/// Bits that a text and figures behind it take.
const fn mixed_bits(text: &[u8], figures: &[u8], version: usize) -> usize {
    let (of_text, of_figures) = length_bits(version);
    if text.len() >> of_text > 0 || figures.len() >> of_figures > 0 {
        return usize::MAX;
    }
    // three figures take ten bits, two seven, one four
    4 + of_text + 8 * text.len() + 4 + of_figures + (10 * figures.len()).div_ceil(3)
}

/// The same as [`content`] of a text and figures behind it.
fn mixed_content(text: &[u8], figures: &[u8], version: usize, room: usize) -> Vec<u8> {
    let (of_text, of_figures) = length_bits(version);
    let mut bits = Bits { bytes: Vec::with_capacity(room), ..Bits::default() };
    bits.put(4, 4);
    bits.put(text.len(), of_text);
    text.iter().for_each(|byte| bits.put(usize::from(*byte), 8));
    bits.put(1, 4);
    bits.put(figures.len(), of_figures);
    for group in figures.chunks(3) {
        let number = group.iter().fold(0, |number, figure| number * 10 + usize::from(figure - b'0'));
        bits.put(number, group.len() * 3 + 1);
    }
    // the end, as far as there is room for it, then light modules up to a whole byte
    let taken = mixed_bits(text, figures, version);
    let end = (room * 8).saturating_sub(taken).min(4);
    bits.put(0, end);
    bits.put(0, (taken + end).next_multiple_of(8) - taken - end);
    let padding = room.saturating_sub(bits.bytes.len());
    bits.bytes.extend([0xec, 0x11].into_iter().cycle().take(padding));
    bits.bytes
}

/// Bits in a row, the first in the highest of a byte; those of a byte that is not full wait.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    waiting: usize,
    count: usize,
}

impl Bits {
    fn put(&mut self, number: usize, width: usize) {
        self.waiting = self.waiting << width | number;
        self.count += width;
        while self.count >= 8 {
            self.count -= 8;
            self.bytes.push((self.waiting >> self.count & 0xff) as u8);
        }
        self.waiting &= 0xff;
    }
}

impl Blocks {
    /// Bytes of data in all blocks.
    const fn data(&self) -> usize {
        self.short.0 * self.short.1 + self.long.0 * self.long.1
    }

    /// Data and checks of all blocks, one byte of each in turn.
    fn codewords(&self, content: &[u8], products: &[[u8; MOST_CHECKS]]) -> Vec<u8> {
        let mut blocks = Vec::with_capacity(self.short.0 + self.long.0);
        let mut rest = content;
        let lengths = std::iter::repeat_n(self.short.1, self.short.0)
            .chain(std::iter::repeat_n(self.long.1, self.long.0));
        for length in lengths {
            let (block, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            blocks.push((block, remainder(block, products)));
            rest = others;
        }
        let longest = self.short.1.max(self.long.1);
        let mut codewords = Vec::with_capacity(content.len() + blocks.len() * self.checks);
        for at in 0..longest {
            codewords.extend(blocks.iter().filter_map(|(block, _)| block.get(at)));
        }
        for at in 0..self.checks {
            codewords.extend(blocks.iter().filter_map(|(_, checks)| checks.get(at)));
        }
        codewords
    }
}

/// The checks of a block: its remainder by the generator, from the highest power on.
fn remainder(block: &[u8], products: &[[u8; MOST_CHECKS]]) -> [u8; MOST_CHECKS] {
    let mut rest = [0; MOST_CHECKS];
    for byte in block {
        let [first, ..] = rest;
        let Some(product) = products.get(usize::from(byte ^ first)) else { continue };
        rest.rotate_left(1);
        if let Some(last) = rest.last_mut() {
            *last = 0;
        }
        rest.iter_mut().zip(product).for_each(|(rest, product)| *rest ^= product);
    }
    rest
}

/// Multiples of the generator polynomial without its highest power.
fn products(checks: usize) -> Vec<[u8; MOST_CHECKS]> {
    let mut generator = vec![1];
    let mut root = 1;
    for _ in 0..checks {
        // times (x - root); the highest power comes first
        let mut next = generator.clone();
        next.push(0);
        for (at, factor) in generator.iter().enumerate() {
            if let Some(place) = next.get_mut(at + 1) {
                *place ^= times(*factor, root);
            }
        }
        generator = next;
        root = times(root, 2);
    }
    let multiple = |byte: u8| {
        let mut product = [0; MOST_CHECKS];
        product
            .iter_mut()
            .zip(generator.iter().skip(1))
            .for_each(|(place, factor)| *place = times(*factor, byte));
        product
    };
    (0..=255).map(multiple).collect()
}

/// The product of two elements of the field of 256, modulo x⁸ + x⁴ + x³ + x² + 1.
fn times(a: u8, b: u8) -> u8 {
    let mut product = 0;
    for bit in (0..8).rev() {
        let overflow = product & 0x80 != 0;
        product <<= 1;
        product ^= if overflow { 0x1d } else { 0 };
        product ^= if b >> bit & 1 == 1 { a } else { 0 };
    }
    product
}

impl Skeleton {
    /// Taken from the library: the places of patterns and data, and each mask as a difference of two symbols.
    fn new(blocks: Blocks) -> Option<Self> {
        let symbol = |mask: Mask| {
            let mut builder = QRBuilder::new("x");
            builder.ecl(ECL::M).mode(Mode::Byte).version(blocks.version).mask(mask).build().ok()
        };
        let first = symbol(Mask::Checkerboard)?;
        let size = first.size;
        let data = rows_of(&first, |module| module.module_type() == ModuleType::Data)?;
        let patterns = rows_of(&first, |module| {
            module.value() && !matches!(module.module_type(), ModuleType::Data | ModuleType::Format)
        })?;
        let shown = rows_of(&first, |module| module.value())?;
        let checkers = |row: usize| if row.is_multiple_of(2) { u128::MAX / 3 } else { u128::MAX / 3 * 2 };
        let mut masks = Vec::with_capacity(MASKS.len());
        for mask in MASKS {
            let code = symbol(mask)?;
            let format =
                rows_of(&code, |module| module.value() && module.module_type() == ModuleType::Format)?;
            let mut turned = rows_of(&code, |module| module.value())?;
            for (row, turned) in turned.iter_mut().enumerate() {
                let (shown, data) = (shown.get(row)?, data.get(row)?);
                *turned = (*turned ^ shown ^ checkers(row)) & data;
            }
            masks.push((turned, format));
        }
        Some(Self {
            size,
            data,
            patterns,
            order: order(size, &data),
            masks,
            products: products(blocks.checks),
        })
    }

    /// What the library holds against a masked symbol: lines and patterns of finders in rows, squares, and the share
    /// of dark modules. (Its columns weigh the same for every mask.)
    fn penalty(&self, rows: &Rows) -> u32 {
        let (mut penalty, mut dark) = (0, 0);
        let mut above: Option<(u128, u128)> = None;
        for (row, data) in rows.iter().zip(&self.data).take(self.size) {
            for line in [row & data, !row & data] {
                let two = line & line >> 1;
                let five = two & two >> 2 & line >> 4;
                penalty += five.count_ones() + 2 * (five & !(five << 1)).count_ones();
            }
            let four = data & data >> 1 & data >> 2 & data >> 3;
            let seven = four & four >> 3;
            let finder = row & !(row >> 1) & row >> 2 & row >> 3 & row >> 4 & !(row >> 5) & row >> 6;
            penalty += 40 * (finder & seven).count_ones();
            if let Some((above, both)) = above.map(|(above, its)| (above, its & data)) {
                let alike = !(above ^ row);
                let squares = alike & alike >> 1 & !(row ^ row >> 1) & both >> 1 & (both | 1);
                penalty += 3 * squares.count_ones();
            }
            above = Some((*row, *data));
            dark += row.count_ones();
        }
        let percent = dark * 100 / (self.size * self.size) as u32;
        penalty + 10 * (if percent < 50 { (49 - percent) / 5 } else { (percent - 50) / 5 })
    }
}

/// Places of bits: two columns at a time from the right, upwards and downwards in turn, without the timing column.
fn order(size: usize, data: &Rows) -> Vec<(u8, u8)> {
    let mut order = Vec::with_capacity(size * size);
    let rights = (7..size).rev().step_by(2).chain([5, 3, 1]);
    for (turn, right) in rights.enumerate() {
        for step in 0..size {
            let row = if turn % 2 == 0 { size - 1 - step } else { step };
            for column in [right, right - 1] {
                if data.get(row).is_some_and(|bits| bits >> column & 1 == 1) {
                    order.push((row as u8, column as u8));
                }
            }
        }
    }
    order
}

fn rows_of(code: &QRCode, wanted: impl Fn(&fast_qr::Module) -> bool) -> Option<Rows> {
    let mut rows: Rows = [0; 73];
    if code.size > rows.len() {
        return None;
    }
    for (y, row) in (0..code.size).zip(rows.iter_mut()) {
        for (x, module) in code[y].iter().enumerate() {
            *row |= u128::from(wanted(module)) << x;
        }
    }
    Some(rows)
}

fn packed(modules: usize, rows: &Rows) -> Qr {
    let stride = modules.div_ceil(8);
    let bytes =
        rows.iter().take(modules).flat_map(|row| row.reverse_bits().to_be_bytes().into_iter().take(stride));
    Qr { modules, rows: bytes.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_finder_patterns_in_three_corners() {
        let qr = encode("https://zwornik.example.pl/verify/7KQM", "verify_url").expect("encoded");
        let stride = qr.modules.div_ceil(8);
        assert_eq!(qr.rows.len(), stride * qr.modules);
        assert_eq!(qr.rows[0] & 0xfe, 0xfe);
        assert_eq!(qr.rows[(qr.modules - 1) * stride] & 0xfe, 0xfe);
        assert_ne!(qr.rows[0] & 0x01, 0x01);
    }

    #[test]
    fn empty_and_endless_texts_are_refused() {
        assert!(encode("", "verify_url").is_err());
        assert_eq!(
            encode(&"x".repeat(MAX_BYTES + 1), "verify_url"),
            Err(RenderError::TooLong { field: "verify_url" })
        );
    }

    /// What a decoder reads from a symbol, four dots to a module.
    fn scanned(qr: &Qr) -> String {
        let (side, margin) = (qr.modules * 4 + 32, 16);
        let dark = |x: usize, y: usize| {
            let row = qr.rows.get(y / 4 * qr.modules.div_ceil(8)..).unwrap_or_default();
            row.get(x / 32).is_some_and(|byte| byte >> (7 - x / 4 % 8) & 1 == 1)
        };
        let is_in = |at: usize| (margin..side - margin).contains(&at);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if is_in(x) && is_in(y) && dark(x - margin, y - margin) { 0 } else { 255 }
        });
        let grids = picture.detect_grids();
        grids.first().expect("a symbol").decode().expect("a text").1
    }

    #[test]
    fn addresses_with_figures_are_read_by_a_decoder_and_take_the_smallest_symbol() {
        let address = "https://zwornik.example.pl/verify/7KQMABCDEFGH0123456789JKMN#";
        for length in (LEAST_FIGURES..=700).step_by(17) {
            let figures: String = (0..length).map(|at| char::from(b'0' + (at * at % 10) as u8)).collect();
            let text = format!("{address}{figures}");
            let qr = encode(&text, "seal").expect("encoded");
            assert_eq!(scanned(&qr), text);
            assert!(qr.modules <= 73);
            if let Some(bytes) = drawn(&text) {
                assert!(qr.modules <= bytes.modules);
            }
        }
        let endless = format!("{address}{}", "1".repeat(900));
        assert_eq!(encode(&endless, "seal"), Err(RenderError::TooLong { field: "seal" }));
    }

    #[test]
    fn texts_of_every_length_make_the_pictures_of_the_library() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut by_rows_too = 0;
        for length in (1..=MAX_BYTES).flat_map(|length| [length; 3]) {
            let mut text = String::from("h");
            while text.len() < length {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.push(char::from(b' ' + (state >> 24) as u8 % 95));
            }
            let library = drawn(&text).expect("drawn");
            assert_eq!(encode(&text, "verify_url"), Ok(library.clone()), "{text:?}");
            if let Some(ours) = by_rows(&text) {
                by_rows_too += 1;
                assert_eq!(ours, library, "{text:?}");
            }
        }
        assert!(by_rows_too > 1_000, "{by_rows_too}");
        for text in ["0123456789", "HTTPS://ZWORNIK.EXAMPLE.PL/7KQM", "zażółć"] {
            assert_eq!(encode(text, "verify_url").ok(), drawn(text), "{text}");
        }
    }
}
