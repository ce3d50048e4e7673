//! Imports through the API: the dry run's figures, everything or nothing, files that are none.

use crate::client::{Client, stranger};
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{Engine, TestApp, on_both};

const UNITS: &[u8] = include_bytes!("../../../../tests/data/yunhe-units.xlsx");
const DIRTY: &[u8] = include_bytes!("../../../../tests/data/yunhe-units-dirty.xlsx");
const TERMS: &[u8] = include_bytes!("../../../../tests/data/yunhe-term.json");

/// The county with its terms and units, brought in through the API by the clerk.
pub(crate) async fn county(t: &TestApp) -> Client {
    let client = Client::new(t, "clerk", "write").await;
    assert_eq!(client.send("/api/v1/imports/terms", TERMS).await.status, StatusCode::CREATED);
    let units = client.send("/api/v1/imports/units?as_of=2025-07-31&file=yunhe-units.xlsx", UNITS).await;
    assert_eq!(units.status, StatusCode::CREATED, "{}", units.body);
    client
}

fn kind<'a>(preview: &'a Value, code: &str) -> &'a Value {
    preview["coverage"]["kinds"].as_array().unwrap().iter().find(|k| k["kind"] == code).unwrap()
}

/// Every property the document gives a schema, and no other, stands in the JSON; those with no value may be absent.
fn is_described(document: &Value, schema: &str, json: &Value) {
    let described = &document["components"]["schemas"][schema];
    let properties = described["properties"].as_object().unwrap_or_else(|| panic!("no schema {schema}"));
    let fields = json.as_object().unwrap();
    for field in fields.keys() {
        assert!(properties.contains_key(field), "{schema}: {field} is not described");
    }
    for required in described["required"].as_array().unwrap() {
        assert!(fields.contains_key(required.as_str().unwrap()), "{schema}: {required} is missing");
    }
}

on_both! {
    async fn a_dry_run_says_what_the_list_holds_and_stores_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let terms = client.send("/api/v1/imports/terms?dry_run=true", TERMS).await;
        assert_eq!((terms.status, &terms.body["new"]), (StatusCode::OK, &json!(2)));
        client.send("/api/v1/imports/terms", TERMS).await;
        let preview = client.send("/api/v1/imports/units?dry_run=true&as_of=2025-07-31", UNITS).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
        let preview = preview.body;
        assert_eq!((&preview["errors"], &preview["counts"]["units"], &preview["counts"]["max_depth"]), (&json!(0), &json!(237), &json!(4)));
        assert_eq!(preview["coverage"]["as_of"], "2025-07-31");
        let department = json!({ "kind": "department", "units": 62, "this_term": 43, "previous_term": 8, "never": 11 });
        assert_eq!(kind(&preview, "department"), &department);
        assert_eq!((&preview["coverage"]["groups"][0]["part"], &preview["coverage"]["groups"][0]["whole"]), (&json!(53), &json!(83)));
        assert_eq!(client.get("/api/v1/units").await.body["items"], json!([]));
    }

    async fn the_list_is_stored_by_one_call_and_the_same_list_says_nothing_new(engine) {
        let t = TestApp::set_up(engine).await;
        let client = county(&t).await;
        let page = client.get("/api/v1/units?size=200").await.body;
        let rest = client.get(&format!("/api/v1/units?size=200&after={}", page["next"].as_str().unwrap())).await.body;
        let count = |page: &Value| page["items"].as_array().unwrap().len();
        assert_eq!(count(&page) + count(&rest), 237);
        let again = client.send("/api/v1/imports/units?as_of=2025-07-31", UNITS).await;
        assert_eq!((again.status.as_u16(), &again.body["code"]), (409, &json!("unit-import-nothing-new")));
    }

    async fn a_list_with_mistakes_is_previewed_with_each_of_them_and_stores_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        client.send("/api/v1/imports/terms", TERMS).await;
        let preview = client.send("/api/v1/imports/units?dry_run=true&as_of=2025-07-31", DIRTY).await;
        let errors = preview.body["errors"].as_u64().unwrap();
        assert!(preview.status == StatusCode::OK && errors > 0, "{}", preview.body);
        assert!(client.send("/api/v1/imports/units?as_of=2025-07-31", DIRTY).await.status.is_client_error());
        assert_eq!(client.get("/api/v1/units").await.body["items"], json!([]));
    }

    async fn what_is_no_list_is_a_problem_and_a_stranger_imports_nothing(engine) {
        let t = TestApp::set_up(engine).await;
        let client = Client::new(&t, "clerk", "write").await;
        let empty = client.send("/api/v1/imports/units?dry_run=true", b"").await;
        assert_eq!((empty.status.as_u16(), &empty.body["errors"][0]["code"]), (422, &json!("api-file-missing")));
        assert!(client.send("/api/v1/imports/units?dry_run=true", b"no spreadsheet").await.status.is_client_error());
        assert_eq!(client.send("/api/v1/imports/terms?dry_run=true", b"{").await.status.as_u16(), 422);
        assert_eq!(client.send("/api/v1/imports/units?dry_run=perhaps", UNITS).await.status.as_u16(), 422);
        let stranger = stranger(&t).await;
        for path in ["/api/v1/imports/units", "/api/v1/imports/units?dry_run=true", "/api/v1/imports/terms"] {
            assert_eq!(stranger.send(path, UNITS).await.status.as_u16(), 403, "{path}");
        }
    }
}

#[tokio::test]
async fn the_document_describes_the_preview_as_it_is() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let client = Client::new(&t, "clerk", "write").await;
    let document: Value = serde_json::from_str(&api::document()).unwrap();
    for file in [UNITS, DIRTY] {
        let preview = client.send("/api/v1/imports/units?dry_run=true&as_of=2025-07-31", file).await.body;
        is_described(&document, "UnitPreview", &preview);
        is_described(&document, "UnitCounts", &preview["counts"]);
        is_described(&document, "ListedKind", &preview["counts"]["by_kind"][0]);
        is_described(&document, "ListCoverage", &preview["coverage"]);
        is_described(&document, "ListKind", &preview["coverage"]["kinds"][0]);
        is_described(&document, "ListGroup", &preview["coverage"]["groups"][0]);
        is_described(&document, "SheetMapping", &preview["mapping"]);
        is_described(&document, "SheetColumn", &preview["mapping"]["columns"][0]);
        for issue in preview["issues"].as_array().unwrap() {
            is_described(&document, "Issue", issue);
        }
    }
}
