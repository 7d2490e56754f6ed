//! Certificates of trainings.
//!
//! - `layout`: what all certificates of an edition share, with places reserved for a person
//! - `person`: what belongs to one person, drawn into those places
//! - `topics`: the programme in two columns, on the first page or on pages of its own
//! - `words`: the words that no office chooses, in Polish and English
//! - `render`: the public face: a template per edition, filled per person

pub mod cache;
pub mod layout;
pub mod pack_certificates;
pub mod person;
pub mod remind_of_expiry;
pub mod render;
pub mod render_certificate;
pub mod render_preview;
pub mod topics;
pub mod words;

pub use render::Template;
