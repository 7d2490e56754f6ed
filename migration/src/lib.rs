//! Schema history of Zwornik: one file per step, applied in order, the same on SQLite and PostgreSQL.
//!
//! Nothing here imports `entities`: a step says what the schema was on its day, while entities say what it is
//! today. `columns.rs` is the vocabulary the steps are written in. A step that has been released is never
//! edited; a change is a new file `m<date>_<number>_<room>_<change>.rs`, added at the end of the list below.

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

mod columns;
mod enums;
mod m20261121_000001_territory_create;
mod m20261121_000002_institutions_create;
mod m20261121_000003_accounts_create;
mod m20261121_000004_partnerships_create;
mod m20261121_000005_certificates_create_templates;
mod m20261121_000006_trainings_create;
mod m20261121_000007_documents_create;
mod m20261121_000008_certificates_create;
mod m20261121_000009_jobs_create;
mod m20261121_000010_audit_create;
mod m20261121_000011_shared_create_idempotency;
mod m20261121_000012_pilots_create;
mod m20261121_000013_indicators_create;
mod m20261121_000014_reporting_create;
mod m20261121_000015_reporting_add_pause_reason;
mod m20261121_000017_shared_create_live_event;
mod m20261121_000018_documents_add_uploads;
mod m20261121_000019_mail_create;
mod m20261121_000020_accounts_add_links;
mod m20261121_000021_audit_add_seals;
mod m20261121_000022_certificates_add_number_holds;
mod m20261121_000025_pesel_create;
mod m20261121_000026_clauses_create;
mod m20261121_000027_privacy_create_requests;
mod m20261121_000028_privacy_add_erasure;
mod m20261121_000029_partnerships_add_retention;
mod m20261122_000023_accounts_add_second_factor;
mod m20261122_000024_accounts_add_identities;
mod m20261130_000040_shared_order_texts;
mod m20261130_000055_jobs_index_what_is_due;
mod m20261130_000056_audit_index_actions;
mod m20261130_000060_partnerships_add_consent;
mod m20261130_000061_accounts_bound_tokens;
mod m20261130_000062_institutions_confirm_addresses;
mod m20261130_000063_institutions_one_post_at_a_time;
mod m20261130_000064_accounts_one_account_each;
mod m20261130_000065_jobs_add_groups;
mod m20261130_000068_shared_create_quotas;
mod m20261130_000069_audit_key_seals;
mod m20261130_000073_pesel_belong_to_projects;
mod m20261130_000074_accounts_bind_tokens_to_rooms;
mod m20261130_000075_accounts_change_logins;
mod m20261130_000076_accounts_know_devices;
mod m20261130_000080_trainings_index_ways;
mod m20261130_000081_shared_add_words;
mod m20261130_000100_territory_create_subregions;
mod m20261130_000101_advisory_create;
mod m20261201_000090_mail_tells_of_enrolments;
mod m20261201_000102_advisory_add_coaching;
mod m20261201_000103_advisory_add_coaching_slots;
mod m20261201_000104_advisory_add_coaching_notes;
mod m20261201_000105_mail_tells_of_coaching;
mod m20261201_000107_certificates_version_templates;
mod m20261201_000108_certificates_index_hashes;
mod m20261201_000109_certificates_tell_of_ends;
mod m20261201_000112_trainings_create_check_ins;
mod m20261201_000113_trainings_create_surveys;
mod m20261201_000114_certificates_add_kinds;
mod m20261201_000119_trainings_word_mails;
mod m20261201_000120_mail_asks_of_surveys;
mod m20261201_000121_reporting_add_training_summary;
mod m20261201_000124_trainings_add_places;
mod m20261201_000125_accounts_add_calendars;
mod m20261201_000126_certificates_belong_to_issuers;
mod m20261201_000127_trainings_create_materials;
mod m20261201_000128_advisory_add_words;
mod m20261201_000129_institutions_add_ends;
mod m20261201_000140_trainings_create_sheets;
mod m20261201_000141_documents_add_sheet_scans;
mod searched;

