//! Invented pilots for the summary report: ordinary, empty, one site, large, odd.

use chrono::{Months, NaiveDate};
use entities::indicators::Direction;
use entities::reporting::pilot_summary::{Indicator, PilotSummary, Site};

use crate::samples;

const SITES: [&str; 10] = [
    "gmina Bieliny Dolne",
    "gmina Żółkwie",
    "miasto Świętochna",
    "gmina Gąsiorowice",
    "gmina Łękawica Dolna",
    "powiat ćmiński",
    "gmina Ożarowice Wielkie-Południe",
    "gmina Źrebięta",
    "miasto i gmina Pszczyńskie Źródła nad Rzeką",
    "gmina Miedźno",
];

/// Name, unit, decimals, baseline, target, direction.
type Kind = (&'static str, &'static str, u8, i64, i64, Direction);

const KINDS: [Kind; 6] = [
    ("Osoby objęte usługami środowiskowymi", "os.", 0, 24_000, 36_000, Direction::Up),
    ("Rodziny ze wspólnym planem wsparcia", "%", 1, 1_850, 4_500, Direction::Up),
    ("Średni czas oczekiwania na rozpoczęcie usługi", "dni", 1, 3_100, 1_400, Direction::Down),
    ("Koszt usługi na osobę w miesiącu", "zł", 2, 184_250, 165_000, Direction::Down),
    ("Zespoły kooperacyjne spotykające się co miesiąc", "%", 0, 2_000, 8_000, Direction::Up),
    ("Ocena współpracy w ankiecie instytucji (1–5)", "pkt", 2, 310, 420, Direction::Up),
];

pub fn pilot(sites: usize, quarters: usize, indicators: usize) -> PilotSummary {
    let start = samples::day(2024, 7, 1);
    let quarters: Vec<NaiveDate> = (0..quarters as u32).map(|n| start + Months::new(3 * n)).collect();
    PilotSummary {
        title: "Raport podsumowujący pilotaż modelu kooperacji".into(),
        pilot: "Bliżej mieszkańca: współpraca instytucji w gminach".into(),
        model: "Model kooperacji międzysektorowej, wersja 3".into(),
        project: samples::edition(0, 0).project,
        issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        starts_on: start,
        ends_on: start + Months::new(3 * quarters.len().max(1) as u32) - chrono::Days::new(1),
        cut_off: samples::instant(1_783_000_000),
        collected_at: samples::instant(1_783_065_600),
        sites: (0..sites).map(site).collect(),
        indicators: (0..indicators).map(|index| indicator(index, sites, quarters.len())).collect(),
        quarters,
        strip: samples::strip(4),
    }
}

fn site(index: usize) -> Site {
    let round = index / SITES.len();
    let name = SITES[index % SITES.len()].to_owned();
    let name = if round == 0 { name } else { format!("{name} {}", ["I", "II", "III", "IV", "V"][round - 1]) };
    Site { name, institutions: 3 + (index as u32 * 7) % 9 }
}

fn indicator(index: usize, sites: usize, quarters: usize) -> Indicator {
    let (name, unit, decimals, baseline, target, direction) = KINDS[index % KINDS.len()];
    let step = [100, 10, 1][usize::from(decimals)];
    // some indicators go well beyond their target, others hardly start
    let pace = [125, 96, 110, 30, 70, -10][index % 6];
    let values = (0..sites).map(|site| {
        let own = pace + (site as i64 * 37 + index as i64 * 11) % 50 - 22;
        let value = |quarter: usize| {
            let noise = (site as i64 * 13 + quarter as i64 * 29) % 9 - 4;
            let share = own * (quarter as i64 + 1) / quarters as i64 + noise;
            (baseline + (target - baseline) * share / 100) / step * step
        };
        let there = |quarter: usize| !(site * 5 + quarter * 3 + index).is_multiple_of(17);
        (0..quarters).map(|quarter| there(quarter).then(|| value(quarter))).collect()
    });
    Indicator {
        code: format!("W{}", index + 1),
        name: name.into(),
        unit: unit.into(),
        decimals,
        baseline_hundredths: baseline,
        target_hundredths: target,
        direction,
        values_hundredths: values.collect(),
    }
}

/// A pilot in which nothing was measured.
pub fn unmeasured() -> PilotSummary {
    let mut pilot = pilot(8, 8, 6);
    for values in pilot.indicators.iter_mut().flat_map(|indicator| &mut indicator.values_hundredths) {
        values.fill(None);
    }
    pilot
}

/// Nothing at all.
pub fn empty() -> PilotSummary {
    PilotSummary { strip: Vec::new(), ..pilot(0, 0, 0) }
}

/// Values and words that ask for trouble.
pub fn odd() -> PilotSummary {
    let mut pilot = pilot(9, 14, 6);
    pilot.pilot =
        "Deinstytucjonalizacja-usług-społecznych-w-małych-gminach i współpraca międzysektorowa na rzecz \
                   osób z niepełnosprawnościami, seniorów, rodzin w kryzysie oraz ich opiekunów"
            .into();
    pilot.title = "Raport podsumowujący pilotaż międzysektorowego modelu kooperacji instytucji w gminach \
                   województwa świętokrzyskiego"
        .into();
    pilot.sites[3].name = "Najdłuższanazwamiejscabezodstępówktórejniedasięzłamaćwzwykłysposób".into();
    pilot.sites[4].name =
        "miasto na prawach powiatu z bardzo długą nazwą własną nad Wielką Rzeką Północną".into();
    let set = |indicator: &mut Indicator, value: fn(usize, usize) -> Option<i64>| {
        for (site, values) in indicator.values_hundredths.iter_mut().enumerate() {
            for (quarter, slot) in values.iter_mut().enumerate() {
                *slot = value(site, quarter);
            }
        }
    };
    set(&mut pilot.indicators[0], |_, _| Some(30_000));
    set(&mut pilot.indicators[1], |_, _| None);
    set(&mut pilot.indicators[2], |site, quarter| Some(1_000 - 450 * site as i64 - 90 * quarter as i64));
    pilot.indicators[2].name = "Saldo migracji osób w wieku produkcyjnym w gminach objętych pilotażem".into();
    pilot.indicators[2].unit = "osób na 1000 mieszkańców".into();
    pilot.indicators[2].baseline_hundredths = 500;
    pilot.indicators[2].target_hundredths = -500;
    pilot.indicators[3].target_hundredths = pilot.indicators[3].baseline_hundredths;
    set(&mut pilot.indicators[4], |site, quarter| (site == 2 && quarter == 3).then_some(7_999));
    set(&mut pilot.indicators[5], |site, quarter| Some(12_345_678_900 + (site * quarter) as i64));
    pilot.indicators[5].unit = "zł".into();
    pilot
}
