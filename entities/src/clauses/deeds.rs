//! What the trail says was done or seen in this room.

use crate::deeds;

deeds! {
    in "clauses";
    CREATE = "create": "utworzenie klauzuli informacyjnej" / "create";
    PUBLISH = "publish": "ogłoszenie klauzuli informacyjnej" / "publish";
    RECEIVE = "receive": "zapoznanie się z klauzulą informacyjną" / "receive";
    WRITE = "write": "zapisanie klauzuli informacyjnej" / "write";
}
