//! The form of an input: ids, days, instants and decimals become values of the domain, and every fault is named at
//! once, by the path of its field.
//!
//! A faulty value is answered with a placeholder, so that reading goes on. No placeholder leaves [`read`]: one fault is
//! enough for the command to be dropped.

use async_graphql::ID;
use chrono::{NaiveDate, Utc};
use entities::shared::error::{Code, Error, Refusal, Result};
use entities::shared::ids::TypedId;
use uuid::Uuid;

use super::ids;
use super::scalars::{Date, DateTime, Decimal};

/// Most faults that are told of at once: a list of thousands that is wrong throughout makes no answer of thousands.
const MOST: usize = 200;

/// An input as it is read, with the faults found so far.
pub struct Form {
    /// Path of what is read now, with a dot or nothing at its end.
    path: String,
    faults: Vec<Refusal>,
    failed: Option<Error>,
}

/// Reads an input to its end: the command, or every fault of its form.
///
/// # Errors
/// Every fault found, at most 200.
pub fn read<C>(parse: impl FnOnce(&mut Form) -> C) -> Result<C> {
    let mut form = Form { path: String::new(), faults: vec![], failed: None };
    let command = parse(&mut form);
    match form.failed {
        Some(error) => Err(error),
        None if form.faults.is_empty() => Ok(command),
        None => Err(Error::Refused(form.faults)),
    }
}

impl Form {
    /// The id of something.
    pub fn id<T: TypedId>(&mut self, field: &str, id: &ID) -> T {
        self.take(field, T::from_uuid(Uuid::nil()), |path| ids::parse(id, path))
    }

    /// An id that may be absent.
    pub fn opt_id<T: TypedId>(&mut self, field: &str, id: Option<&ID>) -> Option<T> {
        id.map(|id| self.id(field, id))
    }

    /// A list of ids; an absent one is empty.
    pub fn ids<T: TypedId>(&mut self, field: &str, ids: Option<&[ID]>) -> Vec<T> {
        let ids = ids.unwrap_or_default().iter().enumerate();
        ids.map(|(n, id)| self.id(&format!("{field}[{n}]"), id)).collect()
    }

    /// A day.
    pub fn day(&mut self, field: &str, day: &Date) -> NaiveDate {
        self.take(field, NaiveDate::default(), |path| day.day(path))
    }

    /// A day that may be absent.
    pub fn opt_day(&mut self, field: &str, day: Option<&Date>) -> Option<NaiveDate> {
        day.map(|day| self.day(field, day))
    }

    /// An instant.
    pub fn instant(&mut self, field: &str, at: &DateTime) -> chrono::DateTime<Utc> {
        self.take(field, chrono::DateTime::default(), |path| at.at(path))
    }

    /// An instant that may be absent.
    pub fn opt_instant(&mut self, field: &str, at: Option<&DateTime>) -> Option<chrono::DateTime<Utc>> {
        at.map(|at| self.instant(field, at))
    }

    /// A decimal, in hundredths.
    pub fn decimal(&mut self, field: &str, value: &Decimal) -> i64 {
        self.take(field, 0, |path| value.hundredths(path))
    }

    /// An object within the input: the paths of its faults begin with `field`.
    pub fn within<T>(&mut self, field: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.path.len();
        self.path.push_str(field);
        self.path.push('.');
        let read = read(self);
        self.path.truncate(outer);
        read
    }

    /// A list of objects within the input: the paths of their faults begin as `entries[3]` does.
    pub fn each<I, T>(&mut self, field: &str, all: &[I], read: impl Fn(&mut Self, &I) -> T) -> Vec<T> {
        let all = all.iter().enumerate();
        all.map(|(n, one)| self.within(&format!("{field}[{n}]"), |form| read(form, one))).collect()
    }

    /// Notes that a field is refused for another reason.
    pub fn refuse(&mut self, code: Code, field: &str) {
        let refusal = Refusal::of(code, format!("{}{field}", self.path));
        self.fault(refusal);
    }

    /// A value that is read by a function of its own, which is told its path.
    pub fn take<T>(&mut self, field: &str, placeholder: T, read: impl FnOnce(&str) -> Result<T>) -> T {
        match read(&format!("{}{field}", self.path)) {
            Ok(value) => return value,
            Err(Error::Refused(refusals)) => refusals.into_iter().for_each(|refusal| self.fault(refusal)),
            Err(error) => self.failed = Some(error),
        }
        placeholder
    }

    fn fault(&mut self, refusal: Refusal) {
        if self.faults.len() < MOST {
            self.faults.push(refusal);
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::ID;
    use entities::shared::ids::{EditionId, PersonId};
    use entities::shared::refusals::{INVALID, NOT_FOUND};
    use proptest::prelude::*;

    use super::super::ids::global;
    use super::*;

    fn fields<C>(read: Result<C>) -> Vec<String> {
        match read {
            Err(Error::Refused(refusals)) => refusals.into_iter().map(|refusal| refusal.field).collect(),
            Err(error) => panic!("{error}"),
            Ok(_) => vec![],
        }
    }

    #[test]
    fn every_fault_is_named_by_its_path_and_nothing_is_answered() {
        let wrong = ID("?".to_owned());
        let answer = read(|form| {
            let edition: EditionId = form.id("editionId", &wrong);
            let day = form.day("startsOn", &Date::Text("jutro".to_owned()));
            let lead = form.within("lead", |form| {
                form.refuse(INVALID, "name");
                form.each("rows", &[1, 2], |form, n| {
                    let id = if *n == 2 { wrong.clone() } else { global(PersonId(Uuid::from_u128(7))) };
                    form.id::<PersonId>("personId", &id)
                })
            });
            let value = form.decimal("value", &Decimal::Text("1,5".to_owned()));
            (edition, day, lead, value)
        });
        let expected = ["editionId", "startsOn", "lead.name", "lead.rows[1].personId", "value"];
        assert_eq!(fields(answer), expected);
    }

    #[test]
    fn a_form_without_a_fault_is_the_command() {
        let id = EditionId(Uuid::from_u128(42));
        let read = read(|form| {
            let day = form.opt_day("day", None);
            (form.id::<EditionId>("id", &global(id)), form.decimal("value", &Decimal::Hundredths(150)), day)
        });
        assert_eq!(read.unwrap(), (id, 150, None));
    }

    proptest! {
        #[test]
        fn one_fault_among_many_is_enough_and_their_number_is_bounded(wrong in prop::collection::vec(any::<bool>(), 0..600)) {
            let right = global(EditionId(Uuid::from_u128(1)));
            let ids: Vec<ID> =
                wrong.iter().map(|wrong| if *wrong { ID("x".to_owned()) } else { right.clone() }).collect();
            let faulty = wrong.iter().filter(|wrong| **wrong).count();
            let answer = read(|form| form.ids::<EditionId>("ids", Some(&ids)));
            prop_assert_eq!(answer.is_ok(), faulty == 0);
            if let Err(Error::Refused(refusals)) = answer {
                prop_assert_eq!(refusals.len(), faulty.min(MOST));
                prop_assert!(refusals.iter().all(|refusal| refusal.code == NOT_FOUND));
            }
        }
    }
}
