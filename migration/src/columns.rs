//! The vocabulary of the steps: a table with its columns, references, checks and indexes.
//!
//! What is written here means the same on SQLite and PostgreSQL: enums are text with a CHECK (SQLite can't
//! alter types), foreign keys stand inside CREATE TABLE (SQLite can't add them later), times have no default
//! (SQLite's own is another text form than the one the program writes), text has no length limit (SQLite
//! ignores it).
//!
//! A column is required unless a question mark follows its name: `.day("valid_to?")`. Names of constraints
//! follow from table and columns; PostgreSQL cuts names at 63 bytes, so keep them shorter.

use sea_orm_migration::prelude::*;

/// A table to be created.
pub(crate) struct NewTable {
    name: &'static str,
    columns: Vec<ColumnDef>,
    references: Vec<ForeignKeyCreateStatement>,
    checks: Vec<(String, Expr)>,
    indexes: Vec<IndexCreateStatement>,
}

/// Begins a table with its key, a UUID made by the program.
pub(crate) fn table(name: &'static str) -> NewTable {
    let mut table = NewTable {
        name,
        columns: Vec::new(),
        references: Vec::new(),
        checks: Vec::new(),
        indexes: Vec::new(),
    };
    let mut key = ColumnDef::new("id");
    key.uuid().not_null().primary_key();
    table.columns.push(key);
    table
}

/// Drops tables in the order given: those that refer to others first.
pub(crate) async fn drop_tables(
    manager: &SchemaManager<'_>,
    names: impl IntoIterator<Item = &'static str>,
) -> Result<(), DbErr> {
    for name in names {
        manager.drop_table(Table::drop().table(name).to_owned()).await?;
    }
    Ok(())
}

/// A column's name, and whether a question mark follows it.
fn optional(name: &'static str) -> (&'static str, bool) {
    name.strip_suffix('?').map_or((name, false), |bare| (bare, true))
}

impl NewTable {
    fn column(mut self, name: &'static str, of_type: impl FnOnce(&mut ColumnDef) -> &mut ColumnDef) -> Self {
        let (name, nullable) = optional(name);
        let mut column = ColumnDef::new(name);
        of_type(&mut column);
        self.columns.push(if nullable { column.null() } else { column.not_null() }.take());
        self
    }

    /// Key of a row of another table, which can't be deleted while it is referred to.
    pub(crate) fn reference(mut self, name: &'static str, other: &'static str) -> Self {
        let (bare, _) = optional(name);
        self.references.push(
            ForeignKey::create()
                .name(format!("fk_{}_{bare}", self.name))
                .from(self.name, bare)
                .to(other, "id")
                .to_owned(),
        );
        self.column(name, ColumnDef::uuid)
    }

    /// The row's own key is that of a row of another table, which can't be deleted while this one is there.
    pub(crate) fn part_of(mut self, other: &'static str) -> Self {
        let name = format!("fk_{}_id", self.name);
        self.references
            .push(ForeignKey::create().name(name).from(self.name, "id").to(other, "id").to_owned());
        self
    }

    /// Key of a row of another table that need not be there: audit columns, scopes of several kinds, trails
    /// that outlive what they tell of.
    pub(crate) fn loose_key(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::uuid)
    }

    /// One of a closed set of texts.
    pub(crate) fn enum_text(mut self, name: &'static str, texts: &[&'static str]) -> Self {
        let (bare, _) = optional(name);
        let one_of = Expr::col(bare).is_in(texts.iter().copied());
        self.checks.push((format!("ck_{}_{bare}", self.name), one_of));
        self.string(name)
    }

    /// A short text.
    pub(crate) fn string(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::string)
    }

    /// A long text.
    pub(crate) fn text(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::text)
    }

    /// Bytes; sort keys compare byte by byte on both databases.
    pub(crate) fn bytes(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::blob)
    }

    /// JSON.
    pub(crate) fn json(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::json_binary)
    }

    /// An instant in UTC.
    pub(crate) fn instant(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::timestamp_with_time_zone)
    }

    /// A calendar day.
    pub(crate) fn day(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::date)
    }

    /// Yes or no.
    pub(crate) fn flag(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::boolean)
    }

    /// A number of 32 bits.
    pub(crate) fn int(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::integer)
    }

    /// A number of 16 bits.
    pub(crate) fn small(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::small_integer)
    }

    /// A number of 64 bits.
    pub(crate) fn big(self, name: &'static str) -> Self {
        self.column(name, ColumnDef::big_integer)
    }

    /// Who created and who last changed the row, and its version for optimistic locking. Without references:
    /// accounts refer to people, and people are created by accounts.
    pub(crate) fn audited(self) -> Self {
        self.instant("created_at")
            .loose_key("created_by?")
            .instant("updated_at")
            .loose_key("updated_by?")
            .int("version")
    }

    /// A condition that both databases understand; an empty value passes.
    pub(crate) fn check(mut self, what: &str, sql: &'static str) -> Self {
        self.checks.push((format!("ck_{}_{what}", self.name), Expr::cust(sql)));
        self
    }

    /// An index. Of a column named `-priority` the highest comes first.
    pub(crate) fn index(self, columns: &[&'static str]) -> Self {
        self.add_index("ix", columns, false, None)
    }

    /// An index of some rows.
    pub(crate) fn index_where(self, columns: &[&'static str], sql: &'static str) -> Self {
        self.add_index("ix", columns, false, Some(sql))
    }

    /// No two rows alike; empty values are never alike.
    pub(crate) fn unique(self, columns: &[&'static str]) -> Self {
        self.add_index("ux", columns, true, None)
    }

    /// No two rows alike among some.
    pub(crate) fn unique_where(self, columns: &[&'static str], sql: &'static str) -> Self {
        self.add_index("ux", columns, true, Some(sql))
    }

    fn add_index(
        mut self,
        prefix: &str,
        columns: &[&'static str],
        unique: bool,
        only: Option<&'static str>,
    ) -> Self {
        let mut index = Index::create();
        let mut name = format!("{prefix}_{}", self.name);
        for column in columns {
            let bare = column.strip_prefix('-');
            name.push('_');
            name.push_str(bare.unwrap_or(column));
            match bare {
                Some(column) => index.col((column, IndexOrder::Desc)),
                None => index.col(*column),
            };
        }
        index.table(self.name).name(name);
        if unique {
            index.unique();
        }
        if let Some(sql) = only {
            index.and_where(Expr::cust(sql));
        }
        self.indexes.push(index);
        self
    }

    /// Creates the table, then its indexes.
    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let mut create = Table::create();
        create.table(self.name);
        for column in self.columns {
            create.col(column);
        }
        for mut reference in self.references {
            create.foreign_key(&mut reference);
        }
        for (name, condition) in self.checks {
            create.check((Alias::new(name), condition));
        }
        manager.create_table(create).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
