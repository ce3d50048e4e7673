//! The role form: what the profile excludes is said before anything is sent, and a unit is found by its name.

use crate::client::Client;
use app::account::CreateAccount;
use app::organisation::{ImportOptions, ImportUnits, TermUpload};
use axum::http::StatusCode;
use domain::account::Profile;
use domain::permission::Role;
use testkit::{Engine, PASSWORD, TestApp, on_both};

const UNITS: &[u8] = include_bytes!("../../../../tests/data/yunhe-units.xlsx");
const TERMS: &[u8] = include_bytes!("../../../../tests/data/yunhe-term.json");

async fn client(t: &TestApp, login: &str) -> Client {
    let account = t.signed(login).await.account;
    Client::new(t).with_session(&t.session(account).await)
}

on_both! {
    async fn a_role_of_a_unit_is_given_by_the_units_name_and_several_are_listed_to_choose_from(engine) {
        let t = TestApp::set_up(engine).await;
        let terms = TermUpload { name: "t.json".into(), bytes: TERMS.to_vec() };
        let options = ImportOptions { terms: Some(terms), ..ImportOptions::default() };
        let import = ImportUnits { file: "u.xlsx".into(), bytes: UNITS.to_vec(), options };
        t.app.perform(&t.clerk().await, &import).await.unwrap();
        let li = t.stranger("li").await;
        t.holder("security", Some(Role::SecurityAdministrator)).await;
        let mut client = client(&t, "security").await;
        let path = format!("/users/{li}/roles");
        let page = client.get(&format!("/users/{li}")).await;
        let typed = |unit: &'static str| [("role", "unit_liaison_officer"), ("unit", unit), ("last_day", "2025-12-31")];
        let unknown = client.fill(&page, &path, &typed("不存在的单位")).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unknown.body.contains("没有叫这个名称的单位") && unknown.body.contains("2025-12-31"));
        let missing = client.fill(&page, &path, &[("role", "unit_liaison_officer")]).await;
        assert!(missing.body.contains("要指明单位"), "{}", missing.body);
        let several = client.fill(&page, &path, &typed("水")).await;
        assert!(several.body.contains("有几个单位符合") && several.body.contains("name=\"unit_id\""));
        let (_, rest) = several.body.split_once("name=\"unit_id\"").unwrap();
        let id = rest.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"')).unwrap().0.to_owned();
        let chosen = [("role", "unit_liaison_officer"), ("unit", "水"), ("unit_id", id.as_str()), ("last_day", "")];
        let done = client.fill(&several, &path, &chosen).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = client.get(&format!("/users/{li}")).await;
        let head = [("role", "unit_liaison_head"), ("unit", "县水利局"), ("last_day", "2025-12-31")];
        let done = client.fill(&page, &path, &head).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let page = client.get(&format!("/users/{li}")).await;
        assert!(page.body.contains("县水利局") && page.body.contains("2026"), "its place and its period: {}", page.body);
        let global = [("role", "office_staff"), ("unit", "县水利局")];
        let refused = client.fill(&page, &path, &global).await;
        assert!(refused.body.contains("不分单位"), "{}", refused.body);
        assert_eq!(t.verify().await.faults, []);
    }
}

#[tokio::test]
async fn the_strict_profile_says_whom_it_excludes_and_offers_only_the_rest() {
    let t = TestApp::set_up_as(Engine::Sqlite, Profile::Strict).await;
    let create = CreateAccount { login: "security".into(), name: "安己".into(), password: PASSWORD.into() };
    t.app.perform(&t.clerk().await, &create).await.unwrap();
    let staff = t.holder("staff", Some(Role::OfficeStaff)).await;
    // The first sign-in changes the password; this session is already past it.
    let new = app::account::NewPassword {
        password: "竹林里的瓦罐 2042".into(),
        again: "竹林里的瓦罐 2042".into(),
    };
    let change = app::account::ChangeOwnPassword { current: PASSWORD.into(), new };
    t.app.perform(&t.ctx("security").await, &change).await.unwrap();
    let mut client = client(&t, "security").await;
    let page = client.get(&format!("/users/{staff}")).await;
    assert!(page.body.contains("因三员分立不能再任：系统管理员"), "{}", page.body);
    assert!(!page.body.contains("value=\"auditor\"") && page.body.contains("value=\"clue_keeper\""));
    // Sent all the same, the act refuses.
    let sent = client.fill(&page, &format!("/users/{staff}/roles"), &[("role", "auditor")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn one_acts_in_one_role_and_in_the_small_office_in_all_of_them_again() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let mut clerk = client(&t, "clerk").await;
    let grants = t.signed("clerk").await.grants;
    let auditor = grants.iter().find(|g| g.role == Role::Auditor).unwrap().id;
    let page = clerk.get("/account").await;
    assert!(page.body.contains("默认以全部角色办理"));
    let switched = clerk.fill(&page, &format!("/account/act-in/{auditor}"), &[]).await;
    assert_eq!(switched.status, StatusCode::SEE_OTHER);
    assert_eq!(clerk.get("/users").await.status, StatusCode::FORBIDDEN);
    let page = clerk.get("/account").await;
    assert!(page.body.contains("正以此角色办理"));
    clerk.fill(&page, "/account/act-in-all", &[]).await;
    assert_eq!(clerk.get("/users").await.status, StatusCode::OK);
}
