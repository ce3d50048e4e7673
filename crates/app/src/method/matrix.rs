//! Focus points × methods of an engagement (C14): what stands behind each point, and under which nothing does.
//!
//! A cell counts distinct numbers: of records that serve the point, and of the evidence that findings cite for it. A number
//! that is both counts once.

use super::read::home;
use crate::{App, Ctx, Error, View};
use domain::finding::{FocusCode, FocusRules, Kept, Standing};
use domain::method::Method;
use domain::permission::{Action, Scope};
use domain::ruleset::Names;
use kernel::EngagementId;
use std::collections::{BTreeMap, BTreeSet};
use store::{Stored, finding as findings, method as methods, unit as units};

/// What stands behind a point by one method: the numbers.
pub type MethodCell = BTreeSet<String>;

/// A point with what stands behind it.
#[derive(Clone, Debug)]
pub struct MethodMatrixLine {
    /// Its code.
    pub code: FocusCode,
    /// How deep it lies; 0 for the points of the frame itself.
    pub depth: u8,
    /// What it is called.
    pub name: Names,
    /// By the codes of methods.
    pub cells: BTreeMap<&'static str, MethodCell>,
}

/// The points of a frame and what stands behind each.
#[derive(Clone, Debug)]
pub struct MethodMatrix {
    /// The engagement's unit.
    pub unit: String,
    /// All frames.
    pub rules: FocusRules,
    /// The code of the frame shown.
    pub frame: String,
    /// Its points.
    pub lines: Vec<MethodMatrixLine>,
}

impl App {
    /// The points of a frame with what was learnt about each, by method; points of other frames that mean the same count.
    ///
    /// # Errors
    /// As [`App::view`]; [`Error::NotFound`].
    pub async fn method_matrix(
        &self,
        ctx: &Ctx,
        engagement: EngagementId,
        frame: Option<&str>,
    ) -> Result<MethodMatrix, Error> {
        let scope = Scope::One(engagement.0);
        let View { viewer, mut conn } = self.view(ctx, Action::MethodView, scope).await?;
        let home = home(&mut conn, &viewer, engagement).await?;
        let rules = self.ruleset::<FocusRules>(&mut conn, home.on_site.from).await?.rules;
        let unit = units::get(&mut conn, home.unit).await?.map(|unit| unit.value.name).unwrap_or_default();
        let records = methods::focused(&mut conn, &viewer, engagement).await?;
        let papers = findings::of_engagement(&mut conn, &viewer, engagement).await?;
        let chosen = rules.frames.iter().find(|f| Some(f.code.as_str()) == frame);
        let frame = chosen.or_else(|| rules.frames.first()).map(|f| f.code.clone()).unwrap_or_default();
        let lines = lines(&rules, &frame, &records, &papers);
        Ok(MethodMatrix { unit, frame, lines, rules })
    }
}

fn lines(
    rules: &FocusRules,
    frame: &str,
    records: &[methods::Focused],
    papers: &[Stored<Kept>],
) -> Vec<MethodMatrixLine> {
    let mut cells: BTreeMap<&FocusCode, BTreeMap<&'static str, MethodCell>> = BTreeMap::new();
    let mut add = |code: &FocusCode, method: &str, number: &str| {
        for point in rules.in_frame(code, frame) {
            let by_method = cells.entry(&point.code).or_default();
            by_method.entry(Method::of(method).code).or_default().insert(number.to_owned());
        }
    };
    for record in records {
        for code in record.focus.split_whitespace() {
            add(&FocusCode(code.to_owned()), &record.method, &record.number);
        }
    }
    let stands = |kept: &&Stored<Kept>| !matches!(kept.mark.standing, Standing::Moved | Standing::Withdrawn);
    for kept in papers.iter().filter(stands) {
        for (code, evidence) in
            kept.paper.focus.iter().flat_map(|code| kept.paper.all_evidence().map(move |e| (code, e)))
        {
            add(code, &evidence.method, &evidence.number);
        }
    }
    let line = |(depth, point): (u8, &domain::finding::FocusPoint)| MethodMatrixLine {
        cells: cells.remove(&point.code).unwrap_or_default(),
        code: point.code.clone(),
        depth,
        name: point.name.clone(),
    };
    rules.lines(frame).into_iter().map(line).collect()
}
