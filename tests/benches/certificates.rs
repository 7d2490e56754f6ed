//! What a certificate costs: CPU time and bytes of 500 of one edition, the template drawn once.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where it cannot run"
)]

mod common;

use std::time::{Duration, Instant};

use entities::certificates::snapshot::{Fixed, Signatory, Variable};
use entities::partnerships::sign::{Sign, SignKind};
use reports::certificates::Template;

const MANY: usize = 500;
const NAMES: &[&str] = &[
    "Anna Nowak",
    "Świętosława Źdźbło-Łącka",
    "Grzegorz Brzęczyszczykiewicz",
    "Zoë Ńwińska",
    "Maria Skłodowska-Curie",
    "Łucja Ćwiąkała-Śmiałowska",
];

fn main() {
    for topics in [6, 40] {
        let edition = edition(topics);
        let (start, cpu) = (Instant::now(), cpu());
        let template = Template::new(&edition).unwrap();
        let drawn = common::ms(cpu_since(cpu));
        let (fills, cpu) = (Instant::now(), self::cpu());
        let sizes: Vec<usize> = (1..=MANY).map(|n| template.fill(&person(n)).unwrap().len()).collect();
        let (filled, wall) = (cpu_since(cpu), fills.elapsed());
        let mean = sizes.iter().sum::<usize>() / sizes.len();
        println!(
            "certificates, {topics} topics: {:.3} ms CPU each over {MANY} (template {drawn:.1} ms once, all {:.3} ms each; \
             {:.3} ms wall), {mean} bytes mean, {} bytes max, {:.2} s",
            common::ms(filled) / MANY as f64,
            (common::ms(filled) + drawn) / MANY as f64,
            common::ms(wall) / MANY as f64,
            sizes.iter().max().unwrap(),
            start.elapsed().as_secs_f64(),
        );
    }
    let (median, slowest) = common::spread((0..20).map(|n| first(&edition(6), n)).collect());
    println!(
        "a certificate alone, template and all: {:.1} ms median, {:.1} ms p95",
        common::ms(median),
        common::ms(slowest)
    );
}

fn first(edition: &Fixed, n: usize) -> Duration {
    let start = Instant::now();
    Template::new(edition).unwrap().fill(&person(n + 1)).unwrap();
    start.elapsed()
}

/// CPU time of this thread, the only one.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
}

fn cpu_since(start: Duration) -> Duration {
    cpu() - start
}

fn edition(topics: usize) -> Fixed {
    let sign = |kind, line1: &str, line2: &str| Sign {
        kind,
        line1: line1.into(),
        line2: line2.into(),
        height_pct: 100,
    };
    Fixed {
        issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        subtitle: "o udziale w szkoleniu".into(),
        phrase: "za udział w szkoleniu".into(),
        training: "Szkoła Kooperacji – szkolenie 1".into(),
        when: "12–14 maja 2026 r., 24 godziny dydaktyczne, Kielce".into(),
        topics: (1..=topics)
            .map(|n| format!("Współpraca międzysektorowa i diagnoza potrzeb, część {n}"))
            .collect(),
        signatory: Signatory { name: "Barbara Żurawska".into(), post: "Dyrektor".into() },
        project: "Projekt „Kooperacja w regionie”, nr FERS.04.06-IP.06-0001/23".into(),
        strip: vec![
            sign(SignKind::Programme, "Fundusze Europejskie", "dla Rozwoju Społecznego"),
            sign(SignKind::Republic, "Rzeczpospolita", "Polska"),
            sign(SignKind::EuropeanUnion, "Dofinansowane przez", "Unię Europejską"),
        ],
        verify_host: "zwornik.example.pl/verify".into(),
        verify_link: true,
    }
}

fn person(n: usize) -> Variable {
    let code = format!("{n:026}");
    Variable {
        number: format!("SK/2026/{n:04}"),
        name: NAMES[n % NAMES.len()].into(),
        place: "Kielce".into(),
        issued_on: "2026-05-18".parse().unwrap(),
        valid_until: None,
        issued_at: "2026-05-18T08:00:00Z".parse().unwrap(),
        verify_url: format!("https://zwornik.example.pl/verify/{code}"),
        code,
        corrects: None,
    }
}
