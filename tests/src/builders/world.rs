//! Two voivodeships, an office in each, an active project of both, people and accounts with their tokens.

use std::sync::Arc;

use async_graphql::ID;
use chrono::Duration;
use entities::accounts::actions::{
    NewGrant, NewUser, answer_partnership, create_user, grant_role, invite_partner, open_session,
};
use entities::accounts::actor::actor_of;
use entities::certificates::CertificateKind;
use entities::certificates::actions::{NewTemplate, create_template};
use entities::institutions::actions::{
    NewEmployment, NewInstitution, NewPerson, PersonChange, register_institution, register_person,
    take_address, update_person,
};
use entities::institutions::{InstitutionKind, Sector};
use entities::partnerships::actions::{
    Answer, CertificateSeries, NewFundingProgramme, NewLead, NewPartner, NewProject, NewSign,
    NewVisibilityProfile, ProjectStateChange, change_project_state, create_funding_programme, create_project,
    create_visibility_profile, set_certificate_series,
};
use entities::partnerships::{PartnerRole, ProjectState, SignKind, store::lead_of};
use entities::shared::actor::{Actor, Grant, Role, Scope, ScopeKind};
use entities::shared::ids::{
    InstitutionId, PartnerId, PersonId, ProjectId, TemplateId, TypedId, UnitId, UserId,
};
use entities::shared::language::Language;
use entities::shared::operation::Operation;
use entities::territory::import::{parse, store};
use entities::territory::store::by_terc;
use entities::territory::terc::Terc;
use kit::ids::global;
use uuid::Uuid;

use crate::TestApp;

/// What stories stand on.
pub struct World {
    /// Voivodeship of the lead.
    pub lead_voivodeship: UnitId,
    /// Voivodeship of the partner.
    pub partner_voivodeship: UnitId,
    /// An office in the lead's voivodeship.
    pub lead_office: InstitutionId,
    /// An office in the partner's voivodeship.
    pub partner_office: InstitutionId,
    /// An active project.
    pub project: ProjectId,
    /// Its lead.
    pub lead: PartnerId,
    /// Its partner.
    pub partner: PartnerId,
    /// Template of its certificates.
    pub template: TemplateId,
    /// Coordinator of the whole project.
    pub coordinator: Account,
}

/// A user and the secret of a session.
#[derive(Clone, Debug)]
pub struct Account {
    /// The user.
    pub user: UserId,
    /// Bearer token.
    pub token: String,
}

impl World {
    /// Makes it.
    pub async fn new(app: &TestApp) -> Self {
        app.write(async |tx, op| store(tx, op, &parse(register().as_bytes()).unwrap(), true).await).await;
        let (lead_voivodeship, partner_voivodeship) = (unit(app, "26").await, unit(app, "28").await);
        let lead_office =
            office(app, "Gminny Ośrodek Pomocy Społecznej w Bielinach", unit(app, "2604022").await).await;
        let partner_office =
            office(app, "Miejski Ośrodek Pomocy Społecznej w Olsztynie", unit(app, "2862").await).await;
        let offices = (lead_voivodeship, partner_voivodeship);
        let project = app.write(async |tx, op| {
            let programme = create_funding_programme(tx, op, programme("FERS")).await?;
            create_project(tx, op, new_project(programme, lead_voivodeship)).await
        });
        let project = project.await;
        Self::of_project(app, project, offices, (lead_office, partner_office), "koordynator@example.pl").await
    }

    /// Another project of the same offices, with a coordinator of its own.
    pub async fn beside(&self, app: &TestApp, email: &str) -> Self {
        let lead = self.lead_voivodeship;
        let project = app.write(async |tx, op| {
            let programme = create_funding_programme(tx, op, programme(email)).await?;
            let new =
                NewProject { number: None, title: "Drugi projekt".into(), ..new_project(programme, lead) };
            create_project(tx, op, new).await
        });
        let offices = (self.lead_office, self.partner_office);
        Self::of_project(app, project.await, (lead, self.partner_voivodeship), offices, email).await
    }

