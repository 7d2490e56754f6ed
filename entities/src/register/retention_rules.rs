//! The rules of retention, as data: what goes by itself, how long after what, and how.
//!
//! Nothing is touched that somebody still waits for or that a project must keep: an open request holds the person, a
//! project that is not closed, or whose documentation must be kept, holds whoever took part in it.

use chrono::Duration;

use crate::db_enum;

db_enum! {
    /// A rule of retention.
    pub enum RetentionRule {
        /// Answers under idempotency keys: seven days.
        SpentKeys = "spent_keys": "odpowiedzi pod kluczami idempotencji: 7 dni" / "answers under idempotency keys: 7 days",
        /// What was used of quotas: a day after the window ended.
        EndedQuotas = "ended_quotas": "wykorzystanie limitów: dzień po ich odnowieniu" / "uses of quotas: a day after they came anew",
        /// Jobs that are done: thirty days.
        DoneJobs = "done_jobs": "wykonane zadania: 30 dni" / "jobs that are done: 30 days",
        /// Jobs that were given up: ninety days. Held ones wait for somebody, as do those that an erasure has left.
        GivenUpJobs = "given_up_jobs": "przerwane zadania: 90 dni (wstrzymane czekają na decyzję)" / "jobs that were given up: 90 days (held ones wait for somebody)",
        /// Workers that are silent: a day.
        SilentWorkers = "silent_workers": "workery, które zamilkły: 1 dzień" / "silent workers: 1 day",
        /// Sessions and tokens: ninety days after their end.
        EndedCredentials = "ended_credentials": "sesje i tokeny: 90 dni po zakończeniu" / "sessions and tokens: 90 days after their end",
        /// Links that work once: ninety days after their end.
        SpentLinks = "spent_links": "odnośniki jednorazowe: 90 dni po upływie ważności" / "links that work once: 90 days after their end",
        /// Devices from which somebody has logged in: a hundred and eighty days after the last time.
        KnownDevices = "known_devices": "znane urządzenia: 180 dni po ostatnim logowaniu" / "known devices: 180 days after the last login",
        /// Logins begun at a provider.
        OidcFlows = "oidc_flows": "rozpoczęte logowania u dostawcy: dzień po upływie ważności" / "logins begun at a provider: a day after they expire",
        /// Invitations: ninety days after their end.
        EndedInvitations = "ended_invitations": "zaproszenia: 90 dni po zakończeniu" / "invitations: 90 days after their end",
        /// Messages that are settled: two years; what became of them stays in the trail.
        SettledDeliveries = "settled_deliveries": "wysłane i niewysłane wiadomości: 2 lata" / "messages that were sent or not: 2 years",
        /// Checks of certificates: a year.
        Verifications = "verifications": "sprawdzenia zaświadczeń: rok" / "checks of certificates: a year",
        /// Who saw a PESEL number: six years, for so long somebody may claim damages (art. 118 of the Civil Code).
        Sightings = "sightings": "kto widział numer PESEL: 6 lat" / "who saw a PESEL number: 6 years",
        /// Receipts of clauses by people who were erased: a year after the erasure.
        ErasedReceipts = "erased_receipts": "potwierdzenia klauzul osób usuniętych: rok po usunięciu" / "receipts of clauses by erased people: a year after the erasure",
        /// Rows of files that were deleted: two years. Those of certificates stay: their hash tells a true one from a false.
        ErasedFiles = "erased_files": "wpisy o usuniętych plikach (bez zaświadczeń): 2 lata" / "records of deleted files (not of certificates): 2 years",
        /// Copies of a person's data: thirty days.
        Exports = "exports": "kopie danych osobowych: 30 dni" / "copies of personal data: 30 days",
        /// Previews of certificates: thirty days.
        Previews = "previews": "podglądy zaświadczeń: 30 dni" / "previews of certificates: 30 days",
        /// All certificates of an edition in one file: thirty days; it can be made anew.
        Archives = "archives": "komplety zaświadczeń: 30 dni" / "archives of certificates: 30 days",
        /// What people need at a training: thirty days after its end.
        Needs = "needs": "potrzeby uczestników (dieta, nocleg, dostępność): 30 dni po szkoleniu" / "participants' needs (diet, night, access): 30 days after the training",
        /// What was left of a person when the rest was erased: when no project must keep it any more.
        KeptErasures = "kept_erasures": "reszta danych osób już usuniętych: po okresie przechowywania dokumentacji" / "what is left of erased people: after the documentation's period",
        /// People who took part in projects, have no account, and whom no project must keep any more.
        People = "people": "osoby bez konta: po okresie przechowywania dokumentacji wszystkich ich projektów" / "people without an account: after the period of all their projects",
        /// PESEL numbers that projects keep: until their documentation need not be kept any more.
        ProjectPesels = "project_pesels": "numery PESEL w projektach: do końca okresu przechowywania dokumentacji" / "PESEL numbers of projects: until the end of the documentation's period",
        /// Consents to PESEL numbers: as long, and as a number is kept on them.
        PeselConsents = "pesel_consents": "zgody na numery PESEL: do końca okresu przechowywania dokumentacji" / "consents to PESEL numbers: until the end of the documentation's period",
        /// Lists and uploads of projects that need not be kept any more.
        ProjectFiles = "project_files": "listy i pliki projektów: po okresie przechowywania dokumentacji" / "lists and uploads of projects: after the documentation's period",
    }
}

