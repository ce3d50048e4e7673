# 日期距离
format-late = 逾期 { $days } 天
format-today = 今天
format-tomorrow = 明天
format-in-days = { $days } 天后
