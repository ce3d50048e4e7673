//! Signs of life for long work: a bar where a person looks on, nothing where a script does.

use crate::terminal::Terminal;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::Message;
use std::time::Duration;

/// Work of unknown length.
pub(crate) fn spinner(terminal: &Terminal, doing: &Message) -> ProgressBar {
    if !terminal.is_attended() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(terminal.say(doing));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Work whose length becomes known on the way.
pub(crate) fn bar(terminal: &Terminal, doing: &Message) -> ProgressBar {
    if !terminal.is_attended() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}%")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style).with_message(terminal.say(doing))
}
