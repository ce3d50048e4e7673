# 反映人手中的查询码（crypto::receipt）
receipt-code-sign = 查询码里没有“{ $sign }”这个符号。查询码只用数字和除 I、L、O、U 以外的字母。
receipt-code-length = 查询码应有 { $expected } 个符号（4 组，每组 4 个），现在是 { $found } 个。
receipt-code-mistyped = 查询码有一处或几处输入有误，请对照记下的查询码逐个核对。
