//! What an exported document asks for: the one list, and a column for each leaf below its rows.
//!
//! Pure. The guard has passed the document, so fragments are there, contain no circle and unfold to bounded size; the
//! library validates it later, as it will be executed.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Positioned, Value, Variables};

use super::types::{ROOT, Types};
use crate::graphql::Refusal;

/// Most columns of one export.
pub(super) const COLUMNS: usize = 200;

/// Arguments by which the server asks for pages.
pub(super) const PAGING: [&str; 4] = ["first", "last", "after", "before"];

/// What the texts of a column stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, in JSON or as text.
    Number,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// Anything else.
    Text,
}

impl Kind {
    fn of(scalar: Option<&str>) -> Self {
        match scalar {
            Some("Int" | "Float" | "BigInt" | "Decimal") => Self::Number,
            Some("Date") => Self::Day,
            Some("DateTime") => Self::Instant,
            _ => Self::Text,
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Response keys below a row, without the steps of connections: `programme.title`.
    pub(super) path: String,
    /// The same by names of fields, which no client chooses.
    pub(super) fields: String,
    /// All response keys, from an edge down.
    pub(super) keys: Vec<String>,
    /// What its texts stand for.
    pub(super) kind: Kind,
}

/// What is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The field that is the list; below the query root with the type it is a field of.
    pub(super) list: String,
    /// Response keys from the query root to the list.
    pub(super) way: Vec<String>,
    /// Response key of its edges.
    pub(super) edges: String,
    /// Columns in the order of the selection.
    pub(super) columns: Vec<Column>,
}

impl Shape {
    /// Reads it from the operation that would be executed.
    ///
    /// # Errors
    /// `NOT_EXPORTABLE`: no query of one list without paging, or nothing to be shown in columns.
    pub(super) fn of(
        document: &ExecutableDocument,
        operation: &OperationDefinition,
        variables: &Variables,
        types: &Types,
    ) -> Result<Self, Refusal> {
        if operation.ty != OperationType::Query {
            return Err(unfit("Only a query can be exported.", None));
        }
        let walk = Walk { document, operation, variables, types };
        let (root, way, connection) = walk.list()?;
        let list = root.name();
        for argument in PAGING {
            if root.fields.iter().any(|field| field.get_argument(argument).is_some()) {
                let message = format!("{list}.{argument}: leave paging to the export, it takes all rows.");
                return Err(unfit(&message, Some(argument)));
            }
        }
        let mut edges: Vec<Group<'_>> =
            walk.below(&root, connection).into_iter().filter(|group| group.name() == "edges").collect();
        let (Some(edge), true) = (edges.pop(), edges.is_empty()) else {
            return Err(unfit("Select the rows once: edges { node { … } }.", None));
        };
        let mut columns = vec![];
        walk.leaves(&edge, edge_type(types, connection), &Way::default(), &mut columns)?;
        if columns.is_empty() {
            return Err(unfit("Nothing is selected that would be a column.", None));
        }
        tell_apart(&mut columns);
        let list = if way.len() == 1 { list.to_owned() } else { format!("{}.{list}", root.on) };
        Ok(Self { list, way, edges: edge.key.to_owned(), columns })
    }

    /// What files of it are called: the name of the field.
    pub(super) fn name(&self) -> &str {
        self.list.rsplit('.').next().unwrap_or_default()
    }

    /// Headings of the columns: as told, else their paths.
    ///
    /// # Errors
    /// `UNKNOWN_COLUMN`: a path that no column has.
    pub(super) fn headings(&self, told: &HashMap<String, String>) -> Result<Vec<String>, Refusal> {
        let known: HashSet<&str> = self.columns.iter().map(|column| column.path.as_str()).collect();
        // One of several, always the same.
        if let Some(path) = told.keys().filter(|path| !known.contains(path.as_str())).min() {
            let path: String = path.chars().take(100).collect();
            let message = format!("headers: no column is called {path:?}.");
            return Err(coded("UNKNOWN_COLUMN", &message, Some(&path)));
        }
        let heading = |column: &Column| told.get(&column.path).unwrap_or(&column.path).clone();
        Ok(self.columns.iter().map(heading).collect())
    }
}

fn edge_type<'t>(types: &'t Types, connection: &str) -> &'t str {
    types.of_field(connection, "edges").unwrap_or_default()
}

/// A document that cannot be exported.
pub(super) fn unfit(message: &str, argument: Option<&str>) -> Refusal {
    coded("NOT_EXPORTABLE", message, argument)
}

fn coded(code: &'static str, message: &str, argument: Option<&str>) -> Refusal {
    let refusal = Refusal::document(code, message);
    match argument {
        Some(argument) => refusal.with_fact("argument", argument),
        None => refusal,
    }
}

/// Columns that differ only by the steps left out get them back.
fn tell_apart(columns: &mut [Column]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for column in columns.iter() {
        *seen.entry(column.path.clone()).or_default() += 1;
    }
    for column in columns.iter_mut().filter(|column| seen.get(&column.path).is_some_and(|n| *n > 1)) {
        column.path = column.keys.join(".");
    }
}

/// Fields of one response key.
struct Group<'d> {
    key: &'d str,
    /// The type whose fields they are.
    on: &'d str,
    fields: Vec<&'d Field>,
}

impl<'d> Group<'d> {
    fn name(&self) -> &'d str {
        self.fields.first().map_or("", |field| field.name.node.as_str())
    }
}

