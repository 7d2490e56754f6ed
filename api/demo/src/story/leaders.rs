//! S2: „Liderzy kooperacji”, five voivodeships, and its School of Cooperation: two one-day trainings, the first of
//! them announced before its day and contractor were fixed.

use chrono::NaiveDate;
use entities::accounts::actions::update_person;
use entities::certificates::actions::{
    CorrectCertificate, EndCertificate, correct_certificate, request_archive, revoke_certificate,
};
use entities::certificates::store::live_of_enrolment;
use entities::institutions::actions::PersonChange;
use entities::partnerships::PartnerRole::{Lead, Partner};
use entities::partnerships::ProjectState;
use entities::partnerships::SignKind::{EuropeanUnion, Programme, Region, Republic};
use entities::shared::error::Result;
use entities::shared::ids::{CertificateId, EditionId, FundingProgrammeId, ProgrammeId, SessionId};
use entities::trainings::actions::{
    AnswerOffer, ConfirmDates, Decision, EnrolmentDays, NewEdition, NewProgramme, RequestSheet, answer_offer,
    cancel_enrolment, confirm_dates, create_programme, decide_enrolment, request_sheet,
};
use entities::trainings::{DatesKind, EditionState, ProgrammeKind};

use super::projects::{Plan, Task};
use super::trainings::{Slot, Wording, slot};
use super::{Story, at, day, untold};
use crate::accounts::At;
use crate::institutions::LEADERS as OFFICES;
use crate::people::{Human, KIELCE, LEADERS};

const MANAGER: &str = "Zygmunt Łaszczyk";
const COORDINATOR: &str = "Aneta Dziędzioł";
const TEAM: &str = "Kacper Wróżbik";
const TRAINERS: [&str; 2] = ["Jolanta Świąteczak", "Bogumił Żyłkowski"];
/// Speaks for an institution of Kielce.
const INSTITUTION: &str = "Kinga Trześniewska";
/// Coordinates for the partner in świętokrzyskie.
const OFFICE: &str = "Dorota Kępińska";
const FIRST: &str = "S2/1";
const SECOND: &str = "S2/2";

/// Minutes of the four sessions of a training day: 450 in all, of which 360 are enough. The first is mandatory.
const PLANNED: [i32; 4] = [120, 105, 120, 105];

/// What somebody attended, by their name: everybody else stayed to the end.
fn attended(key: &str, human: &Human) -> [i32; 4] {
    match (key, human.last) {
        // Exactly enough, a minute too little, a little too little.
        (FIRST, "Pięciakowska") => [120, 105, 120, 15],
        (FIRST, "Ożegalski") => [120, 105, 119, 15],
        (FIRST, "Jaźwiecki") => [100, 105, 120, 30],
        // Enough in all, but too little of the mandatory session.
        (FIRST, "Ćmielewicz") => [90, 105, 120, 105],
        (FIRST, "Gęsiński") => [120, 105, 0, 0],
        (FIRST, "Łapczyk") => [120, 60, 0, 0],
        (FIRST, "Niedźwiedziński") | (SECOND, "Żurawińczyk") => [0; 4],
        (SECOND, "Krzyśkowiak") => [120, 105, 60, 0],
        _ => PLANNED,
    }
}

