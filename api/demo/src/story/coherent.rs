//! S4: „Spójna Polityka Społeczna Warmii i Mazur”: four tasks with four teams, the two-day event in Lidzbark
//! Warmiński, a cycle of workshops that runs now, and a training that one may enrol in now.
//!
//! „Now” is the day on which the story is told, so that the demonstration never grows stale.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use entities::certificates::CertificateKind;
use entities::certificates::actions::{PreviewCertificate, request_preview};
use entities::partnerships::PartnerRole::Lead;
use entities::partnerships::SignKind::{EuropeanUnion, Programme, Region, Republic};
use entities::shared::error::Result;
use entities::shared::ids::{
    BreakoutGroupId, EditionId, FundingProgrammeId, ProgrammeId, SessionId, TemplateId,
};
use entities::trainings::actions::{
    NewBreakoutGroup, NewEdition, NewProgramme, RequestSheet, add_breakout_group, create_programme,
    request_sheet, set_breakout_group,
};
use entities::trainings::{DatesKind, EditionState, ProgrammeKind};

use super::projects::{Plan, Task};
use super::trainings::{Slot, Wording, slot};
use super::{Story, at, day};
use crate::accounts::At;
use crate::institutions::WARMIA as OFFICES;
use crate::people::{Human, WARMIA};

pub(super) const MANAGER: &str = "Marzena Łukaszczukowa";
const COORDINATOR: &str = "Filip Żuchowicz";
pub(super) const TEAM: &str = "Olga Świstakowska";
pub(super) const TRAINERS: [&str; 3] =
    ["Gabriela Wąż-Rydzewska", "Tymoteusz Jeżykowski", "Karina Błońska-Żak"];
/// Speaks for an institution of Elbląg.
const INSTITUTION: &str = "Iwona Przełęcka";
pub(super) const EVENT: &str = "S4/lidzbark";
const RUNNING: &str = "S4/warsztaty";
const OPEN: &str = "S4/otwarta";

