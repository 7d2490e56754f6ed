//! `/biuro/szkolenia/{id}/obecnosc`: minutes of a session for everybody, by exception; and locking the list.

use askama::Template;
use chrono::{DateTime as Instant, Utc};

use crate::ask::{ask, documents, refused};
use crate::call::{Call, Fault, Fields, Reply};
use crate::form::{Faults, Form, Wrong};
use crate::pager::encoded;
use crate::shell::{Shell, again, shown, who};
use crate::trainings::{hours, named};
use crate::words::instant;

type DateTime = Instant<Utc>;

documents! {
    OfficeAttendance in "src/trainings/office/attendance.graphql";
    RecordAttendance in "src/trainings/office/record_attendance.graphql";
    LockAttendance in "src/trainings/office/lock_attendance.graphql";
}

/// A session to choose.
struct Held {
    id: String,
    title: String,
    when: String,
    group: String,
    group_id: Option<String>,
    planned: i64,
    mandatory: bool,
    recorded: i64,
}

/// Somebody on the list of a session.
struct Row {
    id: String,
    name: String,
    /// What is in the field.
    minutes: String,
    is_recorded: bool,
    fault: String,
}

#[derive(Template)]
#[template(path = "trainings/office/attendance.html")]
struct AttendancePage {
    s: Shell,
    form: Form,
    id: String,
    name: String,
    sessions: Vec<Held>,
    /// The session that is looked at, with its people.
    chosen: Option<(usize, Vec<Row>)>,
    /// What is wrong with somebody's minutes: whose field, and the words.
    wrong: Vec<(String, String)>,
    /// People who do not fit on the page.
    more: i64,
    locked: Option<String>,
    may_record: bool,
}

/// Name of the field of somebody's minutes.
const MINUTES: &str = "minuty-";

async fn page(call: &Call, form: Form) -> Result<AttendancePage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let session = call.query.told("zajecia");
    let variables = office_attendance::Variables {
        id: call.part.clone(),
        // Without a session nobody is listed.
        people: if session.is_some() { 100 } else { 1 },
        session: session.clone(),
    };
    let answer = ask::<OfficeAttendance>(call, variables).await?;
    let Some(office_attendance::OfficeAttendanceNode::Edition(one)) = answer.node else {
        return Err(Fault::NotFound);
    };
    let sessions: Vec<Held> = one
        .sessions
        .edges
        .into_iter()
        .map(|edge| {
            let held = edge.node;
            let (group_id, group) =
                held.breakout_group.map(|group| (Some(group.id), group.name)).unwrap_or_default();
            Held {
                id: held.id,
                title: held.title,
                when: hours(call, held.starts_at, held.ends_at),
                group,
                group_id,
                planned: held.planned_min,
                mandatory: held.mandatory,
                recorded: held.recorded.total_count,
            }
        })
        .collect();
    let (mut more, mut chosen) = (0, None);
    if let Some(session) = session {
        let enrolments = one.enrolments;
        let Some(at) = sessions.iter().position(|held| held.id == session) else {
            return Err(Fault::NotFound);
        };
        let held = &sessions[at];
        more = enrolments.total_count - i64::try_from(enrolments.edges.len()).unwrap_or_default();
        let people = enrolments.edges.into_iter().map(|edge| edge.node).filter(|own| {
            held.group_id.is_none()
                || own.breakout_group.as_ref().map(|group| &group.id) == held.group_id.as_ref()
        });
        let rows = people.map(|own| {
            let recorded = own.attendance.edges.first().map(|edge| edge.node.minutes);
            let field = format!("{MINUTES}{}", own.id);
            let typed = form.typed.0.iter().find(|(name, _)| *name == field).map(|(_, value)| value.clone());
            Row {
                name: own.person.map(|person| person.full_name).unwrap_or_default(),
                // Most people are there for all of it: only exceptions are typed.
                minutes: typed.unwrap_or_else(|| recorded.unwrap_or(held.planned).to_string()),
                is_recorded: recorded.is_some(),
                id: own.id,
                fault: String::new(),
            }
        });
        chosen = Some((at, rows.collect()));
    }
    let programme = one.programme.map(|of| of.title).unwrap_or_default();
    let title = call.lang.of("Obecność", "Attendance");
    Ok(AttendancePage {
        s: Shell::new(call, who!(answer.viewer), format!("{title} – {}", one.title))
            .with_faults(&form.faults),
        form,
        id: one.id,
        name: named(&programme, &one.title),
        sessions,
        chosen,
        wrong: vec![],
        more,
        may_record: one.viewer_can_record_attendance && one.attendance_locked_at.is_none(),
        locked: one.attendance_locked_at.map(|at| instant(call.lang, at)),
    })
}

pub(crate) async fn show(call: &Call) -> Result<Reply, Fault> {
    // What had been typed before a session ended comes back.
    shown(&page(call, Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() }).await?)
}

pub(crate) async fn take(call: &Call) -> Result<Reply, Fault> {
    let key = call.sent_key();
    if call.form.ticked("zamknij") {
        let input = lock_attendance::LockAttendanceInput {
            edition_id: call.part.clone(),
            missing_as_absent: call.form.ticked("brak-to-nieobecnosc"),
            require_scans: call.form.ticked("ze-skanami"),
            idempotency_key: key,
        };
        let answer = ask::<LockAttendance>(call, lock_attendance::Variables { input }).await?;
        let refused = refused!(answer.lock_attendance.ok_or(Fault::Broken)?.errors);
        if refused.is_empty() {
            return Ok(Reply::Done(format!("/biuro/szkolenia/{}", call.part), "zamknieto"));
        }
        let form =
            Form { faults: Faults::of(&refused, &[]), key: call.key.clone(), typed: Fields::default() };
        return again(&page(call, form).await?);
    }
    let session_id = call.query.told("zajecia").ok_or(Fault::NotFound)?;
    let mut page =
        page(call, Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() }).await?;
    let Some((_, rows)) = &mut page.chosen else { return Err(Fault::NotFound) };
    let mut entries = vec![];
    for row in rows.iter_mut() {
        match row.minutes.trim().parse() {
            Ok(minutes) => {
                entries
                    .push(record_attendance::AttendanceEntryInput { enrolment_id: row.id.clone(), minutes });
            }
            Err(_) => {
                call.lang.of("Wpisz minuty cyframi.", "Write minutes in digits.").clone_into(&mut row.fault)
            }
        }
    }
    if rows.iter().all(|row| row.fault.is_empty()) {
        let input = record_attendance::RecordAttendanceInput {
            session_id: session_id.clone(),
            entries,
            idempotency_key: key,
        };
        let answer = ask::<RecordAttendance>(call, record_attendance::Variables { input }).await?;
        let refused = refused!(answer.record_attendance.ok_or(Fault::Broken)?.errors);
        if refused.is_empty() {
            let to = format!("/biuro/szkolenia/{}/obecnosc?zajecia={}", call.part, encoded(&session_id));
            return Ok(Reply::Done(to, "zmieniono"));
        }
        for one in refused {
            // `entries.4.minutes`: the fifth of the list.
            let nth = one
                .field
                .strip_prefix("entries.")
                .and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
            match nth.and_then(|nth| rows.get_mut(nth)) {
                Some(row) => row.fault = one.message,
                None => page.form.faults.0.push(Wrong { field: None, message: one.message }),
            }
        }
    }
    let faulty = rows.iter().filter(|row| !row.fault.is_empty());
    page.wrong = faulty.map(|row| (row.id.clone(), format!("{}: {}", row.name, row.fault))).collect();
    page.s = page.s.with_faults(&Faults::any(true));
    again(&page)
}
