//! An institution that takes part at a site.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{InstitutionId, SiteId, SiteInstitutionId, UserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "site_institution")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SiteInstitutionId,
    /// The site.
    pub site_id: SiteId,
    /// The institution.
    pub institution_id: InstitutionId,
    /// When it was added.
    pub created_at: DateTimeUtc,
    /// Who added it.
    pub created_by: Option<UserId>,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
