//! What stands above a ledger: whose it is, when the feedback was, when and by whom it was filled in.

use crate::numerals;
use kernel::Day;
use serde::{Deserialize, Serialize};

/// The head of a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Its title.
    pub title: String,
    /// The unit that the title names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The day of the feedback.
    pub fed_back: Option<Day>,
    /// The day it was filled in.
    pub filled: Option<Day>,
    /// Who filled it in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filled_by: String,
}

const FED_BACK: &[&str] = &["反馈时间", "反馈日期", "反馈日"];
const FILLED: &[&str] = &["填报时间", "填报日期", "填表时间", "填表日期", "报送时间", "报送日期"];
const FILLED_BY: &[&str] = &["填报人", "填表人", "制表人"];
/// Words that end the unit's name in a title.
const BEHIND_UNIT: &[&str] =
    &["党组", "党委", "党工委", "党总支", "党支部", "巡察", "巡视", "整改", "落实", "关于", "反馈"];

impl Heading {
    /// Reads the texts above a header.
    pub fn read(texts: &[String]) -> Self {
        let mut heading = Self::default();
        for text in texts {
            let keyed =
                [FED_BACK, FILLED, FILLED_BY].iter().any(|keys| keys.iter().any(|key| text.contains(key)));
            if !keyed {
                if heading.title.is_empty() {
                    heading.title = text.trim().to_owned();
                    heading.unit = unit_in(&heading.title);
                }
                continue;
            }
            heading.fed_back =
                heading.fed_back.or_else(|| value_of(text, FED_BACK).and_then(|day| day_in(&day)));
            heading.filled = heading.filled.or_else(|| value_of(text, FILLED).and_then(|day| day_in(&day)));
            if let (true, Some(name)) = (heading.filled_by.is_empty(), value_of(text, FILLED_BY)) {
                heading.filled_by = name;
            }
        }
        heading
    }

    /// The line below the title, as ledgers write it.
    pub fn line(&self) -> String {
        let day = |key: &str, day: Option<Day>| {
            let day = day.map(|day| format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month()));
            day.map(|day| format!("{key}：{day}"))
        };
        let by = (!self.filled_by.is_empty()).then(|| format!("填报人：{}", self.filled_by));
        let parts = [day("反馈时间", self.fed_back), day("填报时间", self.filled), by];
        parts.into_iter().flatten().collect::<Vec<_>>().join("　　")
    }
}

/// What stands behind one of the keys, up to the next white space.
fn value_of(text: &str, keys: &[&str]) -> Option<String> {
    let (_, behind) = keys.iter().find_map(|key| text.split_once(key))?;
    let behind = behind.trim_start().trim_start_matches(['：', ':']).trim_start();
    let value: String = behind.chars().take_while(|c| !c.is_whitespace()).collect();
    (!value.is_empty()).then_some(value)
}

/// `2025年7月4日`, `2025.7.4`, `2025-07-04`.
pub(super) fn day_in(text: &str) -> Option<Day> {
    let parts = text.split(['年', '月', '日', '.', '-', '/', '号', '．']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let small = |text: &str| numerals::number(text).and_then(|n| u8::try_from(n).ok());
    Day::new(numerals::year(year)?, small(month)?, small(day)?)
}

fn unit_in(title: &str) -> Option<String> {
    let end = BEHIND_UNIT.iter().filter_map(|word| title.find(word)).min()?;
    let name = title.get(..end)?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Heading;

    #[test]
    fn the_head_of_a_ledger_names_unit_days_and_clerk() {
        let texts = [
            "县交通运输局党组巡察整改工作台账（问题清单）".to_owned(),
            "反馈时间：2025年7月4日　　填报时间：2025.11.20　　填报人：方戊棠".to_owned(),
        ];
        let heading = Heading::read(&texts);
        assert_eq!(heading.unit.as_deref(), Some("县交通运输局"));
        assert_eq!(heading.fed_back, "2025-07-04".parse().ok());
        assert_eq!(heading.filled, "2025-11-20".parse().ok());
        assert_eq!(heading.filled_by, "方戊棠");
        assert_eq!(Heading::read(&[heading.title.clone(), heading.line()]), heading);
        assert_eq!(Heading::read(&[]), Heading::default());
    }
}
