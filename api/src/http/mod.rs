//! The HTTP edge: everything between a socket and the schema or a page.
//!
//! | file | what it decides |
//! | --- | --- |
//! | `graphql` | GraphQL over HTTP: media types, statuses, caps, batches |
//! | `explorer` | `/graphiql`, which works without the internet |
//! | `page`, `verify` | public HTML pages and the page that verifies a certificate |
//! | `links` | pages that mailed links lead to |
//! | `oidc` | pages of a login at an outside provider |
//! | `headers` | security headers and request ids of every answer |
//! | `body` | bodies that are read as a whole, within a size and a time |
//! | `rate` | how often somebody may try something |
//! | `serve` | sockets: slow clients, connection cap, graceful stop |
//!
//! Nothing here reads the database or the clock of the calendar.

pub mod body;
pub mod explorer;
pub mod forwarded;
pub mod graphql;
pub mod headers;
pub mod links;
pub mod oidc;
pub mod page;
pub mod rate;
pub mod serve;
pub mod verify;

use axum::Router;

/// Pages and files that need no data: `/graphiql`, `/assets/…` and the landing page `/verify`.
pub fn static_router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .merge(explorer::router())
        .merge(page::router())
        .merge(verify::router())
        .merge(links::router())
}
