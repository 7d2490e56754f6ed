//! Composes what certificates print from the present data: the fixed part once per breakout group, the variable
//! part per person.

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::certificates::refusals::{PUBLIC_URL_MISSING, TEMPLATE_MISSING};
use crate::certificates::snapshot::{Fixed, Signatory, Snapshot, Variable};
use crate::certificates::{CertificateKind, certificate_template, code, earned, printed};
use crate::institutions::person;
use crate::partnerships::sign::Sign;
use crate::partnerships::{project, store::strip_of};
use crate::shared::error::{Result, refuse};
use crate::shared::ids::{BreakoutGroupId, EditionId, EnrolmentId, TemplateId};
use crate::shared::language::Language;
use crate::shared::operation::Operation;
use crate::shared::refusals::NOT_FOUND;
use crate::shared::warsaw;
use crate::trainings::store::Attendances;
use crate::trainings::{
    edition, enrolment, programme_template, programme_topic, session, training_programme,
};

/// Everything about an edition that its certificates need.
pub struct Composer {
    edition: edition::Model,
    programme: training_programme::Model,
    template: certificate_template::Model,
    kind: CertificateKind,
    taught_min: i32,
    project: project::Model,
    topics: Vec<String>,
    strip: Vec<Sign>,
    verify_host: String,
    base_url: String,
    attendances: Attendances,
    fixed: HashMap<Option<BreakoutGroupId>, Fixed>,
}

/// Which certificates are composed.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// What they confirm.
    pub kind: CertificateKind,
    /// Their language; none for that in which the programme has them first.
    pub language: Option<Language>,
}

/// Whose certificate is composed.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// A participant's.
    Participant(&'a enrolment::Model),
    /// A trainer's.
    Trainer,
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
        wanted: Wanted,
    ) -> Result<Self> {
        let Some(base_url) = base_url else { return refuse(PUBLIC_URL_MISSING, "") };
        let strip = strip_of(db, edition.project_id).await?;
        let programme = training_programme::Entity::find_by_id(edition.programme_id).one(db).await?;
        let project = project::Entity::find_by_id(edition.project_id).one(db).await?;
        let (Some(programme), Some(project)) = (programme, project) else {
            return refuse(NOT_FOUND, "editionId");
        };
        let template = chosen(templates_of(db, &programme).await?, wanted);
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
            taught_min: taught_min(db, edition.id).await?,
            kind: wanted.kind,
            verify_host: format!("{host}/verify"),
            base_url: base_url.to_owned(),
            edition,
            programme,
            template,
            project,
            fixed: HashMap::new(),
        })
    }

    /// What its certificates confirm.
    pub fn kind(&self) -> CertificateKind {
        self.kind
    }

    /// Minutes that a trainer of the edition has taught.
    pub fn taught_min(&self) -> i32 {
        self.taught_min
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
        of: Of<'_>,
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
            // Once all is known that it says.
            seal: None,
            corrects: None,
        };
        Snapshot { fixed: self.fixed(of), variable }
    }

    /// Hours differ between breakout groups; everything else is the edition's.
    fn fixed(&mut self, of: Of<'_>) -> Fixed {
        let group = match of {
            Of::Participant(enrolment) => enrolment.breakout_group_id,
            Of::Trainer => None,
        };
        if let Some(fixed) = self.fixed.get(&group) {
            return fixed.clone();
        }
        let minutes = match of {
            Of::Participant(enrolment) => {
                self.attendances.own(enrolment).iter().map(|session| session.planned_min).sum()
            }
            Of::Trainer => self.taught_min,
        };
        let language = self.template.language;
        let (edition, template) = (&self.edition, &self.template);
        let training = if edition.title == self.programme.title {
            edition.title.clone()
        } else {
            format!("{} – {}", self.programme.title, edition.title)
        };
        let days = (edition.starts_on, edition.ends_on);
        let fixed = Fixed {
            issuer: template.issuer.clone(),
            subtitle: template.subtitle.clone(),
            phrase: template.phrase.clone(),
            training,
            when: format!(
                "{}, {}, {}",
                printed::span(language, days),
                edition.city,
                printed::hours(language, minutes)
            ),
            topics: self.topics.clone(),
            signatory: Signatory {
                name: template.signatory_name.clone(),
                post: template.signatory_post.clone(),
            },
            project: printed::project(language, &self.project.title, self.project.number.as_deref()),
            strip: self.strip.clone(),
            verify_host: self.verify_host.clone(),
            verify_link: self.base_url.starts_with("https://"),
            kind: self.kind,
            language,
        };
        self.fixed.insert(group, fixed.clone());
        fixed
    }
}

