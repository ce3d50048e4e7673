//! `xuncha token`: API tokens of an account.

use super::user::require_actor;
use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Instance, Manner};
use crate::terminal::Terminal;
use app::account::{IssueToken, RevokeToken};
use clap::{Args, Subcommand};
use domain::account::ApiToken;
use kernel::{Message, Timestamp, TokenId};
use serde_json::json;

#[derive(Args)]
pub(crate) struct Arguments {
    #[arg(long = "as", value_name = "LOGIN", global = true, help = "cli-flag-as")]
    actor: Option<String>,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    #[command(about = "cli-token-issue")]
    Issue {
        #[arg(long, value_name = "TEXT", help = "cli-token-label")]
        label: String,
        #[arg(long, value_name = "SCOPE", default_value = "read", help = "cli-token-scope")]
        scope: String,
        #[arg(long, value_name = "N", default_value_t = 90, help = "cli-token-days")]
        days: u32,
    },
    #[command(about = "cli-token-list")]
    List,
    #[command(about = "cli-token-revoke")]
    Revoke {
        #[arg(value_name = "ID", help = "cli-token-id")]
        token: TokenId,
    },
}

/// One subcommand on one open instance.
pub(crate) async fn run(common: &Common, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let actor = require_actor(arguments.actor.as_deref())?;
    let settings = common.settings(Vec::new())?;
    let manner = if matches!(arguments.what, What::List) { Manner::Beside } else { Manner::Alone };
    let instance = instance::open(&settings, manner).await?;
    let ctx = instance.ctx(&actor, terminal.lang).await?;
    match arguments.what {
        What::Issue { label, scope, days } => issue(&instance, &ctx, (label, scope, days), terminal).await,
        What::List => list(&instance, &ctx, terminal).await,
        What::Revoke { token } => revoke(&instance, &ctx, token, terminal).await,
    }
}

async fn issue(
    instance: &Instance,
    ctx: &app::Ctx,
    (label, scope, days): (String, String, u32),
    terminal: Terminal,
) -> Result<Exit, Failure> {
    let token = instance.app.new_token();
    let act = IssueToken { label, scope, days, digest: token.digest };
    let done = instance.app.perform(ctx, &act).await?.done;
    let text = token.text.expose().as_str();
    let answer = json!({ "id": done.token, "token": text, "expires": done.expires.rfc3339() });
    terminal.answer(&answer, || vec![text.to_owned(), terminal.say(&Message::new("cli-token-once"))])?;
    Ok(Exit::Done)
}

async fn list(instance: &Instance, ctx: &app::Ctx, terminal: Terminal) -> Result<Exit, Failure> {
    let tokens = instance.app.own_tokens(ctx).await?;
    let time = |t: Option<Timestamp>| t.map(Timestamp::rfc3339);
    let row = |t: &ApiToken, used: Option<Timestamp>| {
        json!({
            "id": t.id, "label": t.label, "scope": t.scope, "expires": t.expires.rfc3339(),
            "revoked": time(t.revoked), "last_use": time(used),
        })
    };
    let rows: Vec<_> = tokens.iter().map(|(t, used)| row(&t.value, *used)).collect();
    terminal.answer(&rows, || {
        let line = |(t, used): &(store::Stored<ApiToken>, Option<Timestamp>)| {
            let ended = time(t.value.revoked).map_or_else(String::new, |at| format!("\t({at})"));
            let used = time(*used).unwrap_or_else(|| "–".to_owned());
            let t = &t.value;
            format!("{}\t{}\t{}\t{}\t{used}{ended}", t.id, t.label, t.scope, t.expires.rfc3339())
        };
        tokens.iter().map(line).collect()
    })?;
    Ok(Exit::Done)
}

async fn revoke(
    instance: &Instance,
    ctx: &app::Ctx,
    token: TokenId,
    terminal: Terminal,
) -> Result<Exit, Failure> {
    instance.app.perform(ctx, &RevokeToken { token }).await?;
    terminal.answer(&json!({ "id": token, "revoked": true }), || {
        vec![terminal.say(&Message::new("cli-token-revoked"))]
    })?;
    Ok(Exit::Done)
}
