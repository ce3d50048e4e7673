//! The command line: subcommands, flags, and their help in both languages.
//!
//! What stands as `about` and `help` below are message ids; [`parser`] puts the words of the language in their place.
//! clap's own words (headings, `[OPTIONS]`, mistakes) are replaced too, so that nobody reads half of each.

use crate::command::{
    backup, bench_data, collector, config, deadline, demo, export, import, init, openapi, recusal, restore,
    search, serve, tls, token, user, verify,
};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand};
use i18n::Catalogue;
use kernel::Lang;
use std::path::PathBuf;

// No doc comments on what clap reads: they would become help in one language.
#[derive(Parser)]
#[command(
    name = "xuncha",
    version,
    about = "cli-about",
    after_help = "cli-exit-codes",
    disable_help_flag = true
)]
#[command(disable_version_flag = true, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) common: Common,
    #[arg(short = 'V', long, action = ArgAction::Version, help = "cli-flag-version")]
    version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Args)]
pub(crate) struct Common {
    #[arg(long, global = true, value_name = "DIR", help = "cli-flag-data")]
    pub(crate) data: Option<PathBuf>,
    #[arg(long, global = true, value_name = "ADDR", help = "cli-flag-listen")]
    pub(crate) listen: Option<String>,
    #[arg(long, global = true, value_name = "URL", help = "cli-flag-database")]
    pub(crate) database: Option<String>,
    #[arg(long, global = true, value_name = "FILE", help = "cli-flag-config")]
    pub(crate) config: Option<PathBuf>,
    #[arg(long, global = true, help = "cli-flag-json")]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "LANG", help = "cli-flag-lang")]
    pub(crate) lang: Option<String>,
    #[arg(short, long, global = true, action = ArgAction::Help, help = "cli-flag-help")]
    help: Option<bool>,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    #[command(about = "cli-serve")]
    Serve(serve::Arguments),
    #[command(about = "cli-demo")]
    Demo(demo::Arguments),
    #[command(about = "cli-init")]
    Init(init::Arguments),
    #[command(about = "cli-migrate")]
    Migrate,
    #[command(about = "cli-import")]
    Import(import::Arguments),
    #[command(about = "cli-export")]
    Export(export::Arguments),
    #[command(about = "cli-deadline")]
    Deadline(deadline::Arguments),
    #[command(about = "cli-recusal")]
    Recusal(recusal::Arguments),
    #[command(about = "cli-verify")]
    Verify(verify::Arguments),
    #[command(about = "cli-backup")]
    Backup(backup::Arguments),
    #[command(about = "cli-restore")]
    Restore(restore::Arguments),
    #[command(about = "cli-search")]
    Search(search::Arguments),
    #[command(about = "cli-collector")]
    Collector(collector::Arguments),
    #[command(about = "cli-user")]
    User(user::Arguments),
    #[command(about = "cli-token")]
    Token(token::Arguments),
    #[command(about = "cli-tls")]
    Tls(tls::Arguments),
    #[command(about = "cli-openapi")]
    Openapi(openapi::Arguments),
    #[command(about = "cli-config")]
    Config(config::Arguments),
    #[command(about = "cli-bench-data")]
    BenchData(bench_data::Arguments),
}

/// The parser with the words of a language.
pub(crate) fn parser(lang: Lang) -> clap::Command {
    let mut parser = CommandLine::command();
    parser.build();
    speak(parser, Words(lang))
}

#[derive(Clone, Copy)]
struct Words(Lang);

impl Words {
    /// The words of a message id, or the text itself where it is none.
    fn of(self, id: &str) -> String {
        let catalogue = Catalogue::shared();
        if catalogue.has(self.0, id) { catalogue.text(self.0, id) } else { id.to_owned() }
    }
}

fn speak(mut command: clap::Command, words: Words) -> clap::Command {
    let usage = command.render_usage().to_string();
    let usage = usage.split_once(": ").map_or(usage.as_str(), |(_, usage)| usage);
    let usage = usage.replace("[OPTIONS]", &words.of("cli-usage-options"));
    let usage = usage.replace("<COMMAND>", &words.of("cli-usage-command"));
    let template = format!(
        "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
        words.of("cli-heading-usage")
    );
    let about = command.get_about().map(|id| words.of(&id.to_string()));
    let after = command.get_after_help().map(|id| words.of(&id.to_string()));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
        .override_usage(usage)
        .help_template(template)
        .subcommand_help_heading(words.of("cli-heading-commands"))
        .mut_args(|arg| speak_of(arg, words))
        .mut_subcommands(|inner| speak(inner, words))
}

/// An argument's help, under the heading of its kind.
fn speak_of(arg: clap::Arg, words: Words) -> clap::Arg {
    let heading = match (arg.is_positional(), arg.is_global_set() || arg.get_id() == "version") {
        (true, _) => "cli-heading-arguments",
        (false, false) => "cli-heading-options",
        (false, true) => "cli-heading-common",
    };
    let help = arg.get_help().map(|id| words.of(&id.to_string()));
    let arg = match help {
        Some(help) => arg.help(help),
        None => arg,
    };
    arg.help_heading(words.of(heading)).hide_possible_values(true).hide_default_value(true)
}

#[cfg(test)]
mod tests {
    use super::CommandLine;
    use clap::CommandFactory;
    use i18n::Catalogue;
    use kernel::Lang;
    use std::path::PathBuf;

    fn wordless(command: &clap::Command, lang: Lang, found: &mut Vec<String>) {
        let has = |id: String| Catalogue::shared().has(lang, &id);
        let name = command.get_name().to_owned();
        if !command.get_about().is_some_and(|id| has(id.to_string())) {
            found.push(name.clone());
        }
        for arg in command.get_arguments() {
            if !arg.get_help().is_some_and(|id| has(id.to_string())) {
                found.push(format!("{name} {}", arg.get_id()));
            }
        }
        command.get_subcommands().for_each(|inner| wordless(inner, lang, found));
    }

    #[test]
    fn every_command_and_flag_has_help_in_both_languages() {
        for lang in Lang::ALL {
            let mut found = Vec::new();
            wordless(&CommandLine::command(), lang, &mut found);
            assert!(found.is_empty(), "{}: {found:?}", lang.tag());
        }
    }

    /// The help of a command and of all below it, as the program prints it on a wide terminal.
    fn pages(command: &mut clap::Command, path: &str, text: &mut String) {
        let path = format!("{path} {}", command.get_name()).trim().to_owned();
        text.push_str(&format!("$ {path} --help\n\n{}\n", command.render_help()));
        let inner: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
        for name in inner {
            if let Some(command) = command.find_subcommand_mut(&name) {
                pages(command, &path, text);
            }
        }
    }

    #[test]
    fn the_help_of_every_command_is_the_committed_one_in_both_languages() {
        for lang in Lang::ALL {
            let mut text = String::new();
            pages(&mut super::parser(lang).term_width(100), "", &mut text);
            let text: String = text.lines().map(|line| format!("{}\n", line.trim_end())).collect();
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/generated");
            let path = path.join(format!("command-line.{}.txt", lang.tag()));
            if std::env::var_os("XUNCHA_REGENERATE").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(committed == text, "{} is old: run the tests with XUNCHA_REGENERATE=1", path.display());
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        CommandLine::command().debug_assert();
    }
}
