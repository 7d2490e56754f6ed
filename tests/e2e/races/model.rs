//! Ten actors do whatever comes to their minds, some at the same moment, and a simple model in memory says what may come of
//! it: there must be an order of what was done at once in which the model does what the service did. Processes may be killed
//! meanwhile; whoever got no answer asks again with the same key. What differs is made short before it is shown.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use entities::accounts::actions::{NewGrant, NewUser, create_user, grant_role, open_session};
use entities::jobs::{JobState, job};
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::clock::{Clock, SystemClock};
use entities::shared::ids::{EditionId, PersonId};
use entities::trainings::{EnrolmentState, edition, enrolment};
use entities::upkeep::drift::drifts;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;
use tests::builders::{Account, EditionPlan, Training, World};
use tests::{TestApp, TestDb, on_both_at_once};
use uuid::Uuid;

use super::Dice;
use super::processes::{Call, Processes};

const PEOPLE: usize = 10;
const EDITIONS: usize = 2;
const SEATS: usize = 3;
const WAITING: usize = 3;

/// What an actor does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Enrol(usize, usize),
    Cancel(usize, usize),
    Answer(usize, usize, bool),
    Decide(usize, usize, bool),
    Seats(usize, usize),
    Promote(usize),
    Erase(usize),
}

impl Deed {
    fn any(dice: &mut Dice) -> Self {
        let (edition, person) = (dice.roll(EDITIONS), dice.roll(PEOPLE));
        match dice.roll(20) {
            0..=6 => Self::Enrol(edition, person),
            7..=10 => Self::Cancel(edition, person),
            11..=13 => Self::Answer(edition, person, dice.roll(2) == 0),
            14..=15 => Self::Decide(edition, person, dice.roll(3) > 0),
            16..=17 => Self::Seats(edition, 2 + dice.roll(4)),
            18 => Self::Promote(edition),
            _ => Self::Erase(person),
        }
    }

    /// The enrolment that it is about, by edition and person.
    const fn about(self) -> Option<(usize, usize)> {
        match self {
            Self::Cancel(edition, person)
            | Self::Answer(edition, person, _)
            | Self::Decide(edition, person, _) => Some((edition, person)),
            _ => None,
        }
    }
}

/// What is done at the same moment.
type Round = Vec<Deed>;

/// Rounds of up to four deeds.
fn rounds(seed: u64, many: usize) -> Vec<Round> {
    let mut dice = Dice(seed);
    (0..many).map(|_| (0..1 + dice.roll(4)).map(|_| Deed::any(&mut dice)).collect()).collect()
}

/// An edition as one writes it on a sheet of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sheet {
    seats: usize,
    approval: bool,
    /// Whose enrolment lives: the how-manieth of theirs it is, and its state.
    live: BTreeMap<usize, (usize, EnrolmentState)>,
    /// How often each was enrolled.
    times: BTreeMap<usize, usize>,
    line: Vec<usize>,
    /// Who declined or was rejected waits no more.
    barred: BTreeSet<usize>,
}

impl Sheet {
    fn seated(&self) -> usize {
        self.live.values().filter(|(_, state)| state.holds_seat()).count()
    }

    const fn seat(&self) -> EnrolmentState {
        if self.approval { EnrolmentState::PendingApproval } else { EnrolmentState::Confirmed }
    }

    fn set(&mut self, who: usize, to: EnrolmentState) {
        if let Some((_, state)) = self.live.get_mut(&who) {
            *state = to;
        }
    }

    fn promote(&mut self) {
        while self.seated() < self.seats && !self.line.is_empty() {
            let next = self.line.remove(0);
            self.set(next, EnrolmentState::Offered);
        }
    }

    fn leave(&mut self, who: usize) {
        self.live.remove(&who);
        self.line.retain(|one| *one != who);
        self.promote();
    }

    fn enrol(&mut self, who: usize) -> bool {
        let state = if self.live.contains_key(&who) {
            return false;
        } else if self.seated() < self.seats {
            self.seat()
        } else if self.line.len() < WAITING && !self.barred.contains(&who) {
            self.line.push(who);
            EnrolmentState::Waitlisted
        } else {
            return false;
        };
        let times = self.times.entry(who).or_default();
        *times += 1;
        self.live.insert(who, (*times, state));
        true
    }
}

