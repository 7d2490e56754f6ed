//! The copy of everything about a person: read through the register, the same facts for programs (JSON) and for people
//! (PDF). It names nobody else: other people stand in no column that it shows.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::subject::subject_of;
use crate::institutions::person;
use crate::partnerships::{PartnerRole, PartnerState, project_partner};
use crate::register::walk::{Subject, read};
use crate::register::{Column, Entry, Kind, Shown};
use crate::rooms::register;
use crate::shared::error::{Result, found};
use crate::shared::ids::PersonId;
use crate::shared::read::within;
use crate::shared::warsaw;
use crate::trainings::enrolment;

/// Says to programs what the file is.
pub const FORMAT: &str = "zwornik.person-export";
/// Rises when a field changes its meaning; new sections and fields may come at any time.
pub const VERSION: u32 = 1;

/// A copy of everything about a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// Language of labels and texts.
    pub language: String,
    /// When the facts were read.
    pub generated_at: DateTime<Utc>,
    /// Key of the person.
    pub person_id: PersonId,
    /// Names of the person.
    pub name: String,
    /// Offices that lead projects in which the person takes part.
    pub controllers: Vec<String>,
    /// Rights of the person, in sentences.
    pub rights: Vec<String>,
    /// What is kept, by table.
    pub sections: Vec<Section>,
}

/// What one table keeps about a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// Name for programs: the table.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// What it is for and how long it stays.
    pub about: String,
    /// Rows, oldest first.
    pub rows: Vec<Vec<Cell>>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// Name for programs.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// The value, as programs read it; null where there is none.
    pub value: Value,
    /// The value, as people read it.
    pub text: Option<String>,
}

/// Reads everything about a person.
///
/// # Errors
/// Not found; the database failed.
pub async fn collect(db: &impl ConnectionTrait, id: PersonId, now: DateTime<Utc>) -> Result<Export> {
    let person = found(person::Entity::find_by_id(id).one(db).await?, "personId")?;
    let subject = subject_of(db, id).await?;
    let mut sections = vec![];
    for entry in register() {
        sections.push(section(db, entry, &subject).await?);
    }
    Ok(Export {
        format: FORMAT.to_owned(),
        version: VERSION,
        language: "pl".to_owned(),
        generated_at: now,
        person_id: id,
        name: person.full_name(),
        controllers: controllers(db, id).await?,
        rights: RIGHTS.iter().map(|right| (*right).to_owned()).collect(),
        sections,
    })
}

/// What every copy tells of the rights of the person.
///
/// # Source
/// GDPR, art. 15(1)(e) and (f).
const RIGHTS: &[&str] = &[
    "Dane można w każdej chwili poprawić lub uzupełnić: wystarczy napisać do biura projektu.",
    "Można zażądać usunięcia danych albo ograniczenia ich przetwarzania. Tego, co prawo każe przechowywać w dokumentacji \
     projektu, nie wolno usunąć przed końcem tego okresu; wtedy znika samo.",
    "Można wnieść sprzeciw wobec przetwarzania.",
    "Ten sam zbiór danych jest dostępny jako plik JSON, który można przekazać innemu administratorowi.",
    "Na sposób przetwarzania danych można wnieść skargę do Prezesa Urzędu Ochrony Danych Osobowych.",
];

