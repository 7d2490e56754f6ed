//! Reads the codes of pages from scans: pictures, and pictures that a PDF holds as JPEG, as scanners write them. Pure.
//!
//! Whatever cannot be read says nothing, and somebody says which page it is. No PDF is opened: its pictures are found by their
//! first and last bytes, so nothing in it is unpacked or followed. Pictures are bounded before they are read.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::io::Cursor;

use image::imageops::{self, FilterType};
use image::{GrayImage, ImageFormat, ImageReader, Limits};

use super::sheet_mark::Mark;

/// Longest side of a picture in pixels, and bytes that reading one may take: an A4 page at 600 dots per inch fits.
const SIDE_MAX: u32 = 12_000;
const BYTES_MAX: u64 = 160 << 20;
/// Pictures of a PDF that are looked at.
const PICTURES_MAX: usize = 60;
/// Long sides at which codes are looked for, one after the other: smaller is faster, and forgives the grain of paper; a picture
/// is made larger up to twice its size.
const SIDES: [u32; 3] = [1_700, 2_600, 4_200];
/// Pixels of all that is looked at in a file: what takes longer than some seconds is left to somebody who looks.
const PIXELS_MAX: u64 = 250_000_000;

/// What the codes in a file say; nothing where it holds none that can be read.
pub fn marks(media_type: &str, bytes: &[u8]) -> BTreeSet<Mark> {
    let mut left = PIXELS_MAX;
    match media_type {
        "image/jpeg" => of_picture(ImageFormat::Jpeg, bytes, &mut left),
        "image/png" => of_picture(ImageFormat::Png, bytes, &mut left),
        "application/pdf" => pictures(bytes)
            .take(PICTURES_MAX)
            .flat_map(|one| of_picture(ImageFormat::Jpeg, one, &mut left))
            .collect(),
        _ => BTreeSet::new(),
    }
}

fn of_picture(format: ImageFormat, bytes: &[u8], left: &mut u64) -> BTreeSet<Mark> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(SIDE_MAX), Some(SIDE_MAX));
    limits.max_alloc = Some(BYTES_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    if *left == 0 {
        return BTreeSet::new();
    }
    let Ok(picture) = reader.decode() else { return BTreeSet::new() };
    let picture = picture.into_luma8();
    *left = left.saturating_sub(pixels(&picture));
    let long = picture.width().max(picture.height());
    let mut sides: Vec<u32> = SIDES.map(|side| side.min(long.saturating_mul(2))).into();
    if long <= SIDES[2] {
        sides.push(long);
    }
    sides.sort_unstable();
    sides.dedup();
    for side in sides {
        let sized = sized(&picture, side, long);
        let Some(rest) = left.checked_sub(pixels(&sized)) else { break };
        *left = rest;
        let found = of_pixels(&sized);
        if !found.is_empty() {
            return found;
        }
    }
    BTreeSet::new()
}

fn pixels(picture: &GrayImage) -> u64 {
    u64::from(picture.width()) * u64::from(picture.height())
}

fn sized(picture: &GrayImage, side: u32, long: u32) -> Cow<'_, GrayImage> {
    let of = |length: u32| {
        u32::try_from(u64::from(length) * u64::from(side) / u64::from(long.max(1))).unwrap_or(1).max(1)
    };
    let (width, height) = (of(picture.width()), of(picture.height()));
    match side.cmp(&long) {
        Ordering::Less => Cow::Owned(imageops::thumbnail(picture, width, height)),
        Ordering::Equal => Cow::Borrowed(picture),
        Ordering::Greater => Cow::Owned(imageops::resize(picture, width, height, FilterType::Triangle)),
    }
}

fn of_pixels(picture: &GrayImage) -> BTreeSet<Mark> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    let pixel = |x: usize, y: usize| raw.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, pixel);
    let grids = prepared.detect_grids();
    grids.iter().filter_map(|grid| Mark::read(&grid.decode().ok()?.1)).collect()
}

/// Streams of a PDF that begin as a JPEG does, each to its end.
fn pictures(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const BEGIN: &[u8] = b"stream";
    const END: &[u8] = b"endstream";
    let mut rest = bytes;
    std::iter::from_fn(move || {
        loop {
            let at = find(rest, BEGIN)?;
            let after = rest.get(at + BEGIN.len()..)?;
            let data = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
            if !data.starts_with(b"\xff\xd8\xff") {
                rest = after;
                continue;
            }
            let end = find(data, END).unwrap_or(data.len());
            let (picture, behind) = data.split_at(end);
            rest = behind.get(END.len()..).unwrap_or_default();
            return Some(picture);
        }
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pictures_are_found_in_whatever_stands_around_them() {
        let file = b"%PDF-1.4\n1 0 obj<<>>stream\nBT ET\nendstream\n2 0 obj<<>>stream\r\n\xff\xd8\xffone\nendstream \
            3 0 obj stream\n\xff\xd8\xfftwo";
        let found: Vec<&[u8]> = pictures(file).collect();
        assert_eq!(found, [b"\xff\xd8\xffone\n".as_slice(), b"\xff\xd8\xfftwo"]);
        assert_eq!(pictures(b"streamstreamstream").count(), 0);
    }

    #[test]
    fn a_picture_that_is_too_large_or_none_says_nothing() {
        assert!(marks("image/png", b"\x89PNG\r\n\x1a\n and nothing else").is_empty());
        assert!(marks("image/jpeg", b"\xff\xd8\xff").is_empty());
        assert!(marks("application/pdf", b"%PDF-1.4 stream\n\xff\xd8\xff endstream").is_empty());
        assert!(marks("text/plain", b"ZWORNIK/LISTA/7KQM3FAB9XYZ/1").is_empty());
        // Thirteen thousand pixels wide and one high: as few bytes as a picture may have.
        let mut wide = vec![];
        let picture = GrayImage::new(SIDE_MAX + 1, 1);
        picture.write_to(&mut Cursor::new(&mut wide), ImageFormat::Png).unwrap();
        assert!(marks("image/png", &wide).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn nothing_makes_it_stumble(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            for (kind, begin) in [("image/png", b"\x89PNG\r\n\x1a\n".as_slice()), ("image/jpeg", b"\xff\xd8\xff"), ("application/pdf", b"%PDF-1.4 stream\n\xff\xd8\xff")] {
                let _ = marks(kind, &[begin, &bytes].concat());
            }
        }
    }
}
