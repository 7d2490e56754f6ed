//! Who may enter and see which offices and people.

use entities::institutions::actions::{
    EndEmployment, InstitutionChange, NewEmployment, PersonChange, VerifyInstitution, add_employment,
    end_employment, register_institution, register_person, update_institution, update_person,
    verify_institution,
};
use entities::institutions::{institution, person as people};
use entities::shared::actor::{Actor, Role, ScopeKind};
use entities::shared::change::Change;
use entities::shared::db::Db;
use entities::shared::error::Error;
use entities::shared::ids::{InstitutionId, PersonId};
use entities::shared::read::Entity as _;
use entities::shared::refusals::{DUPLICATE, FORBIDDEN, INVALID, NOT_FOUND, STALE_VERSION, WRONG_STATE};
use sea_orm::{EntityTrait, QueryFilter};

use crate::world::{World, new_person, office, person, user};
use crate::{day, on_both, refused, write};

async fn sees(db: &Db, actor: &Actor, id: PersonId) -> bool {
    let seen = people::Entity::visible_to(actor);
    people::Entity::find_by_id(id).filter(seen).one(&db.reader).await.unwrap().is_some()
}

fn change(id: InstitutionId) -> InstitutionChange {
    InstitutionChange {
        id,
        version: None,
        name: None,
        kind: None,
        sector: None,
        unit_id: None,
        parent_id: Change::Keep,
        nip: None,
        regon: None,
        street: None,
        postal_code: None,
        city: None,
        email: None,
        phone: None,
    }
}

#[tokio::test]
async fn all_faults_of_an_office_show_at_once() {
    on_both(async |db| {
        let world = World::new(db).await;
        let mut bad = office(" ", world.gmina);
        (bad.nip, bad.postal_code) = (Some("1".into()), Some("x".into()));
        let outcome =
            write(db, &Actor::System, async |tx, op| register_institution(tx, op, bad.clone()).await);
        let Err(Error::Refused(refusals)) = outcome.await else { panic!("taken") };
        let fields: Vec<&str> = refusals.iter().map(|refusal| refusal.field.as_str()).collect();
        assert_eq!(fields, ["name", "nip", "postalCode"]);
    })
    .await;
}

#[tokio::test]
async fn an_office_is_looked_after_in_its_voivodeship_alone() {
    on_both(async |db| {
        let world = World::new(db).await;
        let coordinator = world.partner_coordinator(db).await;
        let verify = async |id| {
            let verify = VerifyInstitution { id, version: None };
            write(db, &coordinator, async |tx, op| verify_institution(tx, op, verify.clone()).await).await
        };
        assert_eq!(refused(verify(world.lead_office).await).0, FORBIDDEN);
        verify(world.partner_office).await.unwrap();
        assert_eq!(refused(verify(world.partner_office).await).0, WRONG_STATE);

        let update = async |change: InstitutionChange| {
            write(db, &coordinator, async |tx, op| update_institution(tx, op, change.clone()).await).await
        };
        let moved = InstitutionChange { unit_id: Some(world.gmina), ..change(world.partner_office) };
        assert_eq!(refused(update(moved).await).0, FORBIDDEN, "it would leave the voivodeship");
        let changed = InstitutionChange {
            phone: Some("89 000 00 00".into()),
            version: Some(2),
            ..change(world.partner_office)
        };
        update(changed.clone()).await.unwrap();
        assert_eq!(refused(update(changed).await).0, STALE_VERSION);
        let cleared = InstitutionChange { phone: Some(String::new()), ..change(world.partner_office) };
        update(cleared).await.unwrap();
        let row =
            institution::Entity::find_by_id(world.partner_office).one(&db.reader).await.unwrap().unwrap();
        assert_eq!((row.phone, row.version), (None, 4));
        assert_eq!(row.postal_code.as_deref(), Some("25-516"));
        assert_eq!(row.voivodeship_id, world.partner_voivodeship);
    })
    .await;
}