impl Story<'_> {
    pub(super) async fn coherent(&mut self) -> Result<()> {
        let period = (day(2021, 1, 1), day(2029, 12, 31));
        let name = "Fundusze Europejskie dla Rozwoju Społecznego 2021–2027";
        let funding = ("FERS", name, "Europejski Fundusz Społeczny Plus");
        let programme = self.funding(funding, period, at(day(2023, 9, 4), 9, 0)).await?;
        self.plan(project(programme)).await?;
        self.offices(OFFICES, COORDINATOR, at(day(2023, 11, 6), 9, 0)).await?;
        self.staff_of("echo-olsztyn", COORDINATOR, at(day(2024, 4, 15), 9, 0)).await?;
        for human in WARMIA {
            self.human(human, COORDINATOR, at(day(2024, 4, 16), 9, 0)).await?;
        }
        self.appoint(At::Institution("cus-elblag"), at(day(2024, 4, 17), 9, 0)).await?;
        let wording = Wording {
            issuer: "Regionalny Ośrodek Polityki Społecznej w Olsztynie",
            place: "Olsztyn",
            signatory: (
                "Wiesława Jeziorańska",
                "Dyrektor Regionalnego Ośrodka Polityki Społecznej w Olsztynie",
            ),
        };
        let partner = self.partner("S4", "28")?;
        let manager = self.by(MANAGER, at(day(2024, 4, 18), 10, 0)).await?;
        let template = self.template(partner, &wording, &manager).await?;
        let dialogue = self.dialogue(template).await?;
        self.kinds(dialogue).await?;
        self.event(dialogue).await?;
        self.year().await?;
        self.practice(template).await?;
        self.open_training(dialogue).await
    }

    async fn dialogue(&self, template: TemplateId) -> Result<ProgrammeId> {
        let new = NewProgramme {
            partner_id: self.partner("S4", "28")?,
            kind: ProgrammeKind::Training,
            title: "Dialog motywujący w pracy kadry kierowniczej".to_owned(),
            aims: Some("Kadra, która prowadzi rozmowę tak, że ludzie sami szukają zmiany.".to_owned()),
            audience: Some("Kadra kierownicza CUS, OPS i PCPR województwa warmińsko-mazurskiego.".to_owned()),
            topics: [
                "Projekt koordynacyjny i zespoły, które go prowadzą",
                "Duch i procesy dialogu motywującego",
                "Słuchanie odzwierciedlające i pytania otwarte",
                "Język zmiany i język podtrzymania: jak je usłyszeć i wyraźnie odróżnić",
                "Rozmowa z pracownikiem i z zespołem w zmianie",
            ]
            .map(str::to_owned)
            .to_vec(),
            // After a year the skill is refreshed: the certificates of the event have run out.
            certificate_months: Some(12),
            template_id: Some(template),
            editions_per_person: None,
            institution_cap: None,
        };
        create_programme(self.tx, &self.by(TEAM, at(day(2024, 4, 22), 10, 0)).await?, new).await
    }

    /// Two days, a plenary and three breakout groups.
    async fn event(&mut self, programme: ProgrammeId) -> Result<()> {
        let (first, second) = (day(2024, 6, 12), day(2024, 6, 13));
        let op = self.by(TEAM, at(day(2024, 4, 23), 10, 0)).await?;
        let venue = ("Ośrodek Konferencyjny „Nad Łyną”, ul. Zamkowa 20", "Lidzbark Warmiński");
        let new = edition(programme, "Lidzbark Warmiński 2024", (first, second), venue, (40, 10));
        let id = self.announce(EVENT, new, &TRAINERS, &op).await?;
        let mut groups = vec![];
        for name in ["Grupa I – kadra CUS i OPS", "Grupa II – kadra OPS", "Grupa III – kadra PCPR i PES"]
        {
            let new = NewBreakoutGroup { edition_id: id, name: name.to_owned() };
            groups.push(add_breakout_group(self.tx, &op, new).await?);
        }
        let plenary = Slot {
            mandatory: true,
            ..slot("Włączenie społeczne na Warmii i Mazurach: projekt i zespoły", first, (10, 0), (12, 0))
        };
        let opening = self.session(id, plenary, None, &op).await?;
        let mut workshops = vec![];
        let first_day = ["Grupa I – warsztat 1", "Grupa II – warsztat 1", "Grupa III – warsztat 1"];
        let second_day = ["Grupa I – warsztat 2", "Grupa II – warsztat 2", "Grupa III – warsztat 2"];
        for (titles, day, from, to) in
            [(first_day, first, (13, 0), (16, 15)), (second_day, second, (9, 0), (12, 30))]
        {
            for (group, title) in groups.iter().zip(titles) {
                let id = self.session(id, slot(title, day, from, to), Some(*group), &op).await?;
                workshops.push((*group, id, day, to));
            }
        }
        let closing = self.session(id, slot("Podsumowanie", second, (13, 15), (14, 45)), None, &op).await?;

        let op = self.by(TEAM, at(day(2024, 5, 6), 8, 0)).await?;
        self.go(id, EditionState::EnrolmentOpen, &op).await?;
        let people: Vec<&Human> = WARMIA.iter().take(36).collect();
        for (n, human) in people.iter().enumerate() {
            let who = if human.office == "cus-elblag" { INSTITUTION } else { TEAM };
            let minute = u32::try_from(n).unwrap_or(0);
            let op = self.by(who, at(day(2024, 5, 7), 9, minute)).await?;
            self.enrols(EVENT, human, n, &op).await?;
        }
        let op = self.by(TEAM, at(day(2024, 6, 6), 9, 0)).await?;
        self.go(id, EditionState::EnrolmentClosed, &op).await?;
        let mut grouped: Vec<(&Human, BreakoutGroupId)> = vec![];
        for (n, human) in people.iter().enumerate() {
            let group = groups[n * groups.len() / people.len()];
            set_breakout_group(self.tx, &op, self.enrolment(EVENT, &human.name())?, Some(group)).await?;
            grouped.push((human, group));
        }
        let op = self.by(TEAM, at(day(2024, 6, 11), 12, 0)).await?;
        request_sheet(
            self.tx,
            &op,
            RequestSheet { edition_id: id, day: first, breakout_group_id: None, blank_lines: 3 },
        )
        .await?;

        self.handout(id).await?;

        let op = self.by(TEAM, at(first, 9, 0)).await?;
        self.go(id, EditionState::Running, &op).await?;
        self.scans(opening, &people).await?;
        // One never came, one missed the opening, one left after the first day.
        let there = |human: &Human, planned: i32, on: NaiveDate| match human.last {
            "Cichońska" => 0,
            "Łyżwicki" if planned == 120 => 45,
            "Mroźnicki" if on == second => 0,
            _ => planned,
        };
        let list: Vec<(&Human, i32)> = people.iter().map(|h| (*h, there(h, 120, first))).collect();
        self.record(EVENT, opening, &list, &self.by(TRAINERS[0], at(first, 12, 5)).await?).await?;
        for (group, session, on, (hour, minute)) in workshops {
            let planned = if on == first { 195 } else { 210 };
            let own = grouped.iter().filter(|(_, own)| *own == group);
            let list: Vec<(&Human, i32)> = own.map(|(h, _)| (*h, there(h, planned, on))).collect();
            let op = self.by(TRAINERS[0], at(on, hour, minute)).await?;
            self.record(EVENT, session, &list, &op).await?;
        }
        let list: Vec<(&Human, i32)> = people.iter().map(|h| (*h, there(h, 90, second))).collect();
        self.record(EVENT, closing, &list, &self.by(TRAINERS[0], at(second, 14, 50)).await?).await?;
        self.complete(EVENT, TEAM, at(second, 15, 30)).await?;
        self.survey(id, &people).await?;
        self.completed(id).await
    }

    /// A cycle of two meetings: the first was a week ago and is recorded, the second is today or next.
    async fn practice(&mut self, template: TemplateId) -> Result<()> {
        let today = self.given.op.today();
        let (first, second) = (workday_before(today - Days::new(7)), workday(today));
        let opened = today - Days::new(45);
        let op = self.by(TEAM, at(opened - Days::new(7), 10, 0)).await?;
        let new = NewProgramme {
            partner_id: self.partner("S4", "28")?,
            kind: ProgrammeKind::WorkshopCycle,
            title: "Rozmowa motywująca w praktyce".to_owned(),
            aims: Some("Ćwiczenie rozmowy na własnych przypadkach, z informacją zwrotną.".to_owned()),
            audience: Some("Pracownicy socjalni, asystenci rodziny i organizatorzy usług.".to_owned()),
            topics: [
                "Rozmowa pierwszego kontaktu",
                "Praca z ambiwalencją",
                "Więź i odpowiedzialność: superwizja rówieśnicza",
            ]
            .map(str::to_owned)
            .to_vec(),
            certificate_months: None,
            template_id: Some(template),
            editions_per_person: None,
            institution_cap: None,
        };
        let programme = create_programme(self.tx, &op, new).await?;
        let venue = ("Sala Warsztatowa Fundacji Echo, ul. Źródlana 41", "Olsztyn");
        let new = NewEdition {
            opens_on: Some(opened),
            closes_on: Some(first - Days::new(7)),
            cancel_until: Some(first - Days::new(7)),
            ..edition(programme, "Olsztyn, grupa 1", (first, second), venue, (14, 4))
        };
        let id = self.announce(RUNNING, new, &TRAINERS[..1], &op).await?;
        let slots = [
            slot("Rozmowa pierwszego kontaktu", first, (9, 0), (12, 0)),
            slot("Praca z ambiwalencją", first, (12, 45), (15, 45)),
            Slot { mandatory: true, ..slot("Nagrania i informacja zwrotna", second, (9, 0), (12, 0)) },
            slot("Superwizja rówieśnicza: pomóc i przyjąć pomoc", second, (12, 45), (14, 45)),
        ];
        let mut sessions: Vec<SessionId> = vec![];
        for one in slots {
            sessions.push(self.session(id, one, None, &op).await?);
        }
        let people: Vec<&Human> = WARMIA.iter().skip(1).step_by(3).take(12).collect();
        self.fill(RUNNING, id, &people, opened).await?;
        let op = self.by(TEAM, at(first - Days::new(5), 9, 0)).await?;
        self.go(id, EditionState::EnrolmentClosed, &op).await?;
        let op = self.by(TEAM, at(first, 8, 30)).await?;
        self.go(id, EditionState::Running, &op).await?;
        for (session, one) in sessions.iter().zip(slots).take(2) {
            let list: Vec<(&Human, i32)> = people.iter().map(|h| (*h, 180)).collect();
            let op = self.by(TRAINERS[0], at(first, one.to.0, one.to.1)).await?;
            self.record(RUNNING, *session, &list, &op).await?;
        }
        let op = self.by(TEAM, at(first + Days::new(1), 9, 0)).await?;
        request_sheet(
            self.tx,
            &op,
            RequestSheet { edition_id: id, day: second, breakout_group_id: None, blank_lines: 3 },
        )
        .await?;
        if let Some(human) = people.first() {
            let enrolment_id = self.enrolment(RUNNING, &human.name())?;
            let kind = CertificateKind::Attendance;
            request_preview(self.tx, &op, PreviewCertificate { enrolment_id, kind, language: None }).await?;
        }
        Ok(())
    }

    /// A training in some weeks: a few are enrolled, most seats are free.
    async fn open_training(&mut self, programme: ProgrammeId) -> Result<()> {
        let today = self.given.op.today();
        let first = workday(today + Days::new(45));
        let second = workday(first + Days::new(1));
        let opened = today - Days::new(5);
        let op = self.by(TEAM, at(opened - Days::new(5), 10, 0)).await?;
        let venue = ("Centrum Aktywności „Żuławy”, ul. Rybacka 12", "Elbląg");
        let new = NewEdition {
            opens_on: Some(opened),
            closes_on: Some(first - Days::new(7)),
            cancel_until: Some(first - Days::new(7)),
            ..edition(programme, &format!("Elbląg {}", first.year()), (first, second), venue, (20, 5))
        };
        let id = self.announce(OPEN, new, &TRAINERS[..1], &op).await?;
        for one in [
            Slot { mandatory: true, ..slot("Duch i procesy dialogu motywującego", first, (10, 0), (13, 0)) },
            slot("Słuchanie odzwierciedlające", first, (14, 0), (17, 0)),
            slot("Język zmiany", second, (9, 0), (12, 0)),
            slot("Rozmowa z zespołem", second, (12, 45), (14, 45)),
        ] {
            self.session(id, one, None, &op).await?;
        }
        let people: Vec<&Human> = WARMIA.iter().filter(|h| h.office != "cus-elblag").rev().take(6).collect();
        self.fill(OPEN, id, &people, opened).await
    }

    /// Opens enrolment and enrols people.
    async fn fill(
        &mut self,
        key: &'static str,
        id: EditionId,
        people: &[&Human],
        opened: NaiveDate,
    ) -> Result<()> {
        let op = self.by(TEAM, at(opened, 8, 0)).await?;
        self.go(id, EditionState::EnrolmentOpen, &op).await?;
        for (n, human) in people.iter().enumerate() {
            let minute = 3 * u32::try_from(n).unwrap_or(0);
            let who = if human.office == "cus-elblag" { INSTITUTION } else { TEAM };
            let op = self.by(who, at(opened + Days::new(1), 9, minute)).await?;
            self.enrols(key, human, n, &op).await?;
        }
        Ok(())
    }
}

