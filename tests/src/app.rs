//! An installation in memory: its router without a socket, its worker without a loop, its clock set by hand.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use api::app::App;
use api::app::Probes;
use api::router::build;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use chrono::{DateTime, Duration, Utc};
use edge::downloads::{DownloadLimits, Downloads};
use edge::forwarded::Proxies;
use edge::graphql::socket::{SocketLimits, Sockets};
use edge::graphql::{Documents, Limits, Origins};
use edge::serve::{ServeLimits, serve};
use edge::tries::{PerMinute, Rates, Tries};
use entities::audit::head::HeadFile;
use entities::documents::files::Files;
use entities::documents::link::LinkKey;
use entities::jobs::claim::{self, Claim};
use entities::jobs::{JobState, job};
use entities::pesel::keyring::PeselKeys;
use entities::shared::actor::{Actor, Role};
use entities::shared::chance::{SeededChance, SystemChance};
use entities::shared::clock::{Clock, SetClock};
use entities::shared::db::Db;
use entities::shared::error::Result;
use entities::shared::ids::WorkerId;
use entities::shared::keys::{Keys, Purpose};
use entities::shared::live::{Hub, Pace};
use entities::shared::operation::Operation;
use entities::shared::tx::{self, Tx};
use entities::shared::vault::Vault;
use kit::ctx::State;
use reports::context::Context;
use reports::mail::{Mail, Way};
use reports::registry;
use reports::worker::{free_lost, note_failure};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Statement};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

use crate::databases::TestDb;

/// An installation.
pub struct TestApp {
    /// Its database.
    pub base: TestDb,
    /// Its clock.
    pub clock: SetClock,
    /// What the API has.
    pub state: State,
    /// How its worker sends mail; into a folder unless a story says otherwise.
    pub mail: reports::mail::Settings,
    statements: Arc<Mutex<Vec<Statement>>>,
    written: Arc<Mutex<Vec<Statement>>>,
    router: Router,
}

/// What a request was answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// The GraphQL answer.
    pub body: Value,
}

impl TestApp {
    /// An installation on a database; it is 2026-05-12, 9:00 in Warsaw.
    pub fn on(base: TestDb) -> Self {
        let files = Files::folder(&base.folder().join("documents")).unwrap();
        Self::with_files(base, files)
    }

    /// The same with another documents store.
    pub fn with_files(base: TestDb, files: Files) -> Self {
        let clock = SetClock::at(DateTime::parse_from_rfc3339("2026-05-12T07:00:00Z").unwrap().to_utc());
        let statements = Arc::<Mutex<Vec<Statement>>>::default();
        let written = Arc::<Mutex<Vec<Statement>>>::default();
        let mut db = base.db.clone();
        let (read, wrote) = (Arc::clone(&statements), Arc::clone(&written));
        db.tell_statements(
            move |sql| read.lock().unwrap().push(sql.clone()),
            move |sql| wrote.lock().unwrap().push(sql.clone()),
        );
        let keys = Keys::new(Some([7; 32]), clock.now(), &SystemChance);
        keep_keys(&base, &keys);
        let state = State {
            db,
            clock: Arc::new(clock.clone()),
            chance: Arc::new(SystemChance),
            public_url: Some("https://zwornik.example.pl".into()),
            files,
            link_key: LinkKey::new([7; 32]),
            pesel_keys: PeselKeys::at(&keys, clock.now()),
            vault: Vault::at(&keys, Purpose::SecondFactor, clock.now()),
            notes: Vault::at(&keys, Purpose::CoachingNotes, clock.now()),
            seals: Vault::at(&keys, Purpose::AuditSeals, clock.now()),
            badges: Vault::at(&keys, Purpose::Badges, clock.now()),
            audit_head: HeadFile::at(base.folder().join("audit/head.json")),
            oidc: None,
            second_factor_for: Arc::new([]),
            tries: patient(),
            hub: Hub::of(base.db.clone()),
            pace: Pace {
                calm: std::time::Duration::from_millis(20),
                recheck: std::time::Duration::from_secs(1),
            },
        };
        let mail = reports::mail::Settings {
            way: Way::Folder(base.folder().join("mail")),
            from: Some("ROPS w Łodzi <zwornik@rops.example.pl>".into()),
            reply_to: None,
            client_url: state.public_url.clone(),
            link_key: state.link_key.clone(),
        };
        let router = router_of(&state);
        Self { base, clock, state, mail, statements, written, router }
    }

