//! What all rooms of the graph share: how objects, lists and mutations are declared and read.
//!
//! | file | what |
//! | --- | --- |
//! | `ctx` | what a resolver gets: state, actor, language, request |
//! | `select` | a selection, walked once for one concrete type |
//! | `node` | resources: objects with a Relay id, by their keys |
//! | `object` | how a resource was declared, and how the schema knows it |
//! | `compile` | a selection, compiled to levels that are read and views that write them |
//! | `put` | values as JSON text |
//! | `page` | connections, edges, windows, orders |
//! | `filter` | what a list may be asked for, declared by rules |
//! | `mutate` | one way to run a mutation: key, write door, typed errors |
//! | `form` | an input read as a command, with every fault of its form |
//! | `patch` | what a change sends: left out, null, or a value |
//! | `scalars` | `Date`, `DateTime`, `Decimal`, `BigInt` |
//! | `live` | subscriptions: wait, read anew, tell what changed |

pub mod compile;
pub mod ctx;
pub mod enums;
pub mod error;
pub mod filter;
pub mod form;
pub mod ids;
pub mod live;
pub mod mutate;
pub mod node;
pub mod object;
pub mod page;
pub mod patch;
pub mod put;
pub mod rooms;
pub mod scalars;
pub mod select;
