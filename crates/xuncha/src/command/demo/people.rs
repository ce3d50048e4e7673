//! The people of the practice county: one for each role, with a post in words. Data, not code: `people.json`.

use crate::exit::Failure;
use domain::permission::Role;
use domain::ruleset::Names;
use serde::Deserialize;

/// Someone to practise as.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    /// What is typed where a password is asked for; what is chosen on the page.
    pub(super) login: String,
    /// The name; of members of a team it is that of whoever sits there.
    #[serde(default)]
    pub(super) name: String,
    /// The role held.
    pub(super) role: Role,
    /// The unit it is held for.
    pub(super) unit: Option<String>,
    /// The place in a team that it comes with.
    pub(super) seat: Option<Seat>,
    /// The post, for the list.
    pub(super) post: Names,
}

/// A place in a round's team.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seat {
    /// Number of the round.
    pub(super) round: u16,
    /// Number of the team in it.
    pub(super) team: u16,
    /// The part in the team.
    pub(super) role: domain::team::Role,
}

impl Person {
    /// Whether the role is the committee's or the system's, so that it can be given before there are units.
    pub(super) const fn is_of_the_committee(&self) -> bool {
        self.unit.is_none() && self.seat.is_none()
    }
}

/// Everyone, the clerk who sets the instance up first.
pub(super) fn read() -> Result<Vec<Person>, Failure> {
    serde_json::from_str(include_str!("people.json")).map_err(Failure::defect)
}

/// As the sign-in page offers them.
pub(super) fn offered() -> Result<web::Practice, Failure> {
    let sample = |p: Person| web::Sample { login: p.login, post: p.post };
    Ok(web::Practice { people: read()?.into_iter().map(sample).collect() })
}

#[cfg(test)]
mod tests {
    use super::read;
    use domain::permission::{Role, ScopeKind};

    #[test]
    fn there_is_someone_for_each_role() {
        let people = read().unwrap_or_else(|f| panic!("{f:?}"));
        for role in Role::ALL {
            assert!(people.iter().any(|p| p.role == role), "{role:?}");
        }
        for person in &people {
            assert_eq!(
                person.unit.is_some(),
                person.role.scope_kind() == ScopeKind::Unit,
                "{}",
                person.login
            );
            let sits = person.role.scope_kind() == ScopeKind::Engagement;
            assert_eq!(person.seat.is_some(), sits, "{}", person.login);
            assert_eq!(person.name.is_empty(), sits, "{}", person.login);
            assert!(!person.post.zh.is_empty() && !person.post.en.is_empty(), "{}", person.login);
        }
    }
}
