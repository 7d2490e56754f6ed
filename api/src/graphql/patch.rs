//! What a change sends: a field that was left out stays, an explicit `null` clears or is refused, and nothing that was
//! sent is ignored.

use async_graphql::MaybeUndefined;
use entities::shared::change::Change;
use entities::shared::error::{Refusal, Result};
use entities::shared::ids::TypedId;
use entities::shared::refusals::REQUIRED;

use super::ids::parse;
use super::scalars::Date;

/// A text: `null` is as an empty one, which clears or is refused by the action.
pub fn text(sent: &MaybeUndefined<String>) -> Option<String> {
    match sent {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(String::new()),
        MaybeUndefined::Value(text) => Some(text.clone()),
    }
}

/// A value that nothing can be without.
///
/// # Errors
/// `Invalid` on `field`: it is `null`.
pub fn value<T>(sent: &MaybeUndefined<T>, field: &str) -> Result<Option<T>>
where
    T: Clone,
{
    match sent {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Err(Refusal::form(field, REQUIRED).into()),
        MaybeUndefined::Value(value) => Ok(Some(value.clone())),
    }
}

/// A day that nothing can be without.
///
/// # Errors
/// `Invalid` on `field`: it is `null`, no day, or outside 1990–2100.
pub fn day(sent: &MaybeUndefined<Date>, field: &str) -> Result<Option<chrono::NaiveDate>> {
    value(sent, field)?.map(|day| day.day(field)).transpose()
}

/// A day that may be cleared.
///
/// # Errors
/// `Invalid` on `field`: no day, or outside 1990–2100.
pub fn day_or_none(sent: &MaybeUndefined<Date>, field: &str) -> Result<Change<chrono::NaiveDate>> {
    Ok(match sent {
        MaybeUndefined::Undefined => Change::Keep,
        MaybeUndefined::Null => Change::Clear,
        MaybeUndefined::Value(day) => Change::Set(day.day(field)?),
    })
}

/// The id of something that nothing can be without.
///
/// # Errors
/// `Invalid` on `field`: it is `null`. Not found: no id of that kind.
pub fn id<T: TypedId>(sent: &MaybeUndefined<async_graphql::ID>, field: &str) -> Result<Option<T>> {
    value(sent, field)?.map(|id| parse(&id, field)).transpose()
}
