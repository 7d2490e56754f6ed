//! Stories of slots and sessions of coaching: nothing is booked twice, and no budget is overdrawn.

use std::sync::Arc;

use chrono::Duration;
use entities::upkeep::drift::{Counted, drifts};
use serde_json::{Value, json};
use tests::{TestApp, on_both};
use tokio::sync::Barrier;

use super::coaching::{Coaching, make_coach, somebody, to};
use crate::calendars::{events, path_of, read};

fn slot(day: &str, from: &str, until: &str) -> Value {
    json!({ "startsAt": format!("2026-{day}T{from}:00Z"), "endsAt": format!("2026-{day}T{until}:00Z"), "place": "Kielce" })
}

async fn offered(app: &TestApp, scene: &Coaching, slot: Value) -> Value {
    app.mutate(&scene.coach.token, "offerCoachingSlot", "slot { id }", slot).await["slot"]["id"].clone()
}

fn book(slot: &Value, engagement: &Value) -> Value {
    json!({ "slotId": slot, "engagementId": engagement })
}

fn cancel(booking: &Value, reason: Option<&str>) -> Value {
    json!({ "bookingId": booking, "reason": reason })
}

fn session(engagement: &Value, minutes: i32) -> Value {
    json!({ "engagementId": engagement, "heldAt": "2026-05-11T08:00:00Z", "minutes": minutes, "people": 1 })
}

