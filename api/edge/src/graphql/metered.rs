//! What a request costs is weighed by the schema and taken from the allowance of whoever asks, before it is executed, by
//! whatever way it came: HTTP, an upload, a socket, a page of an export. What is heavy has a few places.
//!
//! The weight is the library's complexity: rows times fields, by the sizes that connections ask for. It is told by a schema
//! of the same types that executes nothing (`Weighing`), because a schema with an extension runs each field more slowly.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation};
use async_graphql::{Data, ErrorExtensionValues, Executor, Request, Response, ServerError, ValidationResult};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::known::{self, Known};
use crate::asked::Asked;
use crate::meter::Meter;
use crate::tries::{Payer, Tries};

/// How many heavy requests there may be at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeavyLimits {
    /// From which cost a request is heavy. Default 10 000.
    pub from_cost: u32,
    /// Heavy requests of this process at once. Default half of the cores, at least 1.
    pub at_once: usize,
    /// The same of one account, or of one address without one; further ones wait. Default 1.
    pub of_one: usize,
    /// Time that a heavy request waits for its place. Default 5 s.
    pub wait: Duration,
}

impl Default for HeavyLimits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { from_cost: 10_000, at_once: (cores / 2).max(1), of_one: 1, wait: Duration::from_secs(5) }
    }
}

/// Makes a schema tell what a request weighs, and execute none.
pub struct Weighing;

/// Where the weight of a request is written, attached to it as data.
#[derive(Clone, Default)]
struct Weight(Arc<AtomicU32>);

impl ExtensionFactory for Weighing {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Weighing {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let found = next.run(ctx).await?;
        if let Some(Weight(weight)) = ctx.data_opt::<Weight>() {
            weight.store(u32::try_from(found.complexity).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
        // Weighed, and that was all.
        Err(vec![])
    }
}

/// What the elements of one batch may cost together: no more than one request. Attached to each of them as data.
#[derive(Clone)]
pub(super) struct Together(Arc<AtomicU32>);

impl Together {
    pub(super) fn within(most: usize) -> Self {
        Self(Arc::new(AtomicU32::new(u32::try_from(most).unwrap_or(u32::MAX))))
    }

    fn take(&self, cost: u32) -> bool {
        let left = |left: u32| left.checked_sub(cost);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left).is_ok()
    }
}

/// Runs what its sender can pay for.
#[derive(Clone)]
pub struct Metered<E, S> {
    inner: E,
    scales: S,
    tries: Tries,
    heavy: Heavy,
    known: Known,
}

impl<E: Executor, S: Executor> Metered<E, S> {
    /// Runs by `inner` what `scales`, a schema of the same types with [`Weighing`], finds valid and `tries` has room for.
    pub fn new(inner: E, scales: S, tries: Tries, heavy: HeavyLimits) -> Self {
        Self { inner, scales, tries, heavy: Heavy::within(heavy), known: Known::default() }
    }

    /// What a request weighs, or what is wrong with it.
    async fn weigh(&self, request: &mut Request) -> Result<u32, Response> {
        let key = known::key(request);
        if let Some(weight) = key.as_deref().and_then(|key| self.known.get(key)) {
            return Ok(weight);
        }
        let document = request.parsed_query().map_err(|error| Response::from_errors(vec![error]))?.clone();
        let weight = Weight::default();
        let mut copy = Request::new("").variables(request.variables.clone()).data(weight.clone());
        copy.operation_name.clone_from(&request.operation_name);
        copy.set_parsed_query(document);
        let found = self.scales.execute(copy).await;
        if !found.errors.is_empty() {
            return Err(found);
        }
        let weight = weight.0.load(Ordering::Relaxed);
        if let Some(key) = key {
            self.known.remember(key, weight);
        }
        Ok(weight)
    }

    /// Takes what a request costs; answers what is held while it runs.
    async fn admit(&self, request: &mut Request) -> Result<(Held, u32), Response> {
        let weight = self.weigh(request).await?;
        if found::<Together>(request).is_some_and(|together| !together.take(weight)) {
            return Err(too_complex("The requests of this batch are too complex together."));
        }
        let asked = found::<Asked>(request);
        let payer = asked.and_then(|asked| Payer::of(asked.address, asked.actor.user_id()));
        let spent = self.tries.spend(payer, weight);
        if let (Some(meter), Some(payer)) = (found::<Meter>(request), payer) {
            meter.tell(self.tries.standing(payer));
        }
        spent.map_err(|wait| refused(wait.retry_after_s(), weight, "This costs more than is left."))?;
        match self.heavy.place(payer, weight).await {
            Ok(held) => Ok((held, weight)),
            Err(Busy) => {
                self.tries.unspend(payer, weight);
                let message =
                    "Heavy requests take their turns, and there are too many; ask for less at once.";
                Err(refused(BUSY_S, weight, message))
            }
        }
    }
}

/// Seconds after which a place may be free.
const BUSY_S: u64 = 5;

/// The answer to whom costs too much now.
fn refused(seconds: u64, cost: u32, message: &str) -> Response {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", "RATE_LIMITED");
    extensions.set("retryAfterSeconds", seconds);
    extensions.set("cost", cost);
    let mut error = ServerError::new(message, None);
    error.extensions = Some(extensions);
    Response::from_errors(vec![error])
}

/// The answer to what is not executed, however much its sender has left.
fn too_complex(message: &str) -> Response {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", "QUERY_TOO_COMPLEX");
    let mut error = ServerError::new(message, None);
    error.extensions = Some(extensions);
    Response::from_errors(vec![error])
}

fn found<T: std::any::Any + Send + Sync>(request: &Request) -> Option<&T> {
    request.data.get(&std::any::TypeId::of::<T>())?.downcast_ref::<T>()
}

impl<E: Executor, S: Executor> Executor for Metered<E, S> {
    async fn execute(&self, mut request: Request) -> Response {
        match admission(self, &mut request).await {
            Ok((_held, _)) => execution(&self.inner, request).await,
            Err(refused) => refused,
        }
    }

