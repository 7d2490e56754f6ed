//! Relay connections: windows, filters, orders, edges.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Context, ID, InputType, Object, OutputType, Result, TypeName};
use chrono::{NaiveDate, Utc};
use entities::shared::actor::Actor;
use entities::shared::enums::Choice;
use entities::shared::error::{self as actions, Detail};
use entities::shared::ids::TypedId;
use entities::shared::read::{
    self, ColumnTrait, Condition, Cursor, Expr, Node, PAGE_DEFAULT, PAGE_MAX, Page, Spec, Value, Window,
};
use entities::shared::refusals::{RANGE, REFERENCE};
use entities::shared::text;

use super::enums::Coded;
use super::error::{bad_input, within};
use super::node::{Resource, branches_of};
use super::scalars::{Date, DateTime, opt_day, opt_instant};
use super::select::Sel;
use super::unfit::Why;

/// A filter input: says what it means as a condition.
pub trait Filter<E: read::Entity>: InputType + Send + Sync {
    /// The condition.
    ///
    /// # Errors
    /// A value that fits its type but not its meaning, e.g. an id of another kind.
    fn condition(&self) -> Result<Condition>;

    /// The condition for whoever asks: a filter through rows of another table must not tell of rows they may not
    /// see.
    ///
    /// # Errors
    /// As [`Filter::condition`].
    fn condition_for(&self, actor: &Actor) -> Result<Condition> {
        let _ = actor;
        self.condition()
    }

    /// What holds where no filter is given: every row.
    fn unasked() -> Condition {
        read::everything()
    }
}

/// An order enum.
pub trait Ordering<E: read::Entity>: InputType + Default + Send + Sync {
    /// Columns and direction.
    fn order(self) -> read::Order<E>;
}

/// Declares an order: the enum clients choose from, and the columns behind each value.
#[macro_export]
macro_rules! ordering {
    ($(#[$doc:meta])* pub enum $name:ident for $table:ident by default $default:ident {
        $($(#[$vdoc:meta])* $variant:ident = $tag:literal $([$column:ident])* $direction:ident,)*
    }) => {
        $(#[$doc])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl Default for $name {
            fn default() -> Self { Self::$default }
        }

        impl $crate::graphql::page::Ordering<$table::Entity> for $name {
            fn order(self) -> entities::shared::read::Order<$table::Entity> {
                match self {
                    $(Self::$variant => entities::shared::read::Order {
                        name: $tag,
                        columns: vec![$($table::Column::$column,)*],
                        descending: $crate::ordering!(@ $direction),
                    },)*
                }
            }
        }
    };
    (@ asc) => { false };
    (@ desc) => { true };
}

/// What a connection's arguments and selection ask of the planner.
///
/// # Errors
/// Arguments that contradict one another, are out of range, or a cursor of another list.
pub fn spec<T: Resource, F: Filter<T::Table>, O: Ordering<T::Table>>(
    sel: &Sel<'_>,
) -> Result<Spec<T::Table>> {
    let order = sel.arg::<O>("orderBy")?.unwrap_or_default().order();
    let filter = match sel.arg::<F>("filter")? {
        Some(filter) => filter.condition_for(sel.actor()).map_err(|error| within("filter", error))?,
        None => F::unasked(),
    };
    let window = window(sel, &order)?;
    let connection = format!("{}Connection", T::NAME);
    let (edge, children) = (format!("{}Edge", T::NAME), sel.children(&connection));
    let mut nodes = vec![];
    let mut spec = Spec { filter, order, window, peek: false, total: false, rows: false, branches: vec![] };
    for child in &children {
        match child.name() {
            "totalCount" => spec.total = true,
            "pageInfo" => {
                spec.rows = true;
                let asked =
                    if matches!(spec.window, Window::First(..)) { "hasNextPage" } else { "hasPreviousPage" };
                spec.peek |= child.selects("PageInfo", asked);
            }
            "edges" => {
                spec.rows = true;
                let parts = child.children(&edge).into_iter().filter(|part| part.name() == "node");
                nodes.extend(parts.map(|node| (format!("{}/{}", child.key, node.key), node)));
            }
            _ => {}
        }
    }
    let ways: Vec<_> = nodes.iter().map(|(way, node)| (way.clone(), node)).collect();
    spec.branches = branches_of::<T>(&ways)?;
    Ok(spec)
}

fn window<E: read::Entity>(sel: &Sel<'_>, order: &read::Order<E>) -> Result<Window> {
    let cursor = |name: &'static str| -> Result<Option<Cursor>> {
        let text = sel.arg::<String>(name)?;
        text.map(|text| Cursor::decode(&text, order).map_err(|_| bad_input(name, Why::Cursor))).transpose()
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

/// A page of a list.
pub struct Connection<T: Resource>(pub Arc<Page<T::Table>>);

impl<T: Resource> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::NAME).into()
    }
}

