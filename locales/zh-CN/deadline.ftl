# 期限
deadline-days-left = 还剩 { $days } 天
deadline-today = 今天到期
deadline-overdue = 已超期 { $days } 天
deadline-in-time = 按期办结
deadline-late = 办结时已超期 { $days } 天

deadline-why-start-not-counted = { $start } 当天不计入。
deadline-why-days = 往后数 { $amount } 天，到 { $day }。
deadline-why-workdays = 往后数 { $amount } 个工作日，到 { $day }。
deadline-why-months = 往后数 { $amount } 个月，到 { $day }。
deadline-why-month-end = 该月没有对应的日子，以月末 { $day } 为准。
deadline-why-weekend = { $from } 至 { $to } 是周末，不计。
deadline-why-weekend-day = { $day } 是周末，不计。
deadline-why-holiday = { $from } 至 { $to } 放假（{ $name }），不计。
deadline-why-holiday-day = { $day } 放假（{ $name }），不计。
deadline-why-make-up-day = { $day } 是调休上班日，计为工作日。
deadline-why-make-up-end = { $day } 虽是周末，但调休上班，不顺延。
deadline-why-rolled = { $from } 是休息日，顺延到 { $to }。
deadline-why-not-rolled = { $day } 是休息日，按规定不顺延；之后的第一个工作日是 { $next }。
deadline-why-provisional = { $year } 年的放假安排尚未录入，{ $day } 是暂定日期，未作顺延。

deadline-already-satisfied = 这一期限已于 { $on } 办结，不能再改。
deadline-extension-without-reason = 延期要写明理由。
deadline-extension-not-later = 延期后的日期应晚于现在的 { $due }，填写的是 { $to }。
deadline-satisfied-before-start = 办结日 { $on } 早于起算日 { $start }，请核对日期。
deadline-not-provisional = 这一期限不是暂定的，不需要重新计算。
