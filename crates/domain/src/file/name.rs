//! Cleaning the name a file comes with.

use super::Kind;

/// Characters kept of a name before its ending.
const LONGEST: usize = 120;

/// The name as it is kept: the last part of a path, without what cannot stand in a file's name anywhere, with an
/// ending that fits the content.
pub fn clean_name(given: &str, kind: Kind) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = last.chars().filter(|c| !is_unfit(*c)).collect();
    let words = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = words.trim_matches(['.', ' ']);
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if fits(ending, kind) => (stem, ending.to_lowercase()),
        _ => (plain, kind.endings().first().copied().unwrap_or_default().to_owned()),
    };
    let stem: String = stem.chars().take(LONGEST).collect();
    let stem = stem.trim_matches(['.', ' ']);
    let stem = if stem.is_empty() || is_reserved(stem) { format!("_{stem}") } else { stem.to_owned() };
    format!("{stem}.{ending}")
}

fn fits(ending: &str, kind: Kind) -> bool {
    kind.endings().iter().any(|e| e.eq_ignore_ascii_case(ending))
}

/// What shows nothing, turns the direction of text, or means something to a file system or a shell.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\u{AD}' | '\u{61C}' | '\u{FEFF}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

/// Names that Windows keeps for devices, with or without an ending.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (first.len() == 4
            && (first.starts_with("COM") || first.starts_with("LPT"))
            && first.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::clean_name;
    use crate::file::Kind;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_never_a_path_and_keeps_what_can_be_read() {
        for (given, kept) in [
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\会议记录\\第一次 会议.PDF", "第一次 会议.pdf"),
            ("证据\u{202E}fdp.exe", "证据fdp.exe.pdf"),
            ("𠮷某的材料.pdf", "𠮷某的材料.pdf"),
            ("a\0b\n?.pdf", "ab.pdf"),
            ("....pdf", "pdf.pdf"),
            ("con.pdf", "_con.pdf"),
            ("", "_.pdf"),
        ] {
            assert_eq!(clean_name(given, Kind::Pdf), kept, "{given:?}");
        }
        assert_eq!(clean_name("照片.JPEG", Kind::Jpeg), "照片.jpeg");
    }

    proptest! {
        #[test]
        fn whatever_is_given_the_name_is_safe_and_cleaning_twice_changes_nothing(given in "\\PC{0,200}|.{0,40}") {
            let name = clean_name(&given, Kind::Text);
            prop_assert!(!name.contains(['/', '\\', '\0', ':']) && !name.starts_with('.'));
            prop_assert!(name.chars().count() <= 130);
            prop_assert_eq!(clean_name(&name, Kind::Text), name);
        }
    }
}
