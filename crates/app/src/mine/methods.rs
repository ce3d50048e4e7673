//! Talks, visits and the like that wait for the reader: held today or before and not noted yet, or noted and to be checked
//! by them.

use super::{Gathering, MOST, Source, Waiting};
use crate::{App, Ctx, Error};
use domain::method::{MethodRecord, Standing};
use domain::permission::{Action, Scope};
use kernel::Message;
use std::collections::BTreeMap;
use store::{engagement as engagements, inspector as inspectors, method as methods, unit as units};

/// Methods of understanding.
pub(super) const SOURCE: Source = Source {
    code: "method",
    name: || Message::new("mine-source-method"),
    stamp: "谈",
    solid: false,
    gather: |app, ctx| -> Gathering<'_> { Box::pin(gather(app, ctx)) },
};

async fn gather(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, Error> {
    if !ctx.may(Action::MethodView, Scope::Global) {
        return Ok(Vec::new());
    }
    let viewer = ctx.viewer()?;
    let mut conn = app.db().read().await?;
    let Some(own) = inspectors::by_account(&mut conn, ctx.signed()?.account).await? else {
        return Ok(Vec::new());
    };
    let found = methods::unfinished(&mut conn, &viewer, app.today(), MOST).await?;
    let waits: Vec<(&MethodRecord, &'static str, &'static str)> = found
        .iter()
        .filter(|record| record.setting().inspectors.contains(&own.person))
        .filter_map(|record| match record.standing() {
            Standing::Planned => Some((&record.value, "mine-why-method-planned", "mine-step-note")),
            Standing::ToCheck if record.unchecked().any(|one| one == own.person) => {
                Some((&record.value, "mine-why-method-to-check", "mine-step-check"))
            }
            Standing::ToCheck | Standing::Recorded | Standing::Withdrawn => None,
        })
        .collect();
    if waits.is_empty() {
        return Ok(Vec::new());
    }
    let places = places(&mut conn, &viewer).await?;
    let line = |(record, why, step): (&MethodRecord, &'static str, &'static str)| Waiting {
        source: SOURCE.code,
        kind: crate::method::KIND,
        id: record.id.into(),
        title: format!("{} {}", record.number, record.plan.topic),
        place: places.get(&record.engagement).cloned().unwrap_or_default(),
        why: Message::new(why),
        step: Message::new(step),
        due: (record.standing() == Standing::Planned).then_some(record.plan.setting.times.day),
        stands_for: Vec::new(),
    };
    Ok(waits.into_iter().map(line).collect())
}

/// The names of the units of the reader's engagements.
async fn places(
    conn: &mut db::Conn,
    viewer: &store::Viewer,
) -> Result<BTreeMap<kernel::EngagementId, String>, Error> {
    let own = engagements::own(conn, viewer).await?;
    let ids: Vec<kernel::UnitId> = own.iter().map(|kept| kept.unit).collect();
    let named = units::many(conn, &ids).await?;
    let name = |id| named.iter().find(|unit| unit.id == id).map(|unit| unit.name.clone()).unwrap_or_default();
    Ok(own.iter().map(|kept| (kept.engagement.id, name(kept.unit))).collect())
}
