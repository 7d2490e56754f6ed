//! What a certificate costs: CPU time and bytes of 500 of one edition, the template drawn once, and the limits.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and ends where it cannot run"
)]

mod common;

use std::time::Duration;

use entities::certificates::CertificateKind;
use entities::certificates::snapshot::{Fixed, Signatory, Variable};
use entities::partnerships::sign::{Sign, SignKind};
use entities::shared::language::Language;
use reports::certificates::Template;

const MANY: usize = 500;
const TOGETHER: usize = 25;
const NAMES: &[&str] = &[
    "Anna Nowak",
    "Świętosława Źdźbło-Łącka",
    "Grzegorz Brzęczyszczykiewicz",
    "Zoë Ńwińska",
    "Maria Skłodowska-Curie",
    "Łucja Ćwiąkała-Śmiałowska",
];

/// Figures as a seal has them; 576 are those of a usual one.
const SEAL: &str = "00491546136769291160123456789012";

const ROUNDS: usize = 9;

fn main() {
    for (topics, limit) in [(6, "at most 0.08 ms, 30 kB"), (40, "no limit")] {
        let edition = edition(topics);
        let start = cpu();
        let template = Template::new(&edition).unwrap();
        let drawn = common::ms(cpu() - start);
        let (mut each, mut sizes) = (vec![], vec![]);
        for _ in 0..ROUNDS {
            let start = cpu();
            sizes = (1..=MANY).map(|n| template.fill(&person(n)).unwrap().len()).collect();
            each.push((cpu() - start) / MANY as u32);
        }
        let (median, slowest) = common::spread(each);
        println!(
            "certificate in a batch of {MANY}, {topics} topics: {:.3} ms CPU (slowest round {:.3}), {:.1} kB (largest {:.1}); \
             template {drawn:.1} ms once | {limit}",
            common::ms(median),
            common::ms(slowest),
            sizes.iter().sum::<usize>() as f64 / MANY as f64 / 1_000.0,
            *sizes.iter().max().unwrap() as f64 / 1_000.0,
        );
    }
    // The clock of CPU time ticks in milliseconds, so that some are measured together.
    let alone = (0..ROUNDS).map(|_| {
        let start = cpu();
        for n in 1..=TOGETHER {
            Template::new(&edition(6)).unwrap().fill(&person(n)).unwrap();
        }
        (cpu() - start) / TOGETHER as u32
    });
    let (median, slowest) = common::spread(alone.collect());
    println!(
        "certificate alone, template and all: {:.2} ms CPU (slowest round {:.2}) | at most 4 ms",
        common::ms(median),
        common::ms(slowest)
    );
}

/// CPU time of this thread, the only one.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(text.split(' ').next().unwrap().parse().unwrap())
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
        kind: CertificateKind::Attendance,
        language: Language::Polish,
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
        seal: Some(SEAL.repeat(18)),
        corrects: None,
    }
}
