//! Editions have a link for those who take part from afar and seats that staff give; programmes limit how often one takes part.

use sea_orm_migration::prelude::*;

/// The step.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const COLUMNS: [(&str, &str); 4] = [
    ("edition", "online_link"),
    ("edition", "seats_reserved"),
    ("training_programme", "editions_per_person"),
    ("training_programme", "institution_cap"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            let mut new = ColumnDef::new(column);
            match column {
                "online_link" => new.text().null(),
                "seats_reserved" => new.integer().not_null().default(0).check(Expr::col(column).gte(0)),
                _ => new.integer().null().check(Expr::col(column).gte(1)),
            };
            manager.alter_table(Table::alter().table(table).add_column(&mut new).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in COLUMNS {
            manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
        }
        Ok(())
    }
}
