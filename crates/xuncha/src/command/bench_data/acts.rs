//! How many simple acts a second become durable: units entered by sixteen writers at once, each act by itself.

use super::{LOGIN, Mark, invented};
use crate::exit::{Exit, Failure};
use crate::instance::Instance;
use crate::terminal::Terminal;
use app::organisation::{EnterUnit, UnitFields};
use kernel::Message;
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

/// Carries the acts out; `None` when none are wanted.
pub(super) async fn measure(
    instance: &Instance,
    mark: &mut Mark,
    acts: u32,
    terminal: Terminal,
) -> Result<Option<Timed>, Failure> {
    if acts == 0 {
        return Ok(None);
    }
    if acts >= mark.units {
        return Err(Failure::new(Exit::Usage, Message::new("bench-too-few-units").with("acts", acts)));
    }
    let (first, next) = (mark.acts, Arc::new(AtomicU32::new(mark.acts)));
    let last = first.saturating_add(acts);
    // A run that breaks off must not use the same names again.
    mark.acts = last;
    mark.write(&instance.folder)?;
    let bar = super::progress(terminal, "bench-what-acts", acts);
    #[expect(clippy::disallowed_methods, reason = "measures the machine, not the field's time")]
    let began = Instant::now();
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..WRITERS {
        let (app, next, bar, units) = (instance.app.clone(), Arc::clone(&next), bar.clone(), mark.units);
        let template = instance.ctx(LOGIN, terminal.lang).await?;
        writers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= last {
                    return Ok::<(), app::Error>(());
                }
                let ctx = app::Ctx { act: app.new_act(), at: app.now(), ..template.clone() };
                app.perform(&ctx, &act(number, units)).await?;
                bar.inc(1);
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.map_err(Failure::defect)??;
    }
    bar.finish_and_clear();
    Ok(Some(Timed { acts, milliseconds: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX) }))
}

/// One unit more, below one of those that have none below them.
fn act(number: u32, units: u32) -> EnterUnit {
    let parent = units - 1 - number.checked_rem(units.saturating_sub(1)).unwrap_or(0);
    EnterUnit {
        name: format!("{}第{number}分部", invented::name(parent)),
        parent: invented::id(parent),
        fields: UnitFields { nature: "village".into(), ..UnitFields::default() },
    }
}
