//! `/szkolenia/{id}`: one training, with the one thing that one can do about it.

use askama::Template;
use chrono::{DateTime as Instant, NaiveDate, Utc};

use super::standing::{Seats, Told, named, seats};
use crate::ask::{ask, code_of, documents};
use crate::call::{Call, Fault, Reply};
use crate::shell::{Shell, shown, who};
use crate::words;

type Date = NaiveDate;
type DateTime = Instant<Utc>;

documents! {
    Edition in "src/trainings/edition.graphql";
}

/// A session as people read it.
pub(super) struct Held {
    pub title: String,
    /// Day and hours.
    pub when: String,
    pub group: String,
    pub mandatory: bool,
}

/// A place that the viewer has here already.
struct Own {
    id: String,
    label: String,
}

#[derive(Template)]
#[template(path = "trainings/edition.html")]
struct EditionPage {
    s: Shell,
    id: String,
    name: String,
    kind: String,
    aims: String,
    audience: String,
    topics: Vec<String>,
    project: String,
    project_signs: Vec<String>,
    when: String,
    tentative: bool,
    place: String,
    contractor: String,
    calendar: String,
    threshold: i64,
    approval: bool,
    cancel_until: Option<NaiveDate>,
    sessions: Vec<Held>,
    seats: Seats,
    own: Option<Own>,
    /// Whether the viewer is a person who may take part.
    is_person: bool,
    /// Whether they speak for an institution.
    speaks: bool,
}

/// Whether a place has ended, so that one may enrol again.
pub(super) fn is_over(state: &str) -> bool {
    matches!(state, "CANCELLED_BY_SELF" | "CANCELLED_LATE" | "CANCELLED_BY_ORGANISER" | "OFFER_EXPIRED")
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    use edition::EditionNode;
    let answer = ask::<Edition>(call, edition::Variables { id: call.part.clone() }).await?;
    let Some(EditionNode::Edition(one)) = answer.node else {
        return Err(Fault::NotFound);
    };
    let person = answer.viewer.as_ref().and_then(|viewer| viewer.person.as_ref());
    let own = person.and_then(|person| person.enrolments.edges.first()).map(|edge| &edge.node);
    let own = own.filter(|place| !is_over(&code_of(&place.state)));
    let own = own.map(|place| Own { id: place.id.clone(), label: place.state_label.clone() });
    let is_person = person.is_some();
    let seats = seats(
        call.lang,
        &Told {
            is_open: one.state == edition::EditionState::ENROLMENT_OPEN,
            state_label: &one.state_label,
            seats: one.seats,
            taken: one.seats_taken + one.seats_reserved,
            waiting: one.waiting,
            waiting_list: one.waiting_list_size,
        },
        one.closes_on,
    );
    let programme = one.programme;
    let title = programme.as_ref().map(|of| of.title.clone()).unwrap_or_default();
    let name = named(&title, &one.title);
    let (project, signs) = one.project.map(|of| (of.title, of.visibility_profile)).unwrap_or_default();
    let signs = signs.map(|profile| profile.signs.edges).unwrap_or_default().into_iter().map(|edge| {
        let sign = edge.node;
        sign.line2.map_or(sign.line1.clone(), |second| format!("{} {second}", sign.line1))
    });
    let sessions = one.sessions.edges.into_iter().map(|edge| {
        let held = edge.node;
        Held {
            when: hours(call, held.starts_at, held.ends_at),
            title: held.title,
            group: held.breakout_group.map(|group| group.name).unwrap_or_default(),
            mandatory: held.mandatory,
        }
    });
    let is_coordinator = |role: &edition::ShellRoles| role.role == edition::Role::INSTITUTION_COORDINATOR;
    let viewer_speaks =
        answer.viewer.as_ref().is_some_and(|viewer| viewer.shell.roles.iter().any(is_coordinator));
    let viewer = who!(answer.viewer.map(|viewer| viewer.shell));
    shown(&EditionPage {
        s: Shell::new(call, viewer, name.clone()),
        id: one.id,
        name,
        kind: programme.as_ref().map(|of| of.kind_label.clone()).unwrap_or_default(),
        aims: programme.as_ref().and_then(|of| of.aims.clone()).unwrap_or_default(),
        audience: programme.as_ref().and_then(|of| of.audience.clone()).unwrap_or_default(),
        topics: programme
            .map(|of| of.topics.edges.into_iter().map(|edge| edge.node.title).collect())
            .unwrap_or_default(),
        project,
        project_signs: signs.collect(),
        when: words::days(call.lang, one.starts_on, one.ends_on),
        tentative: one.dates == edition::DatesKind::TENTATIVE,
        place: one.venue.map_or(one.city.clone(), |venue| format!("{venue}, {}", one.city)),
        contractor: one.contractor.unwrap_or_default(),
        calendar: one.calendar_url.unwrap_or_default(),
        threshold: one.threshold_pct,
        approval: one.approval,
        cancel_until: one.cancel_until_on,
        sessions: sessions.collect(),
        seats,
        own,
        is_person,
        speaks: viewer_speaks,
    })
}

/// The day and hours of a session.
pub(crate) fn hours(call: &Call, from: Instant<Utc>, to: Instant<Utc>) -> String {
    format!("{}, {}–{}", words::day(call.lang, words::on(from)), words::hour(from), words::hour(to))
}
