//! Mutations of the certificates.

pub mod annul_certificate;
pub mod correct_certificate;
pub mod create_certificate_template;
pub mod deliver_certificate;
pub mod issue_certificates;
pub mod request_certificate_archive;
pub mod request_certificate_preview;
pub mod revoke_certificate;

use async_graphql::{Context, Object, Result};

/// Mutations of the certificates.
#[derive(Default)]
pub struct CertificateMutations;

#[Object]
impl CertificateMutations {
    /// Creates a certificate template. What is already issued does not change by any template.
    async fn create_certificate_template(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: create_certificate_template::CreateCertificateTemplateInput,
    ) -> Result<Option<create_certificate_template::CreateCertificateTemplatePayload>> {
        create_certificate_template::resolve(ctx, input).await.map(Some)
    }

    /// Issues certificates for an edition, at most 500 at once: answers who was issued one and, for each other person, what is unmet.
    async fn issue_certificates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: issue_certificates::IssueCertificatesInput,
    ) -> Result<Option<issue_certificates::IssueCertificatesPayload>> {
        issue_certificates::resolve(ctx, input).await.map(Some)
    }

    /// Issues a correction from the present data, with a number of its own; the old certificate is superseded by it.
    async fn correct_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: correct_certificate::CorrectCertificateInput,
    ) -> Result<Option<correct_certificate::CorrectCertificatePayload>> {
        correct_certificate::resolve(ctx, input).await.map(Some)
    }

    /// Revokes a certificate. Its number and document stay; whoever checks it is told.
    async fn revoke_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: revoke_certificate::RevokeCertificateInput,
    ) -> Result<Option<revoke_certificate::RevokeCertificatePayload>> {
        revoke_certificate::resolve(ctx, input).await.map(Some)
    }

    /// Annuls a certificate that was never handed over. Its number stays visible.
    async fn annul_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: annul_certificate::AnnulCertificateInput,
    ) -> Result<Option<annul_certificate::AnnulCertificatePayload>> {
        annul_certificate::resolve(ctx, input).await.map(Some)
    }

    /// Notes that a certificate was handed over. Noting it twice changes nothing.
    async fn deliver_certificate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: deliver_certificate::DeliverCertificateInput,
    ) -> Result<Option<deliver_certificate::DeliverCertificatePayload>> {
        deliver_certificate::resolve(ctx, input).await.map(Some)
    }

    /// Asks for a preview of a person's certificate before anything is issued, marked as not valid.
    async fn request_certificate_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: request_certificate_preview::RequestCertificatePreviewInput,
    ) -> Result<Option<request_certificate_preview::RequestCertificatePreviewPayload>> {
        request_certificate_preview::resolve(ctx, input).await.map(Some)
    }

    /// Asks for one ZIP with every live certificate of an edition.
    async fn request_certificate_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to do.")] input: request_certificate_archive::RequestCertificateArchiveInput,
    ) -> Result<Option<request_certificate_archive::RequestCertificateArchivePayload>> {
        request_certificate_archive::resolve(ctx, input).await.map(Some)
    }
}
