//! A pilot, built over HTTP as its staff would: model, approved version, sites, indicators, a worker per site.

use entities::shared::actor::{Role, ScopeKind};
use serde_json::{Value, json};

use super::{Account, World};
use crate::TestApp;

/// A pilot of the lead, its parts as global ids.
#[derive(Clone, Debug)]
pub struct PilotStudy {
    /// The model.
    pub model: String,
    /// Its version, approved for a pilot.
    pub version: String,
    /// The pilot, from 2026-01-01 to 2027-06-30.
    pub pilot: String,
    /// Its sites.
    pub sites: Vec<String>,
    /// W1, whole families, 10 → 40; W2, per cent with a decimal, 25.5 → 10.
    pub indicators: Vec<String>,
    /// Who works at each site.
    pub workers: Vec<Account>,
}

impl PilotStudy {
    /// A planned pilot with indicators; sites by TERC code, each with the e-mail of its worker.
    pub async fn planned(app: &TestApp, world: &World, sites: &[(&str, &str)]) -> Self {
        let token = &world.coordinator.token;
        let model =
            json!({ "partnerId": world.id(world.lead), "title": "Model kooperacji", "target": "RURAL" });
        let model = app.mutate(token, "createCooperationModel", "cooperationModel { id }", model).await;
        let model = text(&model["cooperationModel"]["id"]);
        let version = json!({ "modelId": model, "summary": "Wspólny plan działań." });
        let version = app.mutate(token, "addModelVersion", "modelVersion { id }", version).await;
        let version = text(&version["modelVersion"]["id"]);
        for state in ["IN_CONSULTATION", "REVISED", "APPROVED_FOR_PILOT"] {
            let change = json!({ "modelVersionId": version, "to": state });
            app.mutate(token, "changeModelVersionState", "modelVersion { state }", change).await;
        }
        let pilot = json!({
            "partnerId": world.id(world.lead), "modelVersionId": version, "title": "Pilotaż modelu",
            "startsOn": "2026-01-01", "endsOn": "2027-06-30",
        });
        let pilot = app.mutate(token, "createPilot", "pilot { id }", pilot).await;
        let pilot = text(&pilot["pilot"]["id"]);
        let mut study = Self { model, version, pilot, sites: vec![], indicators: vec![], workers: vec![] };
        for (code, unit, decimals, baseline, target, direction) in
            [("W1", "rodziny", 0, "10", "40", "UP"), ("W2", "%", 1, "25.5", "10", "DOWN")]
        {
            let indicator = json!({
                "pilotId": study.pilot, "code": code, "name": "Wskaźnik", "kind": "RESULT", "unit": unit,
                "decimals": decimals, "baseline": baseline, "target": target, "direction": direction,
            });
            let made = app.mutate(token, "createIndicator", "indicator { id }", indicator).await;
            study.indicators.push(text(&made["indicator"]["id"]));
        }
        for (terc, email) in sites {
            study.add_site(app, world, terc, email).await;
        }
        study
    }

    /// The same, running.
    pub async fn running(app: &TestApp, world: &World, sites: &[(&str, &str)]) -> Self {
        let study = Self::planned(app, world, sites).await;
        for state in ["RECRUITING", "RUNNING"] {
            study.go(app, world, state).await;
        }
        study
    }

    async fn add_site(&mut self, app: &TestApp, world: &World, terc: &str, email: &str) {
        let token = &world.coordinator.token;
        let query =
            "query($terc: String!) { territorialUnits(filter: { terc: $terc }) { edges { node { id } } } }";
        let units = app.ask(token, query, json!({ "terc": terc })).await;
        let site = json!({
            "pilotId": self.pilot, "unitId": units["territorialUnits"]["edges"][0]["node"]["id"],
        });
        let site = app.mutate(token, "addPilotSite", "pilotSite { id }", site).await;
        let site = text(&site["pilotSite"]["id"]);
        let key = kit::ids::parts(&site.clone().into()).map(|(_, key)| key);
        self.sites.push(site);
        self.workers.push(world.account(app, email, Role::PilotWorker, ScopeKind::Site, key).await);
    }

    /// Takes the pilot to a state.
    pub async fn go(&self, app: &TestApp, world: &World, to: &str) {
        let change = json!({ "pilotId": self.pilot, "to": to });
        app.mutate(&world.coordinator.token, "changePilotState", "pilot { state }", change).await;
    }

    /// The input that records values of a site: pairs of indicator and value.
    pub fn list(&self, site: usize, quarter: &str, values: &[(usize, &str)]) -> Value {
        let entries: Vec<Value> = values
            .iter()
            .map(|(indicator, value)| json!({ "indicatorId": self.indicators[*indicator], "value": value }))
            .collect();
        json!({ "siteId": self.sites[site], "quarterOn": quarter, "entries": entries })
    }

    /// Records values as the worker of the site.
    pub async fn record(&self, app: &TestApp, site: usize, quarter: &str, values: &[(usize, &str)]) {
        let list = self.list(site, quarter, values);
        app.mutate(&self.workers[site].token, "recordMeasurements", "pilotSite { id }", list).await;
    }

    /// Submits the drafts of a site as its worker.
    pub async fn submit(&self, app: &TestApp, site: usize, quarter: &str) {
        let list = json!({ "siteId": self.sites[site], "quarterOn": quarter });
        app.mutate(&self.workers[site].token, "submitMeasurements", "pilotSite { id }", list).await;
    }

    /// Measurements of the pilot that an actor sees, by quarter, code and revision.
    pub async fn measurements(&self, app: &TestApp, token: &str) -> Vec<Value> {
        let query = "query($pilot: ID!) { measurements(first: 100, filter: { pilotId: $pilot }) { edges { node { \
             id quarterOn revision value state locked reason indicator { code } site { id } supersedes { id } } } } }";
        let found = app.ask(token, query, json!({ "pilot": self.pilot })).await;
        let edges = found["measurements"]["edges"].as_array().cloned().unwrap_or_default();
        let mut rows: Vec<Value> = edges.into_iter().map(|edge| edge["node"].clone()).collect();
        let part = |row: &Value, path: &str| row.pointer(path).map(ToString::to_string);
        rows.sort_by_key(|row| ["/quarterOn", "/indicator/code", "/revision"].map(|path| part(row, path)));
        rows
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
