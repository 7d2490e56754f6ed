//! What the room of territories offers, and to whom; the stories of its register are below HTTP, in `storage/territory.rs`.

use entities::shared::actor::Role;
use entities::shared::ids::TypedId as _;
use entities::territory::actions::{NewSubregion, create_subregion};
use entities::territory::store::by_terc;
use entities::territory::terc::Terc;
use serde_json::json;
use tests::builders::World;
use tests::{TestApp, on_both};

use crate::contract::{ALL, Room, Scene, Who, mutation};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room {
    mutations: &[
        mutation("createSubregion", &[Who::SysAdmin])
            .also(&[Role::RopsAdmin])
            .given(&[("voivodeshipId", crate::contract::Given::Id("voivodeshipOfSubregion"))]),
        mutation("updateSubregion", &[Who::SysAdmin]).also(&[Role::RopsAdmin]),
    ],
    connections: &[("subregions", ALL), ("territorialUnits", ALL)],
    scene: |app, scene| Box::pin(scene_of(app, scene)),
    ..Room::EMPTY
};

/// What operations of the room are tried on: a rural commune, and a subregion with its powiat.
async fn scene_of(app: &TestApp, scene: &mut Scene) {
    let query = "{ territorialUnits(filter: { terc: \"2604022\" }) { edges { node { id } } } }";
    scene.has_first(app, "unitId", Who::Coordinator, query, "").await;
    let query = "{ territorialUnits(filter: { terc: \"2604\" }) { edges { node { id } } } }";
    scene.has_first(app, "powiatIds", Who::Coordinator, query, "").await;
    let subregion = subregion(app, &scene.world, "Subregion kielecki", "2604").await;
    scene.has("subregionId", subregion);
    scene.has("voivodeshipOfSubregion", scene.world.id(scene.world.lead_voivodeship).0);
}

/// A subregion of the voivodeship in which a powiat lies; its global id.
pub(crate) async fn subregion(app: &TestApp, world: &World, name: &str, powiat: &str) -> String {
    let terc = Terc::parse(powiat).unwrap();
    let unit = by_terc(&app.state.db.reader, &terc, app.now().date_naive()).await.unwrap().unwrap();
    let new = NewSubregion {
        voivodeship_id: unit.voivodeship_id.unwrap(),
        name: name.into(),
        powiat_ids: vec![unit.id],
    };
    let made = app.write(async |tx, op| create_subregion(tx, op, new.clone()).await).await;
    world.id(made).0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_powiat_is_in_one_subregion_of_its_own_voivodeship_and_moves_by_leaving_the_other() {
    on_both(async |base| {
        let app = TestApp::on(base);
        let world = World::new(&app).await;
        let office = Some(world.lead_voivodeship.uuid());
        let voivodeship = entities::shared::actor::ScopeKind::Voivodeship;
        let admin = world.account(&app, "ropsadmin@example.pl", Role::RopsAdmin, voivodeship, office).await.token;
        let units = "{ territorialUnits(filter: { levels: [POWIAT] }, orderBy: TERC_ASC) { edges { node { id } } } }";
        let found = app.ask(&admin, units, json!({})).await;
        let unit = |n: usize| found["territorialUnits"]["edges"][n]["node"]["id"].clone();
        let (kielecki, olsztyn) = (unit(0), unit(1));
        let input = |name: &str, powiats: serde_json::Value| {
            json!({ "voivodeshipId": world.id(world.lead_voivodeship), "name": name, "powiatIds": powiats })
        };
        let foreign = json!({
            "voivodeshipId": world.id(world.partner_voivodeship), "name": "Obcy", "powiatIds": [olsztyn],
        });
        assert_eq!(app.refused(&admin, "createSubregion", foreign).await, "FORBIDDEN");
        let wrong = app.try_mutate(&admin, "createSubregion", "", input("Północ", json!([olsztyn]))).await;
        assert_eq!(wrong["errors"][0]["field"], json!(["powiatIds", "0"]));

        let select = "subregion { id version powiats { edges { node { unit { id } } } } }";
        let north = app.mutate(&admin, "createSubregion", select, input("Północ", json!([kielecki]))).await;
        assert_eq!(north["subregion"]["powiats"]["edges"][0]["node"]["unit"]["id"], kielecki);
        assert_eq!(app.refused(&admin, "createSubregion", input("Północ", json!([]))).await, "DUPLICATE");
        assert_eq!(app.refused(&admin, "createSubregion", input("Południe", json!([kielecki]))).await, "DUPLICATE");
        let south = app.mutate(&admin, "createSubregion", select, input("Południe", json!([]))).await;
        let change = |of: &serde_json::Value, powiats: serde_json::Value| {
            json!({ "subregionId": of["subregion"]["id"], "powiatIds": powiats, "version": 1 })
        };
        app.mutate(&admin, "updateSubregion", "subregion { id }", change(&north, json!([]))).await;
        assert_eq!(app.refused(&admin, "updateSubregion", change(&north, json!([]))).await, "STALE_VERSION");
        let moved = app.mutate(&admin, "updateSubregion", select, change(&south, json!([kielecki]))).await;
        assert_eq!(moved["subregion"]["powiats"]["edges"][0]["node"]["unit"]["id"], kielecki);
    })
    .await;
}
