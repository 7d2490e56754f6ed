//! Composes what certificates print from the present data: the fixed part once per breakout group, the variable
//! part per person.

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::certificates::refusals::{PUBLIC_URL_MISSING, TEMPLATE_MISSING};
use crate::certificates::snapshot::{Fixed, Signatory, Snapshot, Variable};
use crate::certificates::{certificate_template, code};
use crate::institutions::person;
use crate::partnerships::sign::Sign;
use crate::partnerships::{project, store::strip_of};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{BreakoutGroupId, EnrolmentId};
use crate::shared::operation::Operation;
use crate::shared::polish::counted;
use crate::shared::refusals::NOT_FOUND;
use crate::shared::warsaw;
use crate::trainings::store::Attendances;
use crate::trainings::{edition, enrolment, programme_topic, training_programme};

/// Everything about an edition that its certificates need.
pub struct Composer {
    edition: edition::Model,
    programme: training_programme::Model,
    template: certificate_template::Model,
    project: project::Model,
    topics: Vec<String>,
    strip: Vec<Sign>,
    verify_host: String,
    base_url: String,
    attendances: Attendances,
    fixed: HashMap<Option<BreakoutGroupId>, Fixed>,
}

impl Composer {
    /// Loads what is needed.
    ///
    /// # Errors
    /// Refused: no public address, no valid visibility profile, no template.
    pub async fn of(
        db: &impl ConnectionTrait,
        base_url: Option<&str>,
        edition: edition::Model,
    ) -> Result<Self> {
        let Some(base_url) = base_url else { return refuse(PUBLIC_URL_MISSING, "") };
        let strip = strip_of(db, edition.project_id).await?;
        let programme = training_programme::Entity::find_by_id(edition.programme_id).one(db).await?;
        let project = project::Entity::find_by_id(edition.project_id).one(db).await?;
        let (Some(programme), Some(project)) = (programme, project) else {
            return refuse(NOT_FOUND, "editionId");
        };
        let template = match programme.template_id {
            Some(id) => certificate_template::Entity::find_by_id(id).one(db).await?,
            None => None,
        };
        let Some(template) = template else { return refuse(TEMPLATE_MISSING, "editionId") };
        let topics = programme_topic::Entity::find()
            .filter(programme_topic::Column::ProgrammeId.eq(programme.id))
            .order_by_asc(programme_topic::Column::Ordinal)
            .all(db)
            .await?;
        let host = base_url.split_once("://").map_or(base_url, |(_, host)| host);
        Ok(Self {
            attendances: Attendances::of(db, edition.id).await?,
            topics: topics.into_iter().map(|topic| topic.title).collect(),
            strip,
            verify_host: format!("{host}/verify"),
            base_url: base_url.to_owned(),
            edition,
            programme,
            template,
            project,
            fixed: HashMap::new(),
        })
    }

    /// The edition's attendance.
    pub fn attendances(&self) -> &Attendances {
        &self.attendances
    }

    /// The edition.
    pub fn edition(&self) -> &edition::Model {
        &self.edition
    }

    /// The project.
    pub fn project(&self) -> &project::Model {
        &self.project
    }

    /// Last day of validity of a certificate issued on `day`.
    pub fn valid_until(&self, day: NaiveDate) -> Option<NaiveDate> {
        let months = u32::try_from(self.programme.certificate_months?).ok()?;
        day.checked_add_months(Months::new(months))
    }

    /// What a person's certificate prints.
    pub fn snapshot(
        &mut self,
        enrolment: &enrolment::Model,
        name: String,
        number: String,
        code: String,
        at: DateTime<Utc>,
    ) -> Snapshot {
        let issued_on = warsaw::day(at);
        let variable = Variable {
            number,
            name,
            place: self.template.place.clone(),
            issued_on,
            valid_until: self.valid_until(issued_on),
            issued_at: at,
            verify_url: format!("{}/verify/{code}", self.base_url),
            code,
            corrects: None,
        };
        Snapshot { fixed: self.fixed(enrolment), variable }
    }

    /// Hours differ between breakout groups; everything else is the edition's.
    fn fixed(&mut self, enrolment: &enrolment::Model) -> Fixed {
        if let Some(fixed) = self.fixed.get(&enrolment.breakout_group_id) {
            return fixed.clone();
        }
        let minutes = self.attendances.own(enrolment).iter().map(|session| session.planned_min).sum();
        let (edition, template) = (&self.edition, &self.template);
        let training = if edition.title == self.programme.title {
            edition.title.clone()
        } else {
            format!("{} – {}", self.programme.title, edition.title)
        };
        let number =
            self.project.number.as_deref().map(|number| format!(", nr {number}")).unwrap_or_default();
        let fixed = Fixed {
            issuer: template.issuer.clone(),
            subtitle: template.subtitle.clone(),
            phrase: template.phrase.clone(),
            training,
            when: format!(
                "{}, {}, {}",
                warsaw::span(edition.starts_on, edition.ends_on),
                edition.city,
                hours(minutes)
            ),
            topics: self.topics.clone(),
            signatory: Signatory {
                name: template.signatory_name.clone(),
                post: template.signatory_post.clone(),
            },
            project: format!("Projekt „{}”{number}", self.project.title),
            strip: self.strip.clone(),
            verify_host: self.verify_host.clone(),
            verify_link: self.base_url.starts_with("https://"),
        };
        self.fixed.insert(enrolment.breakout_group_id, fixed.clone());
        fixed
    }
}

/// A preview's snapshot: as it would be issued now, with a number and code that belong to nobody.
///
/// # Errors
/// As [`Composer::of`]; not found.
pub async fn preview(db: &impl ConnectionTrait, op: &Operation, id: EnrolmentId) -> Result<Snapshot> {
    let Some(enrolment) = enrolment::Entity::find_by_id(id).one(db).await? else {
        return refuse(NOT_FOUND, "enrolmentId");
    };
    let edition = edition::Entity::find_by_id(enrolment.edition_id).one(db).await?;
    let person = person::Entity::find_by_id(enrolment.person_id).one(db).await?;
    let person = person.filter(|person| person.erased_at.is_none());
    let (Some(edition), Some(person)) = (edition, person) else {
        return refuse(NOT_FOUND, "enrolmentId");
    };
    let mut composer = Composer::of(db, op.public_url.as_deref(), edition).await?;
    let nobody = "0".repeat(code::LENGTH);
    Ok(composer.snapshot(&enrolment, person.full_name(), "—".into(), nobody, op.now))
}

/// `7 godzin 30 minut`, as Polish counts.
fn hours(minutes: i32) -> String {
    let minutes = usize::try_from(minutes).unwrap_or(0);
    let (hours, rest) = (minutes / 60, minutes % 60);
    let hour = counted(hours, "godzina", "godziny", "godzin");
    let minute = counted(rest, "minuta", "minuty", "minut");
    match (hours, rest) {
        (0, _) => format!("{rest} {minute}"),
        (_, 0) => format!("{hours} {hour}"),
        _ => format!("{hours} {hour} {rest} {minute}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_read_as_polish_counts_them() {
        let cases = [
            (60, "1 godzina"),
            (120, "2 godziny"),
            (300, "5 godzin"),
            (720, "12 godzin"),
            (1320, "22 godziny"),
        ];
        for (minutes, text) in cases {
            assert_eq!(hours(minutes), text);
        }
        assert_eq!(hours(450), "7 godzin 30 minut");
        assert_eq!(hours(45), "45 minut");
        assert_eq!(hours(82), "1 godzina 22 minuty");
    }
}
