//! Who must have a second factor: a rule of the installation (kind `sign_in`), asked at sign-in and before removal.

use super::Profile;
use crate::permission::Role;
use crate::ruleset::Reader;
use serde::{Deserialize, Serialize};

/// Of whom a second factor is demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// Of nobody; who wants one has one.
    Optional,
    /// Of the three administrators.
    Administrators,
    /// Of every account.
    Everyone,
}

/// The rule, for each profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInRules {
    /// In the small-office profile.
    pub small_office: Demand,
    /// In the strict profile.
    pub strict: Demand,
}

impl SignInRules {
    /// Reads the content of a ruleset.
    pub(crate) fn read(reader: &Reader<'_>) -> Option<Self> {
        const CHOICES: [&str; 3] = ["optional", "administrators", "everyone"];
        let small_office = reader.choice("second_factor_small_office", &CHOICES);
        let strict = reader.choice("second_factor_strict", &CHOICES);
        Some(Self { small_office: small_office?, strict: strict? })
    }

    /// Whether an account with these roles must have a second factor.
    pub fn demand_of(&self, profile: Profile, roles: &[Role]) -> bool {
        let demand = match profile {
            Profile::SmallOffice => self.small_office,
            Profile::Strict => self.strict,
        };
        match demand {
            Demand::Optional => false,
            Demand::Administrators => roles.iter().any(|r| r.is_administrator()),
            Demand::Everyone => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Demand, SignInRules};
    use crate::account::Profile;
    use crate::permission::Role;

    #[test]
    fn the_strict_profile_may_ask_everyone_while_a_small_office_asks_only_its_administrators() {
        let rules = SignInRules { small_office: Demand::Administrators, strict: Demand::Everyone };
        assert!(rules.demand_of(Profile::Strict, &[]));
        assert!(rules.demand_of(Profile::SmallOffice, &[Role::OfficeStaff, Role::Auditor]));
        assert!(!rules.demand_of(Profile::SmallOffice, &[Role::OfficeStaff]));
        let rules = SignInRules { small_office: Demand::Optional, strict: Demand::Optional };
        assert!(!rules.demand_of(Profile::Strict, &[Role::SystemAdministrator]));
    }
}
