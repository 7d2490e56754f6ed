//! Advice and coaching in S4: four subregions with an adviser each, what institutions asked, and two rounds of coaching.

use chrono::NaiveDate;
use entities::advisory::AdvisoryRequestState::{Closed, Done, Scheduled};
use entities::advisory::CoachingState::{Active, Completed};
use entities::advisory::actions::{
    EngagementStateChange, NewAdviser, NewCoachingSession, NewEngagement, NewRequest, NewSession,
    RequestStateChange, appoint_adviser, ask_for_advice, change_engagement_state, change_request_state,
    create_engagement, record_coaching, record_session,
};
use entities::advisory::{AdvisoryRequestState, AdvisoryTopic, CoachingKind, CoachingState};
use entities::shared::error::Result;
use entities::shared::ids::{AdvisoryRequestId, CoachingEngagementId, SubregionId};
use entities::territory::actions::{NewSubregion, create_subregion};

use super::{ADMIN, Story, at, day};

const COORDINATOR: &str = "Filip Żuchowicz";
const COACH: &str = "Norbert Ślęzakiewicz";

/// Name, powiats, adviser.
const SUBREGIONS: [(&str, &[&str], &str); 4] = [
    ("Subregion olsztyński", &["2862", "2814", "2810"], "Ewelina Jaśkowiak-Śliwa"),
    ("Subregion elbląski", &["2861", "2815"], "Szymon Źródlak"),
    ("Subregion zachodni", &["2807", "2812"], "Bogdan Kołodziejuk"),
    ("Subregion wschodni", &["2806", "2808", "2809"], "Czesław Niebrzydzki"),
];

/// What an institution asks: which, about what, in words, on which day, and how many days later advice is given; none where it
/// waits.
const QUESTIONS: [(&str, AdvisoryTopic, &str, NaiveDate, Option<u64>); 6] = [
    (
        "cus-elblag",
        AdvisoryTopic::SocialServices,
        "Jak opisać koszyk usług, gdy część z nich prowadzi organizacja?",
        july(1),
        Some(8),
    ),
    (
        "gops-dywity",
        AdvisoryTopic::SocialServices,
        "Od czego zacząć przekształcenie ośrodka w centrum usług społecznych?",
        july(2),
        Some(13),
    ),
    (
        "mops-ketrzyn",
        AdvisoryTopic::Cooperation,
        "Porozumienie z urzędem pracy: co powinno w nim być, żeby działało?",
        july(3),
        Some(12),
    ),
    (
        "pcpr-gizycko",
        AdvisoryTopic::FamilySupport,
        "Wspólny plan pracy z rodziną: kto za co odpowiada i kto go prowadzi?",
        july(4),
        Some(20),
    ),
    (
        "pcpr-ostroda",
        AdvisoryTopic::Organisation,
        "Podział zadań w zespole po odejściu dwóch pracowników.",
        july(5),
        None,
    ),
    (
        "gops-kurzetnik",
        AdvisoryTopic::SocialEconomy,
        "Czy zlecić usługi opiekuńcze spółdzielni socjalnej i na jakich warunkach?",
        july(8),
        None,
    ),
];

