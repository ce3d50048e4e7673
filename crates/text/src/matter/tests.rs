use super::{Classes, Matter, Reading, Register, Rules, compare};
use crate::segment::Segmenter;
use proptest::prelude::*;
use std::sync::LazyLock;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(Segmenter::new);

fn matter(unit: &str, subject: &str, text: &str) -> Matter {
    let told = "2025-09-15".parse().unwrap();
    Matter::read(
        &Reading { unit: Some(unit), unit_names: &[], subject, text, told, classes: &Classes::default() },
        &SEGMENTER,
    )
}

const ONE: &str = "鹿田村去年修的灌溉水渠，放水就垮，水泥标号不够，包工的是苟主任的妹夫，花了十二万。";
const OTHER: &str = "苟主任妹夫包的水渠一放水就塌，水泥不够标号，鹿田村群众意见很大，工程款12万元。";

#[test]
fn one_matter_in_two_peoples_words_is_found_with_its_reasons() {
    let mut register = Register::new(Rules::default());
    register.insert(2, matter("u", "苟主任", ONE));
    register.insert(1, matter("u", "", OTHER));
    register.insert(3, matter("u", "", "食堂饭菜又贵又差，承包人是后勤股长的同学，合同没有公开过。"));
    let all = register.all();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].one, all[0].other), (1, 2));
    let ids: Vec<_> = all[0].likeness.reasons().iter().map(|r| r.id.to_string()).collect();
    for id in [
        "petition-like-unit",
        "petition-like-people",
        "petition-like-places",
        "petition-like-words",
        "petition-like-amounts",
    ] {
        assert!(ids.iter().any(|i| i == id), "{id} not in {ids:?}");
    }
}

#[test]
fn the_same_words_about_another_unit_are_another_matter() {
    let mut register = Register::new(Rules::default());
    register.insert(1, matter("u", "苟主任", ONE));
    register.insert(2, matter("v", "苟主任", ONE));
    assert!(register.all().is_empty());
}

#[test]
fn a_text_taken_out_is_suggested_no_more() {
    let mut register = Register::new(Rules::default());
    register.insert(1, matter("u", "", ONE));
    register.insert(2, matter("u", "", OTHER));
    assert_eq!(register.like(1).len(), 1);
    register.remove(2);
    assert!(register.like(1).is_empty());
}

#[test]
fn a_petition_of_one_character_and_one_of_twenty_thousand_are_compared_like_any_other() {
    let mut register = Register::new(Rules::default());
    register.insert(1, matter("u", "", "短"));
    register.insert(2, matter("u", "", &"长".repeat(20_000)));
    register.insert(3, matter("u", "", &OTHER.repeat(20_000 / OTHER.chars().count())));
    register.insert(4, matter("u", "苟主任", ONE));
    let all = register.all();
    assert_eq!(all.iter().map(|s| (s.one, s.other)).collect::<Vec<_>>(), [(3, 4)]);
}

/// Style is what the comparison must not see: punctuation, spacing, width, the order of sentences, exclamation.
#[test]
fn how_it_is_written_changes_nothing() {
    let plain = matter("u", "苟主任", "水渠一放水就垮。水泥标号不够。花了十二万元。");
    let loud = matter("u", "苟主任", "水泥标号不够！！！　水渠一放水就垮～花了１２万元……");
    assert_eq!(plain, loud);
}

#[test]
fn one_new_text_meets_few_however_many_there_are() {
    let mut register = Register::new(Rules::default());
    for n in 0..400_u32 {
        register.insert(
            n,
            matter("u", "", &format!("水渠垮塌，水泥标号不够，第{}号渠段，花了{}元。", n + 20, n * 7 + 1000)),
        );
    }
    register.insert(1000, matter("u", "苟主任", ONE));
    register.insert(1001, matter("u", "", OTHER));
    assert!((0..400).all(|n| register.met_by(n) <= 60));
    assert!(register.like(1000).iter().any(|s| (s.one, s.other) == (1000, 1001)));
}

/// The same words about another person, place and sum are another matter, however many words agree.
#[test]
fn what_contradicts_outweighs_the_same_words() {
    let wrong = |who: &str, place: &str, sum: &str| {
        matter("u", "", &format!("{who}把{place}村的水渠包给亲戚，水泥标号不够，放水就垮，造价{sum}。"))
    };
    let mut register = Register::new(Rules::default());
    register.insert(1, wrong("苟甲砚", "鹿田", "十二万元"));
    register.insert(2, wrong("佟乙舟", "荷叶", "8000元"));
    assert!(register.all().is_empty());
    register.insert(3, wrong("苟主任", "鹿田", "12万元"));
    let all = register.all();
    assert_eq!(all.iter().map(|s| (s.one, s.other)).collect::<Vec<_>>(), [(1, 3)]);
    assert!(all[0].likeness.against <= 0.0);
}