/// Minutes that a trainer of an edition has taught.
pub(super) async fn taught_min(db: &impl ConnectionTrait, id: EditionId) -> Result<i32> {
    let sessions = session::Entity::find()
        .select_only()
        .column(session::Column::StartsAt)
        .column(session::Column::EndsAt)
        .column(session::Column::PlannedMin)
        .filter(session::Column::EditionId.eq(id));
    Ok(earned::taught_min(&sessions.into_tuple::<(DateTime<Utc>, DateTime<Utc>, i32)>().all(db).await?))
}

/// All templates of a programme, its own first.
async fn templates_of(
    db: &impl ConnectionTrait,
    programme: &training_programme::Model,
) -> Result<Vec<certificate_template::Model>> {
    let further = programme_template::Entity::find()
        .filter(programme_template::Column::ProgrammeId.eq(programme.id))
        .order_by_asc(programme_template::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<TemplateId> =
        programme.template_id.into_iter().chain(further.iter().map(|one| one.template_id)).collect();
    let mut found = certificate_template::Entity::find()
        .filter(certificate_template::Column::Id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    found.sort_by_key(|one| ids.iter().position(|id| *id == one.id));
    Ok(found)
}

/// The template of these, its own first, by which certificates are printed. Where no language is asked for, the programme's
/// own is taken if it is of the kind, else a Polish one.
fn chosen(all: Vec<certificate_template::Model>, wanted: Wanted) -> Option<certificate_template::Model> {
    let own = all.first().map(|one| one.language).unwrap_or_default();
    let mut of_kind: Vec<_> = all.into_iter().filter(|one| one.kind == wanted.kind).collect();
    match wanted.language {
        Some(language) => of_kind.retain(|one| one.language == language),
        None => of_kind.sort_by_key(|one| (one.language != own, one.language != Language::Polish)),
    }
    of_kind.into_iter().next()
}

/// A preview's snapshot: as it would be issued now, with a number and code that belong to nobody.
///
/// # Errors
/// As [`Composer::of`]; not found.
pub async fn preview(
    db: &impl ConnectionTrait,
    op: &Operation,
    id: EnrolmentId,
    wanted: Wanted,
) -> Result<Snapshot> {
    let Some(enrolment) = enrolment::Entity::find_by_id(id).one(db).await? else {
        return refuse(NOT_FOUND, "enrolmentId");
    };
    let edition = edition::Entity::find_by_id(enrolment.edition_id).one(db).await?;
    let person = person::Entity::find_by_id(enrolment.person_id).one(db).await?;
    let person = person.filter(|person| person.erased_at.is_none());
    let (Some(edition), Some(person)) = (edition, person) else {
        return refuse(NOT_FOUND, "enrolmentId");
    };
    let mut composer = Composer::of(db, op.public_url.as_deref(), edition, wanted).await?;
    let nobody = "0".repeat(code::LENGTH);
    let of = match wanted.kind {
        CertificateKind::Trainer => Of::Trainer,
        CertificateKind::Attendance | CertificateKind::Completion => Of::Participant(&enrolment),
    };
    Ok(composer.snapshot(of, person.full_name(), "—".into(), nobody, op.now))
}
