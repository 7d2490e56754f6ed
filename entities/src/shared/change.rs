//! What a change does to a value that may be absent: an absent field, an empty one and a new one are three things.

use serde::Serialize;

/// What is done to a stored value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Change<T> {
    /// It stays.
    #[default]
    Keep,
    /// It is taken away.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T: Copy> Change<T> {
    /// Whether anything was sent.
    pub const fn is_sent(&self) -> bool {
        !matches!(self, Self::Keep)
    }

    /// The new value, where there is one.
    pub const fn sent(&self) -> Option<T> {
        match self {
            Self::Set(value) => Some(*value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// What is stored afterwards.
    pub const fn after(&self, stored: Option<T>) -> Option<T> {
        match self {
            Self::Keep => stored,
            Self::Clear => None,
            Self::Set(value) => Some(*value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_cleared_and_set_differs_also_as_text() {
        let all = [Change::Keep, Change::Clear, Change::Set(2)];
        assert_eq!(all.map(|change| change.after(Some(1))), [Some(1), None, Some(2)]);
        assert_eq!(all.map(|change| change.is_sent()), [false, true, true]);
        // The receipt of an idempotency key is made of this text.
        let texts = all.map(|change| serde_json::to_string(&change).unwrap());
        assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2], "{texts:?}");
    }
}