impl Story<'_> {
    pub(super) async fn leaders(&mut self) -> Result<()> {
        let period = (day(2014, 1, 1), day(2023, 12, 31));
        let name = "Program Operacyjny Wiedza Edukacja Rozwój, Działanie 2.5 Skuteczna pomoc społeczna";
        let funding = ("PO WER 2.5", name, "Europejski Fundusz Społeczny");
        let programme = self.funding(funding, period, at(day(2018, 3, 19), 9, 0)).await?;
        self.plan(project(programme)).await?;
        self.appoint(At::Partner("S2", "06"), at(day(2018, 4, 4), 9, 0)).await?;
        self.appoint(At::Partner("S2", "26"), at(day(2018, 4, 4), 10, 0)).await?;
        self.appoint(At::Institution("mopr-kielce"), at(day(2018, 4, 9), 9, 0)).await?;
        self.offices(OFFICES, COORDINATOR, at(day(2018, 4, 16), 9, 0)).await?;
        self.staff_of("horyzont", COORDINATOR, at(day(2018, 6, 4), 9, 0)).await?;
        for human in LEADERS {
            self.human(human, COORDINATOR, at(day(2018, 6, 5), 9, 0)).await?;
        }
        let school = self.school().await?;
        self.clause_of_trainings(MANAGER).await?;
        self.first_training(school).await?;
        self.participants(at(day(2018, 7, 23), 9, 0)).await?;
        self.corrections().await?;
        self.second_training(school).await?;
        self.clause = None;
        let steps = [(ProjectState::Settling, day(2021, 4, 1)), (ProjectState::Closed, day(2021, 9, 30))];
        self.move_project("S2", MANAGER, &steps).await
    }

    async fn school(&self) -> Result<ProgrammeId> {
        let wording = Wording {
            issuer: "Regionalny Ośrodek Polityki Społecznej w Rzeszowie",
            place: "Rzeszów",
            signatory: (
                "dr Bronisław Źdźbło",
                "Dyrektor Regionalnego Ośrodka Polityki Społecznej w Rzeszowie",
            ),
        };
        let partner_id = self.partner("S2", "18")?;
        let manager = self.by(MANAGER, at(day(2018, 6, 6), 10, 0)).await?;
        let template = self.template(partner_id, &wording, &manager).await?;
        let aims = "Metodyka budowania konstruktywnej współpracy, wymiana doświadczeń między województwami \
                    i poznanie dobrych praktyk.";
        let new = NewProgramme {
            partner_id,
            kind: ProgrammeKind::School,
            title: "Szkoła Kooperacji".to_owned(),
            aims: Some(aims.to_owned()),
            audience: Some("Osoby, które tworzą politykę społeczną w województwach i powiatach.".to_owned()),
            topics: [
                "Metodyka budowania konstruktywnej współpracy",
                "Komunikacja między sektorami: edukacja, sądownictwo, policja, kultura, organizacje",
                "Odpowiedzialność i więź: praca wielu służb z rodziną w gminie wiejskiej",
                "Dobre praktyki województw partnerskich",
                "Koordynator współpracy i przepływ informacji",
                "Konsultowanie i rekomendowanie modelu kooperacji",
            ]
            .map(str::to_owned)
            .to_vec(),
            certificate_months: None,
            template_id: Some(template),
            editions_per_person: None,
            institution_cap: None,
        };
        create_programme(self.tx, &self.by(TEAM, at(day(2018, 6, 8), 10, 0)).await?, new).await
    }

    /// Twenty-five seats, one person waits, one cancels in time and one late: twenty-four take part.
    async fn first_training(&mut self, programme: ProgrammeId) -> Result<()> {
        let on = day(2018, 7, 18);
        let op = self.by(TEAM, at(day(2018, 6, 11), 10, 0)).await?;
        let id = self.announce(FIRST, edition(programme, "Szkolenie 1", on, false), &TRAINERS, &op).await?;
        let op = self.by(TEAM, at(day(2018, 6, 18), 8, 0)).await?;
        self.go(id, EditionState::EnrolmentOpen, &op).await?;

        let people: Vec<&Human> = KIELCE.iter().take(9).chain(LEADERS.iter().take(17)).collect();
        for (n, human) in people.iter().enumerate() {
            let minute = 2 * u32::try_from(n).unwrap_or(0);
            let who = enrols_by(human);
            let op = self.by(who, at(day(2018, 6, 19), 9, minute)).await?;
            self.enrols(FIRST, human, n, &op).await?;
        }
        // The one who waits takes the seat that is given back.
        let op = self.by(INSTITUTION, at(day(2018, 6, 29), 11, 0)).await?;
        cancel_enrolment(self.tx, &op, self.enrolment(FIRST, INSTITUTION)?).await?;
        let op = self.by(TEAM, at(day(2018, 6, 30), 9, 0)).await?;
        let waited = self.enrolment(FIRST, "Weronika Źdźbłowska")?;
        answer_offer(self.tx, &op, waited, AnswerOffer::Accept).await?;

        let op = self.by(TEAM, at(day(2018, 7, 5), 14, 0)).await?;
        let confirm = ConfirmDates {
            edition_id: id,
            version: None,
            starts_on: on,
            ends_on: on,
            venue: Some("Centrum Konferencyjne „Nad Wisłokiem”, ul. Spacerowa 4".to_owned()),
            contractor: Some("Akademia Kadr „Horyzont” sp. z o.o.".to_owned()),
            days: EnrolmentDays::default(),
        };
        confirm_dates(self.tx, &op, confirm).await?;
        let sessions = self.sessions_of(id, on, TEAM).await?;
        let op = self.by(TEAM, at(day(2018, 7, 14), 8, 0)).await?;
        self.go(id, EditionState::EnrolmentClosed, &op).await?;
        let op = self.by(TEAM, at(day(2018, 7, 16), 15, 0)).await?;
        cancel_enrolment(self.tx, &op, self.enrolment(FIRST, "Hieronim Sójczak")?).await?;
        request_sheet(
            self.tx,
            &op,
            RequestSheet { edition_id: id, day: on, breakout_group_id: None, blank_lines: 3 },
        )
        .await?;

        let gone = [INSTITUTION, "Hieronim Sójczak"];
        let people: Vec<&Human> = people.into_iter().filter(|h| !gone.contains(&h.name().as_str())).collect();
        self.hold(FIRST, id, on, &people, &sessions).await
    }

    /// A name is mended and its certificate corrected; another certificate is revoked.
    async fn corrections(&self) -> Result<()> {
        let now = at(day(2018, 7, 25), 10, 0);
        let op = self.by(COORDINATOR, now).await?;
        let change = PersonChange {
            id: self.person("Małgorzata Żeńska")?,
            version: None,
            first_name: Some("Małgorzata".to_owned()),
            last_name: None,
            email: None,
            phone: None,
        };
        update_person(self.tx, &self.registrar(COORDINATOR, now).await?, change).await?;
        let certificate_id = self.certificate(FIRST, "Małgorzata Żeńska").await?;
        let reason = "Błąd w imieniu: „Malgorzata” zamiast „Małgorzata”.".to_owned();
        correct_certificate(self.tx, &op, CorrectCertificate { certificate_id, reason }).await?;

        let op = self.by(COORDINATOR, at(day(2018, 8, 2), 10, 0)).await?;
        let certificate_id = self.certificate(FIRST, "Józef Gżegżółka").await?;
        let reason =
            "Na liście obecności podpisała się inna osoba; wyjaśniono z instytucją kierującą.".to_owned();
        revoke_certificate(self.tx, &op, EndCertificate { certificate_id, reason }).await?;
        Ok(())
    }

    async fn certificate(&self, key: &'static str, person: &str) -> Result<CertificateId> {
        let live = live_of_enrolment(self.tx, self.enrolment(key, person)?).await?;
        live.map(|certificate| certificate.id).ok_or_else(|| untold(person))
    }

    /// The second training: every enrolment is approved, and one is rejected.
    async fn second_training(&mut self, programme: ProgrammeId) -> Result<()> {
        let on = day(2018, 10, 17);
        let op = self.by(TEAM, at(day(2018, 9, 3), 10, 0)).await?;
        let id = self.announce(SECOND, edition(programme, "Szkolenie 2", on, true), &TRAINERS, &op).await?;
        let sessions = self.sessions_of(id, on, TEAM).await?;
        let op = self.by(TEAM, at(day(2018, 9, 10), 8, 0)).await?;
        self.go(id, EditionState::EnrolmentOpen, &op).await?;
        let people: Vec<&Human> = KIELCE.iter().take(9).chain(LEADERS.iter().skip(5)).collect();
        for (n, human) in people.iter().enumerate() {
            let minute = 2 * u32::try_from(n).unwrap_or(0);
            let who = enrols_by(human);
            let op = self.by(who, at(day(2018, 9, 11), 10, minute)).await?;
            self.enrols(SECOND, human, n, &op).await?;
        }
        let op = self.by(TEAM, at(day(2018, 9, 28), 9, 0)).await?;
        for human in &people {
            let decision = if human.last == "Hryćkiewicz" { Decision::Reject } else { Decision::Approve };
            decide_enrolment(self.tx, &op, self.enrolment(SECOND, &human.name())?, decision).await?;
        }
        let op = self.by(TEAM, at(day(2018, 10, 6), 9, 0)).await?;
        self.go(id, EditionState::EnrolmentClosed, &op).await?;
        let people: Vec<&Human> = people.into_iter().filter(|h| h.last != "Hryćkiewicz").collect();
        self.hold(SECOND, id, on, &people, &sessions).await?;
        // Both trainings are settled together, and their certificates packed for the file.
        let op = self.by(TEAM, at(day(2018, 11, 5), 9, 0)).await?;
        let first = self.edition(FIRST)?;
        self.go(first, EditionState::Settled, &op).await?;
        self.go(id, EditionState::Settled, &op).await?;
        request_archive(self.tx, &op, first).await.map(drop)
    }

    async fn sessions_of(&self, id: EditionId, on: NaiveDate, who: &str) -> Result<Vec<SessionId>> {
        let op = self.by(who, at(day(2018, 9, 4), 9, 0).min(at(on, 0, 0) - chrono::Days::new(8))).await?;
        let slots = [
            Slot { mandatory: true, ..slot("Metodyka budowania współpracy", on, (9, 0), (11, 0)) },
            slot("Komunikacja między sektorami", on, (11, 15), (13, 0)),
            slot("Praca z rodziną w gminie wiejskiej", on, (13, 45), (15, 45)),
            slot("Dobre praktyki i konsultacje modelu", on, (16, 0), (17, 45)),
        ];
        let mut sessions = vec![];
        for one in slots {
            sessions.push(self.session(id, one, None, &op).await?);
        }
        Ok(sessions)
    }

    /// The day itself: trainers record, the team locks and completes; certificates follow the next day.
    async fn hold(
        &self,
        key: &'static str,
        id: EditionId,
        on: NaiveDate,
        people: &[&Human],
        sessions: &[SessionId],
    ) -> Result<()> {
        let op = self.by(TEAM, at(on, 8, 30)).await?;
        self.go(id, EditionState::Running, &op).await?;
        let ends = [(11, 5), (13, 5), (15, 50), (17, 50)];
        for (n, (session, (hour, minute))) in sessions.iter().zip(ends).enumerate() {
            let list: Vec<(&Human, i32)> = people.iter().map(|h| (*h, attended(key, h)[n])).collect();
            let op = self.by(TRAINERS[0], at(on, hour, minute)).await?;
            self.record(key, *session, &list, &op).await?;
        }
        self.complete(key, TEAM, at(on, 18, 30)).await
    }
}