/// A page of a list, by Relay's cursor connections.
#[Object(name_type)]
impl<T: Resource> Connection<T> {
    /// The rows of the page, each with its cursor.
    async fn edges(&self) -> Vec<Edge<T>> {
        self.0.nodes.iter().map(|node| Edge { page: Arc::clone(&self.0), node: Arc::clone(node) }).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo {
        let page = &self.0;
        let (has_previous_page, has_next_page) =
            if page.backward { (page.more, page.bounded) } else { (page.bounded, page.more) };
        PageInfo {
            has_previous_page,
            has_next_page,
            start_cursor: page.nodes.first().map(|node| page.cursor(node)),
            end_cursor: page.nodes.last().map(|node| page.cursor(node)),
        }
    }

    /// How many rows the whole list has for this viewer and filter. Counted only when asked for.
    async fn total_count(&self) -> i32 {
        self.0.total.and_then(|n| i32::try_from(n).ok()).unwrap_or(i32::MAX)
    }
}

/// One row of a page.
pub struct Edge<T: Resource> {
    page: Arc<Page<T::Table>>,
    node: Arc<Node<T::Table>>,
}

impl<T: Resource> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::NAME).into()
    }
}

/// One row of a page, with its cursor.
#[Object(name_type)]
impl<T: Resource + OutputType> Edge<T> {
    /// The row.
    async fn node(&self) -> T {
        T::from(Arc::clone(&self.node))
    }

    /// Opaque place of the row in this list and order.
    async fn cursor(&self) -> String {
        self.page.cursor(&self.node)
    }
}

/// Resolves a connection at the top of a query.
///
/// # Errors
/// As [`spec`]; the database failed.
pub async fn top<T: Resource, F: Filter<T::Table>, O: Ordering<T::Table>>(
    ctx: &Context<'_>,
) -> Result<Connection<T>> {
    use super::ctx::ContextExt;
    let spec = spec::<T, F, O>(&Sel::of(ctx))?;
    let page = read::page(&ctx.state().db.reader, ctx.actor(), &spec).await;
    Ok(Connection(Arc::new(page.map_err(|error| super::error::fault(ctx, &error))?)))
}

/// `column = the key of a global id`; none where no id is given.
///
/// # Errors
/// `BAD_USER_INPUT`: no id, or one of another kind.
pub fn id_is<T: TypedId, C: ColumnTrait>(column: C, id: Option<&ID>, argument: &str) -> Result<Option<Expr>> {
    let Some(id) = id else { return Ok(None) };
    let key: T = super::ids::parse(id, argument).map_err(|_| bad_input(argument, Why::Id(T::TYPE)))?;
    Ok(Some(column.eq(key.uuid())))
}

/// `column in values`; none where no list is given.
pub fn is_any_of<T: Choice + Into<Value>, C: ColumnTrait>(
    column: C,
    values: Option<&[Coded<T>]>,
) -> Option<Expr> {
    values.map(|values| column.is_in(values.iter().map(|value| value.0)))
}

/// Whether a column of lines holds a text, whatever its case.
pub fn holds<C: ColumnTrait>(column: C, text: &str) -> Expr {
    read::holds(column, text)
}

/// Whether a column of lines is a text, as a form would take it.
pub fn is_line<C: ColumnTrait>(column: C, text: &str) -> Expr {
    column.eq(text::line(text))
}

/// Whether a column of lines is one of these texts.
pub fn is_any_line<C: ColumnTrait>(column: C, texts: &[String]) -> Expr {
    column.is_in(texts.iter().map(|text| text::line(text)))
}

/// Whether a column of addresses is an address in whatever spelling.
pub fn is_email<C: ColumnTrait>(column: C, text: &str) -> Expr {
    column.eq(text::asked_email(text))
}

/// Whether a column of numbers, such as TERC codes, is a number in whatever spelling.
pub fn is_number<C: ColumnTrait>(column: C, text: &str) -> Expr {
    column.eq(text::number(text))
}

/// The day of an optional date argument.
///
/// # Errors
/// `BAD_USER_INPUT`.
pub fn day(date: Option<&Date>, argument: &str) -> Result<Option<NaiveDate>> {
    opt_day(date, argument).map_err(|refused| unfit(argument, &refused))
}

/// The instant of an optional date and time argument.
///
/// # Errors
/// `BAD_USER_INPUT`.
pub fn instant(at: Option<&DateTime>, argument: &str) -> Result<Option<chrono::DateTime<Utc>>> {
    opt_instant(at, argument).map_err(|refused| unfit(argument, &refused))
}

/// A scalar that was refused by its form.
fn unfit(argument: &str, refused: &actions::Error) -> async_graphql::Error {
    let form = match refused {
        actions::Error::Refused(all) => all.iter().find_map(|refusal| match refusal.detail {
            Detail::Form(form) => Some(form),
            _ => None,
        }),
        _ => None,
    };
    bad_input(argument, Why::Form(form.unwrap_or(REFERENCE)))
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
                #[graphql(complexity = "crate::graphql::page::cost(first, last, child_complexity)")]
                async fn $field(
                    &self,
                    ctx: &Context<'_>,
                    #[graphql(desc = "How many rows from the start, at most 100; 20 where neither this nor `last` is given.")] first: Option<i32>,
                    #[graphql(desc = "Cursor to start after.")] after: Option<String>,
                    #[graphql(desc = "How many rows from the end, at most 100.")] last: Option<i32>,
                    #[graphql(desc = "Cursor to end before.")] before: Option<String>,
                    #[graphql(desc = "Which rows.")] filter: Option<$filter>,
                    #[graphql(desc = "In which order.")] order_by: Option<$order>,
                ) -> Result<Option<$crate::graphql::page::Connection<$type>>> {
                    $crate::graphql::page::top::<$type, $filter, $order>(ctx).await.map(Some)
                }
            )*
        }
    };
}
