//! What stories read of messages: headers and texts, decoded as a mail program would.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::TestApp;

/// A message.
#[derive(Clone, Debug)]
pub struct Message(String);

impl Message {
    /// Of its bytes as text.
    pub fn of(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// All that lie in the folder of an installation without a mail server, ordered by recipient.
    pub fn in_folder(app: &TestApp) -> Vec<Self> {
        let Ok(folder) = std::fs::read_dir(app.base.folder().join("mail")) else { return vec![] };
        let files =
            folder.map(|entry| entry.unwrap().path()).filter(|path| path.extension() == Some("eml".as_ref()));
        let mut all: Vec<Self> = files.map(|path| Self(std::fs::read_to_string(path).unwrap())).collect();
        all.sort_by_key(|message| {
            (message.header("To"), message.header("Subject"), message.header("Message-ID"))
        });
        all
    }

    /// The message as it is.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// A header, unfolded and decoded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let head = self.0.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let found = head.split("\r\n").find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| decoded(value))
        });
        found.unwrap_or_default()
    }

    /// Names of all headers.
    pub fn headers(&self) -> Vec<String> {
        let head = self.0.split("\r\n\r\n").next().unwrap_or_default();
        let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
        lines.filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_owned()).collect()
    }

    /// The part of this media type, decoded; empty where there is none.
    pub fn part(&self, media_type: &str) -> String {
        String::from_utf8_lossy(&self.bytes(media_type)).into_owned()
    }

    /// The same as bytes.
    pub fn bytes(&self, media_type: &str) -> Vec<u8> {
        let Some(at) = self.0.find(&format!("Content-Type: {media_type}")) else { return vec![] };
        let start = self.0[..at].rfind("\r\n--").unwrap_or(0);
        let part = &self.0[start..];
        let (head, rest) = part.split_once("\r\n\r\n").unwrap();
        let body = rest.split("\r\n--zwornik-").next().unwrap();
        if head.contains("base64") {
            return STANDARD.decode(body.replace(['\r', '\n'], "")).unwrap();
        }
        if head.contains("quoted-printable") { unquoted(body) } else { body.as_bytes().to_vec() }
    }

    /// The secret behind the `#` of its link.
    pub fn secret(&self) -> String {
        let text = self.part("text/plain");
        let after = text.split('#').nth(1).unwrap_or_else(|| panic!("no link in {text}"));
        after.split_whitespace().next().unwrap().to_owned()
    }
}

/// Words by RFC 2047 become text.
fn decoded(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("=?utf-8?b?") {
        // White space between two encoded words belongs to neither.
        if !before.trim().is_empty() {
            text.push_str(before);
        }
        let (word, after) = after.split_once("?=").unwrap();
        text.push_str(&String::from_utf8(STANDARD.decode(word).unwrap()).unwrap());
        rest = after;
    }
    text + rest
}

fn unquoted(body: &str) -> Vec<u8> {
    let joined = body.replace("=\r\n", "");
    let (bytes, mut at, mut decoded) = (joined.as_bytes(), 0, vec![]);
    while at < bytes.len() {
        let hex = (bytes[at] == b'=').then(|| joined.get(at + 1..at + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    decoded
}
