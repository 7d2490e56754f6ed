//! Writes of this room: authorize → rule → write → audit → enqueue.

mod definition;
mod deliver;
mod fire;
mod progress;
mod recipient;
mod run;
mod schedule;

use sea_orm::{EntityTrait, QueryFilter, QuerySelect};

pub use definition::{NewDefinition, create_definition};
pub use deliver::note_settled;
pub use fire::{fire_due, pass_over};
pub use progress::{keep_figures, note_dead, note_failed, note_progress, note_rendered, start};
pub use recipient::{AddRecipient, RemoveRecipient, add_recipient, remove_recipient};
pub use run::{RunNow, run_now};
pub use schedule::{ChangeSchedule, NewSchedule, change_schedule, create_schedule};

use super::{report_definition, report_schedule};
use crate::shared::call::Call;
use crate::shared::error::{Result, found};
use crate::shared::ids::{DefinitionId, ScheduleId};
use crate::shared::policy::Place;
use crate::shared::read::Entity as _;
use crate::shared::tx::Tx;

/// The report, if the actor may see it. Locked: what is counted below it stays as it is.
async fn visible_definition(tx: &Tx, call: &Call, id: DefinitionId) -> Result<report_definition::Model> {
    let seen = report_definition::Entity::visible_to(&call.actor);
    let definition = report_definition::Entity::find_by_id(id).filter(seen).lock_exclusive();
    found(definition.one(tx).await?, "definitionId")
}

/// The schedule, locked for this transaction, if the actor may see it.
async fn visible_schedule(tx: &Tx, call: &Call, id: ScheduleId) -> Result<report_schedule::Model> {
    let seen = report_schedule::Entity::visible_to(&call.actor);
    let schedule = report_schedule::Entity::find_by_id(id).filter(seen).lock_exclusive();
    found(schedule.one(tx).await?, "scheduleId")
}

impl report_definition::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl report_schedule::Model {
    /// Where it belongs.
    pub fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}
