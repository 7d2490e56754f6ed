//! Objects of the graph as they are declared: fields, where their values come from, and how the schema knows them.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field as Asked, VariableDefinition};
use async_graphql::registry::{
    CacheControl, Deprecation, MetaField, MetaInputValue, MetaType, MetaTypeId, Registry,
};
use async_graphql::{
    Context, InputType, OutputType, Positioned, Result, ServerResult, Value, VisitorContext,
};
use entities::shared::language::Language;
use entities::shared::read::{Cell, Condition, DbErr, Level, Order, Table, Window};
use futures_util::future::BoxFuture;

use super::node::Resource;
use super::page::cost;
use super::put::Out;
use super::select::Sel;

/// An object with a global id, as it was declared.
pub struct Object {
    /// Its name in the schema.
    pub name: &'static str,
    about: &'static [&'static str],
    /// The table behind it.
    pub table: &'static Table,
    fields: Vec<Field>,
    places: HashMap<String, usize>,
}

/// A field of an object.
pub struct Field {
    /// Its name, as the code has it.
    pub name: &'static str,
    /// What it is; lines as they were written.
    pub about: &'static [&'static str],
    /// Where its value comes from.
    pub from: From,
    /// Registers its type.
    pub register: fn(&mut Registry) -> String,
    /// Registers its arguments, where it is a list.
    pub arguments: Option<Arguments>,
    /// What it costs, where that is no matter of its selection.
    pub cost: Option<Cost>,
}

/// What a line of a comment begins with that says what takes the field's place: it is shown as the reason of `@deprecated`.
const DEPRECATED: &str = "Deprecated:";

/// Registers the arguments of a list.
pub type Arguments = fn(&mut Registry) -> IndexMap<String, MetaInputValue>;

/// What a field costs.
pub type Cost =
    fn(&VisitorContext<'_>, &[Positioned<VariableDefinition>], &Asked, usize) -> ServerResult<usize>;

/// A field whose value takes more than its row: it is found for each row by itself.
pub type Find = for<'a> fn(&'a Level, usize, &'a Context<'a>, &'a Sel<'a>) -> BoxFuture<'a, Result<Value>>;

/// What is found out for all rows at once, before they are written.
pub type Before = for<'a> fn(&'a Level, &'a Context<'a>) -> BoxFuture<'a, Result<()>>;

