//! Registers follow each other.

use entities::audit::audit_entry;
use entities::shared::actor::Actor;
use entities::shared::db::Db;
use entities::shared::refusals::{FORBIDDEN, WRONG_STATE};
use entities::territory::import::{parse, store};
use entities::territory::store::{by_terc, is_voivodeship, voivodeship_of};
use entities::territory::terc::Terc;
use entities::territory::territorial_unit::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::world::{import, register};
use crate::{day, on_both, refused, write};

async fn name_on(db: &Db, terc: &str, on: &str) -> Option<String> {
    by_terc(&db.reader, &Terc::parse(terc).unwrap(), day(on)).await.unwrap().map(|unit| unit.name)
}

#[tokio::test]
async fn later_registers_open_close_and_rename() {
    on_both(async |db| {
        let first = register("2020-01-01", &["02;2;Bieliny", "03;2;Bodzentyn", "04;2;Chęciny"]);
        import(db, &first, true).await.unwrap();
        let bodzentyn = Terc::parse("2604032").unwrap();
        let before = by_terc(&db.reader, &bodzentyn, day("2020-01-01")).await.unwrap().unwrap();

        // One gmina got a town, one another name, one is gone.
        let second = register("2021-01-01", &["02;3;Bieliny", "03;2;Bodzentyn Nowy"]);
        let report = import(db, &second, true).await.unwrap();
        assert_eq!((report.added, report.changed, report.closed, report.unchanged), (1, 1, 2, 19));
        assert_eq!(name_on(db, "2604032", "2020-12-31").await.as_deref(), Some("Bodzentyn"));
        assert_eq!(name_on(db, "2604032", "2021-01-01").await.as_deref(), Some("Bodzentyn Nowy"));
        assert_eq!(name_on(db, "2604022", "2020-12-31").await.as_deref(), Some("Bieliny"));
        assert_eq!(name_on(db, "2604022", "2021-01-01").await, None);
        assert_eq!(name_on(db, "2604023", "2020-12-31").await, None);
        assert_eq!(name_on(db, "2604023", "2021-01-01").await.as_deref(), Some("Bieliny"));
        let after = by_terc(&db.reader, &bodzentyn, day("2021-01-01")).await.unwrap().unwrap();
        assert_eq!((after.id, after.version), (before.id, 2), "whatever refers to it stays with it");
        assert!(import(db, &second, true).await.unwrap().is_no_change());

        // The old name comes back, and so does the gmina that was gone.
        let third = register("2022-01-01", &["02;3;Bieliny", "03;2;Bodzentyn", "04;2;Chęciny"]);
        import(db, &third, true).await.unwrap();
        assert_eq!(name_on(db, "2604032", "2021-06-01").await.as_deref(), Some("Bodzentyn Nowy"));
        assert_eq!(name_on(db, "2604032", "2022-06-01").await.as_deref(), Some("Bodzentyn"));
        assert_eq!(name_on(db, "2604042", "2021-06-01").await, None);
        assert_eq!(name_on(db, "2604042", "2022-06-01").await.as_deref(), Some("Chęciny"));

        let late = import(db, &register("2021-06-01", &[]), true).await;
        assert_eq!(refused(late), (WRONG_STATE, "stateOn".into()));
        assert_eq!(audit_entry::Entity::find().count(&db.reader).await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn only_who_looks_after_the_installation_imports() {
    on_both(async |db| {
        let register = parse(register("2020-01-01", &[]).as_bytes()).unwrap();
        let outcome = write(db, &Actor::Public, async |tx, op| store(tx, op, &register, true).await);
        assert_eq!(refused(outcome.await).0, FORBIDDEN);
        assert_eq!(Entity::find().count(&db.reader).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_official_register_is_stored_once() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/real/TERC_Urzedowy_2020-09-26.csv");
    let Ok(text) = std::fs::read_to_string(path) else { return };
    on_both(async |db| {
        let first = import(db, &text, true).await.unwrap();
        assert_eq!((first.added, first.changed, first.closed, first.unchanged), (4194, 0, 0, 0));
        let again = import(db, &text, true).await.unwrap();
        assert!(again.is_no_change());
        assert_eq!(again.unchanged, 4194);

        let above = Entity::find().filter(Column::ParentId.is_null()).all(&db.reader).await.unwrap();
        assert_eq!(above.iter().map(|unit| unit.terc.as_str()).collect::<Vec<_>>(), ["00"]);
        assert_eq!(Entity::find().count(&db.reader).await.unwrap(), 4195);
        assert_eq!(audit_entry::Entity::find().count(&db.reader).await.unwrap(), 1);
        let district = by_terc(&db.reader, &Terc::parse("1465028").unwrap(), day("2010-01-01")).await;
        let district = district.unwrap().unwrap();
        let voivodeship = voivodeship_of(&db.reader, district.id).await.unwrap().unwrap();
        assert!(is_voivodeship(&db.reader, voivodeship).await.unwrap());
        assert!(!is_voivodeship(&db.reader, district.id).await.unwrap());
    })
    .await;
}
