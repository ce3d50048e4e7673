# 规则
ruleset-kind-deadlines = 办理期限
ruleset-kind-calendar = 工作日历
ruleset-kind-recusal = 回避规则
ruleset-kind-coverage = 覆盖口径
ruleset-kind-team = 组建规则
ruleset-kind-vocabulary = 用语
ruleset-kind-unit-kinds = 单位性质
ruleset-kind-banner = 保密提示
ruleset-kind-decisions = 代录批示规则

ruleset-published = { $kind }第 { $version } 版已发布，不能再改；请另起一版。
ruleset-kind-fixed = 规则的种类不能更改（现为{ $kind }）。
ruleset-version-used = { $kind }已有第 { $version } 版或更高的版本，请用下一个版本号。
ruleset-faulty = 规则内容有 { $count } 处错误，第一处在 { $field }：{ $first }
ruleset-file-unreadable = 规则文件无法读取：{ $value }
ruleset-unreadable = 规则内容无法读取。
ruleset-basis-missing = 请写明依据，如文件名称、“地方做法”或“项目默认值”。
ruleset-version-zero = 版本号从 1 起。

ruleset-missing = 缺此项。
ruleset-unknown-key = 没有名为“{ $value }”的项，请检查拼写。
ruleset-not-an-object = 此处应为一组“名称：值”。
ruleset-not-a-list = 此处应为列表，而不是“{ $value }”。
ruleset-not-a-text = 此处应为文字，而不是“{ $value }”。
ruleset-not-a-number = 此处应为 { $least } 至 { $most } 的整数，而不是“{ $value }”。
ruleset-not-a-flag = 此处应为 true 或 false，而不是“{ $value }”。
ruleset-not-a-day = “{ $value }”不是日期，请写成 2026-01-01。
ruleset-not-a-time = “{ $value }”不是时刻，请写成 17:30。
ruleset-not-a-year = “{ $value }”不是年份。
ruleset-unknown-choice = “{ $value }”不可用，可用：{ $allowed }。
ruleset-word-twice = “{ $value }”出现了两次。
ruleset-team-one-leader = 组长的名额应为一名。

ruleset-calendar-holiday-reversed = { $name }的结束日期 { $to } 早于开始日期 { $from }。
ruleset-calendar-holiday-too-long = { $name }从 { $from } 到 { $to }，时间过长，请核对。
ruleset-calendar-day-outside-year = { $day } 不属于 { $year } 年的放假安排。
ruleset-calendar-make-up-not-weekend = { $day } 不是周末，不能是调休上班日。
ruleset-calendar-make-up-in-holiday = { $day } 在放假期间，不能又是调休上班日。
ruleset-kind-numbers = 公文编号
ruleset-number-form = 编号形式“{ $value }”要各含一次 {"{"}code{"}"}、{"{"}year{"}"}、{"{"}serial{"}"}，且之间有别的字。
ruleset-draft-changed = 草稿在批示之后改过，批示的不是现在的文本，请重新报批。
