//! The smallest valid input of each mutation, made from introspection.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::scene::Scene;
use super::{list, text};

/// What a mutation's field `id` is the id of.
const IDS: &[(&str, &str)] = &[
    ("blockUser", "userId"),
    ("changeProjectState", "projectId"),
    ("createEdition.programmeId", "trainingProgramme"),
    ("createProject.programmeId", "fundingProgramme"),
    ("endEmployment", "employment"),
    ("publishClauseVersion.versionId", "draftId"),
    ("resetSecondFactor", "userId"),
    ("revokeCredential", "credential"),
    ("revokeRole", "grant"),
    ("setCertificateSeries", "projectId"),
    ("setPeselRequirement", "projectId"),
    ("setProjectRetention", "projectId"),
    ("unblockUser", "userId"),
    ("unlinkIdentity", "identity"),
    ("updateInstitution", "institutionId"),
    ("updatePerson", "personId"),
    ("updateProject", "projectId"),
    ("verifyInstitution", "institutionId"),
    ("createProject.voivodeshipId", "unitId"),
];

/// Fields that need not be given, but without which an institution cannot speak for its people.
const WANTED: &[(&str, &str)] = &[("enrolPerson", "institutionId")];

/// Makes inputs.
pub(in crate::contract) struct Inputs<'a> {
    types: BTreeMap<String, Value>,
    scene: &'a Scene,
    asked: AtomicUsize,
}

impl<'a> Inputs<'a> {
    /// Of a schema, with ids of a scene.
    pub(in crate::contract) fn of(types: &[Value], scene: &'a Scene) -> Self {
        let types = types.iter().map(|one| (text(&one["name"]).to_owned(), one.clone())).collect();
        Self { types, scene, asked: AtomicUsize::new(0) }
    }

    /// The input of a mutation; none where it takes none.
    pub(in crate::contract) fn of_mutation(&self, name: &str) -> Option<Value> {
        let field = list(&self.types["Mutation"]["fields"]).into_iter().find(|field| field["name"] == name);
        let input = list(&field.unwrap()["args"]).into_iter().find(|argument| argument["name"] == "input")?;
        Some(self.value(name, "input", &input["type"]))
    }

    fn value(&self, mutation: &str, field: &str, kind: &Value) -> Value {
        match text(&kind["kind"]) {
            "NON_NULL" => self.value(mutation, field, &kind["ofType"]),
            "LIST" => json!([self.value(mutation, field, &kind["ofType"])]),
            "ENUM" => self.types[text(&kind["name"])]["enumValues"][0]["name"].clone(),
            "INPUT_OBJECT" => self.object(mutation, text(&kind["name"])),
            _ => self.scalar(mutation, field, text(&kind["name"])),
        }
    }

    fn object(&self, mutation: &str, name: &str) -> Value {
        if name == "RoleScopeInput" {
            return json!({ "projectId": self.scene.id("projectId") });
        }
        if name == "AttachDocumentTarget" {
            return json!({ "editionId": self.scene.id("editionId") });
        }
        let required = list(&self.types[name]["inputFields"]).into_iter().filter(|part| {
            part["type"]["kind"] == "NON_NULL" && part["defaultValue"].is_null()
                || WANTED.contains(&(mutation, text(&part["name"])))
        });
        required
            .map(|part| {
                let name = text(&part["name"]).to_owned();
                let value = self.value(mutation, &name, &part["type"]);
                (name, value)
            })
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    fn scalar(&self, mutation: &str, field: &str, kind: &str) -> Value {
        match kind {
            "ID" => {
                let of = |key: &str| IDS.iter().find(|(name, _)| *name == key).map(|(_, id)| *id);
                let exact = of(&format!("{mutation}.{field}"));
                let of_mutation = || (field == "id").then(|| of(mutation)).flatten();
                json!(self.scene.id(exact.or_else(of_mutation).unwrap_or(field)))
            }
            "Decimal" => json!("10"),
            "Boolean" => json!(true),
            // Sent without its file, which is missed once it is clear who may send one.
            "Upload" => json!(api::graphql::upload::place(0)),
            "Int" => json!(if field == "heightPct" { 100 } else { 10 }),
            "Date" if field.starts_with("ends") || field == "to" => json!("2026-05-13"),
            "Date" => json!("2026-05-12"),
            "DateTime" if field.starts_with("ends") => json!("2026-05-13T09:00:00Z"),
            "DateTime" => json!("2026-05-13T08:00:00Z"),
            // Requests to be written to are limited by mailbox.
            "String" if field == "email" && mutation.starts_with("request") => {
                json!(format!("ktos{}@example.pl", self.asked.fetch_add(1, Ordering::Relaxed)))
            }
            "String" => json!(match field {
                // Somebody who may see the report.
                "email" if mutation == "addReportRecipient" => "kierownik@example.pl",
                "email" => "ktos@example.pl",
                "cron" => "0 7 * * 1",
                "password" => "Zupełnie-nowe-hasło-2026",
                "series" => "XY",
                "pesel" => "44051401359",
                _ => "Tekst",
            }),
            other => panic!("{mutation}.{field}: no value for {other}"),
        }
    }
}
