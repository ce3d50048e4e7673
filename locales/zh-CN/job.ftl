# 后台任务
job-search-fold = 编入搜索索引
job-heads-link = 串联各本日志的存证
job-sweep = 清理过期的登录和上传
job-search-rebuild = 重建搜索索引
job-notices-give = 发送提醒
job-unknown = 未知任务（{ $kind }）
job-database-away = 当时连不上数据库。
job-subject-gone = 任务要处理的记录不存在了。
job-conflict = 记录同时被别人改动。
job-defect = 程序出了差错。详情在服务器日志里，查找编号 { $job }。
job-interrupted = 每次执行到一半程序就中断了。重试前请查看服务器日志和内存、磁盘。
job-not-failing = 这项任务没有失败，不用重试。
job-deadlines-tell = 提醒临近的期限
job-deadlines-recount = 按新日历重算暂定期限
job-clue-balance = 核对线索平衡
job-petitions-balance = 信访件平账
job-petitions-compare = 比对信访件
