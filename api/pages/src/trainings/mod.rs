//! The catalogue, a training, enrolling, and one's own places.

mod catalogue;
mod clause;
mod colleagues;
mod edition;
mod enrol;
mod enrolment;
mod mine;
mod office;
mod standing;
mod survey;

pub(crate) use edition::hours;
pub(crate) use standing::named;

use crate::call::{Page, handler};

pub(crate) const PAGES: &[Page] = &[
    Page::shown("/szkolenia", handler!(catalogue::show)),
    Page::shown("/szkolenia/{id}", handler!(edition::show)),
    Page::with_form("/instytucja/zapis/{id}", handler!(colleagues::show), handler!(colleagues::take)),
    Page::with_form("/zapis/{id}", handler!(enrol::show), handler!(enrol::take)),
    Page::shown("/moje", handler!(mine::show)),
    Page::with_form("/moje/zapisy/{id}", handler!(enrolment::show), handler!(enrolment::take)),
    Page::with_form("/moje/ankiety/{id}", handler!(survey::show), handler!(survey::take)),
    Page::shown("/biuro/szkolenia", handler!(office::list::show)),
    Page::with_form(
        "/biuro/szkolenia/{id}",
        handler!(office::edition::show),
        handler!(office::edition::take),
    ),
    Page::with_form(
        "/biuro/szkolenia/{id}/zapisy",
        handler!(office::people::show),
        handler!(office::people::take),
    ),
    Page::with_form(
        "/biuro/szkolenia/{id}/obecnosc",
        handler!(office::attendance::show),
        handler!(office::attendance::take),
    ),
    Page::with_form(
        "/biuro/szkolenia/{id}/zaswiadczenia",
        handler!(office::certificates::show),
        handler!(office::certificates::take),
    ),
    Page::posted("/moje/materialy/{id}", handler!(enrolment::open_material)),
];
