# 届次和已开展的轮次
term-file-unreadable = 届次文件无法读取，问题在第 { $line } 行第 { $column } 个字符附近：{ $reason }
term-ends-before-it-begins = 截止日期 { $to } 早于开始日期 { $from }，请核对两个日期。
term-number-twice = 第 { $number } 届出现了两次，每届只能写一次。
term-overlaps = 任期与{ $other }重叠，各届任期应首尾相接。
term-round-number-twice = 第 { $number } 轮的轮次号重复或为零，轮次号应从 1 起各不相同。
term-round-outside = 这一轮的起止日期不在任期（{ $from } 至 { $to }）之内。
