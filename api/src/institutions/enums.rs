//! Enums of the institutions.

use crate::labelled_enum;

labelled_enum! {
    /// Type of an institution.
    pub enum InstitutionKind of entities::institutions::InstitutionKind {
        /// Gmina social welfare centre (OPS).
        Ops = "ośrodek pomocy społecznej" / "social welfare centre",
        /// Powiat family support centre (PCPR).
        Pcpr = "powiatowe centrum pomocy rodzinie" / "powiat family support centre",
        /// Social services centre (CUS).
        Cus = "centrum usług społecznych" / "social services centre",
        /// Powiat labour office (PUP).
        Pup = "powiatowy urząd pracy" / "powiat labour office",
        /// Regional labour office (WUP).
        Wup = "wojewódzki urząd pracy" / "regional labour office",
        /// Regional social policy centre (ROPS).
        Rops = "regionalny ośrodek polityki społecznej" / "regional social policy centre",
        /// Non-governmental organisation.
        Ngo = "organizacja pozarządowa" / "non-governmental organisation",
        /// Social-economy entity (PES).
        Pes = "podmiot ekonomii społecznej" / "social-economy entity",
        /// Support centre of the social economy (OWES).
        Owes = "ośrodek wsparcia ekonomii społecznej" / "support centre of the social economy",
        /// Court.
        Court = "sąd" / "court",
        /// Police.
        Police = "policja" / "police",
        /// Probation service.
        Probation = "kuratorska służba sądowa" / "probation service",
        /// School or other unit of education.
        School = "szkoła lub placówka oświatowa" / "school or other unit of education",
        /// University.
        University = "uczelnia" / "university",
        /// Health care.
        Health = "podmiot leczniczy" / "health care",
        /// Culture.
        Culture = "instytucja kultury" / "cultural institution",
        /// Prison.
        Prison = "zakład karny" / "prison",
        /// Institution for juveniles.
        Juvenile = "placówka dla nieletnich" / "institution for juveniles",
        /// Enterprise.
        Enterprise = "przedsiębiorstwo" / "enterprise",
        /// Office of local or central government.
        Office = "urząd" / "office",
        /// Another one.
        Other = "inna" / "other",
    }
}

labelled_enum! {
    /// Sector an institution belongs to.
    pub enum Sector of entities::institutions::Sector {
        /// Public.
        Public = "publiczny" / "public",
        /// Social: organisations and social economy.
        Social = "społeczny" / "social",
        /// Private.
        Private = "prywatny" / "private",
    }
}

labelled_enum! {
    /// State of an institution.
    pub enum InstitutionState of entities::institutions::InstitutionState {
        /// Entered, not yet checked.
        Registered = "zarejestrowana" / "registered",
        /// Checked against the public registers.
        Verified = "zweryfikowana" / "verified",
        /// No longer exists.
        Closed = "zamknięta" / "closed",
        /// Joined into another.
        Merged = "połączona z inną" / "merged",
    }
}
