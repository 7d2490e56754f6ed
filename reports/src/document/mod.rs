//! Documents: our own page model and layout, written as PDF/A-2a and PDF/UA-1.
//!
//! - `font`, `pairs`, `subset`, `truetype`: faces, shaping, and the glyphs that go into a file
//! - `style`, `model`, `canvas`: colours and styles; display list and structure tree; drawing on it
//! - `text`, `breaking`: paragraphs; where lines break
//! - `flow`, `table`: pages that fill one after another; tables split over pages
//! - `grid`, `chart`, `contents`: tables of text in the flow; bars and lines; the contents page
//! - `strip`, `qr`, `polish`: the visibility strip, QR codes, dates in words
//! - `write`: the model as bytes; `batch`: one master for many people
//! - `dump`: the model as text, for reviewed snapshots
//!
//! Layouts live in their rooms (`certificates`, `trainings`, `reporting`) and are pure: data in, model out.

pub mod batch;
pub mod breaking;
pub mod canvas;
pub mod chart;
pub mod contents;
pub mod dump;
mod error;
pub mod flow;
pub mod font;
pub mod grid;
pub mod model;
pub mod pairs;
pub mod polish;
pub mod printable;
pub mod qr;
pub mod strip;
pub mod style;
pub mod subset;
pub mod table;
pub mod text;
pub mod truetype;
pub mod write;

pub use error::RenderError;
