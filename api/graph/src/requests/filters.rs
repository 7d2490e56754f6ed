//! Filter and order of requests.

use entities::requests::{RequestKind, RequestState, request};
use entities::shared::ids::PersonId;
use kit::filter::{AnyOf, Id, ToDay};
use kit::{filter, ordering};

filter! {
    /// Which requests.
    pub struct DataSubjectRequestFilter for request {
        /// About this person.
        person_id: Id<PersonId> = PersonId;
        /// Of these kinds.
        kinds: AnyOf<RequestKind> = Kind;
        /// In these states.
        states: AnyOf<RequestState> = State;
        /// Due on this day or before.
        due_by: ToDay = DueOn;
    }
}

ordering! {
    /// How requests are ordered.
    pub enum DataSubjectRequestOrder for request by default CreatedDesc {
        /// By when they were made.
        CreatedAsc,
        /// By when they were made, newest first.
        CreatedDesc = "created" [CreatedAt];
        /// By when they are due.
        DueAsc,
        /// By when they are due, latest first.
        DueDesc = "due" [DueOn];
    }
}
