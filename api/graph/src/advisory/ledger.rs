//! What support a person or an institution was given.

use async_graphql::SimpleObject;
use entities::advisory::AdvisoryTopic;
use entities::advisory::ledger::{Ledger, Support, SupportKind};
use entities::shared::enums::Choice as _;
use entities::shared::language::Language;
use kit::enums::Coded;
use kit::node::Ref;
use kit::scalars::Date;

use crate::partnerships::types::Project;

/// What support a person or an institution was given in a period, across projects, as far as the viewer sees it.
#[derive(SimpleObject)]
pub struct SupportLedgerResult {
    /// The supports, the latest first.
    supports: Vec<SupportResult>,
    /// Minutes of all of them.
    minutes: i32,
    /// Participations: a person counts as often as they took part.
    participations: i32,
    /// People who took part in trainings and coaching, each once. Whom advice was given to has no name, and is counted above alone.
    people: i32,
    /// Whether these are all; false where there is so much that a shorter period should be asked for.
    is_whole: bool,
}

/// One support.
#[derive(SimpleObject)]
pub struct SupportResult {
    /// What.
    kind: Coded<SupportKind>,
    /// The same, for people.
    kind_label: &'static str,
    /// Its first day.
    on: Date,
    /// Title of the training; none for advice and coaching, which have a topic.
    title: Option<String>,
    /// About what, of advice and coaching.
    topic: Option<Coded<AdvisoryTopic>>,
    /// The topic, for people.
    topic_label: Option<&'static str>,
    /// Minutes: of trainings those attended, by all of its people together.
    minutes: i32,
    /// How many took part.
    people: i32,
    /// In which project.
    project: Option<Project>,
}

impl SupportLedgerResult {
    /// The supports, in the words of a language.
    pub(super) fn of(of: Ledger, lang: Language) -> Self {
        let wide = |sum: i64| i32::try_from(sum).unwrap_or(i32::MAX);
        let minutes = of.all.iter().map(|one| one.minutes).sum();
        let participations = of.all.iter().map(|one| one.people).sum();
        let projects = Ref::all(of.all.iter().map(|one| one.project));
        let shown = |(one, project): (Support, Ref)| SupportResult {
            kind: one.kind.into(),
            kind_label: one.kind.label(lang),
            on: one.on.into(),
            title: one.title,
            topic: one.topic.map(Into::into),
            topic_label: one.topic.map(|topic| topic.label(lang)),
            minutes: wide(one.minutes),
            people: wide(one.people),
            project: Some(project.into()),
        };
        Self {
            minutes: wide(minutes),
            participations: wide(participations),
            people: i32::try_from(of.people).unwrap_or(i32::MAX),
            is_whole: of.is_whole,
            supports: of.all.into_iter().zip(projects).map(shown).collect(),
        }
    }
}
