//! A look at the raw text before it is parsed.
//!
//! The parser is recursive and builds a tree of every token; this scan keeps both in bounds, and with them the
//! size of values that are written into the document (values in variables are bounded by the body). It knows
//! just enough of the grammar – strings, block strings, comments – not to be misled, and leaves malformed text to
//! the parser.

use super::{Limits, Refused};

/// Counts tokens, open brackets and the size of literals in a document's text.
///
/// # Errors
/// [`Refused::TextBytes`], [`Refused::Tokens`], [`Refused::Nesting`], [`Refused::Literal`] or
/// [`Refused::OpenString`].
pub fn check_text(text: &str, limits: &Limits) -> Result<(), Refused> {
    if text.len() > limits.text_bytes {
        return Err(Refused::TextBytes { limit: limits.text_bytes });
    }
    let mut rest = text.as_bytes();
    let mut tokens = 0_usize;
    // One entry for each open bracket: the tokens directly inside it, counted for lists only.
    let mut open: Vec<Option<usize>> = Vec::new();
    while let Some((&first, after)) = rest.split_first() {
        match first {
            b' ' | b',' | b'\t' | b'\r' | b'\n' => {
                rest = after;
                continue;
            }
            b'#' => {
                rest = skip_comment(after);
                continue;
            }
            _ => {}
        }
        tokens += 1;
        if tokens > limits.tokens {
            return Err(Refused::Tokens { limit: limits.tokens });
        }
        if let Some(Some(members)) = open.last_mut() {
            *members += 1;
            if *members > limits.literal_members {
                return Err(Refused::Literal);
            }
        }
        match first {
            b'{' | b'(' => open.push(None),
            b'[' => open.push(Some(0)),
            b'}' | b')' | b']' => {
                open.pop();
            }
            _ => {}
        }
        if open.len() > limits.nesting {
            return Err(Refused::Nesting { limit: limits.nesting });
        }
        rest = match first {
            b'"' => skip_string(rest, limits)?,
            b'.' => skip_while(after, |byte| byte == b'.'),
            b'-' | b'0'..=b'9' => skip_while(after, |byte| is_name(byte) || b".+-".contains(&byte)),
            byte if is_name(byte) => skip_while(after, is_name),
            _ => after,
        };
    }
    Ok(())
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn skip_while(text: &[u8], belongs: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|byte| !belongs(*byte)).unwrap_or(text.len());
    &text[end..]
}

fn skip_comment(text: &[u8]) -> &[u8] {
    skip_while(text, |byte| byte != b'\n' && byte != b'\r')
}

/// Skips the string or block string that `text` begins with.
fn skip_string<'a>(text: &'a [u8], limits: &Limits) -> Result<&'a [u8], Refused> {
    let rest = match text.strip_prefix(b"\"\"\"") {
        Some(block) => after_block(block).ok_or(Refused::OpenString)?,
        None => after_quote(text),
    };
    if text.len() - rest.len() > limits.literal_bytes {
        return Err(Refused::Literal);
    }
    Ok(rest)
}

/// What follows the closing quotes of a block string.
fn after_block(mut block: &[u8]) -> Option<&[u8]> {
    while !block.is_empty() {
        if let Some(after) = block.strip_prefix(b"\"\"\"") {
            return Some(after);
        }
        block = block.strip_prefix(b"\\\"\"\"").unwrap_or(&block[1..]);
    }
    None
}

/// What follows a string; one that is never closed ends with its line, as the parser will complain.
fn after_quote(text: &[u8]) -> &[u8] {
    let mut escaped = false;
    for (index, byte) in text.iter().enumerate().skip(1) {
        match byte {
            b'\n' | b'\r' => return &text[index..],
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return &text[index + 1..],
            _ => {}
        }
    }
    &[]
}
