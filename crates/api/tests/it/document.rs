//! The document: committed as generated, and every path in it closed to whoever has no token.

use crate::client::Client;
use axum::http::Method;
use testkit::{Engine, TestApp};

#[test]
fn the_committed_document_is_the_generated_one() {
    let file = testkit::checkout().join("docs/generated/openapi.json");
    let generated = format!("{}\n", api::document());
    if std::env::var_os("XUNCHA_REGENERATE").is_some() {
        std::fs::write(&file, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/generated/openapi.json is old: run the tests with XUNCHA_REGENERATE=1"
    );
}

#[tokio::test]
async fn every_call_of_the_document_needs_a_token() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let nobody = Client::nobody(&t);
    let document = nobody.get("/api/openapi.json").await.body;
    let mut calls = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let concrete = path
            .split('/')
            .map(|p| if p.starts_with('{') { "019aa000-0000-7000-8000-000000000000" } else { p })
            .collect::<Vec<_>>()
            .join("/");
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let answer = nobody.call(method.clone(), &concrete, Some(serde_json::json!({})), &[]).await;
            assert_eq!(answer.status.as_u16(), 401, "{method} {path}");
            calls += 1;
        }
    }
    assert!(calls >= 50, "the document lists {calls} calls");
}

#[test]
fn every_operation_has_an_id_of_its_own_a_summary_and_its_problems() {
    let document: serde_json::Value = serde_json::from_str(&api::document()).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(
                ids.insert(operation["operationId"].to_string()),
                "{method} {path}: {}",
                operation["operationId"]
            );
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            let has_act_id =
                operation["parameters"].as_array().is_some_and(|p| p.iter().any(|p| p["name"] == "X-Act-Id"));
            assert_eq!(has_act_id, method != "get", "{method} {path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert_ne!(response["description"], "", "{method} {path} {status}");
            }
            assert!(operation["responses"]["401"].is_object(), "{method} {path}");
        }
    }
}

/// Two types of one name would be one schema, and one of them described by the other.
#[test]
fn no_two_types_share_a_name_in_the_document() {
    let mut names = std::collections::BTreeSet::new();
    let mut folders = vec![testkit::checkout().join("crates/api/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            for name in described(&std::fs::read_to_string(&path).unwrap()) {
                assert!(names.insert(name.clone()), "{name} of {}", path.display());
            }
        }
    }
    assert!(names.len() >= 150, "{} types are described", names.len());
}

/// The names that the types of a source have in the document.
fn described(source: &str) -> Vec<String> {
    let (mut names, mut waits, mut called) = (Vec::new(), false, None);
    for line in source.lines().map(str::trim) {
        waits |= line.starts_with("#[derive(") && line.contains("ToSchema");
        if let Some((_, name)) = line.split_once("schema(as = ") {
            called = Some(name.trim_end_matches([')', ']']).to_owned());
        }
        let own = line.split_once("struct ").or_else(|| line.split_once("enum ")).map(|(_, own)| own);
        if let Some(own) = own.filter(|_| waits && !line.starts_with("//")) {
            let own = own.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            names.push(called.take().unwrap_or_else(|| own.to_owned()));
            waits = false;
        }
    }
    names
}

#[tokio::test]
async fn a_path_that_does_not_exist_is_a_problem_too() {
    let t = TestApp::set_up(Engine::Sqlite).await;
    let answer = Client::nobody(&t).get("/api/v1/nothing").await;
    assert_eq!((answer.status.as_u16(), answer.body["code"].as_str()), (404, Some("api-not-found")));
}
