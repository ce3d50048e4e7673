//! Round 9 of 云河县 while its teams are on site, with people who hold a team's or a unit's roles.

use crate::TestApp;
use app::Ctx;
use app::round::{ImportRound, TakenOver};
use db::Engine;
use domain::engagement::Kept;
use domain::permission::Role;
use domain::round::Stage;
use kernel::{EngagementId, RoundId, UnitId};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Seconds from the clock's first noon, 2025-07-21, to 2025-10-20.
const UNTIL_ON_SITE: i64 = 91 * 86_400;

/// The round and its engagements by their units' names.
#[derive(Clone)]
pub struct OnSite {
    /// The round.
    pub round: RoundId,
    engagements: BTreeMap<String, Kept>,
    /// Logins given out.
    logins: Arc<AtomicUsize>,
}

impl OnSite {
    /// The engagement of a unit.
    pub fn engagement(&self, unit: &str) -> EngagementId {
        self.kept(unit).engagement.id
    }

    /// A unit of the round.
    pub fn unit(&self, unit: &str) -> UnitId {
        self.kept(unit).unit
    }

    fn kept(&self, unit: &str) -> &Kept {
        self.engagements.get(unit).expect("a unit of round 9")
    }
}

impl TestApp {
    /// The county with round 9 on site: engagements in understanding, the clock at 2025-10-20. Nobody holds a team's
    /// role yet; [`TestApp::team_member`] and [`TestApp::of_unit`] make people who do.
    pub async fn on_site(engine: Engine) -> (Self, OnSite) {
        let t = Self::with_county(engine).await;
        let round = ImportRound {
            file: "yunhe-round.json".into(),
            bytes: crate::county_file("yunhe-round.json"),
            taken_over: Some(TakenOver { stage: Stage::OnSite, source: "第九轮工作台账".to_owned() }),
        };
        let round = t.app.perform(&t.clerk().await, &round).await.expect("a round").done.round;
        let page = t.app.round(&t.clerk().await, round).await.expect("its page");
        let lines = page.teams.into_iter().flat_map(|team| team.engagements);
        let engagements = lines.map(|line| (line.unit, line.kept.value)).collect();
        t.clock.advance(UNTIL_ON_SITE);
        (t, OnSite { round, engagements, logins: Arc::default() })
    }

    /// Someone who holds a team's role in a unit's engagement.
    pub async fn team_member(&self, site: &OnSite, unit: &str, role: Role) -> Ctx {
        self.holder_of(&site.login(role), role, site.engagement(unit).0).await
    }

    /// Someone who holds a role for a unit or department.
    pub async fn of_unit(&self, site: &OnSite, unit: &str, role: Role) -> Ctx {
        self.holder_of(&site.login(role), role, site.unit(unit).0).await
    }
}

impl OnSite {
    fn login(&self, role: Role) -> String {
        format!("{}-{}", role.code(), self.logins.fetch_add(1, Ordering::SeqCst))
    }
}
