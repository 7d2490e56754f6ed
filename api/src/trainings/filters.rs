//! Filters and orders of the trainings' connections.

use async_graphql::{ID, InputObject, Result};
use entities::shared::ids::{
    EditionId, EnrolmentId, InstitutionId, PersonId, ProgrammeId, ProjectId, SessionId,
};
use entities::shared::read::{ColumnTrait, Condition};
use entities::shared::warsaw;
use entities::trainings::{
    EditionState, EnrolmentState, ProgrammeKind, attendance, edition, enrolment, session, trainer_assignment,
    training_programme,
};

use crate::graphql::enums::Coded;
use crate::graphql::page::{Filter, id_is, is_any_of};
use crate::graphql::scalars::Date;
use crate::ordering;

/// Which training programmes.
#[derive(InputObject, Default)]
pub struct TrainingProgrammeFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of these kinds.
    kinds: Option<Vec<Coded<ProgrammeKind>>>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<training_programme::Entity> for TrainingProgrammeFilter {
    fn condition(&self) -> Result<Condition> {
        use training_programme::Column;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(is_any_of(Column::Kind, self.kinds.as_deref()))
            .add_option(
                self.title_contains.as_ref().map(|text| crate::graphql::page::holds(Column::Title, text)),
            ))
    }
}

ordering! {
    /// How training programmes are ordered.
    pub enum TrainingProgrammeOrder for training_programme by default TitleAsc {
        /// By title in Polish order.
        TitleAsc = "title" [TitleKey] asc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey] desc,
        /// By when they were created.
        CreatedAsc = "created" [CreatedAt] asc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt] desc,
    }
}

/// Which editions.
#[derive(InputObject, Default)]
pub struct EditionFilter {
    /// Of this project.
    project_id: Option<ID>,
    /// Of this programme.
    programme_id: Option<ID>,
    /// In these states.
    states: Option<Vec<Coded<EditionState>>>,
    /// That start on this day or later.
    starts_from: Option<Date>,
    /// That start on this day or earlier.
    starts_to: Option<Date>,
    /// Whose last day of enrolment is this day or later.
    closes_from: Option<Date>,
    /// Whose last day of enrolment is this day or earlier.
    closes_to: Option<Date>,
    /// Whose title holds this text, whatever its case.
    title_contains: Option<String>,
}

impl Filter<edition::Entity> for EditionFilter {
    fn condition(&self) -> Result<Condition> {
        use edition::Column;
        let from = crate::graphql::page::day(self.starts_from.as_ref(), "startsFrom")?;
        let to = crate::graphql::page::day(self.starts_to.as_ref(), "startsTo")?;
        let closes_from = crate::graphql::page::day(self.closes_from.as_ref(), "closesFrom")?;
        let closes_to = crate::graphql::page::day(self.closes_to.as_ref(), "closesTo")?;
        Ok(Condition::all()
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<ProgrammeId, _>(
                Column::ProgrammeId,
                self.programme_id.as_ref(),
                "programmeId",
            )?)
            .add_option(is_any_of(Column::State, self.states.as_deref()))
            .add_option(from.map(|day| Column::StartsOn.gte(day)))
            .add_option(to.map(|day| Column::StartsOn.lte(day)))
            // A deadline is stored as the first instant after its day.
            .add_option(closes_from.map(|day| Column::ClosesAt.gt(warsaw::start_of_day(day))))
            .add_option(closes_to.map(|day| Column::ClosesAt.lte(warsaw::end_of_day(day))))
            .add_option(
                self.title_contains.as_ref().map(|text| crate::graphql::page::holds(Column::Title, text)),
            ))
    }
}

ordering! {
    /// How editions are ordered.
    pub enum EditionOrder for edition by default StartsOnDesc {
        /// By first day, earliest first.
        StartsOnAsc = "starts" [StartsOn] asc,
        /// By first day, latest first.
        StartsOnDesc = "starts" [StartsOn] desc,
        /// By title in Polish order.
        TitleAsc = "title" [TitleKey] asc,
        /// By title in Polish order, last first.
        TitleDesc = "title" [TitleKey] desc,
    }
}

/// Which sessions.
#[derive(InputObject, Default)]
pub struct SessionFilter {
    /// Only mandatory ones, or only others.
    mandatory: Option<bool>,
}

impl Filter<session::Entity> for SessionFilter {
    fn condition(&self) -> Result<Condition> {
        Ok(Condition::all()
            .add_option(self.mandatory.map(|mandatory| session::Column::Mandatory.eq(mandatory))))
    }
}

ordering! {
    /// How sessions are ordered.
    pub enum SessionOrder for session by default OrdinalAsc {
        /// By place in the programme.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By place in the programme, last first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
        /// By start.
        StartsAtAsc = "starts" [StartsAt] asc,
        /// By start, latest first.
        StartsAtDesc = "starts" [StartsAt] desc,
    }
}