    /// What a stream says costs each time what it cost to begin it: where its sender has nothing left, it says the next
    /// thing later. It may not be heavy, because it would hold its place for ever.
    fn execute_stream(
        &self,
        mut request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        let this = self.clone();
        let begun = async move {
            let asked = found::<Asked>(&request);
            let payer = asked.and_then(|asked| Payer::of(asked.address, asked.actor.user_id()));
            match this.admit(&mut request).await {
                Err(refused) => stream::iter([refused]).boxed(),
                Ok((_, weight)) if weight >= this.heavy.limits.from_cost => {
                    stream::iter([too_complex("A subscription may not be a heavy request.")]).boxed()
                }
                Ok((_, weight)) => {
                    let tries = this.tries.clone();
                    let said = this.inner.execute_stream(request, session_data);
                    let paid = said.then(move |response| {
                        let tries = tries.clone();
                        async move {
                            while let Err(wait) = tries.spend(payer, weight) {
                                tokio::time::sleep(wait.retry_after).await;
                            }
                            response
                        }
                    });
                    paid.boxed()
                }
            }
        };
        stream::once(begun).flatten().boxed()
    }
}

/// On the heap, and begun in a frame of its own: what resolvers need of the stack is theirs.
fn admission<'a, E: Executor, S: Executor>(
    metered: &'a Metered<E, S>,
    request: &'a mut Request,
) -> BoxFuture<'a, Result<(Held, u32), Response>> {
    Box::pin(metered.admit(request))
}

/// The same of what is executed.
fn execution<E: Executor>(inner: &E, request: Request) -> BoxFuture<'_, Response> {
    Box::pin(inner.execute(request))
}

/// The places of heavy requests. Cheap to clone.
#[derive(Clone)]
struct Heavy {
    limits: HeavyLimits,
    all: Arc<Semaphore>,
    of: Arc<Mutex<HashMap<Payer, Weak<Semaphore>>>>,
}

/// What a request holds while it runs; nothing where it is light.
type Held = Option<[Option<OwnedSemaphorePermit>; 2]>;

/// No place came free in time.
struct Busy;

impl Heavy {
    fn within(limits: HeavyLimits) -> Self {
        Self { limits, all: Arc::new(Semaphore::new(limits.at_once.max(1))), of: Arc::default() }
    }

    async fn place(&self, payer: Option<Payer>, weight: u32) -> Result<Held, Busy> {
        if weight < self.limits.from_cost {
            return Ok(None);
        }
        let both = async {
            // Their own first: whoever waits there keeps nobody else from the rest. Neither is ever closed.
            let own = match payer {
                Some(payer) => self.of(payer).acquire_owned().await.ok(),
                None => None,
            };
            [own, Arc::clone(&self.all).acquire_owned().await.ok()]
        };
        tokio::time::timeout(self.limits.wait, both).await.map(Some).map_err(|_| Busy)
    }

    /// The places of one; forgotten with the last of them.
    fn of(&self, payer: Payer) -> Arc<Semaphore> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = of.get(&payer).and_then(Weak::upgrade) {
            return known;
        }
        of.retain(|_, places| places.strong_count() > 0);
        let places = Arc::new(Semaphore::new(self.limits.of_one.max(1)));
        of.insert(payer, Arc::downgrade(&places));
        places
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn from(last: u8) -> Option<Payer> {
        Payer::of(Some(IpAddr::from([192, 0, 2, last])), None)
    }

    #[tokio::test]
    async fn one_sender_has_one_place_and_all_of_them_a_few() {
        let heavy = Heavy::within(HeavyLimits {
            at_once: 2,
            wait: Duration::from_millis(5),
            ..HeavyLimits::default()
        });
        let first = heavy.place(from(1), 10_000).await.ok().unwrap();
        assert!(first.is_some());
        assert!(heavy.place(from(1), 9_999).await.is_ok_and(|held| held.is_none()), "what is light goes on");
        assert!(heavy.place(from(1), 10_000).await.is_err());
        let second = heavy.place(from(2), 50_000).await;
        assert!(second.is_ok() && heavy.place(from(3), 10_000).await.is_err());
        drop(first);
        assert!(heavy.place(from(1), 10_000).await.is_ok());
        drop(second);
        assert!(heavy.place(from(3), 10_000).await.is_ok());
        assert!(heavy.of.lock().unwrap().len() <= 3);
    }
}
