//! Takes out of a text what tells who wrote it and how to reach them: telephone and identity numbers, addresses of mail
//! and messengers, and clauses that give the writer's name. Two letters by one hand are no reason to lay them side by
//! side, so none of it reaches the comparison (H7).

use crate::clean::fold_width;

/// What stands before the name of whoever writes, or before how to reach them. The clause behind is taken out with it.
const GIVES_WRITER: &[&str] = &[
    "举报人：",
    "反映人：",
    "投诉人：",
    "控告人：",
    "检举人：",
    "来信人：",
    "来电人：",
    "来访人：",
    "联系人：",
    "署名：",
    "落款：",
    "姓名：",
    "本人姓名",
    "本人叫",
    "本人名叫",
    "我叫",
    "我名叫",
    "我姓",
    "我的名字",
    "电话：",
    "手机：",
    "联系方式：",
    "联系方式是",
    "联系电话",
    "手机号：",
    "手机号是",
    "电话号码：",
    "电话号码是",
    "我的电话是",
    "我的手机是",
    "微信号",
    "微信：",
    "QQ号",
    "QQ：",
    "qq号",
    "qq：",
    "邮箱：",
    "身份证号：",
    "身份证号是",
    "我家住",
    "本人住",
    "住址：",
    "地址：",
];

/// A run of so many figures is a number to call or to be known by, unless money stands behind it.
const LONG_NUMBER: usize = 7;

/// The text without its writer.
pub(super) fn without(text: &str) -> String {
    let text = fold_width(text).replace(':', "：");
    let mut kept = String::new();
    let mut rest = text.as_str();
    while let Some(next) = rest.chars().next() {
        if let Some(begin) = GIVES_WRITER.iter().find(|begin| rest.starts_with(**begin)) {
            rest = behind_clause(rest.get(begin.len()..).unwrap_or_default());
            kept.push(',');
        } else if let Some(len) = reached_by(rest, kept.chars().next_back()) {
            rest = rest.get(len..).unwrap_or_default();
            kept.push(',');
        } else {
            kept.push(next);
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    kept
}

/// What follows the clause that a text begins with.
fn behind_clause(text: &str) -> &str {
    let ends = |c: char| matches!(c, '，' | ',' | '。' | '；' | ';' | '！' | '!' | '？' | '?' | '\n');
    text.find(ends).map_or("", |at| text.get(at..).unwrap_or_default())
}

/// How many bytes an address of mail or a long number takes that a text begins with.
fn reached_by(text: &str, before: Option<char>) -> Option<usize> {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '%');
    if before.is_some_and(part) {
        return None;
    }
    let len = text.find(|c: char| !part(c)).unwrap_or(text.len());
    let run = text.get(..len)?;
    let figures = run.chars().filter(char::is_ascii_digit).count();
    let letters = run.chars().filter(char::is_ascii_alphabetic).count();
    let behind = text.get(len..)?;
    let money = behind.starts_with(['元', '块', '万', '亿', ',']);
    let fraction = run.contains('.') && letters == 0;
    let number = figures >= LONG_NUMBER && !money && !fraction;
    let name = letters > 0 && figures > 2 && figures + letters >= LONG_NUMBER;
    (len > 0 && (run.contains('@') || number || name)).then_some(len)
}

#[cfg(test)]
mod tests {
    use super::without;
    use crate::clean::fold_width;

    #[test]
    fn what_tells_the_writer_is_taken_out() {
        for (text, kept) in [
            ("水渠垮了，联系电话：16000001234。", "水渠垮了，，。"),
            ("水渠垮了。我叫佟乙舟，住在鹿田。", "水渠垮了。，，住在鹿田。"),
            ("举报人:佟乙舟\n水渠垮了", "，\n水渠垮了"),
            ("回信到 tong.1990@example.com 即可", "回信到 ， 即可"),
            ("打０３００－１２３４５６７找我", "打，找我"),
            ("微信号wx_tong1990，水渠垮了", "，，水渠垮了"),
        ] {
            assert_eq!(without(text), fold_width(kept), "{text}");
        }
    }

    #[test]
    fn sums_and_times_stay() {
        for text in ["花了1234567元", "花了1,234,567元", "3.1415926万元", "2024年11月12日", "GPS设备12台"]
        {
            assert_eq!(without(text), fold_width(text));
        }
    }
}
