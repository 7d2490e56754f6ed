//! Calendars that programs subscribe to: of an edition, of all announced trainings, and of whoever has an address of their own.
//!
//! Nobody logs in to a calendar. What is announced everybody reads; one's own is read by the secret in its address, which is
//! made and ended as a token is, opens nothing else, and is never logged.

use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::Days;
use entities::accounts::actions::note_use;
use entities::accounts::store::{CalendarOwner, calendar_owner};
use entities::documents::files::sha256;
use entities::mail::actions::host_of;
use entities::shared::actor::Actor;
use entities::shared::calendar::{Entry, Standing, When, render};
use entities::shared::error::Result;
use entities::shared::ids::{EditionId, ProjectId};
use entities::shared::language::{Language, Words};
use entities::shared::{tx, warsaw};
use entities::territory::UnitLevel;
use entities::territory::store::by_terc;
use entities::territory::terc::Terc;
use entities::trainings::calendar::{Announced, announced};
use entities::{advisory, trainings};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::{App, address};

/// What one's own calendar is called.
const OWN: Words = Words::new("Zwornik: moje terminy", "Zwornik: my dates");
/// What the calendar of all announced trainings is called.
const ALL: Words = Words::new("Zwornik: szkolenia", "Zwornik: trainings");
/// What says that an address is about to end, and how many days before.
const ENDS: (Words, Days) = (
    Words::new(
        "Ten adres kalendarza wkrótce przestanie działać: utwórz w Zworniku nowy",
        "This address of your calendar is about to end: make a new one in Zwornik",
    ),
    Days::new(14),
);

/// Which of the announced trainings are asked for.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// Of a project.
    project: Option<Uuid>,
    /// Of a voivodeship, by its TERC code.
    voivodeship: Option<String>,
}

/// All announced trainings, or those of a project or voivodeship.
pub(crate) async fn all(
    Shared(app): Shared<App>,
    asked: std::result::Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    if let Some(refused) = too_many(&app, &extensions) {
        return refused;
    }
    let Ok(Query(asked)) = asked else {
        return told(StatusCode::BAD_REQUEST, "Ask by project or voivodeship.");
    };
    let found = async {
        let db = &app.state.db.reader;
        let mut which = Announced { project: asked.project.map(ProjectId), voivodeship: None };
        if let Some(code) = &asked.voivodeship {
            let Ok(terc) = Terc::parse(code) else { return Ok(None) };
            let unit = by_terc(db, &terc, warsaw::day(app.state.clock.now())).await?;
            let Some(unit) = unit.filter(|unit| unit.level == UnitLevel::Voivodeship) else {
                return Ok(None);
            };
            which.voivodeship = Some(unit.id);
        }
        let entries = announced(db, which, warsaw::day(app.state.clock.now())).await?;
        Ok(Some((ALL.say(lang_of(&headers)).to_owned(), entries)))
    };
    answer(&app, &headers, found.await, "public, max-age=900")
}

/// An announced edition, session by session.
pub(crate) async fn edition(
    Shared(app): Shared<App>,
    file: std::result::Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    if let Some(refused) = too_many(&app, &extensions) {
        return refused;
    }
    let Some(id) = name_of(file).and_then(|name| Uuid::try_parse(&name).ok()) else { return not_found() };
    let found = trainings::calendar::of_edition(&app.state.db.reader, EditionId(id)).await;
    answer(&app, &headers, found, "public, max-age=900")
}

/// What the owner of an address attends, teaches and is coached in.
pub(crate) async fn own(
    Shared(app): Shared<App>,
    file: std::result::Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    extensions: Extensions,
) -> Response {
    if let Some(refused) = too_many(&app, &extensions) {
        return refused;
    }
    let Some(secret) = name_of(file) else { return not_found() };
    let now = app.state.clock.now();
    let found = async {
        let Some(owner) = calendar_owner(&app.state.db, &secret, now).await? else { return Ok(None) };
        if owner.note_use(now) {
            let op = app.state.op(Actor::System, "calendar");
            let args = (&op, owner.credential_id);
            tx::write(&app.state.db, &args, |tx, (op, id)| Box::pin(note_use(tx, op, *id))).await?;
        }
        let entries = entries_of(&app, &owner).await?;
        Ok(Some((OWN.say(owner.language).to_owned(), entries)))
    };
    answer(&app, &headers, found.await, "private, max-age=900")
}

async fn entries_of(app: &App, owner: &CalendarOwner) -> Result<Vec<Entry>> {
    let (db, now) = (&app.state.db.reader, app.state.clock.now());
    let mut found = vec![];
    if let Some(person) = owner.person_id {
        found = trainings::calendar::of_person(db, person, warsaw::day(now)).await?;
        found.extend(advisory::calendar::of_person(db, (person, owner.language), now).await?);
    }
    if let Some(end) = owner.expires_at {
        let (words, before) = ENDS;
        let day = warsaw::day(end) - before;
        found.push(Entry {
            id: owner.credential_id.0,
            version: 1,
            changed_at: end - chrono::Duration::days(entities::accounts::actions::TOKEN_DAYS),
            title: words.say(owner.language).to_owned(),
            place: None,
            link: None,
            when: When::Days(day, day),
            standing: Standing::Confirmed,
        });
    }
    Ok(found)
}

/// The name of a calendar's file without its ending.
fn name_of(file: std::result::Result<Path<String>, PathRejection>) -> Option<String> {
    let Path(file) = file.ok()?;
    file.strip_suffix(".ics").map(str::to_owned)
}

fn lang_of(headers: &HeaderMap) -> Language {
    Language::of_header(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()))
}

fn too_many(app: &App, extensions: &Extensions) -> Option<Response> {
    let counted = app.state.tries.request(address(extensions), None);
    counted.err().map(|too_many| wait(too_many.retry_after_s()))
}

fn wait(seconds: u64) -> Response {
    let mut answer = told(StatusCode::TOO_MANY_REQUESTS, "Too many requests; please wait.");
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    answer
}

fn not_found() -> Response {
    told(StatusCode::NOT_FOUND, "There is no such calendar.")
}

fn told(status: StatusCode, what: &'static str) -> Response {
    (status, what).into_response()
}

/// A calendar, unless the program has it as it is.
fn answer(
    app: &App,
    headers: &HeaderMap,
    found: Result<Option<(String, Vec<Entry>)>>,
    cache: &'static str,
) -> Response {
    let (name, entries) = match found {
        Ok(Some(found)) => found,
        Ok(None) => return not_found(),
        Err(error) => {
            tracing::error!(%error, "a calendar could not be read");
            return told(StatusCode::SERVICE_UNAVAILABLE, "Please try again later.");
        }
    };
    let text = render(&name, &entries, host_of(app.state.public_url.as_deref()));
    let tag = format!("\"{}\"", sha256(text.as_bytes()));
    let has_it = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut answer = if has_it { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
    let set = answer.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    set.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"zwornik.ics\""));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        set.insert(header::ETAG, tag);
    }
    answer
}