    /// Gives the same keys, codes and tokens each time, in the order in which they are asked for.
    pub fn with_seed(&mut self, seed: u64) {
        self.state.chance = Arc::new(SeededChance::new(seed));
        let keys = Keys::new(None, self.now(), &SeededChance::new(seed));
        // What is signed lies in documents, whose hashes are told.
        self.state.badges = Vault::at(&keys, Purpose::Badges, self.now());
        self.router = router_of(&self.state);
    }

    /// Goes by another clock from now on.
    pub fn with_clock(&mut self, clock: Arc<dyn Clock>) {
        self.state.clock = clock;
        self.router = router_of(&self.state);
    }

    /// Takes the public address away, as in an installation that is not configured yet.
    pub fn without_public_url(&mut self) {
        self.state.public_url = None;
        self.router = router_of(&self.state);
    }

    /// Works with other connections to its database from now on.
    pub fn with_database(&mut self, db: Db) {
        self.state.db = db;
        self.router = router_of(&self.state);
    }

    /// Lets people log in by the word of a provider from now on.
    pub fn with_provider(&mut self, settings: provider::Settings) {
        self.state.oidc = Some(Arc::new(provider::Provider::new(settings).unwrap()));
        self.router = router_of(&self.state);
    }

    /// Lets holders of these roles in with a second factor alone from now on.
    pub fn with_second_factor_for(&mut self, roles: &[Role]) {
        self.state.second_factor_for = roles.into();
        self.router = router_of(&self.state);
    }

    /// Serves with other limits or documents from now on.
    pub fn with_edge(&mut self, edge: &Edge) {
        self.router = router_at(&self.state, edge, CancellationToken::new(), TaskTracker::new());
    }

    /// Statements that were read with since this was asked last, in order. Those of writes are not among them.
    pub fn statements(&self) -> Vec<String> {
        self.reads().into_iter().map(|statement| statement.sql).collect()
    }

    /// The same with what was asked for.
    pub fn reads(&self) -> Vec<Statement> {
        std::mem::take(&mut *self.statements.lock().unwrap())
    }

