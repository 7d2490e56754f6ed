//! What a change sends: a field that was left out stays, an explicit `null` clears or is refused, and nothing that was
//! sent is ignored.

use async_graphql::{ID, MaybeUndefined};
use chrono::{NaiveDate, Utc};
use entities::shared::change::Change;
use entities::shared::error::Refusal;
use entities::shared::ids::TypedId;
use entities::shared::refusals::REQUIRED;

use super::form::Form;
use super::scalars::{Date, DateTime};

/// A text: `null` is as an empty one, which clears or is refused by the action.
pub fn text(sent: &MaybeUndefined<String>) -> Option<String> {
    match sent {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(String::new()),
        MaybeUndefined::Value(text) => Some(text.clone()),
    }
}

/// A value that may be cleared.
pub fn value<T: Copy>(sent: &MaybeUndefined<T>) -> Change<T> {
    match sent {
        MaybeUndefined::Undefined => Change::Keep,
        MaybeUndefined::Null => Change::Clear,
        MaybeUndefined::Value(value) => Change::Set(*value),
    }
}

impl Form {
    /// A value that nothing can be without: `null` is a fault.
    pub fn sent<T: Clone>(&mut self, field: &str, sent: &MaybeUndefined<T>) -> Option<T> {
        match sent {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => self.take(field, None, |path| Err(Refusal::form(path, REQUIRED).into())),
            MaybeUndefined::Value(value) => Some(value.clone()),
        }
    }

    /// The id of something that nothing can be without.
    pub fn sent_id<T: TypedId>(&mut self, field: &str, sent: &MaybeUndefined<ID>) -> Option<T> {
        self.sent(field, sent).map(|id| self.id(field, &id))
    }

    /// A day that nothing can be without.
    pub fn sent_day(&mut self, field: &str, sent: &MaybeUndefined<Date>) -> Option<NaiveDate> {
        self.sent(field, sent).map(|day| self.day(field, &day))
    }

    /// An instant that nothing can be without.
    pub fn sent_instant(
        &mut self,
        field: &str,
        sent: &MaybeUndefined<DateTime>,
    ) -> Option<chrono::DateTime<Utc>> {
        self.sent(field, sent).map(|at| self.instant(field, &at))
    }

    /// The id of something that may be cleared.
    pub fn changed_id<T: TypedId>(&mut self, field: &str, sent: &MaybeUndefined<ID>) -> Change<T> {
        match sent {
            MaybeUndefined::Undefined => Change::Keep,
            MaybeUndefined::Null => Change::Clear,
            MaybeUndefined::Value(id) => Change::Set(self.id(field, id)),
        }
    }

    /// A day that may be cleared.
    pub fn changed_day(&mut self, field: &str, sent: &MaybeUndefined<Date>) -> Change<NaiveDate> {
        match sent {
            MaybeUndefined::Undefined => Change::Keep,
            MaybeUndefined::Null => Change::Clear,
            MaybeUndefined::Value(day) => Change::Set(self.day(field, day)),
        }
    }
}
