//! How many acts a second become durable, by sixteen writers at once, each act by itself: units entered, or petitions
//! registered, every second of them with a name to be sealed.

use super::fill::Writer;
use super::main_job::{self, Place};
use super::{Arguments, LOGIN, Mark, invented};
use crate::exit::{Exit, Failure};
use crate::instance::Instance;
use crate::terminal::Terminal;
use app::Act;
use app::organisation::{EnterUnit, UnitFields};
use indicatif::ProgressBar;
use kernel::Message;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

/// Who write at once.
const WRITERS: u32 = 16;

/// What was measured.
pub(super) struct Timed {
    /// Acts carried out.
    pub(super) acts: u32,
    /// How long all of them took.
    pub(super) milliseconds: u64,
}

/// Carries the acts out; `None` when none are wanted. Petitions go before units.
pub(super) async fn measure(
    instance: &Instance,
    mark: &mut Mark,
    arguments: &Arguments,
    terminal: Terminal,
) -> Result<Option<Timed>, Failure> {
    let wanted = if arguments.registered > 0 { arguments.registered } else { arguments.acts };
    if wanted == 0 {
        return Ok(None);
    }
    if arguments.acts >= mark.units {
        return Err(Failure::new(
            Exit::Usage,
            Message::new("bench-too-few-units").with("acts", arguments.acts),
        ));
    }
    let first = mark.acts;
    // A run that breaks off must not use the same names again.
    mark.acts = first.saturating_add(wanted);
    mark.write(&instance.folder)?;
    let numbers = first..mark.acts;
    let bar = super::progress(terminal, "bench-what-acts", wanted);
    let timed = if arguments.registered > 0 {
        let writer = Writer::of(&instance.app, LOGIN).await?;
        let place = Arc::new(Place::of(instance, &writer).await?);
        by_writers(instance, numbers, (terminal, &bar), move |number| main_job::register(&place, number))
            .await?
    } else {
        let units = mark.units;
        by_writers(instance, numbers, (terminal, &bar), move |number| Ok(unit(number, units))).await?
    };
    bar.finish_and_clear();
    Ok(Some(timed))
}

/// The acts of these numbers, by whoever of the writers comes next.
async fn by_writers<A: Act>(
    instance: &Instance,
    numbers: Range<u32>,
    (terminal, bar): (Terminal, &ProgressBar),
    act: impl Fn(u32) -> Result<A, Failure> + Clone + Send + 'static,
) -> Result<Timed, Failure> {
    let next = Arc::new(AtomicU32::new(numbers.start));
    #[expect(clippy::disallowed_methods, reason = "measures the machine, not the field's time")]
    let began = Instant::now();
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..WRITERS {
        let (app, next, bar, act) = (instance.app.clone(), Arc::clone(&next), bar.clone(), act.clone());
        let template = instance.ctx(LOGIN, terminal.lang).await?;
        writers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= numbers.end {
                    return Ok::<(), Failure>(());
                }
                let ctx = app::Ctx { act: app.new_act(), at: app.now(), ..template.clone() };
                app.perform(&ctx, &act(number)?).await?;
                bar.inc(1);
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.map_err(Failure::defect)??;
    }
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok(Timed { acts: numbers.end - numbers.start, milliseconds })
}

/// One unit more, below one of those that have none below them.
fn unit(number: u32, units: u32) -> EnterUnit {
    let parent = units - 1 - number.checked_rem(units.saturating_sub(1)).unwrap_or(0);
    EnterUnit {
        name: format!("{}第{number}分部", invented::name(parent)),
        parent: invented::id(parent),
        fields: UnitFields { nature: "village".into(), ..UnitFields::default() },
    }
}