/// How long after which event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// After it was made, stored, used, ended.
    Its(Duration),
    /// After the last day of the edition.
    EndOfEdition(Duration),
    /// After the documentation of the project need not be kept any more (`partnerships/retention.rs`).
    Project,
}

db_enum! {
    /// What a rule of retention does.
    pub enum RetentionAct {
        /// Deletes rows.
        Delete = "delete": "usuwa" / "deletes",
        /// Blanks what tells of a person and leaves what is counted.
        Anonymise = "anonymise": "anonimizuje" / "anonymises",
        /// Deletes files and leaves their hash.
        RemoveFiles = "remove_files": "usuwa pliki" / "deletes files",
    }
}

/// For how long rows of a table are kept. Each room says so of each of its tables (`register.rs`), and a test walks the
/// schema for those of which nobody does.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The table.
    pub table: &'static str,
    /// For how long.
    pub until: Until,
}

/// Until when.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// Rules of retention delete them.
    Rules(&'static [RetentionRule]),
    /// They go with what they belong to, or are taken away by who made them; how.
    Gone(&'static str),
    /// They stay; why.
    Stays(&'static str),
}

/// Rows that rules of retention delete.
pub const fn by(table: &'static str, rules: &'static [RetentionRule]) -> Kept {
    Kept { table, until: Until::Rules(rules) }
}

/// Rows that go in another way.
pub const fn gone(table: &'static str, how: &'static str) -> Kept {
    Kept { table, until: Until::Gone(how) }
}

/// Rows that stay.
pub const fn stays(table: &'static str, why: &'static str) -> Kept {
    Kept { table, until: Until::Stays(why) }
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The rule.
    pub rule: RetentionRule,
    /// When.
    pub after: After,
    /// How.
    pub act: RetentionAct,
}

/// How long a copy of a person's data can be downloaded.
pub const EXPORTS: Duration = Duration::days(30);

const fn row(rule: RetentionRule, after: After, act: RetentionAct) -> Row {
    Row { rule, after, act }
}

use RetentionAct::{Anonymise, Delete, RemoveFiles};
use RetentionRule as R;

/// The rules, in the order in which they are applied.
pub const RULES: &[Row] = &[
    row(R::SpentKeys, After::Its(Duration::days(7)), Delete),
    row(R::EndedQuotas, After::Its(Duration::days(1)), Delete),
    row(R::DoneJobs, After::Its(Duration::days(30)), Delete),
    row(R::GivenUpJobs, After::Its(Duration::days(90)), Delete),
    row(R::SilentWorkers, After::Its(Duration::days(1)), Delete),
    row(R::EndedCredentials, After::Its(Duration::days(90)), Delete),
    row(R::SpentLinks, After::Its(Duration::days(90)), Delete),
    row(R::KnownDevices, After::Its(Duration::zero()), Delete),
    row(R::OidcFlows, After::Its(Duration::days(1)), Delete),
    row(R::EndedInvitations, After::Its(Duration::days(90)), Delete),
    row(R::SettledDeliveries, After::Its(Duration::days(730)), Delete),
    row(R::Verifications, After::Its(Duration::days(365)), Delete),
    row(R::Sightings, After::Its(Duration::days(2_192)), Delete),
    row(R::ErasedReceipts, After::Its(Duration::days(365)), Delete),
    row(R::ErasedFiles, After::Its(Duration::days(730)), Delete),
    row(R::Exports, After::Its(EXPORTS), RemoveFiles),
    row(R::Previews, After::Its(Duration::days(30)), RemoveFiles),
    row(R::Archives, After::Its(Duration::days(30)), RemoveFiles),
    row(R::Needs, After::EndOfEdition(Duration::days(30)), Anonymise),
    row(R::KeptErasures, After::Project, Anonymise),
    row(R::People, After::Project, Anonymise),
    row(R::ProjectPesels, After::Project, Delete),
    row(R::PeselConsents, After::Project, Delete),
    row(R::ProjectFiles, After::Project, RemoveFiles),
];

/// The row of a rule.
pub fn row_of(rule: RetentionRule) -> Option<&'static Row> {
    RULES.iter().find(|row| row.rule == rule)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rooms;

    #[test]
    fn each_table_is_named_once_and_each_rule_that_deletes_is_one_of_a_table() {
        let mut tables = BTreeSet::new();
        let mut rules = BTreeSet::new();
        for kept in rooms::kept() {
            assert!(tables.insert(kept.table), "{} stands twice", kept.table);
            match kept.until {
                Until::Rules(named) => {
                    assert!(!named.is_empty(), "{}: which rules?", kept.table);
                    for rule in named {
                        let deletes = row_of(*rule).is_some_and(|row| row.act == Delete);
                        assert!(deletes, "{}: {} deletes nothing", kept.table, rule.code());
                        rules.insert(rule.code());
                    }
                }
                Until::Gone(why) | Until::Stays(why) => assert!(!why.is_empty(), "{}: why?", kept.table),
            }
        }
        let deleting = RULES.iter().filter(|row| row.act == Delete).map(|row| row.rule.code());
        assert_eq!(rules, deleting.collect::<BTreeSet<_>>());
    }

    #[test]
    fn every_rule_stands_in_the_table_once() {
        let listed: Vec<RetentionRule> = RULES.iter().map(|row| row.rule).collect();
        assert_eq!(listed.len(), R::ALL.len());
        assert!(R::ALL.iter().all(|rule| listed.contains(rule)));
    }
}
