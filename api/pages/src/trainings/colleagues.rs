//! `/instytucja/zapis/{id}`: an institution enrols several of its people in one go. Each is answered by themselves: whoever cannot be
//! enrolled holds nobody up.

use askama::Template;
use chrono::NaiveDate;

use super::clause::Clause;
use super::edition::is_over;
use super::enrol::{EnrolPerson, enrol_person};
use super::standing::{Seats, Told, named, seats};
use crate::ask::{ask, code_of, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form};
use crate::pager::{Pager, Turn};
use crate::shell::{Shell, again, shown, who};
use crate::words::{counted, days};

type Date = NaiveDate;

documents! {
    Colleagues in "src/trainings/colleagues.graphql";
}

/// Most people of one form.
const AT_ONCE: usize = 50;

struct Row {
    id: String,
    name: String,
    work: String,
    /// The place that they have already; empty where they have none.
    place: String,
    ticked: bool,
    /// Why they were not enrolled.
    fault: String,
    /// Whether they were enrolled just now.
    done: bool,
}

#[derive(Template)]
#[template(path = "trainings/colleagues.html")]
struct ColleaguesPage {
    s: Shell,
    form: Form,
    id: String,
    name: String,
    when: String,
    seats: Seats,
    cap: Option<i64>,
    search: String,
    found: String,
    rows: Vec<Row>,
    pager: Pager,
    clauses: Vec<Clause>,
    wrong: Vec<(String, String)>,
}

async fn page(call: &Call, form: Form) -> Result<ColleaguesPage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let search = call.query.told("szukaj").unwrap_or_default();
    let turn = Turn::of(call, i64::try_from(AT_ONCE).unwrap_or(50));
    let variables = colleagues::Variables {
        id: call.part.clone(),
        today: call.today(),
        search: call.query.told("szukaj"),
        first: turn.first,
        after: turn.after.clone(),
        last: turn.last,
        before: turn.before.clone(),
    };
    let answer = ask::<Colleagues>(call, variables).await?;
    let Some(colleagues::ColleaguesNode::Edition(one)) = answer.node else { return Err(Fault::NotFound) };
    let people = answer.people.ok_or(Fault::Broken)?;
    let (lang, info) = (call.lang, people.page_info);
    let pager = turn.pager(
        &format!("/instytucja/zapis/{}", one.id),
        &[("szukaj", &search)],
        (info.has_previous_page, info.start_cursor),
        (info.has_next_page, info.end_cursor),
    );
    let ticked = form.typed.all("osoba");
    let rows = people.edges.into_iter().map(|edge| {
        let person = edge.node;
        let works = person.employments.edges.into_iter().map(|edge| edge.node);
        let works = works.filter(|job| job.to.is_none_or(|last| last >= call.today()));
        let work = works.filter_map(|job| Some(format!("{}, {}", job.post, job.institution?.name))).next();
        let place = person.enrolments.edges.into_iter().map(|edge| edge.node).next();
        let place = place.filter(|place| !is_over(&code_of(&place.state))).map(|place| place.state_label);
        Row {
            ticked: ticked.contains(&person.id),
            id: person.id,
            name: person.full_name,
            work: work.unwrap_or_default(),
            place: place.unwrap_or_default(),
            fault: String::new(),
            done: false,
        }
    });
    let rows: Vec<Row> = rows.collect();
    let of_project = one.project.map(|project| project.information_clauses.edges).unwrap_or_default();
    let of_all = answer.information_clauses.map(|clauses| clauses.edges).unwrap_or_default();
    let clauses =
        of_all.into_iter().map(|edge| edge.node).chain(of_project.into_iter().map(|edge| edge.node));
    let clauses = clauses.filter_map(|clause| {
        let version = clause.versions.edges.into_iter().next()?.node;
        let texts = (&*version.text_pl, version.text_en.as_deref());
        Some(Clause::new(call, clause.title, version.id.clone(), texts))
    });
    let told = Told {
        is_open: one.state == colleagues::EditionState::ENROLMENT_OPEN,
        state_label: &one.state_label,
        seats: one.seats,
        taken: one.seats_taken + one.seats_reserved,
        waiting: one.waiting,
        waiting_list: one.waiting_list_size,
    };
    let seats = seats(lang, &told, one.closes_on);
    let programme = one.programme.map(|of| of.title).unwrap_or_default();
    let title = lang.of("Zapis osób z instytucji", "Enrolling people of an institution");
    Ok(ColleaguesPage {
        s: Shell::new(call, who!(answer.viewer), format!("{title} – {}", one.title)),
        form,
        id: one.id,
        name: named(&programme, &one.title),
        when: format!("{}, {}", days(lang, one.starts_on, one.ends_on), one.city),
        seats,
        cap: one.institution_cap,
        search,
        found: counted(lang, people.total_count, ["osoba", "osoby", "osób"], ["person", "people"]),
        rows,
        pager,
        clauses: clauses.collect(),
        wrong: vec![],
    })
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    // Whoever had been ticked before a session ended is so again.
    shown(&page(call, Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() }).await?)
}

pub(super) async fn take(call: &Call) -> Result<Reply, Fault> {
    let key = call.sent_key();
    let form = Form { typed: call.form.clone(), key: call.key.clone(), ..Form::default() };
    let chosen = call.form.all("osoba");
    let say = |polish: &'static str, english: &'static str| call.lang.of(polish, english);
    if chosen.is_empty() || chosen.len() > AT_ONCE {
        let mut page = page(call, form).await?;
        let message = if chosen.is_empty() {
            say("Zaznacz, kogo zapisać.", "Tick whom to enrol.")
        } else {
            say("Naraz można zapisać najwyżej 50 osób.", "At most 50 people are enrolled at once.")
        };
        page.wrong = vec![("osoby".to_owned(), message.to_owned())];
        page.s = page.s.with_faults(&Faults::any(true));
        return again(&page);
    }
    let mut faults: Vec<(String, String)> = vec![];
    let mut done: Vec<String> = vec![];
    for person_id in chosen {
        // Each is an act by itself, and the whole form is sent once more without harm.
        let end = person_id.len().saturating_sub(20);
        let input = enrol_person::EnrolPersonInput {
            edition_id: call.part.clone(),
            person_id: person_id.clone(),
            needs_diet: None,
            needs_access: None,
            needs_night: false,
            clause_version_ids: Some(call.form.all("klauzula")),
            institution_id: None,
            reason: None,
            reserved: false,
            idempotency_key: key.as_ref().map(|key| format!("{key}-{}", &person_id[end..])),
        };
        let answer = ask::<EnrolPerson>(call, enrol_person::Variables { input }).await?;
        let payload = answer.enrol_person.ok_or(Fault::Broken)?;
        match refused!(payload.errors).into_iter().next() {
            None => done.push(person_id),
            Some(why) => faults.push((person_id, why.message)),
        }
    }
    if faults.is_empty() {
        return Ok(Reply::Done(format!("/instytucja/zapis/{}", call.part), "zapisano-osoby"));
    }
    let mut page = page(call, form).await?;
    for row in &mut page.rows {
        row.done = done.contains(&row.id);
        row.ticked &= !row.done;
        if let Some((_, why)) = faults.iter().find(|(id, _)| *id == row.id) {
            row.fault.clone_from(why);
            page.wrong.push((format!("osoba-{}", row.id), format!("{}: {why}", row.name)));
        }
    }
    page.s = page.s.with_faults(&Faults::any(true));
    again(&page)
}
