//! A file beside what a clue says, and cadres managed higher up who are ticked and passed up together by two people.

use crate::clues::{Cast, NAME, OWN, RECEIVER, UNIT, open_groups, tick};
use crate::rounds::press;
use crate::set_up::fill;
use app::clue::{
    ChosenRoute, DraftClue, FileClues, GivenBody, GivenFrame, GivenSubject, GradeClue, PassClues, RouteClue,
};
use app::decision::{Decide, Subject};
use domain::clue::Grade;
use kernel::id::ClueId;
use testkit::Engine;
use testkit::browser::{Browser, Look, Outcome, journey};
use thirtyfour::prelude::*;

/// What the file holds, told by its content to be one.
const FILE: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

/// A clue about a cadre whom the city manages, as the leader drafts it.
async fn drafted(cast: &Cast) -> ClueId {
    let act = DraftClue {
        engagement: cast.site.engagement(UNIT),
        frame: GivenFrame {
            nature: "style".into(),
            discipline: "integrity".into(),
            methods: vec!["C13".into()],
            sources: vec!["XF020".into()],
        },
        from: Vec::new(),
        grade: None,
        body: GivenBody::Sealed {
            subjects: vec![GivenSubject { name: NAME.into(), post: "局长".into(), level: "city".into() }],
            summary: "节日期间涉嫌收受合作社所送土特产和礼金。".into(),
        },
    };
    cast.t.done(&cast.leader, &act).await.clue
}

/// Graded, routed, passed, filed and approved.
async fn approved(cast: &Cast, clue: ClueId) {
    let (t, engagement) = (&cast.t, cast.site.engagement(UNIT));
    t.done(&cast.leader, &GradeClue { engagement, clue, grade: Grade::Look }).await;
    let chosen = ChosenRoute { key: Some(1), receiver: String::new(), reason: String::new() };
    t.done(&cast.leader, &RouteClue { engagement, clue, version: None, routes: vec![chosen] }).await;
    t.done(&cast.leader, &PassClues { engagement, clues: vec![clue] }).await;
    t.done(&t.clerk().await, &FileClues { clues: vec![clue] }).await;
    let decide = Decide {
        about: Subject::Clue,
        ids: vec![clue.into()],
        approved: true,
        reason: String::new(),
        password: OWN.into(),
    };
    t.done(&t.ctx("head").await, &decide).await;
}

/// Whether a file with this content has arrived in the folder for what is taken.
fn arrived(folder: &std::path::Path) -> bool {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| std::fs::read(file.path()).ok()).any(|bytes| bytes == FILE)
}

/// The leader stores a file whose name names somebody; it is listed by number and opened for a reason.
async fn a_file_is_stored_and_opened(cast: &Cast, browser: &Browser, clue: ClueId) -> Outcome {
    let given = cast.t.folder().join(format!("{NAME}的礼金清单.pdf"));
    std::fs::write(&given, FILE)?;
    let taken = cast.t.folder().join("taken");
    std::fs::create_dir_all(&taken)?;
    let allowed = serde_json::json!({ "behavior": "allow", "downloadPath": taken.display().to_string() });
    browser.devtools("Browser.setDownloadBehavior", allowed).await?;
    cast.becomes(browser, &cast.leader).await?;
    browser.open(&format!("/clues/{clue}")).await?;
    browser.sees("没有文件").await?;
    open_groups(browser).await?;
    let field = browser.find(By::Css("main input[type=file][name=file]")).await?;
    field.send_keys(given.display().to_string()).await?;
    browser.is_accessible().await?;
    press(browser, "存入").await?;
    browser.sees("已存入").await?;
    let page = browser.source().await?;
    assert!(page.contains("-1.pdf") && !page.contains(NAME), "it is called by number");
    open_groups(browser).await?;
    browser.is_accessible().await?;
    let reason = browser.find(By::Css("form[action*='/files/'] input[name=reason]")).await?;
    reason.send_keys("核对清单").await?;
    press(browser, "启封文件").await?;
    browser.until("the file as it was given", async || Ok(arrived(&taken))).await
}

/// After the round two of three are ticked, written into one letter and handed over; the third stays.
async fn ticked_ones_go_up_together(cast: &Cast, browser: &Browser) -> Outcome {
    cast.becomes(browser, &cast.t.clerk().await).await?;
    browser.open("/clues/collected").await?;
    browser.sees("可以上报").await?;
    browser.is_accessible().await?;
    let boxes = browser.find_all(By::Css("main table input[type=checkbox][name=id]")).await?;
    assert_eq!(boxes.len(), 3);
    for at in [1, 2] {
        tick(browser, &format!("main table tbody tr:nth-child({at}) input[name=id]")).await?;
    }
    fill(browser, "letter", "云巡移〔2025〕7号").await?;
    fill(browser, "seal", "F-0077").await?;
    fill(browser, "to", RECEIVER).await?;
    fill(browser, "second", "second").await?;
    fill(browser, "password", OWN).await?;
    press(browser, "一并上报").await?;
    // What is about to happen is said once more, without the password.
    let dialog = browser.query(By::Css("dialog[open]")).first().await?;
    let said = dialog.text().await?;
    assert!(said.contains("不能撤回") && said.contains("F-0077") && !said.contains(OWN), "{said}");
    dialog.find(By::Css("button[data-go]")).await?.click().await?;
    browser.sees("已移交").await?;
    browser.is_accessible().await?;
    let left = browser.find_all(By::Css("main table input[type=checkbox][name=id]")).await?;
    assert_eq!(left.len(), 1, "who was not ticked waits");
    cast.becomes(browser, &cast.officer).await?;
    browser.open("/received").await?;
    let received = browser.find_all(By::Css("main a.main-link")).await?;
    assert_eq!(received.len(), 2, "each has a package of its own");
    browser.is_accessible().await
}

async fn played(name: &str, look: Look, engine: Engine) {
    let cast = Cast::new(engine).await;
    let clues = [drafted(&cast).await, drafted(&cast).await, drafted(&cast).await];
    let site = cast.t.serve().await;
    journey(name, look, &site.base, async |browser| {
        browser.open("/sign-in").await?;
        a_file_is_stored_and_opened(&cast, browser, clues[0]).await?;
        for clue in clues {
            approved(&cast, clue).await;
        }
        cast.t.clock.advance(60 * 86_400);
        ticked_ones_go_up_together(&cast, browser).await
    })
    .await;
    assert_eq!(cast.t.verify().await.faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_lies_with_a_clue_and_collected_cadres_go_up_together() {
    played("collected", Look::DESK, Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_on_a_phone_on_the_other_database() {
    played("collected-phone", Look::PHONE, Engine::Postgres).await;
}