/// The model: a sheet for each edition, and who was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Model {
    sheets: Vec<Sheet>,
    erased: BTreeSet<usize>,
}

impl Model {
    fn new() -> Self {
        let sheet = |approval| Sheet { seats: SEATS, approval, ..Sheet::default() };
        Self { sheets: vec![sheet(false), sheet(true)], erased: BTreeSet::new() }
    }

    /// Does something; `nth` enrolment of the person is meant. Answers whether it is done.
    fn done(&mut self, deed: Deed, nth: usize) -> bool {
        use EnrolmentState::{Confirmed, Offered, PendingApproval, Waitlisted};
        let state =
            deed.about().and_then(|(edition, person)| self.sheets[edition].live.get(&person).copied());
        let state = state.filter(|(number, _)| *number == nth).map(|(_, state)| state);
        match (deed, state) {
            (Deed::Enrol(edition, person), _) => {
                !self.erased.contains(&person) && self.sheets[edition].enrol(person)
            }
            (Deed::Cancel(edition, person), Some(_)) => {
                self.sheets[edition].leave(person);
                true
            }
            (Deed::Answer(edition, person, true), Some(Offered)) => {
                let seat = self.sheets[edition].seat();
                self.sheets[edition].set(person, seat);
                true
            }
            (Deed::Answer(edition, person, false), Some(Offered))
            | (Deed::Decide(edition, person, false), Some(PendingApproval | Waitlisted | Offered)) => {
                self.sheets[edition].barred.insert(person);
                self.sheets[edition].leave(person);
                true
            }
            (Deed::Decide(edition, person, true), Some(PendingApproval)) => {
                self.sheets[edition].set(person, Confirmed);
                true
            }
            (Deed::Seats(edition, seats), _) if seats >= self.sheets[edition].seated() => {
                self.sheets[edition].seats = seats;
                self.sheets[edition].promote();
                true
            }
            (Deed::Promote(edition), _) => {
                self.sheets[edition].promote();
                true
            }
            (Deed::Erase(person), _) => {
                self.erased.insert(person);
                self.sheets.iter_mut().for_each(|sheet| sheet.leave(person));
                true
            }
            _ => false,
        }
    }

    /// The model after a round in some order of it that answers as the service did and leaves what there is; none where
    /// there is no such order.
    fn explains(&self, round: &[(Deed, usize)], did: &[bool], there: &[Seen]) -> Option<Self> {
        orders(round.len()).into_iter().find_map(|order| {
            let mut model = self.clone();
            let agrees = order.iter().all(|at| model.done(round[*at].0, round[*at].1) == did[*at]);
            (agrees && model.seen() == there).then_some(model)
        })
    }

    fn seen(&self) -> Vec<Seen> {
        let seen = |sheet: &Sheet| Seen {
            seats: sheet.seats,
            taken: sheet.seated(),
            waiting: sheet.line.len(),
            live: sheet.live.iter().map(|(who, (_, state))| (*who, *state)).collect(),
            line: sheet.line.clone(),
        };
        self.sheets.iter().map(seen).collect()
    }
}

/// All orders of so many things.
fn orders(many: usize) -> Vec<Vec<usize>> {
    (0..many).fold(vec![vec![]], |orders, next| {
        let with = |order: &Vec<usize>| {
            (0..=order.len())
                .map(|at| {
                    let mut longer = order.clone();
                    longer.insert(at, next);
                    longer
                })
                .collect::<Vec<_>>()
        };
        orders.iter().flat_map(with).collect()
    })
}

/// What there is of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    seats: usize,
    taken: usize,
    waiting: usize,
    live: BTreeMap<usize, EnrolmentState>,
    line: Vec<usize>,
}

/// The service under test.
struct Service {
    app: TestApp,
    world: World,
    coordinators: Vec<Account>,
    admin: Account,
    processes: Arc<Processes>,
    kills: usize,
}

