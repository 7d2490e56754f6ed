//! Changes of the closed set of texts that a column may hold, and of whether it may be empty.
//!
//! PostgreSQL swaps the CHECK. SQLite cannot, so the table is made anew from its own description with the set
//! changed, its rows copied, its indexes and triggers repeated. Rows that refer to the table are asked about at the commit alone
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
            let told = |create: &str| with_set(create, &check, edit);
            remake(manager, table, told).await
        }
    }
}

/// Lets columns be empty.
pub(crate) async fn may_be_empty(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[&str],
) -> Result<(), DbErr> {
    for column in columns {
        match manager.get_database_backend() {
            DbBackend::Postgres => {
                let sql = format!("ALTER TABLE \"{table}\" ALTER COLUMN \"{column}\" DROP NOT NULL");
                run(manager, &sql).await?;
            }
            _ => remake(manager, table, |create| with_null(create, column, true)).await?,
        }
    }
    Ok(())
}

/// Requires columns again; fails where a row has none.
pub(crate) async fn must_be_filled(
    manager: &SchemaManager<'_>,
    table: &str,
    columns: &[&str],
) -> Result<(), DbErr> {
    for column in columns {
        match manager.get_database_backend() {
            DbBackend::Postgres => {
                let sql = format!("ALTER TABLE \"{table}\" ALTER COLUMN \"{column}\" SET NOT NULL");
                run(manager, &sql).await?;
            }
            _ => remake(manager, table, |create| with_null(create, column, false)).await?,
        }
    }
    Ok(())
}

/// On SQLite: makes a table anew from its own description, changed.
async fn remake(
    manager: &SchemaManager<'_>,
    table: &str,
    change: impl FnOnce(&str) -> Option<String>,
) -> Result<(), DbErr> {
    let of = |kind: &str| {
        format!(
            "SELECT sql FROM sqlite_master WHERE type = '{kind}' AND tbl_name = '{table}' AND sql IS NOT NULL"
        )
    };
    let create = texts_of(manager, &of("table")).await?.join("");
    let indexes = texts_of(manager, &of("index")).await?;
    // Such as those that note rows whose words are to be made anew.
    let triggers = texts_of(manager, &of("trigger")).await?;
    let create = change(&create)
        .ok_or_else(|| DbErr::Migration(format!("the description of {table} is not as it should be")))?;
    let copy = format!("{table}_copy");
    run(manager, "PRAGMA defer_foreign_keys = ON").await?;
    run(manager, &format!("CREATE TABLE \"{copy}\" AS SELECT * FROM \"{table}\"")).await?;
    run(manager, &format!("DROP TABLE \"{table}\"")).await?;
    run(manager, &create).await?;
    run(manager, &format!("INSERT INTO \"{table}\" SELECT * FROM \"{copy}\"")).await?;
    run(manager, &format!("DROP TABLE \"{copy}\"")).await?;
    for again in indexes.into_iter().chain(triggers) {
        run(manager, &again).await?;
    }
    Ok(())
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

/// A table's description in which one column may be empty, or may not.
fn with_null(create: &str, column: &str, is_empty: bool) -> Option<String> {
    let at = create.find(&format!("\"{column}\" "))?;
    let end = at + create[at..].find(',')?;
    let (before, after) = if is_empty { (" NOT NULL", " NULL") } else { (" NULL", " NOT NULL") };
    let own = &create[at..end];
    // `NOT NULL` ends with ` NULL` too.
    if !own.contains(before) || !is_empty && own.contains(" NOT NULL") {
        return None;
    }
    Some(format!("{}{}{}", &create[..at], own.replacen(before, after, 1), &create[end..]))
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

    #[test]
    fn a_column_may_be_empty_and_must_be_filled_again() {
        let create =
            "CREATE TABLE \"d\" ( \"id\" uuid NOT NULL PRIMARY KEY, \"p\" uuid NOT NULL, \"q\" uuid NULL )";
        let loose = with_null(create, "p", true).unwrap();
        assert_eq!(loose, create.replace("\"p\" uuid NOT NULL", "\"p\" uuid NULL"));
        assert_eq!(with_null(&loose, "p", false).unwrap(), create);
        assert_eq!(with_null(create, "p", false), None);
        assert_eq!(with_null(create, "x", true), None);
    }
}
