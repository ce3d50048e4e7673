use super::draft::{Draft, Key};
use super::{Delivery, Feedback, State};
use crate::Refusal;
use crate::decision::Clerk;
use kernel::id::{DecisionId, EngagementId, FeedbackId, PersonId, UnitId, UserId};
use proptest::prelude::*;
use uuid::Uuid;

fn draft() -> Draft {
    let draft = Draft::default().add("理论学习不深", None).unwrap().add("政府采购不规范", None).unwrap();
    draft.add("支部建设弱化", None).unwrap()
}

fn taken(draft: Draft) -> Result<Feedback, Refusal> {
    let nil = Uuid::nil();
    Feedback::take((FeedbackId(nil), EngagementId(nil), UnitId(nil)), draft, None)
}

fn delivery(on: &str, signed_by: &str) -> Delivery {
    let recorded_by = Clerk { user: UserId(Uuid::nil()), person: PersonId(Uuid::nil()) };
    Delivery { on: on.parse().unwrap(), signed_by: signed_by.into(), scan: None, recorded_by }
}

fn id<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.unwrap_err().0.id.into_owned()
}

#[test]
fn feedback_goes_to_the_head_and_then_to_the_leading_body_and_each_signs() {
    let decision = DecisionId(Uuid::nil());
    let feedback = taken(draft()).unwrap();
    assert_eq!(id(feedback.clone().tell_head(delivery("2025-12-09", "甲"))), "feedback-not-approved");
    let approved = feedback.approve(decision).unwrap();
    assert_eq!(id(approved.clone().approve(decision)), "feedback-not-drafted");
    assert_eq!(id(approved.clone().tell_body(delivery("2025-12-09", "甲"))), "feedback-head-first");
    assert_eq!(id(approved.clone().tell_head(delivery("2025-12-09", " "))), "feedback-not-signed-for");
    assert_eq!(id(approved.clone().revise(draft())), "feedback-list-fixed");
    let told = approved.tell_head(delivery("2025-12-09", "局长")).unwrap();
    assert_eq!((told.fed_back_on(), told.is_handed_over()), (None, true));
    assert_eq!(id(told.clone().withdraw("有误")), "feedback-already-handed-over");
    assert_eq!(id(told.clone().tell_body(delivery("2025-12-08", "党组"))), "feedback-body-before-head");
    let delivered = told.tell_body(delivery("2025-12-10", "党组")).unwrap();
    assert_eq!(delivered.fed_back_on(), "2025-12-10".parse().ok());
    let text = serde_json::to_string(&delivered).unwrap();
    assert_eq!(serde_json::from_str::<Feedback>(&text).unwrap(), delivered);
}

#[test]
fn a_list_needs_problems_and_each_but_once() {
    assert_eq!(id(taken(Draft::default())), "feedback-without-problems");
    assert_eq!(id(taken(draft().add("理论学习不深", None).unwrap())), "feedback-same-problem-twice");
    let numbers: Vec<u32> = taken(draft()).unwrap().problems.iter().map(|p| p.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert_eq!(id(taken(draft()).unwrap().withdraw(" ")), "feedback-withdraw-without-reason");
    let withdrawn = taken(draft()).unwrap().withdraw("重拟").unwrap();
    assert!(matches!(withdrawn.state, State::Withdrawn { .. }) && !withdrawn.is_handed_over());
}

#[test]
fn corrections_by_hand_keep_keys_and_lose_nothing() {
    let draft = draft();
    assert_eq!(id(draft.clone().retitle(Key(1), " ")), "feedback-draft-title-missing");
    assert_eq!(id(draft.clone().retitle(Key(9), "甲")), "feedback-draft-no-such-problem");
    assert_eq!(id(draft.clone().regroup(Key(1), Some(Key(7)))), "feedback-draft-no-such-group");
    assert_eq!(id(draft.clone().merge(Key(1), Key(1))), "feedback-draft-merge-itself");
    assert_eq!(id(draft.clone().take_out(Key(1), "")), "feedback-draft-reason-missing");
    assert_eq!(id(draft.clone().split(Key(1), 0, "甲")), "feedback-draft-no-such-passage");
    let merged = draft.merge(Key(3), Key(1)).unwrap();
    assert_eq!(merged.problem(Key(1)).unwrap().passages[0].text, "支部建设弱化");
    let split = merged.split(Key(1), 0, "支部建设弱化").unwrap();
    assert_eq!(
        split.problems.iter().map(|p| p.title.as_str()).collect::<Vec<_>>(),
        ["理论学习不深", "支部建设弱化", "政府采购不规范"]
    );
    let out = split.take_out(Key(2), "已在上一轮反馈").unwrap();
    assert_eq!((out.problems.len(), out.taken_out.len()), (2, 1));
    let back = out.put_back(Key(2)).unwrap().reorder(Key(2), 0).unwrap();
    assert_eq!(back.problems[0].key, Key(2));
}

proptest! {
    #[test]
    fn however_it_is_corrected_no_key_is_used_twice_and_no_problem_is_lost(
        steps in proptest::collection::vec((0_u8..7, 1_u32..9, 1_u32..9), 0..25)
    ) {
        let mut now = draft();
        let mut count = 3_usize;
        for (what, key, other) in steps {
            let (key, at) = (Key(key), usize::try_from(other).unwrap());
            let (tried, change) = match what {
                0 => (now.clone().retitle(key, "改"), 0_isize),
                1 => (now.clone().reorder(key, at), 0),
                2 => (now.clone().merge(key, Key(other)), -1),
                3 => (now.clone().split(key, at - 1, "拆"), 1),
                4 => (now.clone().take_out(key, "因"), 0),
                5 => (now.clone().put_back(key), 0),
                _ => (now.clone().add("加", None), 1),
            };
            if let Ok(next) = tried {
                now = next;
                count = count.checked_add_signed(change).unwrap();
            }
            let mut keys: Vec<Key> = now.problems.iter().map(|p| p.key).collect();
            keys.extend(now.taken_out.iter().map(|out| out.problem.key));
            prop_assert_eq!(keys.len(), count);
            keys.sort_unstable();
            keys.dedup();
            prop_assert_eq!(keys.len(), count);
        }
    }
}
