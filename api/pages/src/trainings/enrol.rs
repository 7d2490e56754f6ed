//! `/zapis/{id}`: a person enrols themselves: needs, what is told of their data, one button.

use askama::Template;
use chrono::NaiveDate;

use super::clause::Clause;
use super::edition::is_over;
use super::standing::{Seats, Told, named, seats};
use crate::ask::{ask, code_of, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form};
use crate::shell::{Shell, again, shown, who};
use crate::words;

type Date = NaiveDate;

documents! {
    EnrolIn in "src/trainings/enrol.graphql";
    pub(super) EnrolPerson in "src/trainings/enrol_person.graphql";
}

/// Where the API's fields stand on the page.
const FIELDS: &[(&str, &str)] = &[
    ("needsDiet", "dieta"),
    ("needsAccess", "dostepnosc"),
    ("needsNight", "nocleg"),
    ("clauseVersionIds", "klauzula"),
];

#[derive(Template)]
#[template(path = "trainings/enrol.html")]
struct EnrolPage {
    s: Shell,
    form: Form,
    id: String,
    name: String,
    when: String,
    seats: Seats,
    approval: bool,
    clauses: Vec<Clause>,
}

/// The page, who would be enrolled, and the place that they have already.
async fn page(call: &Call, form: Form) -> Result<(EnrolPage, String, Option<String>), Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let variables = enrol_in::Variables { id: call.part.clone(), today: call.today() };
    let answer = ask::<EnrolIn>(call, variables).await?;
    let Some(enrol_in::EnrolInNode::Edition(one)) = answer.node else {
        return Err(Fault::NotFound);
    };
    let viewer = answer.viewer.ok_or(Fault::LogIn)?;
    let person = viewer.person.as_ref().map(|person| person.id.clone()).ok_or_else(|| {
        let why = "To konto nie należy do osoby z rejestru, więc nie można go zapisać na szkolenie.";
        Fault::Refused(
            call.lang
                .of(why, "This account belongs to no person of the register, so nobody can be enrolled.")
                .to_owned(),
        )
    })?;
    let places = viewer.person.as_ref().map(|person| person.enrolments.edges.as_slice()).unwrap_or_default();
    let own = places.first().map(|edge| &edge.node).filter(|place| !is_over(&code_of(&place.state)));
    let own = own.map(|place| place.id.clone());
    let told = Told {
        is_open: one.state == enrol_in::EditionState::ENROLMENT_OPEN,
        state_label: &one.state_label,
        seats: one.seats,
        taken: one.seats_taken + one.seats_reserved,
        waiting: one.waiting,
        waiting_list: one.waiting_list_size,
    };
    let seats = seats(call.lang, &told, one.closes_on);
    let of_project = one.project.map(|project| project.information_clauses.edges).unwrap_or_default();
    let of_all = answer
        .information_clauses
        .map(|clauses| clauses.edges)
        .unwrap_or_default()
        .into_iter()
        .map(|edge| edge.node);
    let clauses = of_all.chain(of_project.into_iter().map(|edge| edge.node)).filter_map(|clause| {
        let version = clause.versions.edges.into_iter().next()?.node;
        let texts = (&*version.text_pl, version.text_en.as_deref());
        Some(Clause::new(call, clause.title, version.id.clone(), texts))
    });
    let title = call.lang.of("Zapis na szkolenie", "Enrolling in a training");
    let programme = one.programme.map(|of| of.title).unwrap_or_default();
    let page = EnrolPage {
        s: Shell::new(call, who!(Some(viewer.shell)), title).with_faults(&form.faults),
        form,
        id: one.id,
        name: named(&programme, &one.title),
        when: format!("{}, {}", words::days(call.lang, one.starts_on, one.ends_on), one.city),
        seats,
        approval: one.approval,
        clauses: clauses.collect(),
    };
    Ok((page, person, own))
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    // What had been typed before a session ended comes back.
    let form = Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() };
    match page(call, form).await? {
        (_, _, Some(own)) => Ok(Reply::Go(format!("/moje/zapisy/{own}"))),
        (page, ..) => shown(&page),
    }
}

pub(super) async fn take(call: &Call) -> Result<Reply, Fault> {
    let key = call.sent_key();
    let form = Form { typed: call.form.clone(), key: key.clone().unwrap_or_default(), ..Form::default() };
    let (mut page, person_id, _) = page(call, form).await?;
    let input = enrol_person::EnrolPersonInput {
        edition_id: call.part.clone(),
        person_id,
        needs_diet: call.form.told("dieta"),
        needs_access: call.form.told("dostepnosc"),
        needs_night: call.form.ticked("nocleg"),
        clause_version_ids: Some(call.form.all("klauzula")),
        institution_id: None,
        reason: None,
        reserved: false,
        idempotency_key: key,
    };
    let answer = ask::<EnrolPerson>(call, enrol_person::Variables { input }).await?;
    let payload = answer.enrol_person.ok_or(Fault::Broken)?;
    if let Some(enrolment) = payload.enrolment {
        return Ok(Reply::Done(format!("/moje/zapisy/{}", enrolment.id), "zapisano"));
    }
    let refused = refused!(payload.errors);
    page.form.faults = Faults::of(&refused, FIELDS);
    // Another try is another act.
    page.form.key.clone_from(&call.key);
    page.s = page.s.with_faults(&page.form.faults);
    again(&page)
}
