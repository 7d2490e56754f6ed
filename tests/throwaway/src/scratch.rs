//! Where files of tests lie: in memory where there is room, because what a test writes is gone a second later.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

/// Linux keeps this folder in memory; containers often have a few megabytes of it, which is not enough.
const MEMORY: &str = "/dev/shm";
const ROOM_BYTES: u64 = 2 << 30;

/// A folder of its own.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in(home()).unwrap()
}

/// Where folders are made.
pub(crate) fn home() -> &'static Path {
    static HOME: OnceLock<PathBuf> = OnceLock::new();
    HOME.get_or_init(|| if has_room() { MEMORY.into() } else { std::env::temp_dir() })
}

/// All places where folders of an earlier process may lie.
pub(crate) fn homes() -> [PathBuf; 2] {
    [MEMORY.into(), std::env::temp_dir()]
}

fn has_room() -> bool {
    let told = Command::new("df").args(["--output=avail", "--block-size=1", MEMORY]).output();
    let told = told.map(|told| String::from_utf8_lossy(&told.stdout).into_owned()).unwrap_or_default();
    let free = told.lines().nth(1).and_then(|free| free.trim().parse::<u64>().ok());
    free.is_some_and(|free| free >= ROOM_BYTES) && tempfile::tempdir_in(MEMORY).is_ok()
}
