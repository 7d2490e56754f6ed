//! A training room: many people behind one address, and somebody among them or elsewhere who guesses.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use edge::tries::Tries;
use entities::accounts::actions::{NewUser, create_user};
use entities::accounts::password;
use serde_json::{Value, json};
use tests::builders::World;
use tests::{Edge, TestApp, on_both};

const PASSWORD: &str = "Zielony rower 47 jedzie";
const LOG_IN: &str = "mutation($in: LogInInput!) { logIn(input: $in) { token errors { code } } }";

async fn log_in(app: &TestApp, from: IpAddr, email: &str, password: &str) -> Value {
    let input = json!({ "in": { "email": email, "password": password } });
    app.graphql_from(from, None, LOG_IN, input).await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn thirty_people_of_one_room_log_in_within_a_minute_while_somebody_guesses_passwords_of_three() {
    on_both(async |base| {
        let mut app = TestApp::on(base);
        World::new(&app).await;
        let hash = password::hash(PASSWORD.to_owned(), &[], &*app.state.chance).await.unwrap();
        let people: Vec<String> = (0..30).map(|n| format!("osoba{n}@example.pl")).collect();
        for email in &people {
            let new = NewUser { email: email.clone(), person_id: None, password: Some(hash.clone()) };
            app.write(async |tx, op| create_user(tx, op, new.clone()).await).await;
        }
        // The limits of an installation as it comes.
        app.state.tries = Tries::default();
        app.with_edge(&Edge::default());
        let (room, elsewhere): (IpAddr, IpAddr) = ([192, 0, 2, 1].into(), [198, 51, 100, 7].into());
        // Nobody has ever logged in from this room; whoever guesses has begun before they come, and goes on meanwhile.
        let guess = async |from, to| {
            let mut refused = 0;
            for n in from..to {
                for email in &people[..3] {
                    let answer = log_in(&app, elsewhere, email, &format!("Letni deszcz {n} pada")).await;
                    assert!(answer["data"]["logIn"]["token"].is_null());
                    refused += u32::from(answer["errors"][0]["extensions"]["code"] == "RATE_LIMITED");
                }
            }
            refused
        };
        guess(0, 8).await;
        let start = Instant::now();
        let coming = async {
            for email in &people {
                let answer = log_in(&app, room, email, PASSWORD).await;
                assert!(answer["data"]["logIn"]["token"].is_string(), "{email}: {answer:#}");
            }
        };
        let (refused, ()) = futures_util::future::join(guess(8, 16), coming).await;
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        assert!(refused >= 12, "guessing ends: {refused}");
        // Who guessed is kept out even by the right one; in the room it still opens.
        assert!(log_in(&app, elsewhere, &people[0], PASSWORD).await["data"]["logIn"]["token"].is_null());
        assert!(log_in(&app, room, &people[0], PASSWORD).await["data"]["logIn"]["token"].is_string());
    })
    .await;
}
