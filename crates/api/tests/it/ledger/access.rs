//! Every call on the ledger as every role: let in by the permission table, and by nothing else.

use crate::client::Client;
use app::Ctx;
use axum::http::{Method, StatusCode};
use domain::permission::{Action, Role, Scope, ScopeKind};
use domain::rectification::{EvidenceKind, ItemKind};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use testkit::{FedBack, TestApp, UNIT, on_both};

/// A call, what it sends, and the right that opens it.
struct Call {
    method: Method,
    path: &'static str,
    body: Value,
    action: Action,
    /// Whether the right must be held for the unit; a read looks for what it may show.
    of_unit: bool,
}

fn read(path: &'static str, action: Action) -> Call {
    Call { method: Method::GET, path, body: Value::Null, action, of_unit: false }
}

fn act(path: &'static str, action: Action, body: Value) -> Call {
    Call { method: Method::POST, path, body, action, of_unit: true }
}

/// Every call on the ledger and on posts. `{unit}`, `{item}`, `{other}`, `{measure}`, `{file}` and `{post}` are filled in.
fn calls() -> Vec<Call> {
    use Action::{
        ItemAnswer, ItemClaim, ItemEnter, ItemPlan, ItemRemind, ItemReport, ItemReview, ItemSignHead,
        ItemSignLeader, ItemSignSuperior, ItemVerify, LedgerExport, LedgerView, PostChange,
    };
    let post = json!({ "title": "站长", "name": "佟庚帆" });
    let sign = |sign: &str| json!({ "sign": sign, "password": "不是这个" });
    let back = |sign: &str| json!({ "sign": sign, "to": "declaration", "reason": "补材料" });
    let signs = [
        ("responsible_leader", ItemSignLeader),
        ("unit_head", ItemSignHead),
        ("superior", ItemSignSuperior),
        ("review", ItemReview),
        ("verify", ItemVerify),
    ];
    let mut all = vec![
        read("/ledger", LedgerView),
        read("/ledger/figures", LedgerView),
        read("/ledger/late", ItemRemind),
        read("/ledger/{item}", LedgerView),
        read("/ledger/{item}/trace", LedgerView),
        read("/ledger/{item}/files/{file}", LedgerView),
        Call { of_unit: true, ..read("/exports/ledger?unit={unit}", LedgerExport) },
        Call { of_unit: true, ..read("/units/{unit}/posts", LedgerView) },
        act(
            "/ledger",
            ItemEnter,
            json!({ "unit": "{unit}", "origin": "self_inspection", "kind": "immediate", "title": "甲" }),
        ),
        act("/ledger/{item}/claim", ItemClaim, json!({ "leader": post, "department": "办公室" })),
        act("/ledger/{item}/object", ItemClaim, json!({ "text": "不属实" })),
        act("/ledger/{item}/answer", ItemAnswer, json!({ "outcome": "dismissed", "text": "属实" })),
        Call { method: Method::PUT, ..act("/ledger/{item}/plan", ItemPlan, json!({ "kind": "immediate" })) },
        act("/ledger/{item}/goal", ItemReport, json!({ "goal": 0 })),
        act("/ledger/{item}/remind", ItemRemind, Value::Null),
        act("/ledger/{item}/measures", ItemPlan, json!({ "text": "逐宗核对", "deadline": "2025年底前" })),
        act("/ledger/{item}/measures/{measure}/report", ItemReport, json!({ "text": "正在核对" })),
        act("/ledger/{item}/measures/{measure}/assign", ItemPlan, json!({ "owner": post })),
        act("/ledger/{item}/measures/{measure}/serve", ItemPlan, json!({ "other": "{other}" })),
        act(
            "/ledger/{item}/measures/{measure}/later",
            ItemPlan,
            json!({ "to": "2026-06-30", "reason": "待批" }),
        ),
        act("/ledger/{item}/measures/{measure}/give-up", ItemPlan, json!({ "reason": "" })),
        act("/ledger/{item}/declare", ItemReport, json!({})),
        act("/ledger/{item}/resume", ItemReport, Value::Null),
        act(
            "/ledger/{item}/verify",
            ItemVerify,
            json!({ "verdict": "incomplete", "reason": "未完成", "until": "2026-06-30" }),
        ),
        act("/ledger/{item}/go-on", ItemVerify, Value::Null),
        act("/ledger/{item}/recheck", ItemVerify, json!({ "found": "held" })),
        act("/units/{unit}/posts", PostChange, post),
        act(
            "/units/{unit}/posts/{post}/take-over",
            PostChange,
            json!({ "name": "佟庚帆", "from": "2025-10-01" }),
        ),
        act("/units/{unit}/posts/{post}/vacate", PostChange, json!({ "last_day": "2025-10-31" })),
    ];
    all.extend(signs.map(|(code, action)| act("/ledger/{item}/sign", action, sign(code))));
    all.extend(signs.map(|(code, action)| act("/ledger/{item}/send-back", action, back(code))));
    all
}

