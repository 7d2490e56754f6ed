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

/// The steps from a state, the usual one first.
fn steps(lang: Lang, state: &str) -> Vec<Step> {
    let step = |to, polish: (&'static str, &'static str), english: (&'static str, &'static str)| {
        let (label, follows) = lang.of(polish, english);
        Step { to, label, follows }
    };
    match state {
        "DRAFT" => vec![step(
            "PUBLISHED",
            ("Ogłoś", "Szkolenie zobaczą wszyscy; zapisy jeszcze się nie otwierają."),
            ("Announce", "Everybody sees the training; enrolment is not open yet."),
        )],
        "PUBLISHED" => vec![step(
            "ENROLMENT_OPEN",
            ("Otwórz zapisy", "Od teraz można się zapisywać."),
            ("Open enrolment", "From now on people may enrol."),
        )],
        "ENROLMENT_OPEN" => vec![step(
            "ENROLMENT_CLOSED",
            ("Zamknij zapisy", "Nikt nowy się nie zapisze, a zwolnione miejsca nie będą już proponowane."),
            ("Close enrolment", "Nobody else may enrol, and free seats are offered no more."),
        )],
        "ENROLMENT_CLOSED" => vec![
            step(
                "RUNNING",
                ("Rozpocznij", "Szkolenie trwa; można zapisywać obecność."),
                ("Begin", "The training is under way; attendance can be recorded."),
            ),
            step(
                "ENROLMENT_OPEN",
                ("Otwórz zapisy ponownie", "Znów można się zapisywać."),
                ("Open enrolment again", "People may enrol again."),
            ),
        ],
        "RUNNING" => vec![step(
            "COMPLETED",
            ("Zakończ", "Po zamknięciu listy obecności można wystawiać zaświadczenia."),
            ("Complete", "With the attendance locked, certificates can be issued."),
        )],
        "COMPLETED" => vec![step(
            "SETTLED",
            ("Rozlicz", "Szkolenie jest rozliczone."),
            ("Settle", "The training is settled."),
        )],
        _ => vec![],
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
        steps: if one.viewer_can_manage { steps(lang, &state) } else { vec![] },
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
        _ => return Err(Fault::NotFound),
    };
    let input = ChangeEditionStateInput {
        edition_id: call.part.clone(),
        to,
        reason: None,
        version: call.form.get("wersja").parse().ok(),
        idempotency_key: call.sent_key(),
    };
    let answer = ask::<ChangeEditionState>(call, Variables { input }).await?;
    let refused = refused!(answer.change_edition_state.ok_or(Fault::Broken)?.errors);
    if refused.is_empty() {
        return Ok(Reply::Done(format!("/biuro/szkolenia/{}", call.part), "zmieniono"));
    }
    let form = Form { faults: Faults::of(&refused, &[]), key: call.key.clone(), ..Form::default() };
    again(&page(call, form).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_says_what_follows_and_an_end_has_none() {
        for lang in [Lang::Pl, Lang::En] {
            for state in ["DRAFT", "PUBLISHED", "ENROLMENT_OPEN", "ENROLMENT_CLOSED", "RUNNING", "COMPLETED"]
            {
                let steps = steps(lang, state);
                assert!(!steps.is_empty() && steps.iter().all(|step| !step.follows.is_empty()), "{state}");
            }
        }
        assert!(steps(Lang::Pl, "SETTLED").is_empty() && steps(Lang::Pl, "CANCELLED").is_empty());
    }
}
