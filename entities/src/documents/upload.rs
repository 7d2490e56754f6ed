//! What people may upload: what a file is called, what it is, and how large it unpacks. Pure.
//!
//! The bytes decide what a file is, not what the sender says of it; the ending of its name must agree. A name is cut
//! down to what stands after the last slash of either kind. Archives are unpacked once, to count, and never kept
//! unpacked; archives within them are not opened. Whoever unpacks one later must come to no harm either: nothing in it
//! leaves its folder, points elsewhere, or is there twice.

use std::io::{Cursor, Read};

use crate::documents::refusals::{FILE_NAME, FILE_SIZE, FILE_TYPE, FILE_UNPACKED};
use crate::shared::error::Form;
use crate::shared::refusals::REQUIRED;
use crate::shared::text;

/// Bytes of one file.
pub const FILE_MAX: usize = 20 * 1024 * 1024;
/// Bytes of an archive once it is unpacked; workbooks are archives.
pub const UNPACKED_MAX: u64 = 200 * 1024 * 1024;
/// Files in one archive.
const ENTRIES_MAX: usize = 2_000;
/// Characters of a name, its ending included.
const NAME_MAX: usize = 120;
/// What every entry of an archive's directory begins with.
const ENTRY: &[u8] = b"PK\x01\x02";
/// What the end of an archive's directory begins with.
const END: &[u8] = b"PK\x05\x06";

/// A file that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Base name, with its ending.
    pub file_name: String,
    /// Media type, by its bytes.
    pub media_type: &'static str,
}

/// Judges a file. Takes a while for large archives: not for a thread that others wait for.
///
/// # Errors
/// The form that it breaks.
///
/// # Source
/// Uploads keep only the base name and are checked for type and size, archives for their unpacked size.
pub fn inspect(name: &str, bytes: &[u8]) -> Result<Accepted, Form> {
    inspect_within(name, bytes, (FILE_MAX, UNPACKED_MAX))
}

/// The same within other bounds: bytes of the file, and of an archive once it is unpacked.
///
/// # Errors
/// The form that it breaks.
pub fn inspect_within(
    name: &str,
    bytes: &[u8],
    (file_max, unpacked_max): (usize, u64),
) -> Result<Accepted, Form> {
    if bytes.is_empty() {
        return Err(REQUIRED);
    }
    if bytes.len() > file_max {
        return Err(FILE_SIZE.of(file_max / (1024 * 1024)));
    }
    let file_name = base_name(name).ok_or(FILE_NAME)?;
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let media_type = match (kind_of(bytes, unpacked_max)?, ending.as_str()) {
        (Kind::Pdf, "pdf") => "application/pdf",
        (Kind::Png, "png") => "image/png",
        (Kind::Jpeg, "jpg" | "jpeg") => "image/jpeg",
        (Kind::Workbook, "xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        (Kind::Letter, "docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        (Kind::Archive, "zip") => "application/zip",
        (Kind::Text { utf8: true }, "csv") => "text/csv; charset=utf-8",
        (Kind::Text { utf8: false }, "csv") => "text/csv",
        (Kind::Text { utf8: true }, "txt") => "text/plain; charset=utf-8",
        (Kind::Text { utf8: false }, "txt") => "text/plain",
        _ => return Err(FILE_TYPE),
    };
    Ok(Accepted { file_name, media_type })
}

/// What stands after the last slash, without what no file system likes and what nobody sees, by which `gpj.exe` can
/// be made to look like `exe.jpg`; none where nothing is left.
pub fn base_name(name: &str) -> Option<String> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |c: char| !c.is_control() && !"\"<>:|?*;%".contains(c);
    let kept: String = text::line(base).chars().filter(|c| plain(*c)).collect();
    let kept = kept.trim().trim_matches('.').trim();
    let (stem, ending) = kept.rsplit_once('.').unwrap_or((kept, ""));
    if stem.is_empty() {
        return None;
    }
    let room = NAME_MAX.checked_sub(ending.chars().count() + 1)?;
    let stem: String = stem.chars().take(room).collect();
    Some(if ending.is_empty() { stem } else { format!("{stem}.{ending}") })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pdf,
    Png,
    Jpeg,
    Workbook,
    Letter,
    Archive,
    Text { utf8: bool },
}

