//! Filters and orders of the certificates' connections.

use entities::certificates::{
    CertificateKind, CertificateState, certificate, certificate_template, certificate_template_version,
};
use entities::shared::ids::{EditionId, PersonId, ProjectId};
use kit::filter::{AnyOf, Before, Contains, FromDay, Id, IsSet, Line, Since, ToDay, Words};
use kit::{filter, ordering};

filter! {
    /// Which certificates.
    pub struct CertificateFilter for certificate {
        /// Of this edition.
        edition_id: Id<EditionId> = EditionId;
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of this person.
        person_id: Id<PersonId> = PersonId;
        /// In these states.
        states: AnyOf<CertificateState> = State;
        /// Of these kinds.
        kinds: AnyOf<CertificateKind> = Kind;
        /// With this number.
        number: Line = Number;
        /// Issued on this day or later.
        issued_from: FromDay = IssuedOn;
        /// Issued on this day or earlier.
        issued_to: ToDay = IssuedOn;
        /// With these words in their number or in the name they print, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How certificates are ordered.
    pub enum CertificateOrder for certificate by default IssuedDesc {
        /// By when they were issued.
        IssuedAsc,
        /// By when they were issued, newest first.
        IssuedDesc = "issued" [IssuedAt];
        /// By series, year and number.
        NumberAsc,
        /// By series, year and number, last first.
        NumberDesc = "number" [Series] [Year] [Ordinal];
    }
}

filter! {
    /// Which certificate templates.
    pub struct CertificateTemplateFilter for certificate_template {
        /// Of this project.
        project_id: Id<ProjectId> = ProjectId;
        /// Of these kinds.
        kinds: AnyOf<CertificateKind> = Kind;
        /// Those that were retired, or those in use.
        retired: IsSet = RetiredAt;
        /// Whose name holds this text, whatever its case.
        #[graphql(deprecation = "Ask by `search`: it finds words by an index.")]
        name_contains: Contains = Name;
        /// With these words in their name, by their beginnings,
        /// in any order; neither case nor diacritics matter.
        search: Words = Id;
    }
}

ordering! {
    /// How certificate templates are ordered.
    pub enum CertificateTemplateOrder for certificate_template by default CreatedDesc {
        /// By when they were created.
        CreatedAsc,
        /// By when they were created, newest first.
        CreatedDesc = "created" [CreatedAt];
    }
}

filter! {
    /// Which versions of a template.
    pub struct CertificateTemplateVersionFilter for certificate_template_version {
        /// Written at this instant or later.
        written_from: Since = CreatedAt;
        /// Written before this instant.
        written_before: Before = CreatedAt;
    }
}

ordering! {
    /// How versions of a template are ordered.
    pub enum CertificateTemplateVersionOrder for certificate_template_version by default OrdinalAsc {
        /// By number.
        OrdinalAsc,
        /// By number, newest first.
        OrdinalDesc = "ordinal" [Ordinal];
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::Value as Sent;
    use edge::unfit::Unfit;
    use entities::accounts::role_grant;
    use entities::shared::actor::Actor;
    use entities::shared::read::{self, Condition};
    use kit::filter::Filter;
    use serde_json::json;

    use super::*;
    use crate::accounts::filters::RoleGrantFilter;

    /// What a filter means; else the field that is refused.
    fn means<E: read::Entity, F: Filter<E>>(sent: serde_json::Value) -> Result<String, String> {
        let filter = F::parse(Some(Sent::from_json(sent).unwrap())).ok().unwrap();
        filter.condition_for(&Actor::Public).map(|all| format!("{all:?}")).map_err(|error| {
            let source = error.source.unwrap();
            source.downcast_ref::<Unfit>().unwrap().field.clone()
        })
    }

    #[test]
    fn what_does_not_fit_is_told_by_the_name_that_clients_know() {
        let asked = means::<certificate::Entity, CertificateFilter>;
        for (field, wrong) in
            [("editionId", "RWRpdGlvbjo0Mg"), ("issuedFrom", "2026-02-30"), ("issuedTo", "1889-01-01")]
        {
            assert_eq!(asked(json!({ field: wrong })), Err(field.to_owned()));
        }
        assert!(asked(json!({ "issuedFrom": "2026-02-03", "number": "7/2026", "states": [] })).is_ok());
    }

    #[test]
    fn an_empty_filter_is_as_none_and_asks_for_everything_but_by_a_default() {
        let everything = format!("{:?}", Condition::all());
        assert_eq!(means::<certificate::Entity, CertificateFilter>(json!({})), Ok(everything.clone()));

        let grants = means::<role_grant::Entity, RoleGrantFilter>;
        let unasked =
            Filter::<role_grant::Entity>::condition_for(&RoleGrantFilter::default(), &Actor::Public);
        assert_eq!(grants(json!({})), Ok(format!("{:?}", unasked.unwrap())));
        assert_ne!(grants(json!({})), Ok(everything.clone()));
        assert_eq!(grants(json!({ "liveOnly": false })), Ok(everything));
    }
}
