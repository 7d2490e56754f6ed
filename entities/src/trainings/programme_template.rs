//! A further template of a programme: for another kind of certificate than its own, or another language.

use sea_orm::entity::prelude::*;

use crate::shared::ids::{ProgrammeId, ProgrammeTemplateId, TemplateId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme_template")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProgrammeTemplateId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The template.
    pub template_id: TemplateId,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