fn edition(programme_id: ProgrammeId, title: &str, on: NaiveDate, fixed: bool) -> NewEdition {
    let earlier = |days| on - chrono::Days::new(days);
    NewEdition {
        programme_id,
        title: title.to_owned(),
        dates: if fixed { DatesKind::Confirmed } else { DatesKind::Tentative },
        starts_on: on,
        ends_on: on,
        venue: fixed.then(|| "Hotel „Pod Lipami”, ul. Ogrodowa 15".to_owned()),
        city: "Rzeszów".to_owned(),
        online_link: None,
        contractor: fixed.then(|| "Akademia Kadr „Horyzont” sp. z o.o.".to_owned()),
        seats: 25,
        seats_reserved: 0,
        waiting_list_size: 10,
        institution_cap: Some(3),
        opens_on: Some(earlier(40)),
        closes_on: Some(earlier(5)),
        cancel_until: Some(earlier(8)),
        offer_hours: 48,
        approval: fixed,
        threshold_pct: 80,
    }
}

fn project(programme: FundingProgrammeId) -> Plan {
    let period = (day(2018, 4, 1), day(2021, 3, 31));
    let task = |title, description, period| Task { title, description, team: None, period };
    Plan {
        key: "S2",
        programme,
        title: "Liderzy kooperacji",
        goal: "Wypracowanie i wdrożenie modelu współpracy instytucji pomocy i integracji społecznej z podmiotami \
               innych polityk – edukacji, sądownictwa, policji, kultury i organizacji – w gminach wiejskich.",
        period,
        manager: MANAGER,
        partners: &[
            (Lead, "Regionalny Ośrodek Polityki Społecznej w Rzeszowie", Some("18"), Some("rops-rzeszow")),
            (Partner, "Regionalny Ośrodek Polityki Społecznej w Lublinie", Some("06"), Some("rops-lublin")),
            (
                Partner,
                "Mazowieckie Centrum Polityki Społecznej w Warszawie",
                Some("14"),
                Some("mcps-warszawa"),
            ),
            (
                Partner,
                "Regionalny Ośrodek Polityki Społecznej w Białymstoku",
                Some("20"),
                Some("rops-bialystok"),
            ),
            (Partner, "Regionalny Ośrodek Polityki Społecznej w Kielcach", Some("26"), Some("rops-kielce")),
        ],
        tasks: vec![
            task(
                "Szkoła Kooperacji",
                "Dwa jednodniowe szkolenia z wyżywieniem i noclegiem dla podmiotów wojewódzkich.",
                (day(2018, 4, 1), day(2019, 3, 31)),
            ),
            task(
                "Model kooperacji dla gmin wiejskich",
                "Opracowanie modelu i jego konsultacje z podmiotami wojewódzkimi i powiatowymi.",
                (day(2018, 7, 1), day(2019, 12, 31)),
            ),
            task(
                "Pilotaż modelu",
                "Wdrożenie w gminach i powiatach każdego województwa: najwyżej 8 gmin wiejskich i 6 powiatów.",
                (day(2019, 4, 1), day(2020, 12, 31)),
            ),
            task(
                "Rekomendowanie modelu",
                "Przekazanie przyjętych rozwiązań do stosowania po zakończeniu projektu.",
                (day(2020, 10, 1), day(2021, 3, 31)),
            ),
        ],
        signs: &[
            (Programme, "Fundusze Europejskie", "Wiedza Edukacja Rozwój"),
            (Republic, "Rzeczpospolita", "Polska"),
            (Region, "Województwo", "Podkarpackie"),
            (EuropeanUnion, "Unia Europejska", "Europejski Fundusz Społeczny"),
        ],
        series: Some("SK"),
        entered: day(2018, 3, 20),
    }
}

/// People are enrolled by their institution, by the office of their voivodeship, or by the coordinator who registered them.
fn enrols_by(human: &Human) -> &'static str {
    match human.office {
        "mopr-kielce" => INSTITUTION,
        _ if KIELCE.iter().any(|other| other.name() == human.name()) => OFFICE,
        _ => COORDINATOR,
    }
}
