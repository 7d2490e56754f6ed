//! The smallest valid input of each mutation, made from introspection.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::{Given, Mutation, Scene, list, text};

/// Makes inputs.
pub(super) struct Inputs<'a> {
    types: BTreeMap<String, Value>,
    scene: &'a Scene,
    asked: AtomicUsize,
}

impl<'a> Inputs<'a> {
    /// Of a schema, with ids of a scene.
    pub(super) fn of(types: &[Value], scene: &'a Scene) -> Self {
        let types = types.iter().map(|one| (text(&one["name"]).to_owned(), one.clone())).collect();
        Self { types, scene, asked: AtomicUsize::new(0) }
    }

    /// The input of a mutation; none where it takes none.
    pub(super) fn of_mutation(&self, mutation: &Mutation) -> Option<Value> {
        let fields = list(&self.types["Mutation"]["fields"]);
        let field = fields.into_iter().find(|field| field["name"] == mutation.name).unwrap();
        let input = list(&field["args"]).into_iter().find(|argument| argument["name"] == "input")?;
        Some(self.value(mutation, "input", &input["type"]))
    }

    fn value(&self, mutation: &Mutation, field: &str, kind: &Value) -> Value {
        if let Some(given) = given(mutation, field) {
            return self.given(given);
        }
        match text(&kind["kind"]) {
            "NON_NULL" => self.value(mutation, field, &kind["ofType"]),
            "LIST" => json!([self.value(mutation, field, &kind["ofType"])]),
            "ENUM" => self.types[text(&kind["name"])]["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => self.object(mutation, text(&kind["name"])),
            _ => self.scalar(mutation, field, text(&kind["name"])),
        }
    }

    fn given(&self, given: Given) -> Value {
        match given {
            Given::Id(name) => json!(self.scene.id(name)),
            Given::Ids(names) => json!(names.iter().map(|name| self.scene.id(name)).collect::<Vec<_>>()),
            Given::One(name) => json!({ name: self.scene.id(name) }),
            Given::Text(text) => json!(text),
            Given::Number(number) => json!(number),
            Given::Mailbox => json!(format!("ktos{}@example.pl", self.asked.fetch_add(1, Ordering::Relaxed))),
        }
    }

    fn object(&self, mutation: &Mutation, name: &str) -> Value {
        let wanted = list(&self.types[name]["inputFields"]).into_iter().filter(|part| {
            part["type"]["kind"] == "NON_NULL" && part["defaultValue"].is_null()
                || given(mutation, text(&part["name"])).is_some()
        });
        wanted
            .map(|part| {
                let name = text(&part["name"]).to_owned();
                let value = self.value(mutation, &name, &part["type"]);
                (name, value)
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    fn scalar(&self, mutation: &Mutation, field: &str, kind: &str) -> Value {
        match kind {
            "ID" => json!(self.scene.id(field)),
            "Decimal" => json!("10"),
            "Boolean" => json!(true),
            // Sent without its file, which is missed once it is clear who may send one.
            "Upload" => json!(edge::upload::place(0)),
            "Int" => json!(10),
            "Date" if field.starts_with("ends") || field == "to" => json!("2026-05-13"),
            "Date" => json!("2026-05-12"),
            "DateTime" if field.starts_with("ends") => json!("2026-05-13T09:00:00Z"),
            "DateTime" => json!("2026-05-13T08:00:00Z"),
            "String" => json!(match field {
                "email" => "ktos@example.pl",
                "password" => "Zupełnie-nowe-hasło-2026",
                _ => "Tekst",
            }),
            other => panic!("{}.{field}: no value for {other}", mutation.name),
        }
    }
}

/// What the mutation's row says of a field.
fn given(mutation: &Mutation, field: &str) -> Option<Given> {
    mutation.given.iter().find(|(name, _)| *name == field).map(|(_, given)| *given)
}
