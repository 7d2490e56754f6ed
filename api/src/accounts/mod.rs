//! Pages of accounts: where mailed links lead, and logins by a provider's word.

pub mod link_pages;
pub mod mailed_links;
pub mod mailed_survey;
pub mod provider_login;
pub mod provider_words;
pub mod survey_page;
pub mod ticket_page;