#[tokio::test]
async fn people_are_entered_and_seen_where_they_work() {
    on_both(async |db| {
        let world = World::new(db).await;
        let coordinator = world.partner_coordinator(db).await;
        let other = world.administrator(db, world.lead_voivodeship).await;
        let register = async |office| {
            let new = new_person("Anna", "Żak", office);
            write(db, &coordinator, async |tx, op| register_person(tx, op, new.clone()).await).await
        };
        assert_eq!(refused(register(Some(world.lead_office)).await).0, FORBIDDEN);
        let employed = register(Some(world.partner_office)).await.unwrap();
        let loose = register(None).await.unwrap();
        for id in [employed, loose] {
            assert!(sees(db, &coordinator, id).await);
            assert!(!sees(db, &other, id).await);
        }

        let change = PersonChange {
            id: employed,
            version: Some(1),
            first_name: None,
            last_name: Some("Nowak".into()),
            email: Some("Anna.Nowak@Example.pl".into()),
            phone: None,
        };
        let update = async |actor: &Actor| {
            write(db, actor, async |tx, op| update_person(tx, op, change.clone()).await.map(|(id, _)| id))
                .await
        };
        assert_eq!(refused(update(&other).await), (NOT_FOUND, "id".into()));
        update(&coordinator).await.unwrap();
        assert_eq!(refused(update(&coordinator).await).0, STALE_VERSION);
        let row = people::Entity::find_by_id(employed).one(&db.reader).await.unwrap().unwrap();
        assert_eq!((row.first_name.as_str(), row.last_name.as_str()), ("Anna", "Nowak"));
        assert_eq!((row.email.as_deref(), row.version), (None, 2), "not before it is confirmed");
        assert_eq!(row.new_email.as_deref(), Some("anna.nowak@example.pl"));
    })
    .await;
}

#[tokio::test]
async fn an_employment_is_noted_once_and_ends() {
    on_both(async |db| {
        let world = World::new(db).await;
        let coordinator = world.partner_coordinator(db).await;
        let new = new_person("Jan", "Lis", None);
        let jan = write(db, &coordinator, async |tx, op| register_person(tx, op, new.clone()).await);
        let jan = jan.await.unwrap();
        let add = async |from: &str| {
            let new = NewEmployment {
                institution_id: world.partner_office,
                post: "referent".into(),
                from: day(from),
            };
            write(db, &coordinator, async |tx, op| add_employment(tx, op, jan, new.clone()).await).await
        };
        let first = add("2026-01-01").await.unwrap();
        assert_eq!(refused(add("2026-03-01").await), (DUPLICATE, "institutionId".into()));
        let end = async |to: &str| {
            let end = EndEmployment { id: first, version: None, to: day(to) };
            write(db, &coordinator, async |tx, op| end_employment(tx, op, end.clone()).await).await
        };
        assert_eq!(refused(end("2025-12-31").await), (INVALID, "to".into()));
        // While somebody works there, what follows is entered; afterwards they are seen no more.
        end("2026-06-30").await.unwrap();
        add("2026-07-01").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_institution_enters_its_own_people_alone() {
    on_both(async |db| {
        let world = World::new(db).await;
        let ewa = person(db, "Ewa", "Ptak", world.partner_office).await;
        let grants = [(Role::InstitutionCoordinator, ScopeKind::Institution, Some(world.partner_office.0))];
        let (_, ewa) = user(db, Some(ewa), "ewa@example.pl", &grants).await;
        let register = async |office| {
            let new = new_person("Piotr", "Łoś", office);
            write(db, &ewa, async |tx, op| register_person(tx, op, new.clone()).await).await
        };
        register(Some(world.partner_office)).await.unwrap();
        assert_eq!(refused(register(Some(world.lead_office)).await).0, FORBIDDEN);
        assert_eq!(refused(register(None).await).0, FORBIDDEN);
    })
    .await;
}
