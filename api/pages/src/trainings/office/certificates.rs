//! `/biuro/szkolenia/{id}/zaswiadczenia`: who would get a certificate and who not and why, issuing, and what was issued.

use askama::Template;
use chrono::{DateTime as Instant, NaiveDate, Utc};

use crate::ask::{ask, documents, refused};
use crate::call::{Call, Fault, Reply};
use crate::form::{Faults, Form};
use crate::shell::{Shell, again, shown, who};
use crate::trainings::named;
use crate::words::{counted, day};

type Date = NaiveDate;
type DateTime = Instant<Utc>;

documents! {
    OfficeCertificates in "src/trainings/office/certificates.graphql";
    IssueCertificates in "src/trainings/office/issue_certificates.graphql";
}

/// Somebody who would get one.
struct Due {
    name: String,
    /// Where the message goes, or why none does.
    mail: String,
}

/// Somebody who would not.
struct Not {
    name: String,
    reasons: String,
}

struct Row {
    number: String,
    code: String,
    name: String,
    kind: String,
    label: String,
    issued: String,
    document: Option<String>,
}

#[derive(Template)]
#[template(path = "trainings/office/certificates.html")]
struct CertificatesPage {
    s: Shell,
    form: Form,
    id: String,
    name: String,
    may_issue: bool,
    due: Vec<Due>,
    not: Vec<Not>,
    issue: String,
    rows: Vec<Row>,
    more: i64,
}

async fn page(call: &Call, form: Form) -> Result<CertificatesPage, Fault> {
    if !call.is_known {
        return Err(Fault::LogIn);
    }
    let answer =
        ask::<OfficeCertificates>(call, office_certificates::Variables { id: call.part.clone() }).await?;
    let Some(office_certificates::OfficeCertificatesNode::Edition(one)) = answer.node else {
        return Err(Fault::NotFound);
    };
    if !one.viewer_can_issue_certificates {
        return Err(Fault::NotFound);
    }
    let lang = call.lang;
    let (mut due, mut not) = (vec![], vec![]);
    for one in answer.preview.unwrap_or_default() {
        let name = one.person.map(|person| person.full_name).unwrap_or_default();
        if one.would_issue {
            let mail = one.address.or(one.delivery_problem_label).unwrap_or_default();
            due.push(Due { name, mail });
        } else if !one
            .reasons
            .iter()
            .any(|reason| reason.code == office_certificates::UnmetCode::ALREADY_ISSUED)
        {
            let reasons: Vec<String> = one.reasons.into_iter().map(|reason| reason.message).collect();
            not.push(Not { name, reasons: reasons.join(" ") });
        }
    }
    let count = i64::try_from(due.len()).unwrap_or_default();
    let nouns = (["zaświadczenie", "zaświadczenia", "zaświadczeń"], ["certificate", "certificates"]);
    let issue = format!("{} {}", lang.of("Wystaw", "Issue"), counted(lang, count, nouns.0, nouns.1));
    let total = one.certificates.total_count;
    let rows: Vec<Row> = one
        .certificates
        .edges
        .into_iter()
        .map(|edge| {
            let one = edge.node;
            let stored = one.document.filter(|of| of.state == office_certificates::DocumentState::STORED);
            Row {
                number: one.number,
                code: one.code,
                name: one.printed_name.unwrap_or_default(),
                kind: one.kind_label,
                label: one.state_label,
                issued: day(lang, one.issued_on),
                document: stored.map(|of| of.id),
            }
        })
        .collect();
    let programme = one.programme.map(|of| of.title).unwrap_or_default();
    let title = lang.of("Zaświadczenia", "Certificates");
    Ok(CertificatesPage {
        s: Shell::new(call, who!(answer.viewer), format!("{title} – {}", one.title))
            .with_faults(&form.faults),
        form,
        id: one.id,
        name: named(&programme, &one.title),
        may_issue: one.attendance_locked_at.is_some() && !due.is_empty(),
        more: total - i64::try_from(rows.len()).unwrap_or_default(),
        due,
        not,
        issue,
        rows,
    })
}

pub(crate) async fn show(call: &Call) -> Result<Reply, Fault> {
    shown(&page(call, Form { key: call.key.clone(), ..Form::default() }).await?)
}

pub(crate) async fn take(call: &Call) -> Result<Reply, Fault> {
    use issue_certificates::{IssueCertificatesInput, Variables};
    let input = IssueCertificatesInput {
        edition_id: call.part.clone(),
        enrolment_ids: None,
        kind: None,
        language: None,
        idempotency_key: call.sent_key(),
    };
    let answer = ask::<IssueCertificates>(call, Variables { input }).await?;
    let refused = refused!(answer.issue_certificates.ok_or(Fault::Broken)?.errors);
    if refused.is_empty() {
        return Ok(Reply::Done(format!("/biuro/szkolenia/{}/zaswiadczenia", call.part), "wystawiono"));
    }
    let form = Form { faults: Faults::of(&refused, &[]), key: call.key.clone(), ..Form::default() };
    again(&page(call, form).await?)
}
