//! Numbers as lists write them: ASCII or Chinese, alone or before a measure word.

/// A whole number in ASCII digits (`15`) or Chinese numerals (`十五`, `二十`, `一百零三`).
pub(crate) fn number(text: &str) -> Option<u16> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok();
    }
    chinese(text)
}

fn chinese(text: &str) -> Option<u16> {
    let (mut total, mut digit, mut any) = (0_u16, None, false);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '零' | '〇' if any => continue,
            other => {
                if digit.is_some() {
                    return None;
                }
                digit = Some(digit_of(other)?);
                any = true;
                continue;
            }
        };
        // 十五 has no digit before its ten.
        let times = digit.take().or((unit == 10).then_some(1))?;
        total = total.checked_add(u16::from(times).checked_mul(unit)?)?;
        any = true;
    }
    total.checked_add(u16::from(digit.unwrap_or(0)))
}

/// A year written digit by digit (`二〇二二`) or in ASCII.
pub(crate) fn year(text: &str) -> Option<i32> {
    let digits = text.chars().map(|c| c.to_digit(10).or_else(|| digit_of(c).map(u32::from)));
    let digits = digits.collect::<Option<Vec<_>>>().filter(|digits| digits.len() == 4)?;
    i32::try_from(digits.into_iter().fold(0, |n, d| n * 10 + d)).ok()
}

fn digit_of(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' | '○' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{number, year};

    #[test]
    fn numerals_of_both_scripts_are_read() {
        for (text, n) in
            [("8", 8), ("十", 10), ("十五", 15), ("二十", 20), ("二十三", 23), ("一百零三", 103), ("八", 8)]
        {
            assert_eq!(number(text), Some(n), "{text}");
        }
        for nonsense in ["", "百", "五五", "第八", "-1", "99999", "八a"] {
            assert_eq!(number(nonsense), None, "{nonsense}");
        }
        assert_eq!(year("二〇二二"), Some(2022));
        assert_eq!(year("二零二二"), Some(2022));
        assert_eq!(year("202"), None);
    }
}
