//! Whoever stands outside, by one step: a partner that is invited and has not accepted, one that has left, a former employee,
//! somebody of another office, somebody with two jobs. The walk of every operation, list, subscription, download and export.

use std::collections::BTreeSet;

use entities::documents::document;
use entities::institutions::actions::{EndEmployment, NewEmployment, add_employment, end_employment};
use entities::partnerships::actions::EndPartnership;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::TypedId;
use sea_orm::EntityTrait;
use serde_json::json;
use tests::builders::Account;
use tests::databases::on_both;
use tests::{TestApp, TestDb};

use super::inputs::Inputs;
use super::operations::{try_as, wait_for};
use super::roles::{everything, found, reserved};
use super::{ALL, Scene, Who, connections, subscriptions, text, types};

/// What an account reaches beyond what `open` has: of things, by operations, by waiting, downloading and exporting.
async fn reached(
    app: &TestApp,
    scene: &Scene,
    account: &Account,
    (all, open): (&BTreeSet<String>, &BTreeSet<String>),
    role: Option<Role>,
) -> (BTreeSet<String>, Vec<String>) {
    let inputs = types(app).await;
    let inputs = Inputs::of(&inputs, scene);
    let schema = api::schema::builder(&Default::default()).data(app.state.clone()).finish();
    let more: BTreeSet<String> = found(app, account, all).await.difference(open).cloned().collect();
    let mut wrong = vec![];
    for (name, argument, _) in subscriptions().filter(|(_, _, allowed)| *allowed != ALL) {
        let what = (name, argument, scene.id(argument));
        let code = wait_for(app, &schema, Some(&account.token), what, 10_000).await;
        if code != Some("NOT_FOUND".into()) {
            wrong.push(format!("waits for {name}: {code:?}"));
        }
    }
    // What a role may anywhere it may here, and what is one's own alone is nobody else's.
    let elsewhere = reserved().filter(|mutation| role.is_none_or(|role| !mutation.anywhere.contains(&role)));
    for mutation in elsewhere.filter(|mutation| mutation.who != [Who::Participant]) {
        let code = try_as(app, None, Some(&account.token), mutation, &inputs).await;
        if !matches!(code.as_deref(), Some("FORBIDDEN" | "NOT_FOUND")) {
            wrong.push(format!("{}: {code:?}", mutation.name));
        }
    }
    for document in document::Entity::find().all(&app.state.db.reader).await.unwrap() {
        let (status, ..) = app.get(&format!("/documents/{}", document.id.uuid()), Some(&account.token)).await;
        if status != 404 {
            wrong.push(format!("downloads {:?}: {status}", document.kind));
        }
    }
    // An export has what the list has, and no more.
    for (name, _) in connections() {
        let query = format!("{{ {name}(first: 100) {{ edges {{ node {{ id }} }} }} }}");
        let body = json!({ "query": query });
        let request = axum::http::Request::post("/export")
            .header("authorization", format!("Bearer {}", account.token))
            .header("content-type", "application/json");
        let request = request.body(axum::body::Body::from(body.to_string())).unwrap();
        let answer = app.send(request).await;
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let exported = String::from_utf8_lossy(&bytes).into_owned();
        let beyond = all.iter().filter(|id| exported.contains(id.as_str()));
        for id in beyond.filter(|id| !open.contains(*id) && !more.contains(*id)) {
            wrong.push(format!("exports {name}: {id}"));
        }
    }
    (more, wrong)
}

/// The type of a global id.
fn kind_of(id: &str) -> String {
    kit::ids::parts(&id.into()).map(|(kind, _)| kind).unwrap_or_default()
}

