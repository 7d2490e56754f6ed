//! The register of personal data: every table, every column that may tell of a person, how a row is found from a
//! person, what a copy shows of it and what erasure does with it. Each room declares its own tables in its `register.rs`,
//! and `lib.rs` folds them. A test walks the schema of both databases and fails for a table or text column that is
//! missing.
//!
//! | file | what |
//! | --- | --- |
//! | `tables.rs`, `ids.rs` | tables of no room, their keys |
//! | `walk.rs` | finds, counts, reads and erases what the register names |
//! | `retention_rules.rs` | what goes by itself, how long after what, and how |
//!
//! Columns that end in `_by` hold the key of an account and stay everywhere: once an account is erased, its key leads
//! to nobody.

pub mod ids;
pub mod retention_rules;
mod tables;
pub mod walk;

use crate::rooms::Room;

/// What belongs to no room, folded in `lib.rs`.
pub const ROOM: Room = Room {
    things: ids::THINGS,
    register: tables::TABLES,
    others: tables::OTHERS,
    kept: tables::KEPT,
    ..Room::of("register")
};

/// What stands where a name was erased.
pub const ERASED_NAME: &str = "—";

/// A table with rows about people.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Where the section stands in a copy, and when erasure comes to the table: from the person outwards. Places are ten
    /// apart, so that a new table finds room; those of known tables stay, because copies are compared over years.
    pub place: u16,
    /// The table; the name of the section in a copy.
    pub table: &'static str,
    /// What a copy calls the section.
    pub label: &'static str,
    /// What is kept there and for how long, as a copy says it.
    pub about: &'static str,
    /// How a row is found from a person.
    pub way: Way,
    /// What erasure does with the rows.
    pub rows: Rows,
    /// Its columns with texts, and others that a copy shows or erasure changes.
    pub columns: &'static [Column],
}

