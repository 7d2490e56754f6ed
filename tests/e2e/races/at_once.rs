//! Races that two API processes were seen to lose, each tried many times: what is done at the same moment is done once, one
//! after the other, or refused; nobody meets a fault, and nothing stays on whom somebody erases.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::FAR;
use entities::accounts::actions::{NewUser, create_user, open_session};
use entities::accounts::password::hash;
use entities::accounts::{CredentialKind, UserState, credential, one_time_link, user};
use entities::clauses::clause_version;
use entities::institutions::{employment, person};
use entities::mail::{DeliveryKind, DeliveryState, delivery};
use entities::requests::actions::erase_again;
use entities::requests::request;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::ids::{EnrolmentId, PersonId, UserId};
use entities::trainings::actions::expire_offer;
use entities::trainings::{EnrolmentState, edition, enrolment, trainer_assignment};
use entities::upkeep::drift::{drifts, mend};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};
use tests::builders::{Account, EditionPlan, Training, World};
use tests::{TestApp, TestDb, on_both_at_once};

use super::processes::{Call, Processes};
use crate::mail::text;
use crate::resilience::issue;

const OLD: &str = "zażółć gęślą jaźń";
const NEW: &str = "pchnąć w tę łódź jeża";

/// Copies of a person and of where they work, written at once: people to lose races are made by the hundred.
pub(super) async fn copies(app: &TestApp, of: PersonId, many: usize) -> Vec<PersonId> {
    copies_with(app, of, many, |row| row).await
}

/// The same, each told apart by something.
pub(crate) async fn copies_with(
    app: &TestApp,
    of: PersonId,
    many: usize,
    apart: impl Fn(person::ActiveModel) -> person::ActiveModel,
) -> Vec<PersonId> {
    let db = app.state.db.for_migration();
    let model = person::Entity::find_by_id(of).one(db).await.unwrap().unwrap();
    let works = employment::Entity::find().filter(employment::Column::PersonId.eq(of));
    let works = works.one(db).await.unwrap().unwrap();
    let ids: Vec<PersonId> = (0..many).map(|_| app.system().id()).collect();
    let copied = |id: &PersonId| person::ActiveModel { id: Set(*id), ..model.clone().into_active_model() };
    let people = ids.iter().map(|id| apart(copied(id)));
    person::Entity::insert_many(people).exec_without_returning(db).await.unwrap();
    let works = ids.iter().map(|id| employment::ActiveModel {
        id: Set(app.system().id()),
        person_id: Set(*id),
        ..works.clone().into_active_model()
    });
    employment::Entity::insert_many(works).exec_without_returning(db).await.unwrap();
    ids
}

/// Where races are run.
struct Ground {
    app: TestApp,
    world: World,
    admin: Account,
    processes: Arc<Processes>,
    model: PersonId,
    /// How often each race is run on this database.
    often: usize,
}

impl Ground {
    async fn new(base: TestDb) -> Self {
        // At least two hundred times each on both together: those of several kinds half as often of each.
        let often = 210;
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
        let model = world.person(&app, "Zofia", "Współbieżna").await;
        let processes = Arc::new(Processes::start(&app).await);
        Self { app, world, admin, processes, model, often }
    }

    async fn people(&self, many: usize) -> Vec<PersonId> {
        copies(&self.app, self.model, many).await
    }

    fn erase(&self, person: PersonId) -> Call {
        let input = json!({ "personId": self.world.id(person), "onlyWhatMayGo": true });
        Call::new(&self.admin.token, "erasePerson", input)
    }

    fn by_staff(&self, name: &'static str, input: Value) -> Call {
        Call::new(&self.world.coordinator.token, name, input)
    }

    async fn race(&self, sets: Vec<Vec<Call>>) -> Vec<Vec<String>> {
        self.processes.at_once(sets, 10).await
    }

