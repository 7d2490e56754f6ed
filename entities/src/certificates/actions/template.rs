//! Templates: how the certificates of a programme read.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use crate::certificates::refusals::UNPRINTABLE;
use crate::certificates::rights::MANAGE_TEMPLATES;
use crate::certificates::{certificate_template, deeds};
use crate::partnerships::project_partner;
use crate::shared::error::{Detail, Refusal, Result};
use crate::shared::ids::{PartnerId, TemplateId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::tx::Tx;
use crate::shared::{door, repertoire};
use crate::{audit, created};

/// A template to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewTemplate {
    /// The partner that issues.
    pub partner_id: PartnerId,
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

/// Creates a template. What is already issued does not change by any template.
///
/// # Errors
/// Refused: not found, forbidden, wrong state of the partner, invalid, unprintable.
pub async fn create_template(tx: &Tx, op: &Operation, new: NewTemplate) -> Result<TemplateId> {
    let partner = door::see::<project_partner::Entity>(tx, op, new.partner_id, "partnerId").await?;
    let place = Place { project: Some(partner.project_id), partner: Some(partner.id), ..Place::default() };
    policy::require(&op.actor, MANAGE_TEMPLATES, &place)?;
    partner.must_take_part()?;
    let mut check = Check::default();
    let mut line = |field: &'static str, text: &str| check.line(field, text, NAME_MAX);
    let row = certificate_template::ActiveModel {
        id: Set(op.id()),
        project_id: Set(partner.project_id),
        partner_id: Set(partner.id),
        name: Set(line("name", &new.name)),
        issuer: Set(line("issuer", &new.issuer)),
        subtitle: Set(line("subtitle", &new.subtitle)),
        phrase: Set(line("phrase", &new.phrase)),
        place: Set(line("place", &new.place)),
        signatory_name: Set(line("signatoryName", &new.signatory_name)),
        signatory_post: Set(line("signatoryPost", &new.signatory_post)),
        ..Default::default()
    };
    check.done()?;
    let printed = [
        ("issuer", row.issuer.as_ref()),
        ("subtitle", row.subtitle.as_ref()),
        ("phrase", row.phrase.as_ref()),
        ("place", row.place.as_ref()),
        ("signatoryName", row.signatory_name.as_ref()),
        ("signatoryPost", row.signatory_post.as_ref()),
    ];
    for (field, text) in printed {
        if let Some(letter) = repertoire::unprintable(text) {
            return Err(Refusal::of(UNPRINTABLE, field).with(Detail::Letter(letter)).into());
        }
    }
    let id = *row.id.as_ref();
    certificate_template::Entity::insert(created!(op, row)).exec_without_returning(tx).await?;
    audit::Line::new(deeds::CREATE_TEMPLATE, id).project(partner.project_id).write(tx, op).await?;
    Ok(id)
}
