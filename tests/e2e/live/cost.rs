//! What is asked over a socket costs what it costs over HTTP.

use edge::graphql::{HeavyLimits, Limits};
use edge::tries::{PerMinute, Rates, Tries};
use serde_json::{Value, json};
use tests::builders::{EditionPlan, Training, World};
use tests::databases::TestDb;
use tests::{Edge, Server, TestApp};

use super::client::Client;

const LIST: &str = "{ institutions(first: 100) { edges { node { id name nip } } } }";
const SEATS: &str = "subscription($id: ID!) { editionSeats(editionId: $id) { seatsTaken } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_pays_from_the_allowance_of_its_account_and_no_stream_is_heavy() {
    let mut app = TestApp::on(TestDb::sqlite().await);
    let world = World::new(&app).await;
    let training = Training::open(&app, &world, EditionPlan::default()).await;
    app.state.tries = Tries::within(Rates { cost_of_account: PerMinute(3_000), ..Rates::default() });
    // So small that the stream below is heavy where it is asked for with what is around it.
    let heavy = HeavyLimits { from_cost: 60, ..HeavyLimits::default() };
    let server = Server::start(&app.state, Edge::default()).await;
    let strict = Edge { limits: Limits { heavy, ..Limits::default() }, ..Edge::default() };
    let narrow = Server::start(&app.state, strict).await;

    let mut client = Client::begin(&server, Some(&world.coordinator.token)).await;
    let mut granted = 0;
    let refused = loop {
        client.run("a", LIST, json!({})).await;
        let heard = client.hear().await;
        if heard["type"] == "error" {
            break heard["payload"][0].clone();
        }
        client.complete("a").await;
        granted += 1;
        assert!(granted < 20);
    };
    assert!((3..=7).contains(&granted), "{granted}");
    assert_eq!(refused["extensions"]["code"], "RATE_LIMITED");
    assert!(refused["extensions"]["retryAfterSeconds"].as_u64().unwrap() > 0);
    // The same account has spent it elsewhere as well; a stranger has not.
    let mut again = Client::begin(&server, Some(&world.coordinator.token)).await;
    again.run("b", LIST, json!({})).await;
    assert_eq!(again.refused("b").await, "RATE_LIMITED");
    let mut stranger = Client::begin(&narrow, None).await;
    let id = json!({ "id": training.edition });
    stranger.run("s", SEATS, id.clone()).await;
    assert_eq!(stranger.data("s").await["editionSeats"]["seatsTaken"], Value::from(0));
    let wide = "subscription($id: ID!) { editionSeats(editionId: $id) { sessions(first: 60) { edges { node { id } } } } }";
    stranger.run("w", wide, id).await;
    assert_eq!(stranger.refused("w").await, "QUERY_TOO_COMPLEX");
    server.end().await;
    narrow.end().await;
}