    /// An edition in which these people have enrolments in a state, written at once.
    async fn enrolled(&self, people: &[PersonId], state: EnrolmentState) -> (Training, Vec<EnrolmentId>) {
        let (app, db) = (&self.app, self.app.state.db.for_migration());
        let many = i32::try_from(people.len()).unwrap();
        let plan = EditionPlan { seats: many + 1, waiting: many, ends_on: FAR, ..EditionPlan::default() };
        let training = Training::open(app, &self.world, plan).await;
        let first = self.people(1).await[0];
        training.enrol(app, &self.world, first).await;
        let model = enrolment::Entity::find().filter(enrolment::Column::PersonId.eq(first));
        let model = model.one(db).await.unwrap().unwrap();
        let edition = model.edition_id;
        let ids: Vec<EnrolmentId> = people.iter().map(|_| app.system().id()).collect();
        let rows = ids.iter().zip(people).map(|(id, person)| enrolment::ActiveModel {
            id: Set(*id),
            person_id: Set(*person),
            state: Set(state),
            // An offer, where it is one, ran out long ago.
            offer_expires_at: Set((state == EnrolmentState::Offered).then(chrono::DateTime::default)),
            ..model.clone().into_active_model()
        });
        enrolment::Entity::insert_many(rows).exec_without_returning(db).await.unwrap();
        if state == EnrolmentState::Waitlisted {
            // As many seats as are taken, so that somebody has to wait.
            let seats = edition::Entity::update_many().col_expr(edition::Column::Seats, Expr::value(1));
            seats.filter(edition::Column::Id.eq(edition)).exec(db).await.unwrap();
        }
        app.write(async |tx, op| mend(tx, op, edition).await).await;
        (training, ids)
    }

    /// Counts are true, and nothing is left on anybody who was erased.
    async fn is_whole(&self, race: &str) {
        let db = &self.app.state.db.reader;
        assert_eq!(drifts(db).await.unwrap(), [], "{race}");
        let gone =
            person::Entity::find().filter(person::Column::ErasedAt.is_not_null()).all(db).await.unwrap();
        let gone: Vec<PersonId> = gone.into_iter().map(|person| person.id).collect();
        let of = || gone.iter().copied();
        let live = enrolment::Entity::find()
            .filter(enrolment::Column::PersonId.is_in(of()))
            .filter(enrolment::Column::State.is_in([EnrolmentState::Confirmed, EnrolmentState::Waitlisted]));
        assert_eq!(live.count(db).await.unwrap(), 0, "{race}: enrolments");
        let works = employment::Entity::find().filter(employment::Column::PersonId.is_in(of()));
        assert_eq!(works.count(db).await.unwrap(), 0, "{race}: employments");
        let trains = trainer_assignment::Entity::find();
        let trains = trains.filter(trainer_assignment::Column::PersonId.is_in(of()));
        assert_eq!(trains.count(db).await.unwrap(), 0, "{race}: trainers");
        let accounts = user::Entity::find()
            .filter(user::Column::PersonId.is_in(of()))
            .filter(user::Column::State.eq(UserState::Active));
        assert_eq!(accounts.count(db).await.unwrap(), 0, "{race}: accounts");
        // What a second erasure would find is nothing.
        for person in gone.iter().step_by(17).copied() {
            let left = self.app.write(async |tx, op| erase_again(tx, op, person).await).await;
            assert!(!left, "{race}: something is left on {person}");
        }
    }

