//! A selection, compiled: which levels are read for it, and how their rows are written as JSON text.
//!
//! The library keeps parsing, validation, schema, variables and limits, and calls the fields of the roots. From there on
//! a selection is read by [`Level`]s and written by [`View`]s; no object is resolved by the library field by field.

use std::collections::HashMap;
use std::sync::OnceLock;

use async_graphql::{Context, Result, Value};
use entities::shared::actor::Actor;
use entities::shared::language::Language;
use entities::shared::read::{self, Cell, DbErr, Level, List, Page};
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::ctx::ContextExt;
use super::error::fault;
use super::object::{Before, Find, From, Object, Question};
use super::put::{self, Out, Put};
use super::select::Sel;

/// How an object is written.
pub struct View<'a> {
    slots: Vec<(Vec<u8>, Slot<'a>)>,
    /// Whether something below takes more than rows.
    finds: bool,
}

enum Slot<'a> {
    Type(&'static str),
    Id(&'static str),
    Column(usize, fn(Cell<'_>, &mut Out) -> std::result::Result<(), DbErr>),
    Label(usize, fn(Cell<'_>, Language, &mut Out) -> std::result::Result<(), DbErr>),
    Row(fn(&Level, usize, &Context<'_>, &mut Out) -> std::result::Result<(), DbErr>),
    Found(Find, Sel<'a>, OnceLock<Vec<Vec<u8>>>),
    Looked(Before, fn(&Level, usize, &Context<'_>, &mut Out) -> std::result::Result<(), DbErr>),
    One(usize, View<'a>),
    Many(usize, ListView<'a>),
}

/// How a list is written.
struct ListView<'a> {
    name: &'static str,
    slots: Vec<(Vec<u8>, ListSlot<'a>)>,
}

enum ListSlot<'a> {
    Type,
    Edges(Vec<(Vec<u8>, EdgeSlot<'a>)>),
    Info(Vec<(Vec<u8>, InfoSlot)>),
    Total,
}

enum EdgeSlot<'a> {
    Type,
    Cursor,
    Node(View<'a>),
}

#[derive(Clone, Copy)]
enum InfoSlot {
    Type,
    Next,
    Previous,
    Start,
    End,
}

fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 3);
    name.put(&mut key);
    key.push(b':');
    key
}

impl<'a> View<'a> {
    /// Compiles what is selected of an object, and wants it of a level.
    fn of(object: &'static Object, selected: Vec<Sel<'a>>, level: &mut Level) -> Result<Self> {
        let mut view = Self { slots: Vec::with_capacity(selected.len()), finds: false };
        for sel in selected {
            let slot = view.slot(object, &sel, level)?;
            view.slots.push((
                key(sel.key),
                match slot {
                    Slot::Found(find, _, values) => Slot::Found(find, sel, values),
                    slot => slot,
                },
            ));
        }
        Ok(view)
    }

    fn slot(&mut self, object: &'static Object, sel: &Sel<'a>, level: &mut Level) -> Result<Slot<'a>> {
        if sel.name() == "__typename" {
            return Ok(Slot::Type(object.name));
        }
        let field = object.field(sel.name()).ok_or_else(|| async_graphql::Error::new("no such field"))?;
        Ok(match &field.from {
            From::Id => Slot::Id(object.name),
            From::Column(column, put) => {
                level.want(*column);
                Slot::Column(*column, *put)
            }
            From::Label(column, put) => {
                level.want(*column);
                Slot::Label(*column, *put)
            }
            From::Row(put) => {
                level.want_all();
                Slot::Row(*put)
            }
            From::Found(find) => {
                level.want_all();
                self.finds = true;
                Slot::Found(*find, sel.clone(), OnceLock::new())
            }
            From::Looked(columns, before, put) => {
                columns().into_iter().for_each(|column| level.want(column));
                self.finds = true;
                Slot::Looked(*before, *put)
            }
            From::One(column, of) => {
                let of = of();
                let mut below = Level::of(of.table);
                let view = View::of(of, sel.children(of.name), &mut below)?;
                self.finds |= view.finds;
                Slot::One(level.want_one(*column, below), view)
            }
            From::Many(column, of, ask) => {
                let (view, list) = ListView::of(of(), sel, ask(sel)?)?;
                self.finds |= view.finds();
                Slot::Many(level.want_many(*column, list), view)
            }
        })
    }

    /// Finds what takes more than rows.
    fn find<'b>(&'b self, level: &'b Level, ctx: &'b Context<'b>) -> BoxFuture<'b, Result<()>> {
        Box::pin(async move {
            if !self.finds {
                return Ok(());
            }
            for (_, slot) in &self.slots {
                match slot {
                    Slot::Found(find, sel, values) => {
                        let mut all = Vec::with_capacity(level.len());
                        for row in 0..level.len() {
                            let mut text = vec![];
                            put::json(&find(level, row, ctx, sel).await?, &mut text);
                            all.push(text);
                        }
                        let _ = values.set(all);
                    }
                    Slot::Looked(before, _) => before(level, ctx).await?,
                    Slot::One(part, view) => {
                        if let Some(level) = level.part(*part) {
                            view.find(level, ctx).await?;
                        }
                    }
                    Slot::Many(part, view) => {
                        if let Some(level) = level.part(*part) {
                            view.find(level, ctx).await?;
                        }
                    }
                    _ => {}
                }
            }
            Ok(())
        })
    }

    /// Writes a row.
    fn write(
        &self,
        level: &Level,
        row: usize,
        ctx: &Context<'_>,
        out: &mut Out,
    ) -> std::result::Result<(), DbErr> {
        each(&self.slots, out, |slot, out| {
            match slot {
                Slot::Type(name) => name.put(out),
                Slot::Id(name) => put::id(name, level.key(row).unwrap_or_default(), out),
                Slot::Column(column, put) => put(level.cell(row, *column)?, out)?,
                Slot::Label(column, put) => put(level.cell(row, *column)?, ctx.lang(), out)?,
                Slot::Row(put) | Slot::Looked(_, put) => put(level, row, ctx, out)?,
                Slot::Found(_, _, values) => {
                    let text = values.get().and_then(|values| values.get(row));
                    out.extend_from_slice(text.map_or(b"null", |text| text));
                }
                Slot::One(part, view) => match level.one(*part, row) {
                    Some((level, row)) => view.write(level, row, ctx, out)?,
                    None => out.extend_from_slice(b"null"),
                },
                Slot::Many(part, view) => {
                    let (list, page) = level
                        .many(*part, row)
                        .ok_or_else(|| DbErr::Custom("a list that was not read".to_owned()))?;
                    let total = || level.count(*part, row);
                    view.write(list, page, &total, ctx, out)?;
                }
            }
            Ok(())
        })
    }
}

impl<'a> ListView<'a> {
    /// Compiles what is selected of a list.
    fn of(object: &'static Object, sel: &Sel<'a>, question: Question) -> Result<(Self, List)> {
        let mut list = List::of(object.table, question.filter, question.order, question.window);
        let (connection, edge) = (format!("{}Connection", object.name), format!("{}Edge", object.name));
        let mut slots = vec![];
        for child in sel.children(&connection) {
            let slot = match child.name() {
                "totalCount" => {
                    list.total = true;
                    ListSlot::Total
                }
                "pageInfo" => {
                    list.rows = true;
                    let parts = child.children("PageInfo").into_iter().map(|part| {
                        let slot = match part.name() {
                            "hasNextPage" => InfoSlot::Next,
                            "hasPreviousPage" => InfoSlot::Previous,
                            "startCursor" => InfoSlot::Start,
                            "endCursor" => InfoSlot::End,
                            _ => InfoSlot::Type,
                        };
                        (key(part.key), slot)
                    });
                    let parts: Vec<_> = parts.collect();
                    for (_, slot) in &parts {
                        match slot {
                            InfoSlot::Next => list.peek |= !list.is_backward(),
                            InfoSlot::Previous => list.peek |= list.is_backward(),
                            InfoSlot::Start | InfoSlot::End => list.want_cursors(),
                            InfoSlot::Type => {}
                        }
                    }
                    ListSlot::Info(parts)
                }
                "edges" => {
                    list.rows = true;
                    let mut parts = vec![];
                    for part in child.children(&edge) {
                        let slot = match part.name() {
                            "node" => {
                                EdgeSlot::Node(View::of(object, part.children(object.name), &mut list.level)?)
                            }
                            "cursor" => {
                                list.want_cursors();
                                EdgeSlot::Cursor
                            }
                            _ => EdgeSlot::Type,
                        };
                        parts.push((key(part.key), slot));
                    }
                    ListSlot::Edges(parts)
                }
                _ => ListSlot::Type,
            };
            slots.push((key(child.key), slot));
        }
        Ok((Self { name: object.name, slots }, list))
    }

    fn nodes(&self) -> impl Iterator<Item = &View<'a>> {
        self.slots
            .iter()
            .filter_map(|(_, slot)| match slot {
                ListSlot::Edges(parts) => Some(parts),
                _ => None,
            })
            .flatten()
            .filter_map(|(_, slot)| match slot {
                EdgeSlot::Node(view) => Some(view),
                _ => None,
            })
    }

    fn finds(&self) -> bool {
        self.nodes().any(|view| view.finds)
    }

    async fn find<'b>(&'b self, level: &'b Level, ctx: &'b Context<'b>) -> Result<()> {
        for view in self.nodes() {
            view.find(level, ctx).await?;
        }
        Ok(())
    }

    fn write(
        &self,
        list: &List,
        page: Page,
        total: &dyn Fn() -> std::result::Result<u64, DbErr>,
        ctx: &Context<'_>,
        out: &mut Out,
    ) -> std::result::Result<(), DbErr> {
        let backward = list.is_backward();
        // A window at the end was read from the end.
        let nth = |n: usize| if backward { page.end - 1 - n } else { page.start + n };
        let size = page.end - page.start;
        each(&self.slots, out, |slot, out| {
            match slot {
                ListSlot::Type => format!("{}Connection", self.name).put(out),
                ListSlot::Total => i32::try_from(total()?).unwrap_or(i32::MAX).put(out),
                ListSlot::Edges(parts) => {
                    out.push(b'[');
                    for n in 0..size {
                        if n > 0 {
                            out.push(b',');
                        }
                        let row = nth(n);
                        each(parts, out, |slot, out| {
                            match slot {
                                EdgeSlot::Type => format!("{}Edge", self.name).put(out),
                                EdgeSlot::Cursor => list.cursor(row)?.put(out),
                                EdgeSlot::Node(view) => view.write(&list.level, row, ctx, out)?,
                            }
                            Ok(())
                        })?;
                    }
                    out.push(b']');
                }
                ListSlot::Info(parts) => {
                    let (previous, next) = if backward {
                        (page.more, list.is_bounded())
                    } else {
                        (list.is_bounded(), page.more)
                    };
                    each(parts, out, |slot, out| {
                        let cursor = |n: Option<usize>| n.map(|n| list.cursor(nth(n))).transpose();
                        match slot {
                            InfoSlot::Type => "PageInfo".put(out),
                            InfoSlot::Next => next.put(out),
                            InfoSlot::Previous => previous.put(out),
                            InfoSlot::Start => cursor((size > 0).then_some(0))?.put(out),
                            InfoSlot::End => cursor(size.checked_sub(1))?.put(out),
                        }
                        Ok(())
                    })?;
                }
            }
            Ok(())
        })
    }
}

/// Writes an object.
fn each<S>(
    slots: &[(Vec<u8>, S)],
    out: &mut Out,
    mut put: impl FnMut(&S, &mut Out) -> std::result::Result<(), DbErr>,
) -> std::result::Result<(), DbErr> {
    out.push(b'{');
    for (n, (key, slot)) in slots.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        out.extend_from_slice(key);
        put(slot, out)?;
    }
    out.push(b'}');
    Ok(())
}

/// Reads and writes a list for an actor.
///
/// # Errors
/// Arguments that make no sense; the database failed.
pub async fn list<'a>(
    ctx: &'a Context<'a>,
    actor: &Actor,
    object: &'static Object,
    sel: &Sel<'a>,
    question: Question,
) -> Result<Out> {
    let (view, mut list) = ListView::of(object, sel, question)?;
    read::page(&ctx.state().db.reader, actor, &mut list).await.map_err(|error| fault(ctx, &error))?;
    view.find(&list.level, ctx).await?;
    let mut out = Vec::with_capacity(256 + 256 * list.level.len());
    let total = || Ok(list.counted());
    view.write(&list, list.page(), &total, ctx, &mut out).map_err(|error| fault(ctx, &error))?;
    Ok(out)
}

/// Reads and writes objects by their keys; what the actor may not see is left out.
///
/// # Errors
/// Arguments below that make no sense; the database failed.
pub async fn objects<'a>(
    ctx: &'a Context<'a>,
    actor: &Actor,
    object: &'static Object,
    selected: Vec<Sel<'a>>,
    keys: &[Uuid],
) -> Result<HashMap<Uuid, Out>> {
    let mut level = Level::of(object.table);
    let view = View::of(object, selected, &mut level)?;
    let level =
        read::rows(&ctx.state().db.reader, actor, level, keys).await.map_err(|error| fault(ctx, &error))?;
    view.find(&level, ctx).await?;
    let mut all = HashMap::with_capacity(level.len());
    for row in 0..level.len() {
        let mut out = vec![];
        view.write(&level, row, ctx, &mut out).map_err(|error| fault(ctx, &error))?;
        all.insert(level.key(row).unwrap_or_default(), out);
    }
    Ok(all)
}

/// Has the library resolve a value that is no row, and merges what several fields of one response key select of it.
///
/// # Errors
/// As the value's own fields.
pub async fn resolved<'a, T: async_graphql::OutputType>(
    value: &T,
    ctx: &'a Context<'a>,
    sel: &'a Sel<'a>,
) -> Result<Value> {
    let mut merged = Value::Null;
    for field in sel.fields() {
        let below = ctx.with_selection_set(&field.node.selection_set);
        let resolved = value.resolve(&below, field).await;
        merge(&mut merged, resolved.map_err(|error| async_graphql::Error::new(error.message))?);
    }
    Ok(merged)
}

fn merge(into: &mut Value, value: Value) {
    match (into, value) {
        (Value::Object(fields), Value::Object(more)) => {
            for (name, value) in more {
                merge(fields.entry(name).or_insert(Value::Null), value);
            }
        }
        (Value::List(items), Value::List(more)) if items.len() == more.len() => {
            items.iter_mut().zip(more).for_each(|(item, more)| merge(item, more));
        }
        (into, value) => *into = value,
    }
}
