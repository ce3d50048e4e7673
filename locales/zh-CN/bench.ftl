# xuncha bench-data：供测量性能的实例。
bench-journal = 日志应有的条数
bench-acts = 填充之后，由十六个写入者同时办理这么多次操作，并报告用时
bench-working = 正在填充：{ $what }
bench-what-units = 单位
bench-what-journal = 日志条目
bench-what-search = 搜索索引
bench-what-acts = 操作
bench-filled = 现有单位 { $units } 个、日志 { $journal } 条。登录名 { $login }，密码 { $password }。
bench-timed = { $acts } 次操作用时 { $milliseconds } 毫秒。
bench-foreign = { $path } 中的实例不是为测量而建的。请指定一个空文件夹。
bench-not-empty = 测量实例的数据库起初必须为空，而这个数据库已完成初始设置。
bench-too-few-units = 办理 { $acts } 次操作至少需要同样多的单位。请增加单位数。
bench-needs-folder = 请用 --data 指定一个文件夹：其中将填入虚构记录。
bench-records = 信访件、底稿、台账事项各要多少条
bench-registered = 填好后由十六人同时登记这么多件信访，并报告用时
bench-what-records = 信访件、底稿和台账事项
