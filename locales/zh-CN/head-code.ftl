# 值班簿上的日志校验码（crypto::chain）
head-code-sign = 日志校验码里没有“{ $sign }”这个符号。校验码只用数字和除 I、L、O、U 以外的字母。
head-code-length = 日志校验码应有 { $expected } 个符号（4 组，每组 4 个），现在是 { $found } 个。
head-code-mistyped = 校验码抄写或输入有误，请对照值班簿核对；这不表示日志被改动。
