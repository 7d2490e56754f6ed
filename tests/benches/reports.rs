//! What the summary report of a pilot costs: CPU time, pages, bytes and memory, how they grow, and the limits.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where it cannot run"
)]

mod common;
#[expect(dead_code, reason = "the tests of the documents use more of them")]
#[path = "../../reports/tests/documents/pilots.rs"]
mod pilots;
#[expect(dead_code, reason = "the tests of the documents use more of them")]
#[path = "../../reports/tests/documents/samples.rs"]
mod samples;

use std::time::Duration;

use reports::document::write;
use reports::reporting::pilot_summary::layout;

const ROUNDS: usize = 7;

/// Sites and indicators, with the limits of those that have some: ms CPU in all, ms a page, MB at the most.
const REPORTS: [(usize, usize, Option<&str>); 5] = [
    (8, 6, Some("10 pages: at most 60 ms")),
    (60, 10, None),
    (60, 20, None),
    (60, 40, Some("162 pages: at most 2.5 ms a page, 80 MB")),
    (60, 80, None),
];

fn main() {
    for (sites, indicators, limit) in REPORTS {
        let summary = pilots::pilot(sites, 8, indicators);
        let (mut pages, mut bytes, mut laid, mut written) = (0, 0, vec![], vec![]);
        forget_peak();
        for _ in 0..ROUNDS {
            let start = cpu();
            let doc = layout(&summary).unwrap();
            laid.push(cpu() - start);
            pages = doc.pages.len();
            let start = cpu();
            bytes = write::document(doc).unwrap().len();
            written.push(cpu() - start);
        }
        let (layout, write) = (common::ms(median(laid)), common::ms(median(written)));
        println!(
            "report of {sites} sites and {indicators} indicators: {pages} pages, {:.0} ms CPU (layout {layout:.0}, file {write:.0}), \
             {:.2} ms a page, {} MB at the most, {:.0} kB | {}",
            layout + write,
            (layout + write) / pages as f64,
            peak_mb(),
            bytes as f64 / 1_000.0,
            limit.unwrap_or("no limit"),
        );
    }
}

/// CPU time of this thread, the only one.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

fn median(times: Vec<Duration>) -> Duration {
    common::spread(times).0
}

/// Lets the most memory be counted anew from what is in use now.
fn forget_peak() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// The most memory this process had.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
