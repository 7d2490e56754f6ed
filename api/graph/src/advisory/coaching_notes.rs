//! Notes of coaching, without their texts: that there is one, for whoever may read it.

use chrono::{DateTime, Utc};
use entities::advisory::coaching_note;
use kit::resource;

use super::coaching::CoachingEngagement;
use super::coaching_times::CoachingSession;

resource! {
    /// That there is a note about a session of coaching: to its coach and its coachees alone. `readCoachingNote` shows it.
    CoachingNote: coaching_note {
        one {
            /// The coaching.
            engagement: CoachingEngagement = EngagementId;
            /// The session.
            session: CoachingSession = SessionId;
        }
        columns {
            /// When it was written.
            created_at: DateTime<Utc>;
            /// When it was changed last.
            updated_at: DateTime<Utc>;
            /// Counts changes, for optimistic locking.
            version: i32;
        }
    }
}
