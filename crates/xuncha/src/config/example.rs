//! The documented example, made of the table of keys. `config example` prints it; `config/` holds it in both
//! languages, and a test compares.

use super::keys::{Default, KEYS};
use i18n::Catalogue;
use kernel::Lang;

/// Width of a comment.
const WIDTH: usize = 100;

/// The example file in a language.
pub(crate) fn example(lang: Lang) -> String {
    let words = |id: &str| Catalogue::shared().text(lang, id);
    let mut out = String::new();
    comment(&mut out, &words("cli-example-opening"));
    let mut table = "";
    for key in KEYS {
        let (of, name) = key.name.split_once('.').unwrap_or(("", key.name));
        out.push('\n');
        if of != table {
            table = of;
            out.push_str(&format!("[{table}]\n"));
        }
        comment(&mut out, &words(key.help));
        comment(&mut out, &key.variable());
        match key.default {
            Some(Default::Text(text)) => out.push_str(&format!("{name} = \"{text}\"\n")),
            Some(Default::Number(n)) => out.push_str(&format!("{name} = {n}\n")),
            None => out.push_str(&format!("# {name} = \"{}\"\n", key.sample)),
        }
    }
    out
}

/// Text as comment lines; words of Chinese are as wide as two letters.
fn comment(out: &mut String, text: &str) {
    for paragraph in text.lines() {
        let mut line = String::new();
        let mut width = 0;
        for piece in paragraph.split_inclusive([' ', '，', '。', '；']) {
            let wide: usize = piece.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
            if width + wide > WIDTH && !line.is_empty() {
                out.push_str(&format!("# {}\n", line.trim_end()));
                line.clear();
                width = 0;
            }
            line.push_str(piece);
            width += wide;
        }
        out.push_str(format!("# {}", line.trim_end()).trim_end());
        out.push('\n');
    }
}