/// All steps, oldest first. A table comes after those it refers to.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_territory_create::Migration),
            Box::new(m20261121_000002_institutions_create::Migration),
            Box::new(m20261121_000003_accounts_create::Migration),
            Box::new(m20261121_000004_partnerships_create::Migration),
            Box::new(m20261121_000005_certificates_create_templates::Migration),
            Box::new(m20261121_000006_trainings_create::Migration),
            Box::new(m20261121_000007_documents_create::Migration),
            Box::new(m20261121_000008_certificates_create::Migration),
            Box::new(m20261121_000009_jobs_create::Migration),
            Box::new(m20261121_000010_audit_create::Migration),
            Box::new(m20261121_000011_shared_create_idempotency::Migration),
            Box::new(m20261121_000012_pilots_create::Migration),
            Box::new(m20261121_000013_indicators_create::Migration),
            Box::new(m20261121_000014_reporting_create::Migration),
            Box::new(m20261121_000015_reporting_add_pause_reason::Migration),
            Box::new(m20261121_000017_shared_create_live_event::Migration),
            Box::new(m20261121_000018_documents_add_uploads::Migration),
            Box::new(m20261121_000019_mail_create::Migration),
            Box::new(m20261121_000020_accounts_add_links::Migration),
            Box::new(m20261121_000021_audit_add_seals::Migration),
            Box::new(m20261121_000022_certificates_add_number_holds::Migration),
            Box::new(m20261121_000025_pesel_create::Migration),
            Box::new(m20261121_000026_clauses_create::Migration),
            Box::new(m20261122_000023_accounts_add_second_factor::Migration),
            Box::new(m20261122_000024_accounts_add_identities::Migration),
            Box::new(m20261130_000040_shared_order_texts::Migration),
            Box::new(m20261121_000027_privacy_create_requests::Migration),
            Box::new(m20261121_000028_privacy_add_erasure::Migration),
            Box::new(m20261121_000029_partnerships_add_retention::Migration),
            Box::new(m20261130_000055_jobs_index_what_is_due::Migration),
            Box::new(m20261130_000056_audit_index_actions::Migration),
            Box::new(m20261130_000060_partnerships_add_consent::Migration),
            Box::new(m20261130_000061_accounts_bound_tokens::Migration),
            Box::new(m20261130_000062_institutions_confirm_addresses::Migration),
            Box::new(m20261130_000063_institutions_one_post_at_a_time::Migration),
            Box::new(m20261130_000064_accounts_one_account_each::Migration),
            Box::new(m20261130_000065_jobs_add_groups::Migration),
            Box::new(m20261130_000068_shared_create_quotas::Migration),
            Box::new(m20261130_000069_audit_key_seals::Migration),
            Box::new(m20261130_000073_pesel_belong_to_projects::Migration),
            Box::new(m20261130_000074_accounts_bind_tokens_to_rooms::Migration),
            Box::new(m20261130_000075_accounts_change_logins::Migration),
            Box::new(m20261130_000076_accounts_know_devices::Migration),
            Box::new(m20261130_000080_trainings_index_ways::Migration),
            Box::new(m20261130_000081_shared_add_words::Migration),
            Box::new(m20261130_000100_territory_create_subregions::Migration),
            Box::new(m20261130_000101_advisory_create::Migration),
            Box::new(m20261201_000090_mail_tells_of_enrolments::Migration),
            Box::new(m20261201_000102_advisory_add_coaching::Migration),
            Box::new(m20261201_000103_advisory_add_coaching_slots::Migration),
            Box::new(m20261201_000104_advisory_add_coaching_notes::Migration),
            Box::new(m20261201_000105_mail_tells_of_coaching::Migration),
            Box::new(m20261201_000107_certificates_version_templates::Migration),
            Box::new(m20261201_000108_certificates_index_hashes::Migration),
            Box::new(m20261201_000109_certificates_tell_of_ends::Migration),
            Box::new(m20261201_000112_trainings_create_check_ins::Migration),
            Box::new(m20261201_000113_trainings_create_surveys::Migration),
            Box::new(m20261201_000114_certificates_add_kinds::Migration),
            Box::new(m20261201_000119_trainings_word_mails::Migration),
            Box::new(m20261201_000120_mail_asks_of_surveys::Migration),
            Box::new(m20261201_000121_reporting_add_training_summary::Migration),
            Box::new(m20261201_000124_trainings_add_places::Migration),
            Box::new(m20261201_000125_accounts_add_calendars::Migration),
            Box::new(m20261201_000126_certificates_belong_to_issuers::Migration),
            Box::new(m20261201_000127_trainings_create_materials::Migration),
            Box::new(m20261201_000128_advisory_add_words::Migration),
            Box::new(m20261201_000129_institutions_add_ends::Migration),
            Box::new(m20261201_000140_trainings_create_sheets::Migration),
            Box::new(m20261201_000141_documents_add_sheet_scans::Migration),
        ]
    }
}

/// What `migrate` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// How many steps were applied; 0 where the schema was up to date.
    pub applied: usize,
}

/// The lock that replicas starting together queue up for on PostgreSQL: the letters `zwornik`.
const ADVISORY_LOCK: i64 = 0x7a_776f_726e_696b;

/// Applies all pending steps in one transaction: all of them or none.
///
/// Safe with any number of replicas at once: PostgreSQL queues them on an advisory lock, SQLite on its write
/// lock, and whoever comes second finds nothing left to do. Fails where the database knows steps that this
/// program does not: an older program must not touch a newer schema.
pub async fn migrate(db: &DatabaseConnection) -> Result<Report, DbErr> {
    let txn = db
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        })
        .await?;
    if txn.get_database_backend() == DbBackend::Postgres {
        // A step takes as long as it takes, and whoever comes second waits for it.
        txn.execute_unprepared("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0").await?;
        txn.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")).await?;
    }
    let applied = Migrator::get_pending_migrations_read_only(&txn).await?.len();
    Migrator::up(&txn, None).await?;
    txn.commit().await?;
    Ok(Report { applied })
}

/// How many steps are still to be applied; 0 where the schema is up to date.
///
/// Only reads, so a read-only connection will do; on an empty database all steps are pending. Fails, as
/// `migrate` does, on a schema newer than this program.
pub async fn pending(db: &DatabaseConnection) -> Result<usize, DbErr> {
    Ok(Migrator::get_pending_migrations_read_only(db).await?.len())
}

/// What a database holds before anything is done to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// No table at all.
    Nothing,
    /// A schema of this program, of today or older.
    Ours,
    /// Tables of somebody else.
    Foreign,
}

/// Looks what a database holds. Only reads. Fails on a schema newer than this program.
pub async fn look(db: &DatabaseConnection) -> Result<Found, DbErr> {
    if pending(db).await? < Migrator::migrations().len() {
        return Ok(Found::Ours);
    }
    let tables = match db.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema()"
        }
        _ => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    };
    let any = db.query_one_raw(Statement::from_string(db.get_database_backend(), tables)).await?;
    Ok(if any.is_some() { Found::Foreign } else { Found::Nothing })
}
