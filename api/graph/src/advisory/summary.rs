//! Hours of advice and coaching as sums.

use async_graphql::SimpleObject;
use entities::advisory::AdvisoryTopic;
use entities::advisory::summary::{Hours, Summary};
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use kit::enums::Coded;
use kit::node::Ref;

use crate::territory::types::Subregion;

/// Hours of advice and coaching of a project in a period.
#[derive(SimpleObject)]
pub struct AdviceSummaryResult {
    /// Of advice, by topic and subregion.
    advice: Vec<AdviceHoursResult>,
    /// Of coaching, by topic and subregion.
    coaching: Vec<AdviceHoursResult>,
    /// Institutions that were advised, each once.
    institutions: i32,
    /// People who are or were coached where sessions were held, each once.
    coachees: i32,
}

/// Hours of one topic in one subregion.
#[derive(SimpleObject)]
pub struct AdviceHoursResult {
    /// About what.
    topic: Coded<AdvisoryTopic>,
    /// The same, for people.
    topic_label: &'static str,
    /// The subregion; none where they count to none.
    subregion: Option<Subregion>,
    /// Sessions.
    sessions: i32,
    /// Minutes.
    minutes: i32,
    /// Participations: a person counts as often as they were there.
    participations: i32,
}

impl AdviceSummaryResult {
    /// The sums, in the words of a language.
    pub(super) fn of(of: Summary, lang: Language) -> Self {
        let count = |many: usize| i32::try_from(many).unwrap_or(i32::MAX);
        Self {
            advice: hours(of.advice, lang),
            coaching: hours(of.coaching, lang),
            institutions: count(of.institutions),
            coachees: count(of.coachees),
        }
    }
}

fn hours(rows: Vec<Hours>, lang: Language) -> Vec<AdviceHoursResult> {
    let wide = |sum: i64| i32::try_from(sum).unwrap_or(i32::MAX);
    // Subregions of all rows are read together.
    let mut subregions = Ref::all(rows.iter().filter_map(|row| row.subregion)).into_iter();
    let shown = |row: Hours| AdviceHoursResult {
        topic: row.topic.into(),
        topic_label: row.topic.label(lang),
        subregion: row.subregion.and_then(|_| subregions.next()).map(Subregion::from),
        sessions: wide(row.sessions),
        minutes: wide(row.minutes),
        participations: wide(row.participations),
    };
    rows.into_iter().map(shown).collect()
}
