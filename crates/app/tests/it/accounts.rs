//! Accounts, roles, sessions.

use app::account::{
    Attempt, ChangeAccount, ChangeOwnPassword, CreateAccount, EndRole, GrantRole, NewPassword, SetUp,
    SignInRefusal,
};
use app::{Channel, Error};
use domain::account::Profile;
use domain::permission::{Action, Role, Scope};
use testkit::{PASSWORD, TestApp, on_both};

fn attempt<'a>(login: &'a str, password: &'a str) -> Attempt<'a> {
    Attempt { login, password, address: "192.0.2.7", agent: "test" }
}

on_both! {
    async fn set_up_makes_one_account_and_happens_once(engine) {
        let t = TestApp::set_up(engine).await;
        let again = SetUp {
            committee: "某某".into(), office: "某某".into(), level: "county".into(), profile: Profile::SmallOffice,
            name: "某".into(), login: "second".into(), password: PASSWORD.into(),
        };
        let refused = t.app.perform(&t.app.own_ctx("set-up", Channel::Page), &again).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(r) if r.0.id == "set-up-already-done"));
        // Nobody who is signed in, and nobody who is not, can ask for it.
        assert!(matches!(t.app.perform(&t.clerk().await, &again).await.unwrap_err(), Error::NotFound));
    }

    async fn set_up_names_every_wrong_field_at_once(engine) {
        let t = TestApp::empty(engine).await;
        let wrong = SetUp {
            committee: "".into(), office: "x".into(), level: "moon".into(), profile: Profile::SmallOffice,
            name: " ".into(), login: "a b".into(), password: "short".into(),
        };
        let Err(Error::Invalid(errors)) =
            t.app.perform(&t.app.own_ctx("set-up", Channel::Page), &wrong).await
        else { panic!("must be refused") };
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_ref()).collect();
        for field in ["committee", "office", "level", "name", "login", "password"] {
            assert!(fields.contains(&field), "{field} not in {fields:?}");
        }
    }

    async fn the_right_password_begins_a_session_and_signing_out_ends_it(engine) {
        let t = TestApp::set_up(engine).await;
        let signed_in = t.app.sign_in(&attempt("Clerk", PASSWORD)).await.unwrap().unwrap();
        let token = signed_in.token.text.expose().clone();
        let (signed, _) = t.app.signed_by_session(&token).await.unwrap().unwrap();
        assert_eq!(signed.name, "窦甲纬");
        t.app.sign_out(&signed).await.unwrap();
        assert!(t.app.signed_by_session(&token).await.unwrap().is_none());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_session_ends_when_idle_and_whatever_happens_after_twelve_hours(engine) {
        let t = TestApp::set_up(engine).await;
        let token = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().token.text;
        for _ in 0..4 * 6 {
            t.clock.advance(29 * 60);
            assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_some());
        }
        t.clock.advance(29 * 60);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none(), "twelve hours are over");
        let token = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().token.text;
        t.clock.advance(31 * 60);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none(), "idle");
    }

    async fn guessing_is_slowed_for_the_guesser_and_not_for_the_colleague_elsewhere(engine) {
        let t = TestApp::set_up(engine).await;
        for _ in 0..5 {
            let answer = t.app.sign_in(&attempt("clerk", "wrong password")).await.unwrap();
            assert!(matches!(answer, Err(SignInRefusal::Wrong)));
        }
        let slowed = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap();
        assert!(matches!(slowed, Err(SignInRefusal::Wait(1..=10))));
        let elsewhere = Attempt { address: "192.0.2.8", ..attempt("clerk", PASSWORD) };
        assert!(t.app.sign_in(&elsewhere).await.unwrap().is_ok());
        t.clock.advance(11);
        assert!(t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().is_ok());
    }

    async fn a_new_account_is_disabled_then_enabled_then_gone_at_once(engine) {
        let t = TestApp::set_up(engine).await;
        let create = CreateAccount { login: "li".into(), name: "李丁".into(), password: PASSWORD.into() };
        let account = t.app.perform(&t.clerk().await, &create).await.unwrap().done.account;
        assert!(t.app.sign_in(&attempt("li", PASSWORD)).await.unwrap().is_err());
        t.app.perform(&t.clerk().await, &ChangeAccount { account, enabled: true }).await.unwrap();
        let token = t.app.sign_in(&attempt("li", PASSWORD)).await.unwrap().unwrap().token.text;
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().unwrap().0.must_change_password);
        t.app.perform(&t.clerk().await, &ChangeAccount { account, enabled: false }).await.unwrap();
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_login_is_given_once_however_it_is_written(engine) {
        let t = TestApp::set_up(engine).await;
        let create = CreateAccount { login: "CLERK".into(), name: "某".into(), password: PASSWORD.into() };
        let Err(Error::Invalid(errors)) = t.app.perform(&t.clerk().await, &create).await
        else { panic!("must be refused") };
        assert_eq!(errors[0].message.id, "account-login-taken");
    }

    async fn changing_the_password_needs_the_present_one_and_ends_other_sessions(engine) {
        let t = TestApp::set_up(engine).await;
        let here = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().token.text;
        let there = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().token.text;
        let (signed, _) = t.app.signed_by_session(here.expose()).await.unwrap().unwrap();
        let new = || NewPassword { password: "石桥边的松树 2025".into(), again: "石桥边的松树 2025".into() };
        let who = || app::Who::Account(Box::new(signed.clone()));
        let wrong = ChangeOwnPassword { current: "not it".into(), new: new() };
        assert!(matches!(t.app.perform(&t.ctx_of(who()), &wrong).await, Err(Error::Invalid(_))));
        let right = ChangeOwnPassword { current: PASSWORD.into(), new: new() };
        t.app.perform(&t.ctx_of(who()), &right).await.unwrap();
        assert!(t.app.signed_by_session(here.expose()).await.unwrap().is_some());
        assert!(t.app.signed_by_session(there.expose()).await.unwrap().is_none());
        assert!(t.app.sign_in(&attempt("clerk", "石桥边的松树 2025")).await.unwrap().is_ok());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_role_gives_sight_and_its_end_takes_it_at_the_next_request(engine) {
        let t = TestApp::set_up(engine).await;
        let account = t.stranger("auditor").await;
        assert!(!t.ctx("auditor").await.may(Action::JournalView, Scope::System));
        let grant = GrantRole { account, role: Role::Auditor, scope: None };
        let grant = t.app.perform(&t.clerk().await, &grant).await.unwrap().done.grant;
        assert!(t.ctx("auditor").await.may(Action::JournalView, Scope::System));
        t.app.perform(&t.clerk().await, &EndRole { account, grant }).await.unwrap();
        assert!(!t.ctx("auditor").await.may(Action::JournalView, Scope::System));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn in_the_strict_profile_administrators_exclude_one_another(engine) {
        let t = TestApp::set_up_as(engine, Profile::Strict).await;
        // The first account keeps the system; the one it makes first is the security administrator.
        let create = CreateAccount { login: "security".into(), name: "安己".into(), password: PASSWORD.into() };
        t.app.perform(&t.clerk().await, &create).await.unwrap();
        let clerk = t.signed("clerk").await.account;
        let second = GrantRole { account: clerk, role: Role::Auditor, scope: None };
        let refused = t.app.perform(&t.ctx("security").await, &second).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(r) if r.0.id == "permission-administrators-exclude"));
        // And who keeps the system cannot grant.
        let refused = t.app.perform(&t.clerk().await, &second).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)));
    }
}
