//! `registerPerson`.

use async_graphql::{ID, InputObject};
use entities::institutions::actions;
use entities::shared::refusals::WRONG_STATE;
use graph::institutions::types::Person;
use kit::form::Form;
use kit::mutation;
use kit::scalars::Date;

/// What `registerPerson` takes.
#[derive(InputObject)]
pub struct RegisterPersonInput {
    /// First names.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Where the person works.
    pub employment: Option<EmploymentInput>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

/// Where a person works.
#[derive(InputObject)]
pub struct EmploymentInput {
    /// The institution.
    pub institution_id: ID,
    /// Post.
    pub post: String,
    /// First day.
    pub from: Date,
}

fn employment(input: &EmploymentInput, form: &mut Form) -> actions::NewEmployment {
    actions::NewEmployment {
        institution_id: form.id("institutionId", &input.institution_id),
        post: input.post.clone(),
        from: form.day("from", &input.from),
    }
}

mutation! {
    RegisterPerson (RegisterPersonInput) -> RegisterPersonPayload {
        /// The person.
        person: Person
    }
    codes [WRONG_STATE]
    run |tx, op, cmd| actions::register_person(tx, op, cmd);
}

fn parse(input: &RegisterPersonInput, form: &mut Form) -> actions::NewPerson {
    actions::NewPerson {
        first_name: input.first_name.clone(),
        last_name: input.last_name.clone(),
        email: input.email.clone(),
        phone: input.phone.clone(),
        employment: input
            .employment
            .as_ref()
            .map(|given| form.within("employment", |form| employment(given, form))),
    }
}
