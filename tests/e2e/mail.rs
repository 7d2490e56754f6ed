//! Mail: each message once, whatever the server does, however many workers there are, whenever they stop.

mod certificates;
mod ends;
mod reports_by_mail;
mod rows;
mod servers;

pub(crate) use rows::ROOM;

use entities::institutions::actions::{NewEmployment, NewPerson, register_person};
use entities::mail::delivery;
use entities::shared::ids::PersonId;
use entities::shared::operation::Operation;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tests::TestApp;
use tests::builders::{EditionPlan, Training, World};

/// A person of the lead's office, with an address where there is one.
pub(crate) async fn person(
    app: &TestApp,
    world: &World,
    (first, last): (&str, &str),
    email: Option<&str>,
) -> PersonId {
    let new = NewPerson {
        first_name: first.into(),
        last_name: last.into(),
        email: email.map(str::to_owned),
        phone: None,
        employment: Some(NewEmployment {
            institution_id: world.lead_office,
            post: "pracownik socjalny".into(),
            from: "2020-01-01".parse().unwrap(),
        }),
    };
    let coordinator = world.coordinator_as_actor(app).await;
    app.write(async |tx, op| {
        let op = Operation { actor: coordinator.clone(), ..op.clone() };
        register_person(tx, &op, new.clone()).await
    })
    .await
}

/// A completed training in which all these people earned their certificates, which are issued but not yet drawn.
pub(crate) async fn issued(app: &TestApp, world: &World, people: &[PersonId]) -> (Training, Value) {
    let seats = i32::try_from(people.len()).unwrap().max(1);
    let training = Training::open(app, world, EditionPlan { seats, ..EditionPlan::default() }).await;
    let mut enrolments = vec![];
    for person in people {
        enrolments.push(training.enrol(app, world, *person).await);
    }
    training.start(app, world).await;
    for (session, minutes) in [(0, 240), (1, 120)] {
        let rows: Vec<(&str, i32)> = enrolments.iter().map(|id| (id.as_str(), minutes)).collect();
        for rows in rows.chunks(200) {
            training.record(app, world, session, rows).await;
        }
    }
    training.finish(app, world).await;
    let issued = training.issue(app, world).await;
    (training, issued)
}

/// The ledger, oldest first. Steps of enrolments, which every training has, are told of in `trainings/told.rs`.
pub(crate) async fn ledger(app: &TestApp) -> Vec<delivery::Model> {
    let all = delivery::Entity::find()
        .filter(delivery::Column::SubjectId.is_null())
        .order_by_asc(delivery::Column::CreatedAt);
    all.order_by_asc(delivery::Column::Id).all(&app.state.db.reader).await.unwrap()
}

/// Deliveries as an actor sees them, but those of steps of enrolments.
pub(crate) async fn deliveries(app: &TestApp, token: &str) -> Vec<Value> {
    let query = "{ deliveries(first: 100, orderBy: CREATED_ASC) { totalCount edges { node { id kind state stateLabel \
                 problem problemLabel replyCode attempts messageId sentAt email viewerCanResend artefactId person { lastName } } } } }";
    let found = app.ask(token, query, json!({})).await;
    let edges = found["deliveries"]["edges"].as_array().cloned().unwrap_or_default();
    assert_eq!(found["deliveries"]["totalCount"], edges.len());
    let all = edges.into_iter().map(|edge| edge["node"].clone());
    all.filter(|one| !STEPS.contains(&one["kind"].as_str().unwrap_or_default())).collect()
}

/// What is told of an enrolment.
const STEPS: &[&str] = &[
    "SEAT_CONFIRMED",
    "APPROVAL_AWAITED",
    "PLACE_IN_LINE",
    "SEAT_OFFERED",
    "OFFER_EXPIRED",
    "ENROLMENT_REJECTED",
    "ENROLMENT_CANCELLED",
    "EDITION_CALLED_OFF",
    "EDITION_MOVED",
    "EDITION_REMINDER",
    "SURVEY_OPEN",
];

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
