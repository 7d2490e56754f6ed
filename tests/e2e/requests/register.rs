//! The register of personal data names everything the schema of both databases holds.

use std::collections::{BTreeMap, BTreeSet};

use entities::register::{Shown, Way};
use entities::rooms::{kept, register, without_people};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tests::{TestApp, on_both};

/// What a database says of its tables.
pub(crate) struct Schema {
    /// Types of columns, by table and name.
    pub(crate) columns: BTreeMap<String, BTreeMap<String, String>>,
    /// Tables and the tables they refer to.
    references: BTreeSet<(String, String)>,
}

impl Schema {
    /// Of an installation's database.
    pub(crate) async fn of(app: &TestApp) -> Self {
        let (columns, references) = match app.state.db.reader.get_database_backend() {
            DbBackend::Postgres => (
                "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns \
                 WHERE table_schema = current_schema()",
                "SELECT conrelid::regclass::text, confrelid::regclass::text, '' FROM pg_constraint \
                 WHERE contype = 'f'",
            ),
            _ => (
                "SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p \
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
                "SELECT m.name, f.\"table\", '' FROM sqlite_master m, pragma_foreign_key_list(m.name) f \
                 WHERE m.type = 'table'",
            ),
        };
        let mut schema = Self { columns: BTreeMap::new(), references: BTreeSet::new() };
        for [table, column, kind] in rows(app, columns).await {
            schema.columns.entry(table).or_default().insert(column, kind);
        }
        for [from, to, _] in rows(app, references).await {
            let bare = |name: String| name.trim_matches('"').to_owned();
            schema.references.insert((bare(from), bare(to)));
        }
        assert!(schema.columns.len() > 30 && schema.references.len() > 30, "the schema is read");
        schema
    }

    /// Columns of a table that may hold words about people: texts, JSON, bytes.
    pub(super) fn texts(&self, table: &str) -> Vec<&str> {
        let is_text = |kind: &str| {
            let kind = kind.to_lowercase();
            ["varchar", "character", "text", "json", "blob", "bytea"].iter().any(|one| kind.starts_with(one))
        };
        let columns = self.columns[table].iter().filter(|(_, kind)| is_text(kind));
        columns.map(|(name, _)| name.as_str()).collect()
    }

    /// Tables that refer to people or accounts, directly or through others.
    fn about_people(&self) -> BTreeSet<&str> {
        let mut found = BTreeSet::from(["person", "user"]);
        loop {
            let next = self.references.iter().filter(|(_, to)| found.contains(to.as_str()));
            let more: Vec<&str> =
                next.map(|(from, _)| from.as_str()).filter(|from| !found.contains(from)).collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }
}

async fn rows(app: &TestApp, sql: &str) -> Vec<[String; 3]> {
    let db = &app.state.db.reader;
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| [0, 1, 2].map(|at| row.try_get_by_index::<String>(at).unwrap())).collect()
}

fn columns_of(way: &Way) -> Vec<&'static str> {
    match way {
        Way::Own => vec!["id"],
        Way::Person(column)
        | Way::User(column)
        | Way::Login(column)
        | Way::Through(column, _)
        | Way::Beside(column, ..) => {
            vec![column]
        }
        Way::Any(ways) => ways.iter().flat_map(columns_of).collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_and_every_text_about_people_stands_in_the_register() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let schema = Schema::of(&app).await;
        let mut wrong = vec![];
        let listed: BTreeSet<&str> = register().map(|entry| entry.table).collect();
        let others: BTreeSet<&str> = without_people().map(|(table, _)| table).collect();
        for table in schema.columns.keys() {
            if !listed.contains(table.as_str()) && !others.contains(table.as_str()) {
                wrong.push(format!("{table}: a table that the register does not name"));
            }
        }
        for table in listed.union(&others).filter(|table| !schema.columns.contains_key(**table)) {
            wrong.push(format!("{table}: in the register, not in the schema"));
        }
        for table in schema.about_people() {
            if !listed.contains(table) {
                wrong.push(format!("{table}: refers to people, and the register says it tells of none"));
            }
        }
        for table in &others {
            let held =
                ["person_id", "user_id"].into_iter().filter(|key| schema.columns[*table].contains_key(*key));
            wrong.extend(held.map(|key| format!("{table}.{key}: the register says it tells of nobody")));
        }
        for entry in register().filter(|entry| schema.columns.contains_key(entry.table)) {
            let known = &schema.columns[entry.table];
            let named: BTreeSet<&str> = entry.columns.iter().map(|column| column.name).collect();
            let missing = schema.texts(entry.table).into_iter().filter(|column| !named.contains(column));
            wrong.extend(missing.map(|column| format!("{}.{column}: not in the register", entry.table)));
            let keys = columns_of(&entry.way);
            let gone = named.iter().copied().chain(keys).filter(|column| !known.contains_key(*column));
            wrong.extend(gone.map(|column| format!("{}.{column}: not in the schema", entry.table)));
            if let Some(entry) = register().find(|one| one.table == entry.table) {
                let silent = entry.columns.iter().filter(|column| matches!(column.shown, Shown::Not("")));
                wrong.extend(
                    silent.map(|column| format!("{}.{}: hidden without a reason", entry.table, column.name)),
                );
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_has_a_rule_of_retention_or_says_why_it_has_none() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let schema = Schema::of(&app).await;
        let tables: BTreeSet<&str> = schema.columns.keys().map(String::as_str).collect();
        let named: BTreeSet<&str> = kept().map(|kept| kept.table).collect();
        let silent: Vec<_> = tables.difference(&named).collect();
        let gone: Vec<_> = named.difference(&tables).collect();
        assert!(
            silent.is_empty() && gone.is_empty(),
            "without a word: {silent:?}; not in the schema: {gone:?}"
        );
    })
    .await;
}
