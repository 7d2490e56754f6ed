//! `/biuro/szkolenia/{id}/zapisy`: who has a seat, who waits, what they need; approving, rejecting, offering free seats.

use askama::Template;
use chrono::{DateTime as Instant, Utc};

use crate::ask::{ask, code_of, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form};
use crate::pager::{Pager, Turn};
use crate::shell::{Shell, again, shown, who};
use crate::trainings::named;
use crate::words::{counted, instant};

type DateTime = Instant<Utc>;

documents! {
    OfficePeople in "src/trainings/office/people.graphql";
    DecideEnrolment in "src/trainings/office/decide_enrolment.graphql";
    PromoteWaiting in "src/trainings/office/promote_waiting.graphql";
}

struct Row {
    id: String,
    name: String,
    institution: String,
    group: String,
    colour: &'static str,
    label: String,
    /// Since when, until when.
    note: String,
    needs: String,
    is_pending: bool,
    may_reject: bool,
}

#[derive(Template)]
#[template(path = "trainings/office/people.html")]
struct PeoplePage {
    s: Shell,
    form: Form,
    id: String,
    name: String,
    search: String,
    /// Which states are shown: all, a seat, waiting, pending.
    which: String,
    found: String,
    rows: Vec<Row>,
    pager: Pager,
    may_decide: bool,
    /// Whether seats are free and people wait.
    may_promote: bool,
}

async fn page(call: &Call, form: Form) -> Result<PeoplePage, Fault> {
    use office_people::{EnrolmentOrder, EnrolmentState as State, Variables};
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let search = call.query.told("szukaj").unwrap_or_default();
    let which = call.query.get("kto").to_owned();
    let (states, order) = match &*which {
        "miejsca" => (
            Some(vec![State::CONFIRMED, State::COMPLETED, State::NOT_COMPLETED, State::NO_SHOW]),
            EnrolmentOrder::NAME_ASC,
        ),
        "zgody" => (Some(vec![State::PENDING_APPROVAL]), EnrolmentOrder::REQUESTED_ASC),
        "czekaja" => (Some(vec![State::WAITLISTED, State::OFFERED]), EnrolmentOrder::REQUESTED_ASC),
        _ => (None, EnrolmentOrder::NAME_ASC),
    };
    let turn = Turn::of(call, 50);
    let variables = Variables {
        id: call.part.clone(),
        search: call.query.told("szukaj"),
        states,
        order: Some(order),
        first: turn.first,
        after: turn.after.clone(),
        last: turn.last,
        before: turn.before.clone(),
    };
    let answer = ask::<OfficePeople>(call, variables).await?;
    let Some(office_people::OfficePeopleNode::Edition(one)) = answer.node else {
        return Err(Fault::NotFound);
    };
    let lang = call.lang;
    let info = one.enrolments.page_info;
    let pager = turn.pager(
        &format!("/biuro/szkolenia/{}/zapisy", one.id),
        &[("szukaj", &search), ("kto", &which)],
        (info.has_previous_page, info.start_cursor),
        (info.has_next_page, info.end_cursor),
    );
    let rows = one.enrolments.edges.into_iter().map(|edge| {
        let own = edge.node;
        let state = code_of(&own.state);
        let note = match (&*state, own.offer_expires_at) {
            ("OFFERED", Some(end)) => {
                format!("{} {}", lang.of("odpowiedź do", "answer by"), instant(lang, end))
            }
            ("WAITLISTED" | "PENDING_APPROVAL", _) => {
                format!("{} {}", lang.of("od", "since"), instant(lang, own.requested_at))
            }
            _ => String::new(),
        };
        let night = own.night_wanted.unwrap_or_default().then(|| lang.of("nocleg", "night").to_owned());
        let needs: Vec<String> = own.needs_diet.into_iter().chain(own.needs_access).chain(night).collect();
        Row {
            id: own.id,
            name: own.person.map(|person| person.full_name).unwrap_or_default(),
            institution: own.institution.map(|of| of.name).unwrap_or_default(),
            group: own.breakout_group.map(|of| of.name).unwrap_or_default(),
            colour: match &*state {
                "CONFIRMED" | "COMPLETED" => "good",
                "PENDING_APPROVAL" | "WAITLISTED" | "OFFERED" => "note",
                _ => "info",
            },
            label: own.state_label,
            note,
            needs: needs.join(", "),
            is_pending: state == "PENDING_APPROVAL",
            may_reject: matches!(&*state, "PENDING_APPROVAL" | "WAITLISTED" | "OFFERED"),
        }
    });
    let rows = rows.collect();
    let programme = one.programme.map(|of| of.title).unwrap_or_default();
    let title = lang.of("Zapisy", "Enrolments");
    let found = counted(lang, one.enrolments.total_count, ["osoba", "osoby", "osób"], ["person", "people"]);
    Ok(PeoplePage {
        s: Shell::new(call, who!(answer.viewer), format!("{title} – {}", one.title))
            .with_faults(&form.faults),
        form,
        id: one.id,
        name: named(&programme, &one.title),
        search,
        which,
        found,
        rows,
        pager,
        may_decide: one.viewer_can_manage,
        may_promote: one.viewer_can_manage && one.waiting > 0 && one.seats_taken < one.seats,
    })
}

pub(crate) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Form { key: call.key.clone(), ..Form::default() }).await?)
}

pub(crate) async fn take(call: &Call) -> Result<Reply, Fault> {
    let key = call.sent_key();
    let refused = match call.form.told("proponuj") {
        Some(_) => {
            let input =
                promote_waiting::PromoteWaitingInput { edition_id: call.part.clone(), idempotency_key: key };
            let answer = ask::<PromoteWaiting>(call, promote_waiting::Variables { input }).await?;
            refused!(answer.promote_waiting.ok_or(Fault::Broken)?.errors)
        }
        None => {
            // A button says both whom it is about and what to do.
            let (approve, enrolment_id) = match (call.form.told("przyjmij"), call.form.told("odrzuc")) {
                (Some(id), _) => (true, id),
                (None, Some(id)) => (false, id),
                (None, None) => return Err(Fault::NotFound),
            };
            let key =
                key.map(|key| format!("{key}-{}", &enrolment_id[enrolment_id.len().saturating_sub(20)..]));
            let input =
                decide_enrolment::DecideEnrolmentInput { approve, enrolment_id, idempotency_key: key };
            let answer = ask::<DecideEnrolment>(call, decide_enrolment::Variables { input }).await?;
            refused!(answer.decide_enrolment.ok_or(Fault::Broken)?.errors)
        }
    };
    if refused.is_empty() {
        return Ok(Reply::Done(call.address.clone(), "zmieniono"));
    }
    let form = Form { faults: Faults::of(&refused, &[]), key: call.key.clone(), ..Form::default() };
    again(&page(call, form).await?)
}
