//! `/health/ready`: database, migrations, worker heartbeat, documents store, this machine's clock.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::Duration;
use serde_json::json;
use tokio::time::timeout;

use crate::app::App;

/// After how long without a heartbeat no worker counts as alive.
const HEARTBEAT: Duration = Duration::seconds(90);

/// How long a check may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3);

/// Answers 200 where everything is ready, else 503 and what is not.
pub(crate) async fn ready(Shared(app): Shared<App>) -> Response {
    // All at once, and none for longer than whoever asks would wait: a database that is away answers late.
    let (pending, heartbeat, documents) = futures_util::join!(
        timeout(PATIENCE, (app.probes.pending_migrations)()),
        timeout(PATIENCE, entities::jobs::store::last_heartbeat(&app.state.db.reader)),
        timeout(PATIENCE, app.state.files.check()),
    );
    let pending = pending.ok().flatten();
    let heartbeat = heartbeat.ok().and_then(Result::ok);
    let alive = |at: chrono::DateTime<chrono::Utc>| app.state.clock.now() - at < HEARTBEAT;
    let checks = [
        ("database", pending.is_some() && heartbeat.is_some()),
        ("migrations", pending == Some(0)),
        ("worker", heartbeat.flatten().is_some_and(alive)),
        ("clock", app.state.clock.agrees()),
        ("documents", documents.is_ok_and(|checked| checked.is_ok())),
    ];
    let ready = checks.iter().all(|(_, ok)| *ok);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let checks: serde_json::Map<_, _> =
        checks.iter().map(|(name, ok)| ((*name).to_owned(), json!(ok))).collect();
    (status, Json(json!({ "ready": ready, "checks": checks }))).into_response()
}
