//! A sign of the visibility strip as documents print it and certificates keep it. Its texts are stored with them, so they
//! stay as they are whatever the tables call the kinds.

use serde::{Deserialize, Serialize};

/// One sign of the visibility strip.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sign {
    /// Which sign.
    pub kind: SignKind,
    /// First line of its words.
    pub line1: String,
    /// Second line of its words; may be empty.
    pub line2: String,
    /// Height in per cent of the EU flag, 1–100.
    pub height_pct: u8,
}

/// Kinds of signs the renderer draws as vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SignKind {
    /// Mark of the funding programme, in a neutral form.
    Programme,
    /// Flag and words of the Republic of Poland.
    Republic,
    /// EU flag with its words.
    EuropeanUnion,
    /// Mark of the voivodeship or its office, in a neutral form.
    Region,
}
