//! A small country: sixteen voivodeships, an office in each of two, a project of both.

use entities::accounts::actions::{
    NewGrant, NewUser, answer_partnership, create_user, grant_role, invite_partner,
};
use entities::accounts::actor::actor_of;
use entities::institutions::actions::{
    NewEmployment, NewInstitution, NewPerson, register_institution, register_person,
};
use entities::institutions::{InstitutionKind, Sector};
use entities::partnerships::PartnerRole;
use entities::partnerships::actions::{
    Answer, NewFundingProgramme, NewLead, NewPartner, NewProject, create_funding_programme, create_project,
};
use entities::shared::actor::{Actor, Role, ScopeKind};
use entities::shared::db::Db;
use entities::shared::error::Result;
use entities::shared::ids::{
    FundingProgrammeId, InstitutionId, PartnerId, PersonId, ProjectId, UnitId, UserId,
};
use entities::territory::import::{ImportReport, parse, store};
use entities::territory::store::by_terc;
use entities::territory::terc::Terc;
use uuid::Uuid;

use crate::{day, write};

/// What there is.
pub(crate) struct World {
    /// Voivodeship of the lead.
    pub lead_voivodeship: UnitId,
    /// Voivodeship of the partner.
    pub partner_voivodeship: UnitId,
    /// A rural gmina in the lead's voivodeship.
    pub gmina: UnitId,
    /// An office in that gmina.
    pub lead_office: InstitutionId,
    /// An office in the partner's voivodeship.
    pub partner_office: InstitutionId,
    /// What pays for the project.
    pub programme: FundingProgrammeId,
    /// A draft with lead and partner.
    pub project: ProjectId,
    /// The partner.
    pub partner: PartnerId,
}

impl World {
    pub(crate) async fn new(db: &Db) -> Self {
        import(db, &register("2020-01-01", &["02;2;Bieliny"]), true).await.unwrap();
        let lead_voivodeship = unit(db, "26").await;
        let partner_voivodeship = unit(db, "28").await;
        let (gmina, city) = (unit(db, "2604022").await, unit(db, "2862").await);
        let system = Actor::System;
        let office = async |name, unit| {
            write(db, &system, async |tx, op| register_institution(tx, op, office(name, unit)).await)
                .await
                .unwrap()
        };
        let lead_office = office("Gminny Ośrodek Pomocy Społecznej w Bielinach", gmina).await;
        let partner_office = office("Miejski Ośrodek Pomocy Społecznej w Olsztynie", city).await;
        let programme = write(db, &system, async |tx, op| {
            let new = NewFundingProgramme {
                code: "FERS".into(),
                name: "Fundusze Europejskie dla Rozwoju Społecznego".into(),
                fund: "Europejski Fundusz Społeczny Plus".into(),
                starts_on: day("2021-01-01"),
                ends_on: day("2029-12-31"),
            };
            create_funding_programme(tx, op, new).await
        });
        let programme = programme.await.unwrap();
        let new = new_project(programme, lead_voivodeship);
        let project = write(db, &system, async |tx, op| create_project(tx, op, new.clone()).await);
        let project = project.await.unwrap();
        let second = new_partner(project, PartnerRole::Partner, Some(partner_voivodeship));
        let partner = write(db, &system, async |tx, op| {
            let partner = invite_partner(tx, op, second.clone()).await?;
            answer_partnership(tx, op, Answer { partner_id: partner, accept: true, reason: None }).await
        });
        let partner = partner.await.unwrap();
        Self {
            lead_voivodeship,
            partner_voivodeship,
            gmina,
            lead_office,
            partner_office,
            programme,
            project,
            partner,
        }
    }

    /// A coordinator of the partner.
    pub(crate) async fn partner_coordinator(&self, db: &Db) -> Actor {
        let grants = [(Role::Coordinator, ScopeKind::Partner, Some(self.partner.0))];
        user(db, None, "koordynator@example.pl", &grants).await.1
    }

    /// A manager of the whole project.
    pub(crate) async fn manager(&self, db: &Db) -> Actor {
        let grants = [(Role::ProjectManager, ScopeKind::Project, Some(self.project.0))];
        user(db, None, "kierownik@example.pl", &grants).await.1
    }

