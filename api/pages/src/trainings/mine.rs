//! `/moje`: what is next and what waits for somebody, in order of time.

use askama::Template;
use chrono::{DateTime as Instant, NaiveDate, Utc};

use super::standing::{Sentence, named, sentence};
use crate::ask::{ask, code_of, documents};
use crate::call::{Call, Fault, Reply};
use crate::shell::{Shell, shown, who};
use crate::words;

type Date = NaiveDate;
type DateTime = Instant<Utc>;

documents! {
    Mine in "src/trainings/mine.graphql";
}

/// Something that waits for the reader.
struct Waits {
    text: String,
    path: String,
    link: &'static str,
}

/// A training of theirs.
struct Row {
    id: String,
    name: String,
    when: String,
    city: String,
    label: String,
    said: Sentence,
}

#[derive(Template)]
#[template(path = "trainings/mine.html")]
struct MinePage {
    s: Shell,
    is_person: bool,
    waits: Vec<Waits>,
    coming: Vec<Row>,
    past: Vec<Row>,
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<Mine>(call, mine::Variables {}).await?;
    let viewer = answer.viewer.ok_or(Fault::LogIn)?;
    let is_person = viewer.person.is_some();
    let (mut waits, mut coming, mut past) = (vec![], vec![], vec![]);
    let places = viewer.person.as_ref().map(|person| person.enrolments.edges.as_slice()).unwrap_or_default();
    for place in places.iter().map(|edge| &edge.node) {
        let Some(edition) = &place.edition else { continue };
        let programme = edition.programme.as_ref().map_or("", |of| &of.title);
        let name = named(programme, &edition.title);
        let said = sentence(
            call.lang,
            &code_of(&place.state),
            place.offer_expires_at,
            edition.cancel_until_on,
            call.today(),
        );
        if said.may_answer {
            waits.push(Waits {
                text: format!("{name}: {}", said.text),
                path: format!("/moje/zapisy/{}", place.id),
                link: call.lang.of("Przyjmij albo odrzuć miejsce", "Accept or decline the seat"),
            });
        }
        for survey in
            edition.surveys.edges.iter().map(|edge| &edge.node).filter(|one| !one.viewer_has_answered)
        {
            let until = words::day(call.lang, survey.closes_on);
            waits.push(Waits {
                text: format!(
                    "{name}: {} {until}.",
                    call.lang.of("ankieta czeka na odpowiedzi do", "the survey waits for answers until")
                ),
                path: format!("/moje/ankiety/{}", survey.id),
                link: call.lang.of("Wypełnij ankietę", "Answer the survey"),
            });
        }
        let row = Row {
            id: place.id.clone(),
            name,
            when: words::days(call.lang, edition.starts_on, edition.ends_on),
            city: edition.city.clone(),
            label: place.state_label.clone(),
            said,
        };
        let is_live = row.said.may_answer || row.said.may_cancel;
        if is_live && edition.ends_on >= call.today() {
            coming.push((edition.starts_on, row));
        } else {
            past.push((edition.starts_on, row));
        }
    }
    coming.sort_by_key(|(day, _)| *day);
    past.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    let title = call.lang.of("Moje sprawy", "My affairs");
    let rows = |all: Vec<(NaiveDate, Row)>| all.into_iter().map(|(_, row)| row).collect();
    shown(&MinePage {
        s: Shell::new(call, who!(Some(viewer.shell)), title),
        is_person,
        waits,
        coming: rows(coming),
        past: rows(past),
    })
}