/// The day, or the next one on which people hold trainings.
fn workday(mut day: NaiveDate) -> NaiveDate {
    while is_free(day) {
        day = day + Days::new(1);
    }
    day
}

/// The day, or the last one before it on which people hold trainings.
fn workday_before(mut day: NaiveDate) -> NaiveDate {
    while is_free(day) {
        day = day - Days::new(1);
    }
    day
}

/// Weekends, the days around Christmas, and feasts with a fixed day.
fn is_free(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        || matches!((day.month(), day.day()), (12, 22..) | (1, ..=6) | (5, 1..=3) | (8, 15) | (11, 1 | 11))
}

fn edition(
    programme_id: ProgrammeId,
    title: &str,
    (starts_on, ends_on): (NaiveDate, NaiveDate),
    (venue, city): (&str, &str),
    (seats, waiting_list_size): (i32, i32),
) -> NewEdition {
    NewEdition {
        programme_id,
        title: title.to_owned(),
        dates: DatesKind::Confirmed,
        starts_on,
        ends_on,
        venue: Some(venue.to_owned()),
        city: city.to_owned(),
        online_link: None,
        contractor: Some("Fundacja „Pracownia Dialogu Echo”".to_owned()),
        seats,
        seats_reserved: 0,
        waiting_list_size,
        institution_cap: Some(3),
        opens_on: Some(starts_on - Days::new(40)),
        closes_on: Some(starts_on - Days::new(7)),
        cancel_until: Some(starts_on - Days::new(7)),
        offer_hours: 48,
        approval: false,
        threshold_pct: 80,
    }
}