/// How rows are found from a person.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// The row is the person.
    Own,
    /// The column holds the key of the person.
    Person(&'static str),
    /// The column holds the key of an account of the person.
    User(&'static str),
    /// The column holds a login address of the person.
    Login(&'static str),
    /// The column holds the key of a row about the person in another table of the register.
    Through(&'static str, &'static str),
    /// The column holds what a column of a row about the person in another table of the register holds: both are of one thing.
    Beside(&'static str, &'static str, &'static str),
    /// Any of these.
    Any(&'static [Way]),
}

/// What erasure does with rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// They stay, without what their columns lose; why.
    Stay(&'static str),
    /// They are deleted.
    Go(When),
}

/// When something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// With every erasure.
    AtOnce,
    /// Once no documentation of a project must be kept that names the person.
    AfterProjects,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the database.
    pub name: &'static str,
    /// What a copy shows.
    pub shown: Shown,
    /// What erasure does.
    pub erased: Erased,
}

/// What a copy shows of a column.
#[derive(Clone, Copy, Debug)]
pub enum Shown {
    /// Nothing; why.
    Not(&'static str),
    /// Its value under a name for programs, which never changes, and a label for people.
    As(&'static str, &'static str, Kind),
}

/// How a value is read.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Text as it is.
    Text,
    /// A code, with the words for it.
    Code(fn(&str) -> &'static str),
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// A day.
    Day,
    /// An instant.
    Instant,
    /// The key of a row of another table, shown as a column of it that names no person.
    Name(&'static str, &'static str),
    /// A text inside JSON, by its path.
    Inside(&'static str),
}

/// What erasure does with a column.
#[derive(Clone, Copy, Debug)]
pub enum Erased {
    /// Nothing; it tells of nobody once the rest is gone.
    Stays,
    /// It is blanked.
    Blank(When, Blank),
    /// An action does it, because more hangs on it; which.
    By(&'static str),
}

/// What stands in place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Nothing.
    Null,
    /// A dash, where something must stand.
    Dash,
    /// The sort key of a dash.
    SortKey,
    /// No.
    False,
    /// The row's own key, where values must differ.
    Key,
}

/// What erasure does with files of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Files {
    /// They are the person's own and go.
    Own(When),
    /// They hold many people and are made from the data: those with the person go, and are made anew without them.
    MadeAnew(When),
    /// They stay; why.
    Stay(&'static str),
}

/// A column that a copy shows.
pub const fn shown(
    name: &'static str,
    field: &'static str,
    label: &'static str,
    kind: Kind,
    erased: Erased,
) -> Column {
    Column { name, shown: Shown::As(field, label, kind), erased }
}

/// A column that a copy does not show.
pub const fn hidden(name: &'static str, why: &'static str, erased: Erased) -> Column {
    Column { name, shown: Shown::Not(why), erased }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rooms::{register, without_people};

    #[test]
    fn tables_columns_and_fields_are_named_once() {
        let mut tables = BTreeSet::new();
        let others = without_people().map(|(table, _)| table);
        for table in register().map(|entry| entry.table).chain(others) {
            assert!(tables.insert(table), "{table} stands twice");
        }
        for entry in register() {
            let mut names = BTreeSet::new();
            for column in entry.columns {
                assert!(names.insert(column.name), "{}.{}", entry.table, column.name);
            }
            let fields: Vec<_> = entry.columns.iter().filter_map(|c| field(&c.shown)).collect();
            assert_eq!(fields.len(), fields.iter().collect::<BTreeSet<_>>().len(), "{}", entry.table);
        }
    }

    fn field(shown: &Shown) -> Option<&'static str> {
        match shown {
            Shown::As(field, ..) => Some(field),
            Shown::Not(_) => None,
        }
    }

    /// What copies that people hold begin with, section by section. New tables may stand between.
    const ALWAYS: &[&str] = &[
        "person",
        "employment",
        "user",
        "role_grant",
        "credential",
        "second_factor",
        "recovery_code",
        "identity",
        "oidc_flow",
        "person_pesel",
        "invitation",
        "one_time_link",
        "enrolment",
        "attendance",
        "check_in",
        "survey_receipt",
        "trainer_assignment",
        "certificate",
        "verification",
        "document",
        "report_artefact",
        "data_subject_request",
        "delivery",
        "schedule_recipient",
        "idempotency_key",
        "audit_entry",
        "pesel_sighting",
        "clause_receipt",
    ];

    #[test]
    fn sections_of_a_copy_and_steps_of_erasure_keep_their_order() {
        let all: Vec<&str> = register().map(|entry| entry.table).collect();
        let known: Vec<&str> = all.iter().copied().filter(|table| ALWAYS.contains(table)).collect();
        assert_eq!(known, ALWAYS);
        let places: BTreeSet<u16> = register().map(|entry| entry.place).collect();
        assert_eq!(places.len(), all.len(), "two tables have one place");
    }

    #[test]
    fn ways_lead_to_tables_of_the_register_and_end() {
        fn follow(way: &Way, left: usize) {
            assert!(left > 0, "a way that does not end");
            match way {
                Way::Through(_, table) | Way::Beside(_, table, _) => {
                    let next = register().find(|entry| entry.table == *table);
                    follow(&next.unwrap_or_else(|| panic!("no entry for {table}")).way, left - 1);
                }
                Way::Any(ways) => ways.iter().for_each(|way| follow(way, left)),
                Way::Own | Way::Person(_) | Way::User(_) | Way::Login(_) => {}
            }
        }
        for entry in register() {
            follow(&entry.way, 4);
        }
    }

    #[test]
    fn erasure_deletes_no_row_through_which_it_still_has_to_find_another() {
        for entry in register() {
            if let Way::Through(_, table) | Way::Beside(_, table, _) = entry.way {
                let next = register().find(|one| one.table == table).unwrap();
                let stays = matches!(next.rows, Rows::Stay(_));
                assert!(stays || next.place > entry.place, "{table} goes before {}", entry.table);
            }
        }
    }
}
