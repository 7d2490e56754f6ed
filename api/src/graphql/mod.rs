//! GraphQL: what all rooms share. The rooms' own types, queries and mutations are beside this folder.
//!
//! | file | what |
//! | --- | --- |
//! | `guard` | refuses documents that ask for too much, before they are executed |
//! | `ctx` | what a resolver gets: state, actor, language, request |
//! | `select` | a selection, walked for the planner |
//! | `node` | resources: objects with a Relay id, their relations and connections |
//! | `page` | connections, edges, windows, orders |
//! | `filter` | what a list may be asked for, declared by rules |
//! | `mutate` | one way to run a mutation: key, write door, typed errors |
//! | `form` | an input read as a command, with every fault of its form |
//! | `patch` | what a change sends: left out, null, or a value |
//! | `scalars` | `Date`, `DateTime`, `Decimal`, `BigInt` |
//! | `unfit` | values of arguments that do not fit, in one form of error |
//! | `upload` | files of a multipart request |
//! | `live` | subscriptions: wait, read anew, tell what changed |
//! | `schema` | the roots |

pub mod ctx;
pub mod enums;
pub mod error;
pub mod filter;
pub mod form;
pub mod guard;
pub mod ids;
pub mod live;
pub mod mutate;
pub mod node;
pub mod page;
pub mod patch;
pub mod relay;
pub mod scalars;
pub mod schema;
pub mod select;
pub mod tries;
pub mod unfit;
pub mod upload;
