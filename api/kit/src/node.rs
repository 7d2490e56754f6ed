//! Resources: objects with a Relay id.
//!
//! A resource is declared once: its columns, what is computed of a row, its relations. Where a field of another object
//! holds one, it holds its key, and the row is read when the answer is written, with what the selection asks of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::marker::PhantomData;
use std::sync::Arc;

use async_graphql::parser::types::{Field, OperationType, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, QueryEnv, ServerResult, Value};
use edge::asked::Raw;
use entities::shared::actor::Actor;
use entities::shared::ids::TypedId;
use entities::shared::read;
use futures_util::lock::Mutex;
use uuid::Uuid;

use super::compile;
use super::ctx::ContextExt;
use super::object::Object;
use super::put::Out;
use super::select::Sel;

/// An object with a Relay id.
pub trait Resource: OutputType + From<Ref> + Send + Sync + 'static {
    /// The table behind it.
    type Table: read::Entity;
    /// Its name in the schema.
    const NAME: &'static str;
    /// How it was declared.
    fn object() -> &'static Object;
}

/// A resource by its key. It is read when the answer is written; what whoever asks may not see reads as null.
#[derive(Clone)]
pub struct Ref {
    key: Uuid,
    /// Who sees it, where that is not the one who sent the request.
    viewer: Option<Actor>,
    among: Option<Arc<Among>>,
}

/// Keys that are read together, once for each field that asks.
struct Among {
    keys: Vec<Uuid>,
    read: Mutex<HashMap<usize, HashMap<Uuid, Value>>>,
}

impl Ref {
    /// The resource of a key.
    pub const fn of(key: Uuid) -> Self {
        Self { key, viewer: None, among: None }
    }

    /// The same, as somebody else sees it.
    #[must_use]
    pub fn seen_by(self, viewer: Actor) -> Self {
        Self { viewer: Some(viewer), ..self }
    }

    /// Resources of many keys that stand in different objects and are read together.
    pub fn all(keys: impl IntoIterator<Item = impl TypedId>) -> Vec<Self> {
        let keys: Vec<Uuid> = keys.into_iter().map(TypedId::uuid).collect();
        let among = Arc::new(Among { keys: keys.clone(), read: Mutex::new(HashMap::new()) });
        keys.into_iter().map(|key| Self { key, viewer: None, among: Some(Arc::clone(&among)) }).collect()
    }
}

/// Reads and writes a resource for the field that holds it.
///
/// # Errors
/// Arguments below that make no sense; the database failed.
pub async fn resolve<T: Resource>(
    of: &Ref,
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
) -> ServerResult<Value> {
    let Some(among) = &of.among else {
        let mut found = found::<T>(ctx, field, of.viewer.as_ref(), &[of.key]).await?;
        return found.remove(&of.key).map_or(Ok(Value::Null), |text| given(ctx, text));
    };
    let mut read = among.read.lock().await;
    // A field of the document is one place in memory.
    let asked = std::ptr::from_ref(field) as usize;
    let values = match read.entry(asked) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(place) => {
            let found = found::<T>(ctx, field, of.viewer.as_ref(), &among.keys).await?;
            let values = found.into_iter().map(|(key, text)| Ok((key, value(&text)?)));
            place.insert(values.collect::<ServerResult<_>>()?)
        }
    };
    Ok(values.get(&of.key).cloned().unwrap_or_default())
}

async fn found<T: Resource>(
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
    viewer: Option<&Actor>,
    keys: &[Uuid],
) -> ServerResult<HashMap<Uuid, Out>> {
    let asked = ctx.with_field(field);
    let selected = Sel::asked(ctx.query_env, field).children(T::NAME);
    let actor = viewer.unwrap_or_else(|| asked.actor());
    let found = compile::objects(&asked, actor, T::object(), selected, keys).await;
    found.map_err(|error| ctx.set_error_path(error.into_server_error(field.pos)))
}

/// Resources by their keys, in this order; what whoever asks may not see is left out.
pub struct Listed<T> {
    keys: Vec<Uuid>,
    viewer: Option<Actor>,
    of: PhantomData<fn() -> T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { keys: vec![], viewer: None, of: PhantomData }
    }
}

impl<T> Listed<T> {
    /// The resources of these keys.
    pub fn of(keys: impl IntoIterator<Item = impl TypedId>) -> Self {
        Self { keys: keys.into_iter().map(TypedId::uuid).collect(), ..Self::default() }
    }

    /// The same, as somebody else sees them.
    #[must_use]
    pub fn seen_by(self, viewer: Actor) -> Self {
        Self { viewer: Some(viewer), ..self }
    }
}

impl<T: Resource> OutputType for Listed<T> {
    fn type_name() -> Cow<'static, str> {
        <Vec<T> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<T> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<T> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        if self.keys.is_empty() {
            return Ok(Value::List(vec![]));
        }
        let mut found = found::<T>(ctx, field, self.viewer.as_ref(), &self.keys).await?;
        let all = self.keys.iter().filter_map(|key| found.remove(key)).map(|text| value(&text));
        all.collect::<ServerResult<_>>().map(Value::List)
    }
}

