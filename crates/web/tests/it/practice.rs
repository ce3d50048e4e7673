//! Signing in from a list: on a practice instance, and on no other.

use crate::client::Client;
use axum::http::StatusCode;
use domain::permission::Role;
use domain::ruleset::Names;
use testkit::{TestApp, on_both};
use web::{Practice, Sample, Settings};

fn as_practice() -> Settings {
    let post = Names { zh: "县委巡察办主任".into(), en: "Director".into() };
    let people = vec![Sample { login: "clerk".into(), post }];
    Settings { practice: Some(Practice { people }), ..Settings::default() }
}

on_both! {
    async fn a_person_is_chosen_with_post_and_roles_and_one_is_inside(engine) {
        let t = TestApp::practice(engine).await;
        t.holder("auditor", Some(Role::Auditor)).await;
        let mut client = Client::with(&t, as_practice());
        let page = client.get("/sign-in").await;
        for words in ["练习环境", "窦甲纬", "县委巡察办主任", "审计"] {
            assert!(page.body.contains(words), "{words}");
        }
        let answer = client.fill(&page, "/practice/sign-in", &[("login", "clerk")]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        let home = client.get("/").await;
        assert!(home.body.contains("练习环境"), "every page says that this is practice");
        assert_eq!(client.get("/users").await.status, StatusCode::OK);
        assert_eq!(t.verify().await.faults, []);
    }

    async fn a_real_instance_has_no_list_whatever_the_program_is_told(engine) {
        let t = TestApp::set_up(engine).await;
        // The program believes it runs practice, as if someone had put the mark into the folder.
        let mut client = Client::with(&t, as_practice());
        let page = client.get("/sign-in").await;
        assert!(!page.body.contains("/practice/sign-in"));
        let answer = client.fill(&page, "/practice/sign-in", &[("login", "clerk")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(client.get("/users").await.status, StatusCode::SEE_OTHER, "nobody is signed in");
        assert!(t.app.practice_people().await.is_err());
        assert!(t.app.sign_in_to_practice("clerk", "test").await.is_err());
        // And a practice instance served by a program that was not started for practice has none either.
        let t = TestApp::practice(engine).await;
        let mut client = Client::new(&t);
        let page = client.get("/sign-in").await;
        assert!(!page.body.contains("/practice/sign-in") && page.body.contains("练习环境"));
        let answer = client.fill(&page, "/practice/sign-in", &[("login", "clerk")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }

    async fn the_mark_cannot_be_added_behind_the_programs_back(engine) {
        let t = TestApp::set_up(engine).await;
        t.behind_its_back("update instance set state = replace(state, '\"practice\":false', '\"practice\":true')").await;
        assert!(t.app.is_practice().await.unwrap(), "the change was made");
        let faults: Vec<_> = t.verify().await.faults.into_iter().map(|f| f.fault).collect();
        assert_eq!(faults, ["record-changed"]);
    }
}
