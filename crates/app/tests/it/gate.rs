//! What keeps an engagement from being closed: items of its ledger, and petitions without an end.

use app::engagement::AdvanceEngagement;
use app::petition::{Entry, RegisterPetition, Told, WithdrawPetition};
use domain::engagement::Stage;
use domain::permission::Role;
use kernel::EngagementId;
use testkit::{TestApp, UNIT, on_both};

fn on(engagement: EngagementId, from: Stage) -> AdvanceEngagement {
    AdvanceEngagement { engagement, from, reason: "县委要求先报告".into() }
}

on_both! {
    async fn an_engagement_is_closed_once_its_items_are_settled_and_its_petitions_at_their_end(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let (clerk, other) = (t.clerk().await, site.engagement("县水利局"));
        let mut petitions = Vec::new();
        for (login, engagement) in [("one", site.engagement(UNIT)), ("two", other)] {
            let member = t.person_of(login, Role::TeamMember, engagement.0).await;
            let entry = Entry {
                channel: "letter".into(),
                received: t.app.now(),
                reporter: Told::nothing(),
                contact: Told::nothing(),
                people: None,
                openers: Vec::new(),
                unit: String::new(),
                subjects: String::new(),
                text: "渠道只修了一半。".into(),
                disciplines: Vec::new(),
            };
            let act = RegisterPetition { engagement, entry };
            petitions.push((login, t.done(&member, &act).await.petition));
        }
        let fed = t.feed_back(site).await;
        t.to_feedback(other).await;
        // Telling the leading body begins rectification by itself.
        t.done(&clerk, &on(other, Stage::Feedback)).await;
        assert_eq!(t.refused(&clerk, &on(fed.engagement, Stage::Rectification)).await, "engagement-close-open-both");
        assert_eq!(t.refused(&clerk, &on(other, Stage::Rectification)).await, "engagement-close-open-petitions");
        for ((login, petition), engagement) in petitions.into_iter().zip([fed.engagement, other]) {
            let act = WithdrawPetition { engagement, petition, version: None, why: "重复登记".into() };
            t.done(&t.ctx(login).await, &act).await;
        }
        assert_eq!(t.refused(&clerk, &on(fed.engagement, Stage::Rectification)).await, "engagement-close-open-items");
        t.done(&clerk, &on(other, Stage::Rectification)).await;
        assert_eq!(t.verify().await.faults, []);
    }
}
