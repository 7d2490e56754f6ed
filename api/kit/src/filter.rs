//! Filters: what a list may be asked for, declared field by field.
//!
//! Each field has a rule: what a client sends ([`Rule::Sent`]), which value that is, and how one column is compared with
//! it ([`OfColumn`]). Where more than one column decides, or who asks, the room gives a function of the value and the
//! actor instead. Texts, addresses and numbers are read as forms read them, by `shared/text`.

use std::marker::PhantomData;

use async_graphql::{ID, InputType, NewType, Result};
use chrono::{NaiveDate, Utc};
use edge::unfit::Why;
use entities::shared::actor::Actor;
use entities::shared::enums::Choice;
use entities::shared::error::{self as actions, Detail};
use entities::shared::ids::TypedId;
use entities::shared::read::{self, ColumnTrait, Condition, Expr, Value};
use entities::shared::refusals::REFERENCE;
use entities::shared::{search, text};

use super::enums::Coded;
use super::error::bad_input;
use super::ids;
use super::scalars::{Date, DateTime};

/// A filter input: says what it means as a condition. Its default is what holds where no filter is given.
pub trait Filter<E: read::Entity>: InputType + Default + Send + Sync {
    /// The condition for whoever asks: a filter through rows of another table must not tell of rows they may not see.
    ///
    /// # Errors
    /// `BAD_USER_INPUT`: a value that fits its type but not its meaning, e.g. an id of another kind.
    fn condition_for(&self, actor: &Actor) -> Result<Condition>;
}

/// What a field of a filter takes.
pub trait Rule {
    /// What a client sends; its default is what holds where nothing is sent.
    type Sent: InputType + Default;
    /// What that says.
    type Value;

    /// The value; none where nothing is asked.
    ///
    /// # Errors
    /// What was sent fits its type but not its meaning.
    fn value(sent: &Self::Sent) -> Result<Option<Self::Value>, Why>;
}

/// A rule by which one column decides.
pub trait OfColumn: Rule {
    /// The rows whose column fits the value.
    fn fits<C: ColumnTrait>(column: C, value: Self::Value) -> Expr;
}

