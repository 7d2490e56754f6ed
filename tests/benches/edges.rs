//! What one request costs at the edge of each limit: processor time, and memory at its peak. What a hundred stalled readers
//! of a large file hold. What heavy requests of one stranger, and of many, do to everybody else.
//!
//! Each case runs in a process of its own, because memory that was given back to the allocator is still the process's.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where it cannot run"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark measures by the machine's clock and writes rows as they come"
)]

mod common;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use edge::downloads::DownloadLimits;
use edge::graphql::Limits;
use edge::tries::Tries;
use entities::documents::actions::{NewDocument, stored};
use entities::documents::files::sha256;
use entities::documents::{DocumentKind, document};
use entities::shared::ids::DocumentId;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tests::{Edge, Server, TestApp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const MB: f64 = 1_000_000.0;

/// One request: its name, whether a member of staff sends it, and its body.
type Case = (&'static str, bool, Value);

fn repeated(piece: impl Fn(usize) -> String, count: usize) -> String {
    (0..count).map(piece).collect()
}

/// One request at the edge of each limit.
fn cases() -> Vec<Case> {
    let filter = "query($f: EditionFilter) ";
    let text = "x".repeat(65_000);
    let short = "x".repeat(12_900);
    let states = |count: usize| json!({ "f": { "states": vec!["DRAFT"; count] } });
    let one = "editions(filter: $f) { totalCount }";
    let aliased = |count: usize| repeated(|n| format!("a{n}: {one} "), count);
    let wide = "editions(first: 100) { edges { node { id title state stateLabel startsOn endsOn seats seatsTaken \
        project { id title state } programme { id title } sessions(first: 40) { edges { node { id } } } } } }";
    let deep = "editions(first: 100) { edges { node { id title enrolments(first: 60) { edges { node { id state \
        person { id fullName } } } } } } }";
    let introspection = "{ __schema { types { kind name description fields { name description args { name \
        type { kind name ofType { kind name ofType { kind name } } } } type { kind name ofType { kind name ofType { \
        kind name ofType { kind name } } } } } inputFields { name type { kind name ofType { kind name } } } \
        enumValues { name description } interfaces { name } possibleTypes { name } } } }";
    vec![
        ("introspection", false, json!({ "query": introspection })),
        (
            "99 aliases of a filter with 200 values (values)",
            false,
            json!({
                "query": format!("{filter} {{ {} }}", aliased(99)), "variables": states(198),
            }),
        ),
        (
            "10 uses of a list of 1 990 (list-members)",
            false,
            json!({
                "query": format!("{filter} {{ {} }}", aliased(10)), "variables": states(1_990),
            }),
        ),
        (
            "a text of 64 kB used 19 times (value-bytes)",
            true,
            json!({
                "query": format!("{filter} {{ {} }}", aliased(19)), "variables": { "f": { "titleContains": text } },
            }),
        ),
        (
            "a text of 13 kB used 97 times (values)",
            true,
            json!({
                "query": format!("{filter} {{ {} }}", aliased(97)), "variables": { "f": { "titleContains": short } },
            }),
        ),
        (
            "2 000 fields (selections)",
            false,
            json!({
                "query": format!("{{ {} }}", repeated(|_| "__typename ".to_owned(), 1_990)),
            }),
        ),
        (
            "a document of 64 kB (text-bytes)",
            false,
            json!({
                "query": format!("{{ __typename }} #{}", "x".repeat(65_000)),
            }),
        ),
        (
            "a list of 500 ids in the document (literal-members)",
            false,
            json!({
                "query": format!("{{ nodes(ids: [{}]) {{ id }} }}", repeated(|n| format!("\"RWRpdGlvbjo{n}\" "), 240)),
            }),
        ),
        (
            "a body of 1 MiB (body-bytes)",
            true,
            json!({
                "query": "{ __typename }", "extensions": { "x": "y".repeat(1_040_000) },
            }),
        ),
        ("rows times fields: wide (complexity)", false, json!({ "query": format!("{{ {wide} }}") })),
        ("rows times fields: deep (complexity)", true, json!({ "query": format!("{{ {deep} }}") })),
        (
            "a batch of 10 (batch)",
            true,
            Value::from(vec![
                json!({ "query": "{ editions(first: 50) { edges { node { id title sessions(first: 12) { edges { node { id } } } } } } }" });
                10
            ]),
        ),
    ]
}

/// Kilobytes of a line of `/proc/self/status`.
fn status(name: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_start_matches(':').trim().trim_end_matches(" kB").parse::<f64>().unwrap() * 1_024.0
}

/// Seconds of processor time of this process.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap()).sum::<f64>() / 100.0
}

/// An installation with a hundred editions and what belongs to them, whose senders have not spent anything.
async fn installation() -> (TestApp, World) {
    let mut app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let mut people = vec![];
    for n in 0..30 {
        people.push(world.person(&app, "Anna", &format!("Osoba {n}")).await);
    }
    for n in 0..100 {
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        if n < 10 {
            for person in &people {
                training.enrol(&app, &world, *person).await;
            }
        }
    }
    app.state.tries = Tries::default();
    app.with_edge(&Edge::default());
    (app, world)
}

async fn one(name: &str) {
    let (_, staff, body) = cases().into_iter().find(|(of, ..)| *of == name).unwrap();
    let (app, world) = installation().await;
    let token = staff.then_some(&*world.coordinator.token);
    app.post(None, &json!({ "query": "{ __typename }" })).await;
    std::fs::write("/proc/self/clear_refs", "5").ok();
    let (before, used, start) = (status("VmRSS"), processor(), Instant::now());
    let answer = app.post(token, &body).await;
    let (wall, cpu, peak) = (start.elapsed(), processor() - used, (status("VmHWM") - before) / MB);
    let text = answer.body.to_string();
    let code = ["/errors/0/extensions/code", "/0/errors/0/extensions/code"]
        .iter()
        .find_map(|path| answer.body.pointer(path))
        .and_then(Value::as_str)
        .unwrap_or("answered");
    println!(
        "edges, {name}: {code}, sent {} kB, answer {} kB, {:.0} ms, processor {:.0} ms, memory +{peak:.1} MB{}",
        body.to_string().len() / 1_000,
        text.len() / 1_000,
        common::ms(wall),
        cpu * 1_000.0,
        if peak > 64.0 || cpu > 1.0 { "  ← more than one request may cost" } else { "" }
    );
}

/// A hundred readers of a file of 20 MB who take its head and no more.
async fn stalled() {
    const READERS: usize = 100;
    let (app, world) = installation().await;
    let bytes: Vec<u8> = (0..20_000_000_usize).map(|at| (at % 251) as u8).collect();
    let (hash, size, id) = (sha256(&bytes), bytes.len(), DocumentId(uuid::Uuid::now_v7()));
    app.state.files.put("uploads/large.txt", bytes).await.unwrap();
    let new = NewDocument {
        kind: DocumentKind::ProjectFile,
        title: "Duży plik".into(),
        file_name: "large.txt".into(),
        media_type: "text/plain",
        path: "uploads/large.txt".into(),
        project_id: Some(world.project),
        partner_id: None,
        edition_id: None,
        person_id: None,
    };
    app.write(async |tx, op| {
        document::Entity::insert(new.clone().row(op, id)).exec_without_returning(tx).await?;
        stored(tx, op, id, size as i64, &hash).await
    })
    .await;
    let downloads = DownloadLimits { of_account: READERS, of_address: READERS };
    let server = Server::start(&app.state, Edge { downloads, ..Edge::default() }).await;
    let before = status("VmRSS");
    let mut readers = vec![];
    for _ in 0..READERS {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        let head = format!(
            "GET /documents/{} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\r\n",
            id.0.simple(),
            world.coordinator.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        readers.push(stream);
    }
    // What the kernel takes off the server's hands is not the server's any more.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let held = (status("VmRSS") - before) / MB;
    println!(
        "edges, {READERS} stalled readers of 20 MB: memory {held:+.1} MB{}",
        if held > 100.0 { "  ← more than they may hold" } else { "" }
    );
    drop(readers);
}

/// What somebody else waits for a small answer while strangers ask for much, all from one address or each from their own.
async fn others() {
    const HEAVY: usize = 16;
    let (app, world) = installation().await;
    let (_, _, heavy) = cases().into_iter().find(|(name, ..)| name.contains("wide")).unwrap();
    let small = "{ viewer { user { id } } editions(first: 10) { edges { node { id title } } } }";
    let office = IpAddr::from([198, 51, 100, 1]);
    let ask = async || {
        let mut times = vec![];
        let until = Instant::now() + Duration::from_secs(6);
        while Instant::now() < until {
            let start = Instant::now();
            let answer = app.graphql_from(office, Some(&world.coordinator.token), small, json!({})).await;
            assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
            times.push(start.elapsed());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        common::spread(times)
    };
    app.state.tries.forget();
    let (quiet, _) = ask().await;
    for (name, each) in [("one address", false), ("16 addresses", true)] {
        app.state.tries.forget();
        let asking = async {
            let strangers = (0..HEAVY).map(|n| {
                let from = IpAddr::from([192, 0, 2, if each { n as u8 } else { 0 }]);
                let (app, query) = (&app, heavy["query"].as_str().unwrap());
                async move {
                    let mut answered = 0;
                    loop {
                        let answer = app.graphql_from(from, None, query, json!({})).await;
                        answered += usize::from(answer.body.get("errors").is_none());
                        if answered > 1_000 {
                            return;
                        }
                        tokio::task::yield_now().await;
                    }
                }
            });
            futures_util::future::join_all(strangers).await;
        };
        let (median, slow) = tokio::select! {
            found = ask() => found,
            () = asking => unreachable!("strangers go on asking"),
        };
        println!(
            "edges, {HEAVY} strangers at the edge of the cost limit, {name}: others' median {:.1} → {:.1} ms, p95 {:.1} ms",
            common::ms(quiet),
            common::ms(median),
            common::ms(slow)
        );
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Ok(case) = std::env::var("ZWORNIK_BENCH_CASE") else {
        println!("edges, limit of cost: {}", Limits::default().document.complexity);
        let names = cases().into_iter().map(|(name, ..)| name).chain(["stalled", "others"]);
        for name in names {
            let program = std::env::current_exe().unwrap();
            std::process::Command::new(program).env("ZWORNIK_BENCH_CASE", name).status().unwrap();
        }
        return;
    };
    runtime.block_on(async {
        match &*case {
            "stalled" => stalled().await,
            "others" => others().await,
            name => one(name).await,
        }
    });
}
