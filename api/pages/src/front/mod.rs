//! `/`: what one can do here.

use askama::Template;
use chrono::NaiveDate;

use crate::ask::{ask, documents};
use crate::call::{Call, Fault, Page, Reply, handler};
use crate::shell::{Shell, shown, who};

type Date = NaiveDate;

pub(crate) const PAGES: &[Page] = &[Page::shown("/", handler!(show))];

documents! {
    Front in "src/front/front.graphql";
}

struct Row {
    id: String,
    name: String,
    from: NaiveDate,
    to: NaiveDate,
    city: String,
}

#[derive(Template)]
#[template(path = "front/front.html")]
struct FrontPage {
    s: Shell,
    rows: Vec<Row>,
}

async fn show(call: &Call) -> Result<Reply, Fault> {
    let answer = ask::<Front>(call, front::Variables { from: call.today() }).await?;
    let rows = answer.editions.ok_or(Fault::Broken)?.edges.into_iter().map(|edge| {
        let one = edge.node;
        let programme = one.programme.map(|of| of.title).unwrap_or_default();
        let name = crate::trainings::named(&programme, &one.title);
        Row { id: one.id, name, from: one.starts_on, to: one.ends_on, city: one.city }
    });
    let rows = rows.collect();
    let title = call.lang.of("Strona główna", "Home page");
    shown(&FrontPage { s: Shell::new(call, who!(answer.viewer), title), rows })
}