/// Declares filters: `filter! { pub struct EditionFilter for edition { /// In these states. states:
/// AnyOf<EditionState> = State; /// Open on this day. open_on: Day => open_on; } }`, where `State` is a column and
/// `open_on` a function `(NaiveDate, &Actor) -> Condition`.
#[macro_export]
macro_rules! filter {
    ($(#[$doc:meta])* pub struct $name:ident for $table:ident {
        $($(#[$fdoc:meta])* $field:ident: $rule:ty $(= $column:ident)? $(=> $by:ident)?;)*
    }) => {
        $(#[$doc])*
        #[derive(async_graphql::InputObject, Default)]
        pub struct $name { $($(#[$fdoc])* $field: <$rule as $crate::filter::Rule>::Sent,)* }

        impl $crate::filter::Filter<$table::Entity> for $name {
            fn condition_for(
                &self,
                actor: &entities::shared::actor::Actor,
            ) -> async_graphql::Result<entities::shared::read::Condition> {
                let _ = actor;
                Ok(entities::shared::read::Condition::all()
                    $(.add_option(
                        $crate::filter::asked::<$rule>(&self.$field, stringify!($field))?
                            .map(|value| $crate::filter!(@ $rule, $table, value, actor $(= $column)? $(=> $by)?))
                    ))*)
            }
        }
    };
    (@ $rule:ty, $table:ident, $value:ident, $actor:ident = $column:ident) => {
        <$rule as $crate::filter::OfColumn>::fits($table::Column::$column, $value)
    };
    (@ $rule:ty, $table:ident, $value:ident, $actor:ident => $by:ident) => { $by($value, $actor) };
}

/// What a field asks for; refused by the name that clients know.
///
/// # Errors
/// `BAD_USER_INPUT`, as [`Rule::value`].
pub fn asked<R: Rule>(sent: &R::Sent, field: &str) -> Result<Option<R::Value>> {
    R::value(sent).map_err(|why| bad_input(&known_as(field), why))
}

/// The name of a field in the schema: `edition_id` is `editionId`.
fn known_as(field: &str) -> String {
    let mut words = field.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(word.len().min(1));
        name.push_str(&first.to_ascii_uppercase());
        name.push_str(rest);
    }
    name
}

/// A thing of one kind, by its global id.
pub struct Id<T>(PhantomData<T>);

impl<T: TypedId> Rule for Id<T> {
    type Sent = Option<ID>;
    type Value = T;

    fn value(sent: &Self::Sent) -> Result<Option<T>, Why> {
        sent.as_ref().map(|id| ids::parse(id, "").map_err(|_| Why::Id(T::TYPE))).transpose()
    }
}

impl<T: TypedId> OfColumn for Id<T> {
    fn fits<C: ColumnTrait>(column: C, id: T) -> Expr {
        column.eq(id.uuid())
    }
}

/// One of these values.
pub struct AnyOf<T>(PhantomData<T>);

impl<T: Choice> Rule for AnyOf<T> {
    type Sent = Option<Vec<Coded<T>>>;
    type Value = Vec<T>;

    fn value(sent: &Self::Sent) -> Result<Option<Vec<T>>, Why> {
        Ok(sent.as_ref().map(|values| values.iter().map(|value| value.0).collect()))
    }
}

impl<T: Choice + Into<Value>> OfColumn for AnyOf<T> {
    fn fits<C: ColumnTrait>(column: C, values: Vec<T>) -> Expr {
        column.is_in(values)
    }
}

/// Exactly this value: a flag, a number.
pub struct Same<T>(PhantomData<T>);

impl<T: Copy> Rule for Same<T>
where
    Option<T>: InputType,
{
    type Sent = Option<T>;
    type Value = T;

    fn value(sent: &Self::Sent) -> Result<Option<T>, Why> {
        Ok(*sent)
    }
}

impl<T: Copy + Into<Value>> OfColumn for Same<T>
where
    Option<T>: InputType,
{
    fn fits<C: ColumnTrait>(column: C, value: T) -> Expr {
        column.eq(value)
    }
}

/// A flag that holds where a client does not say otherwise.
#[derive(NewType, Clone, Copy, Debug)]
pub struct Unless(bool);

impl Default for Unless {
    fn default() -> Self {
        Self(true)
    }
}

/// Declares rules of one column: what a client sends, the value and how it is read, how a column fits it.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $sent:ty as $value:ty = $read:ident, |$column:ident, $asked:ident| $fits:expr;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Rule for $name {
            type Sent = $sent;
            type Value = $value;

            fn value(sent: &Self::Sent) -> Result<Option<$value>, Why> {
                $read(sent)
            }
        }

        impl OfColumn for $name {
            fn fits<C: ColumnTrait>($column: C, $asked: $value) -> Expr {
                $fits
            }
        }
    )*};
}

rules! {
    /// On this day; most often the value of a room's own condition.
    Day: Option<Date> as NaiveDate = day, |column, day| column.eq(day);
    /// On this day or later.
    FromDay: Option<Date> as NaiveDate = day, |column, day| column.gte(day);
    /// On this day or earlier.
    ToDay: Option<Date> as NaiveDate = day, |column, day| column.lte(day);
    /// At this instant or later.
    Since: Option<DateTime> as chrono::DateTime<Utc> = instant, |column, at| column.gte(at);
    /// Before this instant.
    Before: Option<DateTime> as chrono::DateTime<Utc> = instant, |column, at| column.lt(at);
    /// A line that holds this text, whatever its case.
    Contains: Option<String> as String = same, |column, text| read::holds(column, &text);
    /// The key of a row of its table that has these words or their beginnings, in any order, whatever the case and marks.
    Words: Option<String> as String = words, |column, text| search::among(column, &text);
    /// This line, as a form would take it.
    Line: Option<String> as String = same, |column, text| column.eq(text::line(&text));
    /// One of these lines.
    AnyLine: Option<Vec<String>> as Vec<String> = same, |column, texts| {
        column.is_in(texts.iter().map(|text| text::line(text)))
    };
    /// This address, in whatever spelling.
    Email: Option<String> as String = same, |column, text| column.eq(text::asked_email(&text));
    /// This number, such as a TERC code, in whatever spelling.
    Number: Option<String> as String = same, |column, text| column.eq(text::number(&text));
    /// Without a value, or with one.
    IsNull: Option<bool> as bool = same, |column, null| if null { column.is_null() } else { column.is_not_null() };
    /// With a value, or without one.
    IsSet: Option<bool> as bool = same, |column, set| if set { column.is_not_null() } else { column.is_null() };
    /// Only those without a value, unless a client says `false`: goes with `#[graphql(default)]`.
    OnlyNull: Unless as () = unless, |column, _only| column.is_null();
}

/// What was sent, as it is.
fn same<T: Clone>(sent: &Option<T>) -> Result<Option<T>, Why> {
    Ok(sent.clone())
}

/// A blank text asks for nothing.
fn words(sent: &Option<String>) -> Result<Option<String>, Why> {
    Ok(sent.clone().filter(|text| !text::line(text).is_empty()))
}

fn unless(sent: &Unless) -> Result<Option<()>, Why> {
    Ok(sent.0.then_some(()))
}

fn day(sent: &Option<Date>) -> Result<Option<NaiveDate>, Why> {
    sent.as_ref().map(|date| date.day("")).transpose().map_err(|refused| unfit(&refused))
}

fn instant(sent: &Option<DateTime>) -> Result<Option<chrono::DateTime<Utc>>, Why> {
    sent.as_ref().map(|at| at.at("")).transpose().map_err(|refused| unfit(&refused))
}

/// Why a scalar was refused: its form.
fn unfit(refused: &actions::Error) -> Why {
    let form = match refused {
        actions::Error::Refused(all) => all.iter().find_map(|refusal| match refusal.detail {
            Detail::Form(form) => Some(form),
            _ => None,
        }),
        _ => None,
    };
    Why::Form(form.unwrap_or(REFERENCE))
}
