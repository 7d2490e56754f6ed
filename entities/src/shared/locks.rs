//! THE order of locks: rooms and their tables from the outside inwards. A transaction locks rows of a table only while it
//! has locked none of a table that stands below, so two transactions never wait for each other. A row that it holds
//! already, or wrote itself, may be locked at any time: nobody else waits for it.
//!
//! Builds with debug assertions watch every statement on PostgreSQL and panic where the order is broken; releases watch
//! nothing. On SQLite one transaction writes at a time, so there is nothing to order.
//!
//! Not watched: rows of one table among themselves (whoever locks several does so by their keys, or behind the lock of what
//! they are a part of), and foreign keys, whose locks conflict with deletions alone.

use sea_orm::{QueryResult, Statement};

/// All tables, outermost first. A new table says here where its rows are locked.
pub const ORDER: &[&str] = &[
    // territory
    "territorial_unit",
    "subregion",
    "subregion_powiat",
    // partnerships
    "funding_programme",
    "project",
    "project_partner",
    "project_task",
    "visibility_profile",
    "visibility_sign",
    // clauses
    "information_clause",
    "clause_version",
    // pilots, indicators
    "cooperation_model",
    "model_version",
    "pilot",
    "pilot_site",
    "site_institution",
    "indicator",
    "measurement",
    // trainings: what people take part in
    "enrolment_wording",
    "training_programme",
    "programme_topic",
    "programme_template",
    "edition",
    "breakout_group",
    "session",
    "survey",
    "survey_question",
    // institutions: whom everything is about
    "institution",
    "person",
    // what is about people
    "enrolment",
    "attendance",
    "check_in",
    "attendance_sheet",
    "sheet_page",
    "sheet_line",
    "sheet_signature",
    "sheet_scan",
    "survey_receipt",
    "survey_answer",
    "trainer_assignment",
    "employment",
    "pesel_consent",
    "person_pesel",
    "pesel_sighting",
    // advisory: the request before its sessions, coaching before who is coached
    "subregion_adviser",
    "advisory_request",
    "advisory_session",
    "coaching_engagement",
    "coaching_member",
    "coaching_slot",
    "coaching_booking",
    "coaching_session",
    "coaching_note",
    // mail: a message is begun before its link gets a secret
    "delivery",
    // accounts: the user before all that lets somebody in
    "user",
    "role_grant",
    "invitation",
    "one_time_link",
    "oidc_flow",
    "second_factor",
    "recovery_code",
    "identity",
    "credential",
    "known_device",
    "clause_receipt",
    // reporting
    "report_definition",
    "report_schedule",
    "schedule_recipient",
    "report_run",
    "report_artefact",
    // certificates
    "certificate_template",
    "certificate_template_version",
    "certificate",
    "verification",
    "number_series",
    "number_hold",
    "number_confirmation",
    // requests, documents: what follows from everything
    "data_subject_request",
    "material",
    "document",
    // quotas: the last thing an action does
    "quota_use",
    // audit, events
    "audit_entry",
    "audit_unsealed",
    "audit_seal",
    // words of what was written: the end of a transaction
    "search_due",
    "search_word",
    "live_event",
];

/// Rows that only who has claimed them changes, by a statement that says so. They are locked anywhere.
pub const CLAIMED: &[&str] = &["idempotency_key", "job", "worker"];

/// What a transaction has locked. Empty in releases.
#[derive(Debug, Default)]
pub(super) struct Locks {
    #[cfg(debug_assertions)]
    held: std::sync::Mutex<watched::Held>,
}

/// A statement that locks rows.
#[cfg(debug_assertions)]
pub(super) use watched::Lock;

/// There is none: releases watch nothing.
#[cfg(not(debug_assertions))]
pub(super) type Lock = std::convert::Infallible;