    /// Statements of transactions that write since this was asked last, in order.
    pub fn written(&self) -> Vec<String> {
        std::mem::take(&mut *self.written.lock().unwrap())
            .into_iter()
            .map(|statement| statement.sql)
            .collect()
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Gets a path, with a token where there is one.
    pub async fn get(&self, path: &str, token: Option<&str>) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let mut request = Request::get(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let response = self.send(request.body(Body::empty()).unwrap()).await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap().to_vec();
        (parts.status, parts.headers, bytes)
    }

    /// Posts a form, as a browser does.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, HeaderMap, String) {
        let encoded = |text: &str| {
            text.bytes()
                .map(|byte| match byte {
                    b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
                    b => format!("%{b:02X}"),
                })
                .collect::<String>()
        };
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response = self.send(request.body(Body::from(body.join("&"))).unwrap()).await;
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Sends a GraphQL request in Polish.
    pub async fn graphql(&self, token: Option<&str>, query: &str, variables: Value) -> Answer {
        self.post(token, &json!({ "query": query, "variables": variables })).await
    }

    /// The same from an address of the network; without one all requests share the allowance of nobody's.
    pub async fn graphql_from(
        &self,
        from: IpAddr,
        token: Option<&str>,
        query: &str,
        variables: Value,
    ) -> Answer {
        self.post_from(Some(from), token, &json!({ "query": query, "variables": variables })).await
    }

    /// Posts JSON to the GraphQL endpoint: a request, a batch, or neither.
    pub async fn post(&self, token: Option<&str>, body: &Value) -> Answer {
        self.post_from(None, token, body).await
    }

    async fn post_from(&self, from: Option<IpAddr>, token: Option<&str>, body: &Value) -> Answer {
        let body = body.to_string();
        let mut request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let mut request = request.body(Body::from(body)).unwrap();
        if let Some(from) = from {
            request.extensions_mut().insert(ConnectInfo(SocketAddr::new(from, 40_000)));
        }
        let response = self.send(request).await;
        let status = response.status();
        let bytes = axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap();
        Answer { status, body: serde_json::from_slice(&bytes).unwrap() }
    }

    /// The data of a GraphQL answer without errors.
    pub async fn ask(&self, token: &str, query: &str, variables: Value) -> Value {
        let answer = self.graphql(Some(token), query, variables).await;
        assert!(answer.body.get("errors").is_none(), "{query}\n{:#}", answer.body);
        answer.body["data"].clone()
    }

    /// Runs a mutation `name(input:)` and answers its payload, which must be without errors.
    pub async fn mutate(&self, token: &str, name: &str, fields: &str, input: Value) -> Value {
        let payload = self.try_mutate(token, name, fields, input).await;
        assert_eq!(payload["errors"], json!([]), "{name}: {payload:#}");
        payload
    }

    /// Runs a mutation and answers its payload, errors and all.
    pub async fn try_mutate(&self, token: &str, name: &str, fields: &str, input: Value) -> Value {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} errors {{ code field message }} }} }}"
        );
        self.ask(token, &query, json!({ "input": input })).await[name].clone()
    }

    /// The first error code of a mutation that must be refused.
    pub async fn refused(&self, token: &str, name: &str, input: Value) -> String {
        let payload = self.try_mutate(token, name, "", input).await;
        payload["errors"][0]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("{name} was not refused: {payload:#}"))
            .to_owned()
    }

    /// A call by the system, now.
    pub fn system(&self) -> Operation {
        self.state.op(Actor::System, "test")
    }

    /// Writes as the system.
    pub async fn write<T>(&self, work: impl AsyncFn(&Tx, &Operation) -> Result<T>) -> T {
        let op = self.system();
        tx::write_here(&self.state.db, async |tx| work(tx, &op).await).await.unwrap()
    }

    /// What a worker of this installation works with.
    pub fn worker_context(&self) -> Arc<Context> {
        self.worker_of(&self.state)
    }

    fn worker_of(&self, state: &State) -> Arc<Context> {
        let (clock, chance) = (Arc::clone(&state.clock), Arc::clone(&state.chance));
        let mail = Mail::new(self.mail.clone()).unwrap();
        let url = state.public_url.clone();
        let context = Context::new(state.db.clone(), state.files.clone(), clock, chance, url, mail);
        let context = context.with_pesel_keys(state.pesel_keys.clone()).with_vault(state.vault.clone());
        let context = context.with_notes(state.notes.clone());
        Arc::new(context.with_seals(state.seals.clone(), state.audit_head.clone()))
    }

    /// What another process on the same database has: connections and ears of its own.
    pub async fn another(&self) -> State {
        let db = Db::connect(&self.base.url).await.unwrap();
        State { hub: Hub::of(db.clone()), db, ..self.state.clone() }
    }

    /// Runs due jobs until none is left, as a worker would; answers how many failed.
    pub async fn work(&self) -> usize {
        self.work_in(&self.state).await
    }

    /// The same by a worker in another process.
    pub async fn work_in(&self, state: &State) -> usize {
        let (context, mut failures) = (self.worker_of(state), 0);
        loop {
            let jobs = self.claim(state, WorkerId(uuid::Uuid::from_u128(1))).await;
            if jobs.is_empty() {
                self.expect_no_strangers(state).await;
                return failures;
            }
            for job in jobs {
                if let Err(failure) = registry::handle(&context, &job).await {
                    failures += 1;
                    note_failure(&context, &job, &failure).await.unwrap();
                }
            }
        }
    }

    /// Claims what is due for a worker, twenty of each kind.
    pub async fn claim(&self, state: &State, worker: WorkerId) -> Vec<job::Model> {
        let (context, now) = (self.worker_of(state), self.clock.now());
        let claim = Claim { worker, now, lease: Duration::minutes(1) };
        let all = registry::kinds(|_| true);
        free_lost(&context, now).await.unwrap();
        let due = claim::look(&state.db.reader, now, &all).await.unwrap();
        let claimed = tx::write_here(&state.db, async |tx| {
            let mut jobs = vec![];
            for kind in &due.kinds {
                jobs.extend(claim::claim(tx, &claim, kind, 20).await?);
            }
            jobs.extend(claim::claim_suspect(tx, &claim, &all).await?);
            Ok(jobs)
        });
        claimed.await.unwrap()
    }

    /// A job that is due and of a kind that no handler does was forgotten in the list of handlers.
    async fn expect_no_strangers(&self, state: &State) {
        let strangers = job::Entity::find()
            .filter(job::Column::State.eq(JobState::Ready))
            .filter(job::Column::RunAt.lte(self.clock.now()))
            .filter(job::Column::Kind.is_not_in(registry::kinds(|_| true)));
        let strangers = strangers.all(&state.db.reader).await.unwrap();
        assert!(strangers.is_empty(), "no handler: {strangers:?}");
    }

    /// The keys in the key file.
    pub fn keys(&self) -> Keys {
        Keys::parse(&std::fs::read(key_file(&self.base)).unwrap()).unwrap()
    }

    /// Changes the key file; processes of the installation then read it anew, as they do every few seconds.
    pub fn change_keys(&self, change: impl FnOnce(&mut Keys)) {
        let mut keys = self.keys();
        change(&mut keys);
        keep_keys(&self.base, &keys);
        self.read_keys();
    }

    /// Reads the key file anew.
    pub fn read_keys(&self) {
        let (keys, now) = (self.keys(), self.now());
        assert!(self.state.pesel_keys.weak().replace(&PeselKeys::at(&keys, now)));
        assert!(self.state.vault.weak().replace(&Vault::at(&keys, Purpose::SecondFactor, now)));
        assert!(self.state.notes.weak().replace(&Vault::at(&keys, Purpose::CoachingNotes, now)));
        assert!(self.state.seals.weak().replace(&Vault::at(&keys, Purpose::AuditSeals, now)));
        assert!(self.state.badges.weak().replace(&Vault::at(&keys, Purpose::Badges, now)));
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

/// Where the key file of an installation lies: in the data folder, as processes of it find it.
fn key_file(base: &TestDb) -> PathBuf {
    base.folder().join("keys/zwornik-keys.json")
}

fn keep_keys(base: &TestDb, keys: &Keys) {
    let path = key_file(base);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).unwrap();
    file.write_all(keys.to_text().as_bytes()).unwrap();
}

