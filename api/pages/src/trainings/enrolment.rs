//! `/moje/zapisy/{id}`: somebody's place in a training: what it is, what happens next, what they can do; ticket, sessions, materials.

use askama::Template;
use chrono::{DateTime as Instant, NaiveDate, Utc};

use super::edition::{Held, hours};
use super::standing::{Sentence, named, sentence};
use crate::ask::{Refused, ask, code_of, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form};
use crate::picture::picture;
use crate::shell::{Shell, again, shown, who};
use crate::words;

type Date = NaiveDate;
type DateTime = Instant<Utc>;
/// A number that does not fit into 32 bits, as text.
type BigInt = String;

documents! {
    Enrolment in "src/trainings/enrolment.graphql";
    AnswerOffer in "src/trainings/answer_offer.graphql";
    CancelEnrolment in "src/trainings/cancel_enrolment.graphql";
    OpenMaterial in "src/trainings/open_material.graphql";
}

/// A file that participants get.
struct File {
    id: String,
    title: String,
    /// Its ending and size.
    what: String,
}

#[derive(Template)]
#[template(path = "trainings/enrolment.html")]
struct EnrolmentPage {
    s: Shell,
    form: Form,
    id: String,
    edition_id: String,
    name: String,
    person: String,
    institution: String,
    label: String,
    said: Sentence,
    when: String,
    place: String,
    link: String,
    calendar: String,
    group: String,
    clashes: Vec<String>,
    /// Side and squares of the ticket's picture, and its code.
    ticket: Option<(usize, String, String)>,
    sessions: Vec<Held>,
    needs: Vec<String>,
    files: Vec<File>,
    certificates: Vec<String>,
}

async fn page(call: &Call, form: Form) -> Result<EnrolmentPage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer = ask::<Enrolment>(call, enrolment::Variables { id: call.part.clone() }).await?;
    let Some(enrolment::EnrolmentNode::Enrolment(own)) = answer.node else {
        return Err(Fault::NotFound);
    };
    let edition = own.edition.ok_or(Fault::NotFound)?;
    let programme = edition.programme.map(|of| of.title).unwrap_or_default();
    let name = named(&programme, &edition.title);
    let said = sentence(
        call.lang,
        &code_of(&own.state),
        own.offer_expires_at,
        edition.cancel_until_on,
        call.today(),
    );
    let ticket = own.ticket_code.filter(|_| said.may_cancel).and_then(|code| {
        let (side, squares) = picture(&code)?;
        Some((side, squares, code))
    });
    let group = own.breakout_group;
    let own_group = group.as_ref().map(|group| group.id.clone());
    // Of sessions in groups only those of one's own, once that is known.
    let is_own =
        |of: &Option<enrolment::EnrolmentNodeOnEnrolmentEditionSessionsEdgesNodeBreakoutGroup>| match (
            of, &own_group,
        ) {
            (Some(of), Some(own)) => of.id == *own,
            _ => true,
        };
    let sessions =
        edition.sessions.edges.into_iter().map(|edge| edge.node).filter(|held| is_own(&held.breakout_group));
    let sessions = sessions.map(|held| Held {
        when: hours(call, held.starts_at, held.ends_at),
        title: held.title,
        group: held.breakout_group.map(|group| group.name).unwrap_or_default(),
        mandatory: held.mandatory,
    });
    let night =
        own.night_wanted.unwrap_or_default().then(|| call.lang.of("nocleg", "a night's lodging").to_owned());
    let files = edition.materials.edges.into_iter().map(|edge| {
        let file = edge.node;
        let kind =
            file.file_name.rsplit_once('.').map(|(_, ending)| ending.to_uppercase()).unwrap_or_default();
        let size: i64 = file.size_bytes.parse().unwrap_or_default();
        File { id: file.id, title: file.title, what: format!("{kind}, {} kB", size.div_euclid(1_000).max(1)) }
    });
    let clashes = own.clashes.into_iter().filter_map(|clash| {
        let other = clash.enrolment?.edition?;
        Some(format!("{} ({})", other.title, words::instant(call.lang, clash.from)))
    });
    let certificates = own
        .certificates
        .edges
        .into_iter()
        .map(|edge| format!("{} {}", edge.node.kind_label, edge.node.number));
    Ok(EnrolmentPage {
        s: Shell::new(call, who!(answer.viewer), name.clone()).with_faults(&form.faults),
        form,
        id: own.id,
        edition_id: edition.id,
        name,
        person: own.person.map(|person| person.full_name).unwrap_or_default(),
        institution: own.institution.map(|institution| institution.name).unwrap_or_default(),
        label: own.state_label,
        said,
        when: words::days(call.lang, edition.starts_on, edition.ends_on),
        place: edition.venue.map_or(edition.city.clone(), |venue| format!("{venue}, {}", edition.city)),
        link: own.online_link.unwrap_or_default(),
        calendar: edition.calendar_url.unwrap_or_default(),
        group: group.map(|group| group.name).unwrap_or_default(),
        clashes: clashes.collect(),
        ticket,
        sessions: sessions.collect(),
        needs: own.needs_diet.into_iter().chain(own.needs_access).chain(night).collect(),
        files: files.collect(),
        certificates: certificates.collect(),
    })
}

pub(super) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Form { key: call.key.clone(), ..Form::default() }).await?)
}

pub(super) async fn take(call: &Call) -> Result<Reply, Fault> {
    let (id, key) = (call.part.clone(), call.sent_key());
    let act = call.form.get("co");
    let (refused, done) = match act {
        "przyjmuje" | "nie-przyjmuje" => {
            let accept = act == "przyjmuje";
            let input =
                answer_offer::AnswerOfferInput { accept, enrolment_id: id.clone(), idempotency_key: key };
            let answer = ask::<AnswerOffer>(call, answer_offer::Variables { input }).await?;
            let payload = answer.answer_offer.ok_or(Fault::Broken)?;
            (refused!(payload.errors), if accept { "przyjeto" } else { "odrzucono" })
        }
        "rezygnuje" => {
            let input =
                cancel_enrolment::CancelEnrolmentInput { enrolment_id: id.clone(), idempotency_key: key };
            let answer = ask::<CancelEnrolment>(call, cancel_enrolment::Variables { input }).await?;
            (refused!(answer.cancel_enrolment.ok_or(Fault::Broken)?.errors), "zrezygnowano")
        }
        _ => return Err(Fault::NotFound),
    };
    if refused.is_empty() {
        return Ok(Reply::Done(format!("/moje/zapisy/{id}"), done));
    }
    once_more(call, &refused).await
}

async fn once_more(call: &Call, refused: &[Refused]) -> Result<Reply, Fault> {
    let form = Form { faults: Faults::of(refused, &[]), key: call.key.clone(), ..Form::default() };
    again(&page(call, form).await?)
}

/// Leads to a material by a link that holds for minutes.
pub(super) async fn open_material(call: &Call) -> Result<Reply, Fault> {
    let input = open_material::OpenMaterialInput { material_id: call.part.clone() };
    let answer = ask::<OpenMaterial>(call, open_material::Variables { input }).await?;
    let payload = answer.open_material.ok_or(Fault::Broken)?;
    match payload.path {
        Some(path) => Ok(Reply::Go(path)),
        None => Err(payload
            .errors
            .into_iter()
            .next()
            .map_or(Fault::NotFound, |error| Fault::Refused(error.message))),
    }
}
