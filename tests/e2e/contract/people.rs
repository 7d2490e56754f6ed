//! Random worlds of people, jobs, partnerships and enrolments: what actors are told of people is what a small model of rule 15
//! says, which knows nothing of conditions and statements. Seeds are fixed, so a world that fails is found again.

use std::collections::BTreeSet;

use entities::accounts::actions::leave_partnership;
use entities::institutions::actions::{
    EndEmployment, NewEmployment, NewPerson, add_employment, end_employment, register_person,
};
use entities::partnerships::actions::EndPartnership;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::change::Change;
use entities::shared::ids::{EditionId, EnrolmentId, PersonId, TypedId};
use entities::trainings::actions::{Enrol, assign_trainer, cancel_enrolment, enrol};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};
use uuid::Uuid;

use super::{list, text};

/// Chance that is the same for the same seed.
struct Dice(u64);

impl Dice {
    /// One of so many.
    fn of(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % many as u64) as usize
    }

    /// Whether one of so many came.
    fn once_in(&mut self, many: usize) -> bool {
        self.of(many) == 0
    }
}

/// Somebody, as the model knows them.
struct Somebody {
    id: PersonId,
    /// Offices that employ them today: of the lead's voivodeship, of the partner's.
    works: BTreeSet<usize>,
    /// Editions in which they train.
    trains: BTreeSet<usize>,
}

/// An enrolment, as the model knows it.
struct Enrolled {
    id: EnrolmentId,
    who: usize,
    edition: usize,
    /// The office that is represented.
    office: Option<usize>,
    /// Whether the seat was given back.
    has_cancelled: bool,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Asks {
    Nobody,
    Themselves(usize),
    Office(usize),
    /// An administrator of the ROPS of a voivodeship.
    Rops(usize),
    /// Staff of a partner of the first project: the lead, the partner.
    Partner(usize),
    /// Staff of a project.
    Project(usize),
    /// Trainer of an edition.
    Trainer(usize),
    /// Both: somebody with a job of their own, who coordinates an office.
    OwnAndOffice(usize, usize),
}

/// What there is.
struct Model {
    people: Vec<Somebody>,
    enrolments: Vec<Enrolled>,
    has_left: bool,
}

/// The project of an edition: two of the first, one of the second.
const fn project_of(edition: usize) -> usize {
    if edition < 2 { 0 } else { 1 }
}

impl Model {
    /// Whether an enrolment is of a partner of the first project. The lead runs its editions, and people come through the
    /// partner of the voivodeship of the office that they represent.
    fn is_of_partner(&self, enrolled: &Enrolled, partner: usize) -> bool {
        project_of(enrolled.edition) == 0 && (partner == 0 || !self.has_left && enrolled.office == Some(1))
    }

    fn sees_enrolment(&self, asks: Asks, enrolled: &Enrolled) -> bool {
        match asks {
            Asks::Nobody | Asks::Rops(_) => false,
            Asks::Themselves(who) => enrolled.who == who,
            Asks::Office(office) => enrolled.office == Some(office),
            Asks::Partner(partner) => self.is_of_partner(enrolled, partner),
            Asks::Project(project) => project_of(enrolled.edition) == project,
            Asks::Trainer(edition) => enrolled.edition == edition && !enrolled.has_cancelled,
            Asks::OwnAndOffice(who, office) => enrolled.who == who || enrolled.office == Some(office),
        }
    }

