//! `setLanguage`.

use async_graphql::InputObject;
use entities::accounts::actions;
use entities::shared::error::Result;
use entities::shared::language as stored;
use entities::shared::language::Language;

use crate::accounts::types::User;
use crate::graphql::enums::Coded;
use crate::mutation;

/// What `setLanguage` takes.
#[derive(InputObject)]
pub struct SetLanguageInput {
    /// The language.
    pub language: Coded<Language>,
    /// Makes a repeated mutation answer with its first result.
    pub idempotency_key: Option<String>,
}

fn language(input: &SetLanguageInput) -> Result<stored::Language> {
    Ok(input.language.0)
}

mutation! {
    /// Who is written to in another language.
    SetLanguage (SetLanguageInput) -> SetLanguagePayload {
        /// The viewer's account.
        user: User
    }
    codes []
    parse |input| language(input)?;
    run |tx, call, cmd| actions::set_language(tx, call, cmd);
}
