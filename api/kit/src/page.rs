//! Relay connections: windows, orders, edges.

use std::borrow::Cow;
use std::marker::PhantomData;

use async_graphql::connection::PageInfo;
use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaType, MetaTypeId, Registry};
use async_graphql::{
    Context, ContextSelectionSet, InputType, OutputType, Positioned, Result, ServerResult, Value,
};
use edge::unfit::Why;
use entities::shared::actor::Actor;
use entities::shared::read::{self, Cursor, PAGE_DEFAULT, PAGE_MAX, Window};
use entities::shared::refusals::RANGE;

use super::compile;
use super::ctx::ContextExt;
use super::error::{bad_input, within};
use super::filter::Filter;
use super::node::{Resource, given};
use super::object::{self, Question, register};
use super::put::Out;
use super::select::Sel;

/// An order enum.
pub trait Ordering<E>: InputType + Default + Send + Sync {
    /// Columns and direction.
    fn order(self) -> read::Order;
}

/// Declares orders: the enum clients choose from, and the columns behind each value and its reverse. Cursors carry the
/// name.
#[macro_export]
macro_rules! ordering {
    ($(#[$doc:meta])* pub enum $name:ident for $table:ident by default $default:ident {
        $($(#[$up:meta])* $asc:ident, $(#[$down:meta])* $desc:ident = $tag:literal $([$column:ident])*;)*
    }) => {
        $(#[$doc])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$up])* $asc, $(#[$down])* $desc,)* }

        impl Default for $name {
            fn default() -> Self { Self::$default }
        }

        impl $crate::page::Ordering<$table::Entity> for $name {
            fn order(self) -> entities::shared::read::Order {
                let (name, columns, descending) = match self {
                    $(Self::$asc | Self::$desc => {
                        ($tag, vec![$($table::Column::$column as usize,)*], matches!(self, Self::$desc))
                    })*
                };
                entities::shared::read::Order { name, columns, descending }
            }
        }
    };
}

/// What a list's arguments ask for.
///
/// # Errors
/// Arguments that contradict one another, are out of range, or a cursor of another list.
pub fn question<T: Resource, F: Filter<T::Table>, O: Ordering<T::Table>>(sel: &Sel<'_>) -> Result<Question> {
    let order = sel.arg::<O>("orderBy")?.unwrap_or_default().order();
    let filter = sel.arg::<F>("filter")?.unwrap_or_default();
    let filter = filter.condition_for(sel.actor()).map_err(|error| within("filter", error))?;
    let window = window(sel, &order, T::object().table)?;
    Ok(Question { filter, order, window })
}

fn window(sel: &Sel<'_>, order: &read::Order, table: &read::Table) -> Result<Window> {
    let cursor = |name: &'static str| -> Result<Option<Cursor>> {
        let text = sel.arg::<String>(name)?;
        text.map(|text| Cursor::decode(&text, order, table).map_err(|_| bad_input(name, Why::Cursor)))
            .transpose()
    };
    let (first, last) = (sel.arg::<i32>("first")?, sel.arg::<i32>("last")?);
    Ok(match ends(first, cursor("after")?, last, cursor("before")?)? {
        Ends::First(n, after) => Window::First(n, after),
        Ends::Last(n, before) => Window::Last(n, before),
    })
}

/// From which end of a list a page is taken, its size, and the cursor it begins at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends<C> {
    /// The first `n` after a cursor.
    First(u64, Option<C>),
    /// The last `n` before a cursor.
    Last(u64, Option<C>),
}

/// What the four arguments of a connection ask for.
///
/// # Errors
/// Arguments that contradict one another or are out of range.
pub fn ends<C>(
    first: Option<i32>,
    after: Option<C>,
    last: Option<i32>,
    before: Option<C>,
) -> Result<Ends<C>> {
    let size = |n: Option<i32>, name: &str| match n {
        Some(n) if !(0..=i32::try_from(PAGE_MAX).unwrap_or(i32::MAX)).contains(&n) => {
            Err(bad_input(name, Why::Form(RANGE.of(0).of(i64::try_from(PAGE_MAX).unwrap_or(i64::MAX)))))
        }
        n => Ok(n.and_then(|n| u64::try_from(n).ok())),
    };
    match (size(first, "first")?, size(last, "last")?, after, before) {
        (Some(_), Some(_), ..) => Err(bad_input("last", Why::Without("first"))),
        (_, _, Some(_), Some(_)) => Err(bad_input("before", Why::Without("after"))),
        (Some(_), None, None, Some(_)) => Err(bad_input("before", Why::With("last"))),
        (None, Some(_), Some(_), None) => Err(bad_input("after", Why::With("first"))),
        (None, None, None, Some(before)) => Ok(Ends::Last(PAGE_DEFAULT, Some(before))),
        (None, Some(last), None, before) => Ok(Ends::Last(last, before)),
        (first, None, after, None) => Ok(Ends::First(first.unwrap_or(PAGE_DEFAULT), after)),
    }
}

/// What a connection costs: its page times what a row costs.
pub fn cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let size = first.or(last).and_then(|n| usize::try_from(n).ok()).unwrap_or(PAGE_DEFAULT as usize);
    1 + size.min(PAGE_MAX as usize).saturating_mul(child)
}

