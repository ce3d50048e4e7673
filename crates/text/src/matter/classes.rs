//! Words of one meaning in the field: 租金 and 房租, 塌 and 垮. Rules of the field, given from outside.

use std::collections::{BTreeSet, HashMap};

/// Groups of words that tell the same kind of thing. A meaning is called by the first word of its group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classes {
    meanings: HashMap<String, Vec<String>>,
    /// Bytes of the longest word.
    longest: usize,
}

impl Classes {
    /// Groups of words of one meaning; a word may stand in several.
    pub fn new<G, W>(groups: G) -> Self
    where
        G: IntoIterator<Item = W>,
        W: IntoIterator,
        W::Item: AsRef<str>,
    {
        let mut meanings: HashMap<String, Vec<String>> = HashMap::new();
        for group in groups {
            let words: Vec<String> = group.into_iter().map(|word| word.as_ref().to_owned()).collect();
            let Some(meaning) = words.first().cloned() else { continue };
            for word in words {
                meanings.entry(word).or_default().push(meaning.clone());
            }
        }
        let longest = meanings.keys().map(String::len).max().unwrap_or(0);
        Self { meanings, longest }
    }

    /// The meanings that words tell, each with the word that tells it: the word itself, or one of a group within it.
    pub(super) fn told_by(&self, words: &BTreeSet<String>) -> Vec<(String, String)> {
        let mut told = Vec::new();
        for word in words {
            let parts = parts(word).filter_map(|part| self.meanings.get(part));
            told.extend(parts.flatten().map(|meaning| (meaning.clone(), word.clone())));
        }
        told
    }

    /// The meanings that neighbouring words tell together: 死人 in 死 人, 没有开会 in 没有 开会.
    pub(super) fn told_in(&self, cut: &[String]) -> Vec<(String, String)> {
        let mut told = Vec::new();
        for at in 0..cut.len() {
            let mut joined = String::new();
            for (n, word) in cut.iter().skip(at).take(LONGEST).enumerate() {
                if word.is_empty() || joined.len() + word.len() > self.longest {
                    break;
                }
                joined.push_str(word);
                if n > 0
                    && let Some(meanings) = self.meanings.get(&joined)
                {
                    told.extend(meanings.iter().map(|meaning| (meaning.clone(), joined.clone())));
                }
            }
        }
        told
    }
}

/// So many words at most make one of a group.
const LONGEST: usize = 4;

/// A word and what of two or more characters it begins or ends with.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
    let heads = cuts.clone().into_iter().filter_map(move |at| word.get(..at));
    let tails = cuts.into_iter().filter_map(move |at| word.get(at..));
    std::iter::once(word).chain(heads.chain(tails).filter(|part| part.chars().count() > 1))
}
