//! Where somebody stands who is to be enrolled: everything that decides about it beside edition and person, read by one
//! statement behind the lock of the edition.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::limits::{COUNTED, Limits};
use super::{EnrolmentState, edition, enrolment, training_programme};
use crate::institutions::{employment, institution};
use crate::partnerships::{PartnerState, ProjectState, project, project_partner};
use crate::shared::change::Change;
use crate::shared::error::Result;
use crate::shared::ids::{EditionId, InstitutionId, PartnerId, PersonId, UnitId};
use crate::shared::policy::Place;
use crate::shared::read::within;

/// Where somebody stands.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// Whether the project of the edition is active.
    pub project_active: bool,
    /// Whether they have an enrolment in the edition that has not ended.
    pub live: bool,
    /// Whether staff rejected them.
    pub rejected: bool,
    /// Whether they declined an offer.
    pub declined: bool,
    /// What the programme allows across its editions.
    pub limits: Limits,
    /// In how many other editions of the programme they take part or took part.
    pub elsewhere: i64,
    /// The institution they are to represent; none where none was named, or it is not there.
    pub institution: Option<Represented>,
}

/// An institution that somebody is to represent.
#[derive(Clone, Debug)]
pub(super) struct Represented {
    /// Where it lies.
    pub place: Place,
    /// Whether they work there on the day.
    pub employs: bool,
    /// The partner whose voivodeship it lies in.
    pub partner: Option<PartnerId>,
    /// How many of its people hold a seat.
    pub seated: i64,
    /// How many seats of all editions of the programme its people hold, or made use of.
    pub across: i64,
}

impl Standing {
    /// Reads it.
    ///
    /// # Errors
    /// The database failed.
    pub(super) async fn of(
        db: &impl ConnectionTrait,
        edition_id: EditionId,
        person: PersonId,
        (institution_id, on): (Option<InstitutionId>, NaiveDate),
    ) -> Result<Self> {
        let of_edition = || Condition::all().add(edition::Column::Id.eq(edition_id));
        let active =
            project::Entity::find().filter(project::Column::State.eq(ProjectState::Active)).filter(within::<
                _,
                edition::Entity,
            >(
                project::Column::Id,
                edition::Column::ProjectId,
                of_edition(),
            ));
        let theirs = |states: &[EnrolmentState]| {
            enrolment::Entity::find()
                .filter(enrolment::Column::EditionId.eq(edition_id))
                .filter(enrolment::Column::PersonId.eq(person))
                .filter(enrolment::Column::State.is_in(states.iter().copied()))
        };
        let live: Vec<EnrolmentState> =
            EnrolmentState::ALL.iter().copied().filter(|state| !state.is_ended()).collect();
        let mut asked = Query::select();
        asked
            .expr_as(Expr::exists(active.into_query()), "project_active")
            .expr_as(Expr::exists(theirs(&live).into_query()), "live")
            .expr_as(Expr::exists(theirs(&[EnrolmentState::Rejected]).into_query()), "rejected")
            .expr_as(Expr::exists(theirs(&[EnrolmentState::OfferDeclined]).into_query()), "declined")
            .expr_as(limit(edition_id, training_programme::Column::EditionsPerPerson), "per_person")
            .expr_as(limit(edition_id, training_programme::Column::InstitutionCap), "per_institution")
            .expr_as(value_of(elsewhere(edition_id, person)), "elsewhere");
        if let Some(id) = institution_id {
            represent(&mut asked, edition_id, person, (id, on));
        }
        let Some(row) = db.query_one(&asked).await? else {
            return Err(crate::shared::error::Error::Fault(
                "a statement without tables answered no row".into(),
            ));
        };
        let institution = match institution_id {
            None => None,
            Some(id) => {
                let voivodeship: Option<Uuid> = row.try_get("", "voivodeship")?;
                let partner: Option<Uuid> = row.try_get("", "partner")?;
                let (employs, seated) = (row.try_get("", "employs")?, row.try_get("", "seated")?);
                let across = row.try_get("", "across")?;
                voivodeship.map(|voivodeship| Represented {
                    place: Place {
                        voivodeship: Some(UnitId(voivodeship)),
                        institution: Some(id),
                        ..Place::default()
                    },
                    employs,
                    partner: partner.map(PartnerId),
                    seated,
                    across,
                })
            }
        };
        Ok(Self {
            project_active: row.try_get("", "project_active")?,
            live: row.try_get("", "live")?,
            rejected: row.try_get("", "rejected")?,
            declined: row.try_get("", "declined")?,
            limits: Limits {
                editions_per_person: row.try_get("", "per_person")?,
                institution_cap: row.try_get("", "per_institution")?,
            },
            elsewhere: row.try_get("", "elsewhere")?,
            institution,
        })
    }
}

impl Standing {
    /// The same once somebody of an institution has given their seat up.
    pub(super) fn without(mut self, gone: Option<InstitutionId>) -> Self {
        if let Some(there) = self.institution.as_mut().filter(|there| there.place.institution == gone) {
            there.across -= 1;
        }
        self
    }
}