/// A page of a list, as it was read and written.
pub struct Connection<T> {
    text: Out,
    of: PhantomData<fn() -> T>,
}

impl<T: Resource> OutputType for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::NAME).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let edge = edge::<T>(registry);
            let fields = [
                ("edges", "The rows of the page, each with its cursor.", format!("[{edge}]!")),
                ("pageInfo", "Where the page lies in the list.", register::<PageInfo>(registry)),
                (
                    "totalCount",
                    "How many rows the whole list has for this viewer and filter. Counted only when asked for.",
                    register::<i32>(registry),
                ),
            ];
            let about = "A page of a list, by Relay's cursor connections.";
            plain(Self::type_name().into_owned(), about, fields)
        })
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        given(ctx, self.text.clone())
    }
}

/// Registers the type of a page's rows.
fn edge<T: Resource>(registry: &mut Registry) -> String {
    registry.create_output_type::<Edge<T>, _>(MetaTypeId::Object, |registry| {
        let fields = [
            ("node", "The row.", register::<T>(registry)),
            ("cursor", "Opaque place of the row in this list and order.", register::<String>(registry)),
        ];
        plain(Edge::<T>::type_name().into_owned(), "One row of a page, with its cursor.", fields)
    })
}

fn plain<const N: usize>(name: String, about: &str, fields: [(&str, &str, String); N]) -> MetaType {
    let fields = fields.into_iter().map(|(name, about, ty)| {
        (name.to_owned(), object::field(name.to_owned(), &[about], ty, IndexMap::new(), None))
    });
    object::object(name, &[about], fields.collect())
}

/// One row of a page: a type of the schema, which only pages write.
struct Edge<T>(PhantomData<fn() -> T>);

impl<T: Resource> OutputType for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::NAME).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        edge::<T>(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::Null)
    }
}

/// Resolves a connection at the top of a query.
///
/// # Errors
/// Arguments that make no sense; the database failed.
pub async fn top<T: Resource, F: Filter<T::Table>, O: Ordering<T::Table>>(
    ctx: &Context<'_>,
) -> Result<Connection<T>> {
    seen_by::<T, F, O>(ctx, ctx.actor()).await
}

/// The same, as somebody else sees it.
///
/// # Errors
/// As [`top`].
pub async fn seen_by<T: Resource, F: Filter<T::Table>, O: Ordering<T::Table>>(
    ctx: &Context<'_>,
    viewer: &Actor,
) -> Result<Connection<T>> {
    let sel = Sel::of(ctx);
    let question = question::<T, F, O>(&sel)?;
    let text = compile::list(ctx, viewer, T::object(), &sel, question).await?;
    Ok(Connection { text, of: PhantomData })
}

/// Declares an object of connections at the top of a query.
#[macro_export]
macro_rules! connections {
    ($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty, $filter:ty, $order:ty;)* }) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name;

        #[Object]
        #[expect(clippy::too_many_arguments, unused_variables, reason = "read from the selection")]
        impl $name {
            $(
                $(#[$fdoc])*
                #[graphql(complexity = "kit::page::cost(first, last, child_complexity)")]
                async fn $field(
                    &self,
                    ctx: &Context<'_>,
                    #[graphql(desc = "How many rows from the start, at most 100; 20 where neither this nor `last` is given.")] first: Option<i32>,
                    #[graphql(desc = "Cursor to start after.")] after: Option<String>,
                    #[graphql(desc = "How many rows from the end, at most 100.")] last: Option<i32>,
                    #[graphql(desc = "Cursor to end before.")] before: Option<String>,
                    #[graphql(desc = "Which rows.")] filter: Option<$filter>,
                    #[graphql(desc = "In which order.")] order_by: Option<$order>,
                ) -> Result<Option<$crate::page::Connection<$type>>> {
                    $crate::page::top::<$type, $filter, $order>(ctx).await.map(Some)
                }
            )*
        }
    };
}