    /// One of two, or both, and never anything else.
    fn only(codes: &[Vec<String>], known: &[&str]) {
        for code in codes.iter().flatten() {
            assert!(known.contains(&code.as_str()), "{code} in {codes:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_processes_that_do_something_at_the_same_moment_none_loses_what_the_other_does() {
    on_both_at_once(async |base| {
        let ground = Ground::new(base).await;
        let start = Instant::now();
        let mut runs = 0;
        let mut took = |race: &str, sets: usize| {
            runs += sets;
            println!("{}: {race}: {sets} times, {:?} since the start", ground.app.base.kind, start.elapsed());
        };
        let often = ground.often;

        // C1, C2: seats and waiting lists.
        for (race, state) in [
            ("cancelling a seat and erasing", EnrolmentState::Confirmed),
            ("cancelling a wait and erasing", EnrolmentState::Waitlisted),
        ] {
            let mut codes = vec![];
            for _ in 0..3 {
                let people = ground.people(often / 6).await;
                let (_, ids) = ground.enrolled(&people, state).await;
                let sets = people.iter().zip(&ids).map(|(person, id)| {
                    let cancel = json!({ "enrolmentId": ground.world.id(*id) });
                    vec![ground.by_staff("cancelEnrolment", cancel), ground.erase(*person)]
                });
                codes.extend(ground.race(sets.collect()).await);
            }
            Ground::only(&codes, &["DONE", "WRONG_STATE", "NOT_FOUND"]);
            ground.is_whole(race).await;
            took(race, codes.len());
        }
        offers_run_out_beside_cancellations(&ground).await;
        took("an offer that runs out and cancelling", often);

        // C3: whatever is written about somebody who is erased.
        let training = Training::open(&ground.app, &ground.world, EditionPlan { ends_on: FAR, ..EditionPlan::default() }).await;
        let office = ground.world.id(ground.world.partner_office);
        for (race, write) in [
            ("enrolling and erasing", 0),
            ("employing and erasing", 1),
            ("assigning and erasing", 2),
            ("giving an account and erasing", 3),
            ("asking for a copy and erasing", 4),
        ] {
            let people = ground.people(often / 2).await;
            let sets = people.iter().map(|person| {
                let id = ground.world.id(*person);
                let admin = &ground.admin.token;
                let call = match write {
                    0 => ground.by_staff("enrolPerson", json!({ "editionId": training.edition, "personId": id })),
                    1 => Call::new(
                        admin,
                        "addEmployment",
                        json!({ "personId": id, "institutionId": office, "post": "doradca", "from": "2026-01-01" }),
                    ),
                    2 => Call::new(admin, "assignTrainer", json!({ "personId": id, "editionId": training.edition })),
                    3 => {
                        let email = format!("a{}@example.pl", person.0.simple());
                        Call::new(admin, "createUser", json!({ "personId": id, "email": email }))
                    }
                    _ => Call::new(admin, "requestPersonErasure", json!({ "personId": id })),
                };
                vec![call, ground.erase(*person)]
            });
            let codes = ground.race(sets.collect()).await;
            let known = ["DONE", "WRONG_STATE", "NOT_FOUND", "EDITION_FULL", "FORBIDDEN"];
            Ground::only(&codes, &known);
            ground.is_whole(race).await;
            let open = request::Entity::find().filter(request::Column::PersonId.is_in(people));
            let open = open.all(&ground.app.state.db.reader).await.unwrap();
            assert!(!open.iter().any(|one| one.state.is_open()), "{race}");
            took(race, codes.len());
        }
        own_certificates_beside_erasure(&ground).await;
        took("asking for one's certificates and erasing", often / 20 * 12);

        // C4: a crowd at two editions; nobody waits for a deadlock to be noticed.
        let crowd = ground.people(40).await;
        let (_, one) = ground.enrolled(&crowd[..20], EnrolmentState::Confirmed).await;
        let (_, two) = ground.enrolled(&crowd[20..], EnrolmentState::Confirmed).await;
        let cancel = |id: &EnrolmentId| {
            vec![ground.by_staff("cancelEnrolment", json!({ "enrolmentId": ground.world.id(*id) }))]
        };
        let sets: Vec<_> = one.iter().zip(&two).flat_map(|(one, two)| [cancel(one), cancel(two)]).collect();
        let began = Instant::now();
        let codes = ground.processes.at_once(sets, 40).await;
        assert!(codes.iter().flatten().all(|code| code == "DONE"), "{codes:?}");
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        ground.is_whole("a crowd").await;
        took("a crowd that cancels", 40);

        // C6: who is let in.
        ways_in_beside_what_ends_them(&ground).await;
        took("letting in and keeping out", often);

        // C9: what may be there once.
        once_and_for_all(&ground).await;
        took("the same twice", often);

        let pairs = ground.people(often / 2 * 2).await;
        super::administrators::two_who_end_each_other(&ground.app, &ground.processes, &pairs).await;
        took("administrators who end each other", often / 2);
        assert_eq!(super::deadlocks(&ground.app).await, 0);
        println!("{}: {runs} races in {:?}", ground.app.base.kind, start.elapsed());
    })
    .await;
}

/// Offers run out by the worker's action, in a process of its own: here; people cancel at the others.
async fn offers_run_out_beside_cancellations(ground: &Ground) {
    let people = ground.people(ground.often).await;
    let (_, ids) = ground.enrolled(&people, EnrolmentState::Offered).await;
    for some in ids.chunks(10) {
        let sets = some.iter().map(|id| {
            vec![ground.by_staff("cancelEnrolment", json!({ "enrolmentId": ground.world.id(*id) }))]
        });
        let cancelled = ground.race(sets.collect());
        let expired = async {
            for id in some {
                ground.app.write(async |tx, op| expire_offer(tx, op, *id).await).await;
            }
        };
        let (codes, ()) = tokio::join!(cancelled, expired);
        Ground::only(&codes, &["DONE", "WRONG_STATE"]);
    }
    ground.is_whole("offers").await;
}

/// Whoever is erased has no link to their certificates and no message that waits, however late somebody asked for one.
async fn own_certificates_beside_erasure(ground: &Ground) {
    let (app, world) = (&ground.app, &ground.world);
    issue(app, world, 12).await;
    let people = person::Entity::find().filter(person::Column::LastName.starts_with("Osoba "));
    let people: Vec<PersonId> =
        people.all(&app.state.db.reader).await.unwrap().into_iter().map(|person| person.id).collect();
    for round in 0..ground.often / 20 {
        let mut sets = vec![];
        for (n, person) in people.iter().enumerate() {
            let email = format!("wlasne{round}-{n}@example.pl");
            world.reachable(app, *person, &email).await;
            let asked = json!({ "email": email });
            sets.push(vec![
                Call { token: None, name: "requestOwnCertificates", fields: "", input: asked },
                ground.erase(*person),
            ]);
        }
        Ground::only(&ground.race(sets).await, &["DONE"]);
        nothing_leads_to(ground, &people).await;
    }
}

/// No link to certificates of these people is left, and no message with one.
async fn nothing_leads_to(ground: &Ground, people: &[PersonId]) {
    let db = &ground.app.state.db.reader;
    let links = one_time_link::Entity::find();
    let links = links.filter(one_time_link::Column::PersonId.is_in(people.iter().copied()));
    assert_eq!(links.count(db).await.unwrap(), 0, "links to certificates");
    let waits = delivery::Entity::find()
        .filter(delivery::Column::PersonId.is_in(people.iter().copied()))
        .filter(delivery::Column::Kind.eq(DeliveryKind::OwnCertificates))
        .filter(delivery::Column::State.eq(DeliveryState::Queued));
    assert_eq!(waits.count(db).await.unwrap(), 0, "messages");
}

/// No session of the old password and no token of a blocked user is left.
async fn ways_in_beside_what_ends_them(ground: &Ground) {
    let app = &ground.app;
    app.clock.set(SystemClock.now());
    let hashed = hash(OLD.to_owned(), &[], &*app.state.chance).await.unwrap();
    let mut sets = vec![];
    let (mut changed, mut blocked): (Vec<UserId>, Vec<UserId>) = (vec![], vec![]);
    for n in 0..ground.often {
        let email = format!("wpuszczany{n}@example.pl");
        let with_password = n % 5 == 0;
        let (user, token) = app
            .write(async |tx, op| {
                let password = with_password.then(|| hashed.clone());
                let user =
                    create_user(tx, op, NewUser { email: email.clone(), person_id: None, password }).await?;
                let opened = open_session(tx, op, user, chrono::Duration::days(1)).await?;
                Ok((user, opened.secret.expose().to_owned()))
            })
            .await;
        let id = ground.world.id(user);
        if with_password {
            let log_in = json!({ "email": email, "password": OLD });
            sets.push(vec![
                Call { token: None, name: "logIn", fields: "", input: log_in },
                Call::new(&ground.admin.token, "setPassword", json!({ "userId": id, "password": NEW })),
            ]);
            changed.push(user);
        } else {
            sets.push(vec![
                Call::new(&token, "createApiToken", json!({ "name": "skrypt" })),
                Call::new(&ground.admin.token, "blockUser", json!({ "id": id })),
            ]);
            blocked.push(user);
        }
    }
    // Whoever is blocked already is a stranger, whose request ends before it is a mutation.
    let codes = ground.processes.at_once_or_shut_out(sets, 10).await;
    Ground::only(&codes, &["DONE", "BAD_CREDENTIALS", "UNAUTHENTICATED", "FORBIDDEN"]);
    let live = async |users: Vec<UserId>, kinds: Vec<CredentialKind>| {
        let live = credential::Entity::find()
            .filter(credential::Column::UserId.is_in(users))
            .filter(credential::Column::Kind.is_in(kinds))
            .filter(credential::Column::RevokedAt.is_null());
        live.count(&app.state.db.reader).await.unwrap()
    };
    assert_eq!(live(changed, vec![CredentialKind::Session]).await, 0, "sessions of the old password");
    assert_eq!(live(blocked, CredentialKind::ALL.to_vec()).await, 0, "ways in of the blocked");
}

/// An employment, an account, a version of a clause, the next number of a task.
async fn once_and_for_all(ground: &Ground) {
    let (app, world, admin) = (&ground.app, &ground.world, &ground.admin.token);
    let db = app.state.db.for_migration();
    let people = ground.people(ground.often / 2).await;
    let office = world.id(world.partner_office);
    let twice = |call: Call| vec![call.clone(), call];
    let sets = people.iter().map(|person| {
        let id = world.id(*person);
        let job = json!({ "personId": id, "institutionId": office, "post": "doradca", "from": "2026-01-01" });
        twice(Call::new(admin, "addEmployment", job))
    });
    let codes = ground.race(sets.collect()).await;
    one_of_two(&codes, "DUPLICATE");
    let sets = people.iter().enumerate().map(|(n, person)| {
        let account = |which: &str| {
            let email = format!("{which}{n}@example.pl");
            Call::new(admin, "createUser", json!({ "personId": world.id(*person), "email": email }))
        };
        vec![account("pierwsze"), account("drugie")]
    });
    one_of_two(&ground.race(sets.collect()).await, "DUPLICATE");

    let project = Some(world.project.0);
    let manager =
        world.account(app, "kierownik@example.pl", Role::ProjectManager, ScopeKind::Project, project).await;
    let tasks = (0..ground.often / 2).map(|_| {
        let task = json!({
            "projectId": world.id(world.project), "title": "Zadanie",
            "startsOn": "2026-05-01", "endsOn": "2026-06-30",
        });
        twice(Call::new(&manager.token, "addProjectTask", task))
    });
    let codes = ground.race(tasks.collect()).await;
    assert!(codes.iter().flatten().all(|code| code == "DONE"), "{codes:?}");

    let new = json!({ "purpose": "ENROLMENT", "title": "Klauzula naboru" });
    let clause = app.mutate(admin, "createInformationClause", "informationClause { id }", new).await;
    let write = json!({ "clauseId": text(&clause["informationClause"]["id"]), "textPl": "Treść." });
    for _ in 0..ground.often / 2 {
        let codes = ground.race(vec![twice(Call::new(admin, "writeClauseVersion", write.clone()))]).await;
        assert_eq!(codes, [["DONE", "DONE"]]);
        assert_eq!(clause_version::Entity::find().count(db).await.unwrap(), 1);
        clause_version::Entity::delete_many().exec(db).await.unwrap();
    }
    assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);
}

/// Of two that ask for the same, one gets it.
fn one_of_two(codes: &[Vec<String>], other: &str) {
    for set in codes {
        let mut set = set.clone();
        set.sort();
        let mut expected = ["DONE", other];
        expected.sort_unstable();
        assert_eq!(set, expected, "{codes:?}");
    }
}
