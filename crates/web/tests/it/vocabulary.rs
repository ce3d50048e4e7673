//! Words by level and body (A8): the catalogues ask for none that the vocabulary does not have, and pages take theirs
//! from the ruleset in force.

use crate::client::Client;
use app::account::SetUp;
use app::ruleset::{DraftRuleset, PublishRuleset};
use app::{Channel, Ctx};
use domain::account::Profile;
use domain::ruleset::{Kind, shipped_for};
use domain::vocabulary::Word;
use i18n::Catalogue;
use kernel::Lang;
use std::collections::BTreeSet;
use testkit::{Engine, PASSWORD, TestApp};

#[test]
fn the_catalogues_ask_only_for_words_that_every_vocabulary_has() {
    let known: BTreeSet<&str> = Word::ALL.into_iter().map(Word::key).collect();
    for lang in Lang::ALL {
        let usual = Catalogue::shared().usual_words(lang);
        let usual: BTreeSet<&str> = usual.iter().map(|(name, _)| name).collect();
        assert_eq!(usual, known, "{}", lang.tag());
        for (file, text) in Catalogue::sources(lang) {
            for (at, _) in text.match_indices("$word_") {
                let name = text.get(at + 1..).unwrap_or_default();
                let name =
                    name.split(|c: char| !c.is_ascii_lowercase() && c != '_').next().unwrap_or_default();
                assert!(known.contains(name), "{}/{file}: {name}", lang.tag());
            }
        }
    }
}

/// An installation of a level.
async fn of_level(level: &str) -> TestApp {
    let t = TestApp::empty(Engine::Sqlite).await;
    let ctx: Ctx = t.app.own_ctx("set-up", Channel::Page);
    let act = SetUp {
        committee: "中共枕河大学委员会".into(),
        office: "学校党委巡察办".into(),
        level: level.into(),
        own_place: String::new(),
        profile: Profile::SmallOffice,
        name: "窦甲纬".into(),
        login: "clerk".into(),
        password: PASSWORD.into(),
        practice: false,
    };
    t.app.perform(&ctx, &act).await.unwrap();
    t
}

async fn page(t: &TestApp, path: &str, lang: &str) -> String {
    let clerk = t.signed("clerk").await.account;
    let mut client = Client::new(t).with_session(&t.session(clerk).await);
    client.post("/look", &[("lang", lang), ("back", "/")]).await;
    client.get(path).await.body
}

#[tokio::test]
async fn every_level_of_set_up_has_words_in_both_languages() {
    for level in app::account::LEVELS {
        let shipped = shipped_for(level).unwrap();
        assert_eq!(shipped.iter().filter(|s| s.kind() == Kind::Vocabulary).count(), 1, "{level}");
    }
    for (level, committee, team) in [
        ("county", "县委之下的全部单位", "巡察组组长"),
        ("enterprise", "集团党委之下的全部单位", "巡察组组长"),
        ("university", "学校党委之下的全部单位", "巡察组组长"),
        ("hospital", "医院党委之下的全部单位", "巡察组组长"),
        ("ministry", "部党组之下的全部单位", "巡视组组长"),
        ("province", "省委之下的全部单位", "巡视组组长"),
    ] {
        let t = of_level(level).await;
        assert!(page(&t, "/units", "zh-CN").await.contains(committee), "{level}");
        assert!(page(&t, "/permissions", "zh-CN").await.contains(team), "{level}");
    }
    let t = of_level("university").await;
    assert!(page(&t, "/units", "en").await.contains("All units below the university committee"));
}

#[tokio::test]
async fn an_office_words_it_otherwise_from_a_day_and_the_pages_follow() {
    let t = of_level("county").await;
    let own = shipped_for("county").unwrap().into_iter().find(|s| s.kind() == Kind::Vocabulary).unwrap();
    let mut body = own.draft.body;
    body["words"]["word_committee"] = serde_json::json!({"zh": "区委", "en": "district committee"});
    let draft = DraftRuleset {
        kind: Kind::Vocabulary,
        effective_from: t.app.today(),
        basis: "区委办公室通知".into(),
        body,
        seen: 0,
    };
    t.app.perform(&t.clerk().await, &draft).await.unwrap();
    assert!(page(&t, "/units", "zh-CN").await.contains("县委之下的全部单位"), "a draft rules nothing");
    t.app.perform(&t.clerk().await, &PublishRuleset { kind: Kind::Vocabulary, seen: 1 }).await.unwrap();
    assert!(page(&t, "/units", "zh-CN").await.contains("区委之下的全部单位"));
}
