//! Resources: objects with a Relay id, read by the planner.
//!
//! Each says with `branch` which relation a selected field needs. The top of a query announces all branches of its
//! selection, so nested resolvers find their children in place; where a resource was reached another way (a
//! mutation's payload, a subscription), the same `branch` loads them on demand.

use std::sync::Arc;

use async_graphql::{Context, OutputType, QueryPathSegment, Result};
use entities::shared::ids::TypedId;
use entities::shared::read::{self, Branch, Child, Node, Page};
use uuid::Uuid;

use super::ctx::ContextExt;
use super::error::fault;
use super::filter::Filter;
use super::page::{Connection, Ordering, spec};
use super::select::Sel;

/// An object with a Relay id.
pub trait Resource: OutputType + From<Arc<Node<Self::Table>>> + Send + Sync + 'static {
    /// The table behind it.
    type Table: read::Entity;
    /// Its name in the schema.
    const NAME: &'static str;
    /// The row and what was loaded for it.
    fn node(&self) -> &Arc<Node<Self::Table>>;
    /// The relation that a selected field needs; none for a plain field.
    ///
    /// # Errors
    /// Arguments that make no sense.
    fn branch(sel: &Sel<'_>) -> Result<Option<Branch<Self::Table>>>;
}

/// Declares a resource: the struct, its relations, and the object with its fields. Relations are declared once:
/// `one` by a foreign key of the row, `many` by a foreign key of the children. What is `kept` in the row itself is
/// paged by a function of its own. A column of `choices` is shown as its value and as the words for it.
#[macro_export]
macro_rules! resource {
    (
        $(#[$doc:meta])*
        $name:ident: $table:ident {
            $(one { $($(#[$odoc:meta])* $one:ident: $one_type:ty = |$or:ident| $fk:expr;)* })?
            $(many { $($(#[$mdoc:meta])* $many:ident: $many_type:ty, $filter:ty, $order:ty = $child:ident.$child_fk:ident |$cr:ident| $parent:expr;)* })?
            $(kept { $($(#[$kdoc:meta])* $kept:ident: $kept_type:ty, $kept_filter:ty, $kept_order:ty = $kept_page:path;)* })?
            $(choices { $($(#[$cdoc:meta])* $choice:ident, $choice_label:ident: $choice_type:ty;)* })?
            fields { $($fields:tt)* }
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub std::sync::Arc<entities::shared::read::Node<$table::Entity>>);

        impl From<std::sync::Arc<entities::shared::read::Node<$table::Entity>>> for $name {
            fn from(node: std::sync::Arc<entities::shared::read::Node<$table::Entity>>) -> Self { Self(node) }
        }

        impl $name {
            /// The row.
            pub fn row(&self) -> &$table::Model { &self.0.row }
        }

        impl $crate::node::Resource for $name {
            type Table = $table::Entity;
            const NAME: &'static str = stringify!($name);

            fn node(&self) -> &std::sync::Arc<entities::shared::read::Node<$table::Entity>> { &self.0 }

            fn branch(sel: &$crate::select::Sel<'_>)
                -> async_graphql::Result<Option<entities::shared::read::Branch<$table::Entity>>>
            {
                let field = sel.name();
                $($(if $crate::node::is_field(field, stringify!($one)) {
                    return $crate::node::to_one::<Self, $one_type>(sel, |$or| $fk).map(Some);
                })*)?
                $($(if $crate::node::is_field(field, stringify!($many)) {
                    return $crate::node::to_many::<Self, $many_type, $filter, $order>(
                        sel, $child::Column::$child_fk, |$cr| $parent,
                    ).map(Some);
                })*)?
                let _ = field;
                Ok(None)
            }
        }

        $(#[$doc])*
        #[async_graphql::Object]
        impl $name {
            /// Global id.
            pub async fn id(&self) -> async_graphql::ID {
                $crate::ids::global(self.0.row.id)
            }

            $($(
                $(#[$odoc])*
                async fn $one(&self, ctx: &async_graphql::Context<'_>) -> async_graphql::Result<Option<$one_type>> {
                    $crate::node::one(ctx, self).await
                }
            )*)?

            $($(
                $(#[$mdoc])*
                #[graphql(complexity = "kit::page::cost(first, last, child_complexity)")]
                #[expect(clippy::too_many_arguments, unused_variables, reason = "read from the selection")]
                async fn $many(
                    &self,
                    ctx: &async_graphql::Context<'_>,
                    #[graphql(desc = "How many rows from the start, at most 100; 20 where neither this nor `last` is given.")] first: Option<i32>,
                    #[graphql(desc = "Cursor to start after.")] after: Option<String>,
                    #[graphql(desc = "How many rows from the end, at most 100.")] last: Option<i32>,
                    #[graphql(desc = "Cursor to end before.")] before: Option<String>,
                    #[graphql(desc = "Which rows.")] filter: Option<$filter>,
                    #[graphql(desc = "In which order.")] order_by: Option<$order>,
                ) -> async_graphql::Result<$crate::page::Connection<$many_type>> {
                    $crate::node::many(ctx, self).await
                }
            )*)?

            $($(
                $(#[$kdoc])*
                #[graphql(complexity = "kit::page::cost(first, last, child_complexity)")]
                #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
                async fn $kept(
                    &self,
                    ctx: &async_graphql::Context<'_>,
                    #[graphql(desc = "How many rows from the start, at most 100; 20 where neither this nor `last` is given.")] first: Option<i32>,
                    #[graphql(desc = "Cursor to start after.")] after: Option<String>,
                    #[graphql(desc = "How many rows from the end, at most 100.")] last: Option<i32>,
                    #[graphql(desc = "Cursor to end before.")] before: Option<String>,
                    #[graphql(desc = "Which rows.")] filter: Option<$kept_filter>,
                    #[graphql(desc = "In which order.")] order_by: Option<$kept_order>,
                ) -> async_graphql::Result<Option<$kept_type>> {
                    $kept_page(ctx, self.row(), (first, after, last, before), filter, order_by)
                }
            )*)?

            $($(
                $(#[$cdoc])*
                pub async fn $choice(&self) -> $crate::enums::Coded<$choice_type> {
                    self.row().$choice.into()
                }

                /// The same, for people.
                async fn $choice_label(&self, ctx: &async_graphql::Context<'_>) -> &'static str {
                    let lang = $crate::ctx::ContextExt::lang(ctx);
                    entities::shared::enums::Choice::label(self.row().$choice, lang)
                }
            )*)?

            $($fields)*
        }
    };
}

/// Whether a GraphQL field name is that of a Rust method.
pub fn is_field(field: &str, method: &str) -> bool {
    let mut letters = field.chars();
    let mut upper = false;
    for c in method.chars() {
        if c == '_' {
            upper = true;
            continue;
        }
        let expected = if upper { c.to_ascii_uppercase() } else { c };
        upper = false;
        if letters.next() != Some(expected) {
            return false;
        }
    }
    letters.next().is_none()
}

/// All branches that a selection of `T` needs.
///
/// # Errors
/// Arguments that make no sense.
pub fn branches<T: Resource>(sel: &Sel<'_>) -> Result<Vec<Branch<T::Table>>> {
    let mut all = vec![];
    for child in sel.children(T::NAME) {
        all.extend(T::branch(&child)?);
    }
    Ok(all)
}

/// All branches that several selections need of the same objects: those a client reached under more than one alias
/// on the way (`a: edges`, `b: node`, two aliases of a payload's field). Each way keeps its own arguments, so the
/// branches of every way but the first are announced under its aliases.
///
/// # Errors
/// Arguments that make no sense.
pub fn branches_of<T: Resource>(ways: &[(String, &Sel<'_>)]) -> Result<Vec<Branch<T::Table>>> {
    let mut all = vec![];
    for (n, (way, sel)) in ways.iter().enumerate() {
        let mut below = branches::<T>(sel)?;
        if n > 0 {
            below.iter_mut().for_each(|branch| branch.key = format!("{way}/{}", branch.key).into());
        }
        all.extend(below);
    }
    Ok(all)
}

/// A to-one relation.
///
/// # Errors
/// Arguments below that make no sense.
pub fn to_one<P: Resource, C: Resource>(
    sel: &Sel<'_>,
    fk: fn(&read::Row<P::Table>) -> Option<Uuid>,
) -> Result<Branch<P::Table>> {
    Ok(read::one::<P::Table, C::Table>(sel.key.into(), fk, branches::<C>(sel)?))
}

/// A to-many relation as a connection.
///
/// # Errors
/// Arguments that make no sense.
pub fn to_many<P: Resource, C: Resource, F: Filter<C::Table>, O: Ordering<C::Table>>(
    sel: &Sel<'_>,
    fk: read::Column<C::Table>,
    parent: fn(&read::Row<C::Table>) -> Option<Uuid>,
) -> Result<Branch<P::Table>> {
    Ok(read::many::<P::Table, C::Table>(sel.key.into(), fk, parent, spec::<C, F, O>(sel)?))
}

/// What was loaded for the field being resolved; loaded now if the selection could not announce it.
async fn child<P: Resource, T: std::any::Any + Send + Sync>(
    ctx: &Context<'_>,
    parent: &P,
) -> Result<Option<Arc<T>>> {
    let sel = Sel::of(ctx);
    if let Some(there) = announced(ctx, parent.node(), sel.key) {
        return Ok(Some(there));
    }
    let Some(branch) = P::branch(&sel)? else { return Ok(None) };
    let loaded = read::load_one(&ctx.state().db.reader, ctx.actor(), &branch, parent.node()).await;
    let loaded: Option<Child> = loaded.map_err(|error| fault(ctx, &error))?;
    Ok(loaded.and_then(|child| child.downcast().ok()))
}

/// What was announced for the field being resolved: under the aliases on the way to it, else under its own key.
fn announced<E: read::Entity, T: std::any::Any + Send + Sync>(
    ctx: &Context<'_>,
    node: &Node<E>,
    key: &str,
) -> Option<Arc<T>> {
    if node.has_aliases() {
        let names =
            ctx.path_node.iter().flat_map(|path| path.parents()).filter_map(|step| match step.segment {
                QueryPathSegment::Name(name) => Some(name),
                QueryPathSegment::Index(_) => None,
            });
        let mut way = key.to_owned();
        for name in names.take(2) {
            way = format!("{name}/{way}");
            if let Some(there) = node.child::<T>(&way) {
                return Some(there);
            }
        }
    }
    node.child::<T>(key)
}

/// Resolves a to-one field.
///
/// # Errors
/// The database failed.
pub async fn one<P: Resource, C: Resource>(ctx: &Context<'_>, parent: &P) -> Result<Option<C>> {
    let child = child::<P, Option<Arc<Node<C::Table>>>>(ctx, parent).await?;
    Ok(child.and_then(|child| (*child).clone()).map(C::from))
}

/// Resolves a connection below a resource.
///
/// # Errors
/// Arguments that make no sense; the database failed.
pub async fn many<P: Resource, C: Resource>(ctx: &Context<'_>, parent: &P) -> Result<Connection<C>> {
    let child = child::<P, Page<C::Table>>(ctx, parent).await?;
    child.map(Connection).ok_or_else(|| async_graphql::Error::new("no such relation"))
}

/// A resource by key, with everything its selection asks for. None where the actor may not see it.
///
/// # Errors
/// Arguments that make no sense; the database failed.
pub async fn by_id<T: Resource>(ctx: &Context<'_>, sel: &Sel<'_>, id: impl TypedId) -> Result<Option<T>> {
    Ok(by_ids::<T>(ctx, sel, &[id.uuid()]).await?.pop())
}

/// The same for many.
///
/// # Errors
/// As [`by_id`].
pub async fn by_ids<T: Resource>(ctx: &Context<'_>, sel: &Sel<'_>, ids: &[Uuid]) -> Result<Vec<T>> {
    by_ids_of(ctx, &[(String::new(), sel)], ids).await
}

/// The same for several selections of the same objects, as [`branches_of`] has them.
///
/// # Errors
/// As [`by_id`].
pub async fn by_ids_of<T: Resource>(
    ctx: &Context<'_>,
    ways: &[(String, &Sel<'_>)],
    ids: &[Uuid],
) -> Result<Vec<T>> {
    let branches = branches_of::<T>(ways)?;
    let nodes = read::by_ids::<T::Table>(&ctx.state().db.reader, ctx.actor(), ids, &branches).await;
    Ok(nodes.map_err(|error| fault(ctx, &error))?.into_iter().map(|node| T::from(Arc::new(node))).collect())
}
