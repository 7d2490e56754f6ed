//! Needs of participants are shown to those who act on them, and each look is noted before the answer leaves.
//!
//! A resolver that shows a need says so to the request's [`Sightings`]; [`Noting`] runs requests and writes what was seen. A
//! request without sightings, by whatever way it came, is shown nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Data, Executor, Request, Response, ServerError, SimpleObject};
use edge::asked::Asked;
use entities::shared::error::Error;
use entities::shared::ids::{EditionId, EnrolmentId, PartnerId, PersonId, ProjectId};
use entities::shared::read::{DbErr, Level};
use entities::shared::tx;
use entities::trainings::actions::note_needs_seen;
use entities::trainings::needs::{self, Need, Whose};
use entities::trainings::store;
use entities::trainings::{EnrolmentState, edition, enrolment};
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use kit::ctx::{ContextExt as _, State};
use kit::error::fault;

/// What one request has shown of others' needs, and who runs the editions it asked about.
#[derive(Clone, Default)]
pub struct Sightings(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    enrolments: BTreeSet<EnrolmentId>,
    runs: HashMap<EditionId, PartnerId>,
}

impl Sightings {
    fn with<T>(&self, work: impl FnOnce(&mut Seen) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Columns by which it is known whose needs they are.
const WHOSE: [enrolment::Column; 4] = [
    enrolment::Column::Id,
    enrolment::Column::PersonId,
    enrolment::Column::EditionId,
    enrolment::Column::ProjectId,
];

/// Those columns, and one more.
pub(super) fn with(column: enrolment::Column) -> Vec<usize> {
    WHOSE.into_iter().chain([column]).map(|column| column as usize).collect()
}

fn whose(level: &Level, row: usize) -> Result<Whose, DbErr> {
    let key = |column: enrolment::Column| -> Result<uuid::Uuid, DbErr> {
        Ok(level.cell(row, column as usize)?.uuid()?.unwrap_or_default())
    };
    let [enrolment, person, edition, project] = WHOSE;
    Ok(Whose {
        enrolment: EnrolmentId(key(enrolment)?),
        person: PersonId(key(person)?),
        edition: EditionId(key(edition)?),
        project: ProjectId(key(project)?),
    })
}

/// Finds out who runs the editions at hand, where that can make a difference: once per request, for all of them at once.
pub(super) fn know<'a>(level: &'a Level, ctx: &'a Context<'a>) -> BoxFuture<'a, async_graphql::Result<()>> {
    Box::pin(async move {
        let Some(sightings) = ctx.data_opt::<Sightings>().filter(|_| needs::asks_who_runs(ctx.actor()))
        else {
            return Ok(());
        };
        let mut unknown = BTreeSet::new();
        for row in 0..level.len() {
            let edition = whose(level, row).map_err(|error| fault(ctx, &error))?.edition;
            if sightings.with(|seen| !seen.runs.contains_key(&edition)) {
                unknown.insert(edition);
            }
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<_> = unknown.into_iter().collect();
        let found =
            needs::runs(&ctx.state().db.reader, &unknown).await.map_err(|error| fault(ctx, &error))?;
        sightings.with(|seen| seen.runs.extend(found));
        Ok(())
    })
}

/// Whether the viewer sees a need of somebody; what they see of others is noted.
pub(super) fn sees(level: &Level, row: usize, need: Need, ctx: &Context<'_>) -> Result<bool, DbErr> {
    let (actor, whose) = (ctx.actor(), whose(level, row)?);
    if needs::is_own(actor, &whose) {
        return Ok(true);
    }
    let Some(sightings) = ctx.data_opt::<Sightings>() else { return Ok(false) };
    let runs = || sightings.with(|seen| seen.runs.get(&whose.edition).copied());
    let may =
        needs::sees(actor, need, &whose) || runs().is_some_and(|runs| needs::sees_of(actor, need, runs));
    if may {
        sightings.with(|seen| seen.enrolments.insert(whose.enrolment));
    }
    Ok(may)
}

/// A need in words, for whoever may see it. That there is none is no secret.
pub(super) fn need(
    level: &Level,
    row: usize,
    (need, column): (Need, enrolment::Column),
    ctx: &Context<'_>,
) -> Result<Option<String>, DbErr> {
    let Some(text) = level.cell(row, column as usize)?.text()? else { return Ok(None) };
    Ok(sees(level, row, need, ctx)?.then(|| text.to_owned()))
}

/// Whether a night's lodging is wanted, for whoever may see it. That it is not is said to them alone, too, and noted as well.
pub(super) fn night(level: &Level, row: usize, ctx: &Context<'_>) -> Result<Option<bool>, DbErr> {
    let wanted = level.cell(row, enrolment::Column::NeedsNight as usize)?.flag()?.unwrap_or_default();
    Ok(sees(level, row, Need::Night, ctx)?.then_some(wanted))
}

/// The ticket of somebody who takes part, for themselves and for whoever checks people in.
pub(super) fn ticket(level: &Level, row: usize, ctx: &Context<'_>) -> Result<Option<String>, DbErr> {
    let state = level.cell(row, enrolment::Column::State as usize)?.text()?.unwrap_or_default();
    let takes_part = EnrolmentState::PARTICIPANTS.iter().any(|one| one.code() == state);
    let whose = whose(level, row)?;
    let runs =
        ctx.data_opt::<Sightings>().and_then(|all| all.with(|seen| seen.runs.get(&whose.edition).copied()));
    let sees = takes_part && needs::sees_ticket(ctx.actor(), &whose, runs);
    Ok(sees.then(|| ctx.state().link_key.ticket(whose.enrolment)))
}

/// Where the person takes part from afar; none for others.
pub(super) async fn online_link(
    ctx: &Context<'_>,
    row: &enrolment::Model,
) -> async_graphql::Result<Option<String>> {
    if ctx.actor().person_id() != Some(row.person_id) || !row.state.takes_part() {
        return Ok(None);
    }
    let found = store::online_link(&ctx.state().db.reader, row.edition_id).await;
    found.map_err(|error| fault(ctx, &error))
}

/// What the participants of an edition need, as sums. None where a sum is so small that it would tell of somebody, except to
/// those who organise the edition.
#[derive(SimpleObject)]
pub struct EditionNeedsResult {
    /// People with a seat, and those who had one to the end.
    people: i32,
    /// How many of them asked for a diet.
    diets: Option<i32>,
    /// How many asked for a night's lodging.
    nights: Option<i32>,
    /// How many need something for access.
    access: Option<i32>,
}

/// The sums, for whoever may see them.
pub(super) async fn sums(
    ctx: &Context<'_>,
    row: &edition::Model,
) -> async_graphql::Result<Option<EditionNeedsResult>> {
    let (db, actor) = (&ctx.state().db.reader, ctx.actor());
    let failed = |error: Error| fault(ctx, &error);
    if !needs::sees_sums(db, actor, row.id).await.map_err(failed)? {
        return Ok(None);
    }
    let sums = needs::sums(db, row.id).await.map_err(failed)?;
    let count = |sum: u64| i32::try_from(sum).unwrap_or(i32::MAX);
    let organises = needs::organises(actor, row);
    let shown = |sum| needs::shown(sum, organises).map(count);
    Ok(Some(EditionNeedsResult {
        people: count(sums.people),
        diets: shown(sums.diet),
        nights: shown(sums.night),
        access: shown(sums.access),
    }))
}

/// Runs requests, and notes what they have shown of others' needs.
#[derive(Clone)]
pub struct Noting<E> {
    inner: E,
    state: State,
}

impl<E: Executor> Noting<E> {
    /// Runs by `inner`.
    pub const fn new(inner: E, state: State) -> Self {
        Self { inner, state }
    }
}

impl<E: Executor> Executor for Noting<E> {
    async fn execute(&self, request: Request) -> Response {
        let known = known(&request);
        let response = self.inner.execute(request).await;
        noted(&self.state, known.as_ref(), response).await
    }

