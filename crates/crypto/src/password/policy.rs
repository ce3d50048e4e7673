//! What a new password must be like. The form that sets a password calls [`check`] before hashing.
//!
//! Length is what counts; no mixture of signs is demanded and nothing expires. Refused are passwords that are tried
//! first: the login name, well-known ones, runs on the keyboard, a birthday or a telephone number.

use kernel::Message;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most characters.
pub const LONGEST: usize = 128;
/// Digits alone are a birthday, a telephone or an identity number unless there are more of them than this.
const LONGEST_NUMBER: usize = 19;
/// With the login name taken out, at least so much must remain.
const BESIDE_LOGIN: usize = 6;
/// Fewer different characters than this are a pattern.
const FEWEST_DIFFERENT: usize = 4;
/// A common word must be joined by more than digits and signs, or by so many of them that they are a secret themselves.
const LONGEST_DRESSING: usize = 7;

/// Everything that is wrong with a new password; nothing when it may be used. `about` are words that anyone would try
/// first for this account: its holder's name, the office's.
pub fn check_about(password: &str, login: &str, about: &[&str]) -> Vec<Message> {
    let mut wrong = check(password, login);
    let folded = Zeroizing::new(fold(password));
    if about.iter().any(|word| is_login(&folded, word)) {
        wrong.push(Message::new("password-is-about"));
    }
    wrong
}

fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// Everything that is wrong with a new password; nothing when it may be used.
pub fn check(password: &str, login: &str) -> Vec<Message> {
    let folded = Zeroizing::new(fold(password));
    let length = folded.chars().count();
    let mut wrong = Vec::new();
    if length < SHORTEST {
        wrong.push(Message::new("password-too-short").with("shortest", SHORTEST).with("length", length));
    }
    if length > LONGEST {
        wrong.push(Message::new("password-too-long").with("longest", LONGEST));
    }
    if is_login(&folded, login) {
        wrong.push(Message::new("password-is-login"));
    }
    if is_number(&folded) {
        wrong.push(Message::new("password-only-digits"));
    } else if is_pattern(&folded) {
        wrong.push(Message::new("password-is-pattern"));
    } else if is_common(&folded) {
        wrong.push(Message::new("password-too-common"));
    }
    wrong
}

fn is_login(folded: &str, login: &str) -> bool {
    let login = fold(login.trim());
    if login.is_empty() || !folded.contains(&login) {
        return false;
    }
    let rest = Zeroizing::new(folded.replace(&login, ""));
    let signs = || rest.chars().filter(|c| c.is_alphanumeric());
    let only_digits = signs().all(|c| c.is_ascii_digit());
    // Behind a name, a row of digits is as good as counted up.
    signs().count() < BESIDE_LOGIN || only_digits && signs().count() <= LONGEST_DRESSING
}

fn is_number(folded: &str) -> bool {
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let others = folded.chars().filter(|c| !c.is_ascii_digit() && !"-/. ".contains(*c)).count();
    // The check letter of an identity number, or one letter before a date, makes no secret of it.
    (1..=LONGEST_NUMBER).contains(&digits) && others == 0 || (8..=18).contains(&digits) && others == 1
}

/// Few different characters, or every character the neighbour of the one before.
fn is_pattern(folded: &str) -> bool {
    let mut different: Vec<char> = folded.chars().collect();
    let steps = different.windows(2).filter(|pair| is_neighbour(pair)).count();
    let pairs = different.len().saturating_sub(1);
    different.sort_unstable();
    different.dedup();
    different.len() < FEWEST_DIFFERENT || steps + 1 >= pairs
}

fn is_neighbour(pair: &[char]) -> bool {
    const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl;", "zxcvbnm,./"];
    let [a, b] = pair else { return false };
    let on_a_row = |row: &&str| {
        let place = |c: &char| row.chars().position(|x| x == *c);
        place(a).zip(place(b)).is_some_and(|(x, y)| x.abs_diff(y) <= 1)
    };
    u32::from(*a).abs_diff(u32::from(*b)) <= 1 || ROWS.iter().any(on_a_row)
}

/// On the list, or a listed word with digits and signs before or behind it.
fn is_common(folded: &str) -> bool {
    if WHOLE.contains(&folded) {
        return true;
    }
    // A sign at either end may be dressing or stand for a letter: `admin@`, `@dmin`.
    is_dressed_word(folded, |c| c.is_alphabetic())
        || is_dressed_word(folded, |c| c.is_alphabetic() || "@$".contains(c))
}

/// Whether a listed word is left when everything but letters is taken off both ends, and what was taken is short.
fn is_dressed_word(folded: &str, is_letter: impl Fn(char) -> bool) -> bool {
    let core = folded.trim_matches(|c| !is_letter(c));
    let dressing = folded.chars().count() - core.chars().count();
    let plain = Zeroizing::new(core.chars().map(plain_letter).collect::<String>());
    dressing <= LONGEST_DRESSING && WORDS.contains(&plain.as_str())
}

