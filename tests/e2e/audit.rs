//! What the room of the audit trail offers, and to whom; its stories are those of sealing.

use crate::contract::Room;
use crate::contract::Who::{Auditor, SysAdmin};

/// The room, to the contract tests.
pub(crate) const ROOM: Room = Room { connections: &[("auditEntries", &[Auditor, SysAdmin])], ..Room::EMPTY };
