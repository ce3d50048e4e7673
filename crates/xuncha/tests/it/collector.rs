//! The collector from the command line: orders out, a page served, a parcel back.

use crate::program::Program;
use std::path::Path;

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn a_collector_obeys_the_first_office_and_opens_by_no_other_command() {
    let (office, collector) = (Program::practice(), Program::fresh());
    let orders = path(office.path(), "orders.json");
    let written = office.run(&["collector", "orders", &orders, "--as", "clerk", "--json"]).well().json();
    let accepted = collector.run(&["collector", "accept", &orders, "--json"]).well().json();
    assert_eq!(accepted["office"], written["office"]);
    for wrong in [vec!["serve"], vec!["verify"], vec!["user", "list", "--as", "clerk"]] {
        let refused = collector.run(&wrong);
        assert_eq!(refused.code, 3, "{wrong:?} {refused:?}");
    }
    // Another office's orders change nothing, and an office's folder becomes no collector.
    let stranger = Program::empty();
    let foreign = path(stranger.path(), "orders.json");
    stranger.run(&["collector", "orders", &foreign, "--as", "clerk"]).well();
    let refused = collector.run(&["collector", "accept", &foreign, "--json"]);
    assert_eq!((refused.code, refused.codes()), (3, vec!["collector-orders-foreign".to_owned()]));
    assert_eq!(office.run(&["collector", "accept", &foreign]).code, 3);
    assert_eq!(Program::fresh().run(&["collector", "hand-over", "x"]).code, 4);
}

#[test]
fn without_a_form_there_is_nothing_to_hand_over() {
    let (office, collector) = (Program::empty(), Program::fresh());
    let orders = path(office.path(), "orders.json");
    office.run(&["collector", "orders", &orders, "--as", "clerk"]).well();
    let accepted = collector.run(&["collector", "accept", &orders, "--json"]).well().json();
    assert_eq!(accepted["forms"], 0);
    let parcel = path(collector.path(), "parcel");
    let nothing = collector.run(&["collector", "hand-over", &parcel, "--json"]);
    assert_eq!((nothing.code, nothing.codes()), (3, vec!["collector-no-forms".to_owned()]));
    assert!(!Path::new(&parcel).exists(), "a file without anything in it");
    let junk = path(office.path(), "junk");
    std::fs::write(&junk, "no parcel").unwrap();
    let refused = office.run(&["collector", "take-in", &junk, "--as", "clerk", "--json"]);
    assert_eq!((refused.code, refused.codes()), (3, vec!["collector-parcel-unreadable".to_owned()]));
}
