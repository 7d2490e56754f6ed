//! Needs of participants are shown to those who act on them, and each look is noted before the answer leaves.
//!
//! A resolver that shows a need says so to the request's [`Sightings`]; [`Noting`] runs requests and writes what was seen. A
//! request without sightings, by whatever way it came, is shown nothing.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Data, Executor, Request, Response, ServerError, SimpleObject};
use edge::asked::Asked;
use entities::shared::actor::Actor;
use entities::shared::error::Error;
use entities::shared::ids::{EditionId, EnrolmentId, PartnerId};
use entities::shared::tx;
use entities::trainings::actions::note_needs_seen;
use entities::trainings::needs::{self, Need};
use entities::trainings::{edition, enrolment};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use kit::ctx::{ContextExt as _, State};
use kit::error::fault;

/// What one request has shown of others' needs, and who runs the editions it asked about.
#[derive(Clone, Default)]
pub struct Sightings(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    enrolments: BTreeSet<EnrolmentId>,
    runs: HashMap<EditionId, Option<PartnerId>>,
}

impl Sightings {
    fn with<T>(&self, work: impl FnOnce(&mut Seen) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A need, for whoever may see it; others' are noted.
pub(super) async fn need<'r>(
    ctx: &Context<'_>,
    need: Need,
    row: &'r enrolment::Model,
) -> async_graphql::Result<Option<&'r str>> {
    let (Some(text), actor) = (need.of(row), ctx.actor()) else { return Ok(None) };
    if needs::is_own(actor, row) {
        return Ok(Some(text));
    }
    let Some(sightings) = ctx.data_opt::<Sightings>() else { return Ok(None) };
    let may = needs::sees(actor, need, row) || runs_it(ctx, sightings, actor, (need, row.edition_id)).await?;
    if may {
        sightings.with(|seen| seen.enrolments.insert(row.id));
    }
    Ok(may.then_some(text))
}

/// Whether the actor organises what the partner runs that runs the edition, which is read once per request.
async fn runs_it(
    ctx: &Context<'_>,
    sightings: &Sightings,
    actor: &Actor,
    (need, edition): (Need, EditionId),
) -> async_graphql::Result<bool> {
    let runs = match sightings.with(|seen| seen.runs.get(&edition).copied()) {
        Some(known) => known,
        None => {
            let read = needs::runs(&ctx.state().db.reader, edition).await;
            let read = read.map_err(|error| fault(ctx, &error))?;
            sightings.with(|seen| seen.runs.insert(edition, read));
            read
        }
    };
    Ok(runs.is_some_and(|runs| needs::sees_of(actor, need, runs)))
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
