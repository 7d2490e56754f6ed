//! `demo`.

use crate::config::{Data, Web};

/// Runs the demonstration.
pub(super) async fn run(_data: Data, _web: Web) -> anyhow::Result<()> {
    anyhow::bail!("in the making")
}
