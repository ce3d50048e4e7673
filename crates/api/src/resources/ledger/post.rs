//! The posts of a unit and who holds them, through the acts of the pages: what a post owes follows it (E2).

use crate::answer::made_as;
use crate::caller::{Body, Caller, Id};
use crate::problem::Failure;
use app::rectification::{EnterPost, TakeOverPost, UnitPerson, VacatePost};
use app::{Act, App};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::permission::{Action, Scope};
use domain::post::{Holder, Post};
use kernel::{Day, PostId, UnitId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, enter)).routes(routes!(take_over)).routes(routes!(vacate))
}

/// Who held a post.
#[derive(Serialize, ToSchema)]
#[schema(as = PostHolder)]
struct HolderView {
    /// The name.
    name: String,
    /// Since when, where known.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<Day>,
    /// The last day; absent while they hold it.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Day>,
}

/// A post.
#[derive(Serialize, ToSchema)]
#[schema(as = Post)]
struct PostView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: PostId,
    /// Its title.
    title: String,
    /// Its department; absent for posts of the unit as a whole.
    #[serde(skip_serializing_if = "String::is_empty")]
    department: String,
    /// Who holds and held it, the earliest first.
    holders: Vec<HolderView>,
}

impl From<&Post> for PostView {
    fn from(post: &Post) -> Self {
        let holder = |h: &Holder| HolderView { name: h.name.clone(), from: h.from, until: h.until };
        Self {
            id: post.id,
            title: post.title.clone(),
            department: post.department.clone(),
            holders: post.holders.iter().map(holder).collect(),
        }
    }
}

/// Someone who works in the unit's portal.
#[derive(Serialize, ToSchema)]
#[schema(as = UnitPerson)]
struct PersonView {
    /// The account.
    #[schema(value_type = String, format = Uuid)]
    account: UserId,
    /// The name.
    name: String,
    /// Code of the role held for the unit.
    role: &'static str,
}

/// The posts of a unit.
#[derive(Serialize, ToSchema)]
#[schema(as = UnitPosts)]
struct PostsView {
    /// The posts.
    posts: Vec<PostView>,
    /// Accounts of the unit, for whoever keeps its posts.
    people: Vec<PersonView>,
}

type Posts = Result<Json<PostsView>, Failure>;

async fn posts_of(app: &App, caller: &Caller, unit: UnitId) -> Posts {
    let fail = |error| caller.fail(error);
    caller.ctx.require(Action::LedgerView, Scope::One(unit.0)).map_err(fail)?;
    let (posts, people) = app.unit_posts(&caller.ctx, unit).await.map_err(fail)?;
    let person = |p: UnitPerson| PersonView { account: p.account, name: p.name, role: p.role.code() };
    let posts = posts.iter().map(|post| PostView::from(&post.value)).collect();
    Ok(Json(PostsView { posts, people: people.into_iter().map(person).collect() }))
}

async fn carry_out<A: Act>(app: App, caller: Caller, unit: UnitId, act: A) -> Posts {
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    posts_of(&app, &caller, unit).await
}

/// The posts of a unit that answer for items, with their holders (E2)
#[utoipa::path(get, path = "/units/{unit}/posts", tag = "posts",
    params(("unit" = String, Path, format = Uuid)), responses((status = 200, body = PostsView)))]
async fn list(State(app): State<App>, caller: Caller, Id(unit): Id<UnitId>) -> Posts {
    posts_of(&app, &caller, unit).await
}

/// A post with its holder.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewPost)]
struct PostInput {
    /// Its title.
    title: String,
    /// Its department; empty for posts of the unit as a whole.
    #[serde(default)]
    department: String,
    /// Who holds it.
    name: String,
    /// Their account, by which they sign.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    account: Option<UserId>,
    /// Since when, where known.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(default)]
    from: Option<Day>,
}

/// A post that was entered.
#[derive(Serialize, ToSchema)]
#[schema(as = EnteredPost)]
struct EnteredView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    post: PostId,
}

/// Enter a post of a unit (E2)
#[utoipa::path(post, path = "/units/{unit}/posts", tag = "posts", request_body = PostInput,
    params(("unit" = String, Path, format = Uuid)), responses((status = 201, body = EnteredView)))]
async fn enter(
    State(app): State<App>,
    caller: Caller,
    Id(unit): Id<UnitId>,
    Body(PostInput { title, department, name, account, from }): Body<PostInput>,
) -> Result<Response, Failure> {
    let act = EnterPost { unit, title, department, name, account, from };
    let entered = app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    Ok(made_as(entered, |post| EnteredView { post }))
}

/// A new holder.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewHolder)]
struct HolderInput {
    /// Who.
    name: String,
    /// Their account, by which they sign.
    #[schema(value_type = Option<String>, format = Uuid)]
    #[serde(default)]
    account: Option<UserId>,
    /// From when.
    #[schema(value_type = String, format = Date)]
    from: Day,
}

/// Someone else holds a post from a day on; what it owes goes over to them (E2)
#[utoipa::path(post, path = "/units/{unit}/posts/{post}/take-over", tag = "posts", request_body = HolderInput,
    params(("unit" = String, Path, format = Uuid), ("post" = String, Path, format = Uuid)),
    responses((status = 200, body = PostsView)))]
async fn take_over(
    State(app): State<App>,
    caller: Caller,
    Id((unit, post)): Id<(UnitId, PostId)>,
    Body(HolderInput { name, account, from }): Body<HolderInput>,
) -> Posts {
    carry_out(app, caller, unit, TakeOverPost { unit, post, name, account, from }).await
}

/// A holder's end.
#[derive(Deserialize, ToSchema)]
#[schema(as = VacantPost)]
struct VacateInput {
    /// Their last day.
    #[schema(value_type = String, format = Date)]
    last_day: Day,
}

/// A post is vacant after a day (E2)
#[utoipa::path(post, path = "/units/{unit}/posts/{post}/vacate", tag = "posts", request_body = VacateInput,
    params(("unit" = String, Path, format = Uuid), ("post" = String, Path, format = Uuid)),
    responses((status = 200, body = PostsView)))]
async fn vacate(
    State(app): State<App>,
    caller: Caller,
    Id((unit, post)): Id<(UnitId, PostId)>,
    Body(VacateInput { last_day }): Body<VacateInput>,
) -> Posts {
    carry_out(app, caller, unit, VacatePost { unit, post, last_day }).await
}
