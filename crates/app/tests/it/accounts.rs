//! Accounts, roles, sessions.

use app::account::{
    Attempt, ChangeAccount, ChangeOwnPassword, CreateAccount, EndRole, GrantRole, NewPassword, SetUp,
    SignInRefusal, UnitChoice,
};
use app::{Channel, Error, Limits};
use domain::account::Profile;
use domain::permission::{Action, Role, Scope};
use domain::ruleset::{Approver, Kind, State};
use testkit::{PASSWORD, TestApp, on_both};

fn attempt<'a>(login: &'a str, password: &'a str) -> Attempt<'a> {
    Attempt { login, password, address: "192.0.2.7", agent: "test" }
}

on_both! {
    async fn set_up_makes_one_account_and_happens_once(engine) {
        let t = TestApp::set_up(engine).await;
        let again = SetUp {
            committee: "某某".into(), office: "某某".into(), level: "county".into(), own_place: String::new(), profile: Profile::SmallOffice,
            name: "某".into(), login: "second".into(), password: PASSWORD.into(), practice: false,
        };
        let refused = t.app.perform(&t.app.own_ctx("set-up", Channel::Page), &again).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(r) if r.0.id == "set-up-already-done"));
        // Nobody who is signed in, and nobody who is not, can ask for it.
        assert!(matches!(t.app.perform(&t.clerk().await, &again).await.unwrap_err(), Error::NotFound));
    }

    async fn set_up_names_every_wrong_field_at_once(engine) {
        let t = TestApp::empty(engine).await;
        let wrong = SetUp {
            committee: "".into(), office: "x".into(), level: "moon".into(), own_place: "县".into(), profile: Profile::SmallOffice,
            name: " ".into(), login: "a b".into(), password: "short".into(), practice: false,
        };
        let Err(Error::Invalid(errors)) =
            t.app.perform(&t.app.own_ctx("set-up", Channel::Page), &wrong).await
        else { panic!("must be refused") };
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_ref()).collect();
        for field in ["committee", "office", "level", "own_place", "name", "login", "password"] {
            assert!(fields.contains(&field), "{field} not in {fields:?}");
        }
    }

    async fn the_place_said_at_set_up_is_a_version_of_recusal_from_the_first_day(engine) {
        let t = TestApp::empty(engine).await;
        let act = SetUp {
            committee: "中共云河县委员会".into(), office: "县委巡察办".into(), level: "county".into(),
            own_place: " 云河县 ".into(), profile: Profile::SmallOffice, name: "窦甲纬".into(), login: "clerk".into(),
            password: PASSWORD.into(), practice: false,
        };
        t.app.perform(&t.app.own_ctx("set-up", Channel::Page), &act).await.unwrap();
        let versions = t.app.ruleset_versions(&t.clerk().await, Kind::Recusal).await.unwrap();
        let [(new, by), (shipped, _)] = &versions[..] else { panic!("two versions") };
        assert_eq!((new.value.version, &new.value.body["own_place"]), (2, &"云河县".into()));
        assert!(matches!(new.value.state, State::Published { approver: Approver::SetUp, .. }) && by.is_none());
        // Rounds of years ago are judged by it too.
        assert_eq!(new.value.effective_from, shipped.value.effective_from);
        assert!(shipped.value.body.get("own_place").is_none() && shipped.value.is_published());
        assert_eq!(t.verify().await.faults, []);
        // Where nothing was said, the shipped version alone rules.
        let silent = TestApp::set_up(engine).await;
        assert_eq!(silent.app.ruleset_versions(&silent.clerk().await, Kind::Recusal).await.unwrap().len(), 1);
    }

    async fn the_right_password_begins_a_session_and_signing_out_ends_it(engine) {
        let t = TestApp::set_up(engine).await;
        let signed_in = t.app.sign_in(&attempt("Clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap();
        let token = signed_in.token.text.expose().clone();
        let (signed, ..) = t.app.signed_by_session(&token).await.unwrap().unwrap();
        assert_eq!(signed.name, "窦甲纬");
        t.app.sign_out(&signed).await.unwrap();
        assert!(t.app.signed_by_session(&token).await.unwrap().is_none());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_session_ends_when_idle_and_whatever_happens_after_twelve_hours(engine) {
        let t = TestApp::set_up(engine).await;
        let token = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap().token.text;
        for _ in 0..4 * 6 {
            t.clock.advance(29 * 60);
            assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_some());
        }
        t.clock.advance(29 * 60);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none(), "twelve hours are over");
        let token = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap().token.text;
        t.clock.advance(31 * 60);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none(), "idle");
    }

    async fn sessions_last_as_long_as_the_settings_say(engine) {
        let limits = Limits { idle_seconds: 300, absolute_seconds: 3_600, ..Limits::default() };
        let t = TestApp::empty_with(engine, limits).await.set_up_by(Profile::SmallOffice).await;
        let sign_in = async || t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap();
        let token = sign_in().await.token.text;
        t.clock.advance(299);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_some());
        t.clock.advance(301);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none(), "five minutes without use");
        let token = sign_in().await.token.text;
        for _ in 0..14 {
            t.clock.advance(250);
            assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_some());
        }
        t.clock.advance(250);
        assert!(t.app.signed_by_session(token.expose()).await.unwrap().is_none(), "an hour is over");
        // An idle session is no session in the list either.
        assert!(t.app.own_sessions(&t.clerk().await).await.unwrap().is_empty());
    }

    async fn a_hundred_guesses_at_once_wait_for_each_other_like_guesses_one_by_one(engine) {
        let t = TestApp::set_up(engine).await;
        let guesses = (0..40).map(|_| {
            let app = t.app.clone();
            tokio::spawn(async move { app.sign_in(&attempt("clerk", "wrong password")).await.unwrap() })
        });
        let mut tried = 0;
        for guess in guesses.collect::<Vec<_>>() {
            tried += usize::from(matches!(guess.await.unwrap(), Err(SignInRefusal::Wrong)));
        }
        assert!((5..=7).contains(&tried), "{tried} were tried");
    }

    async fn a_login_that_is_not_there_is_slowed_and_answered_like_one_that_is(engine) {
        let t = TestApp::set_up(engine).await;
        for login in ["nobody", "clerk"] {
            for _ in 0..5 {
                let answer = t.app.sign_in(&attempt(login, "wrong password")).await.unwrap();
                assert!(matches!(answer, Err(SignInRefusal::Wrong)), "{login}");
            }
            let answer = t.app.sign_in(&attempt(login, "wrong password")).await.unwrap();
            assert!(matches!(answer, Err(SignInRefusal::Wait(1..=10))), "{login}");
        }
    }

    async fn whoever_finds_a_session_open_cannot_guess_the_password_in_it(engine) {
        let t = TestApp::set_up(engine).await;
        let signed = t.signed("clerk").await;
        for _ in 0..5 {
            assert!(!t.app.confirm_password(&signed, "wrong password").await.unwrap());
        }
        let held = t.app.confirm_password(&signed, PASSWORD).await.unwrap_err();
        assert!(matches!(held, Error::Refused(r) if r.0.id == "sign-in-wait"));
        t.clock.advance(11);
        assert!(t.app.confirm_password(&signed, PASSWORD).await.unwrap());
    }

    async fn another_role_means_another_token(engine) {
        let t = TestApp::set_up(engine).await;
        let before = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap().token.text;
        let (signed, ..) = t.app.signed_by_session(before.expose()).await.unwrap().unwrap();
        let after = t.app.act_in(&signed, Some(signed.grants[1].id)).await.unwrap().unwrap().text;
        assert!(t.app.signed_by_session(before.expose()).await.unwrap().is_none());
        let (signed, ..) = t.app.signed_by_session(after.expose()).await.unwrap().unwrap();
        assert_eq!(signed.acting, Some(signed.grants[1].id));
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
        let token = t.app.sign_in(&attempt("li", PASSWORD)).await.unwrap().unwrap().session().unwrap().token.text;
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
        let here = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap().token.text;
        let there = t.app.sign_in(&attempt("clerk", PASSWORD)).await.unwrap().unwrap().session().unwrap().token.text;
        let (signed, ..) = t.app.signed_by_session(here.expose()).await.unwrap().unwrap();
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
        let grant = GrantRole { account, role: Role::Auditor, scope: None, last_day: None };
        let grant = t.app.perform(&t.clerk().await, &grant).await.unwrap().done.grant;
        assert!(t.ctx("auditor").await.may(Action::JournalView, Scope::System));
        t.app.perform(&t.clerk().await, &EndRole { account, grant }).await.unwrap();
        assert!(!t.ctx("auditor").await.may(Action::JournalView, Scope::System));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_role_given_for_a_period_ends_by_itself_and_one_of_a_unit_is_found_by_its_name(engine) {
        let t = TestApp::set_up(engine).await;
        let account = t.stranger("li").await;
        let grant = |last_day| GrantRole { account, role: Role::Auditor, scope: None, last_day };
        let yesterday = t.app.today().plus_days(-1);
        let refused = t.app.perform(&t.clerk().await, &grant(Some(yesterday))).await.unwrap_err();
        assert!(matches!(refused, Error::Invalid(e) if e[0].message.id == "role-last-day-past"));
        t.app.perform(&t.clerk().await, &grant(Some(t.app.today()))).await.unwrap();
        assert!(t.ctx("li").await.may(Action::JournalView, Scope::System));
        t.clock.advance(12 * 3_600);
        assert!(!t.ctx("li").await.may(Action::JournalView, Scope::System), "it was noon: the day is over");

        // Whoever grants roles sees names of units and nothing else of them.
        t.holder("security", Some(Role::SecurityAdministrator)).await;
        let ctx = t.ctx("security").await;
        assert_eq!(t.app.units_for_role(&ctx, "县水利局").await.unwrap(), UnitChoice::Unknown);
        assert!(t.app.units_for_role(&t.ctx("li").await, "县水利局").await.is_err());
    }

    async fn in_the_strict_profile_administrators_exclude_one_another(engine) {
        let t = TestApp::set_up_as(engine, Profile::Strict).await;
        // The first account keeps the system; the one it makes first is the security administrator.
        let create = CreateAccount { login: "security".into(), name: "安己".into(), password: PASSWORD.into() };
        t.app.perform(&t.clerk().await, &create).await.unwrap();
        let clerk = t.signed("clerk").await.account;
        let second = GrantRole { account: clerk, role: Role::Auditor, scope: None, last_day: None };
        let refused = t.app.perform(&t.ctx("security").await, &second).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(r) if r.0.id == "permission-administrators-exclude"));
        // And who keeps the system cannot grant.
        let refused = t.app.perform(&t.clerk().await, &second).await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden(_)));
    }
}
