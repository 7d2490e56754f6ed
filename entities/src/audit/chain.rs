//! What a seal is. Pure.
//!
//! The seal of a line is an HMAC-SHA256, under a key that lies in no database, of the seal before it, its place in the
//! chain, and the line itself in a form that is the same on both databases and after a dump: every field with its length
//! before it, JSON with its members in order. So a line cannot be changed, taken out, put in or moved without every later
//! seal telling, and whoever owns the database alone cannot make the later ones anew.
//!
//! Seals from before there was a key are plain SHA-256 of the same, and stay what they are.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::audit_entry;
use crate::shared::vault::{Vault, VaultError};

/// What stands where the first line has no seal before it.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The seal of `line` at `position` after the seal `previous`, as it was made before there was a key; hexadecimal.
pub fn seal(previous: &str, position: i64, line: &audit_entry::Model) -> String {
    hex::encode(Sha256::digest(sealed(1, previous, position, line)))
}

/// The same under a version of the key, where there is such.
///
/// # Errors
/// There is no such key.
pub fn keyed(
    keys: &Vault,
    version: i32,
    (previous, position): (&str, i64),
    line: &audit_entry::Model,
) -> Result<String, VaultError> {
    keys.mark_under(version, &sealed(2, previous, position, line))
}

/// What is hashed: in a form of its own for each kind of seal.
fn sealed(form: u8, previous: &str, position: i64, line: &audit_entry::Model) -> Vec<u8> {
    let name = format!("zwornik audit seal {form}\0");
    [name.as_bytes(), previous.as_bytes(), &position.to_be_bytes(), &canonical(line)].concat()
}

/// The bytes of a line that are sealed.
pub fn canonical(line: &audit_entry::Model) -> Vec<u8> {
    let audit_entry::Model {
        id,
        at,
        actor_kind,
        user_id,
        action,
        subject_type,
        subject_id,
        project_id,
        from_state,
        to_state,
        reason,
        request_id,
        detail,
    } = line;
    let mut bytes = vec![];
    let mut put = |field: Option<&[u8]>| match field {
        None => bytes.push(0),
        Some(field) => {
            bytes.push(1);
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field);
        }
    };
    put(Some(id.0.as_bytes()));
    put(Some(&at.timestamp_micros().to_be_bytes()));
    put(Some(actor_kind.as_bytes()));
    put(user_id.as_ref().map(|id| &id.0.as_bytes()[..]));
    put(Some(action.as_bytes()));
    put(Some(subject_type.as_bytes()));
    put(Some(subject_id.as_bytes()));
    put(project_id.as_ref().map(|id| &id.0.as_bytes()[..]));
    put(from_state.as_ref().map(String::as_bytes));
    put(to_state.as_ref().map(String::as_bytes));
    put(reason.as_ref().map(String::as_bytes));
    put(Some(request_id.as_bytes()));
    put(detail.as_ref().map(json).as_ref().map(String::as_bytes));
    bytes
}

/// JSON with the members of every object in order and no space between: databases keep neither.
fn json(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            let members = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::String(name.clone()), json(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::shared::ids::{AuditEntryId, ProjectId, UserId};

    fn line() -> audit_entry::Model {
        audit_entry::Model {
            id: AuditEntryId(Uuid::from_u128(1)),
            at: DateTime::from_timestamp_micros(1_779_091_200_000_001).unwrap(),
            actor_kind: "user".into(),
            user_id: Some(UserId(Uuid::from_u128(2))),
            action: "trainings.enrol".into(),
            subject_type: "Enrolment".into(),
            subject_id: Uuid::from_u128(3),
            project_id: Some(ProjectId(Uuid::from_u128(4))),
            from_state: None,
            to_state: Some("confirmed".into()),
            reason: Some(String::new()),
            request_id: "r".into(),
            detail: Some(json!({ "b": [1, { "z": null, "a": "ą" }], "a": 2 })),
        }
    }

    #[test]
    fn whatever_changes_in_a_line_changes_its_seal() {
        type Change = fn(&mut audit_entry::Model);
        let changes: [Change; 14] = [
            |line| line.id = AuditEntryId(Uuid::from_u128(9)),
            |line| line.at += chrono::Duration::microseconds(1),
            |line| line.actor_kind = "system".into(),
            |line| line.user_id = None,
            |line| line.user_id = Some(UserId(Uuid::from_u128(9))),
            |line| line.action.push('s'),
            |line| line.subject_type.push('s'),
            |line| line.subject_id = Uuid::from_u128(9),
            |line| line.project_id = None,
            // The same text in another field, and nothing instead of an empty text.
            |line| line.from_state = line.to_state.take(),
            |line| line.reason = None,
            |line| line.request_id = String::new(),
            |line| line.detail = None,
            |line| line.detail = Some(json!({ "a": 2, "b": [1, { "a": "a", "z": null }] })),
        ];
        let before = seal(BEGINNING, 1, &line());
        let mut seals: Vec<String> = changes
            .iter()
            .map(|change| {
                let mut changed = line();
                change(&mut changed);
                seal(BEGINNING, 1, &changed)
            })
            .collect();
        seals.push(seal(BEGINNING, 2, &line()));
        seals.push(seal(&before, 1, &line()));
        seals.push(before);
        let all = seals.len();
        seals.sort();
        seals.dedup();
        assert_eq!(seals.len(), all);
    }

    #[test]
    fn the_order_of_members_does_not_matter() {
        let other = serde_json::from_str(r#"{"a": 2, "b": [1, {"a":"ą","z":null}]}"#).unwrap();
        let moved = audit_entry::Model { detail: Some(other), ..line() };
        assert_eq!(canonical(&moved), canonical(&line()));
        assert_eq!(json(&line().detail.unwrap()), r#"{"a":2,"b":[1,{"a":"ą","z":null}]}"#);
    }

    #[test]
    fn a_seal_is_the_same_for_ever() {
        // Stored chains are checked with it: a change of the form needs another name in front.
        assert_eq!(
            seal(BEGINNING, 1, &line()),
            "82715844a0d8062c0fb0be286c42807ca897fee2336125fb5c4eb3118140c68c"
        );
        let keys = Vault::of([(1, [7; 32]), (2, [8; 32])].into(), 2);
        let of = |version| keyed(&keys, version, (BEGINNING, 1), &line());
        assert_eq!(of(1).unwrap(), of(1).unwrap());
        assert_ne!(of(1).unwrap(), of(2).unwrap());
        assert_eq!(of(3), Err(VaultError::NoKey));
    }
}