/// Tests ask faster than people; how often one may ask has stories of its own.
fn patient() -> Tries {
    let much = PerMinute(1_000_000_000);
    Tries::within(Rates { cost_of_address: much, cost_of_account: much, ..Rates::default() })
}

fn router_of(state: &State) -> Router {
    router_at(state, &Edge::default(), CancellationToken::new(), TaskTracker::new())
}

fn router_at(state: &State, edge: &Edge, stop: CancellationToken, open: TaskTracker) -> Router {
    let probes = Probes { pending_migrations: Arc::new(|| Box::pin(async { Some(0) })) };
    build(App {
        state: state.clone(),
        probes,
        limits: edge.limits.clone(),
        documents: edge.documents.clone(),
        sockets: Sockets::new(edge.sockets.clone(), edge.origins.clone(), stop, open),
        downloads: Downloads::within(edge.downloads),
    })
}

/// What an installation is started with.
#[derive(Clone, Default)]
pub struct Edge {
    /// Limits of requests.
    pub limits: Limits,
    /// Limits of sockets.
    pub sockets: SocketLimits,
    /// Origins whose pages may open sockets.
    pub origins: Origins,
    /// Documents known by their hash.
    pub documents: Documents,
    /// How many files somebody may be reading.
    pub downloads: DownloadLimits,
}

/// An API process with a socket of its own, on the loopback.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Ends it.
    pub stop: CancellationToken,
    open: TaskTracker,
    served: JoinHandle<bool>,
}

impl Server {
    /// Starts an API process.
    pub async fn start(state: &State, edge: Edge) -> Self {
        let (stop, open) = (CancellationToken::new(), TaskTracker::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = router_at(state, &edge, stop.clone(), open.clone());
        let end = stop.clone();
        let served = tokio::spawn(async move {
            serve(listener, router, (ServeLimits::default(), &Proxies::default()), end).await
        });
        Self { address, stop, open, served }
    }

    /// Stops it and waits for its connections and sockets.
    pub async fn end(self) {
        self.stop.cancel();
        self.open.close();
        assert!(self.served.await.unwrap());
        self.open.wait().await;
    }
}
