//! The one binary.

use std::process::ExitCode;

use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("ZWORNIK_LOG").unwrap_or_else(|_| {
        EnvFilter::new("warn,zwornik=info,api=info,entities=info,migration=info,reports=info")
    });
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = match api::commands::read() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    match api::commands::run_to_end(cli) {
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
