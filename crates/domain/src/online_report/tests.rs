use super::{Filled, FormAddress, LINE_MOST, OnlineForm, Reporter, Standing, TEXT_MOST, Target, check_pace};
use kernel::Timestamp;
use kernel::id::{EngagementId, OnlineFormId, RoundId, TeamId};
use proptest::prelude::*;
use uuid::Uuid;

struct Counting;
impl kernel::Rng for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.iter_mut().enumerate().for_each(|(n, b)| *b = u8::try_from(n * 37 % 256).unwrap());
    }
}

fn form() -> OnlineForm {
    OnlineForm {
        id: OnlineFormId(Uuid::nil()),
        round: RoundId(Uuid::nil()),
        team: TeamId(Uuid::nil()),
        team_name: "第一巡察组".into(),
        address: FormAddress::generate(&Counting),
        targets: vec![
            Target { engagement: EngagementId(Uuid::from_u128(1)), unit: "水务局".into() },
            Target { engagement: EngagementId(Uuid::from_u128(2)), unit: "墨溪镇".into() },
        ],
        accepted: "领导班子及其成员的问题".into(),
        passed_on: "其他事项转有关部门".into(),
        from: Timestamp(100),
        until: Timestamp(200),
        closed: None,
    }
}

fn ids(filled: Filled) -> Vec<(String, String)> {
    let errors = filled.read(&form()).unwrap_err();
    errors.into_iter().map(|e| (e.field.into_owned(), e.message.id.into_owned())).collect()
}

#[test]
fn a_form_takes_reports_from_its_first_instant_to_its_published_hour() {
    let form = form();
    assert_eq!(form.standing(Timestamp(99)), Standing::Early);
    assert_eq!(form.standing(Timestamp(100)), Standing::Open);
    assert_eq!(form.standing(Timestamp(199)), Standing::Open);
    assert_eq!(form.standing(Timestamp(200)), Standing::Over);
}

#[test]
fn a_form_closes_early_only_with_a_reason_and_only_once() {
    assert_eq!(form().close(Timestamp(150), " ").unwrap_err().0.id, "online-close-without-reason");
    let closed = form().close(Timestamp(150), "改址").unwrap();
    assert_eq!(closed.standing(Timestamp(150)), Standing::Over);
    assert_eq!(closed.close(Timestamp(160), "again").unwrap_err().0.id, "online-over");
}

#[test]
fn a_form_that_ends_before_it_begins_or_says_nothing_is_not_published() {
    let wrong = OnlineForm { until: Timestamp(100), accepted: " ".into(), targets: vec![], ..form() };
    let ids: Vec<_> = wrong.check(Timestamp(50)).unwrap_err().into_iter().map(|e| e.message.id).collect();
    assert_eq!(ids, ["online-sentence-missing", "online-until-before-from", "online-no-units"]);
    assert_eq!(form().check(Timestamp(50)), Ok(()));
    assert_eq!(form().check(Timestamp(300)).unwrap_err()[0].message.id, "online-until-past");
}

#[test]
fn a_report_is_anonymous_unless_a_name_is_given() {
    let filled = Filled { text: "说".into(), name: "ignored".into(), ..Filled::default() };
    let (report, reporter) = filled.clone().read(&form()).unwrap();
    assert_eq!((report.text.as_str(), report.engagement, reporter), ("说", None, None));
    let named = Filled { named: true, name: "周".into(), contact: "1".into(), ..filled };
    assert_eq!(named.read(&form()).unwrap().1, Some(Reporter { name: "周".into(), contact: "1".into() }));
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let filled = Filled {
        unit: "7".into(),
        about: "长".repeat(LINE_MOST + 1),
        text: "字".repeat(TEXT_MOST + 1),
        named: true,
        ..Filled::default()
    };
    let found = ids(filled);
    let fields: Vec<&str> = found.iter().map(|(f, _)| f.as_str()).collect();
    assert_eq!(fields, ["text", "about", "name", "contact", "unit"]);
    assert_eq!(ids(Filled::default()), [("text".to_owned(), "online-text-missing".to_owned())]);
}

#[test]
fn one_sign_and_twenty_thousand_are_taken() {
    for signs in [1, TEXT_MOST] {
        let filled = Filled { text: "字".repeat(signs), unit: "1".into(), ..Filled::default() };
        let (report, _) = filled.read(&form()).unwrap();
        assert_eq!(report.engagement, Some(EngagementId(Uuid::from_u128(2))));
    }
}

#[test]
fn a_form_sent_faster_than_anyone_types_or_a_day_later_is_sent_again() {
    let opened = Timestamp(0);
    let id =
        |seconds: i64| check_pace(opened, opened.plus_seconds(seconds)).err().map(|r| r.0.id.into_owned());
    assert_eq!(id(2), Some("online-form-quick".into()));
    assert_eq!(id(3), None);
    assert_eq!(id(86_400), None);
    assert_eq!(id(86_401), Some("online-form-old".into()));
}

#[test]
fn a_reporter_says_nothing_in_a_log() {
    let reporter = Reporter { name: "周女士".into(), contact: "13800001234".into() };
    assert_eq!(format!("{reporter:?}"), "Reporter");
}

proptest! {
    #[test]
    fn an_address_reads_back_however_it_is_typed(seed in any::<[u8; 8]>()) {
        struct Fixed([u8; 8]);
        impl kernel::Rng for Fixed {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
            }
        }
        let address = FormAddress::generate(&Fixed(seed));
        let (front, back) = address.as_str().split_at(4);
        let typed = format!(" {}-{} ", front.to_uppercase(), back);
        prop_assert_eq!(FormAddress::parse(&typed), Some(address));
    }

    #[test]
    fn what_is_no_address_is_none(text in "\\PC{0,12}") {
        if let Some(address) = FormAddress::parse(&text) {
            prop_assert_eq!(address.as_str().len(), 8);
        }
    }
}
