//! The rules of retention, as data: what goes by itself, how long after what, and how.
//!
//! Nothing is touched that somebody still waits for or that a project must keep: an open request holds the person, a
//! project that is not closed, or whose documentation must be kept, holds whoever took part in it.

use chrono::Duration;

use crate::db_enum;

db_enum! {
    /// A rule of retention.
    pub enum RetentionRule {
        /// Answers under idempotency keys.
        SpentKeys = "spent_keys",
        /// Jobs that are done.
        DoneJobs = "done_jobs",
        /// Workers that are silent.
        SilentWorkers = "silent_workers",
        /// Sessions and tokens that have ended.
        EndedCredentials = "ended_credentials",
        /// Links that worked once, or no longer do.
        SpentLinks = "spent_links",
        /// Logins begun at a provider.
        OidcFlows = "oidc_flows",
        /// Invitations that were accepted, taken back or have expired.
        EndedInvitations = "ended_invitations",
        /// Copies of a person's data.
        Exports = "exports",
        /// Previews of certificates.
        Previews = "previews",
        /// All certificates of an edition in one file, which can be made anew.
        Archives = "archives",
        /// What people need at a training: diet, night, access.
        Needs = "needs",
        /// What was left of a person when the rest was erased.
        KeptErasures = "kept_erasures",
        /// People who took part in projects, none of which must be kept any more, and who have no account.
        People = "people",
        /// Lists and uploads of projects that need not be kept any more.
        ProjectFiles = "project_files",
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
    /// What a rule does.
    pub enum RetentionAct {
        /// Deletes rows.
        Delete = "delete",
        /// Blanks what tells of a person and leaves what is counted.
        Anonymise = "anonymise",
        /// Deletes files and leaves their hash.
        RemoveFiles = "remove_files",
    }
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
    row(R::DoneJobs, After::Its(Duration::days(30)), Delete),
    row(R::SilentWorkers, After::Its(Duration::days(1)), Delete),
    row(R::EndedCredentials, After::Its(Duration::days(90)), Delete),
    row(R::SpentLinks, After::Its(Duration::days(90)), Delete),
    row(R::OidcFlows, After::Its(Duration::days(1)), Delete),
    row(R::EndedInvitations, After::Its(Duration::days(90)), Delete),
    row(R::Exports, After::Its(EXPORTS), RemoveFiles),
    row(R::Previews, After::Its(Duration::days(30)), RemoveFiles),
    row(R::Archives, After::Its(Duration::days(30)), RemoveFiles),
    row(R::Needs, After::EndOfEdition(Duration::days(30)), Anonymise),
    row(R::KeptErasures, After::Project, Anonymise),
    row(R::People, After::Project, Anonymise),
    row(R::ProjectFiles, After::Project, RemoveFiles),
];

/// The row of a rule.
pub fn row_of(rule: RetentionRule) -> Option<&'static Row> {
    RULES.iter().find(|row| row.rule == rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_in_the_table_once() {
        let listed: Vec<RetentionRule> = RULES.iter().map(|row| row.rule).collect();
        assert_eq!(listed.len(), R::ALL.len());
        assert!(R::ALL.iter().all(|rule| listed.contains(rule)));
    }
}
