//! S0 and S1: the systemic project of ROPS Kielce in 2015 with its workshops, and the Regional Cooperation Platform
//! with its thematic group.

use entities::partnerships::PartnerRole::Lead;
use entities::partnerships::ProjectState;
use entities::partnerships::SignKind::{EuropeanUnion, Programme, Region};
use entities::shared::error::Result;
use entities::trainings::actions::{NewEdition, NewProgramme, create_programme};
use entities::trainings::{DatesKind, EditionState, ProgrammeKind};

use super::projects::{Plan, Task};
use super::trainings::{Wording, slot};
use super::{Story, at, day};
use crate::institutions::SWIETOKRZYSKIE;
use crate::people::{Human, KIELCE};

const MANAGER: &str = "Grażyna Ździebłowska";
const COORDINATOR: &str = "Dorota Kępińska";
const TRAINER: &str = "Benedykt Suchożebrski";
const KEY: &str = "S0/warsztaty";

impl Story<'_> {
    pub(super) async fn platform(&mut self) -> Result<()> {
        let period = (day(2007, 1, 1), day(2015, 12, 31));
        let name = "Program Operacyjny Kapitał Ludzki, Poddziałanie 7.1.3 Podnoszenie kwalifikacji kadr pomocy \
                    i integracji społecznej";
        let funding = ("PO KL 7.1.3", name, "Europejski Fundusz Społeczny");
        let programme = self.funding(funding, period, at(day(2015, 1, 7), 9, 0)).await?;
        let signs = &[
            (Programme, "Kapitał Ludzki", "Narodowa Strategia Spójności"),
            (Region, "Województwo", "Świętokrzyskie"),
            (EuropeanUnion, "Unia Europejska", "Europejski Fundusz Społeczny"),
        ];
        let lead =
            &[(Lead, "Regionalny Ośrodek Polityki Społecznej w Kielcach", Some("26"), Some("rops-kielce"))];
        let year = (day(2015, 1, 8), day(2015, 12, 31));
        self.plan(Plan {
            key: "S0",
            programme,
            title: "Współpraca i kwalifikacje kadr gwarancją skutecznej pomocy",
            goal: "Poprawa jakości życia osób wykluczonych społecznie i ich rodzin przez trwałą współpracę instytucji \
                   pomocy i integracji społecznej z publicznymi służbami zatrudnienia oraz lepiej przygotowane kadry.",
            period: year,
            manager: MANAGER,
            partners: lead,
            tasks: vec![
                Task {
                    title: "System współpracy międzyinstytucjonalnej",
                    description: "Regionalna Platforma Współpracy, grupa tematyczna, strona internetowa, warsztaty \
                                  dla OPS i PUP oraz budowanie partnerstw.",
                    team: None,
                    period: (day(2015, 2, 18), year.1),
                },
                Task {
                    title: "Kwalifikacje kadr w pracy z osobami opuszczającymi zakłady karne i placówki dla nieletnich",
                    description: "Cykl warsztatów dla pracowników instytucji pomocy i integracji społecznej oraz \
                                  publicznych służb zatrudnienia z województwa świętokrzyskiego.",
                    team: None,
                    period: year,
                },
                Task {
                    title: "Specjalistyczne doradztwo",
                    description: "Doradztwo dla instytucji, które rozwijają współpracę i formy aktywnej integracji.",
                    team: None,
                    period: year,
                },
            ],
            signs,
            series: Some("WK"),
            entered: day(2015, 1, 7),
        })
        .await?;
        self.plan(Plan {
            key: "S1",
            programme,
            title: "Regionalna Platforma Współpracy – Grupa Tematyczna ds. Współpracy Międzyinstytucjonalnej",
            goal: "Wypracowanie rekomendacji, które wzmocnią współpracę OPS i PCPR z powiatowymi urzędami pracy. \
                   Platformę powołała uchwała nr 207/15 Zarządu Województwa Świętokrzyskiego z 18 lutego 2015 r.",
            period: (day(2015, 2, 18), year.1),
            manager: MANAGER,
            partners: lead,
            tasks: vec![
                Task {
                    title: "Spotkania grupy tematycznej",
                    description: "Na trzecim spotkaniu, 21 sierpnia 2015 r., grupa przyjęła osiem rekomendacji.",
                    team: None,
                    period: (day(2015, 2, 18), year.1),
                },
                Task {
                    title: "Upowszechnianie rekomendacji",
                    description: "Przekazanie rekomendacji instytucjom i zbieranie informacji o ich wdrażaniu.",
                    team: None,
                    period: (day(2015, 8, 21), year.1),
                },
            ],
            signs,
            series: None,
            entered: day(2015, 2, 18),
        })
        .await?;
        self.workshops().await?;
        for key in ["S0", "S1"] {
            let steps = [
                (ProjectState::Settling, day(2016, 1, 4)),
                (ProjectState::Closed, day(2016, 3, 31)),
                (ProjectState::Archived, day(2021, 4, 1)),
            ];
            self.move_project(key, MANAGER, &steps).await?;
        }
        Ok(())
    }

    async fn workshops(&mut self) -> Result<()> {
        let now = at(day(2015, 3, 2), 9, 0);
        self.offices(SWIETOKRZYSKIE, COORDINATOR, now).await?;
        self.staff_of("most-kielce", COORDINATOR, now).await?;
        for (n, human) in KIELCE.iter().enumerate() {
            // A slip of the pen that stands on a certificate three years later.
            let first = if n == 1 { "Malgorzata" } else { human.first };
            self.human_written(human, first, COORDINATOR, now).await?;
        }
        let wording = Wording {
            issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach",
            place: "Kielce",
            signatory: (
                "Mirosława Brzękowska",
                "Dyrektor Regionalnego Ośrodka Polityki Społecznej w Kielcach",
            ),
        };
        let partner_id = self.partner("S0", "26")?;
        let manager = self.by(MANAGER, at(day(2015, 3, 9), 10, 0)).await?;
        let template = self.template(partner_id, &wording, &manager).await?;
        let op = self.by(COORDINATOR, at(day(2015, 4, 7), 10, 0)).await?;
        let programme = NewProgramme {
            partner_id,
            kind: ProgrammeKind::WorkshopCycle,
            title: "Praca z osobami opuszczającymi zakłady karne i placówki dla nieletnich".to_owned(),
            aims: Some(
                "Przygotowanie kadr do wspólnej, wczesnej pracy z osobą wracającą na wolność.".to_owned(),
            ),
            audience: Some(
                "Pracownicy OPS, PCPR i PUP, kuratorzy, policja, organizacje pozarządowe.".to_owned(),
            ),
            topics: [
                "Sytuacja prawna i życiowa osoby opuszczającej zakład karny",
                "Kto, co i kiedy: podział zadań między instytucjami",
                "Odbudować więź: praca z nieletnim i jego rodziną po powrocie z placówki",
                "Wspólny plan działania OPS i PUP, służb i organizacji",
            ]
            .map(str::to_owned)
            .to_vec(),
            certificate_months: None,
            template_id: Some(template),
            editions_per_person: None,
            institution_cap: None,
        };
        let programme_id = create_programme(self.tx, &op, programme).await?;
        let (first, second) = (day(2015, 5, 20), day(2015, 5, 21));
        let edition = NewEdition {
            programme_id,
            title: "Kielce 2015".to_owned(),
            dates: DatesKind::Confirmed,
            starts_on: first,
            ends_on: second,
            venue: Some("Dom Spotkań „Pod Dębem”, ul. Kasztanowa 6".to_owned()),
            city: "Kielce".to_owned(),
            online_link: None,
            contractor: None,
            seats: 12,
            seats_reserved: 0,
            waiting_list_size: 0,
            institution_cap: Some(3),
            opens_on: Some(day(2015, 4, 13)),
            closes_on: Some(day(2015, 5, 8)),
            cancel_until: Some(day(2015, 5, 8)),
            offer_hours: 48,
            approval: false,
            threshold_pct: 80,
        };
        let id = self.announce(KEY, edition, &[TRAINER], &op).await?;
        let slots = [
            slot("Wolność i co dalej", first, (9, 0), (12, 0)),
            slot("Instytucje przy jednym stole", first, (13, 0), (16, 0)),
            slot("Nieletni i rodzina", second, (9, 0), (12, 0)),
            slot("Wspólny plan działania", second, (13, 0), (15, 30)),
        ];
        let mut sessions = vec![];
        for one in slots {
            sessions.push(self.session(id, one, None, &op).await?);
        }
        let op = self.by(COORDINATOR, at(day(2015, 4, 13), 8, 0)).await?;
        self.go(id, EditionState::EnrolmentOpen, &op).await?;
        let people: Vec<&Human> = KIELCE.iter().skip(2).collect();
        for (n, human) in people.iter().enumerate() {
            let op = self.by(COORDINATOR, at(day(2015, 4, 14), 9, 5 * u32::try_from(n).unwrap_or(0))).await?;
            self.enrols(KEY, human, n, &op).await?;
        }
        let op = self.by(COORDINATOR, at(day(2015, 5, 11), 8, 0)).await?;
        self.go(id, EditionState::EnrolmentClosed, &op).await?;
        let op = self.by(COORDINATOR, at(first, 8, 30)).await?;
        self.go(id, EditionState::Running, &op).await?;
        for (session, (n, one)) in sessions.iter().zip(slots.iter().enumerate()) {
            let planned = [180, 180, 180, 150][n];
            // One person was called away after the first day.
            let list: Vec<(&Human, i32)> =
                people.iter().map(|h| (*h, if n > 1 && h.last == "Łęgowik" { 0 } else { planned })).collect();
            let op = self.by(TRAINER, at(one.day, one.to.0, one.to.1)).await?;
            self.record(KEY, *session, &list, &op).await?;
        }
        self.complete(KEY, COORDINATOR, at(second, 16, 0)).await?;
        let op = self.by(COORDINATOR, at(day(2015, 6, 1), 9, 0)).await?;
        self.go(id, EditionState::Settled, &op).await
    }
}