fn kind_of(bytes: &[u8], unpacked_max: u64) -> Result<Kind, Form> {
    if bytes.starts_with(b"%PDF-") {
        Ok(Kind::Pdf)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Ok(Kind::Jpeg)
    } else if bytes.starts_with(b"PK\x03\x04") {
        archive(bytes, unpacked_max)
    } else {
        text(bytes).ok_or(FILE_TYPE)
    }
}

/// Text of whatever encoding that is no markup: markup could run in a browser.
fn text(bytes: &[u8]) -> Option<Kind> {
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\r' | b'\n') || *byte == 0x7f;
    let visible = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if bytes.iter().any(control) || visible.first() == Some(&b'<') {
        return None;
    }
    Some(Kind::Text { utf8: std::str::from_utf8(bytes).is_ok() })
}

fn archive(bytes: &[u8], unpacked_max: u64) -> Result<Kind, Form> {
    let too_large = FILE_UNPACKED.of(unpacked_max / (1024 * 1024));
    // Counted before anything is read, because the reader keeps a record for each.
    let entries = bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY).take(ENTRIES_MAX + 1).count();
    if entries > ENTRIES_MAX {
        return Err(too_large);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| FILE_TYPE)?;
    // The reader keeps one entry of each name; other programs unpack them all.
    if listed(bytes).is_some_and(|listed| listed != archive.len()) {
        return Err(FILE_TYPE);
    }
    let mut left = unpacked_max;
    let mut places = Vec::with_capacity(archive.len());
    let (mut workbook, mut letter) = (false, false);
    for n in 0..archive.len() {
        let entry = archive.by_index(n).map_err(|_| FILE_TYPE)?;
        let name = entry.name().map_err(|_| FILE_TYPE)?.into_owned();
        match name.as_str() {
            "xl/workbook.xml" => workbook = true,
            "word/document.xml" => letter = true,
            name if name.to_ascii_lowercase().ends_with("vbaproject.bin") => return Err(FILE_TYPE),
            name if leads_away(name) || entry.is_symlink() => return Err(FILE_TYPE),
            _ => {}
        }
        let data = entry.data_start().ok_or(FILE_TYPE)?;
        places.push((entry.header_start(), data.saturating_add(entry.compressed_size())));
        // What the directory says of sizes may be a lie, so it is counted.
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
        left = left.checked_sub(unpacked.map_err(|_| FILE_TYPE)?).ok_or(too_large)?;
    }
    // Entries that share their bytes unpack to more than was counted in a program that counts otherwise.
    places.sort_unstable();
    if places.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(FILE_TYPE);
    }
    Ok(if workbook {
        Kind::Workbook
    } else if letter {
        Kind::Letter
    } else {
        Kind::Archive
    })
}

/// How many entries the end of an archive speaks of; none where it leaves that to its longer form.
fn listed(bytes: &[u8]) -> Option<usize> {
    let at = bytes.windows(END.len()).rposition(|window| window == END)?;
    let count = bytes.get(at + 10..at + 12)?;
    let count = u16::from_le_bytes([count[0], count[1]]);
    (count != u16::MAX).then_some(count.into())
}

