//! One public check of a certificate; knows nothing of who asked.

use sea_orm::entity::prelude::*;

use super::VerificationChannel;
use crate::shared::ids::{CertificateId, VerificationId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "verification")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VerificationId,
    /// When.
    pub at: DateTimeUtc,
    /// Which certificate; none for an unknown code.
    pub certificate_id: Option<CertificateId>,
    /// What was answered.
    pub verdict: String,
    /// Page or API.
    pub channel: VerificationChannel,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