    async fn of_project(
        app: &TestApp,
        project: ProjectId,
        (lead_voivodeship, partner_voivodeship): (UnitId, UnitId),
        (lead_office, partner_office): (InstitutionId, InstitutionId),
        email: &str,
    ) -> Self {
        let partner = app
            .write(async |tx, op| {
                let partner = invite_partner(tx, op, new_partner(project, partner_voivodeship)).await?;
                let yes = Answer { partner_id: partner, accept: true, reason: None };
                answer_partnership(tx, op, yes).await
            })
            .await;
        let lead = lead_of(&app.state.db.reader, project).await.unwrap().unwrap().id;
        app.write(async |tx, op| create_visibility_profile(tx, op, strip(project)).await).await;
        app.write(async |tx, op| {
            let series = CertificateSeries { id: project, version: None, series: series_of(email) };
            set_certificate_series(tx, op, series).await?;
            let active =
                ProjectStateChange { id: project, version: None, to: ProjectState::Active, reason: None };
            change_project_state(tx, op, active).await
        })
        .await;
        let template = app.write(async |tx, op| create_template(tx, op, template(lead)).await).await;
        let grants = [(Role::Coordinator, ScopeKind::Project, Some(project.uuid()))];
        let coordinator = account(app, email, None, &grants).await;
        Self {
            lead_voivodeship,
            partner_voivodeship,
            lead_office,
            partner_office,
            project,
            lead,
            partner,
            template,
            coordinator,
        }
    }

    /// A person who works in an office, in the lead's voivodeship unless told otherwise.
    pub async fn person(&self, app: &TestApp, first: &str, last: &str) -> PersonId {
        self.person_of(app, first, last, self.lead_office).await
    }

    /// A person who works in an office, registered by the coordinator.
    pub async fn person_of(
        &self,
        app: &TestApp,
        first: &str,
        last: &str,
        institution_id: InstitutionId,
    ) -> PersonId {
        let new = employee(first, last, institution_id);
        let coordinator = self.registrar(app).await;
        app.write(async |tx, op| {
            let op = Operation { actor: coordinator.clone(), ..op.clone() };
            register_person(tx, &op, new.clone()).await
        })
        .await
    }

    /// The same, registered by nobody who works in the project: known to the office of the voivodeship alone.
    pub async fn stranger(
        &self,
        app: &TestApp,
        first: &str,
        last: &str,
        institution_id: InstitutionId,
    ) -> PersonId {
        let new = employee(first, last, institution_id);
        app.write(async |tx, op| register_person(tx, op, new.clone()).await).await
    }

    /// An address of a person, in use: confirmed from its mailbox.
    pub async fn reachable(&self, app: &TestApp, person: PersonId, email: &str) {
        app.write(async |tx, op| {
            let change = PersonChange {
                id: person,
                version: None,
                first_name: None,
                last_name: None,
                email: Some(email.into()),
                phone: None,
            };
            update_person(tx, op, change).await?;
            take_address(tx, op, person).await
        })
        .await;
    }

    /// The coordinator, working for both partners on top: a project opens the register of no partner to be entered into.
    async fn registrar(&self, app: &TestApp) -> Actor {
        let Actor::User(user) = self.coordinator_as_actor(app).await else { panic!("a user") };
        let mut user = (*user).clone();
        let of = |id, voivodeship| Grant {
            role: Role::Coordinator,
            scope: Scope::Partner(id),
            reach: vec![voivodeship],
        };
        user.grants
            .extend([of(self.lead, self.lead_voivodeship), of(self.partner, self.partner_voivodeship)]);
        Actor::User(Arc::new(user))
    }

    /// The coordinator, who sees the people they registered.
    pub async fn coordinator_as_actor(&self, app: &TestApp) -> Actor {
        actor_of(&app.state.db, self.coordinator.user, app.now().date_naive()).await.unwrap().unwrap()
    }

    /// An account with one role.
    pub async fn account(
        &self,
        app: &TestApp,
        email: &str,
        role: Role,
        scope: ScopeKind,
        id: Option<Uuid>,
    ) -> Account {
        account(app, email, None, &[(role, scope, id)]).await
    }

    /// An account of a person without roles.
    pub async fn participant(&self, app: &TestApp, email: &str, person: PersonId) -> Account {
        account(app, email, Some(person), &[]).await
    }

    /// Global id.
    pub fn id(&self, id: impl TypedId) -> ID {
        global(id)
    }
}

fn employee(first: &str, last: &str, institution_id: InstitutionId) -> NewPerson {
    NewPerson {
        first_name: first.into(),
        last_name: last.into(),
        email: None,
        phone: None,
        employment: Some(NewEmployment {
            institution_id,
            post: "pracownik socjalny".into(),
            from: "2020-01-01".parse().unwrap(),
        }),
    }
}