    /// The administrator of a voivodeship.
    pub(crate) async fn administrator(&self, db: &Db, voivodeship: UnitId) -> Actor {
        let grants = [(Role::RopsAdmin, ScopeKind::Voivodeship, Some(voivodeship.0))];
        user(db, None, "administrator@example.pl", &grants).await.1
    }
}

/// A complete register with two cities, and gminas of one powiat given as `number;kind;name`.
pub(crate) fn register(state_on: &str, gminas: &[&str]) -> String {
    let mut text = String::from("WOJ;POW;GMI;RODZ;NAZWA;NAZWA_DOD;STAN_NA\n");
    for n in 1..=16 {
        text.push_str(&format!("{:02};;;;WOJEWÓDZTWO {n};województwo;{state_on}\n", n * 2));
    }
    for city in ["26;61;;;Kielce", "28;62;;;Olsztyn"] {
        text.push_str(&format!("{city};miasto na prawach powiatu;{state_on}\n"));
    }
    text.push_str(&format!("26;04;;;kielecki;powiat;{state_on}\n"));
    for gmina in gminas {
        text.push_str(&format!("26;04;{gmina};gmina;{state_on}\n"));
    }
    text
}

pub(crate) async fn import(db: &Db, text: &str, complete: bool) -> Result<ImportReport> {
    let register = parse(text.as_bytes()).unwrap();
    write(db, &Actor::System, async |tx, op| store(tx, op, &register, complete).await).await
}

pub(crate) async fn unit(db: &Db, terc: &str) -> UnitId {
    by_terc(&db.reader, &Terc::parse(terc).unwrap(), day("2026-01-01")).await.unwrap().unwrap().id
}

pub(crate) fn office(name: &str, unit_id: UnitId) -> NewInstitution {
    NewInstitution {
        name: name.into(),
        kind: InstitutionKind::Ops,
        sector: Sector::Public,
        unit_id,
        parent_id: None,
        nip: None,
        regon: None,
        street: None,
        postal_code: Some("25516".into()),
        city: None,
        email: None,
        phone: None,
    }
}

pub(crate) fn new_person(first: &str, last: &str, office: Option<InstitutionId>) -> NewPerson {
    let employment = office.map(|institution_id| NewEmployment {
        institution_id,
        post: "pracownik socjalny".into(),
        from: day("2020-01-01"),
    });
    NewPerson { first_name: first.into(), last_name: last.into(), email: None, phone: None, employment }
}

/// Somebody who works in an office.
pub(crate) async fn person(db: &Db, first: &str, last: &str, office: InstitutionId) -> PersonId {
    let new = new_person(first, last, Some(office));
    let id = write(db, &Actor::System, async |tx, op| register_person(tx, op, new.clone()).await);
    id.await.unwrap()
}

/// A user with roles.
pub(crate) async fn user(
    db: &Db,
    person_id: Option<PersonId>,
    email: &str,
    grants: &[(Role, ScopeKind, Option<Uuid>)],
) -> (UserId, Actor) {
    let id = write(db, &Actor::System, async |tx, op| {
        let user_id = create_user(tx, op, NewUser { email: email.into(), person_id, password: None }).await?;
        for &(role, scope_kind, scope_id) in grants {
            grant_role(tx, op, NewGrant { user_id, role, scope_kind, scope_id }).await?;
        }
        Ok(user_id)
    });
    let id = id.await.unwrap();
    (id, actor_of(db, id, crate::now().date_naive()).await.unwrap().unwrap())
}

pub(crate) fn new_project(programme_id: FundingProgrammeId, voivodeship_id: UnitId) -> NewProject {
    NewProject {
        programme_id,
        title: "Kooperacja w gminie".into(),
        number: Some("FERS.05.01-IZ.00-0001/26".into()),
        goal: "Współpraca instytucji pomocy i rynku pracy.".into(),
        starts_on: day("2026-01-01"),
        ends_on: day("2028-12-31"),
        agreement_on: None,
        lead: Some(NewLead {
            name: "ROPS w Kielcach".into(),
            voivodeship_id,
            institution_id: None,
            reason: None,
        }),
    }
}

pub(crate) fn new_partner(project_id: ProjectId, role: PartnerRole, at: Option<UnitId>) -> NewPartner {
    NewPartner { project_id, role, name: "ROPS w Olsztynie".into(), voivodeship_id: at, institution_id: None }
}
