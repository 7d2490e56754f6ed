//! Two records of one institution become one: by whoever keeps the register where both lie, with a reason. What hangs on the one
//! that goes is handed over, in the order of locks; it stays in the register, so that what was printed can be followed.
//!
//! | where both have something | what stays |
//! | --- | --- |
//! | names, numbers, addresses | those of the record that is kept |
//! | a post without end of one person | one, from the earlier day |
//! | a place at one site of a pilot, a role of one user | one |
//! | institutions that belong to it | they belong to the one that is kept |

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Map, json};

use super::Join;
use crate::accounts::actions::move_to_institution;
use crate::audit;
use crate::institutions::actions::{end_institution, join_posts};
use crate::institutions::institution;
use crate::institutions::rights::MANAGE_INSTITUTIONS;
use crate::register::walk::hand_over;
use crate::requests::deeds;
use crate::shared::door::{self, Placed as _};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::InstitutionId;
use crate::shared::input::Check;
use crate::shared::operation::Operation;
use crate::shared::policy;
use crate::shared::refusals::{NOT_FOUND, REFERENCE};
use crate::shared::tx::Tx;

/// What refers to an institution and is locked before it: the column, and what may not stand beside it twice.
const BEFORE: [(&str, &str, Option<&str>); 2] =
    [("project_partner", "institution_id", None), ("site_institution", "institution_id", Some("site_id"))];
/// What is locked after it.
const AFTER: [(&str, &str); 4] = [
    ("enrolment", "institution_id"),
    ("employment", "institution_id"),
    ("advisory_request", "institution_id"),
    ("advisory_session", "institution_id"),
];

/// Joins two records of one institution.
///
/// # Errors
/// Refused: not found, forbidden, wrong state, invalid.
pub async fn join_institutions(tx: &Tx, op: &Operation, join: Join<InstitutionId>) -> Result<InstitutionId> {
    let (keep, gone) = (join.keep_id, join.merge_id);
    for (id, field) in [(keep, "keepId"), (gone, "mergeId")] {
        let seen = door::see::<institution::Entity>(tx, op, id, field).await?;
        policy::require(&op.actor, MANAGE_INSTITUTIONS, &seen.place())?;
    }
    let reason = join.checked()?;
    let mut rows = Map::new();
    for (table, column, beside) in BEFORE {
        let moved = hand_over(tx, table, (column, beside), (gone.0, keep.0)).await?;
        rows.insert(table.to_owned(), json!(moved));
    }
    let both = institution::Entity::find().filter(institution::Column::Id.is_in([keep, gone]));
    let both = door::locked(both.order_by_asc(institution::Column::Id)).all(tx).await?;
    let of = |id: InstitutionId, field: &str| match both.iter().find(|one| one.id == id) {
        Some(found) => Ok(found),
        None => refuse(NOT_FOUND, field),
    };
    let (kept, merged) = (of(keep, "keepId")?, of(gone, "mergeId")?);
    for one in [kept, merged] {
        policy::require(&op.actor, MANAGE_INSTITUTIONS, &one.place())?;
    }
    kept.state.must_live("keepId")?;
    merged.state.must_live("mergeId")?;
    let mut check = Check::default();
    // What participants of a voivodeship are counted by would change behind them.
    if kept.voivodeship_id != merged.voivodeship_id {
        check.fault("mergeId", REFERENCE);
    }
    check.done()?;
    end_institution(tx, op, (kept, merged), &reason).await?;
    for (table, column) in AFTER {
        let moved = match table {
            "employment" => join_posts(tx, op, (keep, gone)).await?,
            _ => hand_over(tx, table, (column, None), (gone.0, keep.0)).await?,
        };
        rows.insert(table.to_owned(), json!(moved));
    }
    rows.insert("roles".into(), json!(move_to_institution(tx, op, (gone, keep)).await?));
    let line = audit::Line::new(deeds::JOIN_INSTITUTIONS, keep).reason(&reason);
    line.detail(json!({ "of": gone, "rows": rows })).write(tx, op).await?;
    Ok(keep)
}
