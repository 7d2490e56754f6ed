//! Keys of this room.

use crate::ids;

ids! {
    /// Key of a certificate template.
    TemplateId = "CertificateTemplate": "wzór zaświadczenia" / "certificate template";
    /// Key of a version of a certificate template.
    TemplateVersionId = "CertificateTemplateVersion": "wersja wzoru zaświadczenia" / "version of a certificate template";
    /// Key of a number series.
    SeriesId = "NumberSeries": "seria numerów" / "number series";
    /// Key of a restore from a backup.
    RestoreId = "Restore": "odtworzenie z kopii" / "restore from a backup";
    /// Key of a confirmed last number.
    ConfirmationId = "NumberConfirmation": "potwierdzenie ostatniego numeru" / "confirmation of the last number";
    /// Key of a certificate.
    CertificateId = "Certificate": "zaświadczenie" / "certificate";
    /// Key of a recorded verification.
    VerificationId = "Verification": "sprawdzenie zaświadczenia" / "check of a certificate";
}
