//! Words that differ by level and body (巡视 or 巡察, 县委 or 学校党委): variables `$word_…` of the catalogues' messages.
//!
//! Which words an installation uses is a ruleset (`domain::vocabulary`); whoever says a message hands them over. Said
//! without, a message takes the usual words: the messages `word-…` of the same catalogue.

use std::collections::BTreeMap;

/// How the ids of the usual words begin.
pub(crate) const ID_PREFIX: &str = "word-";

/// The words of one language, by the name of their variable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Names of variables, such as `word_office`, with their words.
    pub fn new(pairs: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Self {
        Self(pairs.into_iter().map(|(name, word)| (name.into(), word.into())).collect())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, word)| (name.as_str(), word.as_str()))
    }

    /// The word of a variable.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