    fn sees_person(&self, asks: Asks, who: usize) -> bool {
        let person = &self.people[who];
        let takes_part =
            || self.enrolments.iter().any(|one| one.who == who && self.sees_enrolment(asks, one));
        match asks {
            Asks::Nobody => false,
            Asks::Themselves(own) => own == who,
            // Whom one no longer employs one no longer sees, whatever they were enrolled in.
            Asks::Office(office) | Asks::Rops(office) => person.works.contains(&office),
            Asks::Partner(1) if self.has_left => false,
            Asks::Partner(partner) => {
                let trains = partner == 0 && person.trains.iter().any(|edition| project_of(*edition) == 0);
                person.works.contains(&partner) || takes_part() || trains
            }
            Asks::Project(project) => {
                takes_part() || person.trains.iter().any(|edition| project_of(*edition) == project)
            }
            Asks::Trainer(edition) => takes_part() || person.trains.contains(&edition),
            Asks::OwnAndOffice(own, office) => own == who || person.works.contains(&office),
        }
    }
}

/// A random world over HTTP and the system's hand, and what the model knows of it.
async fn random(app: &TestApp, world: &World, editions: &[EditionId; 3], dice: &mut Dice) -> Model {
    let offices = [world.lead_office, world.partner_office];
    let mut model = Model { people: vec![], enrolments: vec![], has_left: false };
    for n in 0..4 {
        let new = NewPerson {
            first_name: format!("Osoba {n}"),
            last_name: "Losowa".into(),
            email: Some(format!("losowa{n}@example.pl")),
            phone: None,
            employment: None,
        };
        let id = app.write(async |tx, op| register_person(tx, op, new.clone()).await).await;
        model.people.push(Somebody { id, works: BTreeSet::new(), trains: BTreeSet::new() });
        let mut jobs = vec![];
        for (at, office) in offices.iter().enumerate() {
            if dice.once_in(2) {
                let job = NewEmployment {
                    institution_id: *office,
                    post: "pracownik".into(),
                    from: "2020-01-01".parse().unwrap(),
                };
                let job = app.write(async |tx, op| add_employment(tx, op, id, job.clone()).await).await;
                model.people[n].works.insert(at);
                jobs.push((at, job));
            }
        }
        for (at, edition) in editions.iter().enumerate() {
            if dice.once_in(5) {
                app.write(async |tx, op| assign_trainer(tx, op, *edition, id).await).await;
                model.people[n].trains.insert(at);
            }
            if !dice.once_in(2) {
                continue;
            }
            let office = jobs.get(dice.of(3)).map(|(at, _)| *at);
            let new = Enrol {
                edition_id: *edition,
                person_id: id,
                institution_id: office.map_or(Change::Clear, |at| Change::Set(offices[at])),
                needs_diet: None,
                needs_night: false,
                needs_access: None,
                clause_version_ids: vec![],
                reason: None,
                reserved: false,
            };
            let enrolled = app.write(async |tx, op| enrol(tx, op, new.clone()).await).await;
            let has_cancelled = dice.once_in(3);
            if has_cancelled {
                app.write(async |tx, op| cancel_enrolment(tx, op, enrolled).await).await;
            }
            model.enrolments.push(Enrolled { id: enrolled, who: n, edition: at, office, has_cancelled });
        }
        // Some leave an office afterwards: it knows them no more.
        for (at, job) in jobs {
            if dice.once_in(3) {
                let end = EndEmployment { id: job, version: None, to: "2026-04-30".parse().unwrap() };
                app.write(async |tx, op| end_employment(tx, op, end.clone()).await).await;
                model.people[n].works.remove(&at);
            }
        }
    }
    if dice.once_in(2) {
        let end = EndPartnership { partner_id: world.partner, reason: "koniec".into() };
        app.write(async |tx, op| leave_partnership(tx, op, end.clone()).await).await;
        model.has_left = true;
    }
    model
}

async fn token_of(
    app: &TestApp,
    (world, other): (&World, &World),
    editions: &[EditionId; 3],
    (model, asks, n): (&Model, Asks, usize),
) -> Option<String> {
    let email = format!("pyta{n}@example.pl");
    let offices = [world.lead_office.uuid(), world.partner_office.uuid()];
    let account =
        async |role, kind, id: Uuid| Some(world.account(app, &email, role, kind, Some(id)).await.token);
    match asks {
        Asks::Nobody => None,
        Asks::Themselves(who) => Some(world.participant(app, &email, model.people[who].id).await.token),
        Asks::Office(at) => account(Role::InstitutionCoordinator, ScopeKind::Institution, offices[at]).await,
        Asks::Rops(at) => {
            let place = [world.lead_voivodeship, world.partner_voivodeship][at].uuid();
            account(Role::RopsAdmin, ScopeKind::Voivodeship, place).await
        }
        Asks::Partner(at) => {
            let role = [Role::Coordinator, Role::TeamTraining, Role::Auditor][n % 3];
            account(role, ScopeKind::Partner, [world.lead, world.partner][at].uuid()).await
        }
        Asks::Project(at) => {
            let role = [Role::ProjectManager, Role::Coordinator, Role::Auditor][n % 3];
            account(role, ScopeKind::Project, [world.project, other.project][at].uuid()).await
        }
        Asks::Trainer(at) => account(Role::Trainer, ScopeKind::Edition, editions[at].uuid()).await,
        Asks::OwnAndOffice(who, at) => {
            let own = world.participant(app, &email, model.people[who].id).await;
            let (role, kind) = (Role::InstitutionCoordinator, ScopeKind::Institution);
            let grant = entities::accounts::actions::NewGrant {
                user_id: own.user,
                role,
                scope_kind: kind,
                scope_id: Some(offices[at]),
            };
            app.write(async |tx, op| entities::accounts::actions::grant_role(tx, op, grant.clone()).await)
                .await;
            Some(own.token)
        }
    }
}

/// Which of these somebody finds in a list, which must agree with its count, and by id.
async fn found(app: &TestApp, token: Option<&str>, connection: &str, all: &[String]) -> BTreeSet<usize> {
    let query = format!("{{ {connection}(first: 100) {{ totalCount edges {{ node {{ id }} }} }} }}");
    let answer = app.graphql(token, &query, json!({})).await.body;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    let edges = list(&answer["data"][connection]["edges"]);
    assert_eq!(answer["data"][connection]["totalCount"], edges.len());
    let listed: BTreeSet<&str> = edges.iter().map(|edge| text(&edge["node"]["id"])).collect();
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Person { email } } }";
    let nodes = app.graphql(token, query, json!({ "ids": all })).await.body;
    let nodes = list(&nodes["data"]["nodes"]);
    let mut found = BTreeSet::new();
    for (n, id) in all.iter().enumerate() {
        assert_eq!(listed.contains(id.as_str()), !nodes[n].is_null(), "{connection}: {id}");
        if !nodes[n].is_null() {
            found.insert(n);
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn what_anybody_is_told_of_people_in_random_worlds_is_what_the_rule_says() {
    for seed in 1..=6u64 {
        on_both(async |base| {
            let app = &TestApp::on(base);
            let world = &World::new(app).await;
            let other = &world.beside(app, "druga@example.pl").await;
            let mut editions = vec![];
            for world in [world, world, other] {
                let training = Training::open(app, world, EditionPlan::default()).await;
                let (_, key) = kit::ids::parts(&training.edition.into()).unwrap();
                editions.push(EditionId::from_uuid(key));
            }
            let editions: &[EditionId; 3] = &editions.try_into().unwrap();
            let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
            let model = random(app, world, editions, &mut dice).await;
            let people: Vec<String> = model.people.iter().map(|one| world.id(one.id).to_string()).collect();
            let enrolments: Vec<String> =
                model.enrolments.iter().map(|one| world.id(one.id).to_string()).collect();
            let mut everybody = vec![Asks::Nobody];
            everybody.extend((0..2).flat_map(|at| {
                [Asks::Office(at), Asks::Rops(at), Asks::Partner(at), Asks::Project(at), Asks::Themselves(at)]
            }));
            everybody.extend((0..3).map(Asks::Trainer));
            everybody.push(Asks::OwnAndOffice(2 + dice.of(2), dice.of(2)));
            for (n, asks) in everybody.into_iter().enumerate() {
                let token = token_of(app, (world, other), editions, (&model, asks, n)).await;
                let token = token.as_deref();
                let expected: BTreeSet<usize> =
                    (0..people.len()).filter(|who| model.sees_person(asks, *who)).collect();
                assert_eq!(found(app, token, "people", &people).await, expected, "seed {seed}: {asks:?}");
                let expected: BTreeSet<usize> = model
                    .enrolments
                    .iter()
                    .enumerate()
                    .filter(|(_, one)| model.sees_enrolment(asks, one))
                    .map(|(n, _)| n)
                    .collect();
                assert_eq!(
                    found(app, token, "enrolments", &enrolments).await,
                    expected,
                    "seed {seed}: {asks:?}"
                );
            }
        })
        .await;
    }
}