/// Does all of it at once; answers what came of each.
async fn at_once(app: &Arc<TestApp>, inputs: Vec<(String, &'static str, Value)>) -> Vec<String> {
    let start = Arc::new(Barrier::new(inputs.len()));
    let tasks: Vec<_> = inputs
        .into_iter()
        .map(|(token, name, input)| {
            let (app, start) = (Arc::clone(app), Arc::clone(&start));
            tokio::spawn(async move {
                start.wait().await;
                let payload = app.try_mutate(&token, name, "", input).await;
                payload["errors"][0]["code"].as_str().unwrap_or("DONE").to_owned()
            })
        })
        .collect();
    let mut codes = vec![];
    for task in tasks {
        codes.push(task.await.unwrap());
    }
    codes.sort();
    codes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_is_offered_changed_booked_by_one_cancelled_until_a_day_before_and_withdrawn() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 2).await;
        let (coach, coachee) = (&scene.coach.token, &scene.coachees[0].token);
        let id = scene.begun(&app, "GROUP", 1).await;
        let offer = "offerCoachingSlot";
        for (input, field) in [
            (slot("05-14", "08:00", "08:10"), json!(["endsAt"])),
            (slot("05-14", "09:00", "08:00"), json!(["endsAt"])),
            (slot("05-11", "08:00", "09:00"), json!(["startsAt"])),
            (json!({ "startsAt": "2026-05-14T08:00:00Z", "endsAt": "2026-05-14T09:00:00Z" }), json!(["place"])),
            (
                json!({ "startsAt": "2026-05-14T08:00:00Z", "endsAt": "2026-05-14T09:00:00Z", "onlineUrl": "http://x.pl" }),
                json!(["onlineUrl"]),
            ),
        ] {
            let refused = app.try_mutate(coach, offer, "", input).await;
            assert_eq!(refused["errors"][0]["field"], field, "{refused:#}");
        }
        assert_eq!(app.refused(coachee, offer, slot("05-14", "08:00", "09:00")).await, "FORBIDDEN");
        let one = offered(&app, &scene, slot("05-14", "08:00", "09:00")).await;
        for (from, until) in [("07:30", "08:30"), ("08:15", "08:45"), ("08:45", "10:00"), ("07:00", "10:00")] {
            assert_eq!(app.refused(coach, offer, slot("05-14", from, until)).await, "SLOT_OVERLAPS", "{from}");
        }
        let next = offered(&app, &scene, slot("05-14", "09:00", "10:00")).await;
        let change = |id: &Value, from: &str| json!({ "slotId": id, "startsAt": format!("2026-05-14T{from}:00Z") });
        assert_eq!(app.refused(coach, "updateCoachingSlot", change(&next, "08:30")).await, "SLOT_OVERLAPS");
        app.mutate(coach, "updateCoachingSlot", "slot { id }", change(&next, "09:15")).await;
        assert_eq!(app.refused(coachee, "updateCoachingSlot", change(&next, "09:30")).await, "FORBIDDEN");

        // Somebody who is not coached here does not even find it.
        assert_eq!(
            app.refused(&scene.coachees[1].token, "bookCoachingSlot", book(&one, &id)).await,
            "NOT_FOUND"
        );
        assert_eq!(app.refused(scene.staff(), "bookCoachingSlot", book(&one, &id)).await, "FORBIDDEN");
        let free = "{ coachingSlots(filter: { free: true }) { totalCount } }";
        assert_eq!(app.ask(coachee, free, json!({})).await["coachingSlots"]["totalCount"], 2);
        let booked = app.mutate(coachee, "bookCoachingSlot", "booking { id }", book(&one, &id)).await;
        let booking = &booked["booking"]["id"];
        assert_eq!(app.refused(coach, "bookCoachingSlot", book(&one, &id)).await, "SLOT_TAKEN");
        assert_eq!(app.ask(coachee, free, json!({})).await["coachingSlots"]["totalCount"], 1);
        assert_eq!(app.refused(coach, "updateCoachingSlot", change(&one, "08:15")).await, "SLOT_TAKEN");
        assert_eq!(app.refused(coach, "withdrawCoachingSlot", json!({ "slotId": one })).await, "SLOT_TAKEN");
        let link = json!({ "slotId": one, "onlineUrl": "https://spotkania.example.pl/a" });
        app.mutate(coach, "updateCoachingSlot", "slot { id }", link).await;

        // While something is booked ahead, it is neither over nor somebody else's.
        let over = to(&id, "ENDED", Some("Koniec"));
        assert_eq!(app.refused(scene.staff(), "changeCoachingState", over).await, "BOOKED_AHEAD");
        let other = somebody(&app, &scene.world, "Olga").await;
        make_coach(&app, &scene.world, other.user).await;
        let hand = json!({ "engagementId": id, "coachId": scene.world.id(other.person) });
        assert_eq!(app.refused(scene.staff(), "updateCoachingEngagement", hand).await, "BOOKED_AHEAD");

        app.mutate(coachee, "cancelCoachingBooking", "booking { cancelledAt }", cancel(booking, None)).await;
        assert_eq!(app.refused(coachee, "cancelCoachingBooking", cancel(booking, None)).await, "NOTHING_CHANGED");
        let again = app.mutate(coachee, "bookCoachingSlot", "booking { id }", book(&one, &id)).await;
        let booking = &again["booking"]["id"];
        app.clock.advance(Duration::hours(25) + Duration::seconds(1));
        assert_eq!(app.refused(coachee, "cancelCoachingBooking", cancel(booking, None)).await, "CANCELLED_LATE");
        let bare = app.try_mutate(coach, "cancelCoachingBooking", "", cancel(booking, None)).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        app.mutate(coach, "cancelCoachingBooking", "booking { id }", cancel(booking, Some("Choroba"))).await;
        app.mutate(coach, "withdrawCoachingSlot", "slot { withdrawnAt }", json!({ "slotId": one })).await;
        assert_eq!(app.refused(coach, "withdrawCoachingSlot", json!({ "slotId": one })).await, "NOTHING_CHANGED");
        assert_eq!(app.refused(coachee, "bookCoachingSlot", book(&one, &id)).await, "SLOT_GONE");
        offered(&app, &scene, slot("05-14", "08:00", "09:00")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn coach_and_coachees_have_what_is_booked_in_their_calendars_and_the_coach_what_is_still_free() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 2).await;
        let id = scene.begun(&app, "GROUP", 1).await;
        let taken = offered(&app, &scene, slot("05-14", "08:00", "09:00")).await;
        offered(&app, &scene, slot("05-14", "10:00", "11:00")).await;
        app.mutate(&scene.coachees[0].token, "bookCoachingSlot", "booking { id }", book(&taken, &id)).await;
        let mut seen = vec![];
        for token in [&scene.coach.token, &scene.coachees[0].token, &scene.coachees[1].token] {
            seen.push(read(&app, &path_of(&app, token).await.0).await);
        }
        // One entry of each says when its address ends.
        assert_eq!(seen.iter().map(|text| events(text)).collect::<Vec<_>>(), [3, 2, 1], "{seen:#?}");
        assert!(seen[0].contains("Wolny termin coachingu") && seen[0].contains("STATUS:TENTATIVE"));
        assert!(seen[1].contains("DTSTART:20260514T080000Z") && !seen[1].contains("T100000Z"), "{}", seen[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_book_one_slot_or_offer_one_time_at_once_exactly_one_gets_it() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let scene = Coaching::with(&app, 10).await;
        let id = scene.begun(&app, "GROUP", 10).await;
        for day in ["05-20", "05-21", "05-22"] {
            let offers = (0..6).map(|n| {
                let input = slot(day, &format!("08:0{n}"), &format!("09:0{n}"));
                (scene.coach.token.clone(), "offerCoachingSlot", input)
            });
            let mut expected = vec!["DONE".to_owned()];
            expected.extend(vec!["SLOT_OVERLAPS".to_owned(); 5]);
            assert_eq!(at_once(&app, offers.collect()).await, expected);
            let query =
                "query($from: DateTime) { coachingSlots(filter: { from: $from }) { edges { node { id } } } }";
            let from = json!({ "from": format!("2026-{day}T00:00:00Z") });
            let found = app.ask(&scene.coach.token, query, from).await;
            let offered = &found["coachingSlots"]["edges"][0]["node"]["id"];
            let books = scene.coachees.iter().chain([&scene.coach]);
            let books: Vec<_> =
                books.map(|one| (one.token.clone(), "bookCoachingSlot", book(offered, &id))).collect();
            let mut expected = vec!["DONE".to_owned()];
            expected.extend(vec!["SLOT_TAKEN".to_owned(); 10]);
            assert_eq!(at_once(&app, books).await, expected);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_count_against_the_budget_and_never_beyond_it() {
    on_both(async |base| {
        let app = Arc::new(TestApp::on(base));
        let scene = Coaching::with(&app, 2).await;
        let (staff, coach) = (scene.staff(), &scene.coach.token);
        let id = scene.begun(&app, "GROUP", 2).await;
        let (record, correct, remove) =
            ("recordCoachingSession", "correctCoachingSession", "removeCoachingSession");
        assert_eq!(app.refused(&scene.coachees[0].token, record, session(&id, 60)).await, "FORBIDDEN");
        let mut early = session(&id, 60);
        early["heldAt"] = json!("2026-04-30T08:00:00Z");
        let mut late = session(&id, 60);
        late["heldAt"] = json!("2026-05-13T08:00:00Z");
        for wrong in [early, late] {
            let refused = app.try_mutate(coach, record, "", wrong).await;
            assert_eq!(refused["errors"][0]["field"], json!(["heldAt"]));
        }
        let select = "session { id minutes version topic engagement { usedMinutes } }";
        let one = app.mutate(coach, record, select, session(&id, 90)).await["session"].clone();
        assert_eq!((&one["topic"], &one["engagement"]["usedMinutes"]), (&json!("FAMILY_SUPPORT"), &json!(90)));
        let beyond = app.try_mutate(coach, record, "", session(&id, 151)).await;
        assert_eq!(beyond["errors"][0]["code"], "BUDGET_SPENT");
        assert!(beyond["errors"][0]["message"].as_str().unwrap().contains("150"), "{beyond:#}");
        let fix = |minutes: i32, reason: &str| json!({ "sessionId": one["id"], "minutes": minutes, "reason": reason });
        let bare = app.try_mutate(coach, correct, "", fix(60, " ")).await;
        assert_eq!(bare["errors"][0]["field"], json!(["reason"]));
        assert_eq!(app.refused(coach, correct, fix(241, "Dłużej")).await, "BUDGET_SPENT");
        let fixed = app.mutate(coach, correct, select, fix(60, "Krócej")).await;
        assert_eq!(fixed["session"]["engagement"]["usedMinutes"], 60);
        let small = json!({ "engagementId": id, "budgetMinutes": 45 });
        let refused = app.try_mutate(staff, "updateCoachingEngagement", "", small).await;
        assert_eq!(refused["errors"][0]["field"], json!(["budgetMinutes"]));
        let shorter = json!({ "engagementId": id, "startsOn": "2026-05-12" });
        let refused = app.try_mutate(staff, "updateCoachingEngagement", "", shorter).await;
        assert_eq!(refused["errors"][0]["field"], json!(["startsOn"]));
        let off = json!({ "sessionId": one["id"], "reason": "Nie odbyła się" });
        app.mutate(coach, remove, "session { removedAt }", off.clone()).await;
        assert_eq!(app.refused(coach, remove, off).await, "NOTHING_CHANGED");

        // A booked one is noted once, and then the booking stands.
        let free = offered(&app, &scene, slot("05-14", "08:00", "09:00")).await;
        let booked = app.mutate(coach, "bookCoachingSlot", "booking { id }", book(&free, &id)).await;
        let booking = &booked["booking"]["id"];
        app.clock.advance(Duration::days(3));
        let of_booking = json!({ "engagementId": id, "bookingId": booking, "minutes": 30, "people": 2 });
        let held = app.mutate(coach, record, "session { heldAt }", of_booking.clone()).await;
        assert_eq!(held["session"]["heldAt"], "2026-05-14T08:00:00+00:00");
        assert_eq!(app.refused(coach, record, of_booking).await, "DUPLICATE");
        assert_eq!(app.refused(coach, "cancelCoachingBooking", cancel(booking, Some("Po"))).await, "SESSION_HELD");

        // Ten at once, of which seven find room: 30 of 240 minutes are used.
        let all = (0..10).map(|n| {
            let token = if n % 2 == 0 { coach.clone() } else { staff.to_owned() };
            (token, record, session(&id, 30))
        });
        let mut expected = vec!["BUDGET_SPENT".to_owned(); 3];
        expected.extend(vec!["DONE".to_owned(); 7]);
        assert_eq!(at_once(&app, all.collect()).await, expected);
        let full = json!({ "slotId": offered(&app, &scene, slot("05-20", "08:00", "09:00")).await, "engagementId": id });
        assert_eq!(app.refused(coach, "bookCoachingSlot", full).await, "BUDGET_SPENT");
        assert_eq!(drifts(&app.state.db.reader).await.unwrap(), []);
        assert!(!Counted::Coaching.may_be_mended());
        app.mutate(staff, "changeCoachingState", "engagement { id }", to(&id, "COMPLETED", None)).await;
        assert_eq!(app.refused(coach, record, session(&id, 15)).await, "WRONG_STATE");
    })
    .await;
}
