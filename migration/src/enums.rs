//! Changes of the closed set of texts that a column may hold.
//!
//! PostgreSQL swaps the CHECK. SQLite cannot, so the table is made anew from its own description with the set
//! changed, its rows copied, its indexes repeated. Rows that refer to the table are asked about at the commit alone
//! (`defer_foreign_keys`), when everything is back. The set is read from the database, not repeated here, so the
//! order of such steps does not matter.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Lets a column hold further texts.
pub(crate) async fn add_texts(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &str,
    texts: &[&str],
) -> Result<(), DbErr> {
    change(manager, table, column, |set| {
        for text in texts {
            if !set.iter().any(|known| known == text) {
                set.push((*text).to_owned());
            }
        }
    })
    .await
}

/// Takes texts away again; fails where a row holds one.
pub(crate) async fn remove_texts(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &str,
    texts: &[&str],
) -> Result<(), DbErr> {
    change(manager, table, column, |set| set.retain(|known| !texts.contains(&known.as_str()))).await
}

async fn change(
    manager: &SchemaManager<'_>,
    table: &str,
    column: &str,
    edit: impl FnOnce(&mut Vec<String>),
) -> Result<(), DbErr> {
    let check = format!("ck_{table}_{column}");
    match manager.get_database_backend() {
        DbBackend::Postgres => {
            let sql =
                format!("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{check}'");
            let mut set = quoted(&texts_of(manager, &sql).await?.join(" "));
            edit(&mut set);
            let list = list(&set);
            run(manager, &format!("ALTER TABLE \"{table}\" DROP CONSTRAINT \"{check}\"")).await?;
            run(
                manager,
                &format!(
                    "ALTER TABLE \"{table}\" ADD CONSTRAINT \"{check}\" CHECK (\"{column}\" IN ({list}))"
                ),
            )
            .await
        }
        _ => {
            let of = |kind: &str| {
                format!(
                    "SELECT sql FROM sqlite_master WHERE type = '{kind}' AND tbl_name = '{table}' AND sql IS NOT NULL"
                )
            };
            let create = texts_of(manager, &of("table")).await?.join("");
            let indexes = texts_of(manager, &of("index")).await?;
            let create = with_set(&create, &check, edit)
                .ok_or_else(|| DbErr::Migration(format!("{check} is not where it should be")))?;
            let copy = format!("{table}_copy");
            run(manager, "PRAGMA defer_foreign_keys = ON").await?;
            run(manager, &format!("CREATE TABLE \"{copy}\" AS SELECT * FROM \"{table}\"")).await?;
            run(manager, &format!("DROP TABLE \"{table}\"")).await?;
            run(manager, &create).await?;
            run(manager, &format!("INSERT INTO \"{table}\" SELECT * FROM \"{copy}\"")).await?;
            run(manager, &format!("DROP TABLE \"{copy}\"")).await?;
            for index in indexes {
                run(manager, &index).await?;
            }
            Ok(())
        }
    }
}

async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(sql).await.map(drop)
}

async fn texts_of(manager: &SchemaManager<'_>, sql: &str) -> Result<Vec<String>, DbErr> {
    let statement = Statement::from_string(manager.get_database_backend(), sql);
    let rows = manager.get_connection().query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Texts between single quotes; those of enums hold none.
fn quoted(sql: &str) -> Vec<String> {
    sql.split('\'').skip(1).step_by(2).map(str::to_owned).collect()
}

fn list(set: &[String]) -> String {
    set.iter().map(|text| format!("'{text}'")).collect::<Vec<_>>().join(", ")
}

/// A table's description with the list of one CHECK changed: what stands between the brackets after its `IN`.
fn with_set(create: &str, check: &str, edit: impl FnOnce(&mut Vec<String>)) -> Option<String> {
    let named = create.find(&format!("\"{check}\""))?;
    let open = named + create[named..].find("IN (")? + "IN (".len();
    let close = open + create[open..].find(')')?;
    let mut set = quoted(&create[open..close]);
    edit(&mut set);
    Some(format!("{}{}{}", &create[..open], list(&set), &create[close..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_check_changes() {
        let create = "CREATE TABLE \"d\" ( \"kind\" varchar NOT NULL, \"state\" varchar, CONSTRAINT \"ck_d_kind\" \
                      CHECK (\"kind\" IN ('a', 'b')), CONSTRAINT \"ck_d_state\" CHECK (\"state\" IN ('x')) )";
        let changed = with_set(create, "ck_d_kind", |set| set.push("c".to_owned())).unwrap();
        assert_eq!(changed, create.replace("'a', 'b'", "'a', 'b', 'c'"));
        assert_eq!(with_set(create, "ck_d_other", |_| {}), None);
    }
}
