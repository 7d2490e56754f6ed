//! What the pilot of S3 measured: indicators, and a value for every quarter of every site. Invented; the spring of
//! 2020, when offices were closed, shows in most of them.

use entities::indicators::Direction::{self, Down, Up};
use entities::indicators::IndicatorKind::{self, Model, Product, Result as Outcome};

/// Quarters of the pilot, from the first of 2019 to the last of 2020.
pub(super) const QUARTERS: usize = 8;

/// One indicator, and how it went.
pub(super) struct Measured {
    pub code: &'static str,
    pub name: &'static str,
    pub kind: IndicatorKind,
    pub unit: &'static str,
    pub decimals: i32,
    /// In hundredths.
    pub baseline: i64,
    /// In hundredths.
    pub target: i64,
    pub direction: Direction,
    /// Least value that makes sense, in hundredths.
    least: i64,
    /// How much of the way from baseline to target an ordinary site had behind it, by quarter, in per cent.
    way: [i64; QUARTERS],
}

/// All indicators: three reach their target, one stands still, one worsens, one falls below zero.
pub(super) const INDICATORS: &[Measured] = &[
    Measured {
        code: "W1",
        name: "Rodziny ze wspólnym planem",
        kind: Product,
        unit: "rodz.",
        decimals: 0,
        baseline: 200,
        target: 1_200,
        direction: Up,
        least: 0,
        way: [10, 30, 45, 60, 75, 70, 95, 118],
    },
    Measured {
        code: "W2",
        name: "Plany zrealizowane choć w części",
        kind: Outcome,
        unit: "%",
        decimals: 1,
        baseline: 3_500,
        target: 6_000,
        direction: Up,
        least: 0,
        way: [0, 10, 22, 30, 38, 30, 42, 55],
    },
    Measured {
        code: "W3",
        name: "Czas do wspólnego spotkania",
        kind: Outcome,
        unit: "dni",
        decimals: 1,
        baseline: 2_400,
        target: 1_000,
        direction: Down,
        least: 100,
        way: [15, 35, 60, 75, 95, 90, 110, 120],
    },
    Measured {
        code: "W4",
        name: "Spotkania zespołu w kwartale",
        kind: Model,
        unit: "spotk.",
        decimals: 0,
        baseline: 100,
        target: 600,
        direction: Up,
        least: 0,
        way: [20, 60, 80, 100, 90, 0, 60, 80],
    },
    Measured {
        code: "W5",
        name: "Kontrakty z urzędem pracy",
        kind: Product,
        unit: "kontr.",
        decimals: 0,
        baseline: 500,
        target: 1_000,
        direction: Up,
        least: 0,
        way: [20, 25, 15, 5, 0, -60, -45, -40],
    },
    Measured {
        code: "W6",
        name: "Ocena współpracy (1–5)",
        kind: Model,
        unit: "pkt",
        decimals: 2,
        baseline: 310,
        target: 400,
        direction: Up,
        least: 100,
        way: [12, 28, 40, 55, 66, 58, 84, 106],
    },
    Measured {
        code: "W7",
        name: "Zmiana kosztu wsparcia rodziny",
        kind: Outcome,
        unit: "zł",
        decimals: 2,
        baseline: 0,
        target: -15_000,
        direction: Down,
        least: i64::MIN,
        way: [-20, -5, 10, 25, 34, 20, 48, 62],
    },
];

/// A site: the unit, its name as printed, the institutions that take part, who measures.
pub(super) struct Place {
    pub terc: &'static str,
    pub name: &'static str,
    pub institutions: &'static [&'static str],
    pub worker: &'static str,
    /// How far ahead of an ordinary site it is at the end, in per cent of the way.
    ahead: i64,
}

const fn place(
    terc: &'static str,
    name: &'static str,
    institutions: &'static [&'static str],
    worker: &'static str,
    ahead: i64,
) -> Place {
    Place { terc, name, institutions, worker, ahead }
}

/// Five urban-rural gminas and three powiats.
pub(super) const PLACES: &[Place] = &[
    place("0811063", "gmina Lubsko", &["ops-lubsko", "zs-lubsko"], "Arleta Świerkoszówna", 14),
    place("0810073", "gmina Szprotawa", &["ops-szprotawa", "kp-szprotawa"], "Gerard Brzęczkiewicz", -11),
    place(
        "0806023",
        "gmina Drezdenko",
        &["ops-drezdenko", "brzegi-drezdenko"],
        "Klementyna Jaszczołtówna",
        5,
    ),
    place(
        "0809063",
        "gmina Sulechów",
        &["ops-sulechow", "zdrowie-sulechow", "dk-sulechow"],
        "Olgierd Pęcławiński",
        26,
    ),
    place("0805043", "gmina Rzepin", &["ops-rzepin", "sasiad-rzepin"], "Wiesława Żmudźka", -19),
    place("0811", "powiat żarski", &["pcpr-zary", "pup-zary"], "Florian Gołębczyk", -4),
    place(
        "0810",
        "powiat żagański",
        &["pcpr-zagan", "pup-zagan", "kurator-zagan"],
        "Sabina Ćwiękała-Wróbel",
        9,
    ),
    place(
        "0806",
        "powiat strzelecko-drezdenecki",
        &["pcpr-strzelce", "pup-strzelce"],
        "Lucjan Ożóg-Rędziński",
        -24,
    ),
];

impl Measured {
    /// The value of a site in a quarter, by their numbers, in hundredths; none where nobody measured: Rzepin joined a
    /// quarter late and has no survey, and one powiat measured nothing while its office was closed.
    pub(super) fn value(&self, site: usize, quarter: usize) -> Option<i64> {
        let place = PLACES.get(site)?;
        let unmeasured = match (place.terc, quarter) {
            ("0805043", 0) | ("0806", 5) => true,
            ("0805043", _) => self.code == "W6",
            _ => false,
        };
        if unmeasured {
            return None;
        }
        let (at, last) = (i64::try_from(quarter).ok()?, i64::try_from(QUARTERS - 1).ok()?);
        let unevenness = (i64::try_from(site).ok()? * 13 + at * 29) % 9 - 4;
        let way = self.way.get(quarter)? + place.ahead * at / last + unevenness;
        let step = match self.decimals {
            0 => 100,
            1 => 10,
            _ => 1,
        };
        let exact = self.baseline + (self.target - self.baseline) * way / 100;
        Some((exact / step * step).max(self.least))
    }
}
