//! The second factor: taken on, asked for, used once, lost, demanded.

use app::account::{
    Attempt, CodeAttempt, CreateAccount, EnrolSecondFactor, Entered, RemoveSecondFactor, RenewSpareCodes,
    ResetSecondFactor, SignInRefusal, SignedIn,
};
use app::{Ctx, Error, Who};
use domain::account::Profile;
use domain::permission::Role;
use testkit::{PASSWORD, TestApp, authenticator, on_both};

const ADDRESS: &str = "192.0.2.7";

/// An account that has taken a second factor on.
struct Owner {
    secret: String,
    spare: Vec<String>,
}

async fn act(t: &TestApp, ctx: &Ctx, password: &str, code: impl Fn(&str) -> String) -> Result<Owner, Error> {
    let offer = t.app.offer_second_factor(ctx).await?;
    let made = t.app.new_spare_codes(ctx.signed()?.account);
    let secret = offer.typed.expose().clone();
    let act = EnrolSecondFactor {
        password: password.to_owned(),
        offer: offer.sealed,
        code: code(&secret),
        spare: made.digests,
    };
    t.app.enrol_second_factor(ctx, &act).await?;
    Ok(Owner { secret, spare: made.codes.iter().map(|c| c.expose().clone()).collect() })
}

async fn enrol(t: &TestApp, login: &str) -> Owner {
    let ctx = t.ctx(login).await;
    let owner = act(t, &ctx, PASSWORD, |secret| authenticator(secret, t.app.now())).await.unwrap();
    // The next code is another one.
    t.clock.advance(30);
    owner
}

async fn ticket(t: &TestApp, login: &str) -> String {
    let attempt = Attempt { login, password: PASSWORD, address: ADDRESS, agent: "test" };
    match t.app.sign_in(&attempt).await.unwrap().unwrap() {
        Entered::AsksCode(ticket) => ticket,
        Entered::In(_) => panic!("no code was asked for"),
    }
}

async fn with_code(t: &TestApp, ticket: &str, code: &str) -> Result<SignedIn, SignInRefusal> {
    let attempt = CodeAttempt { ticket, code, address: ADDRESS, agent: "test" };
    t.app.sign_in_with_code(&attempt).await.unwrap()
}

