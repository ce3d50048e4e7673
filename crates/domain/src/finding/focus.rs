//! Frames of focus: versioned trees of points, mapped to each other (C14).
//!
//! 三个聚焦 and 四个落实 ship with the program; an office adds its own levels below. Codes stay when words change.

use super::FindingRules;
use crate::ruleset::{Names, Reader};
use kernel::Message;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A point of a frame, by its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FocusCode(pub String);

/// A point of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FocusPoint {
    /// Its code.
    pub code: FocusCode,
    /// What pages call it.
    pub name: Names,
    /// The point above.
    pub parent: Option<FocusCode>,
    /// Points of other frames that mean the same.
    pub maps_to: Vec<FocusCode>,
}

/// A frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its code.
    pub code: String,
    /// What pages call it.
    pub name: Names,
    /// Its points, parents before children.
    pub points: Vec<FocusPoint>,
    /// The document it rests on.
    pub basis: String,
}

/// Frames and the rules for findings, body of their ruleset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FocusRules {
    /// The frames, the one in use first.
    pub frames: Vec<Frame>,
    /// What a finding must hold.
    pub findings: FindingRules,
}

impl FocusRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        let frames = reader.list("frames", |f| {
            let (code, name, basis) = (f.text("code"), f.names("name"), f.text("basis"));
            let points = f.list("points", read_point);
            Some(Frame { code: code?, name: name?, points, basis: basis? })
        });
        let findings = reader.object("findings").and_then(|object| {
            let rules = FindingRules::read(&object);
            object.finish();
            rules
        });
        let rules = Self { frames, findings: findings? };
        rules.check(reader);
        Some(rules)
    }

    /// The shipped default.
    pub fn shipped() -> Self {
        let shipped = crate::ruleset::shipped().unwrap_or_default();
        let bodies = shipped.into_iter().filter_map(|ruleset| ruleset.draft.check().ok());
        let mut rules = bodies.filter_map(|body| match body {
            crate::ruleset::Body::Focus(rules) => Some(rules),
            _ => None,
        });
        rules.next().unwrap_or_default()
    }

    /// A code once, a parent before its children in the same frame, and maps that lead somewhere.
    fn check(&self, reader: &Reader<'_>) {
        let mut seen = BTreeSet::new();
        let say = |id: &'static str, code: &FocusCode| {
            reader.faults().note(reader.at("frames"), Message::new(id).with("value", code.0.as_str()));
        };
        for frame in &self.frames {
            let mut here = BTreeSet::new();
            for point in &frame.points {
                if !seen.insert(&point.code) {
                    say("ruleset-word-twice", &point.code);
                }
                if let Some(parent) = point.parent.as_ref().filter(|parent| !here.contains(*parent)) {
                    say("ruleset-focus-parent", parent);
                }
                here.insert(&point.code);
            }
        }
        for point in self.frames.iter().flat_map(|frame| &frame.points) {
            for target in point.maps_to.iter().filter(|target| !seen.contains(*target)) {
                say("ruleset-focus-map", target);
            }
        }
    }

    /// A point by its code.
    pub fn point(&self, code: &FocusCode) -> Option<&FocusPoint> {
        self.frames.iter().flat_map(|frame| &frame.points).find(|point| point.code == *code)
    }

    /// The points of a frame in their order, each with how deep it lies: 0 for the points of the frame itself.
    pub fn lines(&self, frame: &str) -> Vec<(u8, &FocusPoint)> {
        let Some(frame) = self.frames.iter().find(|f| f.code == frame) else { return Vec::new() };
        let mut depths: BTreeMap<&FocusCode, u8> = BTreeMap::new();
        let deep = |point: &'_ FocusPoint, depths: &BTreeMap<&FocusCode, u8>| {
            let above = point.parent.as_ref().and_then(|parent| depths.get(parent)).copied();
            above.map_or(0, |depth| depth.saturating_add(1))
        };
        let mut lines = Vec::new();
        for point in &frame.points {
            let depth = deep(point, &depths);
            depths.insert(&point.code, depth);
            lines.push((depth, point));
        }
        lines
    }

    /// The points of another frame that a code means: mapped from it, or mapped to it; its parent's when it has none.
    pub fn in_frame(&self, code: &FocusCode, frame: &str) -> Vec<&FocusPoint> {
        let Some(frame) = self.frames.iter().find(|f| f.code == frame) else { return Vec::new() };
        if let Some(own) = frame.points.iter().find(|point| point.code == *code) {
            return vec![own];
        }
        let mut at = self.point(code);
        while let Some(point) = at {
            let means = |other: &&FocusPoint| {
                point.maps_to.contains(&other.code) || other.maps_to.contains(&point.code)
            };
            let found: Vec<_> = frame.points.iter().filter(means).collect();
            if !found.is_empty() {
                return found;
            }
            at = point.parent.as_ref().and_then(|parent| self.point(parent));
        }
        Vec::new()
    }

    /// How many units each point has been found in; those in three or more are common problems.
    pub fn common<'a, U: Ord>(
        found: impl IntoIterator<Item = (&'a FocusCode, U)>,
        least: usize,
    ) -> Vec<&'a FocusCode> {
        let mut units: BTreeMap<&FocusCode, BTreeSet<U>> = BTreeMap::new();
        for (code, unit) in found {
            units.entry(code).or_default().insert(unit);
        }
        units.into_iter().filter(|(_, units)| units.len() >= least).map(|(code, _)| code).collect()
    }
}

fn read_point(p: &Reader<'_>) -> Option<FocusPoint> {
    let (code, name) = (p.text("code"), p.names("name"));
    let parent = p.optional_text("parent").map(FocusCode);
    let maps_to = p.optional_texts("maps_to").into_iter().map(FocusCode).collect();
    Some(FocusPoint { code: FocusCode(code?), name: name?, parent, maps_to })
}
