//! What one may not see reads as not found, in every way of asking.

use entities::shared::actor::{Role, ScopeKind};
use entities::shared::ids::{EditionId, TypedId};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

use super::{ROOMS, list, text};

/// A training of the lead with a certificate, one of the partner's people, and who looks at them.
struct Scene {
    world: World,
    training: Training,
    other: Training,
    /// Global ids: of somebody of the lead's office, of somebody of the partner's.
    people: [String; 2],
    enrolments: [String; 2],
    certificates: Vec<String>,
    partner: String,
    trainer: String,
    owner: String,
}

async fn scene(app: &TestApp) -> Scene {
    let world = World::new(app).await;
    let training = Training::open(app, &world, EditionPlan::default()).await;
    let other = Training::open(app, &world, EditionPlan::default()).await;
    let anna = world.person(app, "Anna", "Łącka").await;
    let olga = world.person_of(app, "Olga", "Śliwa", world.partner_office).await;
    let enrolments = [training.enrol(app, &world, anna).await, training.enrol(app, &world, olga).await];
    other.enrol(app, &world, anna).await;
    training.start(app, &world).await;
    for (session, minutes) in [(0, 240), (1, 120)] {
        let rows: Vec<(&str, i32)> = enrolments.iter().map(|id| (id.as_str(), minutes)).collect();
        training.record(app, &world, session, &rows).await;
    }
    training.finish(app, &world).await;
    let issued = training.issue(app, &world).await;
    let certificates = list(&issued["certificates"]).iter().map(|one| text(&one["id"]).to_owned()).collect();
    let partner = Some(world.partner.uuid());
    let partner =
        world.account(app, "partner@example.pl", Role::Coordinator, ScopeKind::Partner, partner).await;
    let (_, edition) = kit::ids::parts(&training.edition.clone().into()).unwrap();
    let edition = Some(EditionId(edition).uuid());
    let trainer = world.account(app, "trener@example.pl", Role::Trainer, ScopeKind::Edition, edition).await;
    let owner = world.participant(app, "anna@example.pl", anna).await;
    let people = [anna, olga].map(|id| world.id(id).to_string());
    let tokens = [partner.token, trainer.token, owner.token];
    let [partner, trainer, owner] = tokens;
    Scene { world, training, other, people, enrolments, certificates, partner, trainer, owner }
}

