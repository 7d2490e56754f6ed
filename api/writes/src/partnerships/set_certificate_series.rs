//! `setCertificateSeries`.

use async_graphql::{ID, InputObject};
use entities::partnerships::actions;
use entities::shared::refusals::{DUPLICATE, STALE_VERSION, WRONG_STATE};
use graph::partnerships::types::Project;
use kit::form::Form;
use kit::mutation;

/// What `setCertificateSeries` takes.
#[derive(InputObject)]
pub struct SetCertificateSeriesInput {
    /// The project.
    pub id: ID,
    /// The version that was read; a change by somebody else meanwhile is then refused.
    pub version: Option<i32>,
    /// 1 to 20 of A–Z, 0–9, `-`, `.` and `/`; alone among projects.
    pub series: String,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetCertificateSeries (SetCertificateSeriesInput) -> SetCertificateSeriesPayload {
        /// The project.
        project: Project
    }
    codes [WRONG_STATE, STALE_VERSION, DUPLICATE]
    run |tx, op, cmd| actions::set_certificate_series(tx, op, cmd);
}

fn parse(input: &SetCertificateSeriesInput, form: &mut Form) -> actions::CertificateSeries {
    actions::CertificateSeries {
        id: form.id("id", &input.id),
        version: input.version,
        series: input.series.clone(),
    }
}
