# 填写的字段

field-day-wrong = “{ $value }”不是日期，请写成 2025-09-08。
field-number-wrong = “{ $value }”不是整数，请只填数字。
