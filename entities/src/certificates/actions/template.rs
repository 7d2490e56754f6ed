//! Templates: how the certificates of a programme read. A template is changed by a new version of its texts, and retired
//! rather than deleted; certificates were issued with the texts of their day, and keep them.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::Serialize;

use crate::certificates::refusals::UNPRINTABLE;
use crate::certificates::rights::MANAGE_TEMPLATES;
use crate::certificates::{CertificateKind, certificate_template, certificate_template_version, deeds};
use crate::partnerships::project_partner;
use crate::shared::door::{self, Placed, fresh};
use crate::shared::error::{Detail, Refusal, Result, refuse};
use crate::shared::ids::{PartnerId, TemplateId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::WRONG_STATE;
use crate::shared::repertoire;
use crate::shared::tx::Tx;
use crate::{audit, created};

/// A template to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewTemplate {
    /// The partner that issues.
    pub partner_id: PartnerId,
    /// What its certificates confirm.
    pub kind: CertificateKind,
    /// Language of its certificates.
    pub language: Language,
    /// Name within the project.
    pub name: String,
    /// The issuing office, as printed.
    pub issuer: String,
    /// The line below the heading.
    pub subtitle: String,
    /// The sentence after the name, neutral in gender.
    pub phrase: String,
    /// Place of issue.
    pub place: String,
    /// Who signs.
    pub signatory_name: String,
    /// Post of who signs.
    pub signatory_post: String,
}

/// What becomes different of a template. What is left out stays.
#[derive(Clone, Debug, Serialize)]
pub struct TemplateChange {
    /// The template.
    pub id: TemplateId,
    /// The version that the client saw.
    pub version: Option<i32>,
    /// Another name within the project.
    pub name: Option<String>,
    /// Another issuing office, as printed.
    pub issuer: Option<String>,
    /// Another line below the heading.
    pub subtitle: Option<String>,
    /// Another sentence after the name.
    pub phrase: Option<String>,
    /// Another place of issue.
    pub place: Option<String>,
    /// Who signs from now on.
    pub signatory_name: Option<String>,
    /// Post of who signs.
    pub signatory_post: Option<String>,
}

/// A template that no new programme shall take.
#[derive(Clone, Debug, Serialize)]
pub struct RetireTemplate {
    /// The template.
    pub id: TemplateId,
    /// The version that the client saw.
    pub version: Option<i32>,
    /// Why; stays in the trail.
    pub reason: String,
}

impl Placed for certificate_template::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

/// All that a template says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Texts {
    name: String,
    issuer: String,
    subtitle: String,
    phrase: String,
    place: String,
    signatory_name: String,
    signatory_post: String,
}

impl Texts {
    /// In their one spelling, if all of it is there and can be printed.
    fn checked(self) -> Result<Self> {
        let mut check = Check::default();
        let mut line = |field: &'static str, text: &str| check.line(field, text, NAME_MAX);
        let texts = Self {
            name: line("name", &self.name),
            issuer: line("issuer", &self.issuer),
            subtitle: line("subtitle", &self.subtitle),
            phrase: line("phrase", &self.phrase),
            place: line("place", &self.place),
            signatory_name: line("signatoryName", &self.signatory_name),
            signatory_post: line("signatoryPost", &self.signatory_post),
        };
        check.done()?;
        let printed = [
            ("issuer", &texts.issuer),
            ("subtitle", &texts.subtitle),
            ("phrase", &texts.phrase),
            ("place", &texts.place),
            ("signatoryName", &texts.signatory_name),
            ("signatoryPost", &texts.signatory_post),
        ];
        for (field, text) in printed {
            if let Some(letter) = repertoire::unprintable(text) {
                return Err(Refusal::of(UNPRINTABLE, field).with(Detail::Letter(letter)).into());
            }
        }
        Ok(texts)
    }

    /// As columns of the template.
    fn row(self) -> certificate_template::ActiveModel {
        certificate_template::ActiveModel {
            name: Set(self.name),
            issuer: Set(self.issuer),
            subtitle: Set(self.subtitle),
            phrase: Set(self.phrase),
            place: Set(self.place),
            signatory_name: Set(self.signatory_name),
            signatory_post: Set(self.signatory_post),
            ..Default::default()
        }
    }
}

/// Creates a template. What is already issued does not change by any template.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the partner, invalid, unprintable.
pub async fn create_template(tx: &Tx, op: &Operation, new: NewTemplate) -> Result<TemplateId> {
    let partner = door::see::<project_partner::Entity>(tx, op, new.partner_id, "partnerId").await?;
    let place = Place { project: Some(partner.project_id), partner: Some(partner.id), ..Place::default() };
    policy::require(&op.actor, MANAGE_TEMPLATES, &place)?;
    partner.must_take_part()?;
    let texts = Texts {
        name: new.name,
        issuer: new.issuer,
        subtitle: new.subtitle,
        phrase: new.phrase,
        place: new.place,
        signatory_name: new.signatory_name,
        signatory_post: new.signatory_post,
    };
    let texts = texts.checked()?;
    let id = op.id();
    let row = certificate_template::ActiveModel {
        id: Set(id),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        kind: Set(new.kind),
        language: Set(new.language),
        retired_at: Set(None),
        ..texts.clone().row()
    };
    certificate_template::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    keep_version(tx, op, id, texts).await?;
    audit::Line::new(deeds::CREATE_TEMPLATE, id).project(partner.project_id).write(tx, op).await?;
    Ok(id)
}

