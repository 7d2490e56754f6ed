//! A PESEL number belongs to a person within one project: with its purpose, its legal basis and, where that is consent, the
//! consent.
//!
//! A number that is there goes to each project on whose ground it was noted since it was made, as the notes of who noted it
//! say. Where those are gone by retention, it goes to the projects that require numbers and in which the person was enrolled
//! by then. One for which neither names a project is deleted: nobody has a ground to keep it. What is moved counts as kept on
//! a legal obligation, for monitoring: the one basis there was. The first row of a person keeps the key, so ids stay.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

use crate::columns::{drop_tables, table};
use crate::enums::{add_texts, remove_texts};

const BASES: &[&str] = &["legal_obligation", "public_task", "consent"];
const PURPOSES: &[&str] = &["monitoring", "eligibility", "settlement"];
const TOLD: &[&str] = &["pesel_noted", "partnership_entered"];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (column, texts) in [("pesel_ground", BASES), ("pesel_purpose", PURPOSES)] {
            let list = texts.iter().map(|text| format!("'{text}'")).collect::<Vec<_>>().join(", ");
            db.execute_unprepared(&format!(
                "ALTER TABLE \"project\" ADD COLUMN \"{column}\" varchar \
                 CONSTRAINT \"ck_project_{column}\" CHECK (\"{column}\" IN ({list}))"
            ))
            .await?;
        }
        db.execute_unprepared(
            "UPDATE project SET pesel_ground = 'legal_obligation', pesel_purpose = 'monitoring' \
             WHERE pesel_basis IS NOT NULL",
        )
        .await?;
        db.execute_unprepared("CREATE TABLE person_pesel_before AS SELECT * FROM person_pesel").await?;
        drop_tables(manager, ["person_pesel"]).await?;
        table("pesel_consent")
            .reference("person_id", "person")
            .reference("project_id", "project")
            .instant("given_at")
            .instant("withdrawn_at?")
            .audited()
            .unique_where(&["person_id", "project_id"], "withdrawn_at IS NULL")
            .index(&["person_id", "given_at", "id"])
            .index(&["project_id"])
            .create(manager)
            .await?;
        table("person_pesel")
            .reference("person_id", "person")
            .reference("project_id", "project")
            .enum_text("purpose", PURPOSES)
            .enum_text("basis", BASES)
            .reference("consent_id?", "pesel_consent")
            .check("consent", "(\"basis\" = 'consent') = (\"consent_id\" IS NOT NULL)")
            .int("key_version")
            .bytes("sealed")
            .int("index_version")
            .bytes("mark")
            .audited()
            .unique(&["person_id", "project_id"])
            .unique(&["project_id", "mark", "index_version"])
            .index(&["mark", "index_version"])
            .index(&["key_version"])
            .index(&["index_version"])
            .create(manager)
            .await?;
        let key = match manager.get_database_backend() {
            DbBackend::Postgres => "gen_random_uuid()",
            _ => "randomblob(16)",
        };
        let noted =
            "s.person_id = b.id AND s.kind = 'noted' AND s.project_id IS NOT NULL AND s.at >= b.created_at";
        db.execute_unprepared(&format!(
            "INSERT INTO person_pesel (id, person_id, project_id, purpose, basis, key_version, sealed, \
             index_version, mark, created_at, created_by, updated_at, updated_by, version) \
             SELECT CASE WHEN nth = 1 THEN person_id ELSE {key} END, person_id, project_id, 'monitoring', \
             'legal_obligation', key_version, sealed, index_version, mark, created_at, created_by, updated_at, \
             updated_by, version FROM ( \
             SELECT b.id AS person_id, m.project_id AS project_id, b.key_version, b.sealed, b.index_version, b.mark, \
             b.created_at, b.created_by, b.updated_at, b.updated_by, b.version, \
             ROW_NUMBER() OVER (PARTITION BY b.id ORDER BY m.project_id) AS nth \
             FROM person_pesel_before b JOIN ( \
             SELECT b.id AS person_id, s.project_id FROM person_pesel_before b JOIN pesel_sighting s ON {noted} \
             UNION \
             SELECT b.id AS person_id, e.project_id FROM person_pesel_before b \
             JOIN enrolment e ON e.person_id = b.id AND e.requested_at <= b.created_at \
             JOIN project p ON p.id = e.project_id AND p.pesel_basis IS NOT NULL \
             WHERE NOT EXISTS (SELECT 1 FROM pesel_sighting s WHERE {noted}) \
             ) m ON m.person_id = b.id) moved"
        ))
        .await?;
        drop_tables(manager, ["person_pesel_before"]).await?;
        add_texts(manager, "delivery", "kind", TOLD).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        remove_texts(manager, "delivery", "kind", TOLD).await?;
        let db = manager.get_connection();
        db.execute_unprepared("CREATE TABLE person_pesel_after AS SELECT * FROM person_pesel").await?;
        drop_tables(manager, ["person_pesel", "pesel_consent"]).await?;
        table("person_pesel")
            .part_of("person")
            .int("key_version")
            .bytes("sealed")
            .int("index_version")
            .bytes("mark")
            .audited()
            .unique(&["mark", "index_version"])
            .index(&["key_version"])
            .index(&["index_version"])
            .create(manager)
            .await?;
        // One number of each person, and one person of each number.
        db.execute_unprepared(
            "INSERT INTO person_pesel (id, key_version, sealed, index_version, mark, created_at, created_by, \
             updated_at, updated_by, version) SELECT person_id, key_version, sealed, index_version, mark, created_at, \
             created_by, updated_at, updated_by, version FROM (SELECT a.*, \
             ROW_NUMBER() OVER (PARTITION BY person_id ORDER BY created_at, id) AS nth, \
             ROW_NUMBER() OVER (PARTITION BY index_version, mark ORDER BY created_at, id) AS like_it \
             FROM person_pesel_after a) one WHERE nth = 1 AND like_it = 1",
        )
        .await?;
        drop_tables(manager, ["person_pesel_after"]).await?;
        for column in ["pesel_ground", "pesel_purpose"] {
            manager.alter_table(Table::alter().table("project").drop_column(column).take()).await?;
        }
        Ok(())
    }
}
