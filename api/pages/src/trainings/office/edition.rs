//! `/biuro/szkolenia/{id}`: one edition at a glance, and its next step.

use askama::Template;
use chrono::{DateTime as Instant, NaiveDate, Utc};

use super::list::colour;
use crate::ask::{ask, code_of, documents, refused};
use crate::call::{Call, Fault, Lang, Reply};
use crate::form::{Faults, Form};
use crate::shell::{Shell, again, shown, who};
use crate::trainings::named;
use crate::words;

type Date = NaiveDate;
type DateTime = Instant<Utc>;

documents! {
    OfficeEdition in "src/trainings/office/edition.graphql";
    ChangeEditionState in "src/trainings/office/change_edition_state.graphql";
}

/// A step that an edition may take.
struct Step {
    to: &'static str,
    label: &'static str,
    /// What follows from it.
    follows: &'static str,
    /// The field of the reason that it wants.
    why: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "trainings/office/edition.html")]
struct EditionPage {
    s: Shell,
    form: Form,
    id: String,
    version: i64,
    name: String,
    when: String,
    colour: &'static str,
    label: String,
    figures: Vec<(&'static str, String)>,
    needs: Option<String>,
    steps: Vec<Step>,
    may_record: bool,
    may_issue: bool,
}

/// The field of a reason, where a step wants one.
const WHY_CALLED_OFF: &str = "powod-odwolania";
const WHY_TAKEN_BACK: &str = "powod-cofniecia";

/// A step from one state to another, which the API says is there; none for what pages have no words of.
fn step(lang: Lang, from: &str, to: &str) -> Option<Step> {
    let of = |to, polish: (&'static str, &'static str), english: (&'static str, &'static str), why| {
        let (label, follows) = lang.of(polish, english);
        Some(Step { to, label, follows, why })
    };
    match (from, to) {
        (_, "PUBLISHED") => of(
            "PUBLISHED",
            ("Ogłoś", "Szkolenie zobaczą wszyscy; zapisy jeszcze się nie otwierają."),
            ("Announce", "Everybody sees the training; enrolment is not open yet."),
            None,
        ),
        ("ENROLMENT_CLOSED", "ENROLMENT_OPEN") => of(
            "ENROLMENT_OPEN",
            ("Otwórz zapisy ponownie", "Znów można się zapisywać."),
            ("Open enrolment again", "People may enrol again."),
            None,
        ),
        (_, "ENROLMENT_OPEN") => of(
            "ENROLMENT_OPEN",
            ("Otwórz zapisy", "Od teraz można się zapisywać."),
            ("Open enrolment", "From now on people may enrol."),
            None,
        ),
        ("RUNNING", "ENROLMENT_CLOSED") => of(
            "ENROLMENT_CLOSED",
            (
                "Cofnij rozpoczęcie",
                "Dopóki nie zapisano obecności, szkolenie może wrócić do stanu sprzed rozpoczęcia.",
            ),
            (
                "Take back that it began",
                "As long as no attendance was recorded, the training goes back to before it began.",
            ),
            Some(WHY_TAKEN_BACK),
        ),
        (_, "ENROLMENT_CLOSED") => of(
            "ENROLMENT_CLOSED",
            ("Zamknij zapisy", "Nikt nowy się nie zapisze, a zwolnione miejsca nie będą już proponowane."),
            ("Close enrolment", "Nobody else may enrol, and free seats are offered no more."),
            None,
        ),
        (_, "RUNNING") => of(
            "RUNNING",
            ("Rozpocznij", "Szkolenie trwa; można zapisywać obecność."),
            ("Begin", "The training is under way; attendance can be recorded."),
            None,
        ),
        (_, "COMPLETED") => of(
            "COMPLETED",
            ("Zakończ", "Po zamknięciu listy obecności można wystawiać zaświadczenia."),
            ("Complete", "With the attendance locked, certificates can be issued."),
            None,
        ),
        (_, "SETTLED") => of(
            "SETTLED",
            ("Rozlicz", "Szkolenie jest rozliczone."),
            ("Settle", "The training is settled."),
            None,
        ),
        (_, "CANCELLED") => of(
            "CANCELLED",
            ("Odwołaj szkolenie", "Wszyscy zapisani dostaną wiadomość, a tego nie można cofnąć."),
            ("Call the training off", "Everybody enrolled is told, and it cannot be taken back."),
            Some(WHY_CALLED_OFF),
        ),
        _ => None,
    }
}

async fn page(call: &Call, form: Form) -> Result<EditionPage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<OfficeEdition>(call, office_edition::Variables { id: call.part.clone() }).await?;
    let Some(office_edition::OfficeEditionNode::Edition(one)) = answer.node else {
        return Err(Fault::NotFound);
    };
    if !(one.viewer_can_manage || one.viewer_can_record_attendance || one.needs.is_some()) {
        return Err(Fault::NotFound);
    }
    let (lang, state) = (call.lang, code_of(&one.state));
    // Those with a reason are exceptions, and stand last.
    let mut next: Vec<Step> =
        one.next_states.iter().filter_map(|to| step(lang, &state, &code_of(to))).collect();
    next.sort_by_key(|step| step.why.is_some());
    let next = next.into_iter();
    let programme = one.programme.map(|of| of.title).unwrap_or_default();
    let locked = one.attendance_locked_at.map(|at| words::instant(lang, at));
    let figures = vec![
        (lang.of("Zajęte miejsca", "Seats taken"), format!("{} / {}", one.seats_taken, one.seats)),
        (lang.of("Zarezerwowane", "Reserved"), one.seats_reserved.to_string()),
        (
            lang.of("Lista oczekujących", "Waiting list"),
            format!("{} / {}", one.waiting, one.waiting_list_size),
        ),
        (lang.of("Uczestnicy", "Participants"), one.confirmed.total_count.to_string()),
        (lang.of("Czeka na zgodę", "Waiting for approval"), one.pending.total_count.to_string()),
        (
            lang.of("Lista obecności", "Attendance list"),
            locked.map_or_else(
                || lang.of("otwarta", "open").to_owned(),
                |at| format!("{} {at}", lang.of("zamknięta", "locked")),
            ),
        ),
        (lang.of("Zaświadczenia", "Certificates"), one.certificates.total_count.to_string()),
    ];
    let needs = one.needs.map(|needs| {
        let said = |n: Option<i64>, what: &str| n.filter(|n| *n > 0).map(|n| format!("{what}: {n}"));
        let all = [
            said(needs.diets, lang.of("diety", "diets")),
            said(needs.nights, lang.of("noclegi", "nights")),
            said(needs.access, lang.of("dostępność", "access")),
        ];
        let all: Vec<String> = all.into_iter().flatten().collect();
        if all.is_empty() {
            lang.of("nikt niczego nie zgłosił", "nobody asked for anything").to_owned()
        } else {
            all.join(", ")
        }
    });
    let name = named(&programme, &one.title);
    let place = one.venue.map_or(one.city.clone(), |venue| format!("{venue}, {}", one.city));
    Ok(EditionPage {
        s: Shell::new(call, who!(answer.viewer), name.clone()).with_faults(&form.faults),
        form,
        id: one.id,
        version: one.version,
        name,
        when: format!("{}, {place}", words::days(lang, one.starts_on, one.ends_on)),
        colour: colour(&state),
        label: one.state_label,
        figures,
        needs,
        steps: next.filter(|_| one.viewer_can_manage).collect(),
        may_record: one.viewer_can_record_attendance,
        may_issue: one.viewer_can_issue_certificates,
    })
}

