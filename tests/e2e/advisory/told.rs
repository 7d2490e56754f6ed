//! Coach and coachees are told of a booking and of its end, once each and while it is true: hard rule 22.

use chrono::Duration;
use serde_json::json;
use tests::letters::Message;
use tests::{TestApp, on_both};

use super::coaching::Coaching;

/// Messages that came since the last look, by whom they went to.
async fn fresh(app: &TestApp, read: &mut Vec<String>) -> Vec<Message> {
    assert_eq!(app.work().await, 0);
    let all = Message::in_folder(app).into_iter();
    let mut new: Vec<Message> = all.filter(|one| !read.contains(&one.header("Message-ID"))).collect();
    read.extend(new.iter().map(|one| one.header("Message-ID")));
    new.sort_by_key(|one| one.header("To"));
    new
}

#[tokio::test(flavor = "multi_thread")]
async fn coach_and_coachees_are_told_of_a_booking_and_of_its_end_with_the_date_for_their_calendar() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let scene = Coaching::with(&app, 3).await;
        let world = &scene.world;
        for (n, who) in
            [&scene.coach, &scene.coachees[0], &scene.coachees[1], &scene.coachees[2]].iter().enumerate()
        {
            world.reachable(&app, who.person, &format!("skrzynka{n}@example.pl")).await;
        }
        let mut read = vec![];
        fresh(&app, &mut read).await;
        let id = scene.begun(&app, "GROUP", 2).await;
        let slot = json!({
            "startsAt": "2026-05-14T08:00:00Z", "endsAt": "2026-05-14T09:00:00Z", "place": "Kielce, pokój 12",
        });
        let slot = app.mutate(&scene.coach.token, "offerCoachingSlot", "slot { id }", slot).await;
        let book = json!({ "slotId": slot["slot"]["id"], "engagementId": id });
        let coachee = &scene.coachees[0].token;
        let booked = app.mutate(coachee, "bookCoachingSlot", "booking { id }", book.clone()).await;
        let told = fresh(&app, &mut read).await;
        assert_eq!(told.len(), 3, "who is not coached hears nothing");
        for (n, message) in told.iter().enumerate() {
            assert!(message.header("To").contains(&format!("skrzynka{n}@")));
            assert!(
                message.header("Subject").starts_with("Termin coachingu"),
                "{}",
                message.header("Subject")
            );
            let text = message.part("text/plain");
            assert!(text.contains("Kielce, pokój 12") && text.contains("10:00"), "{text}");
            assert!(!text.contains("Kowalska") && !text.contains("Uczestnik"), "nobody is named: {text}");
            let date = String::from_utf8(message.bytes("text/calendar")).unwrap();
            assert!(date.contains("STATUS:CONFIRMED") && date.contains("20260514T080000Z"), "{date}");
        }
        let cancel = json!({ "bookingId": booked["booking"]["id"], "reason": "Choroba" });
        app.mutate(&scene.coach.token, "cancelCoachingBooking", "booking { id }", cancel).await;
        let told = fresh(&app, &mut read).await;
        assert_eq!(told.len(), 3);
        for message in told {
            assert!(message.header("Subject").starts_with("Termin coachingu odwołany"));
            let date = String::from_utf8(message.bytes("text/calendar")).unwrap();
            assert!(date.contains("STATUS:CANCELLED"), "{date}");
        }

        // What is over before the message leaves is not told.
        app.mutate(coachee, "bookCoachingSlot", "booking { id }", book).await;
        app.clock.advance(Duration::days(3));
        assert_eq!(fresh(&app, &mut read).await.len(), 0);
    })
    .await;
}
