//! The ledger through the API alone: an item from the claim to the close-out, what is refused on the way, lists,
//! measures, reminders, posts.

mod access;

use crate::client::{Answer, Client, OWN_PASSWORD, at_home, stranger};
use axum::http::{Method, StatusCode};
use domain::permission::Role;
use domain::rectification::{EvidenceKind, ItemKind};
use serde_json::{Value, json};
use testkit::{FedBack, TestApp, on_both};

/// A unit with its feedback, and everyone who works on its ledger.
struct Office {
    t: TestApp,
    fed: FedBack,
    clerk: Client,
    liaison: Client,
    leader: Client,
    head: Client,
    handler: Client,
    reviewer: Client,
}

impl Office {
    async fn open(engine: testkit::Engine) -> Self {
        let (t, fed) = TestApp::fed_back(engine).await;
        Self {
            clerk: Client::new(&t, "clerk", "write").await,
            liaison: at_home(&t, "liaison").await,
            leader: at_home(&t, "leader").await,
            head: at_home(&t, "head").await,
            handler: at_home(&t, "handler").await,
            reviewer: at_home(&t, "reviewer").await,
            t,
            fed,
        }
    }

    async fn path(&self, number: u32) -> String {
        format!("/api/v1/ledger/{}", self.fed.item(&self.t, number).await)
    }

    /// An item that is claimed and planned, and one measure's address.
    async fn planned(&self, number: u32, deadline: &str) -> (String, String) {
        let item = self.fed.item(&self.t, number).await;
        self.fed.claim(&self.t, item).await;
        let measure = self.fed.plan(&self.t, item, ItemKind::TimeLimit, deadline).await;
        let path = format!("/api/v1/ledger/{item}");
        let measure = format!("{path}/measures/{measure}");
        (path, measure)
    }
}

/// The answer, which must be a yes.
fn ok(answer: Answer) -> Value {
    assert!(answer.status.is_success(), "{}: {}", answer.status, answer.body);
    answer.body
}

/// The status of a refusal, and the code of its first wrong field or else its own.
fn refused(answer: &Answer) -> (u16, &str) {
    let field = answer.body["errors"][0]["code"].as_str();
    let code = field.or_else(|| answer.body["code"].as_str());
    (answer.status.as_u16(), code.unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body)))
}

fn next(item: &Value) -> Vec<&str> {
    item["next"].as_array().unwrap().iter().map(|call| call.as_str().unwrap()).collect()
}

fn sign(sign: &str) -> Value {
    json!({ "sign": sign, "password": OWN_PASSWORD })
}

const CLOSED: &str = "closed";

/// The office's yes to everything, with a kind for the first piece of a measure.
fn yes(measure: &Value) -> Value {
    let kinds = json!([{ "measure": measure, "at": 0, "kind": "register" }]);
    json!({ "verdict": CLOSED, "solved": true, "in_place": true, "ledger_complete": true, "kinds": kinds })
}