/// Leads of the projects in which a person takes part.
async fn controllers(db: &impl ConnectionTrait, id: PersonId) -> Result<Vec<String>> {
    let own = Condition::all().add(enrolment::Column::PersonId.eq(id));
    let leads = project_partner::Entity::find()
        .filter(project_partner::Column::Role.eq(PartnerRole::Lead))
        .filter(project_partner::Column::State.eq(PartnerState::Accepted))
        .filter(within::<_, enrolment::Entity>(
            project_partner::Column::ProjectId,
            enrolment::Column::ProjectId,
            own,
        ))
        .all(db)
        .await?;
    let mut names: Vec<String> = leads.into_iter().map(|lead| lead.name).collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

async fn section(db: &impl ConnectionTrait, entry: &Entry, subject: &Subject) -> Result<Section> {
    let rows = read(db, entry, subject).await?;
    let mut names: HashMap<&str, HashMap<Uuid, String>> = HashMap::new();
    for column in entry.columns {
        if let Shown::As(_, _, Kind::Name(table, title)) = column.shown {
            names.insert(column.name, titles(db, &rows, column.name, (table, title)).await?);
        }
    }
    let shown = |row: &QueryResult| -> Result<Vec<Cell>> {
        let cells = entry.columns.iter().filter_map(|column| cell(row, column, &names).transpose());
        cells.collect()
    };
    Ok(Section {
        name: entry.table.to_owned(),
        label: entry.label.to_owned(),
        about: entry.about.to_owned(),
        rows: rows.iter().map(shown).collect::<Result<_>>()?,
    })
}

/// What the rows of another table are called that a column refers to.
async fn titles(
    db: &impl ConnectionTrait,
    rows: &[QueryResult],
    column: &str,
    (table, title): (&'static str, &'static str),
) -> Result<HashMap<Uuid, String>> {
    let mut keys: Vec<Uuid> = vec![];
    for row in rows {
        keys.extend(row.try_get::<Option<Uuid>>("", column)?);
    }
    keys.sort_unstable();
    keys.dedup();
    let mut titles = HashMap::new();
    for chunk in keys.chunks(crate::shared::read::CHUNK) {
        let mut query = Query::select();
        query.column("id").column(title).from(table);
        query.and_where(Expr::col("id").is_in(chunk.iter().copied()));
        for row in db.query_all(&query).await? {
            titles.insert(row.try_get("", "id")?, row.try_get("", title)?);
        }
    }
    Ok(titles)
}

fn cell(
    row: &QueryResult,
    column: &Column,
    names: &HashMap<&str, HashMap<Uuid, String>>,
) -> Result<Option<Cell>> {
    let Shown::As(name, label, kind) = column.shown else { return Ok(None) };
    let at = column.name;
    let (value, text) =
        match kind {
            Kind::Text => told(row.try_get::<Option<String>>("", at)?, |text| text.clone()),
            Kind::Code(words) => told(row.try_get::<Option<String>>("", at)?, |code| words(code).to_owned()),
            Kind::Number => told(row.try_get::<Option<i32>>("", at)?, ToString::to_string),
            Kind::Flag => told(row.try_get::<Option<bool>>("", at)?, |yes| {
                if *yes { "tak".to_owned() } else { "nie".to_owned() }
            }),
            Kind::Day => told(row.try_get::<Option<NaiveDate>>("", at)?, |day| warsaw::long(*day)),
            Kind::Instant => told(row.try_get::<Option<DateTime<Utc>>>("", at)?, |at| moment(*at)),
            Kind::Name(..) => {
                let key = row.try_get::<Option<Uuid>>("", at)?;
                let title = key.and_then(|key| names.get(at)?.get(&key).cloned());
                told(title, |title| title.clone())
            }
            Kind::Inside(path) => {
                let json = row.try_get::<Option<Value>>("", at)?;
                let text = json.and_then(|json| json.pointer(path)?.as_str().map(str::to_owned));
                told(text, |text| text.clone())
            }
        };
    Ok(Some(Cell { name: name.to_owned(), label: label.to_owned(), value, text }))
}

fn told<T: Serialize>(value: Option<T>, words: impl Fn(&T) -> String) -> (Value, Option<String>) {
    match value {
        Some(value) => (serde_json::to_value(&value).unwrap_or(Value::Null), Some(words(&value))),
        None => (Value::Null, None),
    }
}

/// `19 maja 2026 r., godz. 9:00`, by Warsaw's clock.
pub fn moment(at: DateTime<Utc>) -> String {
    format!("{}, godz. {}", warsaw::long(warsaw::day(at)), warsaw::hour(at))
}
