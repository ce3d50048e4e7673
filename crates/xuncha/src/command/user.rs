//! `xuncha user`: accounts from the command line, by the same acts as the pages, in the name of an account.
//!
//! Whoever can read the instance key can act as any account here; the journal keeps the door ("cli").

use crate::command_line::Common;
use crate::exit::{Exit, Failure};
use crate::instance::{self, Instance, Manner};
use crate::random::first_password;
use crate::terminal::{Terminal, read_line};
use app::account::{ChangeAccount, CreateAccount, GrantRole, NewPassword, ResetPassword, ResetSecondFactor};
use clap::{Args, Subcommand};
use domain::account::Account;
use domain::permission::Role;
use kernel::{Day, Message, PageRequest, UserId};
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
    #[command(about = "cli-user-list")]
    List,
    #[command(about = "cli-user-create")]
    Create {
        #[arg(value_name = "LOGIN", help = "cli-user-login")]
        login: String,
        #[arg(value_name = "NAME", help = "cli-user-name")]
        name: String,
        #[arg(long, help = "cli-user-password-stdin")]
        password_stdin: bool,
    },
    #[command(about = "cli-user-enable")]
    Enable {
        #[arg(value_name = "LOGIN", help = "cli-user-login")]
        login: String,
    },
    #[command(about = "cli-user-disable")]
    Disable {
        #[arg(value_name = "LOGIN", help = "cli-user-login")]
        login: String,
    },
    #[command(about = "cli-user-grant")]
    Grant {
        #[arg(value_name = "LOGIN", help = "cli-user-login")]
        login: String,
        #[arg(value_name = "ROLE", help = "cli-user-role")]
        role: String,
        #[arg(long, value_name = "ID", help = "cli-user-unit")]
        unit: Option<uuid::Uuid>,
        #[arg(long, value_name = "DATE", value_parser = super::parse_day, help = "cli-user-until")]
        until: Option<Day>,
    },
    #[command(about = "cli-user-factor")]
    ResetSecondFactor {
        #[arg(value_name = "LOGIN", help = "cli-user-login")]
        login: String,
    },
    #[command(about = "cli-user-reset")]
    Reset {
        #[arg(value_name = "LOGIN", help = "cli-user-login")]
        login: String,
        #[arg(long, help = "cli-user-password-stdin")]
        password_stdin: bool,
    },
}

/// One subcommand on one open instance.
pub(crate) async fn run(common: &Common, arguments: Arguments, terminal: Terminal) -> Result<Exit, Failure> {
    let actor = require_actor(arguments.actor.as_deref())?;
    let settings = common.settings(Vec::new())?;
    let manner = if matches!(arguments.what, What::List) { Manner::Beside } else { Manner::Alone };
    let instance = instance::open(&settings, manner).await?;
    let desk = Desk { instance, actor, terminal };
    match arguments.what {
        What::List => desk.list().await,
        What::Create { login, name, password_stdin } => desk.create(login, name, password_stdin).await,
        What::Enable { login } => desk.enable(&login, true).await,
        What::Disable { login } => desk.enable(&login, false).await,
        What::Grant { login, role, unit, until } => desk.grant(&login, &role, (unit, until)).await,
        What::ResetSecondFactor { login } => desk.reset_factor(&login).await,
        What::Reset { login, password_stdin } => desk.reset(&login, password_stdin).await,
    }
}

/// The login behind `--as`.
pub(super) fn require_actor(actor: Option<&str>) -> Result<String, Failure> {
    actor.map(str::to_owned).ok_or_else(|| Failure::new(Exit::Usage, Message::new("cli-as-missing")))
}

struct Desk {
    instance: Instance,
    actor: String,
    terminal: Terminal,
}

impl Desk {
    async fn ctx(&self) -> Result<app::Ctx, Failure> {
        self.instance.ctx(&self.actor, self.terminal.lang).await
    }