/// Which enrolments.
#[derive(InputObject, Default)]
pub struct EnrolmentFilter {
    /// In this edition.
    edition_id: Option<ID>,
    /// In this project.
    project_id: Option<ID>,
    /// Of this person.
    person_id: Option<ID>,
    /// From this institution.
    institution_id: Option<ID>,
    /// In these states.
    states: Option<Vec<Coded<EnrolmentState>>>,
}

impl Filter<enrolment::Entity> for EnrolmentFilter {
    fn condition(&self) -> Result<Condition> {
        use enrolment::Column;
        Ok(Condition::all()
            .add_option(id_is::<EditionId, _>(Column::EditionId, self.edition_id.as_ref(), "editionId")?)
            .add_option(id_is::<ProjectId, _>(Column::ProjectId, self.project_id.as_ref(), "projectId")?)
            .add_option(id_is::<PersonId, _>(Column::PersonId, self.person_id.as_ref(), "personId")?)
            .add_option(id_is::<InstitutionId, _>(
                Column::InstitutionId,
                self.institution_id.as_ref(),
                "institutionId",
            )?)
            .add_option(is_any_of(Column::State, self.states.as_deref())))
    }
}

ordering! {
    /// How enrolments are ordered.
    pub enum EnrolmentOrder for enrolment by default NameAsc {
        /// By surname and first names in Polish order.
        NameAsc = "name" [SortKey] asc,
        /// By surname and first names in Polish order, last first.
        NameDesc = "name" [SortKey] desc,
        /// By when they were asked for: the order of the waiting list.
        RequestedAsc = "requested" [RequestedAt] asc,
        /// By when they were asked for, newest first.
        RequestedDesc = "requested" [RequestedAt] desc,
    }
}

/// Which rows of an attendance list.
#[derive(InputObject, Default)]
pub struct AttendanceFilter {
    /// Of this session.
    session_id: Option<ID>,
    /// Of this enrolment.
    enrolment_id: Option<ID>,
}

impl Filter<attendance::Entity> for AttendanceFilter {
    fn condition(&self) -> Result<Condition> {
        use attendance::Column;
        Ok(Condition::all()
            .add_option(id_is::<SessionId, _>(Column::SessionId, self.session_id.as_ref(), "sessionId")?)
            .add_option(id_is::<EnrolmentId, _>(
                Column::EnrolmentId,
                self.enrolment_id.as_ref(),
                "enrolmentId",
            )?))
    }
}

ordering! {
    /// How rows of an attendance list are ordered.
    pub enum AttendanceOrder for attendance by default RecordedAsc {
        /// By when they were recorded.
        RecordedAsc = "recorded" [RecordedAt] asc,
        /// By when they were recorded, newest first.
        RecordedDesc = "recorded" [RecordedAt] desc,
    }
}

/// Which trainers.
#[derive(InputObject, Default)]
pub struct TrainerFilter {
    /// This person.
    person_id: Option<ID>,
}

impl Filter<trainer_assignment::Entity> for TrainerFilter {
    fn condition(&self) -> Result<Condition> {
        let person =
            id_is::<PersonId, _>(trainer_assignment::Column::PersonId, self.person_id.as_ref(), "personId")?;
        Ok(Condition::all().add_option(person))
    }
}

ordering! {
    /// How trainers are ordered.
    pub enum TrainerOrder for trainer_assignment by default AssignedAsc {
        /// By when they were assigned.
        AssignedAsc = "assigned" [CreatedAt] asc,
        /// By when they were assigned, newest first.
        AssignedDesc = "assigned" [CreatedAt] desc,
    }
}

/// Which topics or breakout groups; all of them, as there are few.
#[derive(InputObject, Default)]
pub struct OrdinalFilter {
    /// Only this number.
    ordinal: Option<i32>,
}

impl Filter<entities::trainings::programme_topic::Entity> for OrdinalFilter {
    fn condition(&self) -> Result<Condition> {
        use entities::trainings::programme_topic::Column;
        Ok(Condition::all().add_option(self.ordinal.map(|n| Column::Ordinal.eq(n))))
    }
}

impl Filter<entities::trainings::breakout_group::Entity> for OrdinalFilter {
    fn condition(&self) -> Result<Condition> {
        use entities::trainings::breakout_group::Column;
        Ok(Condition::all().add_option(self.ordinal.map(|n| Column::Ordinal.eq(n))))
    }
}

use entities::trainings::{breakout_group, programme_topic};

ordering! {
    /// How topics are ordered.
    pub enum ProgrammeTopicOrder for programme_topic by default OrdinalAsc {
        /// By number.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}

ordering! {
    /// How breakout groups are ordered.
    pub enum BreakoutGroupOrder for breakout_group by default OrdinalAsc {
        /// By number.
        OrdinalAsc = "ordinal" [Ordinal] asc,
        /// By number, last first.
        OrdinalDesc = "ordinal" [Ordinal] desc,
    }
}