pub(crate) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Form { key: call.key.clone(), ..Form::default() }).await?)
}

pub(crate) async fn take(call: &Call) -> Result<Reply, Fault> {
    use change_edition_state::{ChangeEditionStateInput, EditionState, Variables};
    let to = match call.form.get("do") {
        "PUBLISHED" => EditionState::PUBLISHED,
        "ENROLMENT_OPEN" => EditionState::ENROLMENT_OPEN,
        "ENROLMENT_CLOSED" => EditionState::ENROLMENT_CLOSED,
        "RUNNING" => EditionState::RUNNING,
        "COMPLETED" => EditionState::COMPLETED,
        "SETTLED" => EditionState::SETTLED,
        "CANCELLED" => EditionState::CANCELLED,
        _ => return Err(Fault::NotFound),
    };
    let why = if call.form.get("do") == "CANCELLED" { WHY_CALLED_OFF } else { WHY_TAKEN_BACK };
    let input = ChangeEditionStateInput {
        edition_id: call.part.clone(),
        to,
        reason: call.form.told(why),
        version: call.form.get("wersja").parse().ok(),
        idempotency_key: call.sent_key(),
    };
    let answer = ask::<ChangeEditionState>(call, Variables { input }).await?;
    let refused = refused!(answer.change_edition_state.ok_or(Fault::Broken)?.errors);
    if refused.is_empty() {
        return Ok(Reply::Done(format!("/biuro/szkolenia/{}", call.part), "zmieniono"));
    }
    let form = Form {
        typed: call.form.clone(),
        faults: Faults::of(&refused, &[("reason", why)]),
        key: call.key.clone(),
    };
    again(&page(call, form).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_that_can_be_gone_to_has_words_and_exceptions_want_a_reason() {
        let states = [
            "PUBLISHED",
            "ENROLMENT_OPEN",
            "ENROLMENT_CLOSED",
            "RUNNING",
            "COMPLETED",
            "SETTLED",
            "CANCELLED",
        ];
        for lang in [Lang::Pl, Lang::En] {
            for (from, to) in states.iter().flat_map(|from| states.map(|to| (*from, to))) {
                let step = step(lang, from, to).unwrap();
                assert!(step.to == to && !step.label.is_empty() && !step.follows.is_empty(), "{from} {to}");
                assert_eq!(
                    step.why.is_some(),
                    to == "CANCELLED" || (from, to) == ("RUNNING", "ENROLMENT_CLOSED")
                );
            }
        }
    }
}