/// A coordinator of the project and of its lead, who sees whom the lead's region employs.
async fn coordinator(app: &TestApp, world: &World, email: &str) -> Account {
    app.write(async |tx, op| {
        let new = NewUser { email: email.to_owned(), person_id: None, password: None };
        let user = create_user(tx, op, new).await?;
        for (scope_kind, id) in [(ScopeKind::Project, world.project.0), (ScopeKind::Partner, world.lead.0)] {
            let role = Role::Coordinator;
            let grant = NewGrant { user_id: user, role, scope_kind, scope_id: Some(id) };
            grant_role(tx, op, grant).await?;
        }
        let opened = open_session(tx, op, user, chrono::Duration::days(3_650)).await?;
        Ok(Account { user, token: opened.secret.expose().to_owned() })
    })
    .await
}

impl Service {
    async fn start(base: TestDb) -> Self {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let admin =
            world.account(&app, "iod@example.pl", Role::SysAdmin, ScopeKind::Installation, None::<Uuid>);
        let admin = admin.await;
        let mut coordinators = vec![];
        for n in 0..PEOPLE {
            coordinators.push(coordinator(&app, &world, &format!("k{n}@example.pl")).await);
        }
        let processes = Arc::new(Processes::start(&app).await);
        Self { app, world, coordinators, admin, processes, kills: 0 }
    }

    /// Plays rounds on editions and people of their own; `kills` says before which rounds which process is killed. Answers what
    /// the model cannot explain.
    async fn play(&mut self, rounds: &[Round], mut kills: Option<&mut Dice>) -> Result<(), String> {
        let app = &self.app;
        let mut people: Vec<PersonId> = vec![];
        let template = self.world.person(app, "Zofia", "Modelowa").await;
        people.extend(super::at_once::copies(app, template, PEOPLE).await);
        let mut editions = vec![];
        for approval in [false, true] {
            let (seats, waiting) = (i32::try_from(SEATS).unwrap(), i32::try_from(WAITING).unwrap());
            let plan =
                EditionPlan { seats, waiting, approval, ends_on: super::FAR, ..EditionPlan::default() };
            let training = Training::open(app, &self.world, plan).await;
            let (_, key) = kit::ids::parts(&training.edition.clone().into()).unwrap();
            editions.push((EditionId(key), training.edition));
        }
        let mut ids: BTreeMap<(usize, usize), (usize, String)> = BTreeMap::new();
        let mut model = Model::new();
        for (at, round) in rounds.iter().enumerate() {
            let meant: Vec<(Deed, usize)> = round
                .iter()
                .map(|deed| {
                    (*deed, deed.about().and_then(|about| ids.get(&about)).map_or(0, |(nth, _)| *nth))
                })
                .collect();
            let asked = round.iter().enumerate().map(|(n, deed)| {
                let call = self.call(*deed, &editions, &people, &ids, n);
                let (processes, first) = (Arc::clone(&self.processes), at + n);
                async move {
                    match call {
                        Some(call) => processes.ask(first, &call).await,
                        // Nobody knows an enrolment that was never there.
                        None => json!({ "errors": [{ "code": "NOT_FOUND" }] }),
                    }
                }
            });
            let dies = kills.as_deref_mut().and_then(|dice| (dice.roll(2) == 0).then_some(dice));
            let victim = dies.map(|dice| (dice.roll(3), Duration::from_millis(dice.roll(40) as u64)));
            let death = async {
                let Some((which, after)) = victim else { return false };
                tokio::time::sleep(after).await;
                self.processes.kill(app, which).await
            };
            let (payloads, killed) = tokio::join!(futures_util::future::join_all(asked), death);
            self.kills += usize::from(killed);
            let did: Vec<bool> = payloads.iter().map(|payload| payload["errors"] == json!([])).collect();
            for (deed, payload) in round.iter().zip(&payloads) {
                if let (Deed::Enrol(edition, person), Some(id)) = (deed, payload["enrolment"]["id"].as_str())
                {
                    let nth = ids.get(&(*edition, *person)).map_or(1, |(nth, _)| nth + 1);
                    ids.insert((*edition, *person), (nth, id.to_owned()));
                }
            }
            let there = self.there(&editions, &people).await;
            let Some(next) = model.explains(&meant, &did, &there) else {
                return Err(format!(
                    "round {at}: {meant:?}\nanswered {did:?}: {payloads:?}\nbefore {:#?}\nthere is {there:#?}",
                    model.seen()
                ));
            };
            model = next;
        }
        let found = drifts(&app.state.db.reader).await.unwrap();
        if found.is_empty() { Ok(()) } else { Err(format!("{found:?}")) }
    }

