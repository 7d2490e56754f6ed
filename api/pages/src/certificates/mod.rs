//! One's own certificates.

mod mine;

use crate::call::{Page, handler};

pub(crate) const PAGES: &[Page] = &[
    Page::shown("/moje/zaswiadczenia", handler!(mine::show)),
    Page::posted("/moje/zaswiadczenia/{id}", handler!(mine::download)),
];
