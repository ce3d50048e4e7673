//! Words of Chinese text, for the search index and for what people search.
//!
//! Both sides cut alike (dictionary only, no guessing), so that what is asked is what was indexed; the index also
//! holds the words inside longer words. Tokens are lower-case letters, digits and ideographs only, so either
//! database's own tokenizer leaves them whole. The dictionary loads at first use (a fraction of a second).

use crate::clean::{fold_width, is_invisible};
use jieba_rs::Jieba;
use std::{
    collections::HashSet,
    sync::{OnceLock, PoisonError, RwLock},
};

/// Cuts text into tokens. One per program: the dictionary is large.
#[derive(Default)]
pub struct Segmenter {
    jieba: OnceLock<RwLock<Jieba>>,
}

impl Segmenter {
    /// A segmenter that has not loaded its dictionary yet.
    pub const fn new() -> Self {
        Self { jieba: OnceLock::new() }
    }

    /// Loads the dictionary now; the program does so in the background at start.
    pub fn load(&self) {
        self.dictionary();
    }

    /// Adds words that the dictionary lacks: names of units and persons, terms of the field. Text indexed
    /// before keeps its old tokens until it is indexed again.
    pub fn add_words<'a>(&self, words: impl IntoIterator<Item = &'a str>) {
        let mut jieba = self.dictionary().write().unwrap_or_else(PoisonError::into_inner);
        for word in words {
            let word = plain(word);
            let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphanumeric);
            if is_word && !jieba.has_word(&word) {
                jieba.add_word(&word, None, None);
            }
        }
    }

    /// Tokens to store for a text: its words in order, each followed by the words inside it.
    pub fn index_tokens(&self, text: &str) -> Vec<String> {
        let text = plain(text);
        let jieba = self.dictionary().read().unwrap_or_else(PoisonError::into_inner);
        let mut out = Vec::new();
        for token in jieba.cut(&text, false) {
            let Some(word) = joined(token.word) else { continue };
            let inner = inner_words(&jieba, &word);
            out.push(word);
            out.extend(inner);
        }
        out
    }

    /// Tokens to look for, all of them, each once: the words of a query.
    pub fn query_tokens(&self, query: &str) -> Vec<String> {
        let query = plain(query);
        let jieba = self.dictionary().read().unwrap_or_else(PoisonError::into_inner);
        let mut seen = HashSet::new();
        let tokens = jieba.cut(&query, false).into_iter().filter_map(|token| joined(token.word));
        tokens.filter(|token| seen.insert(token.clone())).collect()
    }

    /// The words of a text in order, each as it is looked for; what separates them is an empty word.
    pub fn words(&self, text: &str) -> Vec<String> {
        let text = plain(text);
        let jieba = self.dictionary().read().unwrap_or_else(PoisonError::into_inner);
        jieba.cut(&text, false).into_iter().map(|token| joined(token.word).unwrap_or_default()).collect()
    }

    /// The words of the dictionary inside a longer word.
    pub fn within(&self, word: &str) -> Vec<String> {
        let jieba = self.dictionary().read().unwrap_or_else(PoisonError::into_inner);
        inner_words(&jieba, word)
    }

    /// How often a word stands in general Chinese text, as the dictionary counts; small for a word it does not know.
    pub fn usage(&self, word: &str) -> usize {
        let jieba = self.dictionary().read().unwrap_or_else(PoisonError::into_inner);
        jieba.suggest_freq(word)
    }

    /// [`words`](Self::words), and of each whether it tells how something is said rather than what: an idiom, an adverb,
    /// a particle, as the dictionary has it.
    pub fn words_and_manner(&self, text: &str) -> Vec<(String, bool)> {
        let text = plain(text);
        let jieba = self.dictionary().read().unwrap_or_else(PoisonError::into_inner);
        let manner = |tag: &str| tag.starts_with(['i', 'd', 'c', 'p', 'r', 'u', 'y', 'e', 'o', 'z']);
        let tagged = jieba.tag(&text, false).into_iter();
        tagged.map(|tag| (joined(tag.word).unwrap_or_default(), manner(tag.tag))).collect()
    }

    /// Whether the dictionary has a word.
    pub fn knows(&self, word: &str) -> bool {
        self.dictionary().read().unwrap_or_else(PoisonError::into_inner).has_word(word)
    }

    fn dictionary(&self) -> &RwLock<Jieba> {
        self.jieba.get_or_init(|| RwLock::new(Jieba::new()))
    }
}

