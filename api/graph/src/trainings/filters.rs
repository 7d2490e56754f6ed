//! Filters and orders of the trainings' connections.

use async_graphql::Result;
use chrono::NaiveDate;
use entities::institutions::store::people_named;
use entities::shared::actor::Actor;
use entities::shared::ids::{
    EditionId, EnrolmentId, InstitutionId, PersonId, ProgrammeId, ProjectId, SessionId, TemplateId,
};
use entities::shared::read::{ColumnTrait, Condition};
use entities::shared::warsaw;
use entities::trainings::store::editions_run;
use entities::trainings::{
    EditionState, EnrolmentState, ProgrammeKind, attendance, breakout_group, check_in, edition, enrolment,
    programme_template, programme_topic, session, trainer_assignment, training_programme,
};
use kit::filter::{AnyOf, Contains, Day, Filter, FromDay, Id, Same, ToDay, Words};
use kit::{filter, ordering};

filter! {
    /// Which training programmes.
    pub struct TrainingProgrammeFilter for training_programme {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of these kinds.
        kinds: AnyOf<ProgrammeKind> = Kind;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// With these words in their title, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How training programmes are ordered.
    pub enum TrainingProgrammeOrder for training_programme by default TitleAsc {
        /// By title in Polish order.
        TitleAsc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey];
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which editions.
    pub struct EditionFilter for edition {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this programme.
        programme_id: Id<ProgrammeId> = ProgrammeId;
        /// In these states.
        states: AnyOf<EditionState> = State;
        /// That start on this day or later.
        starts_from: FromDay = StartsOn;
        /// That start on this day or earlier.
        starts_to: ToDay = StartsOn;
        /// That the viewer looks after, as staff or trainer, or those that they do not.
        viewer_runs: Same<bool> => viewer_runs;
        /// Whose last day of enrolment is this day or later.
        closes_from: Day => closes_from;
        /// Whose last day of enrolment is this day or earlier.
        closes_to: Day => closes_to;
        /// Whose title holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        title_contains: Contains = Title;
        /// With these words in their title, town or venue, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

fn viewer_runs(yes: bool, actor: &Actor) -> Condition {
    let run = editions_run(actor);
    if yes { run } else { run.not() }
}

// A deadline is stored as the first instant after its day.

fn closes_from(day: NaiveDate, _: &Actor) -> Condition {
    Condition::all().add(edition::Column::ClosesAt.gt(warsaw::start_of_day(day)))
}

fn closes_to(day: NaiveDate, _: &Actor) -> Condition {
    Condition::all().add(edition::Column::ClosesAt.lte(warsaw::end_of_day(day)))
}

ordering! {
    /// How editions are ordered.
    pub enum EditionOrder for edition by default StartsOnDesc {
        /// By first day, earliest first.
        StartsOnAsc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn];
        /// By title in Polish order.
        TitleAsc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey];
    }
}

filter! {
    /// Which sessions.
    pub struct SessionFilter for session {
        /// Only mandatory ones, or only others.
        mandatory: Same<bool> = Mandatory;
    }
}

ordering! {
    /// How sessions are ordered.
    pub enum SessionOrder for session by default OrdinalAsc {
        /// By place in the programme.
        OrdinalAsc,
        /// By place in the programme, last first.
        OrdinalDesc = "ordinal" [Ordinal];
        /// By start.
        StartsAtAsc,
        /// By start, latest first.
        StartsAtDesc = "starts" [StartsAt];
    }
}

filter! {
    /// Which enrolments.
    pub struct EnrolmentFilter for enrolment {
        /// In this edition.
        edition_id: Id<EditionId> = EditionId;
        /// In this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this person.
        person_id: Id<PersonId> = PersonId;
        /// From this institution.
        institution_id: Id<InstitutionId> = InstitutionId;
        /// In these states.
        states: AnyOf<EnrolmentState> = State;
        /// Of people with these words in their names or e-mail, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words => of_people;
    }
}

fn of_people(text: String, actor: &Actor) -> Condition {
    people_named(enrolment::Column::PersonId, &text, actor)
}

ordering! {
    /// How enrolments are ordered.
    pub enum EnrolmentOrder for enrolment by default NameAsc {
        /// By surname and first names in Polish order.
        NameAsc,
        /// By surname and first names in Polish order, last first.
        NameDesc = "name" [SortKey];
        /// By when they were asked for: the order of the waiting list.
        RequestedAsc,
        /// By when they were asked for, newest first.
        RequestedDesc = "requested" [RequestedAt];
    }
}

filter! {
    /// Which rows of an attendance list.
    pub struct AttendanceFilter for attendance {
        /// Of this session.
        session_id: Id<SessionId> = SessionId;
        /// Of this enrolment.
        enrolment_id: Id<EnrolmentId> = EnrolmentId;
    }
}

ordering! {
    /// How rows of an attendance list are ordered.
    pub enum AttendanceOrder for attendance by default RecordedAsc {
        /// By when they were recorded.
        RecordedAsc,
        /// By when they were recorded, newest first.
        RecordedDesc = "recorded" [RecordedAt];
    }
}

filter! {
    /// Which check-ins.
    pub struct CheckInFilter for check_in {
        /// Of this session.
        session_id: Id<SessionId> = SessionId;
        /// Of this enrolment.
        enrolment_id: Id<EnrolmentId> = EnrolmentId;
    }
}

ordering! {
    /// How check-ins are ordered.
    pub enum CheckInOrder for check_in by default RecordedAsc {
        /// By when they were recorded.
        RecordedAsc,
        /// By when they were recorded, newest first.
        RecordedDesc = "recorded" [RecordedAt];
    }
}

filter! {
    /// Which trainers.
    pub struct TrainerFilter for trainer_assignment {
        /// This person.
        person_id: Id<PersonId> = PersonId;
        /// Of people with these words in their names or e-mail, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words => trained_by;
    }
}

fn trained_by(text: String, actor: &Actor) -> Condition {
    people_named(trainer_assignment::Column::PersonId, &text, actor)
}

ordering! {
    /// How trainers are ordered.
    pub enum TrainerOrder for trainer_assignment by default AssignedAsc {
        /// By when they were assigned.
        AssignedAsc,
        /// By when they were assigned, newest first.
        AssignedDesc = "assigned" [CreatedAt];
    }
}

filter! {
    /// Which topics or breakout groups; all of them, as there are few.
    pub struct OrdinalFilter for programme_topic {
        /// Only this number.
        ordinal: Same<i32> = Ordinal;
    }
}

impl Filter<breakout_group::Entity> for OrdinalFilter {
    fn condition_for(&self, _: &Actor) -> Result<Condition> {
        Ok(Condition::all().add_option(self.ordinal.map(|n| breakout_group::Column::Ordinal.eq(n))))
    }
}

filter! {
    /// Which further templates of a programme.
    pub struct ProgrammeTemplateFilter for programme_template {
        /// This template.
        template_id: Id<TemplateId> = TemplateId;
    }
}

ordering! {
    /// How further templates are ordered.
    pub enum ProgrammeTemplateOrder for programme_template by default AddedAsc {
        /// By when they were added.
        AddedAsc,
        /// By when they were added, newest first.
        AddedDesc = "added" [Id];
    }
}

ordering! {
    /// How topics are ordered.
    pub enum ProgrammeTopicOrder for programme_topic by default OrdinalAsc {
        /// By number.
        OrdinalAsc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

ordering! {
    /// How breakout groups are ordered.
    pub enum BreakoutGroupOrder for breakout_group by default OrdinalAsc {
        /// By number.
        OrdinalAsc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}
