//! Pages for people with a browser. Each is one GraphQL document, one typed answer and one template, three files side by side in
//! its room's folder; each form is one mutation. This crate depends on no member of the workspace, so a page can do nothing that a
//! client could not: it asks by [`Ask`], which whoever serves the pages gives it.
//!
//! | file | what |
//! | --- | --- |
//! | `call.rs` | what a page is asked with, and what it answers |
//! | `ask.rs` | documents on their way to the API, and what comes back |
//! | `shell.rs`, `shell.html` | what stands around every page |
//! | `form.rs`, `form.html` | fields with their faults |
//! | `pager.rs`, `pager.html` | pages of a list, by its own address |
//! | `picture.rs` | QR codes as drawings |
//! | `words.rs` | days, hours and numbers in both languages |
//! | `<room>/` | the pages of a room |
//!
//! Absent on purpose: tokens against forged requests (the serving side looks where a request comes from), scripts (each page works
//! without), a state of its own.

mod accounts;
mod ask;
mod call;
mod certificates;
mod form;
mod front;
mod pager;
mod picture;
mod shell;
mod style;
mod trainings;
mod words;

pub use ask::Ask;
pub use call::{Call, Fault, Fields, Future, Lang, Page, Reply, Session};
pub use pager::encoded;
pub use picture::picture;
pub use shell::{fault, login};
pub use style::{ICON_PATH, STYLE, style_path};

/// All pages.
pub fn pages() -> impl Iterator<Item = &'static Page> {
    [front::PAGES, trainings::PAGES, accounts::PAGES, certificates::PAGES].into_iter().flatten()
}
