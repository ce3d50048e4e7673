//! What a person declared and where they served, with every place recognised once: the ground of all checks.

use super::{Place, RecusalRules, Resolution, UnitNames};
use crate::inspector::{NamedUnit, Profile, Relatives};
use crate::term::Month;

/// A person's declared facts, ready to be put beside units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub(super) name: String,
    pub(super) home: Place,
    pub(super) home_post: String,
    pub(super) posts: Vec<PostFact>,
    pub(super) relatives: Option<Vec<RelativeFact>>,
    pub(super) native: Place,
    pub(super) native_written: String,
}

/// A former post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PostFact {
    pub(super) place: Place,
    pub(super) post: String,
    pub(super) from: Month,
    pub(super) to: Option<Month>,
}

/// A declared relative or acquaintance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RelativeFact {
    pub(super) relation: String,
    pub(super) name: String,
    pub(super) post: String,
    pub(super) place: Place,
}

impl Facts {
    /// Gathers a person's facts, every place recognised by the tree as it is now.
    pub fn gather(profile: &Profile, rules: &RecusalRules, names: &dyn UnitNames) -> Self {
        let place = |named: &NamedUnit| Place::new(named, names, &rules.elsewhere);
        let posts = profile.posts.iter().map(|p| PostFact {
            place: place(&p.unit),
            post: p.post.clone(),
            from: p.from,
            to: p.to,
        });
        let relatives = match &profile.relatives {
            Relatives::NotAsked => None,
            Relatives::None => Some(Vec::new()),
            Relatives::Some(found) => Some(
                found
                    .as_slice()
                    .iter()
                    .map(|r| RelativeFact {
                        relation: r.relation.clone(),
                        name: r.name.clone(),
                        post: r.post.clone(),
                        place: r.unit.as_ref().map_or(Place::Elsewhere, place),
                    })
                    .collect(),
            ),
        };
        Self {
            name: profile.name.clone(),
            home: place(&profile.home),
            home_post: profile.post.clone(),
            posts: posts.collect(),
            relatives,
            native: native_place(&profile.native_place, rules, names),
            native_written: profile.native_place.clone(),
        }
    }

    /// Whether relatives were never asked for.
    pub const fn relatives_not_asked(&self) -> bool {
        self.relatives.is_none()
    }
}

/// A native place: the county's name in front is taken off, what remains must be a unit. A place that names no
/// township or village is elsewhere; one that does and is not recognised stays a question.
fn native_place(written: &str, rules: &RecusalRules, names: &dyn UnitNames) -> Place {
    let written = written.trim();
    if written.is_empty() {
        return Place::Unknown { written: String::new() };
    }
    if rules.native_elsewhere.iter().any(|word| word == written) {
        return Place::Elsewhere;
    }
    let Some(rest) = without_own_place(written, rules.own_place.as_deref()) else { return Place::Elsewhere };
    match names.resolve(rest) {
        Resolution::Found(found) => Place::Unit { written: written.to_owned(), found },
        Resolution::Ambiguous(candidates) => Place::Ambiguous { written: written.to_owned(), candidates },
        Resolution::Unknown
            if rest.ends_with(['镇', '乡', '村']) || rest.ends_with("街道") || rest.ends_with("社区") =>
        {
            Place::Unknown { written: written.to_owned() }
        }
        Resolution::Unknown => Place::Elsewhere,
    }
}

/// What follows the county in a native place. With the own county set, another county's places are elsewhere.
fn without_own_place<'a>(written: &'a str, own: Option<&str>) -> Option<&'a str> {
    if let Some(own) = own {
        return match written.split_once(own) {
            Some((_, rest)) => Some(rest),
            None if written.contains(['县', '市', '区', '旗']) => None,
            None => Some(written),
        };
    }
    let after = written.char_indices().rev().find(|(_, c)| matches!(c, '县' | '市' | '旗'));
    let rest =
        after.and_then(|(at, c)| written.get(at + c.len_utf8()..)).filter(|r| r.chars().nth(1).is_some());
    Some(rest.unwrap_or(written))
}