fn kinds(ids: &BTreeSet<String>) -> BTreeSet<String> {
    ids.iter().map(|id| kind_of(id)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_stands_one_step_outside_reaches_nothing_by_whatever_way() {
    on_both(one_step_outside).await;
}

async fn one_step_outside(db: TestDb) {
    let app = TestApp::on(db);
    let scene = Scene::new(&app).await;
    let world = &scene.world;
    let of = async |email: &str, role, kind, id| world.account(&app, email, role, kind, Some(id)).await;
    let admin = world.account(&app, "nad@example.pl", Role::SysAdmin, ScopeKind::Installation, None).await;
    let manager = (Role::ProjectManager, ScopeKind::Project, world.project.uuid());
    let manager = of("nad-projektem@example.pl", manager.0, manager.1, manager.2).await;

    // The participant worked at the partner's office once.
    let job = NewEmployment {
        institution_id: world.partner_office,
        post: "stażystka".into(),
        from: "2019-01-01".parse().unwrap(),
    };
    let job = app.write(async |tx, op| add_employment(tx, op, scene.person, job.clone()).await).await;
    let end = EndEmployment { id: job, version: None, to: "2019-12-31".parse().unwrap() };
    app.write(async |tx, op| end_employment(tx, op, end.clone()).await).await;
    let job = world.id(job).to_string();

    // A third office is invited, and a fourth has been a partner.
    let units =
        "{ territorialUnits(first: 40, filter: { levels: [VOIVODESHIP] }) { edges { node { id } } } }";
    let units = app.ask(&admin.token, units, json!({})).await;
    let known = [world.lead_voivodeship, world.partner_voivodeship].map(|id| world.id(id).to_string());
    let units: Vec<String> = super::list(&units["territorialUnits"]["edges"])
        .iter()
        .map(|edge| text(&edge["node"]["id"]).to_owned())
        .filter(|id| !known.contains(id))
        .collect();
    let invite = async |unit: &str, name: &str| -> String {
        let new = json!({ "projectId": world.id(world.project), "role": "PARTNER", "name": name, "voivodeshipId": unit });
        let made = app.mutate(&manager.token, "addProjectPartner", "partner { id }", new).await;
        text(&made["partner"]["id"]).to_owned()
    };
    let (invited, left) = (invite(&units[0], "ROPS zaproszony").await, invite(&units[1], "ROPS dawny").await);
    let key = |id: &str| kit::ids::parts(&id.into()).unwrap().1;
    let yes = json!({ "partnerId": left, "accept": true, "reason": "umowa" });
    app.mutate(&admin.token, "answerPartnership", "partner { id }", yes).await;
    let goes = EndPartnership { partner_id: TypedId::from_uuid(key(&left)), reason: "koniec".into() };
    app.write(async |tx, op| {
        entities::accounts::actions::leave_partnership(tx, op, goes.clone()).await.map(drop)
    })
    .await;

    let plain = world.participant(
        &app,
        "nikt@example.pl",
        world.stranger(&app, "Nikt", "Nikt", world.partner_office).await,
    );
    let plain = plain.await;
    let all = everything(&app, &scene).await;
    let open = found(&app, &plain, &all).await;
    let mut wrong: Vec<String> = vec![];
    let mut check =
        async |who: &str, (account, role): (Account, Option<Role>), may: &[&str]| -> BTreeSet<String> {
            let (more, reached) = reached(&app, &scene, &account, (&all, &open), role).await;
            wrong.extend(reached.into_iter().map(|one| format!("{who} {one}")));
            let beyond: Vec<String> =
                kinds(&more).into_iter().filter(|kind| !may.contains(&kind.as_str())).collect();
            if !beyond.is_empty() {
                wrong.push(format!("{who} sees {beyond:?}"));
            }
            more
        };
    for (n, role) in
        [Role::ProjectManager, Role::Coordinator, Role::TeamTraining, Role::Auditor].iter().enumerate()
    {
        for (what, partner) in [("invited", &invited), ("left", &left)] {
            let account = of(&format!("{what}{n}@example.pl"), *role, ScopeKind::Partner, key(partner)).await;
            check(what, (account, None), &[]).await;
        }
    }
    // Their offices' administrators see that they were asked, and the end of it.
    for (what, unit) in [("invited office", &units[0]), ("left office", &units[1])] {
        let email = format!("{}@example.pl", what.replace(' ', "-"));
        let account = of(&email, Role::RopsAdmin, ScopeKind::Voivodeship, key(unit)).await;
        check(what, (account, Some(Role::RopsAdmin)), &["ProjectPartner", "RoleGrant", "User", "Invitation"])
            .await;
    }
    // Whom an office no longer employs it no longer sees: the post and the days alone.
    for (n, role) in [Role::InstitutionCoordinator, Role::InstitutionHead].iter().enumerate() {
        let account =
            of(&format!("dawny{n}@example.pl"), *role, ScopeKind::Institution, world.partner_office.uuid())
                .await;
        let token = account.token.clone();
        let more = check("former employer", (account, Some(*role)), &["Employment", "Person"]).await;
        assert!(!more.contains(&*world.id(scene.person)), "{role:?}");
        let query = "query($id: ID!) { node(id: $id) { ... on Employment { post to person { id } } } }";
        let known = app.ask(&token, query, json!({ "id": job })).await["node"].clone();
        assert_eq!(known, json!({ "post": "stażystka", "to": "2019-12-31", "person": null }));
    }
    // Somebody of another office is a participant like everybody.
    let stranger = world.stranger(&app, "Inna", "Osoba", world.partner_office).await;
    let stranger = world.participant(&app, "inna@example.pl", stranger).await;
    check("somebody of another office", (stranger, None), &[]).await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_two_jobs_is_seen_by_both_offices_each_its_own_and_given_away_by_neither() {
    on_both(two_jobs).await;
}

async fn two_jobs(db: TestDb) {
    let app = TestApp::on(db);
    let scene = Scene::new(&app).await;
    let world = &scene.world;
    let person = world.stranger(&app, "Dwa", "Etaty", world.lead_office).await;
    let second = NewEmployment {
        institution_id: world.partner_office,
        post: "doradca".into(),
        from: "2022-01-01".parse().unwrap(),
    };
    app.write(async |tx, op| add_employment(tx, op, person, second.clone()).await).await;
    let own = world.participant(&app, "dwa@example.pl", person).await;
    let query = "query($id: ID!) { node(id: $id) { ... on Person { email employments { totalCount } } } }";
    let seen =
        async |token: &str| app.ask(token, query, json!({ "id": world.id(person) })).await["node"].clone();
    assert_eq!(seen(&own.token).await["employments"]["totalCount"], 2);
    for (n, (office, voivodeship)) in
        [(world.lead_office, world.lead_voivodeship), (world.partner_office, world.partner_voivodeship)]
            .into_iter()
            .enumerate()
    {
        let head = (Role::InstitutionHead, ScopeKind::Institution, Some(office.uuid()));
        let head = world.account(&app, &format!("kierownik{n}@example.pl"), head.0, head.1, head.2).await;
        let rops = (Role::RopsAdmin, ScopeKind::Voivodeship, Some(voivodeship.uuid()));
        let rops = world.account(&app, &format!("rops{n}@example.pl"), rops.0, rops.1, rops.2).await;
        for who in [&head, &rops] {
            assert_eq!(seen(&who.token).await["employments"]["totalCount"], 1, "each its own");
            for (name, more) in [
                ("requestPersonExport", json!({})),
                ("erasePerson", json!({})),
                (
                    "joinPeople",
                    json!({ "keepId": world.id(person), "mergeId": world.id(scene.person), "reason": "x" }),
                ),
            ] {
                let input = if more == json!({}) { json!({ "personId": world.id(person) }) } else { more };
                let code = app.refused(&who.token, name, input).await;
                assert!(matches!(code.as_str(), "FORBIDDEN" | "NOT_FOUND"), "{name}: {code}");
            }
            let password = json!({ "userId": world.id(own.user), "password": "zupełnie nowe hasło" });
            let code = app.refused(&who.token, "setPassword", password).await;
            assert!(matches!(code.as_str(), "FORBIDDEN" | "NOT_FOUND"), "{code}");
        }
    }
}
