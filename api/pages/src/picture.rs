//! QR codes as drawings.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

/// Modules of light around a code, as its standard wants.
const QUIET: usize = 4;

/// A code as a picture: its side with what must stay light around it, and its dark squares as a path. None where the text is too
/// long for one.
pub fn picture(text: &str) -> Option<(usize, String)> {
    let symbol = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..symbol.size {
        for x in (0..symbol.size).filter(|x| symbol[y][*x].value()) {
            // Writing to a text does not fail.
            let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    Some((symbol.size + 2 * QUIET, path))
}
