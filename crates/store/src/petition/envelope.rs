//! What the office sees of the register: numbers, ways in, days and standings. No text, no subject, no naming.

use super::{Filter, behind};
use crate::record::StoreError;
use crate::{Viewer, visible};
use db::{Conn, Statement};
use kernel::{Cursor, Day, EngagementId, Page, PageRequest, Timestamp};

/// An entry of the register without what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Its id, for paging only: no page of the office leads there.
    pub id: uuid::Uuid,
    /// The engagement.
    pub engagement: EngagementId,
    /// Its number.
    pub number: String,
    /// Code of the way it came in.
    pub channel: String,
    /// The day it came in.
    pub received: Day,
    /// Code of where it stands.
    pub standing: String,
    /// The next day by which something is due.
    pub due: Option<Day>,
}

type Row = (uuid::Uuid, uuid::Uuid, String, String, i64, String, String, Option<String>);

/// Envelopes, the newest first, if the viewer may see registers. Of the filter only engagement, standing, channel,
/// lateness and number count: the others would tell what a petition says.
///
/// # Errors
/// [`StoreError`].
pub async fn envelopes(
    conn: &mut Conn,
    viewer: &Viewer,
    filter: &Filter,
    page: &PageRequest,
) -> Result<Page<Envelope>, StoreError> {
    let filter = Filter { unit: None, mark: None, naming: None, ..filter.clone() };
    let mut values = Vec::new();
    let mut text = concat!(
        "select p.id, p.engagement, p.number, p.channel, p.received_at, p.received_day, p.standing, \
         (select min(r.due) from deadline r where r.subject_kind = 'petition' and r.subject_id = p.id and r.open = $4) \
         from petition p where ",
        visible!("'registers'")
    )
    .to_owned();
    values.push(true.into());
    text.push_str(&filter.conditions(&mut values));
    behind(&mut text, &mut values, page);
    text.push_str(&format!(" order by p.received_at desc, p.id desc limit ${}", values.len() + 4));
    let statement = viewer.bind(Statement::assembled(text)).bind_all(values).bind(page.limit());
    let rows: Vec<Row> = conn.all(statement).await?;
    let found = rows.into_iter().map(envelope).collect::<Result<Vec<_>, _>>()?;
    let cut =
        Page::cut(found, page, |(at, e): &(Timestamp, Envelope)| Cursor { key: at.0.to_string(), id: e.id });
    Ok(Page { items: cut.items.into_iter().map(|(_, e)| e).collect(), next: cut.next })
}

fn envelope(row: Row) -> Result<(Timestamp, Envelope), StoreError> {
    let (id, engagement, number, channel, at, received, standing, due) = row;
    let day = |text: &str| {
        text.parse::<Day>()
            .map_err(|e| StoreError::Unreadable { kind: "petition", error: serde::de::Error::custom(e) })
    };
    let envelope = Envelope {
        id,
        engagement: EngagementId(engagement),
        number,
        channel,
        received: day(&received)?,
        standing,
        due: due.as_deref().map(day).transpose()?,
    };
    Ok((Timestamp(at), envelope))
}
