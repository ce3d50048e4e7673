//! Lists the catalogues of `locales/` as strings inside the crate, so that a new `.ftl` file needs no code.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

/// Folders of `locales/`, as `kernel::Lang::tag` writes them.
const FOLDERS: [&str; 2] = ["zh-CN", "en"];

fn main() -> Result<(), Box<dyn Error>> {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../locales").canonicalize()?;
    println!("cargo::rerun-if-changed={}", locales.display());
    let mut out = String::from("&[\n");
    for folder in FOLDERS {
        for (name, path) in catalogues(&locales.join(folder))? {
            writeln!(out, "    ({folder:?}, {name:?}, include_str!({path:?})),")?;
        }
    }
    out.push_str("]\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogues.rs"), out)?;
    Ok(())
}

/// Names and paths of the folder's `.ftl` files, in order of names.
fn catalogues(folder: &Path) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "ftl") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, path.display().to_string()));
        }
    }
    found.sort();
    Ok(found)
}
