//! The pilot of S3 in lubuskie: a model in two versions, eight sites, two years of quarters, and its report.
//!
//! What was measured late or never, one slip that was corrected, and one that was corrected only after the first
//! report show what a report says of them. The pilot is over in 2021, and with it the weekly schedule: a second run
//! of the demonstration finds nothing due.

use chrono::{Days, Months, NaiveDate};
use entities::indicators::MeasurementState;
use entities::indicators::actions::{
    ApproveMeasurements, CorrectMeasurement, Entry, NewIndicator, RecordMeasurements, SubmitMeasurements,
    approve_measurements, correct_measurement, create_indicator, record_measurements, submit_measurements,
};
use entities::indicators::store::measured;
use entities::pilots::ModelState::{ApprovedForPilot, Final, InConsultation, Piloted, Recommended, Revised};
use entities::pilots::actions::{
    NewModel, NewPilot, NewSite, NewSiteInstitution, NewVersion, PilotStateChange, VersionStateChange,
    add_site, add_site_institution, add_version, change_pilot_state, change_version_state, create_model,
    create_pilot,
};
use entities::pilots::{ModelState, ModelTarget, PilotState};
use entities::reporting::ReportKind;
use entities::reporting::actions::{
    AddRecipient, NewDefinition, NewSchedule, RunNow, add_recipient, create_definition, create_schedule,
    fire_due, run_now,
};
use entities::shared::error::Result;
use entities::shared::ids::{IndicatorId, MeasurementId, ModelVersionId, PilotId, SiteId};
use entities::shared::operation::Operation;

use super::figures::{INDICATORS, PLACES, QUARTERS};
use super::{SYSTEM, Story, at, day, untold};
use crate::accounts::At;
use crate::institutions::LUBUSKIE as OFFICES;
use crate::people::{LUBUSKIE, named};

/// Of the lead; the model is the lead's.
const MANAGER: &str = "Wojciech Ćwierzyński";
const LEAD: &str = "Lidia Grzędowska";
/// Of the partner in lubuskie, which runs the pilot.
const COORDINATOR: &str = "Mirosława Dębczyńska";

/// Where and when people were counted instead of families; put right a month later. Site, indicator, quarter.
const SLIP: (&str, &str, usize) = ("0809063", "W1", 2);
/// Whose last list is approved only after the first report.
const LATE: &str = "0811063";
/// Whose last list is never handed in.
const DRAFT: &str = "0810073";

/// The first day of a quarter of the pilot, by its number.
fn first_day(quarter: usize) -> NaiveDate {
    day(2019, 1, 1) + Months::new(3 * u32::try_from(quarter).unwrap_or_default())
}

