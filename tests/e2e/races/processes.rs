//! Two API processes and a worker on one database, the product's own commands, that may be killed at any time; and whoever
//! talks to them over HTTP.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Parser;
use serde_json::{Value, json};
use tests::TestApp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Barrier;

use crate::workers::without_clean_up;

/// How long a request may take, tries at the other process included.
const PATIENCE: Duration = Duration::from_secs(60);
/// Nobody is kept from asking here: how often one may ask has stories of its own.
const LIMITS: &str = "cost-per-address=1000000000,cost-per-account=1000000000,heavy-cost=10000000,\
     letters-per-address-burst=1000000,letters-per-mailbox-burst=1000000,logins-per-address-burst=1000000,\
     logins-per-account-burst=1000000,connections-of-address=10000";

/// What an API process is started with.
const API: [&str; 4] = ["serve", "--no-worker", "--listen", "127.0.0.1:0"];

#[test]
#[ignore = "no test by itself: others start it as a process that they may kill"]
fn an_api_process() {
    let args = ["zwornik"].into_iter().chain(API);
    api::commands::run_to_end(api::commands::Cli::parse_from(args)).unwrap();
}

/// What a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Api,
    Worker,
}

impl Kind {
    /// Runs it: this program again with a test that is the command, or a program built for speed that is named.
    fn command(self) -> Command {
        let (test, args): (_, &[&str]) = match self {
            Self::Api => ("races::processes::an_api_process", &API),
            Self::Worker => ("workers::a_worker_process", &["worker"]),
        };
        if let Some(program) = std::env::var_os("ZWORNIK_TEST_PROGRAM") {
            let mut command = Command::new(program);
            command.args(args);
            return command;
        }
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--ignored", "--nocapture"]);
        command
    }
}

/// A process that comes back after it was killed.
struct Slot {
    kind: Kind,
    running: Mutex<Option<(Child, SocketAddr)>>,
    number: usize,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Slot {
    /// SIGKILL: no handler runs.
    fn kill(&self) -> bool {
        let Some((mut child, _)) = self.running.lock().unwrap().take() else { return false };
        let was_there = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        was_there
    }

    fn address(&self) -> Option<SocketAddr> {
        self.running.lock().unwrap().as_ref().map(|(_, address)| *address)
    }

    /// Starts it, and waits until it says that it runs.
    async fn start(self: &Arc<Self>, app: &TestApp) {
        let mut command = self.kind.command();
        let log = app.base.folder().join(format!("process-{}.log", self.number));
        let log = std::fs::OpenOptions::new().create(true).append(true).open(log).unwrap();
        let mut child = command
            .env("ZWORNIK_DATA_DIR", app.base.folder())
            .env("DATABASE_URL", &app.base.url)
            .env("ZWORNIK_PUBLIC_URL", "https://zwornik.example.pl")
            .env("ZWORNIK_DATABASE_READERS", "4")
            .env("ZWORNIK_DATABASE_WRITERS", "8")
            .env("ZWORNIK_LIMITS", LIMITS)
            .env("ZWORNIK_WORKER_SLOTS", "2")
            .env("ZWORNIK_WORKER_LEASE", "2")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let (told, hears) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut told = Some(told);
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                let address =
                    line.split_once("http://").map(|(_, rest)| rest.split('/').next().unwrap().to_owned());
                let address = address.and_then(|address| address.parse().ok());
                let runs = address.or_else(|| {
                    line.contains("Worker Zwornika").then(|| SocketAddr::from(([127, 0, 0, 1], 0)))
                });
                if let Some((told, address)) = runs.and_then(|address| Some((told.take()?, address))) {
                    let _ = told.send(address);
                }
            }
        });
        let address = tokio::time::timeout(PATIENCE, hears).await.unwrap();
        let address = address.unwrap_or_else(|_| panic!("process {} did not start", self.number));
        *self.running.lock().unwrap() = Some((child, address));
    }
}

/// A mutation to be run.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) token: Option<String>,
    pub(super) name: &'static str,
    pub(super) fields: &'static str,
    pub(super) input: Value,
}

impl Call {
    pub(super) fn new(token: &str, name: &'static str, input: Value) -> Self {
        Self { token: Some(token.to_owned()), name, fields: "", input }
    }
}

/// What came of a request.
enum Answer {
    Payload(Value),
    /// Nobody knows: the process went away, or says that it cannot now.
    None(String),
}

/// The processes.
pub(super) struct Processes {
    apis: [Arc<Slot>; 2],
    worker: Arc<Slot>,
}

impl Processes {
    /// Starts them, on an installation whose nights are quiet.
    pub(super) async fn start(app: &TestApp) -> Self {
        without_clean_up(app).await;
        let slot = |kind, number| Arc::new(Slot { kind, number, running: Mutex::default() });
        let all = Self { apis: [slot(Kind::Api, 0), slot(Kind::Api, 1)], worker: slot(Kind::Worker, 2) };
        tokio::join!(all.apis[0].start(app), all.apis[1].start(app), all.worker.start(app));
        all
    }