    fn call(
        &self,
        deed: Deed,
        editions: &[(EditionId, String)],
        people: &[PersonId],
        ids: &BTreeMap<(usize, usize), (usize, String)>,
        actor: usize,
    ) -> Option<Call> {
        let id = deed.about().map(|about| ids.get(&about).map(|(_, id)| id.clone()));
        let (name, mut input) = match deed {
            Deed::Enrol(edition, person) => {
                let of =
                    json!({ "editionId": editions[edition].1, "personId": self.world.id(people[person]) });
                ("enrolPerson", of)
            }
            Deed::Cancel(..) => ("cancelEnrolment", json!({ "enrolmentId": id?? })),
            Deed::Answer(_, _, accept) => ("answerOffer", json!({ "enrolmentId": id??, "accept": accept })),
            Deed::Decide(_, _, approve) => {
                ("decideEnrolment", json!({ "enrolmentId": id??, "approve": approve }))
            }
            Deed::Seats(edition, seats) => {
                ("setSeats", json!({ "editionId": editions[edition].1, "seats": seats }))
            }
            Deed::Promote(edition) => ("promoteWaiting", json!({ "editionId": editions[edition].1 })),
            Deed::Erase(person) => {
                ("erasePerson", json!({ "personId": self.world.id(people[person]), "onlyWhatMayGo": true }))
            }
        };
        input["idempotencyKey"] = json!(self.app.system().id::<PersonId>().0.to_string());
        let who = if name == "erasePerson" { &self.admin } else { &self.coordinators[actor % PEOPLE] };
        let fields = if name == "enrolPerson" { "enrolment { id }" } else { "" };
        Some(Call { token: Some(who.token.clone()), name, fields, input })
    }

    async fn there(&self, editions: &[(EditionId, String)], people: &[PersonId]) -> Vec<Seen> {
        let db = &self.app.state.db.reader;
        let mut all = vec![];
        for (id, _) in editions {
            // Both in one moment, but nothing happens now.
            let row = edition::Entity::find_by_id(*id).one(db).await.unwrap().unwrap();
            let rows = enrolment::Entity::find()
                .filter(enrolment::Column::EditionId.eq(*id))
                .order_by_asc(enrolment::Column::RequestedAt)
                .order_by_asc(enrolment::Column::Id);
            let number = |person: PersonId| people.iter().position(|one| *one == person).unwrap();
            let live: Vec<(usize, EnrolmentState)> = rows
                .all(db)
                .await
                .unwrap()
                .into_iter()
                .filter(|row| !row.state.is_ended())
                .map(|row| (number(row.person_id), row.state))
                .collect();
            let waits = |(who, state): &(usize, EnrolmentState)| {
                (*state == EnrolmentState::Waitlisted).then_some(*who)
            };
            all.push(Seen {
                seats: usize::try_from(row.seats).unwrap(),
                taken: usize::try_from(row.seats_taken).unwrap(),
                waiting: usize::try_from(row.waiting).unwrap(),
                line: live.iter().filter_map(waits).collect(),
                live: live.into_iter().collect(),
            });
        }
        all
    }

    /// Plays; what the model cannot explain is made short and told.
    async fn holds(&mut self, seed: u64, many: usize, kills: bool) {
        let all = rounds(seed, many);
        let mut dice = Dice(seed + 1);
        let Err(why) = self.play(&all, kills.then_some(&mut dice)).await else { return };
        let short = shrunk(all, async |rounds| {
            // What happened at the same moment may not happen again at once.
            for _ in 0..3 {
                if self.play(rounds, None).await.is_err() {
                    return true;
                }
            }
            false
        })
        .await;
        panic!("seed {seed}: {why}\nas short as it gets: {short:#?}");
    }

