//! Entering a record: planned ahead, or with what was learnt at once; changing a plan.

use super::given::{GivenHeld, GivenPlan};
use super::hold::noted;
use super::home::Home;
use super::{about, load, right};
use crate::round::engagement_label;
use crate::{Act, Error, Prep, Prepared, Right, version};
use domain::method::{MethodRecord, MethodRule};
use domain::permission::Action;
use kernel::{EngagementId, Message, MethodRecordId};
use serde::{Deserialize, Serialize};
use store::changes::Chain;
use store::{Changes, method as methods};

/// Most characters of a number that the team gives itself.
const LONGEST_NUMBER: usize = 40;

/// Enters one use of a method.
#[derive(Clone, Debug)]
pub struct EnterMethod {
    /// In which engagement.
    pub engagement: EngagementId,
    /// The number it already bears on paper; empty for the next one.
    pub number: String,
    /// What is planned, or was.
    pub plan: GivenPlan,
    /// What was learnt, where it was held already.
    pub held: Option<GivenHeld>,
}

/// The record that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EnteredMethod {
    /// Its id.
    #[schema(value_type = String, format = Uuid)]
    pub record: MethodRecordId,
}

impl Act for EnterMethod {
    const NAME: &'static str = "method-enter";
    type Done = EnteredMethod;

    fn right(&self) -> Right {
        right(Action::MethodWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<EnteredMethod>, Error> {
        let home = Home::load(prep, self.engagement).await?;
        let rule = home.rules.of(self.plan.method.trim());
        let plan = self.plan.read((rule, &home.focus), home.engagement.unit)?;
        plan.check(&home.rules)?;
        let Some(rule) = rule else {
            return Err(Error::field("method", Message::new("method-not-recorded-here")));
        };
        home.admit(prep, &plan.setting).await?;
        if self.held.is_none() {
            home.no_clash(prep, (None, &plan.setting), false).await?;
        }
        let number = self.number(prep).await?;
        let id = MethodRecordId::new(prep.app.clock(), prep.app.rng());
        let label =
            if number.is_empty() { engagement_label(prep, &home.engagement).await? } else { number.clone() };
        let mut changes = Changes::about(super::KIND, id, label).in_chain(Chain::Engagement(self.engagement));
        let mut record = MethodRecord {
            id,
            engagement: self.engagement,
            number,
            plan,
            held: None,
            checks: Vec::new(),
            to_check: false,
            withdrawn: None,
        };
        if let Some(given) = &self.held {
            let held = noted(prep, &mut changes, &home, (&record, given)).await?;
            record = record.hold(held, prep.today(), &home.rules)?;
        }
        changes.relies_on(&home.engagement);
        insert(&mut changes, record, rule)?;
        Ok(Prepared { changes, done: EnteredMethod { record: id } })
    }
}

impl EnterMethod {
    /// The number it bears already: none that is taken.
    async fn number(&self, prep: &mut Prep<'_>) -> Result<String, Error> {
        let number = self.number.trim();
        if number.chars().count() > LONGEST_NUMBER {
            let message = Message::new("method-too-long").with("max", LONGEST_NUMBER);
            return Err(Error::field("number", message));
        }
        if !number.is_empty() && methods::is_taken(&mut prep.conn, self.engagement, number).await? {
            return Err(Error::field("number", Message::new("method-number-taken").with("number", number)));
        }
        Ok(number.to_owned())
    }
}

/// With its own number, or the next of its method in the engagement.
fn insert(changes: &mut Changes, record: MethodRecord, rule: &MethodRule) -> Result<(), Error> {
    if !record.number.is_empty() {
        changes.insert(&record)?;
        return Ok(());
    }
    let prefix = rule.prefix.clone();
    let series = format!("methods:{}:{}", record.engagement, rule.code);
    changes.insert_numbered(series, move |serial| MethodRecord {
        number: format!("{prefix}-{serial:03}"),
        ..record
    });
    Ok(())
}

/// Changes what is planned.
#[derive(Clone, Debug)]
pub struct ReplanMethod {
    /// In which engagement.
    pub engagement: EngagementId,
    /// Which record.
    pub record: MethodRecordId,
    /// The version its form was made from.
    pub version: Option<i64>,
    /// What is planned now.
    pub plan: GivenPlan,
}

impl Act for ReplanMethod {
    const NAME: &'static str = "method-replan";
    type Done = ();

    fn right(&self) -> Right {
        right(Action::MethodWrite, self.engagement)
    }

    async fn prepare(&self, prep: &mut Prep<'_>) -> Result<Prepared<()>, Error> {
        let old = load(prep, self.engagement, self.record).await?;
        version::must_be_read(prep, &old, self.version).await?;
        let home = Home::load(prep, self.engagement).await?;
        let rule = home.rules.of(&old.plan.method);
        let plan = self.plan.read((rule, &home.focus), home.engagement.unit)?;
        let new = old.value.clone().replan(plan, &home.rules)?;
        home.admit(prep, &new.plan.setting).await?;
        home.no_clash(prep, (Some(old.value.id), &new.plan.setting), false).await?;
        let mut changes = about(&old);
        changes.update(&old, &new)?;
        Ok(Prepared { changes, done: () })
    }
}