fn project(programme: FundingProgrammeId) -> Plan {
    let period = (day(2023, 10, 1), day(2028, 12, 31));
    let task = |title, description, team| Task { title, description, team: Some(team), period };
    Plan {
        key: "S4",
        programme,
        title: "Spójna Polityka Społeczna Warmii i Mazur",
        goal: "Spójna polityka włączenia społecznego w regionie, sprawniejsza jej koordynacja i lepszy przepływ \
               informacji między krajem, regionem i podmiotami województwa do 2028 roku.",
        period,
        manager: MANAGER,
        partners: &[(
            Lead,
            "Regionalny Ośrodek Polityki Społecznej w Olsztynie",
            Some("28"),
            Some("rops-olsztyn"),
        )],
        tasks: vec![
            task(
                "Diagnoza i monitorowanie włączenia społecznego",
                "Badanie sytuacji w regionie i planowanie interwencji.",
                "Zespół ds. badań",
            ),
            task(
                "Rozwój usług społecznych w społecznościach lokalnych",
                "Doradcy w czterech subregionach, wsparcie gmin, które tworzą centra usług społecznych.",
                "Zespół ds. usług społecznych",
            ),
            task(
                "Szkolenia kadr pomocy i integracji społecznej",
                "Szkolenia dla instytucji pomocy, wspierania rodziny, pieczy zastępczej i adopcji.",
                "Zespół ds. szkoleń",
            ),
            task(
                "Koordynacja ekonomii społecznej",
                "Działania regionalne z ośrodkami wsparcia i podmiotami ekonomii społecznej.",
                "Zespół ds. ekonomii społecznej",
            ),
        ],
        signs: &[
            (Programme, "Fundusze Europejskie", "dla Rozwoju Społecznego"),
            (Republic, "Rzeczpospolita", "Polska"),
            (EuropeanUnion, "Dofinansowane przez", "Unię Europejską"),
            (Region, "Województwo", "Warmińsko-Mazurskie"),
        ],
        series: Some("SPS"),
        entered: day(2023, 9, 11),
    }
}
