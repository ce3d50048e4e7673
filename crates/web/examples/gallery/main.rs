//! Writes every component as pages into a folder, with the assets beside them, to be looked at in a browser:
//! `cargo run -p xuncha-web --example gallery -- FOLDER`, then serve that folder.

mod samples;

use kernel::Lang;
use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name a folder to write to")?);
    fs::create_dir_all(folder.join("assets"))?;
    for (url, body) in web::assets::all() {
        fs::write(folder.join(url.trim_start_matches('/')), body)?;
    }
    for lang in Lang::ALL {
        for (name, look) in samples::looks() {
            for (page, html) in samples::all(lang, &look) {
                fs::write(folder.join(format!("{page}-{}-{name}.html", lang.tag())), html.as_str())?;
            }
        }
    }
    Ok(())
}
