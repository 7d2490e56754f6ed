//! Who gets no place, though somebody asks for one: hard rules 1 and 2.

use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both};

/// Seats taken and people waiting, as staff see them.
async fn counts(app: &TestApp, world: &World, training: &Training) -> serde_json::Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Edition { seatsTaken waiting } } }";
    app.ask(&world.coordinator.token, query, json!({ "id": training.edition })).await["node"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_declined_an_offer_takes_a_free_seat_or_none_and_never_waits_again() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 1, waiting: 3, ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let first = world.person(&app, "Iga", "Pierwsza").await;
        let second = world.person(&app, "Ula", "Druga").await;
        let seated = training.enrol(&app, &world, first).await;
        let waiting = training.enrol(&app, &world, second).await;
        let token = &world.coordinator.token;
        let cancel = |id: &str| json!({ "enrolmentId": id });
        app.mutate(token, "cancelEnrolment", "enrolment { id }", cancel(&seated)).await;
        let decline = json!({ "enrolmentId": waiting, "accept": false });
        let answered = app.mutate(token, "answerOffer", "enrolment { state }", decline).await;
        assert_eq!(answered["enrolment"]["state"], "OFFER_DECLINED");

        // The seat is taken by somebody else, so there would be only the waiting list.
        let third = world.person(&app, "Ola", "Trzecia").await;
        let taken = training.enrol(&app, &world, third).await;
        let again = json!({ "editionId": training.edition, "personId": world.id(second) });
        assert_eq!(app.refused(token, "enrolPerson", again.clone()).await, "ALREADY_DECLINED");
        assert_eq!(counts(&app, &world, &training).await, json!({ "seatsTaken": 1, "waiting": 0 }));
        app.mutate(token, "promoteWaiting", "edition { id }", json!({ "editionId": training.edition })).await;
        app.mutate(token, "cancelEnrolment", "enrolment { id }", cancel(&taken)).await;
        assert_eq!(counts(&app, &world, &training).await, json!({ "seatsTaken": 0, "waiting": 0 }));

        // A seat that nobody waits for is no offer.
        let enrolled = app.mutate(token, "enrolPerson", "enrolment { state }", again).await;
        assert_eq!(enrolled["enrolment"]["state"], "CONFIRMED");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_one_too_many_of_an_institution_takes_no_seat() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let plan = EditionPlan { seats: 5, institution_cap: Some(1), ..EditionPlan::default() };
        let training = Training::open(&app, &world, plan).await;
        let token = &world.coordinator.token;
        let enrol = |person, office: Option<_>| {
            let office = office.map(|id| world.id(id));
            json!({ "editionId": training.edition, "personId": person, "institutionId": office })
        };
        let [one, two] = [world.person(&app, "Ewa", "Jedna").await, world.person(&app, "Ala", "Dwie").await]
            .map(|id| world.id(id));
        app.mutate(token, "enrolPerson", "enrolment { id }", enrol(one, Some(world.lead_office))).await;
        let more = enrol(two.clone(), Some(world.lead_office));
        assert_eq!(app.refused(token, "enrolPerson", more).await, "INSTITUTION_CAP_REACHED");
        assert_eq!(counts(&app, &world, &training).await, json!({ "seatsTaken": 1, "waiting": 0 }));

        // The cap is of institutions: who comes without one is not counted for any.
        app.mutate(token, "enrolPerson", "enrolment { id }", enrol(two, None)).await;
        assert_eq!(counts(&app, &world, &training).await, json!({ "seatsTaken": 2, "waiting": 0 }));
    })
    .await;
}