async fn account(
    app: &TestApp,
    email: &str,
    person_id: Option<PersonId>,
    grants: &[(Role, ScopeKind, Option<Uuid>)],
) -> Account {
    app.write(async |tx, op| {
        let user = create_user(tx, op, NewUser { email: email.into(), person_id, password: None }).await?;
        for (role, scope_kind, scope_id) in grants {
            let grant = NewGrant { user_id: user, role: *role, scope_kind: *scope_kind, scope_id: *scope_id };
            grant_role(tx, op, grant).await?;
        }
        let opened = open_session(tx, op, user, Duration::days(3_650)).await?;
        Ok(Account { user, token: opened.secret.expose().to_owned() })
    })
    .await
}

async fn unit(app: &TestApp, code: &str) -> UnitId {
    let terc = Terc::parse(code).unwrap();
    by_terc(&app.state.db.reader, &terc, app.now().date_naive()).await.unwrap().unwrap().id
}

async fn office(app: &TestApp, name: &str, unit_id: UnitId) -> InstitutionId {
    let new = NewInstitution {
        name: name.into(),
        kind: InstitutionKind::Ops,
        sector: Sector::Public,
        unit_id,
        parent_id: None,
        nip: None,
        regon: None,
        street: None,
        postal_code: None,
        city: None,
        email: None,
        phone: None,
    };
    app.write(async |tx, op| register_institution(tx, op, new.clone()).await).await
}

fn register() -> String {
    let mut text = String::from("WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n");
    for n in 1..=16 {
        text.push_str(&format!("{:02};;;;WOJEWÓDZTWO {n};województwo;2020-01-01\n", n * 2));
    }
    text.push_str("28;62;;;Olsztyn;miasto na prawach powiatu;2020-01-01\n");
    text.push_str("26;04;;;kielecki;powiat;2020-01-01\n26;04;02;2;Bieliny;gmina wiejska;2020-01-01\n");
    text
}

/// Letters of an address as a series: each project has its own.
fn series_of(email: &str) -> String {
    if email.starts_with("koordynator@") {
        return "SK".into();
    }
    email.chars().filter(char::is_ascii_alphabetic).take(6).collect::<String>().to_uppercase()
}

fn programme(code: &str) -> NewFundingProgramme {
    NewFundingProgramme {
        code: code.into(),
        name: "Fundusze Europejskie dla Rozwoju Społecznego".into(),
        fund: "Europejski Fundusz Społeczny Plus".into(),
        starts_on: "2021-01-01".parse().unwrap(),
        ends_on: "2029-12-31".parse().unwrap(),
    }
}

fn new_project(
    programme_id: entities::shared::ids::FundingProgrammeId,
    voivodeship_id: UnitId,
) -> NewProject {
    NewProject {
        programme_id,
        title: "Kooperacja w regionie".into(),
        number: Some("FERS.04.06-IP.06-0001/23".into()),
        goal: "Współpraca instytucji na rzecz rodzin.".into(),
        starts_on: "2023-10-01".parse().unwrap(),
        ends_on: "2028-12-31".parse().unwrap(),
        agreement_on: None,
        lead: Some(NewLead {
            name: "ROPS w Kielcach".into(),
            voivodeship_id,
            institution_id: None,
            reason: None,
        }),
    }
}

fn new_partner(project_id: ProjectId, voivodeship: UnitId) -> NewPartner {
    NewPartner {
        project_id,
        role: PartnerRole::Partner,
        name: "ROPS w Olsztynie".into(),
        voivodeship_id: Some(voivodeship),
        institution_id: None,
    }
}

fn strip(project: ProjectId) -> NewVisibilityProfile {
    let sign = |kind, line1: &str, line2: &str| NewSign {
        kind,
        line1: line1.into(),
        line2: Some(line2.into()),
        height_pct: 100,
    };
    NewVisibilityProfile {
        name: "FERS".into(),
        project_id: Some(project),
        signs: vec![
            sign(SignKind::Programme, "Fundusze Europejskie", "dla Rozwoju Społecznego"),
            sign(SignKind::Republic, "Rzeczpospolita", "Polska"),
            sign(SignKind::EuropeanUnion, "Dofinansowane przez", "Unię Europejską"),
        ],
    }
}

fn template(partner_id: PartnerId) -> NewTemplate {
    NewTemplate {
        partner_id,
        kind: CertificateKind::Attendance,
        language: Language::Polish,
        name: "Zaświadczenie".into(),
        issuer: "Regionalny Ośrodek Polityki Społecznej w Kielcach".into(),
        subtitle: "o udziale w szkoleniu".into(),
        phrase: "za udział w szkoleniu".into(),
        place: "Kielce".into(),
        signatory_name: "Barbara Żurawska".into(),
        signatory_post: "Dyrektor".into(),
    }
}