/// The letter that a sign stands for in passwords that want to look clever.
const fn plain_letter(sign: char) -> char {
    match sign {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '@' | '4' => 'a',
        '$' | '5' => 's',
        other => other,
    }
}

/// Well-known passwords of ten characters and more that no rule above finds.
const WHOLE: [&str; 24] = [
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "1qaz2wsx3e",
    "1qaz2wsx3edc",
    "1qaz@wsx#edc",
    "1qazxsw23edc",
    "qazwsxedcrfv",
    "qazwsx123456",
    "zaq12wsxcde3",
    "zaq1xsw2cde3",
    "!qaz2wsx#edc",
    "a1b2c3d4e5",
    "a1s2d3f4g5",
    "1a2b3c4d5e",
    "12qwaszx34",
    "123qweasdzxc",
    "qweasdzxc123",
    "woaini1314520",
    "woaini5201314",
    "5201314woaini",
    "mima123456mima",
    "abc123abc123",
];

/// Words that people dress up with digits and signs.
const WORDS: [&str; 44] = [
    "a",
    "aa",
    "aaa",
    "abc",
    "abcd",
    "abcde",
    "abcdef",
    "admin",
    "administrator",
    "as",
    "asd",
    "asdf",
    "changeme",
    "china",
    "default",
    "dragon",
    "football",
    "guest",
    "hello",
    "huawei",
    "iloveyou",
    "letmein",
    "lenovo",
    "login",
    "master",
    "mima",
    "monkey",
    "office",
    "pass",
    "password",
    "princess",
    "q",
    "qaz",
    "qazwsx",
    "qq",
    "qwe",
    "qwer",
    "qwerty",
    "root",
    "test",
    "user",
    "welcome",
    "woaini",
    "xuncha",
];

#[cfg(test)]
mod tests {
    use super::check;
    use proptest::prelude::*;

    fn ids(password: &str) -> Vec<String> {
        check(password, "zhaomin").iter().map(|m| m.id.to_string()).collect()
    }

    #[test]
    fn long_and_unforeseen_passwords_pass() {
        for good in [
            "correct horse battery",
            "秋风起 雁南飞 3 更",
            "Tk7-vanilla-Lotus",
            "zhaomin rides a blue tram",
            "password of the seventh door",
            "83621940573628194056",
        ] {
            assert_eq!(ids(good), Vec::<String>::new(), "{good}");
        }
    }

    #[test]
    fn each_refusal_says_its_own_reason() {
        for (bad, id) in [
            ("Tk7-lotus", "password-too-short"),
            ("zhaomin2026", "password-is-login"),
            ("ZhaoMin-2026!", "password-is-login"),
            ("13800138000", "password-only-digits"),
            ("1985-07-21", "password-only-digits"),
            ("33010219850721123X", "password-only-digits"),
            ("z19850721", "password-only-digits"),
            ("aaaaaaaaaaaa", "password-is-pattern"),
            ("abababababab", "password-is-pattern"),
            ("qwertyuiop[", "password-is-pattern"),
            ("abcdefghijkl", "password-is-pattern"),
            ("P@ssw0rd2026", "password-too-common"),
            ("Admin@123456", "password-too-common"),
            ("xuncha@2026!", "password-too-common"),
            ("@dmin2026!!", "password-too-common"),
            ("1qaz2wsx3edc", "password-too-common"),
            ("Ａｄｍｉｎ＠１２３４５６", "password-too-common"),
        ] {
            assert!(ids(bad).iter().any(|found| found == id), "{bad}: {:?}", ids(bad));
        }
        assert_eq!(ids(&"长城".repeat(65)).first().map(String::as_str), Some("password-too-long"));
    }

    #[test]
    fn what_anyone_would_try_for_this_account_is_no_password() {
        let about = ["窦甲纬", "县委巡察办", ""];
        let ids = |password: &str| -> Vec<String> {
            super::check_about(password, "clerk", &about).iter().map(|m| m.id.to_string()).collect()
        };
        assert_eq!(ids("县委巡察办2026!!"), ["password-is-about"]);
        assert_eq!(ids("窦甲纬1234567"), ["password-is-about"]);
        assert_eq!(ids("窦甲纬养了三只白猫叫阿福"), Vec::<String>::new());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(ids("明月几时有把酒问青天"), Vec::<String>::new());
        assert_eq!(ids("明月几时有把酒问青"), ["password-too-short"]);
    }

    proptest! {
        #[test]
        fn checking_never_panics(password in ".*", login in ".*") {
            let _ = check(&password, &login);
        }
    }
}
