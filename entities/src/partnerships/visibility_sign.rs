//! One sign of a visibility profile.

use sea_orm::entity::prelude::*;

use super::SignKind;
use crate::shared::ids::{VisibilityProfileId, VisibilitySignId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "visibility_sign")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VisibilitySignId,
    /// The profile.
    pub profile_id: VisibilityProfileId,
    /// Place from the left, from 1.
    pub ordinal: i32,
    /// Which sign.
    pub kind: SignKind,
    /// First line of its words.
    pub line1: String,
    /// Second line of its words; may be empty.
    pub line2: String,
    /// Height in per cent of the EU flag, 1–100.
    pub height_pct: i32,
}

/// Related rows are read by the planner, not by sea-orm's relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
