//! Visibility profiles are created whole and never change: what a document printed stays true.

use sea_orm::{ActiveValue::Set, EntityTrait};
use serde::Serialize;

use super::{save, visible_project};
use crate::partnerships::refusals::STRIP;
use crate::partnerships::rights::{CREATE_PROJECT, MANAGE_PROJECT};
use crate::partnerships::visibility::{self, SIGNS_MAX, StripFault};
use crate::partnerships::{SignKind, deeds, project, visibility_profile, visibility_sign};
use crate::shared::error::{Refusal, Result};
use crate::shared::ids::{ProjectId, VisibilityProfileId};
use crate::shared::input::{Check, NAME_MAX};
use crate::shared::operation::Operation;
use crate::shared::policy::{self, Place};
use crate::shared::refusals::RANGE;
use crate::shared::tx::Tx;
use crate::{audit, created};

/// Longest line of a sign's words, in characters.
const WORDS_MAX: usize = 80;

/// A visibility profile to be created.
#[derive(Clone, Debug, Serialize)]
pub struct NewVisibilityProfile {
    /// Name.
    pub name: String,
    /// The project that takes it at once.
    pub project_id: Option<ProjectId>,
    /// Its signs from the left.
    pub signs: Vec<NewSign>,
}

/// One sign of a visibility profile.
#[derive(Clone, Debug, Serialize)]
pub struct NewSign {
    /// Which sign.
    pub kind: SignKind,
    /// First line of its words.
    pub line1: String,
    /// Second line of its words.
    pub line2: Option<String>,
    /// Height in per cent of the EU flag, 1–100.
    pub height_pct: i32,
}

/// Creates a visibility profile with its signs. The lead's project managers create it for their project, whoever
/// looks after the installation also for any.
///
/// # Errors
/// Refused: project not found, forbidden, invalid (hard rule 13 names the sign).
pub async fn create_visibility_profile(
    tx: &Tx,
    op: &Operation,
    new: NewVisibilityProfile,
) -> Result<VisibilityProfileId> {
    let project = match new.project_id {
        Some(id) => Some(visible_project(tx, op, id, "projectId").await?.may(MANAGE_PROJECT)?),
        None => {
            policy::require(&op.actor, CREATE_PROJECT, &Place::default())?;
            None
        }
    };
    if let Some(project) = &project {
        project.state.must_not_be_over()?;
    }
    let id = op.id();
    let mut check = Check::default();
    let name = check.line("name", &new.name, NAME_MAX);
    let signs: Vec<visibility_sign::ActiveModel> =
        (1..).zip(&new.signs).map(|(ordinal, sign)| row(op, &mut check, id, ordinal, sign)).collect();
    check.done()?;
    let strip: Vec<(SignKind, i32)> = new.signs.iter().map(|sign| (sign.kind, sign.height_pct)).collect();
    visibility::check(&strip).map_err(refusal)?;

    let profile = visibility_profile::ActiveModel { id: Set(id), name: Set(name), ..Default::default() };
    visibility_profile::Entity::insert(created!(op, profile)).exec_without_returning(tx).await?;
    visibility_sign::Entity::insert_many(signs).exec_without_returning(tx).await?;
    let mut line = audit::Line::new(deeds::CREATE_VISIBILITY_PROFILE, id);
    if let Some(read) = &project {
        line = line.project(read.id);
        let row = project::ActiveModel {
            id: Set(read.id),
            visibility_profile_id: Set(Some(id)),
            ..Default::default()
        };
        save(tx, op, row, read).await?;
    }
    line.write(tx, op).await?;
    Ok(id)
}

fn row(
    op: &Operation,
    check: &mut Check,
    profile: VisibilityProfileId,
    ordinal: i32,
    sign: &NewSign,
) -> visibility_sign::ActiveModel {
    let field = |name: &str| format!("signs[{}].{name}", ordinal - 1);
    visibility_sign::ActiveModel {
        id: Set(op.id()),
        profile_id: Set(profile),
        ordinal: Set(ordinal),
        kind: Set(sign.kind),
        line1: Set(check.printed(&field("line1"), &sign.line1, WORDS_MAX)),
        line2: Set(check.opt_printed(&field("line2"), sign.line2.as_deref(), WORDS_MAX).unwrap_or_default()),
        height_pct: Set(sign.height_pct),
    }
}

/// A broken strip as the input shows it.
fn refusal(fault: StripFault) -> Refusal {
    match fault {
        StripFault::Count => {
            let most = i64::try_from(SIGNS_MAX).unwrap_or(i64::MAX);
            Refusal::form("signs", RANGE.of(1).of(most))
        }
        StripFault::NoFlag => Refusal::form("signs", STRIP),
        StripFault::Twice(n) => Refusal::form(format!("signs[{n}].kind"), STRIP),
        StripFault::Larger(n) => Refusal::form(format!("signs[{n}].heightPct"), STRIP),
        StripFault::Height(n) => Refusal::form(format!("signs[{n}].heightPct"), RANGE.of(1).of(100)),
    }
}
