//! What is wrong with a command line, in the person's language.

use crate::exit::{Exit, Failure};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use kernel::Message;

/// A mistake of the command line as a failure. Help and version are none: see [`is_answer`].
pub(crate) fn failure(error: &clap::Error) -> Failure {
    let argument = || value(error, ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => unknown(error, ContextKind::InvalidArg, ContextKind::SuggestedArg),
        ErrorKind::InvalidSubcommand => {
            unknown(error, ContextKind::InvalidSubcommand, ContextKind::SuggestedSubcommand)
        }
        ErrorKind::MissingRequiredArgument => Message::new("cli-usage-missing").with("argument", argument()),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Message::new("cli-usage-no-command")
        }
        ErrorKind::ArgumentConflict => Message::new("cli-usage-conflict")
            .with("argument", argument())
            .with("other", value(error, ContextKind::PriorArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => wrong_value(error),
        ErrorKind::InvalidUtf8 => Message::new("cli-usage-not-text"),
        _ => Message::new("cli-usage-wrong").with("argument", argument()),
    };
    Failure::new(Exit::Usage, message)
}

/// Whether the "error" is the help or the version that was asked for.
pub(crate) fn is_answer(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion)
}

fn unknown(error: &clap::Error, what: ContextKind, suggestion: ContextKind) -> Message {
    let found = value(error, what);
    match value(error, suggestion) {
        suggested if suggested.is_empty() => Message::new("cli-usage-unknown").with("argument", found),
        suggested => Message::new("cli-usage-mistyped").with("argument", found).with("meant", suggested),
    }
}

fn wrong_value(error: &clap::Error) -> Message {
    let (argument, found) = (value(error, ContextKind::InvalidArg), value(error, ContextKind::InvalidValue));
    match (found.is_empty(), value(error, ContextKind::ValidValue)) {
        (true, _) => Message::new("cli-usage-no-value").with("argument", argument),
        (false, valid) if valid.is_empty() => {
            Message::new("cli-usage-value").with("argument", argument).with("value", found)
        }
        (false, valid) => Message::new("cli-usage-choice")
            .with("argument", argument)
            .with("value", found)
            .with("choices", valid),
    }
}

fn value(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