const fn july(day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(2024, 7, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

impl Story<'_> {
    pub(super) async fn advice(&self) -> Result<()> {
        let mut subregions = vec![];
        for (name, powiats, adviser) in SUBREGIONS {
            let op = self.by(ADMIN, at(day(2024, 6, 17), 9, 0)).await?;
            let powiat_ids = powiats.iter().map(|terc| self.unit(terc)).collect::<Result<_>>()?;
            let new = NewSubregion { voivodeship_id: self.unit("28")?, name: name.to_owned(), powiat_ids };
            let subregion_id = create_subregion(self.tx, &op, new).await?;
            let op = self.by(COORDINATOR, at(day(2024, 6, 24), 9, 0)).await?;
            let person_id = self.person(adviser)?;
            let new = NewAdviser { partner_id: self.partner("S4", "28")?, subregion_id, person_id };
            appoint_adviser(self.tx, &op, new).await?;
            subregions.push(subregion_id);
        }
        for (n, (office, topic, words, on, after)) in QUESTIONS.into_iter().enumerate() {
            let op = self.by(COORDINATOR, at(on, 10, 0)).await?;
            let new = NewRequest {
                partner_id: self.partner("S4", "28")?,
                institution_id: self.office(office)?,
                topic,
                words: words.to_owned(),
            };
            let id = ask_for_advice(self.tx, &op, new).await?;
            if let Some(after) = after {
                // One is done and waits to be closed.
                self.advised(id, on, on + chrono::Days::new(after), n != 3).await?;
            }
        }
        self.coaching(&subregions).await
    }

    /// A time is agreed, the advice is given and noted.
    async fn advised(
        &self,
        id: AdvisoryRequestId,
        asked: NaiveDate,
        on: NaiveDate,
        is_closed: bool,
    ) -> Result<()> {
        let (agreed, held) = (self.by(COORDINATOR, at(asked, 15, 0)).await?, at(on, 10, 0));
        let go = |to: AdvisoryRequestState, scheduled_at| RequestStateChange {
            id,
            to,
            scheduled_at,
            reason: None,
            version: None,
        };
        change_request_state(self.tx, &agreed, go(Scheduled, Some(held))).await?;
        let op = self.by(COORDINATOR, at(on, 15, 0)).await?;
        let session = NewSession {
            request_id: id,
            held_at: held,
            minutes: 90,
            people: 3,
            place: Some("u wnioskodawcy".to_owned()),
        };
        record_session(self.tx, &op, session).await?;
        change_request_state(self.tx, &op, go(Done, None)).await?;
        if is_closed {
            change_request_state(self.tx, &op, go(Closed, None)).await?;
        }
        Ok(())
    }

    /// One person's coaching that is done, and a group's that goes on.
    async fn coaching(&self, subregions: &[SubregionId]) -> Result<()> {
        let alone = ["Natalia Gąsioreczka"];
        let alone = self
            .engagement("Wejście w rolę organizatorki społeczności lokalnej", &alone, subregions.get(1))
            .await?;
        let group = ["Danuta Cichońska", "Sylwia Pędzik", "Tomasz Gołąbczyk", "Rafał Skrzyńczak"];
        let group =
            self.engagement("Praca z rodziną w wielu instytucjach naraz", &group, subregions.get(3)).await?;
        for (id, people, days) in [
            (alone, 1, [day(2024, 9, 10), day(2024, 10, 8), day(2024, 11, 5)]),
            (group, 4, [day(2024, 9, 17), day(2024, 10, 15), day(2024, 11, 19)]),
        ] {
            for on in days {
                let op = self.by(COACH, at(on, 16, 0)).await?;
                let new = NewCoachingSession {
                    engagement_id: id,
                    booking_id: None,
                    held_at: Some(at(on, 13, 0)),
                    minutes: 90,
                    people,
                    topic: None,
                    place: None,
                };
                record_coaching(self.tx, &op, new).await?;
            }
        }
        self.coached(alone, Completed, day(2024, 12, 2)).await
    }

    async fn engagement(
        &self,
        title: &str,
        people: &[&str],
        subregion: Option<&SubregionId>,
    ) -> Result<CoachingEngagementId> {
        let op = self.by(COORDINATOR, at(day(2024, 9, 2), 10, 0)).await?;
        let is_alone = people.len() == 1;
        let new = NewEngagement {
            partner_id: self.partner("S4", "28")?,
            kind: if is_alone { CoachingKind::Individual } else { CoachingKind::Group },
            title: title.to_owned(),
            topic: if is_alone { AdvisoryTopic::SocialServices } else { AdvisoryTopic::FamilySupport },
            subregion_id: subregion.copied(),
            coach_id: self.person(COACH)?,
            coachee_ids: people.iter().map(|name| self.person(name)).collect::<Result<_>>()?,
            budget_min: if is_alone { 360 } else { 1_200 },
            starts_on: day(2024, 9, 2),
            ends_on: day(2027, 12, 31),
        };
        let id = create_engagement(self.tx, &op, new).await?;
        self.coached(id, Active, day(2024, 9, 3)).await?;
        Ok(id)
    }

    async fn coached(&self, id: CoachingEngagementId, to: CoachingState, on: NaiveDate) -> Result<()> {
        let op = self.by(COORDINATOR, at(on, 9, 0)).await?;
        let change = EngagementStateChange { id, to, reason: None, version: None };
        change_engagement_state(self.tx, &op, change).await.map(drop)
    }
}
