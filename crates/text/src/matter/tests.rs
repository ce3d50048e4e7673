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

proptest! {
    #[test]
    fn a_likeness_is_the_same_from_either_side(a in "[水渠垮食堂承包张局长村镇八千元去年，。]{0,40}", b in "[水渠垮食堂承包张局长村镇八千元去年，。]{0,40}") {
        let mut register = Register::new(Rules { least: 0.0, least_common: 0.0 });
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
