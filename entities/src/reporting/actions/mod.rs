//! Writes of this room: authorize → rule → write → audit → enqueue.

mod definition;
mod deliver;
mod fire;
mod progress;
mod recipient;
mod run;
mod schedule;

use crate::shared::door::{self, Loaded, Placed};

pub use definition::{NewDefinition, create_definition};
pub use deliver::note_settled;
pub use fire::{fire_due, pass_over};
pub use progress::{keep_figures, note_dead, note_failed, note_progress, note_rendered, start};
pub use recipient::{AddRecipient, RemoveRecipient, add_recipient, remove_recipient};
pub use run::{RunNow, run_now};
pub use schedule::{ChangeSchedule, NewSchedule, change_schedule, create_schedule};

use super::{report_definition, report_schedule};
use crate::shared::error::Result;
use crate::shared::ids::{DefinitionId, ScheduleId};
use crate::shared::operation::Operation;
use crate::shared::policy::Place;
use crate::shared::tx::Tx;

/// The report, if the actor may see it. Locked: what is counted below it stays as it is.
async fn visible_definition<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: DefinitionId,
) -> Result<Loaded<'a, report_definition::Model>> {
    door::load::<report_definition::Entity>(tx, op, id, "definitionId").await
}

/// The schedule, locked for this transaction, if the actor may see it.
async fn visible_schedule<'a>(
    tx: &Tx,
    op: &'a Operation,
    id: ScheduleId,
) -> Result<Loaded<'a, report_schedule::Model>> {
    door::load::<report_schedule::Entity>(tx, op, id, "scheduleId").await
}

impl Placed for report_definition::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}

impl Placed for report_schedule::Model {
    fn place(&self) -> Place {
        Place { project: Some(self.project_id), partner: Some(self.partner_id), ..Place::default() }
    }
}
