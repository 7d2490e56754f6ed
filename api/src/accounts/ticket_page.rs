//! The ticket of a participant: a QR code that is scanned at the door, and what it is for. It names nobody.

use entities::shared::warsaw;
use entities::trainings::store::Ticket;

use edge::html::{Html, layout};

/// The page.
#[must_use]
pub fn ticket(ticket: &Ticket, code: &str) -> Html {
    let (from, to) = ticket.days;
    let main = Html::markup("<h1>Bilet na szkolenie</h1>\n<p class=\"lead\">")
        .and_text(&ticket.training)
        .and("</p>\n<p>Kiedy: ")
        .and_text(&warsaw::span(from, to))
        .and("<br>Gdzie: ")
        .and_text(&ticket.place)
        .and("</p>\n")
        .and_html(&picture(code))
        .and(
            "<p class=\"hint\">Kod wystarczy pokazać przy wejściu. Gdyby nie dał się zeskanować, prowadzący odnajdzie \
             osobę na liście.</p>\n",
        );
    layout("Bilet na szkolenie", &main)
}

/// The symbol as a drawing; nothing where the code is too long for one, which no ticket is.
fn picture(code: &str) -> Html {
    let Some((side, squares)) = pages::picture(code) else { return Html::markup("") };
    Html::markup("<p><svg class=\"ticket\" role=\"img\" aria-label=\"Kod QR biletu\" viewBox=\"0 0 ")
        .and_text(&format!("{side} {side}"))
        .and("\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"")
        .and_text(&squares)
        .and("\"/></svg></p>\n")
}