/// Text that was written, as a value of the library: kept as it is where the answer is written by us, at a root field
/// that nothing is merged into; else taken apart.
///
/// # Errors
/// The text is no JSON, which no writer of ours makes.
pub fn given(ctx: &ContextSelectionSet<'_>, text: Out) -> ServerResult<Value> {
    let env = ctx.query_env;
    let raw = ctx.data_opt::<Raw>().is_some()
        && env.operation.node.ty == OperationType::Query
        && ctx.path_node.is_some_and(|path| {
            path.parent.is_none()
                && times(&env.operation.node.selection_set.node, env, path.field_name()) == 1
        });
    if raw { Ok(Value::Binary(text.into())) } else { value(&text) }
}

fn value(text: &[u8]) -> ServerResult<Value> {
    serde_json::from_slice(text).map_err(|error| async_graphql::ServerError::new(error.to_string(), None))
}

/// How often a response key stands in a selection. The guard has found no circle of fragments.
fn times(set: &SelectionSet, env: &QueryEnv, key: &str) -> usize {
    let of = |item: &Positioned<Selection>| match &item.node {
        Selection::Field(field) => usize::from(field.node.response_key().node.as_str() == key),
        Selection::InlineFragment(inline) => times(&inline.node.selection_set.node, env, key),
        Selection::FragmentSpread(spread) => env
            .fragments
            .get(&spread.node.fragment_name.node)
            .map_or(0, |fragment| times(&fragment.node.selection_set.node, env, key)),
    };
    set.items.iter().map(of).sum()
}

