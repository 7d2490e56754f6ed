//! Relay global ids: type and key, opaque to clients.

use async_graphql::ID;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entities::shared::error::{Refusal, Result};
use entities::shared::ids::TypedId;
use entities::shared::refusals::NOT_FOUND;
use uuid::Uuid;

/// The global id of a key.
pub fn global<T: TypedId>(id: T) -> ID {
    global_of(T::TYPE, id.uuid())
}

/// The global id of a key whose type is known only by name.
pub fn global_of(kind: &str, key: Uuid) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{kind}:{}", key.simple())))
}

/// Writes the global id of a key.
pub(super) fn write(kind: &str, key: Uuid, out: &mut Vec<u8>) {
    let mut plain = [0; 96];
    let (head, rest) = plain.split_at_mut(kind.len().min(60));
    head.copy_from_slice(&kind.as_bytes()[..head.len()]);
    if let [colon, rest @ ..] = rest {
        *colon = b':';
        if let Some(hex) = rest.first_chunk_mut::<32>() {
            key.simple().encode_lower(hex);
        }
    }
    let size = head.len() + 33;
    let start = out.len();
    out.resize(start + 128, 0);
    let plain = plain.get(..size).unwrap_or_default();
    let written = out.get_mut(start..).and_then(|text| URL_SAFE_NO_PAD.encode_slice(plain, text).ok());
    out.truncate(start + written.unwrap_or_default());
}

/// Type and key of a global id; none where it is no id.
pub fn parts(id: &ID) -> Option<(String, Uuid)> {
    if id.len() > 120 {
        return None;
    }
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id.as_str()).ok()?).ok()?;
    let (kind, key) = text.split_once(':')?;
    Some((kind.to_owned(), Uuid::try_parse(key).ok()?))
}

/// The key of a global id that must be of one type.
///
/// # Errors
/// `NotFound`: no id, or one of another kind.
pub fn parse<T: TypedId>(id: &ID, field: &str) -> Result<T> {
    match parts(id) {
        Some((kind, key)) if kind == T::TYPE => Ok(T::from_uuid(key)),
        _ => Err(Refusal::of(NOT_FOUND, field).into()),
    }
}

#[cfg(test)]
mod tests {
    use entities::shared::ids::{EditionId, PersonId};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_leads_back_to_its_key_and_to_no_other_type() {
        let id = EditionId(Uuid::from_u128(42));
        assert_eq!(parse::<EditionId>(&global(id), "id").unwrap(), id);
        assert!(parse::<PersonId>(&global(id), "id").is_err());
        for wrong in ["", "?", "RWRpdGlvbjo0Mg", &"x".repeat(5_000)] {
            assert!(parse::<EditionId>(&ID(wrong.to_owned()), "id").is_err());
        }
    }

    proptest! {
        #[test]
        fn an_id_is_written_as_it_is_made(kind in "[A-Z][A-Za-z]{0,40}", key in any::<u128>()) {
            let mut out = vec![];
            write(&kind, Uuid::from_u128(key), &mut out);
            prop_assert_eq!(String::from_utf8(out).unwrap(), global_of(&kind, Uuid::from_u128(key)).0);
        }

        #[test]
        fn every_id_leads_back(kind in "[A-Z][A-Za-z]{0,40}", key in any::<u128>()) {
            let key = Uuid::from_u128(key);
            prop_assert_eq!(parts(&global_of(&kind, key)), Some((kind, key)));
        }

        #[test]
        fn no_text_makes_it_panic_and_what_is_taken_is_an_id(text in "\\PC{0,130}", bytes in prop::collection::vec(any::<u8>(), 0..90)) {
            for id in [ID(text), ID(URL_SAFE_NO_PAD.encode(bytes))] {
                if let Some((kind, key)) = parts(&id) {
                    prop_assert_eq!(parts(&global_of(&kind, key)), Some((kind, key)));
                }
            }
        }
    }
}
