//! The navigation and the round switcher, as data.
//!
//! The shell draws what it is given. A later part adds its entries where the list is made, not in the shell.

use domain::round::Stage;
use kernel::{Day, Message};

/// One entry of the cover.
#[derive(Clone, Debug)]
pub struct NavEntry {
    /// Its name.
    pub label: Message,
    /// Where it leads; the entry is current on every address below it.
    pub href: &'static str,
    /// Name of its icon.
    pub icon: &'static str,
    /// Things waiting behind it; none shows when 0.
    pub waiting: u32,
}

impl NavEntry {
    /// An entry with nothing waiting.
    pub const fn new(label: Message, href: &'static str, icon: &'static str) -> Self {
        Self { label, href, icon, waiting: 0 }
    }

    /// Whether `path` is this entry's page or lies below it.
    pub fn holds(&self, path: &str) -> bool {
        if self.href == "/" {
            return path == "/";
        }
        path.strip_prefix(self.href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// A group of entries; the first stands without a heading.
#[derive(Clone, Debug)]
pub struct NavGroup {
    /// Heading, if any.
    pub heading: Option<Message>,
    /// Its entries.
    pub entries: Vec<NavEntry>,
}

/// A round in the switcher.
#[derive(Clone, Debug)]
pub struct Round {
    /// What the switch sends.
    pub value: String,
    /// Its name: 第九轮.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
    /// First and last day on site.
    pub window: (Day, Day),
}

/// The round the pages look at, and the others.
#[derive(Clone, Debug)]
pub struct RoundSwitcher {
    /// Value of the round looked at; empty for all rounds.
    pub current: String,
    /// All rounds, newest first.
    pub rounds: Vec<Round>,
}

impl RoundSwitcher {
    /// The word that the switch sends for all rounds.
    pub const ALL: &'static str = "all";

    /// Of these rounds, newest first, the one that was chosen; else the newest that has begun and is not closed, else
    /// the next to begin, else the newest. `None` where there is no round.
    pub fn of(rounds: Vec<Round>, chosen: Option<&str>, today: Day) -> Option<Self> {
        let open = || rounds.iter().filter(|r| r.stage < Stage::Closed);
        let begun = open().find(|r| r.window.0 <= today);
        let usual = begun.or_else(|| open().next_back()).or_else(|| rounds.first());
        let current = match chosen {
            Some(Self::ALL) => String::new(),
            Some(value) if rounds.iter().any(|r| r.value == value) => value.to_owned(),
            _ => usual?.value.clone(),
        };
        (!rounds.is_empty()).then_some(Self { current, rounds })
    }
}

/// Everything the office works with; drop the entries that the reader may not open.
pub fn office_navigation() -> Vec<NavGroup> {
    let entry = NavEntry::new;
    vec![
        NavGroup {
            heading: None,
            entries: vec![
                entry(Message::new("shell-nav-home"), "/", "open"),
                entry(Message::new("shell-nav-portal"), "/portal", "home"),
                entry(Message::new("department-title"), "/department", "home"),
                entry(Message::new("shell-nav-mine"), "/mine", "check"),
            ],
        },
        NavGroup {
            heading: Some(Message::new("shell-nav-planning")),
            entries: vec![
                entry(Message::new("shell-nav-coverage"), "/coverage", "cover"),
                entry(Message::new("shell-nav-rounds"), "/rounds", "round"),
                entry(Message::new("shell-nav-deadlines"), "/deadlines", "clock"),
                entry(Message::new("shell-nav-inspectors"), "/inspectors", "team"),
                entry(Message::new("shell-nav-units"), "/units", "unit"),
            ],
        },
        NavGroup {
            heading: Some(Message::new("shell-nav-field")),
            entries: vec![
                entry(Message::new("shell-nav-petitions"), "/petitions", "mail"),
                entry(Message::new("shell-nav-registers"), "/registers", "ledger"),
                entry(Message::new("shell-nav-gatherings"), "/gatherings", "bell"),
                entry(Message::new("shell-nav-methods"), "/methods", "talk"),
                entry(Message::new("shell-nav-findings"), "/findings", "paper"),
            ],
        },
        NavGroup {
            heading: Some(Message::new("shell-nav-transfer")),
            entries: vec![
                entry(Message::new("clue-title"), "/clues", "send"),
                entry(Message::new("matter-title"), "/matters", "send"),
                entry(Message::new("received-title"), "/received", "send"),
                entry(Message::new("matter-received-title"), "/received-matters", "send"),
            ],
        },
        NavGroup {
            heading: Some(Message::new("shell-nav-rectification")),
            entries: vec![
                entry(Message::new("shell-nav-feedback"), "/feedback", "doc"),
                entry(Message::new("shell-nav-ledger"), "/ledger", "ledger"),
            ],
        },
        NavGroup {
            heading: Some(Message::new("shell-nav-oversight")),
            entries: vec![
                entry(Message::new("shell-nav-journal"), "/journal", "shield"),
                entry(Message::new("shell-nav-rulesets"), "/rulesets", "book"),
                entry(Message::new("shell-nav-permissions"), "/permissions", "key"),
                entry(Message::new("shell-nav-users"), "/users", "user"),
                entry(Message::new("shell-nav-system"), "/system", "gear"),
            ],
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(value: &str, stage: Stage, month: u8) -> Round {
        let day = Day::new(2025, month, 8).unwrap();
        Round { value: value.to_owned(), name: value.to_owned(), stage, window: (day, day) }
    }

    fn today() -> Day {
        Day::new(2025, 9, 20).unwrap()
    }

    #[test]
    fn the_pages_look_at_the_chosen_round_or_at_the_newest_that_runs() {
        let rounds = || {
            vec![
                round("11", Stage::Planned, 12),
                round("10", Stage::Approved, 11),
                round("9", Stage::OnSite, 9),
                round("8", Stage::Closed, 5),
            ]
        };
        let current = |chosen| RoundSwitcher::of(rounds(), chosen, today()).unwrap().current;
        assert_eq!(current(None), "9");
        assert_eq!(current(Some("8")), "8");
        assert_eq!(current(Some("gone")), "9");
        assert_eq!(current(Some("all")), "");
        assert!(RoundSwitcher::of(Vec::new(), Some("all"), today()).is_none());
    }

    #[test]
    fn where_none_runs_the_pages_look_at_the_next_and_where_none_is_to_come_at_the_last() {
        let current = |rounds| RoundSwitcher::of(rounds, None, today()).unwrap().current;
        let next = vec![round("11", Stage::Planned, 12), round("10", Stage::Approved, 11)];
        assert_eq!(current(next), "10");
        assert_eq!(current(vec![round("9", Stage::Closed, 9), round("8", Stage::Closed, 5)]), "9");
    }

    #[test]
    fn an_entry_is_current_on_its_page_and_below_it_but_not_beside_it() {
        let units = NavEntry::new(Message::new("shell-nav-units"), "/units", "unit");
        assert!(units.holds("/units") && units.holds("/units/7/history"));
        assert!(!units.holds("/units-old") && !units.holds("/"));
        let home = NavEntry::new(Message::new("shell-nav-home"), "/", "open");
        assert!(home.holds("/") && !home.holds("/units"));
    }
}
