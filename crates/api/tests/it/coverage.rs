//! Coverage through the API.

use crate::client::stranger;
use crate::imports::county;
use serde_json::json;
use testkit::{TestApp, on_both};

on_both! {
    async fn the_figures_are_those_of_the_list_and_each_has_its_units(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let figures = client.get("/api/v1/coverage?as_of=2025-07-31").await;
        assert_eq!(figures.status.as_u16(), 200, "{}", figures.body);
        assert_eq!((&figures.body["term"], &figures.body["rounds_left"]), (&json!("十五届"), &json!(2)));
        let departments = &figures.body["by_kind"]["department"];
        assert_eq!((&departments["inspected"], &departments["due"], &departments["rate_hundredths"]), (&json!(43), &json!(62), &json!(6_935)));
        let open = client.get("/api/v1/coverage/units?as_of=2025-07-31&kind=department&standing=open&size=200").await;
        assert_eq!(json!(open.body["items"].as_array().unwrap().len()), departments["open"]);
        let three = client.get("/api/v1/coverage?as_of=2025-07-31&rounds=3").await.body;
        assert_eq!(three["rounds"].as_array().unwrap().len(), 3);
    }

    async fn without_a_term_it_says_so_and_a_stranger_sees_none(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let none = client.get("/api/v1/coverage?as_of=1999-01-01").await;
        assert_eq!((none.status.as_u16(), &none.body["code"]), (409, &json!("api-no-term")));
        assert_eq!(client.get("/api/v1/coverage?as_of=tomorrow").await.status.as_u16(), 422);
        let stranger = stranger(&t).await;
        for path in ["/api/v1/coverage", "/api/v1/coverage/units"] {
            assert_eq!(stranger.get(path).await.status.as_u16(), 403, "{path}");
        }
    }
}
