//! The one binary.

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("ZWORNIK_LOG").unwrap_or_else(|_| {
        EnvFilter::new("warn,zwornik=info,api=info,entities=info,migration=info,reports=info")
    });
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = api::commands::Cli::parse();
    let ran = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // A thread that hashed or drew gives its memory back soon.
        .thread_keep_alive(Duration::from_secs(2))
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(api::commands::run(cli)));
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// Says what went wrong, with its causes, in one line.
#[expect(clippy::print_stderr, reason = "the command line's voice for failures")]
fn complain(error: &anyhow::Error) {
    eprintln!("Błąd: {error:#}");
}