/// Changes what a template says, for certificates that are issued from now on. Texts that stay the same are no new version.
///
/// # Errors
/// Refused: not found, forbidden, stale, retired, invalid, unprintable.
pub async fn update_template(tx: &Tx, op: &Operation, change: TemplateChange) -> Result<TemplateId> {
    let row = door::load::<certificate_template::Entity>(tx, op, change.id, "templateId")
        .await?
        .may(MANAGE_TEMPLATES)?;
    fresh(change.version, row.version)?;
    if row.retired_at.is_some() {
        return refuse(WRONG_STATE, "templateId");
    }
    let before = Texts {
        name: row.name.clone(),
        issuer: row.issuer.clone(),
        subtitle: row.subtitle.clone(),
        phrase: row.phrase.clone(),
        place: row.place.clone(),
        signatory_name: row.signatory_name.clone(),
        signatory_post: row.signatory_post.clone(),
    };
    let old = before.clone();
    let now = Texts {
        name: change.name.unwrap_or(old.name),
        issuer: change.issuer.unwrap_or(old.issuer),
        subtitle: change.subtitle.unwrap_or(old.subtitle),
        phrase: change.phrase.unwrap_or(old.phrase),
        place: change.place.unwrap_or(old.place),
        signatory_name: change.signatory_name.unwrap_or(old.signatory_name),
        signatory_post: change.signatory_post.unwrap_or(old.signatory_post),
    };
    let now = now.checked()?;
    if now == before {
        return Ok(row.id);
    }
    door::save(tx, op, &row, now.clone().row()).await?;
    keep_version(tx, op, row.id, now).await?;
    audit::Line::new(deeds::CHANGE_TEMPLATE, row.id).project(row.project_id).write(tx, op).await?;
    Ok(row.id)
}

/// Retires a template: no new programme takes it. Programmes that have it already go on with it.
///
/// # Errors
/// Refused: not found, forbidden, stale, retired already, invalid.
pub async fn retire_template(tx: &Tx, op: &Operation, request: RetireTemplate) -> Result<TemplateId> {
    let row = door::load::<certificate_template::Entity>(tx, op, request.id, "templateId")
        .await?
        .may(MANAGE_TEMPLATES)?;
    fresh(request.version, row.version)?;
    if row.retired_at.is_some() {
        return refuse(WRONG_STATE, "templateId");
    }
    let mut check = Check::default();
    let reason = check.line("reason", &request.reason, 1_000);
    check.done()?;
    let retired = certificate_template::ActiveModel { retired_at: Set(Some(op.now)), ..Default::default() };
    door::save(tx, op, &row, retired).await?;
    let line = audit::Line::new(deeds::RETIRE_TEMPLATE, row.id).project(row.project_id);
    line.reason(&reason).write(tx, op).await?;
    Ok(row.id)
}

/// Takes a template back into use.
///
/// # Errors
/// Refused: not found, forbidden, not retired.
pub async fn restore_template(tx: &Tx, op: &Operation, id: TemplateId) -> Result<TemplateId> {
    let row = door::load::<certificate_template::Entity>(tx, op, id, "templateId").await?;
    let row = row.may(MANAGE_TEMPLATES)?;
    if row.retired_at.is_none() {
        return refuse(WRONG_STATE, "templateId");
    }
    let restored = certificate_template::ActiveModel { retired_at: Set(None), ..Default::default() };
    door::save(tx, op, &row, restored).await?;
    audit::Line::new(deeds::RESTORE_TEMPLATE, id).project(row.project_id).write(tx, op).await?;
    Ok(id)
}

/// Keeps what a template says from now on, behind its lock.
async fn keep_version(tx: &Tx, op: &Operation, id: TemplateId, texts: Texts) -> Result<()> {
    use certificate_template_version::{ActiveModel, Column, Entity};
    let before = Entity::find().filter(Column::TemplateId.eq(id)).count(tx).await?;
    let row = ActiveModel {
        id: Set(op.id()),
        template_id: Set(id),
        ordinal: Set(i32::try_from(before + 1).unwrap_or(i32::MAX)),
        name: Set(texts.name),
        issuer: Set(texts.issuer),
        subtitle: Set(texts.subtitle),
        phrase: Set(texts.phrase),
        place: Set(texts.place),
        signatory_name: Set(texts.signatory_name),
        signatory_post: Set(texts.signatory_post),
        created_at: Set(op.now),
        created_by: op.by(),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