    /// Whatever jobs the story has left are done by the worker, however often it was killed.
    async fn work_is_done(&self) {
        let until = Instant::now() + Duration::from_secs(90);
        let open = job::Entity::find()
            .filter(job::Column::State.is_in([JobState::Ready, JobState::Running]))
            .filter(job::Column::Kind.is_in(["privacy.note_erasure", "privacy.remove_files"]))
            .filter(job::Column::RunAt.lt(SystemClock.now()));
        while open.clone().count(&self.app.state.db.reader).await.unwrap() > 0 {
            assert!(Instant::now() < until, "the worker gets through");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let dead = job::Entity::find().filter(job::Column::State.eq(JobState::Dead));
        assert_eq!(dead.count(&self.app.state.db.reader).await.unwrap(), 0);
    }
}

/// As few rounds and deeds as still fail: parts are left out, ever smaller ones, as long as what is left fails.
async fn shrunk(mut all: Vec<Round>, mut fails: impl AsyncFnMut(&[Round]) -> bool) -> Vec<Round> {
    let mut part = all.len().div_ceil(2);
    while part > 0 {
        let mut from = 0;
        while from < all.len() {
            let to = Ord::min(from + part, all.len());
            let without: Vec<Round> = [&all[..from], &all[to..]].concat();
            if !without.is_empty() && fails(&without).await {
                all = without;
            } else {
                from = to;
            }
        }
        part /= 2;
    }
    for at in 0..all.len() {
        let mut deed = 0;
        while deed < all[at].len() && all[at].len() > 1 {
            let mut without = all.clone();
            without[at].remove(deed);
            if fails(&without).await {
                all = without;
            } else {
                deed += 1;
            }
        }
    }
    all
}

#[tokio::test]
async fn what_differs_is_made_short() {
    // A service that forgets to hand a freed seat on where somebody declined it.
    let differs = async |rounds: &[Round]| {
        let (mut right, mut wrong) = (Model::new(), Model::new());
        rounds.iter().flatten().any(|deed| {
            let nth = |model: &Model| {
                let about =
                    deed.about().map(|(edition, person)| model.sheets[edition].times.get(&person).copied());
                about.flatten().unwrap_or_default()
            };
            let (did, does) = (
                right.done(*deed, nth(&right)),
                match deed {
                    Deed::Answer(edition, person, false) => {
                        let offered = wrong.sheets[*edition].live.get(person).map(|(_, state)| *state);
                        let is_offered = offered == Some(EnrolmentState::Offered);
                        if is_offered {
                            wrong.sheets[*edition].live.remove(person);
                            wrong.sheets[*edition].barred.insert(*person);
                        }
                        is_offered
                    }
                    _ => wrong.done(*deed, nth(&wrong)),
                },
            );
            did != does || right.seen() != wrong.seen()
        })
    };
    let mut found = 0;
    for seed in 0..20 {
        let all = rounds(seed, 200);
        if differs(&all).await {
            found += 1;
            let short = shrunk(all, differs).await;
            let deeds = short.iter().map(Vec::len).sum::<usize>();
            assert!(deeds <= 9, "seed {seed}: {short:?}");
        }
    }
    assert!(found >= 5, "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_actors_at_two_processes_that_are_killed_meanwhile_do_what_a_simple_model_does() {
    on_both_at_once(async |base| {
        let mut service = Service::start(base).await;
        for seed in [11, 1_989] {
            service.holds(seed, 14, false).await;
        }
        service.holds(5, 20, true).await;
        service.work_is_done().await;
        println!("{}: {} kills", service.app.base.kind, service.kills);
        assert!(service.kills >= 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes long: ZWORNIK_KILLS=500 ZWORNIK_SEED=1, --ignored --nocapture"]
async fn as_many_kills_as_are_asked_for_change_nothing_of_what_the_model_says() {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (kills, from) = (number("ZWORNIK_KILLS", 50), number("ZWORNIK_SEED", 1));
    on_both_at_once(async |base| {
        let start = Instant::now();
        let mut service = Service::start(base).await;
        let mut seed = from;
        while (service.kills as u64) < kills {
            service.holds(seed, 40, true).await;
            seed += 1;
            println!("{}: {} kills, {:?}", service.app.base.kind, service.kills, start.elapsed());
        }
        service.work_is_done().await;
    })
    .await;
}
