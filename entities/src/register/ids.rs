//! Keys of tables of no room.

use crate::ids;

ids! {
    /// Key of a stored answer to an idempotent mutation.
    IdempotencyId = "IdempotencyKey": "klucz powtórzonego polecenia" / "key of a repeated command";
    /// Key of what was used of a quota.
    QuotaUseId = "QuotaUse": "wykorzystanie limitu" / "use of a quota";
}
