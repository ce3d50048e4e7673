//! Every route, as everyone: nobody, an account without a role, and each role of the permission table.

use crate::client::{Answer, Client, pages};
use axum::http::{Method, StatusCode};
use domain::permission::{Role, Sight};
use testkit::{TestApp, on_both};
use web::pages::routes;
use web::routes::{Needs, Route};

/// Everyone who can ask.
fn everyone() -> impl Iterator<Item = Option<Role>> {
    std::iter::once(None).chain(Role::ALL.into_iter().map(Some))
}

/// An address of the route: ids that lead nowhere, codes that do.
fn address(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{kind}" => "deadlines",
        "{name}" => "office-clerk",
        "{version}" | "{row}" | "{number}" => "1",
        id if id.starts_with('{') => "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b",
        word => word,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn call(client: &mut Client, route: &Route) -> Answer {
    let address = address(route.path);
    if route.method == Method::POST {
        let page = client.get("/help").await;
        let csrf = page.hidden("csrf");
        client.post(&address, &[("csrf", &csrf)]).await
    } else {
        client.get(&address).await
    }
}

fn turned_away(answer: &Answer) -> bool {
    answer.status == StatusCode::SEE_OTHER && answer.location().starts_with("/sign-in")
}

/// What is wrong with an answer, by the permission table.
fn fault(route: &Route, role: Option<Role>, answer: &Answer) -> Option<String> {
    let action = match route.needs {
        Needs::Nothing => return None,
        Needs::Account => None,
        Needs::Right(action) => Some(action),
    };
    let allowed = action.is_none_or(|action| {
        let roles = action.entry().roles;
        roles.is_empty() || role.is_some_and(|role| roles.contains(&role))
    });
    let hidden = action.is_some_and(|action| action.entry().sight == Sight::Hidden);
    let fits = match (allowed, hidden) {
        (true, _) => answer.status != StatusCode::FORBIDDEN && !turned_away(answer),
        (false, true) => answer.status == StatusCode::NOT_FOUND,
        (false, false) => answer.status == StatusCode::FORBIDDEN,
    };
    let bad = !fits || answer.status.is_server_error();
    bad.then(|| format!("{} {} as {role:?}: {}", route.method, route.path, answer.status))
}

on_both! {
    async fn every_route_lets_in_whom_the_permission_table_names_and_no_one_else(engine) {
        let t = TestApp::set_up(engine).await;
        let list = routes(pages(&t)).list().to_vec();
        let nobody = Client::new(&t);
        let mut faults = Vec::new();
        for (at, role) in everyone().enumerate() {
            let account = t.holder(&format!("holder{at}"), role).await;
            let mut client = nobody.with_session(&t.session(account).await);
            for route in &list {
                if matches!(route.path, "/sign-out" | "/sign-in" | "/sign-in/code" | "/practice/sign-in" | "/set-up" | "/set-up/place" | "/set-up/sheet" | "/set-up/form") {
                    continue;
                }
                let answer = call(&mut client, route).await;
                faults.extend(fault(route, role, &answer));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert_eq!(t.verify().await.faults, []);
    }

    async fn nobody_gets_past_the_door(engine) {
        let t = TestApp::set_up(engine).await;
        let mut nobody = Client::new(&t);
        for route in routes(pages(&t)).list() {
            let answer = call(&mut nobody, route).await;
            let open = route.needs == Needs::Nothing;
            assert!(open || turned_away(&answer), "{} {}: {}", route.method, route.path, answer.status);
        }
    }
}

#[tokio::test]
async fn the_way_back_after_signing_in_is_the_page_that_was_asked_for() {
    let t = TestApp::set_up(testkit::Engine::Sqlite).await;
    let mut nobody = Client::new(&t);
    assert_eq!(
        nobody.get("/journal?action=set-up").await.location(),
        "/sign-in?next=%2Fjournal%3Faction%3Dset-up"
    );
    let page = nobody.get("/sign-in?next=%2Fjournal").await;
    let typed = [("login", "clerk"), ("password", testkit::PASSWORD), ("next", "/journal")];
    let answer = nobody.fill(&page, "/sign-in", &typed).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/journal"));
    assert_eq!(nobody.get("/journal").await.status, StatusCode::OK);
}

#[tokio::test]
async fn before_set_up_every_page_leads_there_and_afterwards_it_is_closed() {
    let t = TestApp::empty(testkit::Engine::Sqlite).await;
    let mut nobody = Client::new(&t);
    assert_eq!(nobody.get("/units").await.location(), "/set-up");
    assert_eq!(nobody.get("/set-up").await.status, StatusCode::OK);
    let t = TestApp::set_up(testkit::Engine::Sqlite).await;
    assert_eq!(Client::new(&t).get("/set-up").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_id_that_is_none_and_a_method_that_is_not_there_are_pages_that_do_not_exist() {
    let t = TestApp::set_up(testkit::Engine::Sqlite).await;
    let clerk = t.signed("clerk").await.account;
    let mut client = Client::new(&t).with_session(&t.session(clerk).await);
    for path in [
        "/users/7",
        "/journal/verify",
        "/users/7/roles",
        "/no-such-page",
        "/rulesets/moon",
        "/rulesets/team/9",
    ] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.body.contains("<h1>"), "{path}");
    }
}
