//! What is kept about a person: a copy of it, its erasure, and what goes by itself.

mod brought_back;
mod erasure;
mod export;
mod joined;
pub(crate) mod register;
mod retention;
mod rows;
mod scene;

pub(crate) use rows::ROOM;
