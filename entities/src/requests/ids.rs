//! Keys of this room.

use crate::ids;

ids! {
    /// Key of what a person asks for about their own data.
    DataRequestId = "DataSubjectRequest": "wniosek o dane" / "request about data";
}