impl Story<'_> {
    pub(super) async fn pilot(&mut self) -> Result<()> {
        self.appoint(At::Partner("S3", "08"), at(day(2018, 4, 9), 9, 0)).await?;
        let version = self.model().await?;
        let pilot = self.planned(version).await?;
        self.places(pilot).await?;
        let indicators = self.indicators(pilot).await?;
        self.go_on(pilot, PilotState::Running, day(2019, 1, 2)).await?;
        self.clause_of_pilot(MANAGER).await?;
        for quarter in 0..QUARTERS {
            self.quarter(quarter, &indicators).await?;
        }
        self.report(pilot, version).await
    }

    /// The first version is consulted and revised; the second, which came of it, is approved.
    async fn model(&self) -> Result<ModelVersionId> {
        let op = self.by(LEAD, at(day(2018, 7, 2), 10, 0)).await?;
        let new = NewModel {
            partner_id: self.partner("S3", "04")?,
            title: "Model kooperacji dla gmin miejsko-wiejskich".to_owned(),
            target: ModelTarget::UrbanRural,
        };
        let model_id = create_model(self.tx, &op, new).await?;
        let summary = "Zespół kooperacyjny w gminie i koordynator w powiecie; wspólny plan działania z rodziną, \
                       w którym każda instytucja odpowiada za swoją część.";
        let new = NewVersion { model_id, summary: summary.to_owned(), changes: None };
        let first = add_version(self.tx, &op, new).await?;
        self.version(first, InConsultation, LEAD, day(2018, 7, 9)).await?;
        self.version(first, Revised, LEAD, day(2018, 9, 14)).await?;
        let summary = "Zespół kooperacyjny w gminie i koordynator w powiecie; wspólny plan działania z rodziną \
                       z przeglądem co kwartał i jedną osobą, z którą rodzina pozostaje w kontakcie.";
        let changes = "Po konsultacjach: przegląd planu co kwartał, jedna osoba kontaktowa dla rodziny, udział \
                       urzędu pracy od pierwszego spotkania.";
        let new = NewVersion { model_id, summary: summary.to_owned(), changes: Some(changes.to_owned()) };
        let op = self.by(LEAD, at(day(2018, 9, 17), 10, 0)).await?;
        let second = add_version(self.tx, &op, new).await?;
        self.version(second, InConsultation, LEAD, day(2018, 9, 18)).await?;
        self.version(second, Revised, LEAD, day(2018, 10, 19)).await?;
        self.version(second, ApprovedForPilot, MANAGER, day(2018, 10, 26)).await?;
        Ok(second)
    }

    async fn version(&self, id: ModelVersionId, to: ModelState, who: &str, on: NaiveDate) -> Result<()> {
        let op = self.by(who, at(on, 12, 0)).await?;
        let change = VersionStateChange { id, to, reason: None, version: None };
        change_version_state(self.tx, &op, change).await.map(drop)
    }

    async fn planned(&self, model_version_id: ModelVersionId) -> Result<PilotId> {
        let op = self.by(LEAD, at(day(2018, 10, 29), 10, 0)).await?;
        let new = NewPilot {
            partner_id: self.partner("S3", "08")?,
            model_version_id,
            title: "Pilotaż modelu kooperacji w województwie lubuskim".to_owned(),
            starts_on: day(2019, 1, 1),
            ends_on: day(2020, 12, 31),
        };
        let id = create_pilot(self.tx, &op, new).await?;
        self.go_on(id, PilotState::Recruiting, day(2018, 11, 5)).await?;
        Ok(id)
    }

    async fn go_on(&self, id: PilotId, to: PilotState, on: NaiveDate) -> Result<()> {
        let op = self.by(COORDINATOR, at(on, 13, 0)).await?;
        let change = PilotStateChange { id, to, reason: None, version: None };
        change_pilot_state(self.tx, &op, change).await.map(drop)
    }

    /// Sites with their institutions, and whoever measures there.
    async fn places(&mut self, pilot_id: PilotId) -> Result<()> {
        self.offices(OFFICES, COORDINATOR, at(day(2018, 11, 12), 9, 0)).await?;
        for human in LUBUSKIE {
            self.human(human, COORDINATOR, at(day(2018, 11, 19), 9, 0)).await?;
        }
        let op = self.by(COORDINATOR, at(day(2018, 11, 26), 10, 0)).await?;
        for place in PLACES {
            let unit_id = self.unit(place.terc)?;
            let new = NewSite { pilot_id, unit_id, name: Some(place.name.to_owned()) };
            let site_id = add_site(self.tx, &op, new).await?;
            for office in place.institutions {
                let new = NewSiteInstitution { site_id, institution_id: self.office(office)? };
                add_site_institution(self.tx, &op, new).await?;
            }
            self.sites.insert(place.terc, site_id);
        }
        for place in PLACES {
            self.appoint(At::Site(place.terc), at(day(2018, 12, 3), 9, 0)).await?;
        }
        Ok(())
    }

    async fn indicators(&self, pilot_id: PilotId) -> Result<Vec<IndicatorId>> {
        let op = self.by(COORDINATOR, at(day(2018, 12, 5), 10, 0)).await?;
        let mut ids = vec![];
        for one in INDICATORS {
            let new = NewIndicator {
                pilot_id,
                code: one.code.to_owned(),
                name: one.name.to_owned(),
                kind: one.kind,
                unit: one.unit.to_owned(),
                decimals: one.decimals,
                baseline_hundredths: one.baseline,
                target_hundredths: one.target,
                direction: one.direction,
            };
            ids.push(create_indicator(self.tx, &op, new).await?);
        }
        Ok(ids)
    }

    /// A quarter ends: each site hands its values in on the tenth day after, and they are approved on the twentieth.
    async fn quarter(&self, quarter: usize, indicators: &[IndicatorId]) -> Result<()> {
        let quarter_on = first_day(quarter);
        let after = quarter_on + Months::new(3);
        let is_last = quarter + 1 == QUARTERS;
        let mut due = vec![];
        for (site, place) in PLACES.iter().enumerate() {
            let values = INDICATORS.iter().zip(indicators).filter_map(|(one, indicator_id)| {
                let value = one.value(site, quarter)?;
                let is_slip = SLIP == (place.terc, one.code, quarter);
                let value_hundredths = if is_slip { 4 * value } else { value };
                Some(Entry { indicator_id: *indicator_id, value_hundredths })
            });
            let entries: Vec<Entry> = values.collect();
            if entries.is_empty() {
                continue;
            }
            let site_id = self.site(place.terc)?;
            let worker = self.by(place.worker, at(after + Days::new(9), 10, 0)).await?;
            let list = RecordMeasurements { site_id, quarter_on, entries };
            record_measurements(self.tx, &worker, list).await?;
            if is_last && place.terc == DRAFT {
                continue;
            }
            submit_measurements(self.tx, &worker, SubmitMeasurements { site_id, quarter_on }).await?;
            if !(is_last && place.terc == LATE) {
                due.extend(self.submitted(site_id, quarter_on).await?);
            }
        }
        self.approve(due, after + Days::new(19)).await?;
        if quarter == SLIP.2 { self.correction(indicators).await } else { Ok(()) }
    }

    /// What waits for approval.
    async fn submitted(&self, site: SiteId, quarter_on: NaiveDate) -> Result<Vec<MeasurementId>> {
        let rows = measured(self.tx, site, quarter_on).await?;
        let submitted = rows.into_iter().filter(|row| row.state == MeasurementState::Submitted);
        Ok(submitted.map(|row| row.id).collect())
    }

    async fn approve(&self, measurement_ids: Vec<MeasurementId>, on: NaiveDate) -> Result<()> {
        let op = self.by(COORDINATOR, at(on, 11, 0)).await?;
        approve_measurements(self.tx, &op, ApproveMeasurements { measurement_ids }).await.map(drop)
    }

    /// The slip is put right: handed in by whoever made it, approved by the coordinator.
    async fn correction(&self, indicators: &[IndicatorId]) -> Result<()> {
        let (terc, code, quarter) = SLIP;
        let (site_id, quarter_on) = (self.site(terc)?, first_day(quarter));
        let places = PLACES.iter().enumerate();
        let (site, place) =
            places.into_iter().find(|(_, one)| one.terc == terc).ok_or_else(|| untold(terc))?;
        let mut pairs = INDICATORS.iter().zip(indicators);
        let (one, indicator) = pairs.find(|(one, _)| one.code == code).ok_or_else(|| untold(code))?;
        let rows = measured(self.tx, site_id, quarter_on).await?;
        let wrong = rows.iter().find(|row| row.indicator_id == *indicator).ok_or_else(|| untold(code))?;
        let new = CorrectMeasurement {
            measurement_id: wrong.id,
            value_hundredths: one.value(site, quarter).ok_or_else(|| untold(code))?,
            reason: "Wpisano liczbę osób zamiast liczby rodzin.".to_owned(),
        };
        let on = quarter_on + Months::new(4) + Days::new(24);
        let worker = self.by(place.worker, at(on, 10, 0)).await?;
        correct_measurement(self.tx, &worker, new).await?;
        submit_measurements(self.tx, &worker, SubmitMeasurements { site_id, quarter_on }).await?;
        self.approve(self.submitted(site_id, quarter_on).await?, on + Days::new(3)).await
    }

    /// A report at a stated cut-off, another by the weekly schedule, and the end of it all.
    async fn report(&self, pilot_id: PilotId, version: ModelVersionId) -> Result<()> {
        let op = self.by(COORDINATOR, at(day(2021, 2, 8), 10, 0)).await?;
        let title = "Raport podsumowujący pilotaż modelu kooperacji dla gmin miejsko-wiejskich".to_owned();
        let new = NewDefinition {
            kind: ReportKind::PilotSummary,
            pilot_id: Some(pilot_id),
            project_id: None,
            starts_on: None,
            ends_on: None,
            title,
        };
        let definition_id = create_definition(self.tx, &op, new).await?;
        let cut_off = Some(at(day(2021, 1, 31), 23, 59));
        let op = self.by(MANAGER, at(day(2021, 2, 15), 9, 30)).await?;
        run_now(self.tx, &op, RunNow { definition_id, cut_off }).await?;

        let late = self.submitted(self.site(LATE)?, first_day(QUARTERS - 1)).await?;
        self.approve(late, day(2021, 2, 18)).await?;
        self.go_on(pilot_id, PilotState::DataClosed, day(2021, 2, 26)).await?;
        self.version(version, Piloted, LEAD, day(2021, 3, 1)).await?;
        self.go_on(pilot_id, PilotState::Evaluated, day(2021, 3, 12)).await?;

        let op = self.by(COORDINATOR, at(day(2021, 3, 24), 10, 0)).await?;
        let schedule = NewSchedule { definition_id, cron: "0 7 * * 1".to_owned() };
        let schedule_id = create_schedule(self.tx, &op, schedule).await?;
        for who in [MANAGER, COORDINATOR] {
            let email = named(who).ok_or_else(|| untold(who))?.email();
            add_recipient(self.tx, &op, AddRecipient { schedule_id, email }).await?;
        }
        // A Monday; the next one finds the pilot closed.
        let clock = |on| Operation { actor: SYSTEM, ..self.system(at(on, 7, 0)) };
        fire_due(self.tx, &clock(day(2021, 3, 29)), schedule_id).await?;
        self.go_on(pilot_id, PilotState::Reported, day(2021, 3, 30)).await?;
        self.version(version, Final, LEAD, day(2021, 3, 30)).await?;
        self.version(version, Recommended, MANAGER, day(2021, 3, 31)).await?;
        self.go_on(pilot_id, PilotState::Closed, day(2021, 3, 31)).await?;
        fire_due(self.tx, &clock(day(2021, 4, 5)), schedule_id).await.map(drop)
    }
}
