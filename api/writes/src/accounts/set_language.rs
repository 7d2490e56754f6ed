//! `setLanguage`.

use async_graphql::InputObject;
use entities::accounts::actions;
use entities::shared::language::Language;
use graph::accounts::types::User;
use kit::enums::Coded;
use kit::form::Form;
use kit::mutation;

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
