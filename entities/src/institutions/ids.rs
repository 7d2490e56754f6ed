//! Keys of this room.

use crate::ids;

ids! {
    /// Key of an institution.
    InstitutionId = "Institution": "instytucja" / "institution";
    /// Key of a person.
    PersonId = "Person": "osoba" / "person";
    /// Key of an employment.
    EmploymentId = "Employment": "zatrudnienie" / "employment";
}