    /// Kills one of them, whichever, and starts it again. Answers whether there was one to be killed.
    pub(super) async fn kill(&self, app: &TestApp, which: usize) -> bool {
        let slot = [&self.apis[0], &self.apis[1], &self.worker][which % 3];
        let was_there = slot.kill();
        slot.start(app).await;
        was_there
    }

    /// Asks one process; where that is away, the other, until one answers. What was asked with an idempotency key is done
    /// once. Answers the payload.
    pub(super) async fn ask(&self, first: usize, call: &Call) -> Value {
        self.ask_as(first, call, false).await
    }

    async fn ask_as(&self, first: usize, call: &Call, may_be_shut_out: bool) -> Value {
        let until = Instant::now() + PATIENCE;
        let mut turn = first;
        loop {
            match self.try_ask(turn % 2, call, may_be_shut_out).await {
                Answer::Payload(payload) => return payload,
                Answer::None(why) => assert!(Instant::now() < until, "{call:?}: {why}"),
            }
            turn += 1;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn try_ask(&self, which: usize, call: &Call, may_be_shut_out: bool) -> Answer {
        let Some(address) = self.apis[which].address() else { return Answer::None("it is away".into()) };
        let name = call.name;
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let fields = call.fields;
        let query =
            format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ {fields} errors {{ code }} }} }}");
        let body = json!({ "query": query, "variables": { "input": call.input } }).to_string();
        let answer = tokio::time::timeout(PATIENCE, post(address, call.token.as_deref(), &body)).await;
        let answer = match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return Answer::None(error.to_string()),
            Err(_) => return Answer::None("no answer in time".into()),
        };
        let Some(errors) = answer.get("errors") else {
            return Answer::Payload(answer["data"][name].clone());
        };
        let code = &errors[0]["extensions"]["code"];
        if may_be_shut_out && (code == "UNAUTHENTICATED" || code == "FORBIDDEN") {
            return Answer::Payload(json!({ "errors": [{ "code": code }] }));
        }
        let later = code == "UNAVAILABLE";
        assert!(later, "{call:?} met a fault: {answer:#}");
        Answer::None(errors.to_string())
    }

    /// Runs sets of calls, the calls of a set at the same moment, at both processes in turn; several sets together. Answers
    /// the first code of each, `DONE` where it was done.
    pub(super) async fn at_once(self: &Arc<Self>, sets: Vec<Vec<Call>>, together: usize) -> Vec<Vec<String>> {
        self.run(sets, together, false).await
    }

    /// The same where whoever asks may be kept out meanwhile, and answered as a stranger.
    pub(super) async fn at_once_or_shut_out(
        self: &Arc<Self>,
        sets: Vec<Vec<Call>>,
        together: usize,
    ) -> Vec<Vec<String>> {
        self.run(sets, together, true).await
    }

    async fn run(
        self: &Arc<Self>,
        sets: Vec<Vec<Call>>,
        together: usize,
        may_be_shut_out: bool,
    ) -> Vec<Vec<String>> {
        let mut codes = vec![];
        for (n, some) in sets.chunks(together).enumerate() {
            let start = Arc::new(Barrier::new(some.iter().map(Vec::len).sum()));
            let tasks: Vec<Vec<_>> = some
                .iter()
                .enumerate()
                .map(|(m, set)| {
                    let run = |(k, call): (usize, &Call)| {
                        let (all, start, call) = (Arc::clone(self), Arc::clone(&start), call.clone());
                        tokio::spawn(async move {
                            start.wait().await;
                            let payload = all.ask_as(n + m + k, &call, may_be_shut_out).await;
                            payload["errors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
                        })
                    };
                    set.iter().enumerate().map(run).collect()
                })
                .collect();
            for set in tasks {
                let mut of_set = vec![];
                for task in set {
                    of_set.push(task.await.unwrap());
                }
                codes.push(of_set);
            }
        }
        codes
    }
}

/// Posts JSON over a connection of its own.
async fn post(address: SocketAddr, token: Option<&str>, body: &str) -> std::io::Result<Value> {
    let mut stream = TcpStream::connect(address).await?;
    let bearer = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let asked = format!(
        "POST /graphql HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         {bearer}Connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(asked.as_bytes()).await?;
    let mut answer = vec![];
    stream.read_to_end(&mut answer).await?;
    let cut = || std::io::Error::other("the answer was cut off");
    let answer = String::from_utf8_lossy(&answer);
    let (_, body) = answer.split_once("\r\n\r\n").ok_or_else(cut)?;
    serde_json::from_str(body).map_err(|_| cut())
}
