//! Mutations of the certificates.

mod annul_certificate;
mod correct_certificate;
mod create_certificate_template;
mod deliver_certificate;
mod issue_certificates;
mod request_certificate_archive;
mod request_certificate_preview;
mod restore_certificate_template;
mod retire_certificate_template;
mod revoke_certificate;
mod update_certificate_template;

use kit::mutations;

mutations! {
    /// Mutations of the certificates.
    CertificateMutations {
        /// Creates a certificate template. What is already issued does not change by any template.
        create_certificate_template;
        /// Changes what a template says, for certificates that are issued from now on. What it said before stays in its
        /// `versions`.
        update_certificate_template;
        /// Retires a template: no new programme takes it. Programmes that have it go on with it, and are named by its
        /// `programmes`.
        retire_certificate_template;
        /// Takes a retired template back into use.
        restore_certificate_template;
        /// Issues certificates for an edition, at most 500 at once: answers who was issued one and, for each
        /// other person, what is unmet.
        issue_certificates;
        /// Issues a correction from the present data, with a number of its own; the old certificate is superseded
        /// by it. What was revoked or annulled stays so: the correction is the only way to another certificate in
        /// its place.
        correct_certificate;
        /// Revokes a certificate. Its number and document stay; whoever checks it is told.
        revoke_certificate;
        /// Annuls a certificate that was never handed over. Its number stays visible.
        annul_certificate;
        /// Notes that a certificate was handed over. Noting it twice changes nothing.
        deliver_certificate;
        /// Asks for a preview of a person's certificate before anything is issued, marked as not valid.
        request_certificate_preview;
        /// Asks for one ZIP with every live certificate of an edition.
        request_certificate_archive;
    }
}