/// Clients of some libraries ask for it everywhere; who wants it in a column gives it a name.
fn is_type_name(group: &Group<'_>) -> bool {
    group.key == "__typename"
}

/// The way to a field.
#[derive(Clone, Default)]
struct Way {
    shown: Vec<String>,
    names: Vec<String>,
    keys: Vec<String>,
}

struct Walk<'d> {
    document: &'d ExecutableDocument,
    operation: &'d OperationDefinition,
    variables: &'d Variables,
    types: &'d Types,
}

impl<'d> Walk<'d> {
    /// The one list, the response keys on the way to it, and its type. On the way each thing is one, and the only one
    /// that is asked for.
    fn list(&self) -> Result<(Group<'d>, Vec<String>, &'d str), Refusal> {
        let mut groups = self.children(&[&self.operation.selection_set.node], ROOT);
        let (mut way, mut names) = (vec![], vec![]);
        loop {
            if !way.is_empty() {
                groups.retain(|group| !is_type_name(group));
            }
            let (Some(group), true) = (groups.pop(), groups.is_empty()) else {
                let message =
                    "Export one list at once: the query must have exactly one field on the way to its rows.";
                return Err(unfit(message, None));
            };
            way.push(group.key.to_owned());
            names.push(group.name());
            match self.types.of_one(group.on, group.name()) {
                Some(of) if self.types.is_connection(of) => return Ok((group, way, of)),
                Some(of) if group.fields.iter().any(|field| !field.selection_set.node.items.is_empty()) => {
                    groups = self.below(&group, of);
                }
                _ => {
                    let name = names.join(".");
                    return Err(unfit(&format!("{name} is no list of this API."), Some(&name)));
                }
            }
        }
    }

    fn below(&self, group: &Group<'d>, on: &'d str) -> Vec<Group<'d>> {
        let sets: Vec<_> = group.fields.iter().map(|field| &field.selection_set.node).collect();
        self.children(&sets, on)
    }

    /// Fields of selections of one type by response key, fragments unfolded, in order of first appearance.
    fn children(&self, sets: &[&'d SelectionSet], on: &'d str) -> Vec<Group<'d>> {
        let (mut groups, mut places) = (vec![], HashMap::new());
        for set in sets {
            self.collect(set, on, &mut groups, &mut places);
        }
        groups
    }

    fn collect(
        &self,
        set: &'d SelectionSet,
        on: &'d str,
        groups: &mut Vec<Group<'d>>,
        places: &mut HashMap<&'d str, usize>,
    ) {
        for item in &set.items {
            if self.is_left_out(item.node.directives()) {
                continue;
            }
            match &item.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.as_str();
                    let place = *places.entry(key).or_insert_with(|| {
                        groups.push(Group { key, on, fields: vec![] });
                        groups.len() - 1
                    });
                    if let Some(group) = groups.get_mut(place) {
                        group.fields.push(&field.node);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let named = inline.node.type_condition.as_ref().map(|c| c.node.on.node.as_str());
                    self.collect(&inline.node.selection_set.node, named.unwrap_or(on), groups, places);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let fragment = &fragment.node;
                        let on = fragment.type_condition.node.on.node.as_str();
                        self.collect(&fragment.selection_set.node, on, groups, places);
                    }
                }
            }
        }
    }

    /// Adds the columns below a field of type `of`.
    fn leaves(
        &self,
        group: &Group<'d>,
        of: &'d str,
        way: &Way,
        columns: &mut Vec<Column>,
    ) -> Result<(), Refusal> {
        for child in self.below(group, of) {
            let (name, key) = (child.name(), child.key);
            if is_type_name(&child) {
                continue;
            }
            let kind = self.types.of_field(child.on, name);
            let mut way = way.clone();
            way.keys.push(key.to_owned());
            let is_step = match name {
                "edges" => self.types.is_connection(child.on),
                "node" => child.on.ends_with("Edge"),
                _ => false,
            };
            if !is_step {
                way.shown.push(key.to_owned());
                way.names.push(name.to_owned());
            }
            let is_leaf = child.fields.iter().all(|field| field.selection_set.node.items.is_empty());
            if !is_leaf {
                self.leaves(&child, kind.unwrap_or_default(), &way, columns)?;
                continue;
            }
            if columns.len() == COLUMNS {
                return Err(unfit(&format!("An export has at most {COLUMNS} columns."), None));
            }
            columns.push(Column {
                path: way.shown.join("."),
                fields: way.names.join("."),
                keys: way.keys,
                kind: Kind::of(kind),
            });
        }
        Ok(())
    }

    /// What `@skip` and `@include` say of a selection.
    fn is_left_out(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().any(|directive| {
            let given = directive.node.get_argument("if");
            let condition = given.map(|value| {
                let Ok(value) = value
                    .node
                    .clone()
                    .into_const_with(|name| Ok::<_, Infallible>(self.variable(name.as_str())));
                value
            });
            match directive.node.name.node.as_str() {
                "skip" => condition == Some(Value::Boolean(true)),
                "include" => condition == Some(Value::Boolean(false)),
                _ => false,
            }
        })
    }

    /// What a variable stands for; one that is not given counts as null.
    fn variable(&self, name: &str) -> Value {
        let definitions = &self.operation.variable_definitions;
        let default = || definitions.iter().find(|d| d.node.name.node == name)?.node.default_value().cloned();
        self.variables.get(name).cloned().or_else(default).unwrap_or(Value::Null)
    }
}
