//! Where the checkout of the running test lies. Called by everything here that reads the project's own files.

use std::path::{Path, PathBuf};

/// The root of the checkout: two folders above the crate whose test is running.
///
/// Asked at run time, since compiled tests may be reused by another checkout.
pub fn checkout() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR");
    let package = package.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.ancestors().nth(2).map(Path::to_path_buf).unwrap_or(package)
}