on_both! {
    async fn an_item_goes_from_the_claim_to_the_close_out_by_calls_alone(engine) {
        let o = Office::open(engine).await;
        let path = o.path(1).await;
        let to = |act: &str| format!("{path}/{act}");
        let begun = o.liaison.get(&path).await;
        assert_eq!((&begun.body["state"], next(&begun.body)), (&json!("fed_back"), vec!["claim", "object"]));
        assert!(!begun.body["passages"].as_array().unwrap().is_empty());
        let tag = begun.headers["etag"].to_str().unwrap().to_owned();
        let read = [("if-match", tag.as_str())];
        let account = o.t.signed("leader").await.account;
        let leader = json!({ "title": "副局长", "name": "窦辛屿", "account": account });
        let claim = json!({ "leader": leader, "department": "农田建设股" });
        // Another unit's head knows of no such item; the handler does, and may not claim.
        o.t.of_unit(&o.fed.site, "县民政局", Role::UnitHead).await;
        let foreign = Client::new(&o.t, "unit_head-0", "write").await;
        assert_eq!(foreign.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(foreign.post(&to("claim"), claim.clone()).await.status, StatusCode::NOT_FOUND);
        assert_eq!(o.handler.post(&to("claim"), claim.clone()).await.status, StatusCode::NOT_FOUND);
        let nameless = json!({ "leader": { "title": "副局长" }, "department": "农田建设股" });
        assert_eq!(refused(&o.liaison.post(&to("claim"), nameless).await), (422, "post-holder-name-missing"));
        let claimed = ok(o.liaison.call(Method::POST, &to("claim"), Some(claim.clone()), &read).await);
        assert_eq!((&claimed["state"], &claimed["leader"]["holder"]), (&json!("claimed"), &json!("窦辛屿")));
        let stale = o.liaison.call(Method::POST, &to("claim"), Some(claim), &read).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{}", stale.body);

        let objected = ok(o.liaison.post(&to("object"), json!({ "text": "部分设施由县水利局管护" })).await);
        assert_eq!(objected["objection_open"], json!(true));
        assert_eq!(next(&ok(o.clerk.get(&path).await)), ["answer"]);
        let vague = json!({ "outcome": "perhaps", "text": "经核实" });
        assert_eq!(refused(&o.clerk.post(&to("answer"), vague).await), (422, "api-body-wrong"));
        let answer = json!({ "outcome": "dismissed", "text": "经核实，均由本单位管护" });
        assert_eq!(o.liaison.post(&to("answer"), answer.clone()).await.status, StatusCode::NOT_FOUND);
        let answered = ok(o.clerk.post(&to("answer"), answer).await);
        assert_eq!(answered["objections"][0]["answer"]["outcome"], "dismissed");

        let plan = |cause: &str| Some(json!({ "kind": "time_limit", "root_cause": cause }));
        let bare = o.handler.call(Method::PUT, &to("plan"), plan(" "), &[]).await;
        assert_eq!(refused(&bare), (422, "rectification-root-cause-missing"));
        ok(o.handler.call(Method::PUT, &to("plan"), plan("制度没有覆盖到乡镇站所。"), &[]).await);
        let measure = |deadline: &str| json!({ "text": "逐宗落实管护责任", "deadline": deadline });
        assert_eq!(refused(&o.handler.post(&to("measures"), measure("尽快")).await), (422, "deadline-ask-vague"));
        let once = [("x-act-id", "019aa000-0000-7000-8000-00000000b001")];
        let add = async || o.handler.call(Method::POST, &to("measures"), Some(measure("2025年底前")), &once).await;
        let (added, again) = (add().await, add().await);
        assert_eq!((added.status, again.status), (StatusCode::CREATED, StatusCode::OK), "{}", added.body);
        assert_eq!(added.body, again.body, "sent twice, it is one measure");
        let id = &added.body["measure"];
        let report = to(&format!("measures/{}/report", id.as_str().unwrap()));
        let done = json!({ "text": "已逐宗核对。", "done": true, "kind": "register" });
        assert_eq!(refused(&o.handler.post(&report, done.clone()).await), (409, "rectification-done-without-evidence"));
        assert_eq!(refused(&o.handler.upload(&report, json!({ "done": true }), &[("a.txt", "甲")]).await), (422, "api-body-wrong"));
        let stranger = o.reviewer.upload(&report, done.clone(), &[("a.exe", "MZ\u{0}\u{1}")]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND, "whoever may not report has no file looked at: {}", stranger.body);
        let program = o.handler.upload(&report, done.clone(), &[("a.exe", "MZ\u{0}\u{1}")]).await;
        assert_eq!((program.status.as_u16(), &program.body["errors"][0]["field"]), (422, &json!("files")), "{}", program.body);
        let waits = ok(o.handler.get(&path).await);
        assert!(!next(&waits).contains(&"declare") && !waits["obstacles"].as_array().unwrap().is_empty());
        let reported = ok(o.handler.upload(&report, done, &[("管护台账.txt", "2025年10月 管护台账")]).await);
        let piece = &reported["measures"][0]["progress"][0]["evidence"][0];
        assert_eq!((&piece["at"], &piece["kind"], &piece["name"]), (&json!(0), &json!("register"), &json!("管护台账.txt")));
        assert!(next(&reported).contains(&"declare"), "{:?}", next(&reported));
        let file = to(&format!("files/{}", piece["file"].as_str().unwrap()));
        assert_eq!(o.reviewer.get(&file).await.status, StatusCode::OK);
        assert_eq!(foreign.get(&file).await.status, StatusCode::NOT_FOUND);

        ok(o.handler.post(&to("declare"), json!({})).await);
        assert_eq!(next(&ok(o.leader.get(&path).await)), ["object", "sign", "send-back"]);
        assert_eq!(refused(&o.head.post(&to("sign"), sign("unit_head")).await), (409, "rectification-out-of-turn"));
        assert_eq!(o.handler.post(&to("sign"), sign("responsible_leader")).await.status, StatusCode::NOT_FOUND);
        for wrong in [json!({ "sign": "responsible_leader" }), json!({ "sign": "responsible_leader", "password": testkit::PASSWORD })] {
            assert_eq!(refused(&o.leader.post(&to("sign"), wrong).await), (422, "account-password-wrong"));
        }
        let signed = ok(o.leader.post(&to("sign"), sign("responsible_leader")).await);
        assert_eq!((&signed["state"], &signed["turn"]), (&json!("leader_signed"), &json!("unit_head")));
        assert!(!signed.to_string().contains(OWN_PASSWORD));
        ok(o.head.post(&to("sign"), sign("unit_head")).await);
        let reviewed = ok(o.reviewer.post(&to("sign"), json!({ "sign": "review" })).await);
        assert_eq!(reviewed["declaration"]["signed"].as_array().unwrap().len(), 3);
        let unconfirmed = json!({ "verdict": CLOSED, "solved": true, "in_place": true, "ledger_complete": true });
        assert_eq!(refused(&o.clerk.post(&to("verify"), unconfirmed).await), (409, "rectification-evidence-unconfirmed"));
        let closed = ok(o.clerk.post(&to("verify"), yes(id)).await);
        assert_eq!((&closed["state"], next(&closed)), (&json!(CLOSED), vec!["recheck"]));
        let late = o.handler.post(&report, json!({ "text": "又补了一份材料。" })).await;
        assert_eq!(refused(&late), (409, "rectification-late-progress"));
        let rebound = json!({ "found": "rebound", "reason": "两宗设施又无人管护", "until": "2026-03-31" });
        let open = ok(o.clerk.post(&to("recheck"), rebound).await);
        assert_eq!((&open["state"], &open["rebounds"], &open["due"]), (&json!("under_way"), &json!(1), &json!("2026-03-31")));
        assert_eq!(o.t.verify().await.faults, []);
    }

    async fn of_two_who_close_one_item_the_second_is_told(engine) {
        let o = Office::open(engine).await;
        let item = o.fed.item(&o.t, 1).await;
        o.fed.claim(&o.t, item).await;
        let measure = o.fed.plan(&o.t, item, ItemKind::TimeLimit, "2025年底前").await;
        o.fed.report(&o.t, measure, EvidenceKind::Register).await;
        let path = format!("/api/v1/ledger/{item}");
        ok(o.handler.post(&format!("{path}/declare"), json!({})).await);
        for (who, as_what) in [(&o.leader, "responsible_leader"), (&o.head, "unit_head"), (&o.reviewer, "review")] {
            ok(who.post(&format!("{path}/sign"), sign(as_what)).await);
        }
        let tag = o.clerk.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
        let close = async || {
            let body = yes(&json!(measure));
            o.clerk.call(Method::POST, &format!("{path}/verify"), Some(body), &[("if-match", &tag)]).await
        };
        assert_eq!(close().await.status, StatusCode::OK);
        assert_eq!(close().await.status, StatusCode::PRECONDITION_FAILED);
    }

    async fn an_item_is_sent_back_taken_up_again_and_goes_on(engine) {
        let o = Office::open(engine).await;
        let (path, measure) = o.planned(2, "2025年底前").await;
        let to = |act: &str| format!("{path}/{act}");
        let done = json!({ "text": "已建立台账。", "done": true, "kind": "register" });
        ok(o.handler.upload(&format!("{measure}/report"), done, &[("台账.txt", "台账")]).await);
        ok(o.handler.post(&to("declare"), json!({ "why": "" })).await);
        let back = |reason: &str| json!({ "sign": "responsible_leader", "to": "measures", "reason": reason });
        assert_eq!(refused(&o.leader.post(&to("send-back"), back(" ")).await), (422, "rectification-sent-back-without-reason"));
        assert_eq!(o.head.post(&to("send-back"), back("措施不对路")).await.status, StatusCode::NOT_FOUND);
        let sent = ok(o.leader.post(&to("send-back"), back("措施不对路")).await);
        assert_eq!((&sent["state"], &sent["standing"]["words"], &sent["standing"]["sent_to"]), (&json!("sent_back"), &json!("措施不对路"), &json!("measures")));
        assert_eq!(refused(&o.handler.post(&to("declare"), json!({})).await), (409, "rectification-redo-measures"));
        assert!(next(&ok(o.handler.get(&path).await)).contains(&"resume"));
        let resumed = ok(o.handler.call(Method::POST, &to("resume"), None, &[]).await);
        assert_eq!(resumed["state"], "under_way");
        let again = ok(o.handler.post(&to("declare"), json!({})).await);
        assert_eq!(again["declaration"]["time"], json!(2));
        for (who, as_what) in [(&o.leader, "responsible_leader"), (&o.head, "unit_head"), (&o.reviewer, "review")] {
            ok(who.post(&to("sign"), sign(as_what)).await);
        }
        let endless = json!({ "verdict": "basically", "rest": "两宗待移交" });
        assert_eq!(refused(&o.clerk.post(&to("verify"), endless).await), (422, "api-body-wrong"));
        let rest = json!({ "verdict": "basically", "rest": "两宗待移交", "until": "2026-01-31" });
        let basically = ok(o.clerk.post(&to("verify"), rest).await);
        assert_eq!((&basically["standing"]["until"], next(&basically)), (&json!("2026-01-31"), vec!["go-on"]));
        let went = ok(o.clerk.call(Method::POST, &to("go-on"), None, &[]).await);
        assert_eq!(went["state"], "continued");
        assert_eq!(o.t.verify().await.faults, []);
    }

    async fn the_ledger_is_listed_page_by_page_and_narrowed_as_on_its_page(engine) {
        let o = Office::open(engine).await;
        let (path, _) = o.planned(3, "一个月内").await;
        let list = format!("/api/v1/ledger?engagement={}", o.fed.engagement);
        let mut codes = std::collections::BTreeSet::new();
        let mut after = String::new();
        loop {
            let page = ok(o.clerk.get(&format!("{list}&size=5{after}")).await);
            codes.extend(page["items"].as_array().unwrap().iter().map(|item| item["code"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(codes.len(), 17);
        let count = async |narrowed: &str| {
            let page = ok(o.head.get(&format!("{list}&size=200&{narrowed}")).await);
            page["items"].as_array().unwrap().len()
        };
        assert_eq!((count("view=unclaimed").await, count("state=under_way").await), (16, 1));
        assert_eq!((count("kind=long_term").await, count("origin=letter").await), (0, 0));
        let by_day = ok(o.head.get(&format!("{list}&sort=due&size=1")).await);
        assert_eq!((&by_day["items"][0]["due"], &by_day["items"][0]["measure_count"]), (&json!("2025-11-20"), &json!(1)));
        let figures = ok(o.head.get("/api/v1/ledger/figures").await);
        let figure = |view: &str| figures.as_array().unwrap().iter().find(|f| f["view"] == view).unwrap()["count"].clone();
        assert_eq!((figure("all"), figure("unclaimed")), (json!(17), json!(16)));
        assert_eq!(refused(&o.head.get(&format!("{list}&state=lost")).await), (422, "api-code-unknown"));
        assert_eq!(refused(&o.head.get(&format!("{list}&view=lost")).await), (422, "api-query-wrong"));
        let file = o.head.get(&format!("/api/v1/exports/ledger?unit={}", o.fed.unit)).await;
        assert_eq!(file.status, StatusCode::OK);
        assert!(file.headers["content-type"].to_str().unwrap().ends_with("spreadsheetml.sheet"));
        let stranger = stranger(&o.t).await;
        for closed in [list.as_str(), path.as_str(), "/api/v1/ledger/figures"] {
            assert_eq!(stranger.get(closed).await.status, StatusCode::NOT_FOUND, "{closed}");
        }
        let token = Client::new(&o.t, "head", "read").await;
        assert_eq!(token.get(&path).await.status, StatusCode::OK);
        assert_eq!(refused(&token.post(&format!("{path}/object"), json!({ "text": "甲" })).await), (403, "api-token-read-only"));
    }

    async fn what_is_late_is_listed_for_the_office_and_reminded_of_once(engine) {
        let o = Office::open(engine).await;
        let (path, _) = o.planned(1, "2025年11月1日").await;
        let remind = format!("{path}/remind");
        assert_eq!(ok(o.clerk.get("/api/v1/ledger/late").await)["items"], json!([]));
        assert_eq!(refused(&o.clerk.call(Method::POST, &remind, None, &[]).await), (409, "rectification-reminder-not-yet"));
        o.t.clock.advance(16 * 86_400);
        let late = ok(o.clerk.get("/api/v1/ledger/late").await);
        assert_eq!((&late["items"][0]["days"], &late["items"][0]["next"]["code"]), (&json!(4), &json!("urge")));
        let one = ok(o.clerk.get("/api/v1/ledger/late?size=1").await);
        assert!(one["items"].as_array().unwrap().len() == 1 && one["next"].is_null(), "one is late, and no page follows");
        for outside in [&o.head, &o.handler, &o.reviewer] {
            assert_eq!(outside.get("/api/v1/ledger/late").await.status, StatusCode::FORBIDDEN);
            assert_eq!(outside.call(Method::POST, &remind, None, &[]).await.status, StatusCode::FORBIDDEN);
        }
        let sent = o.clerk.call(Method::POST, &remind, None, &[]).await;
        assert_eq!((sent.status, &sent.body["sent"]), (StatusCode::CREATED, &json!(true)));
        assert_eq!(refused(&o.clerk.call(Method::POST, &remind, None, &[]).await), (409, "rectification-reminder-not-yet"));
        let told = ok(o.head.get(&path).await);
        assert_eq!((&told["reminders"][0]["code"], &told["reminders"][0]["state"]), (&json!("urge"), &json!("sent")));
    }

    async fn a_measure_changes_its_owner_its_items_and_its_day_and_is_given_up(engine) {
        let o = Office::open(engine).await;
        let (path, measure) = o.planned(1, "2025年底前").await;
        let (other, _) = o.planned(2, "2025年底前").await;
        let to = |act: &str| format!("{measure}/{act}");
        let second = ok(o.handler.get(&other).await)["id"].clone();
        let served = ok(o.handler.post(&to("serve"), json!({ "other": second })).await);
        assert_eq!(served["measures"][0]["serves"][0]["id"], second);
        let owner = json!({ "owner": { "title": "站长", "name": "佟庚帆" }, "handler": "站里" });
        let assigned = ok(o.handler.post(&to("assign"), owner).await);
        assert_eq!(assigned["measures"][0]["owner"]["holder"], "佟庚帆");
        let later = json!({ "to": "2026-06-30", "reason": "等待批复" });
        let asked = ok(o.handler.post(&to("later"), later.clone()).await);
        assert_eq!((&asked["measures"][0]["asked"]["to"], &asked["measures"][0]["due"]), (&json!("2026-06-30"), &json!("2025-12-31")));
        assert_eq!(refused(&o.handler.post(&to("later"), later).await), (409, "rectification-extension-waiting"));
        let note = json!({ "text": "正在逐宗核对。", "kind": "photo" });
        let many = o.handler.upload(&to("report"), note.clone(), &[("甲.txt", "甲"); 21]).await;
        assert_eq!(refused(&many), (422, "common-form-too-many-files"));
        let reported = ok(o.handler.upload(&to("report"), note, &[("甲.txt", "甲"), ("../乙.txt", "乙")]).await);
        let pieces = reported["measures"][0]["progress"][0]["evidence"].as_array().unwrap();
        let names: Vec<&Value> = pieces.iter().map(|piece| &piece["name"]).collect();
        assert_eq!((names, &pieces[1]["at"]), (vec![&json!("甲.txt"), &json!("乙.txt")], &json!(1)));
        // A measure is reached through an item that it serves.
        let third = o.path(3).await;
        let astray = format!("{third}/measures/{}/give-up", measure.rsplit_once('/').unwrap().1);
        assert_eq!(o.handler.post(&astray, json!({ "reason": "并入统一采购" })).await.status, StatusCode::NOT_FOUND);
        assert_eq!(refused(&o.handler.post(&to("give-up"), json!({ "reason": " " })).await), (409, "rectification-give-up-without-reason"));
        let given = ok(o.handler.post(&to("give-up"), json!({ "reason": "并入统一采购" })).await);
        assert_eq!((&given["measure_count"], &given["measures"][0]["given_up"]), (&json!(0), &json!("并入统一采购")));
        let staged = json!({ "kind": "staged", "root_cause": "没有考核", "goals": [{ "text": "完成三成", "due": "2025-12-31" }, { "text": "完成七成" }] });
        ok(o.handler.call(Method::PUT, &format!("{path}/plan"), Some(staged), &[]).await);
        assert_eq!(refused(&o.handler.post(&format!("{path}/goal"), json!({ "goal": 9 })).await), (409, "rectification-no-such-goal"));
        let reached = ok(o.handler.post(&format!("{path}/goal"), json!({ "goal": 0 })).await);
        assert_eq!((reached["goals"][0]["reached"].is_string(), reached["goals"][1]["reached"].is_string()), (true, false));
        assert_eq!(o.t.verify().await.faults, []);
    }

    async fn items_from_elsewhere_are_entered_and_posts_are_kept_by_the_unit(engine) {
        let o = Office::open(engine).await;
        let unit = o.fed.unit;
        let enter = |origin: &str, name: &str| json!({ "unit": unit, "origin": origin, "name": name, "kind": "before_entry", "title": "往来款长期挂账" });
        let made = o.clerk.post("/api/v1/ledger", enter("elsewhere", "2024年度预算执行审计")).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let item = ok(o.head.get(&format!("/api/v1/ledger/{}", made.body["item"].as_str().unwrap())).await);
        assert_eq!((&item["number"], &item["origin"]["name"]), (&json!(18), &json!("2024年度预算执行审计")));
        assert_eq!(refused(&o.clerk.post("/api/v1/ledger", enter("letter", " ")).await), (422, "rectification-origin-unnamed"));
        assert_eq!(refused(&o.clerk.post("/api/v1/ledger", enter("feedback", "")).await), (422, "api-body-wrong"));
        assert_eq!(o.handler.post("/api/v1/ledger", enter("self_inspection", "")).await.status, StatusCode::NOT_FOUND);

        let posts = format!("/api/v1/units/{unit}/posts");
        let new = |name: &str| json!({ "title": "副局长", "name": name, "from": "2025-01-01" });
        assert_eq!(refused(&o.liaison.post(&posts, new(" ")).await), (422, "post-holder-name-missing"));
        let made = o.liaison.post(&posts, new("窦辛屿")).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let post = format!("{posts}/{}", made.body["post"].as_str().unwrap());
        let over = ok(o.liaison.post(&format!("{post}/take-over"), json!({ "name": "佟庚帆", "from": "2025-09-01" })).await);
        assert_eq!((&over["posts"][0]["holders"][0]["until"], &over["posts"][0]["holders"][1]["name"]), (&json!("2025-08-31"), &json!("佟庚帆")));
        assert!(over["people"].as_array().unwrap().iter().any(|person| person["role"] == "unit_head"));
        let vacant = ok(o.liaison.post(&format!("{post}/vacate"), json!({ "last_day": "2025-10-31" })).await);
        assert_eq!(vacant["posts"][0]["holders"][1]["until"], "2025-10-31");
        assert_eq!(o.handler.post(&posts, new("窦辛屿")).await.status, StatusCode::NOT_FOUND);
        o.t.of_unit(&o.fed.site, "县民政局", Role::UnitLiaisonHead).await;
        let foreign = Client::new(&o.t, "unit_liaison_head-0", "write").await;
        assert_eq!(foreign.get(&posts).await.status, StatusCode::NOT_FOUND);
        assert_eq!(foreign.post(&posts, new("窦辛屿")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(foreign.post("/api/v1/ledger", enter("self_inspection", "")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(o.t.verify().await.faults, []);
    }
}
