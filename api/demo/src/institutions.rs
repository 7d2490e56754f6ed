//! Institutions of the demonstration: offices by their type and real town, organisations by invented names.

use entities::institutions::InstitutionKind::{self, *};
use entities::institutions::Sector::{self, *};

/// One institution.
#[derive(Clone, Copy, Debug)]
pub(super) struct Office {
    /// How the story calls it; also the host of its people's invented e-mail addresses.
    pub key: &'static str,
    pub name: &'static str,
    pub kind: InstitutionKind,
    pub sector: Sector,
    /// TERC code of the unit it serves.
    pub unit: &'static str,
    /// Street, postal code, town; invented but for the towns and the offices of marshals.
    pub address: (&'static str, &'static str, &'static str),
}

const fn office(
    key: &'static str,
    name: &'static str,
    kind: InstitutionKind,
    unit: &'static str,
    address: (&'static str, &'static str, &'static str),
) -> Office {
    let sector = match kind {
        Ngo | Pes | Owes => Social,
        Enterprise => Private,
        _ => Public,
    };
    Office { key, name, kind, sector, unit, address }
}

/// Regional social policy centres and the university: registered when the installation is set up.
pub(super) const CENTRES: &[Office] = &[
    office(
        "rops-kielce",
        "Regionalny Ośrodek Polityki Społecznej w Kielcach",
        Rops,
        "26",
        ("al. IX Wieków Kielc 3", "25-516", "Kielce"),
    ),
    office(
        "rops-rzeszow",
        "Regionalny Ośrodek Polityki Społecznej w Rzeszowie",
        Rops,
        "18",
        ("ul. Lipowa 21", "35-032", "Rzeszów"),
    ),
    office(
        "rops-lublin",
        "Regionalny Ośrodek Polityki Społecznej w Lublinie",
        Rops,
        "06",
        ("ul. Dębowa 8", "20-074", "Lublin"),
    ),
    office(
        "mcps-warszawa",
        "Mazowieckie Centrum Polityki Społecznej w Warszawie",
        Rops,
        "14",
        ("ul. Wiązowa 14", "03-719", "Warszawa"),
    ),
    office(
        "rops-bialystok",
        "Regionalny Ośrodek Polityki Społecznej w Białymstoku",
        Rops,
        "20",
        ("ul. Jesionowa 5", "15-213", "Białystok"),
    ),
    office(
        "rops-torun",
        "Regionalny Ośrodek Polityki Społecznej w Toruniu",
        Rops,
        "04",
        ("ul. Klonowa 12", "87-100", "Toruń"),
    ),
    office(
        "rops-zielona-gora",
        "Regionalny Ośrodek Polityki Społecznej w Zielonej Górze",
        Rops,
        "08",
        ("ul. Winna 3", "65-057", "Zielona Góra"),
    ),
    office(
        "rops-gdansk",
        "Regionalny Ośrodek Polityki Społecznej w Gdańsku",
        Rops,
        "22",
        ("ul. Morska 40", "80-810", "Gdańsk"),
    ),
    office(
        "rops-poznan",
        "Regionalny Ośrodek Polityki Społecznej w Poznaniu",
        Rops,
        "30",
        ("ul. Łąkowa 17", "61-714", "Poznań"),
    ),
    office(
        "rops-szczecin",
        "Regionalny Ośrodek Polityki Społecznej w Szczecinie",
        Rops,
        "32",
        ("ul. Portowa 9", "70-540", "Szczecin"),
    ),
    office(
        "rops-olsztyn",
        "Regionalny Ośrodek Polityki Społecznej w Olsztynie",
        Rops,
        "28",
        ("ul. Jeziorna 2", "10-447", "Olsztyn"),
    ),
    office(
        "umk-torun",
        "Uniwersytet Mikołaja Kopernika w Toruniu",
        University,
        "0463011",
        ("ul. Akademicka 11", "87-100", "Toruń"),
    ),
];

/// Świętokrzyskie: the platform and the workshops of 2015, later the cooperation leaders.
pub(super) const SWIETOKRZYSKIE: &[Office] = &[
    office(
        "mopr-kielce",
        "Miejski Ośrodek Pomocy Rodzinie w Kielcach",
        Ops,
        "2661011",
        ("ul. Kwiatowa 30", "25-363", "Kielce"),
    ),
    office(
        "pup-kielce",
        "Powiatowy Urząd Pracy w Kielcach",
        Pup,
        "2604",
        ("ul. Rzemieślnicza 7", "25-406", "Kielce"),
    ),
    office(
        "pcpr-kielce",
        "Powiatowe Centrum Pomocy Rodzinie w Kielcach",
        Pcpr,
        "2604",
        ("ul. Wspólna 11", "25-950", "Kielce"),
    ),
    office(
        "gops-bieliny",
        "Gminny Ośrodek Pomocy Społecznej w Bielinach",
        Ops,
        "2604012",
        ("ul. Partyzantów 17", "26-004", "Bieliny"),
    ),
    office(
        "gops-lopuszno",
        "Gminny Ośrodek Pomocy Społecznej w Łopusznie",
        Ops,
        "2604082",
        ("ul. Konecka 12", "26-070", "Łopuszno"),
    ),
    office(
        "gops-rakow",
        "Gminny Ośrodek Pomocy Społecznej w Rakowie",
        Ops,
        "2604162",
        ("ul. Ogrodowa 1", "26-035", "Raków"),
    ),
    office(
        "kmp-kielce",
        "Komenda Miejska Policji w Kielcach",
        Police,
        "2661",
        ("ul. Spokojna 4", "25-366", "Kielce"),
    ),
    office(
        "kurator-kielce",
        "Zespół Kuratorskiej Służby Sądowej w Kielcach",
        Probation,
        "2661",
        ("ul. Sądowa 3", "25-312", "Kielce"),
    ),
    office("zk-pinczow", "Zakład Karny w Pińczowie", Prison, "2608", ("ul. Polna 2", "28-400", "Pińczów")),
    office(
        "most-kielce",
        "Stowarzyszenie „Most do Jutra” w Kielcach",
        Ngo,
        "2661011",
        ("ul. Zielona 19/4", "25-520", "Kielce"),
    ),
];

/// Podkarpackie, lubelskie, mazowieckie and podlaskie: the cooperation leaders.
pub(super) const LEADERS: &[Office] = &[
    office(
        "gops-czudec",
        "Gminny Ośrodek Pomocy Społecznej w Czudcu",
        Ops,
        "1819012",
        ("ul. Słoneczna 5", "38-120", "Czudec"),
    ),
    office(
        "gops-frysztak",
        "Gminny Ośrodek Pomocy Społecznej we Frysztaku",
        Ops,
        "1819022",
        ("ul. Parkowa 9", "38-130", "Frysztak"),
    ),
    office(
        "pcpr-strzyzow",
        "Powiatowe Centrum Pomocy Rodzinie w Strzyżowie",
        Pcpr,
        "1819",
        ("ul. Wiśniowa 3", "38-100", "Strzyżów"),
    ),
    office(
        "mops-rzeszow",
        "Miejski Ośrodek Pomocy Społecznej w Rzeszowie",
        Ops,
        "1863011",
        ("ul. Rzeczna 24", "35-001", "Rzeszów"),
    ),
    office("zs-krasne", "Zespół Szkół w Krasnem", School, "1816092", ("ul. Szkolna 1", "36-007", "Krasne")),
    office(
        "horyzont",
        "Akademia Kadr „Horyzont” sp. z o.o.",
        Enterprise,
        "1863011",
        ("ul. Warsztatowa 6", "35-105", "Rzeszów"),
    ),
    office(
        "gops-garbow",
        "Gminny Ośrodek Pomocy Społecznej w Garbowie",
        Ops,
        "0609042",
        ("ul. Krótka 8", "21-080", "Garbów"),
    ),
    office(
        "pcpr-lublin",
        "Powiatowe Centrum Pomocy Rodzinie w Lublinie",
        Pcpr,
        "0609",
        ("ul. Spadowa 10", "20-607", "Lublin"),
    ),
    office(
        "gops-przytyk",
        "Gminny Ośrodek Pomocy Społecznej w Przytyku",
        Ops,
        "1425092",
        ("ul. Zachodnia 4", "26-650", "Przytyk"),
    ),
    office(
        "gops-grodek",
        "Gminny Ośrodek Pomocy Społecznej w Gródku",
        Ops,
        "2002042",
        ("ul. Leśna 2", "16-040", "Gródek"),
    ),
    office(
        "narew-bialystok",
        "Fundacja „Razem nad Narwią”",
        Ngo,
        "2061011",
        ("ul. Młynowa 13", "15-404", "Białystok"),
    ),
];

/// Warmia and Mazury.
pub(super) const WARMIA: &[Office] = &[
    office(
        "mops-olsztyn",
        "Miejski Ośrodek Pomocy Społecznej w Olsztynie",
        Ops,
        "2862011",
        ("ul. Brzozowa 6", "10-101", "Olsztyn"),
    ),
    office(
        "cus-elblag",
        "Centrum Usług Społecznych w Elblągu",
        Cus,
        "2861011",
        ("ul. Winogronowa 9", "82-300", "Elbląg"),
    ),
    office(
        "mops-ketrzyn",
        "Miejski Ośrodek Pomocy Społecznej w Kętrzynie",
        Ops,
        "2808011",
        ("ul. Zamkowa 15", "11-400", "Kętrzyn"),
    ),
    office(
        "mops-mragowo",
        "Miejski Ośrodek Pomocy Społecznej w Mrągowie",
        Ops,
        "2810011",
        ("ul. Kopernika 2", "11-700", "Mrągowo"),
    ),
    office(
        "mops-lidzbark",
        "Miejski Ośrodek Pomocy Społecznej w Lidzbarku Warmińskim",
        Ops,
        "2809011",
        ("ul. Bartoszycka 18", "11-100", "Lidzbark Warmiński"),
    ),
    office(
        "gops-dywity",
        "Gminny Ośrodek Pomocy Społecznej w Dywitach",
        Ops,
        "2814042",
        ("ul. Olsztyńska 32", "11-001", "Dywity"),
    ),
    office(
        "gops-stawiguda",
        "Gminny Ośrodek Pomocy Społecznej w Stawigudzie",
        Ops,
        "2814112",
        ("ul. Warszawska 4", "11-034", "Stawiguda"),
    ),
    office(
        "gops-kruklanki",
        "Gminny Ośrodek Pomocy Społecznej w Kruklankach",
        Ops,
        "2806052",
        ("ul. Wodna 3", "11-612", "Kruklanki"),
    ),
    office(
        "gops-kurzetnik",
        "Gminny Ośrodek Pomocy Społecznej w Kurzętniku",
        Ops,
        "2812042",
        ("ul. Zamkowa 1", "13-306", "Kurzętnik"),
    ),
    office(
        "cus-olsztynek",
        "Centrum Usług Społecznych w Olsztynku",
        Cus,
        "2814093",
        ("ul. Chopina 7", "11-015", "Olsztynek"),
    ),
    office(
        "pcpr-lidzbark",
        "Powiatowe Centrum Pomocy Rodzinie w Lidzbarku Warmińskim",
        Pcpr,
        "2809",
        ("ul. Wyszyńskiego 5", "11-100", "Lidzbark Warmiński"),
    ),
    office(
        "pcpr-gizycko",
        "Powiatowe Centrum Pomocy Rodzinie w Giżycku",
        Pcpr,
        "2806",
        ("ul. Smętka 11", "11-500", "Giżycko"),
    ),
    office(
        "pcpr-ostroda",
        "Powiatowe Centrum Pomocy Rodzinie w Ostródzie",
        Pcpr,
        "2815",
        ("ul. Grunwaldzka 22", "14-100", "Ostróda"),
    ),
    office(
        "pcpr-ilawa",
        "Powiatowe Centrum Pomocy Rodzinie w Iławie",
        Pcpr,
        "2807",
        ("ul. Andersa 8", "14-200", "Iława"),
    ),
    office(
        "owes-elblag",
        "Ośrodek Wspierania Ekonomii Społecznej w Elblągu",
        Owes,
        "2861011",
        ("ul. Nowowiejska 3", "82-300", "Elbląg"),
    ),
    office(
        "zagroda-mragowo",
        "Spółdzielnia Socjalna „Mazurska Zagroda”",
        Pes,
        "2810011",
        ("ul. Młynowa 27", "11-700", "Mrągowo"),
    ),
    office(
        "echo-olsztyn",
        "Fundacja „Pracownia Dialogu Echo”",
        Ngo,
        "2862011",
        ("ul. Partyzantów 41/6", "10-526", "Olsztyn"),
    ),
];

/// Lubuskie: the sites of the pilot, gmina by gmina and powiat by powiat.
pub(super) const LUBUSKIE: &[Office] = &[
    office(
        "ops-lubsko",
        "Ośrodek Pomocy Społecznej w Lubsku",
        Ops,
        "0811063",
        ("ul. Sosnowa 4", "68-300", "Lubsko"),
    ),
    office("zs-lubsko", "Zespół Szkół w Lubsku", School, "0811063", ("ul. Szkolna 12", "68-300", "Lubsko")),
    office(
        "ops-szprotawa",
        "Ośrodek Pomocy Społecznej w Szprotawie",
        Ops,
        "0810073",
        ("ul. Nadrzeczna 7", "67-300", "Szprotawa"),
    ),
    office(
        "kp-szprotawa",
        "Komisariat Policji w Szprotawie",
        Police,
        "0810073",
        ("ul. Spokojna 2", "67-300", "Szprotawa"),
    ),
    office(
        "ops-drezdenko",
        "Ośrodek Pomocy Społecznej w Drezdenku",
        Ops,
        "0806023",
        ("ul. Portowa 9", "66-530", "Drezdenko"),
    ),
    office(
        "brzegi-drezdenko",
        "Stowarzyszenie „Dwa Brzegi” w Drezdenku",
        Ngo,
        "0806023",
        ("ul. Łąkowa 3/1", "66-530", "Drezdenko"),
    ),
    office(
        "ops-sulechow",
        "Ośrodek Pomocy Społecznej w Sulechowie",
        Ops,
        "0809063",
        ("ul. Winna 16", "66-100", "Sulechów"),
    ),
    office(
        "zdrowie-sulechow",
        "Centrum Zdrowia Rodziny w Sulechowie",
        Health,
        "0809063",
        ("ul. Ogrodowa 21", "66-100", "Sulechów"),
    ),
    office(
        "dk-sulechow",
        "Dom Kultury w Sulechowie",
        Culture,
        "0809063",
        ("ul. Zamkowa 1", "66-100", "Sulechów"),
    ),
    office(
        "ops-rzepin",
        "Ośrodek Pomocy Społecznej w Rzepinie",
        Ops,
        "0805043",
        ("ul. Kolejowa 8", "69-110", "Rzepin"),
    ),
    office(
        "sasiad-rzepin",
        "Fundacja „Dobry Sąsiad” w Rzepinie",
        Ngo,
        "0805043",
        ("ul. Lipowa 5", "69-110", "Rzepin"),
    ),
    office(
        "pcpr-zary",
        "Powiatowe Centrum Pomocy Rodzinie w Żarach",
        Pcpr,
        "0811",
        ("ul. Bukowa 10", "68-200", "Żary"),
    ),
    office("pup-zary", "Powiatowy Urząd Pracy w Żarach", Pup, "0811", ("ul. Młyńska 14", "68-200", "Żary")),
    office(
        "pcpr-zagan",
        "Powiatowe Centrum Pomocy Rodzinie w Żaganiu",
        Pcpr,
        "0810",
        ("ul. Dworcowa 33", "68-100", "Żagań"),
    ),
    office(
        "pup-zagan",
        "Powiatowy Urząd Pracy w Żaganiu",
        Pup,
        "0810",
        ("ul. Pomorska 6", "68-100", "Żagań"),
    ),
    office(
        "kurator-zagan",
        "Zespół Kuratorskiej Służby Sądowej w Żaganiu",
        Probation,
        "0810",
        ("ul. Sądowa 2", "68-100", "Żagań"),
    ),
    office(
        "pcpr-strzelce",
        "Powiatowe Centrum Pomocy Rodzinie w Strzelcach Krajeńskich",
        Pcpr,
        "0806",
        ("ul. Parkowa 19", "66-500", "Strzelce Krajeńskie"),
    ),
    office(
        "pup-strzelce",
        "Powiatowy Urząd Pracy w Strzelcach Krajeńskich",
        Pup,
        "0806",
        ("ul. Wodna 11", "66-500", "Strzelce Krajeńskie"),
    ),
];
