//! Mutations of requests.

mod erase_person;
mod join_institutions;
mod join_people;
mod join_users;
mod refuse_data_subject_request;
mod request_person_erasure;
mod request_person_export;

use kit::mutations;

mutations! {
    /// Mutations of requests.
    DataSubjectRequestMutations {
        /// Asks for a copy of everything about a person, as JSON and as an accessible PDF: for oneself, or in the
        /// name of somebody. It is made at once, written about, and deleted after thirty days.
        request_person_export;
        /// Asks that everything about a person is erased: for oneself, or in the name of somebody. Somebody
        /// decides within a month.
        request_person_erasure;
        /// Refuses an erasure, with a reason that the person reads.
        refuse_data_subject_request;
        /// Erases everything that tells who a person is: names, addresses, needs, free texts, documents, account
        /// and links. Numbers, states, hashes and counts stay true. Cannot be undone; `personErasurePreview`
        /// tells before what would go. Erasing somebody again removes what came to them since, by a restore or an old
        /// process, and says what.
        erase_person;
        /// Joins two records of one institution, with a reason. What hangs on the one that goes is handed over, and nothing is
        /// printed anew.
        join_institutions;
        /// Joins two records of one person: enrolments, employments, certificates, consents, requests, PESEL numbers and
        /// accounts of the one that goes are handed over. Certificates keep what they printed. For administrators who look
        /// after all places of both. Cannot be undone by itself; `likelyDuplicates` shows where to look.
        join_people;
        /// Joins two accounts of one person: roles and identities are handed over, sessions and tokens of the one that
        /// goes end, and nobody logs in to it any more. For administrators who look after both.
        join_users;
    }
}
