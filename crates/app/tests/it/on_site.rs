//! A round on site as tests have it, and sight that follows what a role is held for.

use domain::permission::{Action, Role, Scope};
use testkit::{TestApp, on_both};

on_both! {
    async fn a_team_sees_its_own_engagement_and_no_other_and_the_unit_sees_neither(engine) {
        let (t, site) = TestApp::on_site(engine).await;
        let leader = t.team_member(&site, "县农业农村局", Role::TeamLeader).await;
        let (own, other) = (site.engagement("县农业农村局"), site.engagement("县民政局"));
        assert!(leader.may(Action::EngagementView, Scope::One(own.0)));
        assert!(!leader.may(Action::EngagementView, Scope::One(other.0)));
        assert!(t.app.engagement(&leader, own).await.is_ok());
        assert!(t.app.engagement(&leader, other).await.is_err());
        let head = t.of_unit(&site, "县农业农村局", Role::UnitHead).await;
        assert!(t.app.engagement(&head, own).await.is_err());
    }
}
