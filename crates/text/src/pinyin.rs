//! The order of names: by pinyin, as a key of bytes that a database compares without knowing any language.
//!
//! A key is valid only beside keys of the same [`ORDER_VERSION`]; a list's table stores the version and is
//! rebuilt when it changes. Digits sort by value and before Chinese, Chinese before Latin letters.

use icu_collator::{
    Collator, CollatorBorrowed,
    options::{AlternateHandling, CollatorOptions, Strength},
    preferences::{CollationNumericOrdering, CollationType},
};
use icu_locale_core::locale;
use std::{borrow::Cow, cmp::Ordering, sync::LazyLock};

/// Grows whenever a key made today would differ from one made before: new collation data or other options.
pub const ORDER_VERSION: u32 = 1;

/// The longest key: enough for any name, and short enough for an index of either database.
const MAX_KEY: usize = 512;

static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    let mut preferences = icu_collator::CollatorPreferences::from(locale!("zh"));
    preferences.collation_type = Some(CollationType::Pinyin);
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    options.alternate_handling = Some(AlternateHandling::NonIgnorable);
    Collator::try_new(preferences, options).ok()
});

/// Rare characters of names that the collation data do not place, each with a common one of the same reading.
const READ_LIKE: &[(char, char)] = &[('𠮷', '吉')];

/// The sort key of a name. Comparing two keys byte by byte orders the names by pinyin.
pub fn sort_key(name: &str) -> Vec<u8> {
    let name = placeable(name);
    let mut key = Vec::with_capacity(name.len() * 2);
    match COLLATOR.as_ref() {
        // Writing to a vector cannot fail.
        Some(collator) => match collator.write_sort_key_to(&name, &mut key) {
            Ok(()) => {}
        },
        // Without its built-in data the order is by code point: stable, only less helpful.
        None => key.extend_from_slice(name.as_bytes()),
    }
    key.truncate(MAX_KEY);
    key
}

/// Compares two names by pinyin, for short lists sorted in memory.
pub fn compare(left: &str, right: &str) -> Ordering {
    let order = |c: &CollatorBorrowed<'_>| c.compare(&placeable(left), &placeable(right));
    COLLATOR.as_ref().map_or(Ordering::Equal, order).then_with(|| left.cmp(right))
}

/// The name with each character that has no place replaced by one read alike.
fn placeable(name: &str) -> Cow<'_, str> {
    let stand_in = |c: char| READ_LIKE.iter().find(|(rare, _)| *rare == c).map(|(_, common)| *common);
    if name.chars().any(|c| stand_in(c).is_some()) {
        Cow::Owned(name.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{COLLATOR, compare, sort_key};
    use proptest::prelude::*;

    fn sorted(names: &[&'static str]) -> Vec<&'static str> {
        let mut names = names.to_vec();
        names.sort_by_key(|name| sort_key(name));
        names
    }

    #[test]
    fn names_sort_by_pinyin() {
        assert!(COLLATOR.is_some());
        assert_eq!(sorted(&["张丙", "安甲", "李乙", "欧阳丁"]), ["安甲", "李乙", "欧阳丁", "张丙"]);
        assert_eq!(sorted(&["县水利局", "县财政局", "县民政局"]), ["县财政局", "县民政局", "县水利局"]);
    }

    #[test]
    fn rare_surnames_sort_by_their_pinyin_too() {
        // 𠮷 is read jí, 䶮 yǎn.
        assert_eq!(sorted(&["李甲", "𠮷甲", "黄甲"]), ["黄甲", "𠮷甲", "李甲"]);
        assert_eq!(sorted(&["张甲", "䶮甲", "徐甲"]), ["徐甲", "䶮甲", "张甲"]);
    }

    #[test]
    fn digits_sort_by_value_and_before_chinese_and_latin() {
        assert_eq!(sorted(&["第10组", "第9组", "第２组"]), ["第２组", "第9组", "第10组"]);
        assert_eq!(sorted(&["Zeta", "县委", "8路", "alpha"]), ["8路", "县委", "alpha", "Zeta"]);
    }

    proptest! {
        #[test]
        fn keys_order_as_the_comparison_does(a in "[一-龥a-z0-9 ]{0,8}", b in "[一-龥a-z0-9 ]{0,8}") {
            let by_key = sort_key(&a).cmp(&sort_key(&b)).then_with(|| a.cmp(&b));
            prop_assert_eq!(by_key, compare(&a, &b));
        }
    }
}
