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
    /// The name.
    pub(super) name: String,
    /// The role held.
    pub(super) role: Role,
    /// The unit it is held for.
    pub(super) unit: Option<String>,
    /// The post, for the list.
    pub(super) post: Names,
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
    fn there_is_someone_for_each_role_that_is_granted_by_hand() {
        let people = read().unwrap_or_else(|f| panic!("{f:?}"));
        for role in Role::ALL.into_iter().filter(|r| r.scope_kind() != ScopeKind::Engagement) {
            assert!(people.iter().any(|p| p.role == role), "{role:?}");
        }
        for person in &people {
            assert_eq!(
                person.unit.is_some(),
                person.role.scope_kind() == ScopeKind::Unit,
                "{}",
                person.login
            );
            assert!(!person.post.zh.is_empty() && !person.post.en.is_empty(), "{}", person.login);
        }
    }
}
