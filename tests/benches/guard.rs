//! How long a hostile document keeps the server busy, and an honest one for comparison.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod common;

use std::hint::black_box;
use std::time::Instant;

use async_graphql::parser::parse_query;
use edge::guard::scan::check_text;
use edge::guard::{Limits, check};
use serde_json::json;
use tests::TestApp;
use tests::databases::TestDb;

fn bomb(levels: usize, spreads: usize) -> String {
    let mut text = String::from("{ ...F0 }");
    for level in 0..levels {
        let next = format!("...F{} ", level + 1).repeat(spreads);
        text.push_str(&format!(" fragment F{level} on Query {{ {next} }}"));
    }
    format!("{text} fragment F{levels} on Query {{ __typename }}")
}

/// What a screen of an office asks for: an edition's list with people and institutions.
const ORDINARY: &str = "query List($id: ID!, $after: String) { node(id: $id) { id ... on Edition { ...Head \
    enrolments(first: 50, after: $after, orderBy: PERSON_ASC, filter: { states: [CONFIRMED] }) { totalCount \
    pageInfo { hasNextPage endCursor } edges { cursor node { id state stateLabel minutesAttended viewerCanCancel \
    person { id firstName lastName email } institution { id name unit { id name terc } } } } } } } } \
    fragment Head on Edition { title state stateLabel startsOn endsOn seats seatsTaken project { id title } }";

/// The guard by itself: both of its steps on an ordinary document, beside parsing, which is needed anyhow.
fn alone() {
    const ROUNDS: u32 = 20_000;
    let limits = Limits::default();
    let document = parse_query(ORDINARY).expect("an ordinary document");
    let cost = |name: &str, work: &dyn Fn()| {
        work();
        let start = Instant::now();
        for _ in 0..ROUNDS {
            work();
        }
        println!(
            "guard, ordinary document of {} bytes: {name} {:.2} µs",
            ORDINARY.len(),
            start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
        );
    };
    cost("its text is scanned in", &|| check_text(black_box(ORDINARY), &limits).expect("short"));
    cost("it is weighed in", &|| check(black_box(&document), &Default::default(), &limits).expect("light"));
    cost("parsing, for comparison, takes", &|| drop(black_box(parse_query(black_box(ORDINARY)))));
}

#[tokio::main]
async fn main() {
    alone();
    let app = TestApp::on(TestDb::sqlite().await);
    for (name, query) in [
        ("honest", "{ viewer { user { id } } }".to_owned()),
        ("fragment bomb 8 × 8", bomb(8, 8)),
        ("fragment bomb 30 × 30", bomb(30, 30)),
        ("8 000 brackets", format!("{}{}", "{ a ".repeat(8_000), "}".repeat(8_000))),
    ] {
        let mut times = vec![];
        let mut told = String::new();
        for _ in 0..500 {
            let start = Instant::now();
            let answer = app.graphql(None, &query, json!({})).await;
            times.push(start.elapsed());
            told = answer.body["errors"][0]["extensions"]["code"].as_str().unwrap_or("answered").to_owned();
        }
        let (median, slow) = common::spread(times);
        println!(
            "guard, {name} ({} bytes): {told} after {:.3} ms median, {:.3} ms p95",
            query.len(),
            common::ms(median),
            common::ms(slow)
        );
    }
}
