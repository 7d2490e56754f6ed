//! Pages of accounts: where mailed links lead, and logins by a provider's word.

pub mod link_pages;
pub mod mailed_links;
pub mod provider_login;
pub mod provider_words;
pub mod ticket_page;
