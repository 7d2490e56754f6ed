//! Where somebody stands who is to be enrolled: everything that decides about it beside edition and person, read by one
//! statement behind the lock of the edition.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, Func, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use super::{EnrolmentState, edition, enrolment};
use crate::institutions::{employment, institution};
use crate::partnerships::{PartnerState, ProjectState, project, project_partner};
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
            .expr_as(Expr::exists(theirs(&[EnrolmentState::OfferDeclined]).into_query()), "declined");
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
                voivodeship.map(|voivodeship| Represented {
                    place: Place {
                        voivodeship: Some(UnitId(voivodeship)),
                        institution: Some(id),
                        ..Place::default()
                    },
                    employs,
                    partner: partner.map(PartnerId),
                    seated,
                })
            }
        };
        Ok(Self {
            project_active: row.try_get("", "project_active")?,
            live: row.try_get("", "live")?,
            rejected: row.try_get("", "rejected")?,
            declined: row.try_get("", "declined")?,
            institution,
        })
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
    asked
        .expr_as(value_of(voivodeship.into_query()), "voivodeship")
        .expr_as(Expr::exists(employs.into_query()), "employs")
        .expr_as(value_of(partner.into_query()), "partner")
        .expr_as(value_of(seated), "seated");
}

/// The one value that a statement answers.
fn value_of(statement: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(statement.into()))
}