/// Someone who holds a role where the item is.
async fn holder(t: &TestApp, fed: &FedBack, role: Role) -> Ctx {
    match role.scope_kind() {
        ScopeKind::Unit => t.of_unit(&fed.site, UNIT, role).await,
        ScopeKind::Engagement => t.team_member(&fed.site, UNIT, role).await,
        ScopeKind::Global | ScopeKind::System => {
            let login = format!("one-{}", role.code());
            t.holder(&login, Some(role)).await;
            t.ctx(&login).await
        }
    }
}

on_both! {
    async fn every_call_on_the_ledger_lets_in_whom_the_permission_table_names_and_no_one_else(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let (item, other) = (fed.item(&t, 1).await, fed.item(&t, 2).await);
        fed.claim(&t, item).await;
        let measure = fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
        fed.report(&t, measure, EvidenceKind::Register).await;
        let page = t.item(item).await;
        let file = page.measures[0].measure.evidence().next().and_then(|piece| piece.file).unwrap();
        let names = [
            ("{unit}", fed.unit.to_string()),
            ("{item}", item.to_string()),
            ("{other}", other.to_string()),
            ("{measure}", measure.to_string()),
            ("{file}", file.to_string()),
            ("{post}", page.posts[0].id.to_string()),
        ];
        let filled = |text: &str| names.iter().fold(text.to_owned(), |text, (name, id)| text.replace(name, id));
        let mut faults = Vec::new();
        for role in Role::ALL {
            let ctx = holder(&t, &fed, role).await;
            let login = ctx.signed().unwrap().login.clone();
            let client = Client::new(&t, &login, "write").await;
            for call in calls() {
                let scope = if call.of_unit { Scope::One(fed.unit.0) } else { Scope::Global };
                let body = (!call.body.is_null()).then(|| serde_json::from_str(&filled(&call.body.to_string())).unwrap());
                let path = filled(&format!("/api/v1{}", call.path));
                let answer = client.call(call.method.clone(), &path, body, &[]).await;
                let turned_away = matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
                if turned_away == ctx.may(call.action, scope) || answer.status.is_server_error() {
                    faults.push(format!("{} {} as {role:?}: {} {}", call.method, call.path, answer.status, answer.body));
                }
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert_eq!(t.verify().await.faults, []);
    }
}

#[test]
fn the_walk_knows_every_call_of_the_document_on_the_ledger_and_on_posts() {
    let document: Value = serde_json::from_str(&api::document()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            if ["ledger", "posts"].contains(&operation["tags"][0].as_str().unwrap()) {
                described.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    let plain = |path: &'static str| path.split('?').next().unwrap_or_default();
    let walked = calls().into_iter().map(|call| format!("{} /api/v1{}", call.method, plain(call.path)));
    assert_eq!(walked.collect::<BTreeSet<_>>(), described);
}
