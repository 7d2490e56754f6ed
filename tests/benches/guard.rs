//! How long a hostile document keeps the server busy, and an honest one for comparison.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod common;

use std::time::Instant;

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

#[tokio::main]
async fn main() {
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
