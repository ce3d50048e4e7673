# 恢复单上的恢复码（crypto::recovery）
recovery-code-sign = 恢复码里没有“{ $sign }”这个符号。恢复码只用数字和除 I、L、O、U 以外的字母。
recovery-code-length = 恢复码应有 { $expected } 个符号（8 组，每组 5 个），现在是 { $found } 个。
recovery-code-mistyped = 第 { $group } 组输入有误，请对照恢复单核对这一组。