    async fn accounts(&self) -> Result<Vec<Account>, Failure> {
        let ctx = self.ctx().await?;
        let mut all = Vec::new();
        let mut request = PageRequest { after: None, size: kernel::page::MAX_PAGE };
        loop {
            let page = self.instance.app.accounts(&ctx, &request).await?;
            all.extend(page.items.into_iter().map(|a| a.value));
            match page.next {
                Some(next) => request.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    async fn find(&self, login: &str) -> Result<UserId, Failure> {
        let folded = domain::account::parse_login(login).unwrap_or_default();
        let found = self.accounts().await?.into_iter().find(|a| a.login == folded);
        found.map(|a| a.id).ok_or_else(|| {
            Failure::new(Exit::NotFound, Message::new("cli-no-such-account").with("login", login))
        })
    }

    async fn list(&self) -> Result<Exit, Failure> {
        let accounts = self.accounts().await?;
        let rows: Vec<_> = accounts
            .iter()
            .map(|a| json!({ "id": a.id, "login": a.login, "name": a.name, "standing": a.standing }))
            .collect();
        self.terminal.answer(&rows, || {
            let line = |a: &Account| format!("{}\t{}\t{}", a.login, a.name, a.standing.code());
            accounts.iter().map(line).collect()
        })?;
        Ok(Exit::Done)
    }

    async fn create(&self, login: String, name: String, from_stdin: bool) -> Result<Exit, Failure> {
        let password = self.password(from_stdin)?;
        let act = CreateAccount { login: login.clone(), name, password: password.clone() };
        let done = self.instance.app.perform(&self.ctx().await?, &act).await?.done;
        let shown = (!from_stdin).then_some(password);
        self.terminal.answer(&json!({ "id": done.account, "login": login, "password": shown }), || {
            let mut lines =
                vec![self.terminal.say(&Message::new("cli-user-created").with("login", login.as_str()))];
            lines.extend(shown.iter().map(|p| self.terminal.say(&password_line(p))));
            lines
        })?;
        Ok(Exit::Done)
    }

    async fn enable(&self, login: &str, enabled: bool) -> Result<Exit, Failure> {
        let account = self.find(login).await?;
        self.instance.app.perform(&self.ctx().await?, &ChangeAccount { account, enabled }).await?;
        let message =
            if enabled { Message::new("cli-user-enabled") } else { Message::new("cli-user-disabled") };
        self.terminal.answer(&json!({ "id": account, "enabled": enabled }), || {
            vec![self.terminal.say(&message.with("login", login))]
        })?;
        Ok(Exit::Done)
    }

    async fn grant(
        &self,
        login: &str,
        role: &str,
        (scope, last_day): (Option<uuid::Uuid>, Option<Day>),
    ) -> Result<Exit, Failure> {
        let role = Role::from_code(&role.replace('-', "_")).ok_or_else(|| {
            let codes: Vec<&str> = Role::ALL.iter().map(|r| r.code()).collect();
            let message =
                Message::new("cli-user-role-unknown").with("role", role).with("roles", codes.join(", "));
            Failure::new(Exit::Usage, message)
        })?;
        let account = self.find(login).await?;
        let granted = self
            .instance
            .app
            .perform(&self.ctx().await?, &GrantRole { account, role, scope, last_day })
            .await?
            .done;
        self.terminal.answer(&json!({ "id": account, "grant": granted.grant }), || {
            let message = Message::new("cli-user-granted").with("login", login).with("role", role.code());
            vec![self.terminal.say(&message)]
        })?;
        Ok(Exit::Done)
    }

    async fn reset_factor(&self, login: &str) -> Result<Exit, Failure> {
        let account = self.find(login).await?;
        self.instance.app.perform(&self.ctx().await?, &ResetSecondFactor { account }).await?;
        self.terminal.answer(&json!({ "id": account, "second_factor": false }), || {
            vec![self.terminal.say(&Message::new("cli-user-factor-off").with("login", login))]
        })?;
        Ok(Exit::Done)
    }

    async fn reset(&self, login: &str, from_stdin: bool) -> Result<Exit, Failure> {
        let account = self.find(login).await?;
        let password = self.password(from_stdin)?;
        let new = NewPassword { password: password.clone(), again: password.clone() };
        self.instance.app.perform(&self.ctx().await?, &ResetPassword { account, new }).await?;
        let shown = (!from_stdin).then_some(password);
        self.terminal.answer(&json!({ "id": account, "password": shown }), || {
            let mut lines = vec![self.terminal.say(&Message::new("cli-user-was-reset").with("login", login))];
            lines.extend(shown.iter().map(|p| self.terminal.say(&password_line(p))));
            lines
        })?;
        Ok(Exit::Done)
    }

    /// A password from standard input, or a fresh one to be shown once.
    fn password(&self, from_stdin: bool) -> Result<String, Failure> {
        if !from_stdin {
            return Ok(first_password(self.instance.app.rng()));
        }
        read_line().ok_or_else(|| Failure::new(Exit::Usage, Message::new("cli-user-no-password")))
    }
}

fn password_line(password: &str) -> Message {
    Message::new("cli-user-password").with("password", password)
}
