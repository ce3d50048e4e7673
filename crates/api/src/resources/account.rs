//! Accounts and their roles.

use crate::answer::{List, One, PageQuery, Paging, check_version, made};
use crate::caller::{Body, Caller, Id};
use crate::problem::{Failure, Problem};
use app::App;
use app::account::{ChangeAccount, CreateAccount, CreatedAccount, EndRole, GrantRole, GrantedRole};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::account::{Account, Grant};
use domain::permission::Role;
use kernel::{GrantId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show))
        .routes(routes!(change_standing))
        .routes(routes!(grant))
        .routes(routes!(end))
}

/// An account.
#[derive(Serialize, ToSchema)]
struct AccountView {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    id: UserId,
    /// What is typed to sign in.
    login: String,
    /// The holder's name.
    name: String,
    /// `disabled`, `enabled` or `closed`.
    standing: &'static str,
    /// Roles in force; only on the record itself, not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<GrantView>>,
}

/// A role held.
#[derive(Serialize, ToSchema)]
struct GrantView {
    /// Id of the grant.
    #[schema(value_type = String, format = Uuid)]
    id: GrantId,
    /// Code of the role.
    role: &'static str,
    /// `global`, `system`, or an id.
    scope: String,
    /// Since when, UTC.
    from: String,
}

impl From<&Account> for AccountView {
    fn from(a: &Account) -> Self {
        Self {
            id: a.id,
            login: a.login.clone(),
            name: a.name.clone(),
            standing: a.standing.code(),
            roles: None,
        }
    }
}

impl From<&Grant> for GrantView {
    fn from(g: &Grant) -> Self {
        Self { id: g.id, role: g.role.code(), scope: g.scope.to_string(), from: g.from.rfc3339() }
    }
}

/// List accounts, in order of names
#[utoipa::path(get, path = "/accounts", tag = "accounts", params(PageQuery), responses(
    (status = 200, body = List<AccountView>), (status = 403, body = Problem, content_type = "application/problem+json")))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Paging(page): Paging,
) -> Result<Json<List<AccountView>>, Failure> {
    let found = app.accounts(&caller.ctx, &page).await.map_err(|e| caller.fail(e))?;
    Ok(List::of(found, |a| AccountView::from(&a.value)))
}

/// Make an account; it begins disabled
#[utoipa::path(post, path = "/accounts", tag = "accounts", request_body = CreateAccount, responses(
    (status = 201, body = CreatedAccount), (status = 422, body = Problem, content_type = "application/problem+json")))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Body(act): Body<CreateAccount>,
) -> Result<Response, Failure> {
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// One account with its roles
#[utoipa::path(get, path = "/accounts/{account}", tag = "accounts", params(("account" = String, Path, format = Uuid)), responses(
    (status = 200, body = AccountView), (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<One<AccountView>, Failure> {
    let (account, grants) = app.account(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    let roles = Some(grants.iter().map(|g| GrantView::from(&g.value)).collect());
    Ok(One { version: account.version, body: AccountView { roles, ..AccountView::from(&account.value) } })
}

/// Whether an account may sign in.
#[derive(Deserialize, ToSchema)]
struct StandingInput {
    /// True to enable, false to disable; disabling ends its sessions.
    enabled: bool,
}

/// Enable or disable an account
#[utoipa::path(put, path = "/accounts/{account}/standing", tag = "accounts", request_body = StandingInput,
    params(("account" = String, Path, format = Uuid), ("If-Match" = Option<String>, Header)), responses(
    (status = 200, body = AccountView), (status = 412, body = Problem, content_type = "application/problem+json")))]
async fn change_standing(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
    Body(input): Body<StandingInput>,
) -> Result<One<AccountView>, Failure> {
    let (account, _) = app.account(&caller.ctx, id).await.map_err(|e| caller.fail(e))?;
    check_version(&caller, "account", id.into(), account.version)?;
    let act = ChangeAccount { account: id, enabled: input.enabled };
    app.perform(&caller.ctx, &act).await.map_err(|e| caller.fail(e))?;
    show(State(app), caller, Id(id)).await
}

/// A role to be granted.
#[derive(Deserialize, ToSchema)]
struct RoleInput {
    /// Code of the role.
    #[schema(value_type = String)]
    role: Role,
    /// The unit or department, for roles that need one.
    #[schema(value_type = Option<String>, format = Uuid)]
    scope: Option<uuid::Uuid>,
    /// The last day on which it is held; open when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    last_day: Option<kernel::Day>,
}

/// Grant a role from now on
#[utoipa::path(post, path = "/accounts/{account}/roles", tag = "accounts", request_body = RoleInput,
    params(("account" = String, Path, format = Uuid)), responses(
    (status = 201, body = GrantedRole), (status = 409, body = Problem, content_type = "application/problem+json")))]
async fn grant(
    State(app): State<App>,
    caller: Caller,
    Id(account): Id<UserId>,
    Body(input): Body<RoleInput>,
) -> Result<Response, Failure> {
    let act = GrantRole { account, role: input.role, scope: input.scope, last_day: input.last_day };
    app.perform(&caller.ctx, &act).await.map(made).map_err(|e| caller.fail(e))
}

/// End a role now
#[utoipa::path(delete, path = "/accounts/{account}/roles/{grant}", tag = "accounts",
    params(("account" = String, Path, format = Uuid), ("grant" = String, Path, format = Uuid)), responses(
    (status = 204), (status = 404, body = Problem, content_type = "application/problem+json")))]
async fn end(
    State(app): State<App>,
    caller: Caller,
    Id((account, grant)): Id<(UserId, GrantId)>,
) -> Result<axum::http::StatusCode, Failure> {
    app.perform(&caller.ctx, &EndRole { account, grant }).await.map_err(|e| caller.fail(e))?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}
