//! `xuncha deadline` against the committed calendar vectors.

use crate::program::Program;
use serde_json::Value;

#[test]
fn the_command_line_counts_every_vector_of_the_calendar() {
    let data = std::fs::read_to_string(testkit::checkout().join("tests/data/calendar.json")).unwrap();
    let data: Value = serde_json::from_str(&data).unwrap();
    let vectors = data["test_vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 10);
    let program = Program::fresh();
    for vector in vectors {
        let (from, add) = (vector["start"].as_str().unwrap(), vector["add"].to_string());
        let unit = vector["unit"].as_str().unwrap();
        let ran = program.run(&["deadline", "--from", from, "--add", &add, "--unit", unit, "--json"]).well();
        let answer = ran.json();
        let provisional = vector["provisional"] == true;
        assert_eq!(answer["provisional"], provisional, "{vector}");
        // Without the next year's notice the unrolled day is the answer, marked provisional.
        let expected = if provisional { &vector["unrolled"] } else { &vector["expected"] };
        assert_eq!(&answer["day"], expected, "{vector}");
        assert!(!answer["explanation"].as_array().unwrap().is_empty());
    }
}

#[test]
fn people_get_the_day_first_and_the_reasons_in_their_language() {
    let program = Program::fresh();
    let ask = |lang| {
        program
            .run(&["deadline", "--from", "2026-09-17", "--add", "10", "--unit", "workday", "--lang", lang])
            .well()
            .out
    };
    assert!(ask("en").starts_with("2026-10-08 (8 Oct 2026)\n"), "{}", ask("en"));
    assert!(ask("zh-CN").contains("国庆节"), "{}", ask("zh-CN"));
    let stays = program
        .run(&["deadline", "--from", "2026-09-01", "--add", "1", "--unit", "month", "--roll", "none"])
        .well();
    assert!(stays.out.starts_with("2026-10-01"), "{stays:?}");
}