/// A text tells of one matter: it is shown beside the likelier of two that contradict each other.
#[test]
fn of_two_partners_that_contradict_each_other_the_likelier_is_shown() {
    let mut register = Register::new(Rules::default());
    register
        .insert(1, matter("u", "苟甲砚", "鹿田村的水渠放水就垮，水泥标号不够，渠底没有垫层，包给了妹夫。"));
    register.insert(2, matter("u", "佟乙舟", "荷叶村的水渠放水就垮，钢筋少放了一半，验收走过场。"));
    register.insert(3, matter("u", "", "水渠放水就垮，水泥标号不够，渠底没有垫层，群众气愤。"));
    let pairs: Vec<_> = register.like(3).iter().map(|s| (s.one, s.other)).collect();
    assert_eq!(pairs, [(1, 3)]);
    assert_eq!(register.all().len(), 1);
}

#[test]
fn words_of_one_meaning_meet_and_both_are_told() {
    let told = "2025-09-15".parse().unwrap();
    let read = |classes: &Classes, text: &str| {
        let reading = Reading { unit: Some("u"), unit_names: &[], subject: "", text, told, classes };
        Matter::read(&reading, &SEGMENTER)
    };
    let texts = ["门面的租金没有入账", "铺面收的房租去向不明"];
    let classes = Classes::new([["租金", "房租"], ["门面", "铺面"]]);
    let common = |classes: &Classes| {
        let [a, b] = texts.map(|text| read(classes, text));
        let mut register = Register::new(Rules::default());
        register.insert(1, a.clone());
        register.insert(2, b.clone());
        compare(&a, &b, &register).map(|likeness| likeness.common.words).unwrap_or_default()
    };
    assert!(common(&Classes::default()).is_empty());
    let both = common(&classes);
    for word in ["租金", "房租", "门面", "铺面"] {
        assert!(both.iter().any(|told| told == word), "{word} not in {both:?}");
    }
}

#[test]
fn people_firms_and_places_are_read_where_the_dictionary_does_not_know_them() {
    let read = matter("u", "", "苟甲砚让锦川路桥公司修了落霞村和石磨坡的水渠，后来姓佟的站长签了字。");
    let people: Vec<String> = read.people.iter().map(crate::name::Person::told).collect();
    assert_eq!(people, ["佟某", "苟甲砚"]);
    assert_eq!(read.firms.iter().collect::<Vec<_>>(), ["锦川"]);
    assert!(read.places.contains("落霞") && read.places.contains("石磨"), "{:?}", read.places);
}

/// What letters about every unit say is how letters are written.
#[test]
fn phrases_that_letters_copy_from_each_other_bring_nobody_together() {
    let told =
        ["食堂饭菜又贵又差", "征地的面积量错了", "培训班没有开过课", "仓库的帐篷发霉了", "路灯半年不亮"];
    let mut register = Register::new(Rules::default());
    for (n, text) in (0_u32..).zip(told.iter().cycle().take(25)) {
        let unit = format!("u{}", n / 5);
        let text = format!("久闻巡察组铁面无私，{text}，恳请领导明镜高悬，盼望拨云见日。");
        register.insert(n, matter(&unit, "", &text));
    }
    assert!(register.all().is_empty());
}

/// However many words agree, a letter about one person is not laid beside a letter about another.
#[test]
fn petitions_about_different_people_are_never_suggested() {
    let mut register = Register::new(Rules { least: 0.0 });
    register
        .insert(1, matter("u", "苟甲砚", "鹿田村的水渠放水就垮，水泥标号不够，渠底没有垫层，造价十二万元。"));
    register
        .insert(2, matter("u", "佟乙舟", "鹿田村的水渠放水就垮，水泥标号不够，渠底没有垫层，造价十二万元。"));
    assert!(register.all().is_empty());
    register
        .insert(2, matter("u", "苟站长", "鹿田村的水渠放水就垮，水泥标号不够，渠底没有垫层，造价十二万元。"));
    assert_eq!(register.all().len(), 1);
}

/// Two thousand mu are no two thousand yuan.
#[test]
fn numbers_of_different_things_do_not_agree() {
    let common = |one: &str, other: &str| {
        let (a, b) = (matter("u", "", one), matter("u", "", other));
        let mut register = Register::new(Rules::default());
        register.insert(1, a.clone());
        register.insert(2, b.clone());
        compare(&a, &b, &register).map(|likeness| likeness.common.amounts.len()).unwrap_or_default()
    };
    assert_eq!(common("水渠修了2300亩", "水渠花了2300元"), 0);
    assert_eq!(common("水渠花了2300块", "水渠花了2300元"), 1);
    assert_eq!(common("水渠占了23亩", "占去二十三亩，水渠没有修"), 1);
}

