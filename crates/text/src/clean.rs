//! What people type and paste, made plain: invisible characters out, composed forms, one kind of width.
//!
//! Guarantees: nothing visible is lost, rare characters (𠮷, 䶮, private use of older fonts) stay as they are,
//! what was removed is reported, and cleaning twice changes nothing more. Called by importers and forms.

use unicode_normalization::UnicodeNormalization;

/// Cleaned text, and the invisible characters that were taken out of it, each once, in order of appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The text.
    pub text: String,
    /// What was removed. White space is not reported.
    pub removed: Vec<char>,
}

/// One line: white space of any kind becomes one space, none at the ends.
pub fn line(text: &str) -> Cleaned {
    let Cleaned { text, removed } = visible(text);
    Cleaned { text: text.split_whitespace().collect::<Vec<_>>().join(" "), removed }
}

/// Several lines: white space inside a line becomes one space; empty lines at the ends go.
pub fn lines(text: &str) -> Cleaned {
    let Cleaned { text, removed } = visible(text);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let lines: Vec<String> =
        text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    Cleaned { text: lines.join("\n").trim_matches('\n').to_owned(), removed }
}

/// A name of a person or unit: no spaces or line breaks inside, except between two words in Latin letters.
pub fn name(text: &str) -> Cleaned {
    let Cleaned { text, removed } = visible(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let between_latin =
            out.chars().next_back().is_some_and(is_latin) && word.chars().next().is_some_and(is_latin);
        if between_latin {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cleaned { text: out, removed }
}

/// Full-width letters, digits and punctuation as their ASCII equals, the full-width space as a space.
/// Chinese punctuation that has no ASCII equal (`、` `。` `《`) stays.
pub fn fold_width(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{FFE5}' => '¥',
        other => other,
    }
}

/// Composed form without invisible characters.
fn visible(text: &str) -> Cleaned {
    let mut removed = Vec::new();
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_invisible(c) {
            kept.push(c);
        } else if !removed.contains(&c) {
            removed.push(c);
        }
    }
    Cleaned { text: kept.nfc().collect(), removed }
}

/// Characters that show nothing and are no white space: control and format characters, tags, non-characters.
/// Variation selectors stay: they choose between the forms of a rare character in a name.
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}'
        | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}')
}

const fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{C0}'..='\u{24F}')
}

#[cfg(test)]
mod tests {
    use super::{fold_width, line, lines, name};
    use proptest::prelude::*;

    #[test]
    fn a_zero_width_space_inside_a_name_goes_and_is_reported() {
        let cleaned = name("县林业局\u{200B}");
        assert_eq!(cleaned.text, "县林业局");
        assert_eq!(cleaned.removed, ['\u{200B}']);
    }

    #[test]
    fn spaces_and_line_breaks_inside_a_name_go_without_a_report() {
        for written in ["县 财 政 局", "县财政\n局", "\u{3000}县财政局", "县财政局 ", "县财\u{A0}政局"]
        {
            let cleaned = name(written);
            assert_eq!(cleaned.text, "县财政局");
            assert!(cleaned.removed.is_empty());
        }
        assert_eq!(name("苏\u{3000}庚").text, "苏庚");
        assert_eq!(name(" Anna  Li ").text, "Anna Li");
    }

    #[test]
    fn rare_characters_survive() {
        for rare in ["𠮷甲", "䶮乙", "㛃丙", "\u{E863}丁", "葛\u{E0100}戊"] {
            assert_eq!(name(rare).text, rare);
            assert_eq!(line(rare).text, rare);
        }
    }

    #[test]
    fn full_width_letters_and_digits_fold_and_chinese_punctuation_stays() {
        assert_eq!(fold_width("２０２２年４月（ＲＣ００１）、《办法》　。"), "2022年4月(RC001)、《办法》 。");
    }

    #[test]
    fn lines_keep_their_breaks() {
        assert_eq!(lines("\r\n一、 甲\t乙\r二、丙\u{200B}\n").text, "一、 甲 乙\n二、丙");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in "\\PC{0,40}|[\u{0}-\u{ffff}]{0,20}") {
            for clean in [line, lines, name] {
                let once = clean(&text);
                let twice = clean(&once.text);
                prop_assert_eq!(&once.text, &twice.text);
                prop_assert!(twice.removed.is_empty());
            }
            prop_assert_eq!(fold_width(&fold_width(&text)), fold_width(&text));
        }
    }
}
