//! The one binary.

use clap::Parser;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_env("ZWORNIK_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,zwornik=info,api=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = api::commands::Cli::parse();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(api::commands::run(cli))
}
