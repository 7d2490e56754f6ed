//! `/szkolenia`: all announced trainings, searched and filtered by the address.

use askama::Template;
use chrono::NaiveDate;
use graphql_client::GraphQLQuery;

use super::standing::{Seats, seats};
use crate::ask::ask;
use crate::call::{Call, Fault, Reply};
use crate::shell::{Shell, shown, who};
use crate::words::counted;

type Date = NaiveDate;

#[derive(GraphQLQuery)]
#[graphql(
    schema_path = "../../schema.graphql",
    query_path = "src/trainings/catalogue.graphql",
    skip_serializing_none,
    response_derives = "PartialEq"
)]
struct Catalogue;

/// Trainings on one page.
const ROWS: i64 = 20;

/// What is asked for in the address.
struct Asked {
    search: String,
    open: bool,
    past: bool,
}

impl Asked {
    /// The address of another page of the same list.
    fn address(&self, page: &str) -> String {
        let mut all = vec![];
        if !self.search.is_empty() {
            all.push(format!("szukaj={}", encoded(&self.search)));
        }
        if self.open {
            all.push("otwarte=tak".to_owned());
        }
        if self.past {
            all.push("dawne=tak".to_owned());
        }
        if !page.is_empty() {
            all.push(page.to_owned());
        }
        if all.is_empty() { "/szkolenia".to_owned() } else { format!("/szkolenia?{}", all.join("&")) }
    }
}

/// Text for an address.
pub(crate) fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// A training of the list.
struct Row {
    id: String,
    name: String,
    kind: String,
    project: String,
    from: NaiveDate,
    to: NaiveDate,
    tentative: bool,
    city: String,
    seats: Seats,
}

#[derive(Template)]
#[template(path = "trainings/catalogue.html")]
struct CataloguePage {
    s: Shell,
    asked: Asked,
    found: String,
    rows: Vec<Row>,
    next: Option<String>,
    previous: Option<String>,
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    use catalogue::EditionState;
    let asked = Asked {
        search: call.query.told("szukaj").unwrap_or_default(),
        open: call.query.ticked("otwarte"),
        past: call.query.ticked("dawne"),
    };
    let (after, before) = (call.query.told("po"), call.query.told("przed"));
    let back = before.is_some();
    let answer = ask::<Catalogue>(
        call,
        catalogue::Variables {
            search: (!asked.search.is_empty()).then(|| asked.search.clone()),
            states: asked.open.then(|| vec![EditionState::ENROLMENT_OPEN]),
            from: (!asked.past).then(|| call.today()),
            first: (!back).then_some(ROWS),
            after,
            last: back.then_some(ROWS),
            before,
        },
    )
    .await?;
    let editions = answer.editions.ok_or(Fault::Broken)?;
    let (page, list) = (editions.page_info, editions.edges);
    let cursor = |name: &str, cursor: Option<String>| {
        cursor.map(|cursor| asked.address(&format!("{name}={}", encoded(&cursor))))
    };
    let next = page.has_next_page.then(|| cursor("po", page.end_cursor)).flatten();
    let previous = page.has_previous_page.then(|| cursor("przed", page.start_cursor)).flatten();
    let rows = list.into_iter().map(|edge| {
        let one = edge.node;
        let seats = seats(call.lang, &standing_of(&one), one.closes_on);
        let (programme, kind) = one.programme.map(|of| (of.title, of.kind_label)).unwrap_or_default();
        Row {
            id: one.id,
            name: super::standing::named(&programme, &one.title),
            kind,
            project: one.project.map(|of| of.title).unwrap_or_default(),
            from: one.starts_on,
            to: one.ends_on,
            tentative: one.dates == catalogue::DatesKind::TENTATIVE,
            city: one.city,
            seats,
        }
    });
    let nouns = (["szkolenie", "szkolenia", "szkoleń"], ["training", "trainings"]);
    shown(&CataloguePage {
        s: Shell::new(call, who!(answer.viewer), call.lang.of("Szkolenia", "Trainings")),
        rows: rows.collect(),
        found: counted(call.lang, editions.total_count, nouns.0, nouns.1),
        asked,
        next,
        previous,
    })
}

fn standing_of(one: &catalogue::CatalogueEditionsEdgesNode) -> super::standing::Told<'_> {
    super::standing::Told {
        is_open: one.state == catalogue::EditionState::ENROLMENT_OPEN,
        state_label: &one.state_label,
        seats: one.seats,
        taken: one.seats_taken + one.seats_reserved,
        waiting: one.waiting,
        waiting_list: one.waiting_list_size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_holds_what_is_asked_for() {
        let asked = Asked { search: "łódź & więcej".into(), open: true, past: false };
        assert_eq!(
            asked.address(""),
            "/szkolenia?szukaj=%C5%82%C3%B3d%C5%BA%20%26%20wi%C4%99cej&otwarte=tak"
        );
        assert_eq!(Asked { search: String::new(), open: false, past: false }.address(""), "/szkolenia");
    }
}