impl std::fmt::Debug for Segmenter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Segmenter").field("loaded", &self.jieba.get().is_some()).finish()
    }
}

/// Folded to one width and one case, without invisible characters and thousands separators.
fn plain(text: &str) -> String {
    let folded: Vec<char> = fold_width(text).chars().filter(|c| !is_invisible(*c)).collect();
    let digit = |at: usize| folded.get(at).is_some_and(char::is_ascii_digit);
    let separates = |at: usize| at > 0 && digit(at - 1) && (at + 1..at + 4).all(digit) && !digit(at + 4);
    let kept = folded.iter().enumerate().filter(|(at, c)| !(**c == ',' && separates(*at)));
    kept.flat_map(|(_, c)| c.to_lowercase()).collect()
}

/// A word with its punctuation left out; `None` when nothing remains.
fn joined(word: &str) -> Option<String> {
    let kept: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
    (!kept.is_empty()).then_some(kept)
}

/// Words of the dictionary inside a longer word.
fn inner_words(jieba: &Jieba, word: &str) -> Vec<String> {
    if word.is_ascii() || word.chars().count() < 3 {
        return Vec::new();
    }
    let words = jieba.cut_all(word).into_iter().map(|token| token.word);
    words.filter(|inner| *inner != word && inner.chars().count() > 1).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Segmenter;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| {
        let segmenter = Segmenter::new();
        segmenter.add_words(["县住房和城乡建设局", "枕河镇", "立行立改"]);
        segmenter
    });

    #[test]
    fn a_units_name_is_one_word_and_is_found_by_the_words_inside() {
        let index = SEGMENTER.index_tokens("县住房和城乡建设局拖欠工程款");
        for query in ["县住房和城乡建设局", "住房", "城乡", "建设局", "工程款"] {
            for token in SEGMENTER.query_tokens(query) {
                assert!(index.contains(&token), "{query}: {token} not in {index:?}");
            }
        }
    }

    #[test]
    fn codes_and_numbers_are_found_whole_and_in_pieces_whatever_their_width_and_case() {
        let index = SEGMENTER.index_tokens("来信ＸＦ-2025-001，金额1,043元，见〔2025〕12号");
        for query in ["xf-2025-001", "XF", "1,043", "１０４３", "2025", "12号"] {
            for token in SEGMENTER.query_tokens(query) {
                assert!(index.contains(&token), "{query}: {token} not in {index:?}");
            }
        }
    }

    #[test]
    fn a_query_names_each_word_once() {
        assert_eq!(SEGMENTER.query_tokens("枕河镇，枕河镇！"), ["枕河镇"]);
        assert!(SEGMENTER.query_tokens(" ，。！").is_empty());
    }

    #[test]
    fn the_dictionary_is_not_loaded_before_it_is_used() {
        assert!(format!("{:?}", Segmenter::new()).contains("false"));
    }

    proptest! {
        #[test]
        fn a_text_is_found_by_itself_and_tokens_are_plain(text in "[一-龥Ａ-Ｚa-zA-Z0-9０-９，。 -]{0,30}") {
            let index = SEGMENTER.index_tokens(&text);
            for token in SEGMENTER.query_tokens(&text) {
                prop_assert!(index.contains(&token));
                prop_assert!(token.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase()));
            }
        }
    }
}
