//! What the summary report of a large pilot costs: CPU time, pages, bytes and memory, and how they grow.

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

fn main() {
    for (sites, indicators) in [(8, 6), (60, 10), (60, 20), (60, 40), (60, 80)] {
        let summary = pilots::pilot(sites, 8, indicators);
        let (mut pages, mut bytes, mut laid, mut written) = (0, 0, vec![], vec![]);
        for _ in 0..5 {
            let start = cpu();
            let doc = layout(&summary).unwrap();
            laid.push(cpu() - start);
            let start = cpu();
            bytes = write::document(&doc).unwrap().len();
            written.push(cpu() - start);
            pages = doc.pages.len();
        }
        let (layout, write) = (median(laid), median(written));
        println!(
            "report of {sites} sites and {indicators} indicators: {pages} pages, {bytes} bytes, layout {:.0} ms CPU, file {:.0} ms \
             ({:.2} ms a page), {} MB at most so far",
            common::ms(layout),
            common::ms(write),
            common::ms(layout + write) / pages as f64,
            peak_mb(),
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

/// The most memory this process had.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}
