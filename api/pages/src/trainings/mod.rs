//! The catalogue, a training, enrolling, and one's own places.

mod catalogue;
mod edition;
mod enrol;
mod enrolment;
mod mine;
mod standing;
mod survey;

pub(crate) use standing::named;

use crate::call::{Page, handler};

pub(crate) const PAGES: &[Page] = &[
    Page::shown("/szkolenia", handler!(catalogue::show)),
    Page::shown("/szkolenia/{id}", handler!(edition::show)),
    Page::with_form("/zapis/{id}", handler!(enrol::show), handler!(enrol::take)),
    Page::shown("/moje", handler!(mine::show)),
    Page::with_form("/moje/zapisy/{id}", handler!(enrolment::show), handler!(enrolment::take)),
    Page::with_form("/moje/ankiety/{id}", handler!(survey::show), handler!(survey::take)),
    Page::posted("/moje/materialy/{id}", handler!(enrolment::open_material)),
];
