//! The one style of all pages, whose address changes with it.

/// The style.
pub const STYLE: &str = include_str!("../assets/pages.css");

/// The sign in the header and in the browser's tab.
pub const ICON_PATH: &str = "/assets/zwornik.svg";

/// FNV-1a: tells one version of a file from another.
const fn mark(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (mut hash, mut n) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while n < bytes.len() {
        hash = (hash ^ bytes[n] as u64).wrapping_mul(0x0100_0000_01b3);
        n += 1;
    }
    hash
}

/// Where the style is: browsers keep it for good, as another one has another address.
pub fn style_path() -> String {
    format!("/assets/pages-{:016x}.css", mark(STYLE))
}