fn refused(error: &Error) -> &str {
    match error {
        Error::Refused(refusal) => &refusal.0.id,
        Error::Invalid(errors) => &errors[0].message.id,
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn with_a_second_factor_the_password_alone_opens_nothing_and_each_code_works_once(engine) {
        let t = TestApp::set_up(engine).await;
        let owner = enrol(&t, "clerk").await;
        let code = authenticator(&owner.secret, t.app.now());
        let first = ticket(&t, "clerk").await;
        let signed = with_code(&t, &first, &code).await.unwrap();
        assert!(t.app.signed_by_session(signed.token.text.expose()).await.unwrap().is_some());
        // The same code again, with the same ticket and with a fresh one.
        assert_eq!(with_code(&t, &first, &code).await.unwrap_err(), SignInRefusal::WrongCode);
        let second = ticket(&t, "clerk").await;
        assert_eq!(with_code(&t, &second, &code).await.unwrap_err(), SignInRefusal::WrongCode);
        t.clock.advance(30);
        let next = authenticator(&owner.secret, t.app.now());
        assert!(with_code(&t, &second, &next).await.is_ok());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn of_two_sign_ins_with_one_code_at_once_only_one_gets_in(engine) {
        let t = TestApp::set_up(engine).await;
        let owner = enrol(&t, "clerk").await;
        let code = authenticator(&owner.secret, t.app.now());
        let (one, two) = (ticket(&t, "clerk").await, ticket(&t, "clerk").await);
        let (a, b) = tokio::join!(with_code(&t, &one, &code), with_code(&t, &two, &code));
        assert_eq!(usize::from(a.is_ok()) + usize::from(b.is_ok()), 1);
    }

    async fn wrong_codes_slow_down_like_wrong_passwords(engine) {
        let t = TestApp::set_up(engine).await;
        let owner = enrol(&t, "clerk").await;
        let ticket = ticket(&t, "clerk").await;
        for _ in 0..5 {
            assert_eq!(with_code(&t, &ticket, "000000").await.unwrap_err(), SignInRefusal::WrongCode);
        }
        let code = authenticator(&owner.secret, t.app.now());
        assert!(matches!(with_code(&t, &ticket, &code).await.unwrap_err(), SignInRefusal::Wait(1..=10)));
        // The password does not wipe them out.
        let again = Attempt { login: "clerk", password: PASSWORD, address: ADDRESS, agent: "test" };
        assert!(matches!(t.app.sign_in(&again).await.unwrap(), Err(SignInRefusal::Wait(_))));
    }

    async fn a_ticket_ends_after_five_minutes_with_the_password_and_is_not_made_by_hand(engine) {
        let t = TestApp::set_up(engine).await;
        let owner = enrol(&t, "clerk").await;
        let ticket = ticket(&t, "clerk").await;
        let code = || authenticator(&owner.secret, t.app.now());
        for forged in ["", "a.b.c", &ticket.replace('.', ".9"), &ticket[1..]] {
            assert_eq!(with_code(&t, forged, &code()).await.unwrap_err(), SignInRefusal::Late, "{forged}");
        }
        t.clock.advance(301);
        assert_eq!(with_code(&t, &ticket, &code()).await.unwrap_err(), SignInRefusal::Late);
    }

    async fn a_spare_code_opens_once_and_its_owner_is_told(engine) {
        let t = TestApp::set_up(engine).await;
        let owner = enrol(&t, "clerk").await;
        assert_eq!(owner.spare.len(), 10);
        let first = ticket(&t, "clerk").await;
        assert!(with_code(&t, &first, &owner.spare[3].to_lowercase()).await.is_ok());
        assert_eq!(with_code(&t, &first, &owner.spare[3]).await.unwrap_err(), SignInRefusal::WrongCode);
        let ctx = t.clerk().await;
        assert_eq!(t.app.own_second_factor(&ctx).await.unwrap().spare, 9);
        assert_eq!(t.app.unseen_notices(&ctx).await.unwrap(), 1);
        // New ones end the old.
        let made = t.app.new_spare_codes(ctx.signed().unwrap().account);
        let renew = RenewSpareCodes { password: PASSWORD.into(), spare: made.digests };
        t.app.perform(&ctx, &renew).await.unwrap();
        assert_eq!(with_code(&t, &first, &owner.spare[4]).await.unwrap_err(), SignInRefusal::WrongCode);
        assert!(with_code(&t, &first, made.codes[0].expose()).await.is_ok());
        assert_eq!(t.verify().await.faults, []);
    }

    async fn taking_it_on_needs_the_password_and_the_first_code_and_ends_other_sessions(engine) {
        let t = TestApp::set_up(engine).await;
        let attempt = Attempt { login: "clerk", password: PASSWORD, address: ADDRESS, agent: "test" };
        let other = t.app.sign_in(&attempt).await.unwrap().unwrap().session().unwrap().token.text;
        let here = t.app.sign_in(&attempt).await.unwrap().unwrap().session().unwrap().token.text;
        let (signed, ..) = t.app.signed_by_session(here.expose()).await.unwrap().unwrap();
        let ctx = || t.ctx_of(Who::Account(Box::new(signed.clone())));
        let right = |secret: &str| authenticator(secret, t.app.now());
        let wrong = act(&t, &ctx(), "not it", right).await.err().unwrap();
        assert_eq!(refused(&wrong), "account-password-wrong");
        let wrong = act(&t, &ctx(), PASSWORD, |_| "123".into()).await.err().unwrap();
        assert_eq!(refused(&wrong), "second-factor-code-wrong");
        act(&t, &ctx(), PASSWORD, right).await.unwrap();
        assert!(t.app.signed_by_session(here.expose()).await.unwrap().is_some());
        assert!(t.app.signed_by_session(other.expose()).await.unwrap().is_none());
        let twice = act(&t, &ctx(), PASSWORD, right).await.err().unwrap();
        assert_eq!(refused(&twice), "second-factor-already");
        // Another's offer, or one left lying for half an hour, is none.
        t.stranger("li").await;
        let offer = t.app.offer_second_factor(&ctx()).await.unwrap();
        assert!(t.app.offer_again(&t.ctx("li").await, &offer.sealed).await.is_err());
        t.clock.advance(1_801);
        assert_eq!(refused(&t.app.offer_again(&ctx(), &offer.sealed).await.unwrap_err()), "second-factor-offer-late");
        assert_eq!(t.verify().await.faults, []);
    }

    async fn it_is_removed_with_the_password_and_taken_off_by_the_security_administrator(engine) {
        let t = TestApp::set_up(engine).await;
        enrol(&t, "clerk").await;
        let wrong = RemoveSecondFactor { password: "not it".into() };
        assert!(t.app.perform(&t.clerk().await, &wrong).await.is_err());
        let own = ResetSecondFactor { account: t.signed("clerk").await.account };
        let refusal = t.app.perform(&t.clerk().await, &own).await.unwrap_err();
        assert_eq!(refused(&refusal), "second-factor-own");
        t.app.perform(&t.clerk().await, &RemoveSecondFactor { password: PASSWORD.into() }).await.unwrap();
        assert!(!t.app.own_second_factor(&t.clerk().await).await.unwrap().on);

        let li = t.stranger("li").await;
        enrol(&t, "li").await;
        let reset = ResetSecondFactor { account: li };
        t.holder("system", Some(Role::SystemAdministrator)).await;
        assert!(matches!(t.app.perform(&t.ctx("system").await, &reset).await, Err(Error::Forbidden(_))));
        assert!(t.app.has_second_factor(&t.clerk().await, li).await.unwrap());
        t.app.perform(&t.clerk().await, &reset).await.unwrap();
        assert!(!t.app.has_second_factor(&t.clerk().await, li).await.unwrap());
        assert_eq!(t.app.unseen_notices(&t.ctx("li").await).await.unwrap(), 1);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn the_strict_profile_demands_one_of_everyone_before_anything_else(engine) {
        let t = TestApp::set_up_as(engine, Profile::Strict).await;
        let attempt = |login| Attempt { login, password: PASSWORD, address: ADDRESS, agent: "test" };
        let token = t.app.sign_in(&attempt("clerk")).await.unwrap().unwrap().session().unwrap().token.text;
        let signed = async || t.app.signed_by_session(token.expose()).await.unwrap().unwrap().0;
        assert!(signed().await.must_enrol);
        let ctx = t.ctx_of(Who::Account(Box::new(signed().await)));
        act(&t, &ctx, PASSWORD, |secret| authenticator(secret, t.app.now())).await.unwrap();
        assert!(!signed().await.must_enrol);
        let remove = RemoveSecondFactor { password: PASSWORD.into() };
        let refusal = t.app.perform(&t.clerk().await, &remove).await.unwrap_err();
        assert_eq!(refused(&refusal), "second-factor-demanded");
        // A token of the API is asked for nothing.
        let create = CreateAccount { login: "security".into(), name: "安己".into(), password: PASSWORD.into() };
        t.app.perform(&t.clerk().await, &create).await.unwrap();
        assert!(!t.signed("security").await.must_enrol);
    }
}
