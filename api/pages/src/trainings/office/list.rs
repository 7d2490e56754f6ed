//! `/biuro/szkolenia`: editions that one looks after.

use askama::Template;
use chrono::NaiveDate;

use crate::ask::{ask, code_of, documents};
use crate::call::{Call, Fault, Reply};
use crate::pager::{Pager, Turn};
use crate::shell::{Shell, shown, who};
use crate::trainings::named;
use crate::words::{counted, days};

type Date = NaiveDate;

documents! {
    OfficeEditions in "src/trainings/office/list.graphql";
}

struct Row {
    id: String,
    name: String,
    when: String,
    city: String,
    colour: &'static str,
    label: String,
    seats: String,
    waiting: i64,
}

#[derive(Template)]
#[template(path = "trainings/office/list.html")]
struct ListPage {
    s: Shell,
    search: String,
    live: bool,
    found: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// The colour of an edition's state.
pub(super) fn colour(state: &str) -> &'static str {
    match state {
        "ENROLMENT_OPEN" | "RUNNING" => "good",
        "DRAFT" | "ENROLMENT_CLOSED" => "note",
        "CANCELLED" => "bad",
        _ => "info",
    }
}

pub(crate) async fn show(call: &Call) -> Result<Reply, Fault> {
    use office_editions::{EditionState, Variables};
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let search = call.query.told("szukaj").unwrap_or_default();
    let live = call.query.ticked("biezace");
    let turn = Turn::of(call, 25);
    let states = live.then(|| {
        use EditionState::{DRAFT, ENROLMENT_CLOSED, ENROLMENT_OPEN, PUBLISHED, RUNNING};
        vec![DRAFT, PUBLISHED, ENROLMENT_OPEN, ENROLMENT_CLOSED, RUNNING]
    });
    let answer = ask::<OfficeEditions>(
        call,
        Variables {
            search: call.query.told("szukaj"),
            states,
            first: turn.first,
            after: turn.after.clone(),
            last: turn.last,
            before: turn.before.clone(),
        },
    )
    .await?;
    let editions = answer.editions.ok_or(Fault::Broken)?;
    let page = editions.page_info;
    let pager = turn.pager(
        "/biuro/szkolenia",
        &[("szukaj", &search), ("biezace", if live { "tak" } else { "" })],
        (page.has_previous_page, page.start_cursor),
        (page.has_next_page, page.end_cursor),
    );
    let rows = editions.edges.into_iter().map(|edge| {
        let one = edge.node;
        let programme = one.programme.map(|of| of.title).unwrap_or_default();
        Row {
            id: one.id,
            name: named(&programme, &one.title),
            when: days(call.lang, one.starts_on, one.ends_on),
            city: one.city,
            colour: colour(&code_of(&one.state)),
            label: one.state_label,
            seats: format!("{} / {}", one.seats_taken, one.seats),
            waiting: one.waiting,
        }
    });
    let rows = rows.collect();
    let found = counted(
        call.lang,
        editions.total_count,
        ["szkolenie", "szkolenia", "szkoleń"],
        ["training", "trainings"],
    );
    let title = call.lang.of("Szkolenia, którymi się zajmuję", "Trainings that I look after");
    shown(&ListPage { s: Shell::new(call, who!(answer.viewer), title), search, live, found, rows, pager })
}
