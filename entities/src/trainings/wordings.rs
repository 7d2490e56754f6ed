//! Wordings of messages: who sees them, which a message takes, and how it would read.
//!
//! Staff of the project and of its partners see them. A preview has no working link: whoever looks at a message for somebody else
//! could answer in their place.

use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::letters::{self, OFFER_PAGE, TICKET_PAGE};
use super::refusals::{NO_STEP, UNKNOWN_PLACEHOLDER};
use super::rights::PREVIEW_MAILS;
use super::told::{EnrolmentLetter, STEPS, facts_of};
use super::wording::{PARAGRAPH_MAX, unknown};
use super::{edition, enrolment, enrolment_wording};
use crate::mail::DeliveryKind;
use crate::mail::letter::Letter;
use crate::mail::phrases::Door;
use crate::partnerships::{project, project_partner, store::lead_of};
use crate::readable;
use crate::shared::door::{self, Placed};
use crate::shared::error::{Result, found, refuse};
use crate::shared::ids::{EnrolmentId, ProjectId};
use crate::shared::input::{Check, TEXT_MAX};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::policy::{Place, Readable, require};
use crate::shared::read::{everything, nothing, within};
use crate::shared::refusals::{AT_MOST, NOT_FOUND};

/// Stands where the code of a link would.
const NO_CODE: &str = "kod-pojawi-sie-w-wiadomosci";

readable! {
    enrolment_wording => wordings_seen_by;
}

fn wordings_seen_by(who: &Readable) -> Condition {
    use enrolment_wording::Column::ProjectId;
    if who.all {
        return everything();
    }
    let mut any = Condition::any();
    if !who.projects.is_empty() {
        any = any.add(ProjectId.is_in(who.projects.iter().copied()));
    }
    if !who.partners.is_empty() {
        let own = Condition::all().add(project_partner::Column::Id.is_in(who.partners.iter().copied()));
        let of_partners = project_partner::Column::ProjectId;
        any = any.add(within::<_, project_partner::Entity>(ProjectId, of_partners, own));
    }
    if any.is_empty() { nothing() } else { any }
}

/// What a project says of its own in a kind of message.
///
/// # Errors
/// The database failed.
pub async fn of(
    db: &impl ConnectionTrait,
    project: ProjectId,
    kind: DeliveryKind,
) -> Result<Vec<enrolment_wording::Model>> {
    let rows = enrolment_wording::Entity::find()
        .filter(enrolment_wording::Column::ProjectId.eq(project))
        .filter(enrolment_wording::Column::Kind.eq(kind))
        .order_by_asc(enrolment_wording::Column::Language);
    Ok(rows.all(db).await?)
}

/// The rule of wordings, for those that are stored and those that are tried: a step of enrolments, and two texts with known names
/// alone.
pub fn checked(
    check: &mut Check,
    kind: DeliveryKind,
    (opening, closing): (Option<&str>, Option<&str>),
) -> (Option<String>, Option<String>) {
    if !STEPS.contains(&kind) {
        check.fault("kind", NO_STEP);
    }
    let mut paragraph = |field: &str, text: Option<&str>| {
        let text = check.text(field, text);
        let length = text.as_ref().map_or(0, |text| text.chars().count());
        if length > PARAGRAPH_MAX && length <= TEXT_MAX {
            check.fault(field, AT_MOST.of(PARAGRAPH_MAX));
        }
        if let Some(n) = text.as_deref().and_then(unknown) {
            check.fault(field, UNKNOWN_PLACEHOLDER.of(n));
        }
        text
    };
    (paragraph("opening", opening), paragraph("closing", closing))
}

/// A message that is to be shown.
#[derive(Clone, Debug)]
pub struct PreviewMail {
    /// The project.
    pub project_id: ProjectId,
    /// The kind of message.
    pub kind: DeliveryKind,
    /// Its language.
    pub language: Language,
    /// To whom; somebody made up where nobody is named.
    pub enrolment_id: Option<EnrolmentId>,
    /// What would be said of one's own, before and after the facts; what is stored where nothing is tried.
    pub tried: Option<(Option<String>, Option<String>)>,
}

/// How a message would read. Nothing is sent.
///
/// # Errors
/// Refused: not found, forbidden, invalid.
pub async fn preview(db: &impl ConnectionTrait, op: &Operation, asked: PreviewMail) -> Result<Letter> {
    let project = door::see::<project::Entity>(db, op, asked.project_id, "projectId").await?;
    let enrolled = match asked.enrolment_id {
        Some(id) => {
            let enrolment = door::see::<enrolment::Entity>(db, op, id, "enrolmentId").await?;
            let edition = edition::Entity::find_by_id(enrolment.edition_id).one(db).await?;
            Some((enrolment, found(edition, "enrolmentId")?))
        }
        None => None,
    };
    let place = match &enrolled {
        Some((_, edition)) if edition.project_id != project.id => return refuse(NOT_FOUND, "enrolmentId"),
        Some((_, edition)) => edition.place(),
        None => Place { project: Some(project.id), ..Place::default() },
    };
    require(&op.actor, PREVIEW_MAILS, &place)?;
    let mut check = Check::default();
    let (opening, closing) = asked.tried.clone().unwrap_or_default();
    let tried = checked(&mut check, asked.kind, (opening.as_deref(), closing.as_deref()));
    check.done()?;
    let mut facts = match enrolled {
        Some(enrolled) => found(facts_of(db, asked.kind, enrolled).await?, "enrolmentId")?,
        None => EnrolmentLetter {
            organiser: lead_of(db, project.id).await?.map(|lead| lead.name).unwrap_or_default(),
            project: project.title,
            wordings: of(db, project.id, asked.kind).await?,
            ..letters::example(op.today())
        },
    };
    if asked.tried.is_some() {
        facts.wordings = vec![tried_row(op, &asked, tried)];
    }
    let page = if asked.kind == DeliveryKind::SeatOffered { OFFER_PAGE } else { TICKET_PAGE };
    let base = op.public_url.as_deref().unwrap_or_default();
    let door = Door { base, page, secret: NO_CODE };
    Ok(letters::letter(asked.kind, &facts, &door, asked.language))
}

/// A wording as it would be stored.
fn tried_row(
    op: &Operation,
    asked: &PreviewMail,
    (opening, closing): (Option<String>, Option<String>),
) -> enrolment_wording::Model {
    enrolment_wording::Model {
        id: op.id(),
        project_id: asked.project_id,
        kind: asked.kind,
        language: asked.language,
        opening,
        closing,
        created_at: op.now,
        created_by: None,
        updated_at: op.now,
        updated_by: None,
        version: 1,
    }
}
