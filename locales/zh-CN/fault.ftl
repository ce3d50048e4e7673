# 核验发现的问题
fault-chain-head = 链首与最后一条记录不符
fault-tail-cut = 尾部被截断，早先抄下的存证码对不上
fault-entry-missing = 缺了一条日志
fault-entry-changed = 日志被改动
fault-entry-unknown = 多出一条日志
fault-state-missing = 日志中缺了记录的状态
fault-state-changed = 日志中记录的状态被改动
fault-state-unknown = 日志中多出记录的状态
fault-record-missing = 缺了一条记录
fault-record-changed = 记录被改动
fault-record-unknown = 多出一条记录
fault-sealed-missing = 缺了一个密封值
fault-sealed-changed = 密封值被改动
fault-sealed-unknown = 多出一个密封值
fault-trace-changed = 查看与登录的记录被改动
