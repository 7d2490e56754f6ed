//! Mutations of the mail.

mod resend_delivery;

use kit::mutations;

mutations! {
    /// Mutations of the mail.
    MailMutations {
        /// Sends a message after all that failed, was given up, was left out, or is in doubt. It keeps its
        /// `Message-ID`.
        resend_delivery;
    }
}
