//! Trainings: enrolments are read in each order by each way that somebody sees them, a page at a time: as a whole, by
//! project, by partner, by institution, by person.

use sea_orm_migration::prelude::*;

/// Columns before the order, and the indexes that the wider ones make needless.
const LED_BY: [(&str, Option<&str>); 4] = [
    ("project_id", Some("ix_enrolment_project_id")),
    ("partner_id", None),
    ("institution_id", Some("ix_enrolment_institution_id")),
    ("person_id", None),
];

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Names and columns of the indexes.
fn indexes() -> Vec<(String, String)> {
    let mut all = vec![("ix_enrolment_sort_key_id".to_owned(), "sort_key, id".to_owned())];
    for (column, _) in LED_BY {
        for order in ["sort_key", "requested_at"] {
            // By person and time there is one already.
            if (column, order) != ("person_id", "requested_at") {
                all.push((format!("ix_enrolment_{column}_{order}_id"), format!("{column}, {order}, id")));
            }
        }
    }
    all
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (name, columns) in indexes() {
            db.execute_unprepared(&format!("CREATE INDEX {name} ON enrolment ({columns})")).await?;
        }
        for name in LED_BY.iter().filter_map(|(_, former)| *former) {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (column, former) in LED_BY {
            if let Some(name) = former {
                db.execute_unprepared(&format!("CREATE INDEX {name} ON enrolment ({column})")).await?;
            }
        }
        for (name, _) in indexes() {
            db.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        Ok(())
    }
}