/// Asks about the institution, too.
fn represent(
    asked: &mut SelectStatement,
    edition_id: EditionId,
    person: PersonId,
    (id, on): (InstitutionId, NaiveDate),
) {
    let this = Condition::all().add(institution::Column::Id.eq(id));
    let voivodeship = institution::Entity::find()
        .select_only()
        .column(institution::Column::VoivodeshipId)
        .filter(this.clone());
    let employs = employment::Entity::find()
        .filter(employment::Column::PersonId.eq(person))
        .filter(employment::Column::InstitutionId.eq(id))
        .filter(employment::Column::From.lte(on))
        .filter(Condition::any().add(employment::Column::To.is_null()).add(employment::Column::To.gte(on)));
    let partner = project_partner::Entity::find()
        .select_only()
        .column(project_partner::Column::Id)
        .filter(project_partner::Column::State.eq(PartnerState::Accepted))
        .filter(within::<_, edition::Entity>(
            project_partner::Column::ProjectId,
            edition::Column::ProjectId,
            Condition::all().add(edition::Column::Id.eq(edition_id)),
        ))
        .filter(within::<_, institution::Entity>(
            project_partner::Column::VoivodeshipId,
            institution::Column::VoivodeshipId,
            this,
        ))
        .order_by_asc(project_partner::Column::Id)
        .limit(1);
    let mut seated = Query::select();
    seated
        .expr(Func::count(Expr::col(enrolment::Column::Id)))
        .from(enrolment::Entity)
        .and_where(enrolment::Column::EditionId.eq(edition_id))
        .and_where(enrolment::Column::InstitutionId.eq(id))
        .and_where(enrolment::Column::State.is_in(EnrolmentState::SEATED));
    let mut across = Query::select();
    across
        .expr(Func::count(Expr::col(enrolment::Column::Id)))
        .from(enrolment::Entity)
        .and_where(enrolment::Column::InstitutionId.eq(id))
        .and_where(enrolment::Column::State.is_in(COUNTED))
        .cond_where(siblings(edition_id, true));
    asked
        .expr_as(value_of(voivodeship.into_query()), "voivodeship")
        .expr_as(Expr::exists(employs.into_query()), "employs")
        .expr_as(value_of(partner.into_query()), "partner")
        .expr_as(value_of(seated), "seated")
        .expr_as(value_of(across), "across");
}

/// A limit of the edition's programme.
fn limit(edition_id: EditionId, column: training_programme::Column) -> Expr {
    let this = Condition::all().add(edition::Column::Id.eq(edition_id));
    let programme =
        training_programme::Entity::find().select_only().column(column).filter(within::<_, edition::Entity>(
            training_programme::Column::Id,
            edition::Column::ProgrammeId,
            this,
        ));
    value_of(programme.into_query())
}

/// Editions of the same programme as this one; itself among them, or not.
fn siblings(edition_id: EditionId, itself: bool) -> Condition {
    let this = Condition::all().add(edition::Column::Id.eq(edition_id));
    let programme = edition::Entity::find().select_only().column(edition::Column::ProgrammeId).filter(this);
    let others = Condition::all()
        .add(Expr::col(edition::Column::ProgrammeId.as_column_ref()).eq(value_of(programme.into_query())));
    let others = if itself { others } else { others.add(edition::Column::Id.ne(edition_id)) };
    Condition::all().add(within::<_, edition::Entity>(
        enrolment::Column::EditionId,
        edition::Column::Id,
        others,
    ))
}

/// Counts a person's part in other editions of the programme.
fn elsewhere(edition_id: EditionId, person: PersonId) -> SelectStatement {
    Query::select()
        .expr(Func::count(Expr::col(enrolment::Column::Id)))
        .from(enrolment::Entity)
        .and_where(enrolment::Column::PersonId.eq(person))
        .and_where(enrolment::Column::State.is_in(COUNTED))
        .cond_where(siblings(edition_id, false))
        .take()
}

/// The institution somebody represents: the one that is named, none where that is said, and where nothing is said the one that
/// they work at on the day, unless there are several.
///
/// # Errors
/// The database failed.
pub(super) async fn represented(
    db: &impl ConnectionTrait,
    person: PersonId,
    (said, on): (Change<InstitutionId>, NaiveDate),
) -> Result<Option<InstitutionId>> {
    if said.is_sent() {
        return Ok(said.sent());
    }
    let employers: Vec<InstitutionId> = employment::Entity::find()
        .select_only()
        .column(employment::Column::InstitutionId)
        .distinct()
        .filter(employment::Column::PersonId.eq(person))
        .filter(employment::Column::From.lte(on))
        .filter(Condition::any().add(employment::Column::To.is_null()).add(employment::Column::To.gte(on)))
        .order_by_asc(employment::Column::InstitutionId)
        .limit(2)
        .into_tuple()
        .all(db)
        .await?;
    Ok(match employers.as_slice() {
        [one] => Some(*one),
        _ => None,
    })
}

/// The one value that a statement answers.
fn value_of(statement: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(statement.into()))
}