/// Which of `ids` an actor finds, asked one by one and all at once, which must agree.
async fn found(app: &TestApp, token: Option<&str>, ids: &[String]) -> Vec<bool> {
    let answer =
        app.graphql(token, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": ids })).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    let all: Vec<bool> = list(&answer.body["data"]["nodes"]).iter().map(|node| !node.is_null()).collect();
    for (id, there) in ids.iter().zip(&all) {
        let answer =
            app.graphql(token, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
        assert_eq!(!answer.body["data"]["node"].is_null(), *there, "{id}");
    }
    all
}

/// The rows an actor gets of a connection, checked against `totalCount`.
async fn rows(app: &TestApp, token: Option<&str>, connection: &str) -> Vec<String> {
    let query = format!("{{ {connection}(first: 100) {{ totalCount edges {{ node {{ id }} }} }} }}");
    let answer = app.graphql(token, &query, json!({})).await;
    assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
    let connection = &answer.body["data"][connection];
    let ids: Vec<String> =
        list(&connection["edges"]).iter().map(|edge| text(&edge["node"]["id"]).to_owned()).collect();
    assert_eq!(connection["totalCount"], ids.len());
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn each_actor_finds_what_is_theirs_and_nothing_else() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = scene(&app).await;
        let coordinator = Some(scene.world.coordinator.token.as_str());
        let (partner, trainer, owner) =
            (Some(scene.partner.as_str()), Some(scene.trainer.as_str()), Some(scene.owner.as_str()));
        let ids = [
            scene.people.to_vec(),
            scene.enrolments.to_vec(),
            scene.certificates.clone(),
            vec![scene.training.edition.clone(), scene.other.edition.clone()],
        ]
        .concat();
        // Anna, Olga; her enrolment, hers; her certificate, hers; the training, the other one.
        assert_eq!(found(&app, coordinator, &ids).await, [true; 8]);
        let public = found(&app, None, &ids).await;
        assert_eq!(public[..6], [false; 6], "the public sees nobody");
        let of_partner = found(&app, partner, &ids).await;
        assert_eq!(of_partner[..2], [false, true], "a partner's coordinator sees their own people");
        assert_eq!(of_partner[4..6], [false; 2], "certificates of the lead's training are the lead's");
        let of_trainer = found(&app, trainer, &ids).await;
        assert_eq!(of_trainer[2..4], [true; 2], "a trainer sees the list of their edition");
        assert_eq!(of_trainer[4..6], [false; 2], "and no certificates");
        let of_owner = found(&app, owner, &ids).await;
        assert_eq!(of_owner[..6], [true, false, true, false, true, false], "a participant sees themselves");

        for (who, token, people, enrolments, certificates) in [
            ("coordinator", coordinator, 2, 3, 2),
            ("public", None, 0, 0, 0),
            ("participant", owner, 1, 2, 1),
        ] {
            let counts = (
                rows(&app, token, "people").await.len(),
                rows(&app, token, "enrolments").await.len(),
                rows(&app, token, "certificates").await.len(),
            );
            assert_eq!(counts, (people, enrolments, certificates), "{who}");
        }
        assert_eq!(rows(&app, partner, "people").await, [scene.people[1].clone()]);
        assert_eq!(rows(&app, trainer, "enrolments").await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_is_hidden_below_what_is_shown_and_in_its_counts() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = scene(&app).await;
        let query = "query($id: ID!) { node(id: $id) { ... on Edition { title \
             enrolments { totalCount edges { node { id person { id certificates { totalCount } } } } } \
             certificates { totalCount edges { node { id } } } } } }";
        let id = json!({ "id": scene.training.edition });
        let public = app.graphql(None, query, id.clone()).await.body;
        assert!(public.get("errors").is_none(), "{public:#}");
        if public["data"]["node"].is_object() {
            for connection in ["enrolments", "certificates"] {
                assert_eq!(public["data"]["node"][connection], json!({ "totalCount": 0, "edges": [] }));
            }
        }
        let own = app.ask(&scene.owner, query, id).await;
        assert_eq!(own["node"]["enrolments"]["totalCount"], 1);
        assert_eq!(own["node"]["enrolments"]["edges"][0]["node"]["id"], json!(scene.enrolments[0]));
        assert_eq!(own["node"]["certificates"]["totalCount"], 1);

        // Hidden, unknown and nonsense are refused alike.
        let hidden: Vec<Value> = vec![
            json!(scene.certificates[1]),
            json!(scene.world.id(entities::shared::ids::CertificateId(uuid::Uuid::nil()))),
            json!("nonsense"),
        ];
        let mut answers = vec![];
        for id in hidden {
            let input = json!({ "certificateId": id, "reason": "Powód" });
            let payload =
                app.try_mutate(&scene.owner, "revokeCertificate", "certificate { id }", input).await;
            answers.push(payload);
        }
        assert_eq!(answers[0]["errors"][0]["code"], "NOT_FOUND");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_tells_nothing_of_what_is_hidden() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = scene(&app).await;
        let world = &scene.world;
        let count = async |token: Option<&str>, query: String| {
            let answer = app.graphql(token, &query, json!({})).await;
            assert!(answer.body.get("errors").is_none(), "{:#}", answer.body);
            answer.body["data"].as_object().unwrap().values().next().unwrap()["totalCount"].clone()
        };
        let olga = &scene.people[1];
        let office = world.id(world.partner_office).to_string();
        for token in [None, Some(scene.owner.as_str())] {
            for list in ROOMS.iter().flat_map(|room| room.hidden) {
                let list = list.replace("$person", olga).replace("$office", &office);
                let query = format!("{{ {list} {{ totalCount }} }}");
                assert_eq!(count(token, query.clone()).await, 0, "{query}");
            }
        }
    })
    .await;
}
