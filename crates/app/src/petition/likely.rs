//! Likely duplicates by matter (H7): the job that compares an engagement's petitions, and what a pair has in common.
//!
//! What goes into a comparison is unit, subject and text. Reporter, channel, hour and style are no input:
//! [`text::matter::Reading`] has no field for them.

use super::facts::Facts;
use crate::{App, Error};
use domain::petition::Content;
use kernel::{EngagementId, Message, Offset, PetitionId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::petition::{self as petitions, NewPair};
use text::matter::{Classes, Likeness, Matter, Reading, Register, Rules, Suggestion};
use text::segment::Segmenter;

/// Kind of the job that compares an engagement's petitions.
pub(crate) const COMPARE: &str = "petitions-compare";

/// One dictionary for all comparisons; it loads at first use.
static SEGMENTER: Segmenter = Segmenter::new();

/// What two petitions have in common: the reasons in words, and the words themselves, to be marked in both texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Common {
    /// Why they look like one matter.
    pub why: Vec<Message>,
    /// People, places, firms and words that stand in both.
    pub words: Vec<String>,
}

impl Common {
    pub(super) fn of(likeness: &Likeness) -> Self {
        let common = &likeness.common;
        let named = common.people.iter().chain(&common.places).chain(&common.firms);
        let words = named.chain(&common.words);
        Self { why: likeness.reasons(), words: words.cloned().collect() }
    }
}

/// The matter of a petition, read for comparing.
fn matter(content: &Content, names: &[&str], offset: Offset, classes: &Classes) -> Matter {
    let unit = content.unit.map(|unit| unit.to_string());
    let subjects: Vec<&str> = content.subjects.iter().map(|s| s.name.as_str()).collect();
    let reading = Reading {
        unit: unit.as_deref(),
        unit_names: names,
        subject: &subjects.join("、"),
        text: &content.text,
        told: content.received.day(offset),
        classes,
    };
    Matter::read(&reading, &SEGMENTER)
}

/// The matters of some petitions by their keys, and what is rare among them. Work for the processor.
pub(super) fn register<K: Ord + Copy>(
    facts: &Facts,
    petitions: impl IntoIterator<Item = (K, Content)>,
) -> Register<K> {
    let classes = Classes::new(&facts.rules.same_words);
    let mut register = Register::new(Rules::default());
    for (key, content) in petitions {
        let name = content.unit.map(|unit| facts.ground.name(unit).to_owned());
        let names: Vec<&str> = name
            .as_deref()
            .into_iter()
            .chain([content.unit_written.as_str()])
            .filter(|n| !n.is_empty())
            .collect();
        register.insert(key, matter(&content, &names, facts.offset, &classes));
    }
    register
}

impl App {
    /// Compares the petitions of an engagement and keeps the likely pairs. For the worker.
    pub(crate) async fn compare_petitions(&self, payload: &str) -> Result<usize, Error> {
        let engagement: EngagementId =
            payload.parse().map_err(|_| Error::Internal("no engagement to compare".into()))?;
        let mut conn = self.db().read().await?;
        let Some(first) = petitions::of_engagement(&mut conn, engagement).await?.into_iter().next() else {
            return Ok(0);
        };
        let facts = Facts::load(self, &mut conn, first.round).await?;
        // What is rare is told by the whole round's register; pairs are kept of this engagement alone.
        let all = petitions::of_round(&mut conn, first.round).await?;
        drop(conn);
        let own: BTreeSet<PetitionId> =
            all.iter().filter(|p| p.engagement == engagement).map(|p| p.value.id).collect();
        let contents: BTreeMap<PetitionId, Content> =
            all.into_iter().filter(|p| !p.is_claim()).map(|p| (p.value.id, p.value.content)).collect();
        let found = tokio::task::spawn_blocking(move || register(&facts, contents).among(&own))
            .await
            .map_err(|e| Error::Internal(e.to_string()))?;
        let pairs = found.iter().map(pair).collect::<Result<Vec<_>, _>>()?;
        petitions::replace_pairs(self.db(), engagement, &pairs).await?;
        Ok(pairs.len())
    }
}

fn pair(suggestion: &Suggestion<PetitionId>) -> Result<NewPair, Error> {
    let why = serde_json::to_string(&Common::of(&suggestion.likeness));
    Ok(NewPair {
        one: suggestion.one,
        other: suggestion.other,
        score: thousandths(suggestion.likeness.score),
        why: why.map_err(|e| Error::Internal(e.to_string()))?,
    })
}

/// A likeness in thousandths, for ordering.
fn thousandths(score: f64) -> i64 {
    let steps = (0..1_000_i32).take_while(|n| f64::from(*n) < score * 1_000.0);
    i64::try_from(steps.count()).unwrap_or(0)
}
