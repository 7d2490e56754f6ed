//! Everything between a socket and the schema or a page. Of the rooms it knows the
//! trail alone, which says what an export took along.
//!
//! | file | what it decides |
//! | --- | --- |
//! | `graphql` | GraphQL over HTTP: media types, statuses, caps, batches |
//! | `guard` | refuses documents that ask for too much, before they are executed |
//! | `unfit` | values of arguments that do not fit, in one form of error |
//! | `unavailable` | what is answered where the database is away or busy |
//! | `asked` | what one request has |
//! | `explorer` | `/graphiql`, which works without the internet |
//! | `html` | the layout of public HTML pages, and the files they load |
//! | `headers` | security headers and request ids of every answer |
//! | `body` | bodies that are read as a whole, within a size and a time |
//! | `forwarded` | whose address counts behind a proxy |
//! | `rate`, `tries` | how often somebody may try something |
//! | `meter` | what is told of the allowance with each answer |
//! | `places` | how many of something there are at once |
//! | `downloads` | how many answers somebody may be reading at once |
//! | `upload` | files of a multipart request |
//! | `serve` | sockets: slow clients, connection cap, graceful stop |
//!
//! Nothing here reads the database or the clock of the calendar.

pub mod asked;
pub mod body;
pub mod downloads;
pub mod explorer;
pub mod forwarded;
pub mod graphql;
pub mod guard;
pub mod headers;
pub mod html;
pub mod meter;
pub mod places;
pub mod rate;
pub mod serve;
pub mod tries;
pub mod unavailable;
pub mod unfit;
pub mod upload;

use axum::Router;

/// Pages and files that need no data: `/graphiql` and `/assets/…`.
pub fn static_router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().merge(explorer::router()).merge(html::router())
}
