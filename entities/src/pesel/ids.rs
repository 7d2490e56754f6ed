//! Keys of this room.

use crate::ids;

ids! {
    /// Key of the PESEL number of a person within a project.
    ProjectPeselId = "ProjectPesel": "numer PESEL w projekcie" / "PESEL number within a project";
    /// Key of a person's consent to a project.
    PeselConsentId = "PeselConsent": "zgoda na numer PESEL" / "consent to a PESEL number";
    /// Key of a kept PESEL number: that of its person.
    PersonPeselId = "PersonPesel": "numer PESEL" / "PESEL number";
    /// Key of a note of who saw a PESEL number.
    SightingId = "PeselSighting": "wgląd w numer PESEL" / "look at a PESEL number";
}
