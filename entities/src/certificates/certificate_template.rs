//! How the certificates of a programme read, and who signs them.

use sea_orm::entity::prelude::*;

use super::CertificateKind;
use crate::shared::ids::{PartnerId, ProjectId, TemplateId, UserId};
use crate::shared::language::Language;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_template")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateId,
    /// The project.
    pub project_id: ProjectId,
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
    /// When it was retired: no new programme takes it.
    pub retired_at: Option<DateTimeUtc>,
    /// When it was created.
    pub created_at: DateTimeUtc,
    /// Which user created it; none for the system.
    pub created_by: Option<UserId>,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
    /// Which user changed it last.
    pub updated_by: Option<UserId>,
    /// Counts changes, for optimistic locking.
    pub version: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
