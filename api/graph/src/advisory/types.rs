//! Types of advice.

use chrono::{DateTime, Utc};
use entities::advisory::rights::{ADVISE, ASK_FOR_ADVICE, MANAGE_ADVISORY};
use entities::advisory::{
    AdvisoryRequestState, AdvisoryTopic, advisory_request, advisory_session, subregion_adviser,
};
use entities::shared::door::Placed as _;
use entities::shared::policy::allows;
use kit::ctx::ContextExt;
use kit::resource;

pub use super::coaching::{CoachedPerson, CoachingEngagement, CoachingMember};
pub use super::coaching_notes::CoachingNote;
pub use super::coaching_times::{CoachingBooking, CoachingSession, CoachingSlot};
use super::filters::{AdvisorySessionFilter, AdvisorySessionOrder};
use crate::institutions::types::{Institution, Person};
use crate::partnerships::types::{Project, ProjectPartner};
use crate::territory::types::Subregion;

resource! {
    /// Who advises institutions of a subregion for a partner.
    SubregionAdviser: subregion_adviser {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The partner.
            partner: ProjectPartner = PartnerId;
            /// The subregion.
            subregion: Subregion = SubregionId;
            /// The adviser; none where the viewer may not see them.
            person: Person = PersonId;
        }
        columns {
            /// When they were appointed.
            appointed_at: DateTime<Utc> = created_at;
            /// When it ended; none while they advise.
            ended_at: Option<DateTime<Utc>>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may end it.
            viewer_can_manage: bool = |row, ctx| allows(ctx.actor(), MANAGE_ADVISORY, &row.place());
        }
    }
}

resource! {
    /// An institution asks for advice.
    AdvisoryRequest: advisory_request {
        one {
            /// The project.
            project: Project = ProjectId;
            /// The partner that is asked.
            partner: ProjectPartner = PartnerId;
            /// Who asks.
            institution: Institution = InstitutionId;
            /// The subregion in which it lies; none where its powiat is in none.
            subregion: Subregion = SubregionId;
            /// Who advises; none while nobody does, and where the viewer may not see them.
            adviser: Person = AdviserId;
        }
        many {
            /// Its sessions that the viewer may see.
            sessions: AdvisorySession, AdvisorySessionFilter, AdvisorySessionOrder = advisory_session.RequestId;
        }
        choices {
            /// About what.
            topic, topic_label: AdvisoryTopic;
            /// State.
            state, state_label: AdvisoryRequestState;
        }
        columns {
            /// What is asked, in words.
            words: String;
            /// When the advice is to take place, where a time was agreed.
            scheduled_at: Option<DateTime<Utc>>;
            /// Why it was handed over, withdrawn or called off last.
            reason: Option<String>;
            /// When it was made.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
        computed {
            /// Whether the viewer may schedule it, note sessions and hand it over.
            viewer_can_advise: bool = |row, ctx| allows(ctx.actor(), ADVISE, &row.place());
            /// Whether the viewer may withdraw it for who asks.
            viewer_can_withdraw: bool = |row, ctx| allows(ctx.actor(), ASK_FOR_ADVICE, &row.place());
            /// Whether the viewer may call it off.
            viewer_can_cancel: bool = |row, ctx| allows(ctx.actor(), MANAGE_ADVISORY, &row.place());
        }
    }
}

resource! {
    /// A session of advice that took place.
    AdvisorySession: advisory_session {
        one {
            /// The request that it answers.
            request: AdvisoryRequest = RequestId;
            /// The institution that was advised.
            institution: Institution = InstitutionId;
            /// The subregion to which it counts.
            subregion: Subregion = SubregionId;
            /// Who advised; none where the viewer may not see them.
            held_by: Person = HeldById;
        }
        choices {
            /// About what.
            topic, topic_label: AdvisoryTopic;
        }
        columns {
            /// When it began.
            held_at: DateTime<Utc>;
            /// Minutes; 0 where a correction says that it did not take place.
            minutes: i32;
            /// How many people were advised.
            people: i32;
            /// Where; none for online.
            place: Option<String>;
            /// Why it was corrected last.
            reason: Option<String>;
            /// When it was noted.
            created_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}
