//! PDF objects as bytes: compact, and the same bytes for the same values everywhere.

use std::collections::BTreeMap;
use std::io::Write;

use lopdf::{Object, ObjectId, StringFormat};

/// New number of each object.
pub type Numbers = BTreeMap<ObjectId, u32>;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// A number with at most three decimals and no exponent.
pub fn number(out: &mut Vec<u8>, value: f32) {
    let mut thousandths = (f64::from(value) * 1000.0).round() as i64;
    if thousandths < 0 {
        out.push(b'-');
        thousandths = -thousandths;
    }
    integer(out, thousandths / 1000);
    let digits = [thousandths / 100 % 10, thousandths / 10 % 10, thousandths % 10];
    let used = digits.iter().rposition(|digit| *digit != 0).map_or(0, |last| last + 1);
    if used > 0 {
        out.push(b'.');
    }
    out.extend(digits.iter().take(used).map(|digit| b'0' + *digit as u8));
}

/// A whole number.
pub fn integer(out: &mut Vec<u8>, value: i64) {
    if (0..10).contains(&value) {
        out.push(b'0' + value as u8);
    } else {
        // writing to a Vec cannot fail
        let _ = write!(out, "{value}");
    }
}

/// Two hexadecimal digits per byte.
pub fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        out.extend([byte >> 4, byte & 15].map(|digit| HEX.get(usize::from(digit)).copied().unwrap_or(b'0')));
    }
}

/// A string in parentheses.
pub fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    escaped(out, bytes);
    out.push(b')');
}

/// What stands between the parentheses of a string, or a part of it.
pub fn escaped(out: &mut Vec<u8>, bytes: &[u8]) {
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            byte => out.push(*byte),
        }
    }
}

/// Text as PDF wants it outside of pages: UTF-16 with a byte order mark.
#[must_use]
pub fn utf16(text: &str) -> Vec<u8> {
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}

/// The same as an object.
#[must_use]
pub fn text(text: &str) -> Object {
    Object::String(utf16(text), StringFormat::Literal)
}

/// A name as an object.
#[must_use]
pub fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// An object with references renumbered; of a stream, the dictionary.
pub fn object(out: &mut Vec<u8>, object: &Object, numbers: &Numbers) {
    match object {
        Object::Null => word(out, b"null"),
        Object::Boolean(true) => word(out, b"true"),
        Object::Boolean(false) => word(out, b"false"),
        Object::Integer(value) => {
            separate(out);
            integer(out, *value);
        }
        Object::Real(value) => {
            separate(out);
            number(out, *value);
        }
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            hexadecimal(out, bytes);
            out.push(b'>');
        }
        Object::String(bytes, StringFormat::Literal) => literal(out, bytes),
        Object::Array(values) => {
            out.push(b'[');
            for value in values {
                self::object(out, value, numbers);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => self::dictionary(out, dictionary, numbers),
        Object::Stream(stream) => self::dictionary(out, &stream.dict, numbers),
        Object::Reference(id) => {
            separate(out);
            // an object that is not part of the file reads as null
            let _ = match numbers.get(id) {
                Some(number) => write!(out, "{number} 0 R"),
                None => write!(out, "null"),
            };
        }
    }
}

/// An operator or keyword, apart from what stands before it.
pub fn word(out: &mut Vec<u8>, word: &[u8]) {
    separate(out);
    out.extend_from_slice(word);
}

/// A space, where the last byte would run into a number or word.
pub fn separate(out: &mut Vec<u8>) {
    if out.last().is_some_and(|byte| !b"<[(/> ])\n".contains(byte)) {
        out.push(b' ');
    }
}

fn write_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.push(b'#');
            hexadecimal(out, &[*byte]);
        }
    }
}

/// A dictionary with references renumbered.
pub fn dictionary(out: &mut Vec<u8>, dictionary: &lopdf::Dictionary, numbers: &Numbers) {
    out.extend(b"<<");
    for (key, value) in dictionary {
        write_name(out, key);
        object(out, value, numbers);
    }
    out.extend(b">>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        let written = |value| {
            let mut out = Vec::new();
            number(&mut out, value);
            String::from_utf8(out).expect("ascii")
        };
        let cases =
            [(0.0, "0"), (1.5, "1.5"), (-0.05, "-0.05"), (841.89, "841.89"), (10.0, "10"), (0.0004, "0")];
        for (value, text) in cases {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn strings_and_names_are_escaped() {
        let mut out = Vec::new();
        object(&mut out, &name("A B#"), &Numbers::new());
        literal(&mut out, b"(\\)\r");
        assert_eq!(out, b"/A#20B#23(\\(\\\\\\)\\r)");
    }
}
