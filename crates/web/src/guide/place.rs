//! Which section of which guide belongs to a page, for the help under its heading.

use domain::permission::Action;

/// Pages whose address begins so, and the section for readers with this right. The first line that fits counts, so longer
/// beginnings and stronger rights come first; a line without a right is for everyone else.
pub const PLACES: &[(&str, Option<Action>, &str)] = &[
    ("/account", None, "inspection-team#your-account"),
    ("/users", None, "system-keeper#people-and-roles"),
    ("/units/import", None, "office-clerk#the-list-of-units"),
    ("/units", Some(Action::UnitChange), "office-clerk#when-a-unit-changes"),
    ("/units", None, "leading-group#what-you-can-see"),
    ("/terms", None, "office-clerk#the-term-and-its-past-rounds"),
    ("/coverage", Some(Action::RoundPlan), "office-clerk#coverage"),
    ("/coverage", None, "leading-group#what-you-can-see"),
    ("/inspectors", None, "office-clerk#the-inspector-pool"),
    ("/recusal", None, "office-clerk#declarations-and-the-check"),
    ("/rounds", Some(Action::RecusalClear), "office-director#from-plan-to-authorisation"),
    ("/rounds", Some(Action::RoundPlan), "office-clerk#a-new-round"),
    ("/rounds", Some(Action::RoundApprove), "leading-group#decide-in-the-program"),
    ("/rounds", None, "leading-group#what-you-can-see"),
    ("/decisions/decide", None, "leading-group#decide-in-the-program"),
    ("/decisions", Some(Action::DecisionRecord), "office-clerk#what-was-decided-on-paper"),
    ("/decisions", None, "leading-group#decide-in-the-program"),
    ("/findings", None, "inspection-team#working-papers"),
    ("/methods", None, "inspection-team#methods"),
    ("/engagements", Some(Action::RoundPlan), "office-clerk#entry-and-after"),
    ("/engagements", None, "inspection-team#find-your-engagement"),
    ("/clues", Some(Action::ClueFile), "office-clerk#clues-and-matters"),
    ("/clues", Some(Action::ClueApprove), "leading-group#decide-in-the-program"),
    ("/clues", None, "inspection-team#find-your-engagement"),
    ("/balance", None, "office-clerk#clues-and-matters"),
    ("/matters", Some(Action::MatterSend), "office-clerk#clues-and-matters"),
    ("/portal", None, "unit-liaison#your-portal"),
    ("/department", None, "unit-liaison#what-is-handed-to-you"),
    ("/received", None, "unit-liaison#what-is-handed-to-you"),
    ("/received-matters", None, "unit-liaison#what-is-handed-to-you"),
    ("/received-referrals", None, "unit-liaison#what-is-handed-to-you"),
    ("/feedback", None, "office-clerk#feedback-and-the-ledger"),
    ("/ledger", Some(Action::PortalView), "unit-liaison#claim-and-plan"),
    ("/ledger", None, "office-clerk#feedback-and-the-ledger"),
    ("/mine", Some(Action::PortalView), "unit-liaison#your-portal"),
    ("/mine", None, "office-clerk#feedback-and-the-ledger"),
    ("/journal", None, "auditor#read-the-journal"),
    ("/rulesets", None, "office-director#rules"),
    ("/system", None, "system-keeper#look-after-it-each-day"),
    ("/permissions", None, "auditor#who-may-do-what"),
    ("/search", None, "office-clerk#day-by-day"),
    ("/notices", None, "office-clerk#day-by-day"),
];

/// The section for a page, as `guide#section`; `may` says whether the reader holds a right.
pub fn section_of(path: &str, may: impl Fn(Action) -> bool) -> Option<&'static str> {
    let fits =
        |begin: &str| path.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let found = PLACES.iter().find(|(begin, right, _)| fits(begin) && right.is_none_or(&may));
    found.map(|(_, _, section)| *section).or_else(|| (path == "/").then_some("first-ten-minutes"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_section_for_its_reader() {
        let anything = |_: Action| true;
        let nothing = |_: Action| false;
        assert_eq!(section_of("/coverage/units", anything), Some("office-clerk#coverage"));
        assert_eq!(section_of("/coverage", nothing), Some("leading-group#what-you-can-see"));
        assert_eq!(section_of("/units/import/x", nothing), Some("office-clerk#the-list-of-units"));
        assert_eq!(section_of("/unitsx", anything), None);
        assert_eq!(section_of("/", nothing), Some("first-ten-minutes"));
    }
}
