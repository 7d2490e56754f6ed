//! Relay connections: windows, orders, edges.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::connection::PageInfo;
use async_graphql::{Context, InputType, Object, OutputType, Result, TypeName};
use edge::unfit::Why;
use entities::shared::read::{self, Cursor, Node, PAGE_DEFAULT, PAGE_MAX, Page, Spec, Window};
use entities::shared::refusals::RANGE;

use super::error::{bad_input, within};
use super::filter::Filter;
use super::node::{Resource, branches_of};
use super::select::Sel;

/// An order enum.
pub trait Ordering<E: read::Entity>: InputType + Default + Send + Sync {
    /// Columns and direction.
    fn order(self) -> read::Order<E>;
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
            fn order(self) -> entities::shared::read::Order<$table::Entity> {
                let (name, columns, descending) = match self {
                    $(Self::$asc | Self::$desc => {
                        ($tag, vec![$($table::Column::$column,)*], matches!(self, Self::$desc))
                    })*
                };
                entities::shared::read::Order { name, columns, descending }
            }
        }
    };
}

/// What a connection's arguments and selection ask of the planner.
///
/// # Errors
/// Arguments that contradict one another, are out of range, or a cursor of another list.
pub fn spec<T: Resource, F: Filter<T::Table>, O: Ordering<T::Table>>(
    sel: &Sel<'_>,
) -> Result<Spec<T::Table>> {
    let order = sel.arg::<O>("orderBy")?.unwrap_or_default().order();
    let filter = sel.arg::<F>("filter")?.unwrap_or_default();
    let filter = filter.condition_for(sel.actor()).map_err(|error| within("filter", error))?;
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
