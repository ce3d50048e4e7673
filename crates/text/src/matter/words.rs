//! The words of a text that carry its matter, and the places, firms and people named among them.
//!
//! Names are what the dictionary does not know: characters it leaves single, told apart by what stands behind them.

use super::lists::{EMPTY_CHARACTERS, EMPTY_WORDS, FIRM_ENDINGS, PLACE_ENDINGS};
use crate::name::{self, Person};
use crate::segment::Segmenter;
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

/// Words and names of a text.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) words: BTreeSet<String>,
    pub(super) places: BTreeSet<String>,
    pub(super) firms: BTreeSet<String>,
    pub(super) people: Vec<Person>,
    /// Words that tell how it is said.
    pub(super) manner: HashSet<String>,
    /// All words in order, an empty one where something separates them.
    pub(super) cut: Vec<String>,
}

struct Lists {
    empty: HashSet<&'static str>,
    places: HashSet<&'static str>,
    firms: HashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    empty: EMPTY_WORDS.split_whitespace().collect(),
    places: PLACE_ENDINGS.split_whitespace().collect(),
    firms: FIRM_ENDINGS.split_whitespace().collect(),
});

/// A word used more often than this in general text is no firm's name: 县城超市 names none.
const COMMON: usize = 150;

/// Reads the words of a cut text; an empty word separates.
pub(super) fn read(text: &str, segmenter: &Segmenter) -> Told {
    let tagged = segmenter.words_and_manner(text);
    let manner = tagged.iter().filter(|(_, manner)| *manner).map(|(word, _)| word.clone()).collect();
    let mut told = Told { manner, ..Told::default() };
    let cut: Vec<String> = tagged.into_iter().map(|(word, _)| word).collect();
    let mut at = 0;
    while let Some(word) = cut.get(at) {
        let before = at.checked_sub(1).and_then(|at| cut.get(at)).map_or("", String::as_str);
        let run: Vec<char> = cut.iter().skip(at).map_while(|word| lone(word)).collect();
        let firms = told.firms.len();
        at += run.len().max(1);
        let behind = cut.get(at).map_or("", String::as_str);
        if run.is_empty() {
            told.word(word, before, behind, segmenter);
        } else {
            told.run(&run, before, behind);
        }
        // What a firm's name ends with says nothing more.
        while told.firms.len() > firms && cut.get(at).is_some_and(|word| LISTS.firms.contains(word.as_str()))
        {
            at += 1;
        }
    }
    told.cut = cut;
    told
}

impl Told {
    /// A word of the dictionary.
    fn word(&mut self, word: &str, before: &str, behind: &str, segmenter: &Segmenter) {
        let is_name = |word: &str| {
            (2..=3).contains(&word.chars().count())
                && carries(word)
                && ending(word).is_none_or(|(own, _)| own.chars().count() < 2)
                && segmenter.usage(word) < COMMON
        };
        if LISTS.firms.contains(behind) && !LISTS.firms.contains(word) && is_name(word) {
            self.firms.insert(word.to_owned());
            return;
        }
        match ending(word) {
            // 落霞村, cut as one word.
            Some((own, _)) if own.chars().count() > 1 && is_name(own) => {
                self.places.insert(own.to_owned());
            }
            // 红星社区, cut into two words.
            Some(("", _)) if carries(before) && before.chars().count() < 4 => {
                self.places.insert(before.to_owned());
            }
            _ => {}
        }
        if !is_empty_character(word) && carries(word) {
            self.words.insert(word.to_owned());
        }
    }

    /// Neighbouring single characters that the dictionary does not know: a firm's, a place's or a person's name, else
    /// words two by two.
    fn run(&mut self, run: &[char], before: &str, behind: &str) {
        let text = |chars: &[char]| chars.iter().collect::<String>();
        // 石磨坡, cut into a word and what a place ends with.
        if let Some((first, rest)) = run.split_first()
            && LISTS.places.contains(first.to_string().as_str())
            && (2..=3).contains(&before.chars().count())
            && carries(before)
        {
            self.places.insert(before.to_owned());
            return self.run(rest, "", behind);
        }
        let tail = |most: usize| text(run.get(run.len().saturating_sub(most)..).unwrap_or_default());
        if LISTS.firms.contains(behind) {
            // Firms are mostly called by two characters; a character of number or harmony may be the first of them.
            let joins = before.chars().count() == 1 && FIRM_BEGINS.contains(before);
            let name = if run.len() == 1 && joins { format!("{before}{}", tail(1)) } else { tail(2) };
            if name.chars().count() == 2 {
                self.firms.insert(name);
                return;
            }
        }
        let ends_as_place = run
            .split_last()
            .filter(|(last, own)| own.len() > 1 && LISTS.places.contains(last.to_string().as_str()));
        if let Some((_, own)) = ends_as_place {
            self.places.insert(text(own.get(own.len().saturating_sub(3)..).unwrap_or_default()));
            return;
        } else if run.len() > 1 && LISTS.places.contains(behind) {
            self.places.insert(tail(3));
            return;
        } else if run.len() > 2
            && let Some(person) = name::in_run(run)
        {
            self.people.push(person);
            return;
        } else if let [first] = run
            && let Some(surname) = name::surname(&first.to_string())
            && behind.chars().count() == 2
            && name::may_be_given(behind)
        {
            self.people.push(Person { surname: surname.to_owned(), given: Some(behind.to_owned()) });
            return;
        }
        if (3..=4).contains(&run.len()) && run.last().is_some_and(|last| BODIES.contains(*last)) {
            self.words.insert(text(run));
            return;
        }
        self.words.extend(run.windows(2).map(text).filter(|pair| carries(pair)));
    }
}

/// The characters that words are made of, without those that belong to no name and to no thing.
pub(super) fn characters(words: &BTreeSet<String>) -> BTreeSet<String> {
    let all = words.iter().flat_map(|word| word.chars());
    all.filter(|c| !c.is_ascii() && !EMPTY_CHARACTERS.contains(*c)).map(String::from).collect()
}

/// A single character that may belong to a name.
fn lone(word: &str) -> Option<char> {
    let mut chars = word.chars();
    let first = chars.next()?;
    (chars.next().is_none() && !first.is_ascii() && !EMPTY_CHARACTERS.contains(first)).then_some(first)
}

fn is_empty_character(word: &str) -> bool {
    word.chars().count() < 2
}

/// What a place ends with, and what stands before it within the word.
fn ending(word: &str) -> Option<(&str, &str)> {
    let starts = word.char_indices().map(|(at, _)| at);
    let split = starts.map(|at| word.split_at(at));
    split.into_iter().find(|(_, end)| LISTS.places.contains(end))
}

/// Whether a word says something about the matter: no number, no word that any petition may hold.
pub(super) fn carries(word: &str) -> bool {
    let mut chars = word.chars();
    let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return false };
    let counts = NUMERALS.contains(first) && chars.next().is_none() && MEASURES.contains(second);
    let number = word.chars().all(|c| c.is_ascii_digit() || NUMERALS.contains(c) || MEASURES.contains(c));
    !counts && !number && !LISTS.empty.contains(word)
}

/// What a part of a unit ends with: 质安站, 基卫股.
pub(super) const BODIES: &str = "站局科所股室队办";

/// What stands before the second character of a firm's name though it begins many other words.
const FIRM_BEGINS: &str = "万百千三五九和同大中";

const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿半多几个每这那某";

/// What is counted with a numeral before it.
const MEASURES: &str = "个只条件次回遍名位户台套张份本间栋座层辆头家年月日天点时分元块亩米吨斤车人种样步双把手圈笔边起道批口片根包笔群队行成";
