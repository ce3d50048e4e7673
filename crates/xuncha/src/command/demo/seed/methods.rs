//! What the team that is on site did so far and is about to do: one use of most methods, as its liaison inspector entered it.

use super::Seed;
use super::rounds::day;
use crate::exit::Failure;
use app::method::{CheckMethod, EnterMethod, GivenHeld, GivenPlan, GivenSetting};
use domain::finding::FocusCode;
use domain::method::{Met, Point};
use kernel::{Day, EngagementId, PersonId, RoundId};
use serde::Deserialize;

/// The team of the round under way: who enters, and who goes along.
const LIAISON: &str = "site-liaison";
const MEMBER: &str = "site-member";

/// One use of a method, as the story tells it; without points it is still to come.
#[derive(Deserialize)]
struct Told {
    method: String,
    day: Day,
    from: String,
    to: String,
    place: String,
    topic: String,
    focus: Vec<FocusCode>,
    met: Vec<(String, String)>,
    #[serde(default)]
    people: Option<u32>,
    points: Vec<(String, String)>,
}

impl Told {
    fn setting(&self, inspectors: &[PersonId]) -> GivenSetting {
        GivenSetting {
            day: Some(self.day),
            from: self.from.clone(),
            to: self.to.clone(),
            place: self.place.clone(),
            unit: None,
            inspectors: inspectors.to_vec(),
            met: self.met.iter().cloned().map(|(name, post)| Met { name, post }).collect(),
        }
    }

    fn act(&self, engagement: EngagementId, inspectors: &[PersonId]) -> EnterMethod {
        let points = self.points.iter().cloned().map(|(topic, text)| Point { topic, text });
        let held =
            GivenHeld { setting: self.setting(inspectors), people: self.people, points: points.collect() };
        EnterMethod {
            engagement,
            number: String::new(),
            plan: GivenPlan {
                method: self.method.clone(),
                topic: self.topic.clone(),
                focus: self.focus.clone(),
                setting: self.setting(inspectors),
                ..GivenPlan::default()
            },
            held: (!self.points.is_empty()).then_some(held),
        }
    }
}

/// Everything of the first engagement of the round: each entered on its day, plans on the last working day before today.
/// The talks of November are checked by both; the special check waits for the member.
pub(super) async fn enter(seed: &Seed<'_>, round: RoundId) -> Result<(), Failure> {
    let told: Vec<Told> = serde_json::from_str(include_str!("methods.json")).map_err(Failure::defect)?;
    let (begins, now) = (day(2025, 11, 18)?, day(2025, 12, 12)?);
    let found = seed.app.round(&seed.ctx(super::CLERK, begins).await?, round).await?;
    let first = found.teams.iter().flat_map(|team| &team.engagements).next();
    let engagement = first.ok_or_else(|| Failure::defect("a round without engagements"))?.kept.engagement.id;
    let mut inspectors = Vec::new();
    for login in [LIAISON, MEMBER] {
        let start = seed.app.method_start(&seed.ctx(login, begins).await?, engagement).await?;
        inspectors.push(start.own.ok_or_else(|| Failure::defect(login))?);
    }
    for one in &told {
        let on = one.day.min(now);
        let record = seed.act(LIAISON, on, &one.act(engagement, &inspectors)).await?.done.record;
        let checks = CheckMethod { engagement, record, version: None };
        match (one.method.as_str(), one.points.is_empty()) {
            ("C2", false) => {
                seed.act(LIAISON, on, &checks).await?;
                seed.act(MEMBER, on, &checks).await?;
            }
            ("C10", false) => {
                seed.act(LIAISON, on, &checks).await?;
            }
            _ => {}
        }
    }
    Ok(())
}
