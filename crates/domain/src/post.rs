//! Posts with their holders over time: who is responsible is a post, and whoever holds it answers for it.
//!
//! A post is not a person and not an account. A new holder takes over what the post owes; the ones before stay on
//! record with their days. Called by rectification, whose items and measures name posts ([`crate::rectification`]).

use crate::Refusal;
use kernel::id::{PersonId, PostId, UnitId};
use kernel::{Day, Message};
use serde::{Deserialize, Serialize};

/// Who held a post from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The person, where known to the program.
    pub person: Option<PersonId>,
    /// The name.
    pub name: String,
    /// From; `None` when it was never recorded.
    pub from: Option<Day>,
    /// The last day; `None` while in post.
    pub until: Option<Day>,
}

impl Holder {
    /// Whether they held it on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// A post of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// The unit.
    pub unit: UnitId,
    /// Its title: 副局长.
    pub title: String,
    /// The department; empty for posts of the unit as a whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub department: String,
    /// Its holders, earliest first.
    pub holders: Vec<Holder>,
}

impl Post {
    /// Who held it on a day; nobody while it was vacant.
    pub fn holder_on(&self, day: Day) -> Option<&Holder> {
        self.holders.iter().rev().find(|holder| holder.holds(day))
    }

    /// Whether a person held it on a day.
    pub fn is_held_by(&self, person: PersonId, day: Day) -> bool {
        self.holder_on(day).is_some_and(|holder| holder.person == Some(person))
    }

    /// A new holder takes over from a day; whoever held it until then ends the day before.
    ///
    /// # Errors
    /// Refused without a name, or when the day does not lie behind the present holder's first.
    pub fn take_over(mut self, person: Option<PersonId>, name: &str, from: Day) -> Result<Self, Refusal> {
        if name.trim().is_empty() {
            return Err(Refusal::new("post-holder-name-missing"));
        }
        if let Some(last) = self.holders.last_mut() {
            let after = [last.from, last.until].into_iter().flatten().all(|day| day < from);
            if !after {
                let message = Message::new("post-holder-overlap").with("name", last.name.as_str());
                return Err(message.with("from", from).into());
            }
            last.until = last.until.or(Some(from.plus_days(-1)));
        }
        self.holders.push(Holder { person, name: name.trim().to_owned(), from: Some(from), until: None });
        Ok(self)
    }

    /// The present holder leaves; the post is vacant from the day after.
    ///
    /// # Errors
    /// Refused when nobody holds it on the day.
    pub fn vacate(mut self, last_day: Day) -> Result<Self, Refusal> {
        match self.holders.last_mut().filter(|holder| holder.until.is_none() && holder.holds(last_day)) {
            Some(holder) => {
                holder.until = Some(last_day);
                Ok(self)
            }
            None => Err(Refusal::new("post-already-vacant")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Post;
    use kernel::Day;
    use kernel::id::{PostId, UnitId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn post() -> Post {
        let (id, unit) = (PostId(Uuid::nil()), UnitId(Uuid::nil()));
        Post { id, unit, title: "副局长".into(), department: String::new(), holders: Vec::new() }
    }

    #[test]
    fn what_a_post_owes_goes_to_its_new_holder() {
        let post = post().take_over(None, "甲", day("2024-01-01")).unwrap();
        let post = post.take_over(None, "乙", day("2025-03-01")).unwrap();
        assert_eq!(post.holder_on(day("2025-02-28")).unwrap().name, "甲");
        assert_eq!(post.holder_on(day("2025-03-01")).unwrap().name, "乙");
        let vacant = post.clone().vacate(day("2025-06-30")).unwrap();
        assert!(vacant.holder_on(day("2025-07-01")).is_none());
        let refused = |result: Result<Post, crate::Refusal>| result.unwrap_err().0.id.into_owned();
        assert_eq!(refused(vacant.vacate(day("2025-08-01"))), "post-already-vacant");
        assert_eq!(refused(post.clone().take_over(None, "丙", day("2025-03-01"))), "post-holder-overlap");
        assert_eq!(refused(post.take_over(None, " ", day("2026-01-01"))), "post-holder-name-missing");
    }

    proptest! {
        #[test]
        fn nobody_shares_a_post(steps in proptest::collection::vec((any::<bool>(), -400_i64..400), 0..20), on in -500_i64..500) {
            let base = day("2025-01-01");
            let mut post = post();
            for (leaves, offset) in steps {
                let day = base.plus_days(offset);
                let tried = if leaves { post.clone().vacate(day) } else { post.clone().take_over(None, "甲", day) };
                post = tried.unwrap_or(post);
            }
            let on = base.plus_days(on);
            prop_assert!(post.holders.iter().filter(|holder| holder.holds(on)).count() <= 1);
        }
    }
}
