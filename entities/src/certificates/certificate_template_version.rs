//! What a template read at a time. Never changes; a change of the template is a new version.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{TemplateId, TemplateVersionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_template_version")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplateVersionId,
    /// The template.
    pub template_id: TemplateId,
    /// Number of the version, from 1.
    pub ordinal: i32,
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
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// Which user wrote it; none for the system.
    pub created_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
