//! Projects, their partners and tasks, and what makes one active.

use entities::accounts::actions::invite_partner;
use entities::partnerships::actions::{
    CertificateSeries, NewPartner, NewSign, NewTask, NewVisibilityProfile, ProjectChange, ProjectStateChange,
    add_task, change_project_state, create_project, create_visibility_profile, set_certificate_series,
    update_project,
};
use entities::partnerships::refusals::VISIBILITY_MISSING;
use entities::partnerships::store::{lead_of, strip_of};
use entities::partnerships::{PartnerRole, ProjectState, SignKind, project};
use entities::shared::actor::Actor;
use entities::shared::change::Change;
use entities::shared::db::Db;
use entities::shared::error::Result;
use entities::shared::ids::{PartnerId, ProjectId, VisibilityProfileId};
use entities::shared::refusals::{DUPLICATE, FORBIDDEN, INVALID, STALE_VERSION, WRONG_STATE};
use sea_orm::EntityTrait;

use crate::world::{World, new_partner, new_project};
use crate::{day, on_both, refused, write};

async fn add(db: &Db, new: NewPartner) -> Result<PartnerId> {
    write(db, &Actor::System, async |tx, op| invite_partner(tx, op, new.clone()).await).await
}

async fn profile(db: &Db, actor: &Actor, id: ProjectId, region: i32) -> Result<VisibilityProfileId> {
    let sign = |kind, height_pct| NewSign { kind, line1: "Znak".into(), line2: None, height_pct };
    let new = NewVisibilityProfile {
        name: "Pasek".into(),
        project_id: Some(id),
        signs: vec![sign(SignKind::EuropeanUnion, 80), sign(SignKind::Region, region)],
    };
    write(db, actor, async |tx, op| create_visibility_profile(tx, op, new.clone()).await).await
}

async fn go(
    db: &Db,
    actor: &Actor,
    id: ProjectId,
    (to, reason): (ProjectState, Option<&str>),
) -> Result<ProjectId> {
    let change = ProjectStateChange { id, version: None, to, reason: reason.map(str::to_owned) };
    write(db, actor, async |tx, op| change_project_state(tx, op, change.clone()).await).await
}

#[tokio::test]
async fn a_project_is_created_in_ones_own_voivodeship() {
    on_both(async |db| {
        let world = World::new(db).await;
        let administrator = world.administrator(db, world.partner_voivodeship).await;
        let create = async |voivodeship, number: &str| {
            let mut new = new_project(world.programme, voivodeship);
            new.number = Some(number.into());
            write(db, &administrator, async |tx, op| create_project(tx, op, new.clone()).await).await
        };
        assert_eq!(refused(create(world.lead_voivodeship, "2").await).0, FORBIDDEN);
        let id = create(world.partner_voivodeship, "2").await.unwrap();
        assert_eq!(refused(create(world.partner_voivodeship, "2").await), (DUPLICATE, "number".into()));
        let lead = lead_of(&db.reader, id).await.unwrap().unwrap();
        assert_eq!(lead.voivodeship_id, Some(world.partner_voivodeship));
    })
    .await;
}

