//! `setLanguage`.

use async_graphql::InputObject;
use entities::accounts::actions;
use entities::shared::language::Language;

use crate::accounts::types::User;
use crate::graphql::enums::Coded;
use crate::graphql::form::Form;
use crate::mutation;

/// What `setLanguage` takes.
#[derive(InputObject)]
pub struct SetLanguageInput {
    /// The language.
    pub language: Coded<Language>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    SetLanguage (SetLanguageInput) -> SetLanguagePayload {
        /// The viewer's account.
        user: User
    }
    codes []
    run |tx, op, cmd| actions::set_language(tx, op, cmd);
}

fn parse(input: &SetLanguageInput, _: &mut Form) -> Language {
    input.language.0
}
