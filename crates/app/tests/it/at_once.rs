//! Many at the same moment (T2): whoever writes something new is never in another's way, and what two change at once is
//! either kept of both or refused to one of them with the reason.

use crate::petitions::Desk;
use app::Error;
use app::petition::{PetitionFilter, RegisterPetition};
use app::rectification::{ItemKind, ReportProgress};
use kernel::PageRequest;
use std::collections::BTreeSet;
use testkit::{TestApp, on_both};
use tokio::task::JoinSet;

on_both! {
    async fn petitions_registered_at_the_same_moment_are_all_kept_under_numbers_of_their_own(engine) {
        let desk = Desk::open(engine).await;
        let mut registered = 0;
        for many in [2, 4, 16, 64] {
            let mut writers = JoinSet::new();
            for number in 0..many {
                let entry = if number % 2 == 0 { desk.named("渠道只修了一半。") } else { desk.entry("验收单一天签齐。") };
                let act = RegisterPetition { engagement: desk.engagement, entry };
                let (app, ctx) = (desk.t.app.clone(), desk.member().await);
                writers.spawn(async move { app.perform(&ctx, &act).await });
            }
            while let Some(outcome) = writers.join_next().await {
                outcome.unwrap().unwrap();
                registered += 1;
            }
        }
        let page = PageRequest { after: None, size: 200 };
        let list = desk.t.app.petitions(&desk.member().await, &PetitionFilter::default(), &page).await.unwrap();
        let numbers: BTreeSet<&str> = list.page.items.iter().map(|row| row.petition.number.as_str()).collect();
        assert_eq!((numbers.len(), list.counts.values().sum::<i64>()), (registered, i64::try_from(registered).unwrap()));
        let serial = |number: &str| {
            let digits = number.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap();
            digits.parse::<usize>().unwrap()
        };
        let serials: BTreeSet<usize> = numbers.into_iter().map(serial).collect();
        assert_eq!(serials, (1..=registered).collect(), "no number is left out and none is given twice");
        assert_eq!(desk.t.verify().await.faults, []);
    }

    async fn progress_reported_at_the_same_moment_is_kept_or_refused_with_its_reason_and_never_lost(engine) {
        let (t, fed) = TestApp::fed_back(engine).await;
        let item = fed.item(&t, 1).await;
        fed.claim(&t, item).await;
        let measure = fed.plan(&t, item, ItemKind::TimeLimit, "2025年底前").await;
        let mut kept = 0;
        for many in [2, 4, 16, 64] {
            let mut writers = JoinSet::new();
            for number in 0..many {
                let text = format!("第 {number} 处已核对。");
                let act = ReportProgress { unit: fed.unit, measure, text, evidence: Vec::new(), done: false };
                let (app, ctx) = (t.app.clone(), t.ctx("handler").await);
                writers.spawn(async move { app.perform(&ctx, &act).await });
            }
            while let Some(outcome) = writers.join_next().await {
                match outcome.unwrap() {
                    Ok(_) => kept += 1,
                    Err(Error::Conflict { .. }) => {}
                    Err(other) => panic!("refused without a reason: {other:?}"),
                }
            }
        }
        let page = t.item(item).await;
        assert_eq!(page.measures[0].measure.progress.len(), kept, "what was said to be kept is, and nothing else");
        assert!(kept >= 4, "each time at least one gets through");
        assert_eq!(t.verify().await.faults, []);
    }
}
