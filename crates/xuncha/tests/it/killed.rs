//! The program killed while it writes: what it acknowledged is there afterwards, and nothing is half done.

use crate::program::Program;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

/// Rounds, each killed at another moment between start and end.
const ROUNDS: u64 = 20;
/// Apart by so much; a round takes some hundred milliseconds.
const STEP: Duration = Duration::from_millis(23);

#[test]
fn no_acknowledged_account_is_lost_when_the_program_is_killed() {
    let program = Program::practice();
    let mut acknowledged = BTreeSet::new();
    for round in 1..=ROUNDS {
        let login = format!("killed-{round}");
        let mut child = program
            .command(&["user", "create", &login, "某某", "--as", "clerk"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The moment of death is what is tested, so here the clock decides; no outcome depends on it.
        std::thread::sleep(STEP * u32::try_from(round).unwrap());
        let _ended_already = child.kill();
        if child.wait().unwrap().success() {
            acknowledged.insert(login);
        }
        program.run(&["verify"]).well();
    }
    let list = program.run(&["user", "list", "--as", "clerk", "--json"]).well().json();
    let there: BTreeSet<String> =
        list.as_array().unwrap().iter().map(|a| a["login"].as_str().unwrap().to_owned()).collect();
    let lost: Vec<&String> = acknowledged.difference(&there).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
}
