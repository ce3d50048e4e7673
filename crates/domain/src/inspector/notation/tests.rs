use super::*;

fn ym(text: &str) -> Month {
    month(text).unwrap().unwrap()
}

fn kind<T: std::fmt::Debug>(result: Result<T, NotationFault>) -> &'static str {
    result.unwrap_err().kind
}

#[test]
fn a_month_is_read_in_every_notation() {
    for written in [
        "1989年10月",
        "1989.10",
        "1989/10",
        "1989-10",
        "1989-10-01",
        "１９８９年１０月",
        "1989.10.31",
        "1989年10月1日",
    ] {
        assert_eq!(ym(written).to_string(), "1989-10", "{written}");
    }
    assert_eq!(month(" \u{3000}").unwrap(), None);
}

#[test]
fn what_is_no_month_is_said_to_be_none() {
    for written in
        ["1989", "1989.13", "1989.0", "89.10", "1989年2月30日", "十月", "1989.10.01.02", "约1989.10"]
    {
        assert_eq!(kind(month(written)), "bad_date", "{written}");
    }
    assert_eq!(kind(month("26908")), "date_serial");
}

fn post(entry: &str) -> FormerPost {
    history(entry).pop().unwrap().unwrap()
}

#[test]
fn a_post_is_read_in_all_three_notations() {
    let expected = FormerPost {
        from: ym("2012.07"),
        to: Some(ym("2016.03")),
        unit: NamedUnit { written: "县水务局".into(), unit: None },
        post: "科员".into(),
    };
    for entry in [
        "2012.07—2016.03 县水务局 科员",
        "2012年7月至2016年3月 县水务局 科员",
        "2012.7-2016.3，县水务局，科员",
        "2012.07 — 2016.03　县水务局　科员",
        "2012-07-2016-03,县水务局,科员",
        "2012.07——2016.03 县水务局 科员",
    ] {
        assert_eq!(post(entry), expected, "{entry}");
    }
    assert_eq!(post("2012.07至今 县水务局 科员").to, None);
}

#[test]
fn one_cell_holds_several_posts() {
    let cell = "1992.7-1998.2，沐禾镇，组织委员\n1998.2-2002.7，县直机关工委，人事股干部；2003.1-2003.5，县档案馆，科员";
    assert_eq!(history(cell).len(), 3);
    assert!(history("无").is_empty());
    assert!(history("").is_empty());
}

#[test]
fn a_post_that_cannot_be_read_is_named() {
    for entry in
        ["县水务局 科员", "2012.07 县水务局 科员", "2012.7-2016.13，县水务局，科员", "2012.07—2016.03"]
    {
        assert_eq!(kind(history(entry).pop().unwrap()), "bad_post_entry", "{entry}");
    }
    let reversed = history("2016.03—2012.07 县水务局 科员").pop().unwrap().unwrap_err();
    assert_eq!(reversed.message.id, "inspector-post-reversed");
}

#[test]
fn months_of_a_post_are_end_minus_start() {
    assert_eq!(post("2012.7-2015.7，县民政局，科员").months(ym("2025.9")), 36);
    assert_eq!(post("2024.9至今 县民政局 科员").months(ym("2025.9")), 12);
}

#[test]
fn a_blank_cell_of_relatives_is_no_declaration_and_none_is_one() {
    assert_eq!(relatives("").0, Relatives::NotAsked);
    assert_eq!(relatives("  \n").0, Relatives::NotAsked);
    assert_eq!(relatives("无").0, Relatives::None);
}

#[test]
fn relatives_are_read_with_commas_spaces_and_without_a_post() {
    let (Relatives::Some(found), faults) = relatives(
        "配偶，何戊岚，县水利局，党组书记、局长；父亲 尹辛椿 退休在家\n表兄 明庚煦 县人大常委会机关 股长",
    ) else {
        panic!("declared")
    };
    assert!(faults.is_empty());
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].post, "党组书记、局长");
    assert_eq!((found[1].unit.as_ref().unwrap().written.as_str(), found[1].post.as_str()), ("退休在家", ""));
    let (_, faults) = relatives("母亲");
    assert_eq!(faults[0].kind, "bad_relative_entry");
}

#[test]
fn hours_are_whole_numbers_with_or_without_the_word() {
    assert_eq!(hours("48学时"), Ok(Some(48)));
    assert_eq!(hours("０"), Ok(Some(0)));
    assert_eq!(hours("40.0"), Ok(Some(40)));
    assert_eq!(hours(""), Ok(None));
    assert_eq!(kind(hours("-3")), "negative_number");
    assert_eq!(kind(hours("12.5")), "not_an_integer");
    for wrong in ["若干", "约48", "NaN", "inf", "1e9", "学时"] {
        assert_eq!(kind(hours(wrong)), "not_a_number", "{wrong}");
    }
}

#[test]
fn rounds_count_in_the_current_term_unless_another_is_named() {
    let of = |term, round| RoundServed { term: Some(TermNumber(term)), round: RoundNumber(round) };
    assert_eq!(rounds("第一轮、第八轮", Some(TermNumber(15))), Ok(vec![of(15, 1), of(15, 8)]));
    assert_eq!(rounds("十四届第十一轮，第2轮", Some(TermNumber(15))), Ok(vec![of(14, 11), of(15, 2)]));
    assert_eq!(rounds("—", Some(TermNumber(15))), Ok(vec![]));
    assert_eq!(rounds("", Some(TermNumber(15))), Ok(vec![]));
    assert_eq!(kind(rounds("三次", Some(TermNumber(15)))), "bad_round");
}

#[test]
fn only_the_one_word_means_that_a_person_can_be_called_up() {
    assert!(availability("可抽调").is_available());
    let away =
        Availability::Unavailable { words: "外出培训至2025年12月".into(), until: Some(ym("2025.12")) };
    assert_eq!(availability("外出培训至2025年12月"), away);
    assert!(!availability("").is_available());
}

#[test]
fn party_standing_keeps_the_month_it_comes_with() {
    assert!(party("中共党员").is_full_member());
    assert_eq!(party("中共党员（2005.07）"), PartyStanding::Member { since: Some(ym("2005.07")) });
    assert!(!party("中共预备党员").is_full_member());
    assert_eq!(party("群众"), PartyStanding::Other { words: "群众".into() });
}

proptest::proptest! {
    #[test]
    fn no_cell_makes_a_reader_stop(cell in "\\PC{0,40}|[0-9年月.至—；，无第轮届十\\- \n]{0,30}") {
        let _ = month(&cell);
        let _ = history(&cell);
        let _ = relatives(&cell);
        let _ = hours(&cell);
        let _ = rounds(&cell, None);
        let _ = availability(&cell);
    }
}