/// Where a field's value comes from.
pub enum From {
    /// The key.
    Id,
    /// A column, written as it is.
    Column(usize, fn(Cell<'_>, &mut Out) -> std::result::Result<(), DbErr>),
    /// A column of choices, in words.
    Label(usize, fn(Cell<'_>, Language, &mut Out) -> std::result::Result<(), DbErr>),
    /// A function of the row and whoever asks.
    Row(fn(&Level, usize, &Context<'_>, &mut Out) -> std::result::Result<(), DbErr>),
    /// What takes more than the row.
    Found(Find),
    /// A function of some columns and whoever asks, once what it asks for all rows at once is known.
    Looked(
        fn() -> Vec<usize>,
        Before,
        fn(&Level, usize, &Context<'_>, &mut Out) -> std::result::Result<(), DbErr>,
    ),
    /// The row whose key a column holds.
    One(usize, fn() -> &'static Object),
    /// Rows whose column holds this row's key.
    Many(usize, fn() -> &'static Object, fn(&Sel<'_>) -> Result<Question>),
}

/// What the arguments of a list ask for.
pub struct Question {
    /// Which rows.
    pub filter: Condition,
    /// In which order.
    pub order: Order,
    /// Which of them.
    pub window: Window,
}

impl Object {
    /// An object of a table.
    pub fn new(
        (name, about): (&'static str, &'static [&'static str]),
        table: &'static Table,
        fields: Vec<Field>,
    ) -> Self {
        let places = fields.iter().enumerate().map(|(n, field)| (camel(field.name), n)).collect();
        Self { name, about, table, fields, places }
    }

    /// Fields whose column is not there.
    pub fn lost(&self) -> Vec<&'static str> {
        let lost = |field: &&Field| match field.from {
            From::Column(column, _) | From::Label(column, _) | From::One(column, _) => column == usize::MAX,
            _ => false,
        };
        self.fields.iter().filter(lost).map(|field| field.name).collect()
    }

    /// A field by its name in the schema.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(*self.places.get(name)?)
    }

    /// Registers the object's type.
    pub fn register<T: Resource>(registry: &mut Registry) -> String {
        registry.create_output_type::<T, _>(MetaTypeId::Object, |registry| T::object().meta(registry))
    }

    fn meta(&self, registry: &mut Registry) -> MetaType {
        let fields = self.fields.iter().map(|field| {
            let ty = (field.register)(registry);
            let args = field.arguments.map(|arguments| arguments(registry)).unwrap_or_default();
            let cost = field.cost.or(field.arguments.is_some().then_some(of_page as Cost));
            let (old, about): (Vec<&str>, Vec<&str>) =
                field.about.iter().partition(|line| line.trim_start().starts_with(DEPRECATED));
            let mut field = self::field(camel(field.name), &about, ty, args, cost);
            if let Some(why) = old.first().and_then(|line| line.trim().strip_prefix(DEPRECATED)) {
                field.deprecation = Deprecation::Deprecated { reason: Some(why.trim().to_owned()) };
            }
            field
        });
        let fields = fields.map(|field| (field.name.clone(), field)).collect();
        object(self.name.to_owned(), self.about, fields)
    }
}

/// What the schema knows of an object.
pub(super) fn object(name: String, about: &[&str], fields: IndexMap<String, MetaField>) -> MetaType {
    MetaType::Object {
        name,
        description: Some(prose(about)),
        fields,
        cache_control: CacheControl::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        inaccessible: false,
        interface_object: false,
        tags: vec![],
        keys: None,
        visible: None,
        is_subscription: false,
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

/// What the schema knows of a field.
pub fn field(
    name: String,
    about: &[&str],
    ty: String,
    args: IndexMap<String, MetaInputValue>,
    compute_complexity: Option<Cost>,
) -> MetaField {
    MetaField {
        name,
        description: Some(prose(about)),
        args,
        ty,
        deprecation: Deprecation::NoDeprecated,
        cache_control: CacheControl::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: vec![],
        override_from: None,
        compute_complexity,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

/// Registers the arguments of a list with this filter and order.
pub fn arguments<F: InputType, O: InputType>(registry: &mut Registry) -> IndexMap<String, MetaInputValue> {
    let int = <Option<i32> as InputType>::create_type_info(registry);
    let text = <Option<String> as InputType>::create_type_info(registry);
    let filter = <Option<F> as InputType>::create_type_info(registry);
    let order = <Option<O> as InputType>::create_type_info(registry);
    let all = [
        (
            "first",
            "How many rows from the start, at most 100; 20 where neither this nor `last` is given.",
            int.clone(),
        ),
        ("after", "Cursor to start after.", text.clone()),
        ("last", "How many rows from the end, at most 100.", int),
        ("before", "Cursor to end before.", text),
        ("filter", "Which rows.", filter),
        ("orderBy", "In which order.", order),
    ];
    let all = all.into_iter().map(|(name, about, ty)| {
        let argument = MetaInputValue {
            name: name.to_owned(),
            description: Some(about.to_owned()),
            ty,
            deprecation: Deprecation::NoDeprecated,
            default_value: None,
            visible: None,
            inaccessible: false,
            tags: vec![],
            is_secret: false,
            directive_invocations: vec![],
        };
        (name.to_owned(), argument)
    });
    all.collect()
}

/// What a list costs: its page times what a row costs.
fn of_page(
    visitor: &VisitorContext<'_>,
    variables: &[Positioned<VariableDefinition>],
    field: &Asked,
    child: usize,
) -> ServerResult<usize> {
    let first: Option<i32> = visitor.param_value(variables, field, "first", None)?;
    let last: Option<i32> = visitor.param_value(variables, field, "last", None)?;
    Ok(cost(first, last, child))
}

/// A type's name, with its registration, for a field's declaration.
pub fn register<T: OutputType>(registry: &mut Registry) -> String {
    T::create_type_info(registry)
}

/// The place of a column in its table. A test finds names of no column.
pub fn place(table: &Table, column: &str) -> usize {
    table.column(column).unwrap_or(usize::MAX)
}

/// A comment as the schema has it.
fn prose(about: &[&str]) -> String {
    about.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The name in the schema: `edition_id` is `editionId`.
pub fn camel(name: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    let mut upper = false;
    for letter in name.chars() {
        if letter == '_' {
            upper = true;
        } else {
            letters.push(if upper { letter.to_ascii_uppercase() } else { letter });
            upper = false;
        }
    }
    letters
}
