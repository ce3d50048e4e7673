//! The posts of a unit and who holds them: what a post owes follows it to its next holder.

use crate::{Act, App, Ctx, Error, Prep, Prepared, Right, View};
use domain::permission::{Action, Role, Scope};
use domain::post::{Holder, Post};
use kernel::{Day, Message, PersonId, PostId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use store::{Changes, account as accounts, inspector as inspectors, rectification as records};

/// Who takes a post over.
pub type PostHolder<'a> = (&'a str, Option<UserId>, Option<Day>);

/// Someone with an account who works in a unit's portal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitPerson {
    /// The account.
    pub account: UserId,
    /// The name.
    pub name: String,
    /// The role held for the unit.
    pub role: Role,
}

/// The person behind an account; an account no inspector is tied to stands for a person of its own.
async fn person_of(prep: &mut Prep<'_>, account: Option<UserId>) -> Result<Option<PersonId>, Error> {
    let Some(account) = account else { return Ok(None) };
    let inspector = inspectors::by_account(&mut prep.conn, account).await?;
    Ok(Some(inspector.map_or(PersonId(account.0), |i| i.person)))
}

/// A post with its holder.
pub(super) async fn new_post(
    prep: &mut Prep<'_>,
    unit: UnitId,
    (title, department): (&str, &str),
    (name, account, from): PostHolder<'_>,
) -> Result<Post, Error> {
    let (title, name) = (title.trim(), name.trim());
    if title.is_empty() {
        return Err(Error::field("title", Message::new("post-title-missing")));
    }
    if name.is_empty() {
        return Err(Error::field("name", Message::new("post-holder-name-missing")));
    }
    let person = person_of(prep, account).await?;
    Ok(Post {
        id: PostId::new(prep.app.clock(), prep.app.rng()),
        unit,
        title: title.to_owned(),
        department: department.trim().to_owned(),
        holders: vec![Holder { person, name: name.to_owned(), from, until: None }],
    })
}

async fn find(prep: &mut Prep<'_>, unit: UnitId, post: PostId) -> Result<store::Stored<Post>, Error> {
    let found = records::post(&mut prep.conn, post).await?;
    found.filter(|p| p.unit == unit).ok_or(Error::NotFound)
}

/// Enters a post of a unit.
#[derive(Clone, Debug, Deserialize)]
pub struct EnterPost {
    /// The unit.
    pub unit: UnitId,
    /// The post's title.
    pub title: String,
    /// Its department; empty for posts of the unit as a whole.
    #[serde(default)]
    pub department: String,
    /// Who holds it.
    pub name: String,
    /// Their account.
    #[serde(default)]
    pub account: Option<UserId>,
    /// Since when, where known.
    #[serde(default)]
    pub from: Option<Day>,
}

impl Act for EnterPost {
    const NAME: &'static str = "post-enter";
    type Done = PostId;

    fn right(&self) -> Right {
        Right::Needs(Action::PostChange, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<PostId>, Error> {
        let holder = (self.name.as_str(), self.account, self.from);
        let post = new_post(prep, self.unit, (&self.title, &self.department), holder).await?;
        let mut changes = Changes::about("post", post.id, post.title.clone());
        changes.insert(&post)?;
        Ok(Prepared { changes, done: post.id })
    }
}

/// Someone else holds a post from a day on.
#[derive(Clone, Debug, Deserialize)]
pub struct TakeOverPost {
    /// The unit.
    pub unit: UnitId,
    /// The post.
    pub post: PostId,
    /// Who.
    pub name: String,
    /// Their account.
    #[serde(default)]
    pub account: Option<UserId>,
    /// From when.
    pub from: Day,
}

impl Act for TakeOverPost {
    const NAME: &'static str = "post-take-over";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PostChange, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.post).await?;
        let person = person_of(prep, self.account).await?;
        let mut changes = Changes::about("post", old.id, old.title.clone());
        changes.update(&old, &old.value.clone().take_over(person, &self.name, self.from)?)?;
        Ok(Prepared { changes, done: () })
    }
}

/// A post is vacant after a day.
#[derive(Clone, Debug, Deserialize)]
pub struct VacatePost {
    /// The unit.
    pub unit: UnitId,
    /// The post.
    pub post: PostId,
    /// The holder's last day.
    pub last_day: Day,
}

impl Act for VacatePost {
    const NAME: &'static str = "post-vacate";
    type Done = ();

    fn right(&self) -> Right {
        Right::Needs(Action::PostChange, Scope::One(self.unit.0))
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = find(prep, self.unit, self.post).await?;
        let mut changes = Changes::about("post", old.id, old.title.clone());
        changes.update(&old, &old.value.clone().vacate(self.last_day)?)?;
        Ok(Prepared { changes, done: () })
    }
}

impl App {
    /// The posts of a unit, and the accounts that work in its portal.
    ///
    /// # Errors
    /// As [`App::view`].
    pub async fn unit_posts(
        &self,
        ctx: &Ctx,
        unit: UnitId,
    ) -> Result<(Vec<store::Stored<Post>>, Vec<UnitPerson>), Error> {
        let View { viewer, mut conn } = self.view(ctx, Action::LedgerView, Scope::Global).await?;
        let posts = records::posts_view(&mut conn, &viewer, unit).await?;
        let people = if ctx.may(Action::PostChange, Scope::One(unit.0)) {
            accounts::of_unit(&mut conn, unit, ctx.at).await?
        } else {
            Vec::new()
        };
        let people = people.into_iter().filter_map(|(account, name, role)| {
            let role = Role::from_code(&role)?;
            Some(UnitPerson { account, name, role })
        });
        Ok((posts, people.collect()))
    }
}
