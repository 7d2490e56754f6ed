//! Queries of certificates, and who may see them: the person, and staff of the project or the partner.

use sea_orm::{ColumnTrait, Condition};

use super::{certificate, certificate_template};
use crate::partnerships::store::owned_by;
use crate::readable;
use crate::shared::policy::Readable;
use crate::shared::read::{everything, nothing};

readable! {
    certificate => certificates_seen_by;
    certificate_template => templates_seen_by;
}

fn certificates_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let mut any = owned_by(certificate::Column::ProjectId, certificate::Column::PartnerId, who);
    if let Some(id) = who.person {
        any = any.add(certificate::Column::PersonId.eq(id));
    }
    if any.is_empty() { nothing() } else { any }
}

fn templates_seen_by(who: &Readable) -> Condition {
    if who.all {
        return everything();
    }
    let any = owned_by(certificate_template::Column::ProjectId, certificate_template::Column::PartnerId, who);
    if any.is_empty() { nothing() } else { any }
}