/// Declares a resource: its relations (`one` by a column of the row, `many` by a column of the children), `choices` shown
/// as their values and in words, `columns` shown as they are, what is `computed` of a whole row and whoever asks, and what
/// is `looked` up of some columns once something is known for all rows, and what is `found` for each row by something more. What is `kept` in the row itself is paged by a function of its own.
#[macro_export]
macro_rules! resource {
    (
        $(#[doc = $doc:literal])*
        $name:ident: $table:ident {
            $(one { $($(#[doc = $odoc:literal])* $one:ident: $one_type:ident = $fk:ident;)* })?
            $(many { $($(#[doc = $mdoc:literal])* $many:ident: $many_type:ident, $filter:ty, $order:ty = $child:ident.$child_fk:ident;)* })?
            $(kept { $($(#[doc = $kdoc:literal])* $kept:ident: $kept_type:ty, $kept_filter:ty, $kept_order:ty = $kept_page:path;)* })?
            $(choices { $($(#[doc = $cdoc:literal])* $choice:ident, $choice_label:ident: $choice_type:ty;)* })?
            $(columns { $($(#[doc = $vdoc:literal])* $column:ident: $column_type:ty $(= $source:ident)?;)* })?
            $(computed { $($(#[doc = $fdoc:literal])* $computed:ident: $computed_type:ty = |$row:ident $(, $ctx:ident)?| $body:expr;)* })?
            $(looked { $($(#[doc = $ldoc:literal])* $looked:ident: $looked_type:ty = $lcolumns:expr, $lbefore:path, |$lrows:ident, $lat:ident, $lctx:ident| $lbody:expr;)* })?
            $(found { $($(#[doc = $xdoc:literal])* $found:ident: $found_type:ty $([cost $cost:literal])? = |$xrow:ident, $xctx:ident| $xbody:expr;)* })?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone)]
        pub struct $name(pub $crate::node::Ref);

        impl From<$crate::node::Ref> for $name {
            fn from(of: $crate::node::Ref) -> Self { Self(of) }
        }

        impl $crate::node::Resource for $name {
            type Table = $table::Entity;
            const NAME: &'static str = stringify!($name);

            fn object() -> &'static $crate::object::Object {
                static OBJECT: std::sync::LazyLock<$crate::object::Object> = std::sync::LazyLock::new(|| {
                    use $crate::object::{Field, From};
                    let table = <$table::Entity as entities::shared::read::Entity>::table();
                    let fields = vec![
                        Field {
                            name: "id",
                            about: &["Global id."],
                            from: From::Id,
                            register: $crate::object::register::<async_graphql::ID>,
                            arguments: None,
                            cost: None,
                        },
                        $($(Field {
                            name: stringify!($one),
                            about: &[$($odoc),*],
                            from: From::One($table::Column::$fk as usize, <$one_type as $crate::node::Resource>::object),
                            register: $crate::object::register::<Option<$one_type>>,
                            arguments: None,
                            cost: None,
                        },)*)?
                        $($(Field {
                            name: stringify!($many),
                            about: &[$($mdoc),*],
                            from: From::Many(
                                $child::Column::$child_fk as usize,
                                <$many_type as $crate::node::Resource>::object,
                                $crate::page::question::<$many_type, $filter, $order>,
                            ),
                            register: $crate::object::register::<$crate::page::Connection<$many_type>>,
                            arguments: Some($crate::object::arguments::<$filter, $order>),
                            cost: None,
                        },)*)?
                        $($(Field {
                            name: stringify!($kept),
                            about: &[$($kdoc),*],
                            from: From::Found(|level, at, ctx, sel| Box::pin(async move {
                                let row = level.whole::<$table::Entity>(at);
                                let row = row.map_err(|error| $crate::error::fault(ctx, &error))?;
                                let ends = (sel.arg("first")?, sel.arg("after")?, sel.arg("last")?, sel.arg("before")?);
                                let value: Option<$kept_type> =
                                    $kept_page(ctx, &row, ends, sel.arg("filter")?, sel.arg("orderBy")?)?;
                                $crate::compile::resolved(&value, ctx, sel).await
                            })),
                            register: $crate::object::register::<Option<$kept_type>>,
                            arguments: Some($crate::object::arguments::<$kept_filter, $kept_order>),
                            cost: None,
                        },)*)?
                        $($(
                            {
                                const _: fn(&$table::Model) -> &$choice_type = |row| &row.$choice;
                                Field {
                                    name: stringify!($choice),
                                    about: &[$($cdoc),*],
                                    from: From::Column(
                                        $crate::object::place(table, stringify!($choice)),
                                        <$crate::enums::Coded<$choice_type> as $crate::put::Column>::put,
                                    ),
                                    register: $crate::object::register::<$crate::enums::Coded<$choice_type>>,
                                    arguments: None,
                                    cost: None,
                                }
                            },
                            Field {
                                name: stringify!($choice_label),
                                about: &["The same, for people."],
                                from: From::Label(
                                    $crate::object::place(table, stringify!($choice)),
                                    $crate::put::label::<$choice_type>,
                                ),
                                register: $crate::object::register::<String>,
                                arguments: None,
                                cost: None,
                            },
                        )*)?
                        $($($crate::resource!(@column $table, [$($vdoc)*] $column: $column_type $(= $source)?),)*)?
                        $($(Field {
                            name: stringify!($computed),
                            about: &[$($fdoc),*],
                            from: From::Row(|level, at, ctx, out| {
                                let row = level.whole::<$table::Entity>(at)?;
                                let $row = &row;
                                $(let $ctx = ctx;)?
                                let _ = ctx;
                                let value: $computed_type = $body;
                                $crate::put::Put::put(&value, out);
                                Ok(())
                            }),
                            register: $crate::object::register::<$computed_type>,
                            arguments: None,
                            cost: None,
                        },)*)?
                        $($(Field {
                            name: stringify!($looked),
                            about: &[$($ldoc),*],
                            from: From::Looked(|| $lcolumns, $lbefore, |$lrows, $lat, $lctx, out| {
                                let value: $looked_type = $lbody;
                                $crate::put::Put::put(&value, out);
                                Ok(())
                            }),
                            register: $crate::object::register::<$looked_type>,
                            arguments: None,
                            cost: None,
                        },)*)?
                        $($(Field {
                            name: stringify!($found),
                            about: &[$($xdoc),*],
                            from: From::Found(|level, at, ctx, sel| Box::pin(async move {
                                let row = level.whole::<$table::Entity>(at);
                                let row = row.map_err(|error| $crate::error::fault(ctx, &error))?;
                                let ($xrow, $xctx) = (&row, ctx);
                                let value: async_graphql::Result<$found_type> = async { $xbody }.await;
                                $crate::compile::resolved(&value?, ctx, sel).await
                            })),
                            register: $crate::object::register::<$found_type>,
                            arguments: None,
                            cost: $crate::resource!(@cost $($cost)?),
                        },)*)?
                    ];
                    $crate::object::Object::new((stringify!($name), &[$($doc),*]), table, fields)
                });
                &OBJECT
            }
        }

        impl async_graphql::OutputType for $name {
            fn type_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }

            fn create_type_info(registry: &mut async_graphql::registry::Registry) -> String {
                $crate::object::Object::register::<Self>(registry)
            }

            async fn resolve(
                &self,
                ctx: &async_graphql::ContextSelectionSet<'_>,
                field: &async_graphql::Positioned<async_graphql::parser::types::Field>,
            ) -> async_graphql::ServerResult<async_graphql::Value> {
                $crate::node::resolve::<Self>(&self.0, ctx, field).await
            }
        }
    };
    (@column $table:ident, [$($doc:literal)*] $column:ident: $type:ty) => {
        $crate::resource!(@column $table, [$($doc)*] $column: $type = $column)
    };
    (@column $table:ident, [$($doc:literal)*] $column:ident: $type:ty = $source:ident) => {{
        const _: fn(&$table::Model) -> &<$type as $crate::put::Column>::Stored = |row| &row.$source;
        $crate::object::Field {
            name: stringify!($column),
            about: &[$($doc),*],
            from: $crate::object::From::Column(
                $crate::object::place(
                    <$table::Entity as entities::shared::read::Entity>::table(),
                    stringify!($source),
                ),
                <$type as $crate::put::Column>::put,
            ),
            register: $crate::object::register::<<$type as $crate::put::Column>::Shown>,
            arguments: None,
            cost: None,
        }
    }};
    (@cost) => { None };
    (@cost $cost:literal) => { Some(|_, _, _, _| Ok($cost)) };
}
