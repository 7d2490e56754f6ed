//! `erasePerson`.

use async_graphql::{Context, ID, InputObject, Result, SimpleObject};
use entities::accounts::refusals::LAST_ADMINISTRATOR;
use entities::requests::actions;
use entities::requests::refusals::KEPT_BY_LAW;
use entities::shared::refusals::WRONG_STATE;
use graph::requests::types::{DataSubjectRequest, ErasedTableResult};
use kit::form::{self, Form};
use kit::mutate::{MutationError, changed, mutate};
use kit::mutation;

/// What `erasePerson` takes.
#[derive(InputObject)]
pub struct ErasePersonInput {
    /// The person.
    pub person_id: ID,
    /// Whether to erase what may go, where documentation of a project must be kept that names the person; the rest goes
    /// by itself when that is over. Without it such an erasure is refused with `KEPT_BY_LAW`.
    #[graphql(default)]
    pub only_what_may_go: bool,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    ErasePerson (ErasePersonInput) -> ErasePersonPayload;
    codes [WRONG_STATE, KEPT_BY_LAW, LAST_ADMINISTRATOR]
}

/// What came of the mutation.
#[derive(SimpleObject)]
pub struct ErasePersonPayload {
    /// The request it fulfils; one is written where nobody had asked.
    pub data_subject_request: Option<DataSubjectRequest>,
    /// What was removed, table by table. Of somebody who was erased before: what came to them since, by a restore or an
    /// old process; nothing where nothing was left.
    pub removed: Vec<ErasedTableResult>,
    /// How many files go.
    pub removed_files: i32,
    /// Why it was not done; empty if it was.
    pub errors: Vec<MutationError<ErasePerson>>,
}

/// Resolves the mutation.
///
/// # Errors
/// Faults only.
pub async fn resolve(ctx: &Context<'_>, input: ErasePersonInput) -> Result<ErasePersonPayload> {
    let command = form::read(|form| parse(&input, form));
    let outcome = mutate::<ErasePerson, _, _, _>(ctx, input.idempotency_key, command, |tx, op, cmd| {
        Box::pin(actions::erase_person(tx, op, cmd))
    })
    .await?;
    let request = outcome.done.as_ref().map(|erased| erased.request_id);
    let data_subject_request = changed(request);
    let files = outcome.done.as_ref().map_or(0, |erased| erased.files);
    let removed = outcome.done.into_iter().flat_map(|erased| erased.removed);
    Ok(ErasePersonPayload {
        data_subject_request,
        removed: removed.map(Into::into).collect(),
        removed_files: i32::try_from(files).unwrap_or(i32::MAX),
        errors: outcome.errors,
    })
}

fn parse(input: &ErasePersonInput, form: &mut Form) -> actions::ErasePerson {
    actions::ErasePerson {
        person_id: form.id("personId", &input.person_id),
        only_what_may_go: input.only_what_may_go,
    }
}
