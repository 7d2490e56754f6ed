//! Editions with their sessions, enrolments, attendance and certificates.

use chrono::{DateTime, Days, NaiveDate, Utc};
use entities::certificates::CertificateKind;
use entities::certificates::actions::{IssueCertificates, NewTemplate, create_template, issue_certificates};
use entities::shared::change::Change;
use entities::shared::error::Result;
use entities::shared::ids::{BreakoutGroupId, EditionId, PartnerId, SessionId, TemplateId};
use entities::shared::language::Language;
use entities::shared::operation::Operation;
use entities::trainings::EditionState;
use entities::trainings::actions::{
    ChangeEditionState, Enrol, Entry, LockAttendance, NewEdition, NewSession, RecordAttendance, add_session,
    assign_trainer, change_edition_state, create_edition, enrol, lock_attendance, record_attendance,
};

use super::{Story, at};
use crate::accounts::At;
use crate::people::Human;

/// How the certificates of a project read.
pub(super) struct Wording {
    pub issuer: &'static str,
    pub place: &'static str,
    pub signatory: (&'static str, &'static str),
}

/// A session's day, hours and weight.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub title: &'static str,
    pub day: NaiveDate,
    pub from: (u32, u32),
    pub to: (u32, u32),
    pub mandatory: bool,
}

pub(super) const fn slot(title: &'static str, day: NaiveDate, from: (u32, u32), to: (u32, u32)) -> Slot {
    Slot { title, day, from, to, mandatory: false }
}

impl Story<'_> {
    pub(super) async fn template(
        &self,
        partner_id: PartnerId,
        wording: &Wording,
        op: &Operation,
    ) -> Result<TemplateId> {
        let new = NewTemplate {
            partner_id,
            kind: CertificateKind::Attendance,
            language: Language::Polish,
            name: "Zaświadczenie o ukończeniu szkolenia".to_owned(),
            issuer: wording.issuer.to_owned(),
            subtitle: "o ukończeniu szkolenia".to_owned(),
            phrase: "za udział w szkoleniu".to_owned(),
            place: wording.place.to_owned(),
            signatory_name: wording.signatory.0.to_owned(),
            signatory_post: wording.signatory.1.to_owned(),
        };
        create_template(self.tx, op, new).await
    }

    /// Creates an edition with its trainers, who get their role at once.
    pub(super) async fn announce(
        &mut self,
        key: &'static str,
        new: NewEdition,
        trainers: &[&str],
        op: &Operation,
    ) -> Result<EditionId> {
        let id = create_edition(self.tx, op, new).await?;
        self.editions.insert(key, id);
        for trainer in trainers {
            assign_trainer(self.tx, op, id, self.person(trainer)?).await?;
        }
        self.appoint(At::Edition(key), op.now).await?;
        self.go(id, EditionState::Published, op).await?;
        Ok(id)
    }

    /// Takes an edition to its next state.
    pub(super) async fn go(&self, id: EditionId, to: EditionState, op: &Operation) -> Result<()> {
        let change = ChangeEditionState { edition_id: id, to, reason: None, version: None };
        change_edition_state(self.tx, op, change).await.map(drop)
    }

    pub(super) async fn session(
        &self,
        edition_id: EditionId,
        slot: Slot,
        group: Option<BreakoutGroupId>,
        op: &Operation,
    ) -> Result<SessionId> {
        let new = NewSession {
            edition_id,
            breakout_group_id: group,
            title: slot.title.to_owned(),
            starts_at: at(slot.day, slot.from.0, slot.from.1),
            ends_at: at(slot.day, slot.to.0, slot.to.1),
            planned_min: None,
            mandatory: slot.mandatory,
        };
        add_session(self.tx, op, new).await
    }

    /// Enrols a person with what they need; the needs follow from their place `n` on the list.
    pub(super) async fn enrols(
        &mut self,
        key: &'static str,
        human: &Human,
        n: usize,
        op: &Operation,
    ) -> Result<()> {
        let diet = match n % 9 {
            1 => Some("dieta wegetariańska"),
            4 => Some("dieta bezglutenowa"),
            7 => Some("bez laktozy"),
            _ => None,
        };
        let access = match n % 13 {
            5 => Some("miejsce dla osoby poruszającej się na wózku"),
            11 => Some("pętla indukcyjna"),
            _ => None,
        };
        let new = Enrol {
            edition_id: self.edition(key)?,
            person_id: self.person(&human.name())?,
            institution_id: Change::Set(self.office(human.office)?),
            needs_diet: diet.map(str::to_owned),
            needs_night: !n.is_multiple_of(3),
            needs_access: access.map(str::to_owned),
            clause_version_ids: self.clause.into_iter().collect(),
            reason: None,
            reserved: false,
        };
        let id = enrol(self.tx, op, new).await?;
        self.enrolments.insert((key, human.name()), id);
        Ok(())
    }

    /// Records a session for a list of people with their minutes.
    pub(super) async fn record(
        &self,
        key: &'static str,
        session_id: SessionId,
        list: &[(&Human, i32)],
        op: &Operation,
    ) -> Result<()> {
        let mut entries = Vec::with_capacity(list.len());
        for (human, minutes) in list {
            entries.push(Entry { enrolment_id: self.enrolment(key, &human.name())?, minutes: *minutes });
        }
        record_attendance(self.tx, op, RecordAttendance { session_id, entries }).await.map(drop)
    }

    /// Locks the attendance, completes the edition, and issues its certificates the next morning.
    pub(super) async fn complete(&self, key: &'static str, who: &str, now: DateTime<Utc>) -> Result<()> {
        let edition_id = self.edition(key)?;
        let op = self.by(who, now).await?;
        lock_attendance(
            self.tx,
            &op,
            LockAttendance { edition_id, missing_as_absent: true, require_scans: false },
        )
        .await?;
        self.go(edition_id, EditionState::Completed, &op).await?;
        let op = self.by(who, now + Days::new(1)).await?;
        let request = IssueCertificates {
            edition_id,
            enrolment_ids: None,
            kind: CertificateKind::Attendance,
            language: None,
        };
        issue_certificates(self.tx, &op, request).await.map(drop)
    }
}