/// Who sold or healed is named beside the matter and is nobody's other subject.
#[test]
fn whoever_holds_no_post_contradicts_nobody() {
    let one = matter("u", "", "佟站长收了钱，水渠的料是邱老板供的。");
    let people: Vec<String> = one.people.iter().map(crate::name::Person::told).collect();
    assert_eq!(people, ["佟某"]);
    let other = matter("u", "", "供料的邱老板说水渠的钱早就送到了。");
    assert_eq!(other.people.iter().map(|p| p.surname.as_str()).collect::<Vec<_>>(), ["邱"]);
}

/// What happens, and to what, in ways of telling it that share no name.
const EVENTS: &[&str] = &[
    "水渠放水就垮，水泥标号不够",
    "食堂饭菜又贵又差，采购价虚高",
    "低保名单没有公示，评议会没有开",
    "危房改造的指标给了住楼房的人",
    "公车接送孩子上学，派车单是假的",
];

/// Manners of telling: how a letter greets, complains and takes its leave.
const MANNERS: &[(&str, &str)] = &[
    ("", "。"),
    ("尊敬的领导，您好！冒昧打扰，", "！！！此致敬礼"),
    ("实在忍无可忍，", "……岂有此理"),
    ("来电人情绪激动，称", "。来电人不愿留名。"),
    ("　　", "，句句属实，盼望答复～"),
];

/// What tells a writer: none of it may bring letters together or keep them apart.
const WRITERS: &[&str] = &[
    "",
    "联系电话：16000001234。",
    "我叫佟乙舟，电话16000005678。",
    "举报人：申屠丙朗，邮箱shentu.1975@example.com。",
    "微信号wx_tong1990，座机0300-1234567。",
];

fn pairs_of(texts: &[String]) -> Vec<(u32, u32)> {
    let mut register = Register::new(Rules::default());
    for (n, text) in (0_u32..).zip(texts) {
        register.insert(n, matter("u", "", text));
    }
    register.all().iter().map(|s| (s.one, s.other)).collect()
}

proptest! {
    /// H7: the same matters in any manner, by anybody, are the same suggestions.
    #[test]
    fn manner_contact_and_writer_change_no_suggestion(told in proptest::collection::vec((0..EVENTS.len(), 0..MANNERS.len(), 0..WRITERS.len()), 2..7)) {
        let plain: Vec<String> = told.iter().map(|(event, ..)| format!("{}。", EVENTS[*event])).collect();
        let written: Vec<String> = told
            .iter()
            .map(|(event, manner, writer)| {
                let (before, behind) = MANNERS[*manner];
                format!("{before}{}{behind}\n{}", EVENTS[*event], WRITERS[*writer])
            })
            .collect();
        prop_assert_eq!(pairs_of(&plain), pairs_of(&written));
    }

    /// Two letters by one hand, in one manner, about two matters.
    #[test]
    fn one_writer_with_two_matters_is_not_brought_together(one in 0..EVENTS.len(), other in 0..EVENTS.len(), manner in 0..MANNERS.len(), writer in 1..WRITERS.len()) {
        prop_assume!(one != other);
        let (before, behind) = MANNERS[manner];
        let told = [one, other].map(|event| format!("{before}{}{behind}\n{}", EVENTS[event], WRITERS[writer]));
        prop_assert_eq!(pairs_of(&told), []);
    }

    /// Whatever two letters share: other people, another matter.
    #[test]
    fn a_pair_with_contradicting_subjects_is_never_suggested(events in proptest::collection::vec(0..EVENTS.len(), 1..5), title in "(局长|站长|主任|书记)") {
        let told: String = events.iter().map(|event| format!("{}，花了三万六，", EVENTS[*event])).collect();
        let mut register = Register::new(Rules { least: 0.0 });
        register.insert(1, matter("u", &format!("苟{title}"), &told));
        register.insert(2, matter("u", "佟乙舟", &told));
        prop_assert!(register.all().is_empty());
    }

    #[test]
    fn a_likeness_is_the_same_from_either_side(a in "[水渠垮食堂承包张局长村镇八千元去年，。]{0,40}", b in "[水渠垮食堂承包张局长村镇八千元去年，。]{0,40}") {
        let mut register = Register::new(Rules { least: 0.0 });
        let (a, b) = (matter("u", "", &a), matter("u", "", &b));
        register.insert(1, a.clone());
        register.insert(2, b.clone());
        let (ab, ba) = (compare(&a, &b, &register), compare(&b, &a, &register));
        prop_assert_eq!(ab.is_some(), ba.is_some());
        if let (Some(ab), Some(ba)) = (ab, ba) {
            prop_assert!((ab.score - ba.score).abs() < 1e-9);
            prop_assert_eq!(ab.common.amounts, ba.common.amounts);
        }
    }

    #[test]
    fn any_text_of_any_length_is_read(text in "\\PC{0,60}") {
        matter("u", &text, &text);
    }
}
