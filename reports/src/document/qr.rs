//! QR codes as one-bit pictures.

use fast_qr::{ECL, QRBuilder};

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
pub const MAX_BYTES: usize = 300;

/// Encodes a text with medium error correction (15 %).
///
/// # Errors
/// [`RenderError::Invalid`] for an empty text, [`RenderError::TooLong`] above [`MAX_BYTES`].
pub fn encode(text: &str, field: &'static str) -> Result<Qr, RenderError> {
    if text.is_empty() {
        return Err(RenderError::Invalid { field, reason: "empty" });
    }
    if text.len() > MAX_BYTES {
        return Err(RenderError::TooLong { field });
    }
    let code = QRBuilder::new(text).ecl(ECL::M).build().map_err(|_| RenderError::TooLong { field })?;
    let modules = code.size;
    let mut rows = Vec::with_capacity(modules * modules.div_ceil(8));
    for y in 0..modules {
        for byte in code[y].chunks(8) {
            let bits = byte
                .iter()
                .enumerate()
                .fold(0u8, |bits, (at, module)| if module.value() { bits | 0x80 >> at } else { bits });
            rows.push(bits);
        }
    }
    Ok(Qr { modules, rows })
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
        assert_eq!(encode(&"x".repeat(301), "verify_url"), Err(RenderError::TooLong { field: "verify_url" }));
    }
}