    fn execute_stream(
        &self,
        request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let (known, state) = (known(&request), self.state.clone());
        let stream = self.inner.execute_stream(request, session_data);
        stream
            .then(move |response| {
                let (known, state) = (known.clone(), state.clone());
                async move { noted(&state, known.as_ref(), response).await }
            })
            .boxed()
    }
}

/// Who asks, and what they will have seen.
fn known(request: &Request) -> Option<(Asked, Sightings)> {
    let asked = request.data.get(&std::any::TypeId::of::<Asked>())?.downcast_ref::<Asked>()?;
    let seen = request.data.get(&std::any::TypeId::of::<Sightings>())?.downcast_ref::<Sightings>()?;
    Some((asked.clone(), seen.clone()))
}

/// The answer, once what it shows is noted; where that fails, it does not leave.
async fn noted(state: &State, known: Option<&(Asked, Sightings)>, response: Response) -> Response {
    let Some((asked, sightings)) = known else { return response };
    let seen = sightings.with(|seen| std::mem::take(&mut seen.enrolments));
    if seen.is_empty() {
        return response;
    }
    let args = (state.op(asked.actor.clone(), &asked.request), seen);
    let written = tx::write(&state.db, &args, |tx, (op, seen)| Box::pin(note_needs_seen(tx, op, seen))).await;
    match written {
        Ok(()) => response,
        Err(error) => {
            tracing::error!(request = %asked.request, %error, "a sight of needs could not be noted");
            let message = format!("Internal error. Quote this id when you report it: {}", asked.request);
            let mut error = ServerError::new(message, None);
            let mut extensions = async_graphql::ErrorExtensionValues::default();
            extensions.set("code", "INTERNAL");
            error.extensions = Some(extensions);
            Response::from_errors(vec![error])
        }
    }
}
