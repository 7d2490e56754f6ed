//! What is kept about a person: a copy of it, its erasure, and what goes by itself.

mod erasure;
mod export;
mod register;
mod retention;
mod scene;
