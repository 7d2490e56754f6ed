//! Triggers that mark rows whose words are to be made, of each table that can be searched.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Lets a table be searched: its number, its name, the columns that have its texts. Rows that are there are marked.
pub(crate) async fn add(
    manager: &SchemaManager<'_>,
    (kind, table, columns): (u8, &str, &[&str]),
) -> Result<(), DbErr> {
    let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
    let db = manager.get_connection();
    let triggers =
        if is_postgres { on_postgres(kind, table, columns) } else { on_sqlite(kind, table, columns) };
    db.execute_unprepared(&triggers).await?;
    let there = format!("INSERT INTO search_due (kind, row_id) SELECT {kind}, id FROM \"{table}\"");
    db.execute_unprepared(&there).await.map(drop)
}

/// Marks rows of a table no more.
pub(crate) async fn drop_triggers(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
    for what in ["added", "changed", "gone"] {
        let on = if is_postgres { format!(" ON \"{table}\"") } else { String::new() };
        let sql = format!("DROP TRIGGER search_{table}_{what}{on}");
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}

fn on_postgres(kind: u8, table: &str, columns: &[&str]) -> String {
    // JSON is compared as it is written.
    let differs = |column: &&str| format!("OLD.{column}::text IS DISTINCT FROM NEW.{column}::text");
    let (of, differ) = (columns.join(", "), columns.iter().map(differs).collect::<Vec<_>>().join(" OR "));
    format!(
        "CREATE TRIGGER search_{table}_added AFTER INSERT ON \"{table}\" REFERENCING NEW TABLE AS added
           FOR EACH STATEMENT EXECUTE FUNCTION search_added({kind});
         CREATE TRIGGER search_{table}_changed AFTER UPDATE OF {of} ON \"{table}\"
           FOR EACH ROW WHEN ({differ}) EXECUTE FUNCTION search_changed({kind});
         CREATE TRIGGER search_{table}_gone AFTER DELETE ON \"{table}\"
           FOR EACH ROW EXECUTE FUNCTION search_gone({kind});"
    )
}

fn on_sqlite(kind: u8, table: &str, columns: &[&str]) -> String {
    let differs = |column: &&str| format!("OLD.{column} IS NOT NEW.{column}");
    let (of, differ) = (columns.join(", "), columns.iter().map(differs).collect::<Vec<_>>().join(" OR "));
    // What a statement says of conflicts would hold here, too. The last mark has the largest number.
    let known = format!("WHERE kind = {kind} AND row_id");
    let mark = format!(
        "DELETE FROM search_due {known} = NEW.id;
         INSERT INTO search_due (kind, row_id) VALUES ({kind}, NEW.id);"
    );
    format!(
        "CREATE TRIGGER search_{table}_added AFTER INSERT ON \"{table}\" BEGIN {mark} END;
         CREATE TRIGGER search_{table}_changed AFTER UPDATE OF {of} ON \"{table}\" WHEN {differ} BEGIN {mark} END;
         CREATE TRIGGER search_{table}_gone AFTER DELETE ON \"{table}\" BEGIN
           DELETE FROM search_word WHERE row_id = OLD.id; DELETE FROM search_due {known} = OLD.id;
         END;"
    )
}
