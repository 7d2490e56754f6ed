//! Notes outside the database who was erased, for the day on which an older backup is restored.

use std::sync::Arc;

use entities::jobs::job::Model as Job;
use entities::requests::actions::erased_people;
use entities::requests::erased_list::ErasedList;
use entities::requests::jobs::NoteErasure;

use crate::context::Context;
use crate::handler::{AfterRestore, Handled, Handler, OrFail, complete};

impl Handler for NoteErasure {
    const AFTER_RESTORE: AfterRestore = AfterRestore::Harmless;

    async fn run(&self, context: &Arc<Context>, job: &Job) -> Handled {
        let list = ErasedList::beside(&context.files).or_fail()?;
        list.note(self.person_id, job.created_at).await.or_fail()?;
        complete(context, job).await
    }
}

/// Adds whoever is missing: whom a program erased that kept no list, or whose list was lost.
///
/// # Errors
/// Why it is not done.
pub async fn catch_up(context: &Context) -> Handled {
    let list = ErasedList::beside(&context.files).or_fail()?;
    let known = list.people().await.or_fail()?;
    for (person, at) in erased_people(&context.db.reader).await.or_fail()? {
        if known.binary_search(&person).is_err() {
            list.note(person, at).await.or_fail()?;
        }
    }
    Ok(())
}