/// Whether a name leads out of the folder that an archive is unpacked into, on whatever system.
fn leads_away(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\'])
        || name.contains(char::is_control)
        || name.as_bytes().get(1) == Some(&b':')
        || parts.any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn bytes_decide_and_the_ending_must_agree() {
        let workbook = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
        for (name, bytes, media_type) in [
            ("lista.pdf", b"%PDF-1.7 ...".as_slice(), Some("application/pdf")),
            ("Plan.PNG", b"\x89PNG\r\n\x1a\n....", Some("image/png")),
            ("dane.csv", "zażółć,1\n".as_bytes(), Some("text/csv; charset=utf-8")),
            ("dane.csv", b"za\xbf\xf3\xb3\xe6;1\r\n", Some("text/csv")),
            (
                "arkusz.xlsx",
                &workbook,
                Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ),
            ("arkusz.zip", &workbook, None),
            ("lista.pdf", b"<html>", None),
            ("strona.txt", b"  <script>alert(1)</script>", None),
            ("program.exe", b"MZ\x90\0", None),
            ("dane.csv", b"a,\0b", None),
            ("bez_konca", b"tekst", None),
            ("zepsuty.zip", b"PK\x03\x04 and nothing else", None),
        ] {
            assert_eq!(inspect(name, bytes).ok().map(|file| file.media_type), media_type, "{name}");
        }
        let macros = zip(&[("xl/workbook.xml", b"<workbook/>"), ("xl/VBAPROJECT.BIN", b"...")]);
        assert_eq!(inspect("arkusz.xlsx", &macros), Err(FILE_TYPE));
        assert_eq!(inspect("pusty.txt", b""), Err(REQUIRED));
        assert_eq!(inspect("duży.txt", &vec![b'a'; FILE_MAX + 1]), Err(FILE_SIZE.of(20)));
    }

    #[test]
    fn what_unpacks_too_large_is_refused_whatever_it_says_of_itself() {
        const MB: u64 = 1024 * 1024;
        let zeros = vec![0; 1024 * 1024];
        let bomb = zip(&[("a", &zeros), ("b", &zeros), ("c", &zeros)]);
        assert!(bomb.len() < 64 * 1024, "{}", bomb.len());
        assert_eq!(archive(&bomb, 3 * MB), Ok(Kind::Archive));
        assert_eq!(archive(&bomb, 3 * MB - 1), Err(FILE_UNPACKED.of(2)));
        let crowd = [b"PK\x03\x04".as_slice(), &b"PK\x01\x02".repeat(3_000)].concat();
        assert_eq!(inspect("tłum.zip", &crowd), Err(FILE_UNPACKED.of(200)));
    }

    #[test]
    fn an_archive_does_no_harm_to_whoever_unpacks_it() {
        for name in ["../x", "a/../../x", "/etc/x", "..\\x", "\\\\host\\x", "C:\\x", "a\u{1}b"] {
            assert_eq!(inspect("a.zip", &zip(&[("a", b"1"), (name, b"2")])), Err(FILE_TYPE), "{name:?}");
        }
        for name in ["..x", "a/..b/c", "dział\\plik.txt", "a b/ą.txt"] {
            assert!(inspect("a.zip", &zip(&[("a", b"1"), (name, b"2")])).is_ok(), "{name:?}");
        }
        let mut writer = zip::ZipWriter::new(Cursor::new(vec![]));
        writer.add_symlink("a", "/etc", SimpleFileOptions::default()).unwrap();
        assert_eq!(inspect("a.zip", &writer.finish().unwrap().into_inner()), Err(FILE_TYPE));
    }

    #[test]
    fn bytes_that_are_listed_many_times_are_no_archive() {
        let whole = zip(&[("aa", &vec![0; 1 << 20])]);
        let directory = whole.windows(ENTRY.len()).rposition(|window| window == ENTRY).unwrap();
        let end = whole.windows(END.len()).rposition(|window| window == END).unwrap();
        for names in [["aa", "aa", "aa"], ["aa", "ab", "ac"]] {
            let mut bytes = whole[..directory].to_vec();
            for name in names {
                let from = bytes.len();
                bytes.extend_from_slice(&whole[directory..end]);
                bytes[from + 46..from + 48].copy_from_slice(name.as_bytes());
            }
            let size = u32::try_from(bytes.len() - directory).unwrap();
            let from = bytes.len();
            bytes.extend_from_slice(&whole[end..]);
            bytes[from + 8..from + 10].copy_from_slice(&3_u16.to_le_bytes());
            bytes[from + 10..from + 12].copy_from_slice(&3_u16.to_le_bytes());
            bytes[from + 12..from + 16].copy_from_slice(&size.to_le_bytes());
            assert_eq!(inspect("a.zip", &bytes), Err(FILE_TYPE), "{names:?}");
        }
    }

    #[test]
    fn only_the_base_name_is_kept() {
        for (name, kept) in [
            ("../../etc/ą.csv", Some("ą.csv")),
            ("C:\\Users\\x\\plan.pdf", Some("plan.pdf")),
            ("a\u{202E}fdp.exe", Some("afdp.exe")),
            ("x\r\nSet-Cookie: a.txt", Some("x Set-Cookie a.txt")),
            ("..", None),
            (".htaccess", Some("htaccess")),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(base_name(name).as_deref(), kept, "{name}");
        }
        assert_eq!(base_name(&format!("{}.csv", "ż".repeat(500))).unwrap().chars().count(), NAME_MAX);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_stumble(name in "\\PC{0,40}", bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let zipped = [b"PK\x03\x04".as_slice(), &bytes].concat();
            for bytes in [&bytes, &zipped] {
                if let Ok(file) = inspect(&name, bytes) {
                    prop_assert!(!file.file_name.contains(['/', '\\', '"', '\r', '\n']));
                    prop_assert!(file.file_name.chars().count() <= NAME_MAX);
                }
            }
        }
    }
}
