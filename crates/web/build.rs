//! Prepares `assets/` for the binary: joins and compiles the style sheets down to Chromium 109 (the last for
//! Windows 7), refuses what that browser does not have, and names every file by its content, so that it can
//! be cached for ever. The result is a table that `src/assets.rs` includes.

use lightningcss::{
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions, StyleSheet},
    targets::{Browsers, Targets},
};
use sha2::{Digest, Sha256};
use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Style sheets in the order of their layers; joined into `app.css`.
const STYLES: [&str; 11] = [
    "tokens", "base", "shell", "controls", "lists", "records", "figures", "layers", "phone", "door", "print",
];

/// Files served as they are: name under `/assets/`, path under `assets/`, media type.
const FILES: [(&str, &str, &str); 5] = [
    ("app.js", "js/app.js", "text/javascript; charset=utf-8"),
    ("htmx.js", "vendor/htmx-4.0.1.min.js", "text/javascript; charset=utf-8"),
    ("icons.svg", "icons.svg", "image/svg+xml"),
    ("seal.svg", "img/seal.svg", "image/svg+xml"),
    ("slip.svg", "img/slip.svg", "image/svg+xml"),
];

/// Chromium's version in the form the compiler wants: major in the third byte.
const CHROMIUM_109: u32 = 109 << 16;

/// CSS newer than Chromium 109 that the compiler would let through or could only half translate.
const TOO_NEW_CSS: [(&str, &str); 17] = [
    ("light-dark(", "Chromium 123: write both themes in tokens.css"),
    ("color-mix(", "Chromium 111: make the mixed colour a token"),
    ("oklch(", "Chromium 111: write the colour in hex"),
    ("oklab(", "Chromium 111: write the colour in hex"),
    (" lab(", "Chromium 111: write the colour in hex"),
    (" lch(", "Chromium 111: write the colour in hex"),
    ("anchor(", "Chromium 125: place it without anchors"),
    ("anchor-name", "Chromium 125: place it without anchors"),
    ("position-area", "Chromium 129: place it without anchors"),
    (":popover-open", "Chromium 114: use <dialog> or <details>"),
    ("@starting-style", "Chromium 117: do without the entry animation"),
    ("@scope", "Chromium 118: use a class"),
    ("subgrid", "Chromium 117: repeat the columns"),
    (":user-invalid", "Chromium 119: use [aria-invalid]"),
    ("calc-size(", "Chromium 129: give a size"),
    ("interpolate-size", "Chromium 129: do without the animation"),
    ("animation-timeline", "Chromium 115: do without the animation"),
];

/// Script newer than Chromium 109.
const TOO_NEW_JS: [(&str, &str); 7] = [
    (".toSorted(", "Chromium 110"),
    (".toReversed(", "Chromium 110"),
    ("Object.groupBy(", "Chromium 117"),
    ("Promise.withResolvers(", "Chromium 119"),
    ("URL.canParse(", "Chromium 120"),
    (".showPopover(", "Chromium 114"),
    ("Iterator.from(", "Chromium 122"),
];

fn main() -> Outcome<()> {
    let assets = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../assets").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", assets.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut table = String::from("&[\n");
    let css = compile(&joined(&assets)?)?;
    entry(&mut table, &out, "app.css", "text/css; charset=utf-8", css.as_bytes())?;
    for (name, path, media_type) in FILES {
        let bytes = fs::read(assets.join(path))?;
        if name.ends_with(".js") {
            refuse(path, &String::from_utf8(bytes.clone())?, &TOO_NEW_JS)?;
        }
        entry(&mut table, &out, name, media_type, &bytes)?;
    }
    table.push_str("]\n");
    fs::write(out.join("assets.rs"), table)?;
    Ok(())
}

/// All style sheets as one text, each checked on its own so that a refusal names its file.
fn joined(assets: &Path) -> Outcome<String> {
    let mut all = String::new();
    for name in STYLES {
        let css = fs::read_to_string(assets.join("css").join(format!("{name}.css")))?;
        refuse(&format!("css/{name}.css"), &without_comments(&css), &TOO_NEW_CSS)?;
        all.push_str(&css);
        all.push('\n');
    }
    Ok(all)
}

fn refuse(file: &str, text: &str, too_new: &[(&str, &str)]) -> Outcome<()> {
    match too_new.iter().find(|(feature, _)| text.contains(feature)) {
        Some((feature, instead)) => Err(format!("assets/{file}: `{feature}` is too new ({instead})").into()),
        None => Ok(()),
    }
}

fn without_comments(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Nesting lowered, prefixes added, white space gone.
fn compile(css: &str) -> Outcome<String> {
    let targets = Targets::from(Browsers { chrome: Some(CHROMIUM_109), ..Browsers::default() });
    let options = ParserOptions { filename: "app.css".to_owned(), ..ParserOptions::default() };
    let mut sheet = StyleSheet::parse(css, options).map_err(|e| e.to_string())?;
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|e| e.to_string())?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })
        .map_err(|e| e.to_string())?;
    match printed.code.find("{&").or_else(|| printed.code.find("}&")) {
        Some(at) => Err(format!("nesting is left at byte {at} of the compiled style").into()),
        None => Ok(printed.code),
    }
}

/// Writes the file under its content's name and adds its line to the table.
fn entry(table: &mut String, out: &Path, name: &str, media_type: &str, bytes: &[u8]) -> Outcome<()> {
    let digest = Sha256::digest(bytes);
    let mut hash = String::new();
    for byte in digest.iter().take(6) {
        write!(hash, "{byte:02x}")?;
    }
    let (stem, extension) = name.split_once('.').ok_or("an asset has an extension")?;
    let path = out.join(name);
    fs::write(&path, bytes)?;
    let file = format!("{stem}.{hash}.{extension}");
    writeln!(
        table,
        "    Asset {{ name: {name:?}, file: {file:?}, url: {:?}, media_type: {media_type:?}, body: include_bytes!({:?}) }},",
        format!("/assets/{file}"),
        path.display().to_string(),
    )?;
    Ok(())
}
