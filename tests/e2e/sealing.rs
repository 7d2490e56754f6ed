//! The audit trail: nobody changes it, its chain of seals tells who did, and it says who saw what.

use std::sync::Arc;

use clap::Parser;
use entities::audit::verify::{Anchor, Damage, Verified, verify};
use entities::audit::{Line, audit_entry, audit_seal, audit_unsealed, chain, seal};
use entities::deeds;
use entities::shared::actor::{Role, ScopeKind};
use entities::shared::chance::SystemChance;
use entities::shared::db::Db;
use entities::shared::ids::{AuditEntryId, PersonId};
use entities::shared::keys::Purpose;
use entities::shared::tx;
use reports::schedule::tick;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use serde_json::json;
use tests::builders::{EditionPlan, Training, World};
use tests::{TestApp, on_both, unguarded};
use tokio::sync::Notify;
use uuid::Uuid;

deeds! {
    in "test";
    EARLY = "early": "wcześnie" / "early";
    LATE = "late": "późno" / "late";
}

async fn walked(app: &TestApp) -> Verified {
    verify(&app.state.db.reader, &app.state.seals, &[]).await.unwrap()
}

async fn run(app: &TestApp, args: &[&str]) -> Result<(), String> {
    let folder = app.base.folder().to_str().unwrap().to_owned();
    let data = ["--data-dir", &folder, "--database-url", &app.base.url];
    let cli = api::commands::Cli::parse_from(["zwornik"].iter().chain(args).chain(&data));
    api::commands::run(cli).await.map_err(|error| format!("{error:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_line_is_sealed_once_however_many_seal_while_others_write() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let (writers_done, mut sealers) = (Arc::new(std::sync::atomic::AtomicBool::new(false)), vec![]);
        for _ in 0..4 {
            let db = Db::connect(&app.base.url).await.unwrap();
            let (done, args) = (Arc::clone(&writers_done), (app.now(), app.state.seals.clone()));
            sealers.push(tokio::spawn(async move {
                let mut sealed = 0;
                loop {
                    let is_last = done.load(std::sync::atomic::Ordering::SeqCst);
                    let now =
                        tx::write(&db, &args, |tx, (now, keys)| Box::pin(seal::seal(tx, keys, *now, None)));
                    sealed += now.await.unwrap().lines;
                    if is_last && !seal::is_due(&db.reader).await.unwrap() {
                        return sealed;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(2)).await;
                }
            }));
        }
        for n in 0..40 {
            world.person(&app, "Ania", &format!("Osoba {n}")).await;
        }
        writers_done.store(true, std::sync::atomic::Ordering::SeqCst);
        let mut sealed = 0;
        for sealer in sealers {
            sealed += sealer.await.unwrap();
        }
        let lines = audit_entry::Entity::find().count(&app.state.db.reader).await.unwrap();
        let found = walked(&app).await;
        assert_eq!((sealed, found.sealed, found.waiting, found.broken), (lines, lines, 0, None));
        assert!(lines > 40);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_late_is_sealed_late() {
    on_both(async |base| {
        let app = TestApp::on(base);
        World::new(&app).await;
        tick(&app.worker_context()).await.unwrap();
        let before = walked(&app).await;
        assert_eq!((before.waiting, before.broken), (0, None));

        // A line that says it is older than all the others.
        app.clock.advance(chrono::Duration::days(-30));
        let early = PersonId(Uuid::from_u128(2));
        app.write(async |tx, op| Ok(Line::new(EARLY, early).write(tx, op).await?)).await;
        app.clock.advance(chrono::Duration::days(30));
        assert_eq!(walked(&app).await.waiting, 1);

        if app.base.kind == "postgres" {
            // And one whose transaction is still open while others are sealed.
            let (db, op) = (Db::connect(&app.base.url).await.unwrap(), app.system());
            let (written, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
            let (has_written, may_go) = (Arc::clone(&written), Arc::clone(&go));
            let open = tokio::spawn(async move {
                let args = (op, has_written, may_go);
                tx::write(&db, &args, |tx, (op, written, go)| {
                    Box::pin(async move {
                        Line::new(LATE, PersonId(Uuid::from_u128(1))).write(tx, op).await?;
                        written.notify_one();
                        go.notified().await;
                        Ok(())
                    })
                })
                .await
            });
            written.notified().await;
            tick(&app.worker_context()).await.unwrap();
            let meanwhile = walked(&app).await;
            assert_eq!(
                (meanwhile.sealed, meanwhile.waiting, &meanwhile.broken),
                (before.sealed + 1, 0, &None)
            );
            go.notify_one();
            open.await.unwrap().unwrap();
            assert_eq!(walked(&app).await.waiting, 1);
        }
        tick(&app.worker_context()).await.unwrap();
        let after = walked(&app).await;
        let late = if app.base.kind == "postgres" { 2 } else { 1 };
        assert_eq!((after.sealed, after.waiting, after.broken), (before.sealed + late, 0, None));
        // The chain still holds what stood at its end before.
        let anchors = [before.head.unwrap()];
        let found = verify(&app.state.db.reader, &app.state.seals, &anchors).await.unwrap();
        assert_eq!(found.broken, None);
    })
    .await;
}

/// A trail as it was, to be put back after each damage.
struct Kept {
    lines: Vec<audit_entry::Model>,
    seals: Vec<audit_seal::Model>,
}

impl Kept {
    async fn of(db: &Db) -> Self {
        Self {
            lines: audit_entry::Entity::find().all(&db.reader).await.unwrap(),
            seals: audit_seal::Entity::find()
                .order_by_asc(audit_seal::Column::Position)
                .all(&db.reader)
                .await
                .unwrap(),
        }
    }

    fn at(&self, position: usize) -> (&audit_entry::Model, &audit_seal::Model) {
        let seal = &self.seals[position - 1];
        (self.lines.iter().find(|line| line.id == seal.id).unwrap(), seal)
    }

    /// Writes a trail of these rows in place of what is there.
    async fn write(db: &Db, lines: &[audit_entry::Model], seals: &[audit_seal::Model]) {
        let db = db.for_migration();
        audit_seal::Entity::delete_many().exec(db).await.unwrap();
        audit_entry::Entity::delete_many().exec(db).await.unwrap();
        let lines = lines.iter().cloned().map(IntoActiveModel::into_active_model);
        audit_entry::Entity::insert_many(lines).exec_without_returning(db).await.unwrap();
        let seals = seals.iter().cloned().map(IntoActiveModel::into_active_model);
        audit_seal::Entity::insert_many(seals).exec_without_returning(db).await.unwrap();
    }
}

/// No line waits for its seal, as after sealing.
async fn forget_waiting(db: &Db) {
    db.for_migration().execute_unprepared("DELETE FROM audit_unsealed").await.unwrap();
}

/// Lines without a seal wait for it, as the database notes by itself while its guards are there.
async fn note_waiting(db: &Db) {
    let waiting = "INSERT INTO audit_unsealed (id) SELECT id FROM audit_entry \
                   WHERE id NOT IN (SELECT id FROM audit_seal) AND id NOT IN (SELECT id FROM audit_unsealed)";
    db.for_migration().execute_unprepared(waiting).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_a_removal_an_insertion_and_a_move_are_each_found() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        tick(&app.worker_context()).await.unwrap();
        let db = &app.state.db;
        let whole = walked(&app).await;
        assert_eq!((whole.waiting, &whole.broken), (0, &None));
        let last = whole.sealed as usize;
        assert!(last >= 8, "{last} lines");
        let head = whole.head.clone().unwrap();
        assert_eq!(run(&app, &["audit", "verify"]).await, Ok(()));
        let anchor = format!("{}:{}", head.position, head.seal);
        assert_eq!(run(&app, &["audit", "verify", "--anchor", &anchor]).await, Ok(()));

        // The database itself refuses.
        for forbidden in [
            "UPDATE audit_entry SET reason = 'x'",
            "DELETE FROM audit_entry",
            "UPDATE audit_seal SET position = position + 1",
            "DELETE FROM audit_seal",
        ] {
            let refused = db.for_migration().execute_unprepared(forbidden).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{forbidden}: {refused}");
        }
        if app.base.kind == "postgres" {
            let truncated = db.for_migration().execute_unprepared("TRUNCATE audit_entry").await;
            assert!(truncated.unwrap_err().to_string().contains("append-only"));
        }
        assert_eq!(walked(&app).await, whole);

        // Whoever owns it can take the guards away; the chain tells.
        unguarded(db).await;
        let kept = Kept::of(db).await;
        let found = async |what: &str, position: usize, damage: Damage| {
            let found = walked(&app).await;
            let broken = found.broken.unwrap_or_else(|| panic!("{what} was not found"));
            assert_eq!((broken.position, broken.what), (Some(position as i64), damage), "{what}");
            assert_eq!(found.sealed, position as u64 - 1, "{what}");
            let said = run(&app, &["audit", "verify"]).await.unwrap_err();
            assert!(said.contains(&format!("Pozycja {position}:")), "{what}: {said}");
            Kept::write(db, &kept.lines, &kept.seals).await;
            assert_eq!(walked(&app).await, whole, "the trail is whole again after {what}");
        };

        let (third, _) = kept.at(3);
        audit_entry::Entity::update_many()
            .col_expr(audit_entry::Column::Action, Expr::value("accounts.nothing"))
            .filter(audit_entry::Column::Id.eq(third.id))
            .exec(db.for_migration())
            .await
            .unwrap();
        found("a change", 3, Damage::Changed).await;

        let (fourth, seal_of_fourth) = kept.at(4);
        audit_entry::Entity::delete_by_id(fourth.id).exec(db.for_migration()).await.unwrap();
        found("a removal", 4, Damage::LineRemoved).await;

        audit_seal::Entity::delete_by_id(fourth.id).exec(db.for_migration()).await.unwrap();
        found("a removed seal", 4, Damage::SealRemoved).await;

        // A removal with its seal, and all that follow moved up.
        let lines: Vec<_> = kept.lines.iter().filter(|line| line.id != fourth.id).cloned().collect();
        let mut seals: Vec<_> = kept.seals.iter().filter(|seal| seal.id != fourth.id).cloned().collect();
        for seal in &mut seals[3..] {
            seal.position -= 1;
        }
        Kept::write(db, &lines, &seals).await;
        found("a removal that was covered up", 4, Damage::Changed).await;

        // Two lines change places.
        let mut seals = kept.seals.clone();
        (seals[4].id, seals[5].id) = (seals[5].id, seals[4].id);
        Kept::write(db, &kept.lines, &seals).await;
        found("a move", 5, Damage::Changed).await;

        // One more line: with a seal that fits, by somebody who has the key as well; with one that needs no key; with one that
        // does not fit.
        let forged = audit_entry::Model {
            id: app.state.chance.id(app.now()),
            action: "accounts.grant_role".into(),
            ..fourth.clone()
        };
        let fits = chain::keyed(&app.state.seals, 1, (&kept.seals[2].seal, 4), &forged).unwrap();
        for (seal, key_version, damage) in [
            (fits, Some(1), Damage::Inserted),
            (chain::seal(&kept.seals[2].seal, 4, &forged), None, Damage::WithoutKey),
            (seal_of_fourth.seal.clone(), Some(1), Damage::Changed),
        ] {
            let lines = [kept.lines.clone(), vec![forged.clone()]].concat();
            let mut seals = kept.seals.clone();
            for seal in &mut seals[3..] {
                seal.position += 1;
            }
            let at = audit_seal::Model { id: forged.id, position: 4, seal, key_version, ..seals[0].clone() };
            seals.insert(3, at);
            Kept::write(db, &lines, &seals).await;
            if damage == Damage::Inserted {
                let found = walked(&app).await;
                assert_eq!(found.broken.map(|b| (b.position, b.what)), Some((Some(4), damage)));
                Kept::write(db, &kept.lines, &kept.seals).await;
            } else {
                found("an insertion", 4, damage).await;
            }
        }

        // The end is cut off: the head that stands outside the database tells, and goes on telling while others seal.
        let cut: Vec<_> = kept.seals[..last - 2].to_vec();
        let lines: Vec<_> =
            kept.lines.iter().filter(|line| cut.iter().any(|seal| seal.id == line.id)).cloned().collect();
        Kept::write(db, &lines, &cut).await;
        assert_eq!(walked(&app).await.broken, None);
        let told =
            verify(&db.reader, &app.state.seals, std::slice::from_ref(&head)).await.unwrap().broken.unwrap();
        assert_eq!((told.position, told.what), (Some(head.position), Damage::NotTheAnchor));
        for args in [&["audit", "verify"][..], &["audit", "verify", "--anchor", &anchor]] {
            assert!(run(&app, args).await.unwrap_err().contains("ucięto"));
        }
        for n in 0..4 {
            world.person(&app, "Nowa", &format!("Osoba {n}")).await;
        }
        note_waiting(db).await;
        tick(&app.worker_context()).await.unwrap();
        let grown = walked(&app).await;
        assert!(grown.broken.is_none() && grown.sealed > whole.sealed, "the chain by itself is whole");
        assert_eq!(app.state.audit_head.read().unwrap(), Some(head.clone()), "what stood outside stays");
        assert!(run(&app, &["audit", "verify"]).await.unwrap_err().contains(&format!("Pozycja {last}:")));
        forget_waiting(db).await;
        Kept::write(db, &kept.lines, &kept.seals).await;

        // Seals are cut off, all of them or the last, and their lines stay; or a line is put in past the program.
        for (seals, what) in [(&cut[..], "the last seals"), (&kept.seals[..1], "all seals but one")] {
            Kept::write(db, &kept.lines, seals).await;
            forget_waiting(db).await;
            let told = walked(&app).await.broken.unwrap();
            assert_eq!((told.position, told.what), (None, Damage::Astray), "{what}");
            assert!(run(&app, &["audit", "verify"]).await.unwrap_err().contains("ucięto"));
        }
        let lines = [kept.lines.clone(), vec![forged.clone()]].concat();
        Kept::write(db, &lines, &kept.seals).await;
        forget_waiting(db).await;
        let told = walked(&app).await.broken.unwrap();
        assert_eq!((told.line, told.what), (Some(forged.id), Damage::Astray));
        Kept::write(db, &kept.lines, &kept.seals).await;
        assert_eq!(walked(&app).await, whole);

        // All of it written anew by somebody who knows how and has no key: as if there had never been one.
        let mut lines: Vec<_> = (1..=last).map(|position| kept.at(position).0.clone()).collect();
        lines[0].reason = Some("x".into());
        let mut previous = chain::BEGINNING.to_owned();
        let mut seals = kept.seals.clone();
        for (n, line) in lines.iter().enumerate() {
            previous = chain::seal(&previous, n as i64 + 1, line);
            seals[n].seal.clone_from(&previous);
        }
        Kept::write(db, &lines, &seals).await;
        let told = walked(&app).await.broken.unwrap();
        assert_eq!((told.position, told.what), (Some(1), Damage::Changed), "under the version of a key");
        for seal in &mut seals {
            seal.key_version = None;
        }
        Kept::write(db, &lines, &seals).await;
        assert_eq!(walked(&app).await.broken, None);
        let early = [Anchor { position: 2, seal: kept.seals[1].seal.clone() }];
        let told = verify(&db.reader, &app.state.seals, &early).await.unwrap().broken.unwrap();
        assert_eq!((told.position, told.what), (Some(2), Damage::NotTheAnchor));
        assert!(run(&app, &["audit", "verify"]).await.unwrap_err().contains(&format!("Pozycja {last}:")));
        Kept::write(db, &kept.lines, &kept.seals).await;

        // A line that goes before it is sealed.
        forget_waiting(db).await;
        let gone =
            format!("INSERT INTO audit_unsealed (id) SELECT id FROM audit_seal WHERE position = {last}");
        app.base.db.for_migration().execute_unprepared(&gone).await.unwrap();
        assert_eq!(walked(&app).await.broken, None);
        let orphan = kept.at(last).0.id;
        audit_seal::Entity::delete_by_id(orphan).exec(db.for_migration()).await.unwrap();
        audit_entry::Entity::delete_by_id(orphan).exec(db.for_migration()).await.unwrap();
        let told = walked(&app).await.broken.unwrap();
        assert_eq!((told.position, told.line, told.what), (None, Some(orphan), Damage::LineRemoved));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn seals_of_before_there_was_a_key_hold_and_so_do_those_of_every_key_since() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        tick(&app.worker_context()).await.unwrap();
        // As an older program left it: seals without a key, and no head outside.
        let db = &app.state.db;
        unguarded(db).await;
        let mut kept = Kept::of(db).await;
        let mut previous = chain::BEGINNING.to_owned();
        for position in 1..=kept.seals.len() {
            previous = chain::seal(&previous, position as i64, kept.at(position).0);
            kept.seals[position - 1].seal.clone_from(&previous);
            kept.seals[position - 1].key_version = None;
        }
        Kept::write(db, &kept.lines, &kept.seals).await;
        forget_waiting(db).await;
        std::fs::remove_file(app.state.audit_head.path()).unwrap();
        assert_eq!(run(&app, &["audit", "verify"]).await, Ok(()));

        // It goes on under a key, and after a rotation under the next.
        let (old, mut versions) = (kept.seals.len() as u64, vec![]);
        for round in 0..2 {
            world.person(&app, "Anna", &format!("Nowa {round}")).await;
            note_waiting(db).await;
            tick(&app.worker_context()).await.unwrap();
            let last = Kept::of(db).await.seals.pop().unwrap();
            versions.push(last.key_version);
            let now = app.now();
            app.change_keys(|keys| keys.rotate(&[Purpose::AuditSeals], now, &SystemChance));
            app.clock.advance(chrono::Duration::minutes(2));
            app.read_keys();
        }
        assert_eq!(versions, [Some(1), Some(2)]);
        let found = walked(&app).await;
        assert!(found.broken.is_none() && found.is_keyed && found.sealed > old, "{found:?}");
        assert_eq!(app.state.audit_head.read().unwrap(), found.head);
        assert_eq!(run(&app, &["audit", "verify"]).await, Ok(()));
        // Versions that seals were made under are never retired, and nobody is asked to do anything about them.
        run(&app, &["keys", "retire"]).await.ok();
        assert!(app.keys().secrets(Purpose::AuditSeals).contains_key(&1));
        // Without the file outside nobody can say that the end is whole.
        std::fs::remove_file(app.state.audit_head.path()).unwrap();
        assert!(run(&app, &["audit", "verify"]).await.unwrap_err().contains("ZWORNIK_AUDIT_HEAD"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_database_that_was_restored_has_a_head_of_its_own_and_the_former_one_stays_beside_it() {
    let app = TestApp::on(tests::databases::TestDb::sqlite().await);
    let world = World::new(&app).await;
    tick(&app.worker_context()).await.unwrap();
    let db = &app.state.db;
    let older = Kept::of(db).await;
    world.person(&app, "Anna", "Nowa").await;
    tick(&app.worker_context()).await.unwrap();
    let head = app.state.audit_head.read().unwrap().unwrap();
    unguarded(db).await;
    Kept::write(db, &older.lines, &older.seals).await;
    assert!(run(&app, &["audit", "verify"]).await.unwrap_err().contains("ucięto"));
    run(&app, &["restored", "--made-at", &app.now().to_rfc3339()]).await.unwrap();
    note_waiting(db).await;
    assert_eq!(run(&app, &["audit", "verify"]).await, Ok(()));
    let folder = app.state.audit_head.path().parent().unwrap();
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let former = names.map(|name| name.to_string_lossy().into_owned()).find(|name| name.contains("before-"));
    let former = std::fs::read_to_string(folder.join(former.unwrap())).unwrap();
    assert!(former.contains(&head.seal), "{former}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_downloads_a_document_about_people_is_noted_and_who_may_not_is_not() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let person = world.person(&app, "Świętosława", "Źdźbło-Łącka").await;
        let training = Training::open(&app, &world, EditionPlan::default()).await;
        let enrolment = training.enrol(&app, &world, person).await;
        training.start(&app, &world).await;
        training.record(&app, &world, 0, &[(&enrolment, 240)]).await;
        training.record(&app, &world, 1, &[(&enrolment, 120)]).await;
        training.finish(&app, &world).await;
        training.issue(&app, &world).await;
        let token = &world.coordinator.token;
        let input = json!({ "editionId": training.edition });
        app.mutate(token, "requestCertificateArchive", "document { id }", input).await;
        assert_eq!(app.work().await, 0);
        let query = "{ documents(first: 10) { edges { node { id kind path } } } }";
        let documents = app.ask(token, query, json!({})).await["documents"]["edges"].clone();
        let of = |kind: &str| {
            let all = documents.as_array().unwrap().iter().map(|edge| edge["node"].clone());
            all.into_iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("no {kind}: {documents:#}"))
        };
        let (certificate, archive) = (of("CERTIFICATE"), of("CERTIFICATE_ARCHIVE"));
        let (path, zip) = (certificate["path"].as_str().unwrap(), archive["path"].as_str().unwrap());

        let owner = world.participant(&app, "swieta@example.pl", person).await;
        let stranger = world.person(&app, "Obcy", "Człowiek").await;
        let stranger = world.participant(&app, "obcy@example.pl", stranger).await;
        assert_eq!(app.get(path, Some(&stranger.token)).await.0, 404);
        assert_eq!(app.get(path, None).await.0, 404);
        assert_eq!(app.get(path, Some(&owner.token)).await.0, 200);
        assert_eq!(app.get(path, Some(token)).await.0, 200);
        assert_eq!(app.get(zip, Some(token)).await.0, 200);
        let input = json!({ "documentId": certificate["id"] });
        let link = app.mutate(token, "createDownloadLink", "path", input).await;
        let link = link["path"].as_str().unwrap();
        assert!(link.contains("signature=1~"), "{link}");
        assert_eq!(app.get(link, None).await.0, 200);
        assert_eq!(app.get(&link.replace("1~", "2~"), None).await.0, 403);

        let auditor = world.account(&app, "audytor@example.pl", Role::Auditor, ScopeKind::Installation, None).await;
        let query = "{ auditEntries(first: 20, orderBy: AT_ASC, filter: { actions: [\"documents.download\"] }) { \
                     edges { node { at actorKind user { id } subjectType subjectId project { id } detail reason } } } }";
        let lines = app.ask(&auditor.token, query, json!({})).await["auditEntries"]["edges"].clone();
        let mut seen: Vec<String> = lines
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| {
                let line = &edge["node"];
                assert_eq!((&line["subjectType"], &line["reason"]), (&json!("Document"), &json!(null)));
                let what = if line["subjectId"] == certificate["id"] { "certificate" } else { "archive" };
                let user = line["user"]["id"].as_str().unwrap_or("nobody");
                format!("{what} {} {user} {}", line["actorKind"].as_str().unwrap(), line["detail"])
            })
            .collect();
        seen.sort();
        let (owner, coordinator) = (world.id(owner.user), world.id(world.coordinator.user));
        let mut expected = vec![
            format!("certificate USER {} {}", owner.as_str(), json!({ "by": "account", "kind": "certificate" })),
            format!("certificate USER {} {}", coordinator.as_str(), json!({ "by": "account", "kind": "certificate" })),
            format!("archive USER {} {}", coordinator.as_str(), json!({ "by": "account", "kind": "certificate_archive" })),
            format!("certificate PUBLIC nobody {}", json!({ "by": "link", "kind": "certificate" })),
        ];
        expected.sort();
        assert_eq!(seen, expected);
        let said = lines.to_string();
        assert!(!said.contains("Źdźbło") && !said.contains("example.pl"), "{said}");
    })
    .await;
}

/// A line of the trail as another program may have written it.
async fn foreign_line(app: &TestApp) {
    let unreadable = "INSERT INTO audit_entry (id, at, actor_kind, action, subject_type, subject_id, request_id, detail) \
                      VALUES (X'00000000000000000000000000000002', '2026-05-01 07:00:00+00:00', 'system', 'test.early', \
                      'Person', X'00000000000000000000000000000001', 'x', 'no JSON')";
    app.base.db.for_migration().execute_unprepared(unreadable).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_tick_seals_however_much_waits_and_no_line_that_is_gone_or_unreadable_holds_up_the_others() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let db = app.base.db.for_migration();
        let line = |n: u128| audit_entry::Model {
            id: AuditEntryId(Uuid::from_u128(n)),
            at: app.now(),
            actor_kind: "system".into(),
            user_id: None,
            action: EARLY.name.into(),
            subject_type: "Person".into(),
            subject_id: Uuid::from_u128(1),
            project_id: None,
            from_state: None,
            to_state: None,
            reason: None,
            request_id: "x".into(),
            detail: None,
        };
        // The first that waits is gone, and where a database takes it, the second cannot be read.
        let gone = audit_unsealed::ActiveModel { id: Set(AuditEntryId(Uuid::from_u128(1))) };
        audit_unsealed::Entity::insert(gone).exec_without_returning(db).await.unwrap();
        let mut unreadable = 0;
        if app.base.kind == "sqlite" {
            foreign_line(&app).await;
            unreadable = 1;
        }
        const LINES: u64 = 20_600;
        for from in (0..u128::from(LINES)).step_by(200) {
            let lines = (from..from + 200).map(|n| line(10 + n).into_active_model());
            audit_entry::Entity::insert_many(lines).exec_without_returning(db).await.unwrap();
        }
        tick(&app.worker_context()).await.unwrap();
        let seals = audit_seal::Entity::find().count(&app.state.db.reader).await.unwrap();
        assert_eq!(seals, LINES);
        let waiting = audit_unsealed::Entity::find().count(&app.state.db.reader).await.unwrap();
        assert_eq!(waiting, 1 + unreadable);

        // Those that come after them are sealed as ever.
        audit_entry::Entity::insert(line(1_000_000).into_active_model())
            .exec_without_returning(db)
            .await
            .unwrap();
        tick(&app.worker_context()).await.unwrap();
        assert_eq!(audit_seal::Entity::find().count(&app.state.db.reader).await.unwrap(), LINES + 1);
    })
    .await;
}