#[cfg(debug_assertions)]
impl Locks {
    /// A statement is about to run.
    pub(super) fn before(&self, statement: &Statement) -> Option<Lock> {
        self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner).before(statement)
    }

    /// It ran, and answered these rows.
    pub(super) fn after(&self, lock: Option<Lock>, rows: &[QueryResult]) {
        self.held.lock().unwrap_or_else(std::sync::PoisonError::into_inner).after(lock, rows);
    }
}

#[cfg(not(debug_assertions))]
#[expect(clippy::unused_self, reason = "releases watch nothing")]
impl Locks {
    pub(super) const fn before(&self, _: &Statement) -> Option<Lock> {
        None
    }

    pub(super) const fn after(&self, _: Option<Lock>, _: &[QueryResult]) {}
}

#[cfg(debug_assertions)]
mod watched {
    use std::collections::{BTreeMap, BTreeSet};

    use sea_orm::{QueryResult, Statement, Value};
    use uuid::Uuid;

    use super::{CLAIMED, ORDER};
    use crate::shared::tx::is_postgres;

    /// How rows are held.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum How {
        /// Others may hold them, too, and nobody changes them.
        Shared,
        /// Nobody else holds them.
        Alone,
        /// They were made by this transaction: nobody else knows them.
        Made,
    }

    /// Keys by table, and the innermost table locked so far.
    #[derive(Debug, Default)]
    pub(super) struct Held {
        rows: BTreeMap<(usize, Uuid), How>,
        /// Keys of rows that this transaction made: nobody else knows what hangs on them.
        made: BTreeSet<Uuid>,
        innermost: Option<usize>,
    }

    /// Rows of a table are locked.
    #[derive(Clone, Copy, Debug)]
    pub(in crate::shared) struct Lock {
        rank: usize,
        how: How,
    }

    impl Held {
        pub(super) fn before(&mut self, statement: &Statement) -> Option<Lock> {
            if !is_postgres(statement.db_backend) {
                return None;
            }
            let (how, table) = lock_of(&statement.sql).filter(|(_, table)| !CLAIMED.contains(table))?;
            let rank = ORDER.iter().position(|known| *known == table);
            debug_assert!(rank.is_some(), "{table} has no place in the order of locks, shared/locks.rs");
            let lock = Lock { rank: rank?, how };
            let (rank, keys) = (lock.rank, keys(statement));
            if how == How::Made {
                // The key of the row itself stands first; the others are of rows that were there.
                self.made.extend(keys.first());
                self.rows.extend(keys.into_iter().map(|key| ((rank, key), how)));
                return Some(lock);
            }
            let is_ours = keys.iter().any(|key| self.made.contains(key));
            let holds = |key: &Uuid| self.rows.get(&(rank, *key)).copied();
            let held: Vec<How> = keys.iter().filter_map(holds).collect();
            debug_assert!(
                how == How::Shared || !held.contains(&How::Shared),
                "a row that others hold, too, is changed: {}",
                statement.sql
            );
            if held.is_empty() && !is_ours {
                debug_assert!(
                    self.innermost.is_none_or(|innermost| innermost <= rank),
                    "{table} is locked after {}: {}",
                    self.innermost.and_then(|at| ORDER.get(at)).unwrap_or(&""),
                    statement.sql
                );
                self.innermost = Ord::max(self.innermost, Some(rank));
                // All keys that are named, whatever they are keys of: what they find is held from now on.
                if how == How::Alone {
                    self.rows.extend(keys.into_iter().map(|key| ((rank, key), how)));
                }
            }
            Some(lock)
        }

        pub(super) fn after(&mut self, lock: Option<Lock>, rows: &[QueryResult]) {
            let Some(Lock { rank, how }) = lock else { return };
            for row in rows {
                if let Ok(key) = row.try_get::<Uuid>("", "id") {
                    self.rows.entry((rank, key)).or_insert(how);
                }
            }
        }
    }

    /// How a statement locks rows, and of which table.
    fn lock_of(sql: &str) -> Option<(How, &str)> {
        let named = |begin: &str| sql.strip_prefix(begin)?.split('"').next();
        if let Some(table) = named("UPDATE \"").or_else(|| named("DELETE FROM \"")) {
            return Some((How::Alone, table));
        }
        if let Some(table) = named("INSERT INTO \"") {
            let how = match sql.contains(" ON CONFLICT ") {
                true if sql.contains(" DO UPDATE ") => How::Alone,
                // The row may be somebody else's.
                true => return None,
                false => How::Made,
            };
            return Some((how, table));
        }
        let how = if sql.contains("SKIP LOCKED") {
            return None;
        } else if sql.ends_with(" FOR SHARE") {
            How::Shared
        } else if sql.ends_with(" FOR NO KEY UPDATE") || sql.ends_with(" FOR UPDATE") {
            How::Alone
        } else {
            return None;
        };
        Some((how, sql.split_once(" FROM \"")?.1.split('"').next()?))
    }

    fn keys(statement: &Statement) -> Vec<Uuid> {
        let values = statement.values.iter().flat_map(|values| values.0.iter());
        values.filter_map(|value| if let Value::Uuid(key) = value { *key } else { None }).collect()
    }

    #[cfg(test)]
    mod tests {
        use sea_orm::DbBackend;

        use super::*;

        fn run(held: &mut Held, sql: &str, key: u128) {
            let key = Uuid::from_u128(key);
            let values = [Value::Uuid(Some(key))];
            let lock = held.before(&Statement::from_sql_and_values(DbBackend::Postgres, sql, values));
            if let Some(Lock { rank, how }) = lock {
                held.rows.entry((rank, key)).or_insert(how);
            }
        }

        const PERSON: &str = r#"SELECT "person"."id" FROM "person" WHERE "id" = $1 FOR SHARE"#;
        const EDITION: &str = r#"SELECT "edition"."id" FROM "edition" WHERE "id" = $1 FOR NO KEY UPDATE"#;

        #[test]
        fn rows_are_locked_inwards_and_again_in_any_order() {
            let mut held = Held::default();
            run(&mut held, EDITION, 1);
            run(&mut held, PERSON, 2);
            run(&mut held, r#"UPDATE "edition" SET "seats" = 1 WHERE "id" = $1"#, 1);
            run(&mut held, r#"SELECT "id" FROM "job" WHERE "id" = $1 FOR UPDATE SKIP LOCKED"#, 3);
            run(&mut held, r#"INSERT INTO "edition" ("id") VALUES ($1)"#, 4);
            run(&mut held, EDITION, 4);
        }

        #[test]
        #[should_panic(expected = "edition is locked after person")]
        fn an_outer_row_behind_an_inner_one_is_a_fault() {
            let mut held = Held::default();
            run(&mut held, PERSON, 2);
            run(&mut held, EDITION, 1);
        }

        #[test]
        #[should_panic(expected = "a row that others hold, too, is changed")]
        fn what_is_only_relied_on_is_not_changed() {
            let mut held = Held::default();
            run(&mut held, PERSON, 2);
            run(&mut held, r#"UPDATE "person" SET "email" = NULL WHERE "id" = $1"#, 2);
        }

        #[test]
        #[should_panic(expected = "has no place in the order of locks")]
        fn a_table_without_a_place_is_a_fault() {
            run(&mut Held::default(), r#"DELETE FROM "weather" WHERE "id" = $1"#, 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rooms::{register, without_people};

    #[test]
    fn each_table_has_one_place_in_the_order_of_locks() {
        let known: BTreeSet<&str> = ORDER.iter().chain(CLAIMED).copied().collect();
        assert_eq!(known.len(), ORDER.len() + CLAIMED.len());
        let tables = register().map(|entry| entry.table).chain(without_people().map(|(table, _)| table));
        // Nobody but the migrations writes how far they have come.
        assert_eq!(known, tables.filter(|table| *table != "seaql_migrations").collect());
    }
}
