//! The pieces of a deadline put together: at once, by a day, in stages, again and again, without an end.

use super::{
    Context, Dated, Every, Question, Reading, Timing, expression,
    resolve::{Resolved, resolve},
    scan::Scan,
};
use kernel::Day;

/// For as long as it takes. Longer words come first.
const LONG: &[&str] = &[
    "长期坚持抓好",
    "长期坚持",
    "长期整改",
    "长期推进",
    "长期落实",
    "长期抓好",
    "长期抓",
    "长期",
    "坚持常态化",
    "常态化长效化",
    "常态化推进",
    "常态化开展",
    "常态化坚持",
    "常态化",
    "常态长效",
    "常抓不懈",
    "久久为功",
    "持续坚持",
    "持续推进",
    "持续整改",
    "持续深化",
    "持续用力",
    "持续抓好",
    "持续巩固",
    "持续开展",
    "持续落实",
    "持续进行",
    "持续跟进",
    "持续发力",
    "持续",
];
/// At once.
const AT_ONCE: &[&str] = &[
    "立行立改",
    "立知立改",
    "即知即改",
    "立查立改",
    "即查即改",
    "边查边改",
    "边巡边改",
    "马上整改",
    "马上就改",
    "立即整改",
    "立即完成",
    "立即落实",
    "即时整改",
    "当即整改",
    "立即",
    "马上",
    "即刻",
];
/// No time at all.
const VAGUE: &[&str] = &[
    "尽快",
    "近期",
    "适时",
    "尽早",
    "早日",
    "逐步",
    "按要求",
    "按照要求",
    "根据",
    "视情",
    "待定",
    "另行",
    "按计划",
    "按照计划",
    "按时序",
    "按进度",
    "按照上级",
    "按上级",
    "限期",
    "左右",
    "前后",
    "条件成熟",
    "时机",
    "抓紧",
    "分步实施",
    "规定时间",
];
const DONE: &[&str] = &["已完成", "已整改", "已办结", "已销号", "已落实", "整改完毕", "完成", "完毕", "√"];
const NOTHING: &[&str] = &["", "无", "/", "-", "\\", "暂无", "没有", "空", "未填", "不详"];
/// Words that show several days to be stages.
const STAGES: &[&str] =
    &["阶段", "分期", "分批", "分步", "全部", "全面", "初步", "基本", "先", "后续", "其余", "剩余"];
/// Characters that speak of time: what is left of a piece must not hold any.
const TIME: &str = "年月旬季周天0123456789";

/// Reads plain words.
pub(super) fn read(words: &str, context: Context<'_>) -> Reading {
    if NOTHING.contains(&words) {
        return Reading::Asked(Question::Missing);
    }
    match pieces(words, context).and_then(|pieces| pieces.timing(words)) {
        Ok(timing) => Reading::Understood(timing),
        Err(question) => Reading::Asked(question),
    }
}

#[derive(Default)]
struct Pieces {
    at_once: bool,
    long: bool,
    every: Option<Every>,
    from: Option<Day>,
    by: Vec<Dated>,
    /// Something is left that may be anything.
    unknown: bool,
}

fn pieces(words: &str, context: Context<'_>) -> Result<Pieces, Question> {
    let mut pieces = Pieces::default();
    let text = without(words, LONG, &mut pieces.long);
    let text = without(&text, AT_ONCE, &mut pieces.at_once);
    let parts =
        text.split([',', ';', '、', '，', '；', '。', '(', ')', '[', ']', '【', '】', '并', '且', '!']);
    for part in parts.filter(|part| !part.is_empty()) {
        pieces.take(part, context)?;
    }
    Ok(pieces)
}

/// The text with every listed word replaced by a break.
fn without(text: &str, words: &[&str], found: &mut bool) -> String {
    let mut out = text.to_owned();
    for word in words {
        if out.contains(word) {
            *found = true;
            out = out.replace(word, ",");
        }
    }
    out
}

impl Pieces {
    fn take(&mut self, part: &str, context: Context<'_>) -> Result<(), Question> {
        let mut scan = Scan::new(part);
        if let Some(every) = expression::every(&mut scan) {
            self.every = Some(every);
            // 每月5日前 stays in the words; a year behind it is an end that would be lost.
            self.unknown |= scan.rest.contains('年');
            return Ok(());
        }
        let Some(expression) = expression::take(&mut scan) else {
            self.unknown |= speaks_of_time(part);
            return Ok(());
        };
        // 2025年12月左右 names a day, but not exactly: it is asked, with that day to choose.
        let uncertain = VAGUE.iter().any(|word| scan.rest.contains(word));
        match resolve(expression, context)? {
            Resolved::By(dated) if uncertain => {
                return Err(Question::WhichDay { options: vec![dated.day] });
            }
            Resolved::By(dated) => self.by.push(dated),
            Resolved::From(day) => self.from = Some(day),
        }
        if speaks_of_time(scan.rest) { Err(Question::Unreadable) } else { Ok(()) }
    }

    fn timing(self, words: &str) -> Result<Timing, Question> {
        let Self { at_once, long, every, from, mut by, unknown } = self;
        if unknown {
            return Err(Question::Unreadable);
        }
        if let (Some(from), [only]) = (from, by.as_mut_slice()) {
            only.from = Some(from);
            if only.day < from {
                return Err(Question::Reversed { from, to: only.day });
            }
        }
        match (by.as_slice(), every) {
            ([], _) if at_once => Ok(Timing::Immediate { due: None, then_long: long }),
            ([], Some(every)) => Ok(Timing::Recurring { every, until: None }),
            ([], None) if long => Ok(Timing::LongTerm { from }),
            ([], None) => Err(nothing_said(words)),
            ([due], None) if at_once => Ok(Timing::Immediate { due: Some(*due), then_long: long }),
            ([due], Some(every)) => Ok(Timing::Recurring { every, until: Some(*due) }),
            ([due], None) => Ok(Timing::Dated { due: *due, then_long: long }),
            (several, _) => {
                let rising = several.iter().zip(several.iter().skip(1)).all(|(a, b)| a.day < b.day);
                if rising && every.is_none() && !at_once && STAGES.iter().any(|word| words.contains(word)) {
                    return Ok(Timing::Staged { stages: by, then_long: long });
                }
                Err(Question::SeveralDays { options: several.iter().map(|dated| dated.day).collect() })
            }
        }
    }
}

fn speaks_of_time(text: &str) -> bool {
    text.contains(|c| TIME.contains(c)) || text.contains("日前") || text.contains("日内")
}

fn nothing_said(words: &str) -> Question {
    if VAGUE.iter().any(|word| words.contains(word)) {
        Question::Vague
    } else if DONE.iter().any(|word| words.contains(word)) {
        Question::Done
    } else {
        Question::Unreadable
    }
}
