//! Queries of the territory. The register is public.

use super::territorial_unit;
use crate::readable;
use crate::shared::read::everything;

readable! {
    territorial_unit => |_| everything();
}