#[tokio::test]
async fn a_project_has_one_lead_and_one_partner_per_voivodeship() {
    on_both(async |db| {
        let world = World::new(db).await;
        let lead = new_partner(world.project, PartnerRole::Lead, Some(world.lead_voivodeship));
        let elsewhere =
            NewPartner { voivodeship_id: Some(crate::world::unit(db, "14").await), ..lead.clone() };
        assert_eq!(refused(add(db, elsewhere).await), (DUPLICATE, "role".into()));
        let same = NewPartner { role: PartnerRole::Partner, ..lead.clone() };
        assert_eq!(refused(add(db, same.clone()).await), (DUPLICATE, "voivodeshipId".into()));
        let gmina = NewPartner { voivodeship_id: Some(world.gmina), ..same.clone() };
        assert_eq!(refused(add(db, gmina).await), (INVALID, "voivodeshipId".into()));
        let nowhere = NewPartner { voivodeship_id: None, ..same };
        assert_eq!(refused(add(db, nowhere.clone()).await), (INVALID, "voivodeshipId".into()));
        let expert = NewPartner { role: PartnerRole::Expert, ..nowhere };
        add(db, expert).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_active_project_has_a_strip_of_signs() {
    on_both(async |db| {
        let world = World::new(db).await;
        let manager = world.manager(db).await;
        let active = (ProjectState::Active, None);
        let refusal = refused(go(db, &manager, world.project, active).await);
        assert_eq!(refusal, (VISIBILITY_MISSING, "visibilityProfileId".into()));
        assert_eq!(refused(strip_of(&db.reader, world.project).await).0, VISIBILITY_MISSING);
        let larger = profile(db, &manager, world.project, 90).await;
        assert_eq!(refused(larger), (INVALID, "signs[1].heightPct".into()));
        let coordinator = world.partner_coordinator(db).await;
        assert_eq!(refused(profile(db, &coordinator, world.project, 80).await).0, FORBIDDEN);
        profile(db, &manager, world.project, 80).await.unwrap();
        assert_eq!(strip_of(&db.reader, world.project).await.unwrap().len(), 2);

        go(db, &manager, world.project, active).await.unwrap();
        let suspend = async |reason| go(db, &manager, world.project, (ProjectState::Suspended, reason)).await;
        assert_eq!(refused(suspend(None).await), (INVALID, "reason".into()));
        suspend(Some("Brak środków")).await.unwrap();
        let skipped = go(db, &manager, world.project, (ProjectState::Closed, None)).await;
        assert_eq!(refused(skipped).0, WRONG_STATE);
    })
    .await;
}

#[tokio::test]
async fn tasks_lie_within_their_project() {
    on_both(async |db| {
        let world = World::new(db).await;
        let manager = world.manager(db).await;
        let task = NewTask {
            project_id: world.project,
            ordinal: None,
            title: "Szkoła Kooperacji".into(),
            description: None,
            team: None,
            starts_on: day("2026-02-01"),
            ends_on: day("2026-12-31"),
        };
        let add = async |task: NewTask| {
            write(db, &manager, async |tx, op| add_task(tx, op, task.clone()).await).await
        };
        add(task.clone()).await.unwrap();
        add(task.clone()).await.unwrap();
        let twice = NewTask { ordinal: Some(2), ..task.clone() };
        assert_eq!(refused(add(twice).await), (DUPLICATE, "ordinal".into()));
        let late = NewTask { ends_on: day("2029-01-01"), ..task };
        assert_eq!(refused(add(late).await), (INVALID, "endsOn".into()));

        let update = async |starts_on: &str, version| {
            let change = ProjectChange {
                id: world.project,
                version,
                title: Some("Inny tytuł".into()),
                number: Some(String::new()),
                goal: None,
                starts_on: Some(day(starts_on)),
                ends_on: None,
                agreement_on: Change::Keep,
                visibility_profile_id: None,
            };
            write(db, &manager, async |tx, op| update_project(tx, op, change.clone()).await).await
        };
        assert_eq!(refused(update("2026-03-01", None).await), (INVALID, "startsOn".into()));
        update("2026-02-01", Some(1)).await.unwrap();
        assert_eq!(refused(update("2026-02-01", Some(1)).await).0, STALE_VERSION);
        let row = project::Entity::find_by_id(world.project).one(&db.reader).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.number), ("Inny tytuł", None));
    })
    .await;
}

#[tokio::test]
async fn a_series_has_its_form() {
    on_both(async |db| {
        let world = World::new(db).await;
        let manager = world.manager(db).await;
        let set = async |series: &str| {
            let new = CertificateSeries { id: world.project, version: None, series: series.into() };
            write(db, &manager, async |tx, op| set_certificate_series(tx, op, new.clone()).await).await
        };
        assert_eq!(refused(set("sk").await), (INVALID, "series".into()));
        set(" SK ").await.unwrap();
        let row = project::Entity::find_by_id(world.project).one(&db.reader).await.unwrap().unwrap();
        assert_eq!(row.certificate_series.as_deref(), Some("SK"));
    })
    .await;
}
