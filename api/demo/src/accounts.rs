//! Accounts of the demonstration and what they hold. A scope is named here once: the story grants it, and the summary
//! tells it.

use entities::shared::actor::Role::{self, *};
use entities::shared::actor::ScopeKind;

use crate::people;

/// Login of the administrator, who is no person of the story.
pub const ADMIN: &str = "admin@zwornik.example.pl";

/// A place where roles are held, by the keys of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The installation.
    Installation,
    /// TERC code of the voivodeship.
    Voivodeship(&'static str),
    /// Key of the project.
    Project(&'static str),
    /// Key of the project, TERC code of the partner's voivodeship.
    Partner(&'static str, &'static str),
    /// Key of the institution.
    Institution(&'static str),
    /// Key of the edition.
    Edition(&'static str),
    /// TERC code of the unit that is a site of the pilot.
    Site(&'static str),
}

impl At {
    /// As the API calls it.
    pub fn kind(self) -> ScopeKind {
        match self {
            Self::Installation => ScopeKind::Installation,
            Self::Voivodeship(_) => ScopeKind::Voivodeship,
            Self::Project(_) => ScopeKind::Project,
            Self::Partner(..) => ScopeKind::Partner,
            Self::Institution(_) => ScopeKind::Institution,
            Self::Edition(_) => ScopeKind::Edition,
            Self::Site(_) => ScopeKind::Site,
        }
    }

    /// As people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Installation => "cała instalacja",
            Self::Voivodeship(_) => "województwo świętokrzyskie",
            Self::Project("S0") => "Współpraca i kwalifikacje kadr gwarancją skutecznej pomocy",
            Self::Project("S1") => "Regionalna Platforma Współpracy",
            Self::Project("S2") => "Liderzy kooperacji",
            Self::Project("S3") => "Kooperacja – efektywna i skuteczna",
            Self::Project(_) => "Spójna Polityka Społeczna Warmii i Mazur",
            Self::Partner(_, "06") => "Liderzy kooperacji – województwo lubelskie",
            Self::Partner("S2", "18") => "Liderzy kooperacji – województwo podkarpackie",
            Self::Partner("S4", _) => {
                "Spójna Polityka Społeczna Warmii i Mazur – województwo warmińsko-mazurskie"
            }
            Self::Partner("S3", _) => "Kooperacja – efektywna i skuteczna – województwo lubuskie",
            Self::Partner(..) => "Liderzy kooperacji – województwo świętokrzyskie",
            Self::Institution("mopr-kielce") => "Miejski Ośrodek Pomocy Rodzinie w Kielcach",
            Self::Institution(_) => "Centrum Usług Społecznych w Elblągu",
            Self::Edition("S0/warsztaty") => "Praca z osobami opuszczającymi zakłady karne – Kielce 2015",
            Self::Edition("S2/1") => "Szkoła Kooperacji – Szkolenie 1",
            Self::Edition("S2/2") => "Szkoła Kooperacji – Szkolenie 2",
            Self::Edition("S4/lidzbark") => "Dialog motywujący – Lidzbark Warmiński",
            Self::Edition("S4/otwarta") => "Dialog motywujący – zapisy otwarte",
            Self::Edition(_) => "Warsztaty rozmowy motywującej – w toku",
            Self::Site("0811063") => "Pilotaż – gmina Lubsko",
            Self::Site("0810073") => "Pilotaż – gmina Szprotawa",
            Self::Site("0806023") => "Pilotaż – gmina Drezdenko",
            Self::Site("0809063") => "Pilotaż – gmina Sulechów",
            Self::Site("0805043") => "Pilotaż – gmina Rzepin",
            Self::Site("0811") => "Pilotaż – powiat żarski",
            Self::Site("0810") => "Pilotaż – powiat żagański",
            Self::Site(_) => "Pilotaż – powiat strzelecko-drezdenecki",
        }
    }
}

/// One account.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Name of the person; empty for the administrator.
    pub person: &'static str,
    /// Roles and where they are held; none for a participant, who has only own data.
    pub holds: &'static [(Role, At)],
    /// The role under which `demo.json` gives a token of this account.
    pub token: Option<Role>,
}

impl Account {
    /// Login.
    pub fn email(&self) -> String {
        people::named(self.person).map_or_else(|| ADMIN.to_owned(), people::Human::email)
    }

    /// The role the summary lists it under.
    pub fn role(&self) -> Role {
        self.holds.first().map_or(Participant, |(role, _)| *role)
    }
}

const fn account(person: &'static str, holds: &'static [(Role, At)], token: Option<Role>) -> Account {
    Account { person, holds, token }
}

/// All accounts.
pub const ACCOUNTS: &[Account] = &[
    account("", &[(SysAdmin, At::Installation)], Some(SysAdmin)),
    account("Honorata Ćwik-Zagórska", &[(RopsAdmin, At::Voivodeship("26"))], None),
    account("Marzena Łukaszczukowa", &[(ProjectManager, At::Project("S4"))], Some(ProjectManager)),
    account("Zygmunt Łaszczyk", &[(ProjectManager, At::Project("S2"))], None),
    account("Emilia Pąkowska", &[(ProjectManager, At::Partner("S2", "06"))], None),
    account("Wojciech Ćwierzyński", &[(ProjectManager, At::Project("S3"))], None),
    account(
        "Grażyna Ździebłowska",
        &[(ProjectManager, At::Project("S0")), (ProjectManager, At::Project("S1"))],
        None,
    ),
    // A project's staff see who takes part; their own office's register comes with a role at its partner.
    account(
        "Filip Żuchowicz",
        &[(Coordinator, At::Project("S4")), (Coordinator, At::Partner("S4", "28"))],
        Some(Coordinator),
    ),
    account(
        "Aneta Dziędzioł",
        &[(Coordinator, At::Project("S2")), (Coordinator, At::Partner("S2", "18"))],
        None,
    ),
    account("Lidia Grzędowska", &[(Coordinator, At::Project("S3"))], None),
    account("Mirosława Dębczyńska", &[(Coordinator, At::Partner("S3", "08"))], None),
    account(
        "Dorota Kępińska",
        &[
            (Coordinator, At::Project("S0")),
            (Coordinator, At::Project("S1")),
            (Coordinator, At::Partner("S2", "26")),
        ],
        None,
    ),
    account(
        "Olga Świstakowska",
        &[(TeamTraining, At::Project("S4")), (TeamTraining, At::Partner("S4", "28"))],
        None,
    ),
    account("Adam Kręciejewski", &[(TeamResearch, At::Project("S4"))], None),
    account("Paulina Dzięgielska", &[(TeamServices, At::Project("S4"))], None),
    account("Norbert Ślęzakiewicz", &[(TeamEconomy, At::Project("S4")), (Coach, At::Project("S4"))], None),
    account(
        "Kacper Wróżbik",
        &[(TeamTraining, At::Project("S2")), (TeamTraining, At::Partner("S2", "18"))],
        None,
    ),
    account(
        "Gabriela Wąż-Rydzewska",
        &[
            (Trainer, At::Edition("S4/warsztaty")),
            (Trainer, At::Edition("S4/lidzbark")),
            (Trainer, At::Edition("S4/otwarta")),
        ],
        Some(Trainer),
    ),
    account("Jolanta Świąteczak", &[(Trainer, At::Edition("S2/1")), (Trainer, At::Edition("S2/2"))], None),
    account("Benedykt Suchożebrski", &[(Trainer, At::Edition("S0/warsztaty"))], None),
    account("Kinga Trześniewska", &[(InstitutionCoordinator, At::Institution("mopr-kielce"))], None),
    account("Iwona Przełęcka", &[(InstitutionCoordinator, At::Institution("cus-elblag"))], None),
    account("Arleta Świerkoszówna", &[(PilotWorker, At::Site("0811063"))], Some(PilotWorker)),
    account("Gerard Brzęczkiewicz", &[(PilotWorker, At::Site("0810073"))], None),
    account("Klementyna Jaszczołtówna", &[(PilotWorker, At::Site("0806023"))], None),
    account("Olgierd Pęcławiński", &[(PilotWorker, At::Site("0809063"))], None),
    account("Wiesława Żmudźka", &[(PilotWorker, At::Site("0805043"))], None),
    account("Florian Gołębczyk", &[(PilotWorker, At::Site("0811"))], None),
    account("Sabina Ćwiękała-Wróbel", &[(PilotWorker, At::Site("0810"))], None),
    account("Lucjan Ożóg-Rędziński", &[(PilotWorker, At::Site("0806"))], None),
    account("Jadwiga Śnieżkowska", &[], Some(Participant)),
    account("Seweryn Ćwiklińczak", &[(Auditor, At::Installation)], Some(Auditor)),
];
