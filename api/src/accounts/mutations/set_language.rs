//! `setLanguage`.

use async_graphql::InputObject;
use entities::accounts::actions;

use crate::accounts::enums::Language;
use crate::accounts::types::User;
use crate::mutation;

/// What `setLanguage` takes.
#[derive(InputObject)]
pub struct SetLanguageInput {
    /// The language.
    pub language: Language,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

mutation! {
    /// Who is written to in another language.
    SetLanguage (SetLanguageInput) -> SetLanguagePayload {
        /// The viewer's account.
        user: User
    }
    codes []
    parse |input| entities::shared::language::Language::from(input.language);
    run |tx, call, cmd| actions::set_language(tx, call, cmd);
}
