# 命令行、配置、运行
cli-about = 明察 · 巡察工作系统：组织机构、轮次、巡察组，以及谁做了什么。
cli-heading-usage = 用法：
cli-heading-commands = 命令
cli-heading-arguments = 参数
cli-heading-options = 选项
cli-heading-common = 各命令通用的选项
cli-usage-options = [选项]
cli-usage-command = <命令>
cli-exit-codes =
    退出码：0 完成；1 出错或校验发现异常；2 命令行或配置有误；3 被规则拒绝或输入不合要求；
    4 没有这个对象；5 暂时不行（数据库连不上、文件夹被占用）。
    每项设置也可用环境变量给出：XUNCHA_DATA、XUNCHA_LISTEN、XUNCHA_DATABASE……（见 xuncha config example）。

# 通用选项
cli-flag-data = 本系统的文件夹 [默认 var/xuncha]
cli-flag-listen = 网页的地址和端口 [默认 127.0.0.1:8470]
cli-flag-database = sqlite，或 postgres://用户:密码@主机/库名 [默认 sqlite]
cli-flag-config = 配置文件（TOML）
cli-flag-json = 以 JSON 回答，供脚本读取
cli-flag-lang = 语言：zh-CN 或 en [默认随本机]
cli-flag-help = 显示帮助
cli-flag-version = 显示版本
cli-flag-as = 以哪个账号的名义办理（登录名）

# 命令
cli-serve = 运行系统
cli-serve-proxy = 前面负责 TLS 的反向代理的名称或地址
cli-serve-certificate = 证书及证书链（PEM）
cli-serve-key = 证书的私钥（PEM）
cli-serve-address = 请打开 { $address }
cli-serve-set-up =
    尚未完成首次设置。请打开下面的地址（只能用一次），或在设置页输入代码：
    { $address }
    代码：{ $code }
cli-demo = 运行练习用的系统，数据全是虚构的
cli-demo-reset = 丢掉练习数据，重新开始
cli-demo-throw-away = 丢掉练习系统后结束
cli-demo-gone = { $path } 里的练习系统已经丢掉。
cli-demo-prepare = 只建好并填好数据，不运行
cli-demo-empty = 开始时只有账号，名册留给自己练习导入
cli-demo-working = 正在准备练习数据……
cli-demo-local = 练习系统只在本机提供，地址请用 127.0.0.1:8470 这样的形式。
cli-demo-foreign = { $path } 里的系统不是练习用的。请用 --data 另选文件夹。
cli-demo-half = 练习数据上次没有填完。请用 xuncha demo --reset 重新开始。
cli-demo-people =
    练习系统在 { $path }，其中没有真实内容。
    打开下面的网址，在页面上选一个人，不需要密码。
    接口和命令行用的账号：{ $people }；密码都是：{ $password }
cli-practice-not = { $path } 说这是练习系统，但其中的数据不是为练习建立的，没有打开。请移走这个文件。
cli-init = 生成系统密钥，打印恢复单
cli-init-yes = 不要求回输恢复码（供脚本使用）
cli-init-new-sheet = 打印新的恢复单；旧恢复单随即失效
cli-init-recover = 用恢复单上的恢复码找回丢失的密钥
cli-init-from = 同时完成首次设置，内容取自这个 TOML 文件（committee、office、level、profile、name、login）
cli-init-password-file = 第一个账号的密码在这个文件的第一行（权限 600）；不给则从标准输入读取，或在终端询问
cli-init-password = 第一个账号的密码：
cli-init-password-again = 再输一次：
cli-init-from-wrong = { $path } 不能用：{ $value }。需要 committee、office、level、name、login，可以有 profile（small_office 或 strict）。
cli-init-unattended = 终端前没有人回输恢复码。请在终端中运行，或加 --yes 并把输出抄存在纸上。
cli-init-exists = { $path } 里已经有系统。换发恢复单用 --new-sheet，密钥丢失用 --recover。
cli-init-done = { $path } 里的系统已经就绪，用 xuncha serve 启动。
cli-recovered = 系统密钥已经放回原处。
cli-migrate = 把数据库升级到本程序的版本
cli-migrated = 数据库已是最新。
cli-import = 导入单位、巡察人员、轮次或届次的文件
cli-import-what = units（单位）、inspectors（人员）、round（轮次）或 term（届次）
cli-import-file = 文件（XLSX 或 JSON）
cli-import-as-of = 文件的截止日期，写作 2025-07-31 [默认今天]
cli-import-term-file = 名册中提到的届次和轮次的文件
cli-import-dry-run = 只显示会怎样导入、有哪些问题
cli-import-too-large = { $path } 超过 { $most } MiB，请拆分后再导入。
cli-export = 按导入时的格式导出名册
cli-export-what = units（单位）或 term（各届和轮次）
cli-export-file = 写到哪里（XLSX）
cli-deadline = 推算期限，并说明理由
cli-deadline-from = 起算日，写作 2025-09-08；当天不计
cli-deadline-add = 多少
cli-deadline-unit = day（日）、workday（工作日）或 month（月）
cli-deadline-roll = 末日遇休息日：none（不变）或 next（顺延到下一个工作日） [默认 next]
cli-deadline-due = { $iso }（{ $day }）
cli-deadline-provisional = { $iso }（{ $day }），暂定
cli-recusal = 列出某单位须回避的人员和理由
cli-recusal-unit = 单位名称，可以写多个
cli-recusal-on = 巡察开始的日期，写作 2025-09-08 [默认今天]
cli-recusal-reason = 查询的理由，与查看痕迹一并保存
cli-recusal-heading = { $unit }，{ $day }：{ $people } 人中有 { $away } 人须回避
cli-recusal-ask = 须先询问本人才能判断的 { $people } 人：
cli-verify = 核对日志、记录和密封内容是否一致
cli-verify-head = 以前抄下的日志校验码，用来发现被截掉的末段；可以多次给出
cli-verify-working = 正在核对……
cli-verify-head-form = “{ $value }”不是日志校验码。请按 verify 打印的样子写：链名:长度:代码。
cli-verify-counts = 日志 { GROUPED($entries) } 条，记录 { GROUPED($records) } 条，密封内容 { GROUPED($sealed) } 项，查看和登录痕迹 { GROUPED($traces) } 条；日志校验码：
cli-verify-fault = 异常：{ $what } – { $place } { $row }
cli-verify-clean = 全部与写入时一致。
cli-verify-faults = 发现 { GROUPED($count) } 处异常。请保持数据库原样，并与保管人联系。
cli-fault-record-changed = 记录与日志不符
cli-fault-record-missing = 记录缺失
cli-fault-record-unknown = 记录没有日志来源
cli-fault-entry-changed = 日志条目被改动
cli-fault-entry-missing = 日志条目缺失
cli-fault-entry-unknown = 日志条目属于未知的链
cli-fault-state-changed = 日志中的状态被改动
cli-fault-state-missing = 日志中的状态缺失
cli-fault-state-unknown = 状态没有对应的日志条目
cli-fault-sealed-changed = 密封内容被改动
cli-fault-sealed-missing = 密封内容缺失
cli-fault-sealed-unknown = 密封内容没有出处
cli-fault-trace-changed = 查看和登录痕迹被改动
cli-fault-chain-head = 链的末端不符
cli-fault-tail-cut = 链的末段缺失
cli-fault-other = { $name }
cli-backup = 不停机，把整个系统备份成一个文件
cli-backup-file = 写到哪里
cli-restore = 把备份恢复到空文件夹或空数据库
cli-restore-file = 备份文件
cli-import-done = { $file } 已导入。
cli-import-clean = 可以照此导入。提醒 { $warnings } 处
cli-import-faulty = 不能导入。错误 { $errors } 处，提醒 { $warnings } 处
cli-import-error = 错误，第 { $row } 行 { $column }：{ $message }
cli-import-warning = 提醒，第 { $row } 行 { $column }：{ $message }
cli-exported = 已写到 { $path }。
cli-search = 维护搜索索引
cli-search-what = rebuild：停下服务后，按记录重建索引
cli-search-working = 正在重建搜索索引
cli-search-rebuilt = 已按 { GROUPED($records) } 条记录重建搜索索引。
cli-backup-working = 正在备份
cli-backup-made = { $path }：{ $mib } MiB，{ GROUPED($rows) } 行，文件 { GROUPED($files) } 个；日志校验码 { $head }
cli-backup-missing = 备份中本应有而找不到的文件：{ $name }
cli-restore-key = 用这个密钥文件打开备份，代替恢复码
cli-restore-used = { $path } 里已经有系统。请恢复到空文件夹：--data 文件夹。
cli-restore-working = 正在恢复
cli-restored = 已恢复 { $made }（UTC）的备份：{ GROUPED($rows) } 行，文件 { GROUPED($files) } 个。日志校验码 { $head } 应与当时抄下的一致。
cli-user = 账号：列出、新建、启用、停用、授予角色、重置密码
cli-user-list = 列出账号
cli-user-create = 新建账号；开始时是停用的
cli-user-enable = 启用账号
cli-user-disable = 停用账号，并结束其登录
cli-user-grant = 授予角色
cli-user-reset = 重置密码
cli-user-login = 登录名
cli-user-name = 使用人姓名
cli-user-role = 角色代码，如 office_staff
cli-user-unit = 单位编号，授予单位的角色时用
cli-user-until = 最后一天，不填则到收回为止
cli-user-factor = 解除账号的动态密码（手机丢失时）
cli-user-factor-off = { $login } 的动态密码已解除，登录已结束。
cli-user-password-stdin = 从标准输入读取密码，不自动生成
cli-user-created = 账号 { $login } 已建好，尚未启用。启用：xuncha user enable { $login }
cli-user-enabled = { $login } 现在可以登录。
cli-user-disabled = { $login } 不能再登录，已有的登录已经结束。
cli-user-granted = 已授予 { $login } 角色 { $role }。
cli-user-was-reset = { $login } 的密码已重置，已有的登录已经结束。
cli-user-password = 密码（首次登录须更改）：{ $password }
cli-user-no-password = 标准输入里没有密码。
cli-user-role-unknown = 没有角色“{ $role }”。可用的角色：{ $roles }。
cli-token = 账号的 API 令牌
cli-token-issue = 签发令牌，只显示一次
cli-token-list = 列出令牌和最近使用时间
cli-token-revoke = 作废令牌
cli-token-label = 令牌的用途
cli-token-scope = read（只读）或 write（读写） [默认 read]
cli-token-days = 有效天数 [默认 90]
cli-token-id = 令牌编号，见列表
cli-token-once = 令牌只显示这一次，系统不保存原文。
cli-token-revoked = 令牌已作废。
cli-tls = 没有公网域名的单位所用的证书
cli-tls-init = 生成本单位的证书机构和服务器证书
cli-tls-name = 浏览器访问服务器用的名称或地址；可以多次给出
cli-tls-days = 证书有效天数，最多 825 [默认 825]
cli-tls-made = 已为 { $names } 生成证书，有效期至 { $until }。
cli-tls-trust = 请在本单位各台电脑上把 { $path } 安装为受信任的证书机构，只需一次。
cli-tls-config = 然后在配置文件中写上：
cli-tls-name-wrong = 证书里不能写 { $names }。请用 ASCII 主机名或地址。
cli-tls-other-names = 这个文件夹里的证书机构只能为 { $names } 作证。要用别的名称，请移走 tls 文件夹后重新生成。
cli-openapi = 打印 API 说明
cli-config = 配置文件：示例、检查
cli-config-example = 打印示例，每一项都有说明
cli-config-check = 列出文件中的全部错误
cli-config-file = 文件
cli-config-good = 没有错误。
cli-bench-data = 填入大量虚构记录，供测量性能
cli-bench-units = 单位数

# 配置项
cli-example-opening =
    xuncha 的配置，所列为默认值。用 --config 文件 或 XUNCHA_CONFIG 指定。
    命令行选项优先于环境变量，环境变量优先于本文件。相对路径从本文件所在文件夹算起。
cli-key-data = 本系统的文件夹：内有 data/ 和 keys/，只有属主可读。
cli-key-database = "sqlite" 表示文件夹中的一个文件；或写 postgres://用户:密码@主机/库名。
cli-key-listen = 网页的地址和端口。要让其他电脑访问，须配 TLS 或反向代理。
cli-key-proxy = 负责 TLS 的反向代理的名称或地址。只接受它和本机的连接。
cli-key-log = 写到标准错误的日志：一个级别，或分部分的级别。
cli-key-offset = 工作日期相对 UTC 的时差。
cli-key-tls-certificate = 证书及证书链（PEM）。内网可用 xuncha tls init 生成。
cli-key-tls-key = 证书的私钥（PEM）。
cli-key-file = 从这个文件读取系统密钥，代替 keys/instance.key：系统凭据。
cli-key-command = 打印系统密钥的命令，由 /bin/sh 运行；代替文件。
cli-key-password-memory = 计算一个密码所用的内存，单位 MiB（7 至 1024）。同时计算两个。
cli-key-password-passes = 遍数（1 至 16）。
cli-key-password-lanes = 并行数（1 至 8）。
cli-key-session-idle = 登录后闲置多少分钟自动退出（5 至 480）。
cli-key-session-absolute = 登录后最多多少小时必须重新登录（1 至 24）。
cli-key-files-largest = 可上传的最大文件，单位 MiB（1 至 512）。
cli-key-files-most = 一次最多上传多少个文件（1 至 200）。

# 配置中的错误
cli-config-value = { $key }：{ $mistake }
cli-config-syntax = 这一行不合 TOML 格式（{ $value }）。
cli-config-key-unknown = 没有“{ $key }”这一项。全部配置项见 xuncha config example。
cli-config-key-mistyped = 没有“{ $key }”这一项。是不是 { $meant }？
cli-config-variable-unknown = 没有这一项设置。全部环境变量见 xuncha config example。
cli-config-empty = 值是空的。
cli-config-not-text = 应为引号中的文字。
cli-config-not-number = 应为 { $least } 至 { $most } 的整数。
cli-config-not-database = 应为 sqlite，或以 postgres:// 开头的地址。
cli-config-not-address = “{ $value }”不是带端口的地址。请写成 127.0.0.1:8470 或 [::1]:8470 的样子。
cli-config-not-filter = “{ $value }”无法识别。请写级别（error、warn、info、debug），或写成 info,sqlx=warn 的样子。
cli-config-not-offset = “{ $value }”不是时差。请写成 +08:00 的样子。
cli-config-tls-half = 证书和私钥要成对：tls.certificate 和 tls.key 都要写。
cli-config-tls-and-proxy = 证书（tls）和反向代理（proxy）只能选一种。
cli-config-key-twice = instance_key.file 和 instance_key.command 只能选一种。
cli-config-session = session.idle_minutes 超过了 session.absolute_hours。
cli-config-cost = 密码计算的三项设置不能这样搭配。

# 密钥和恢复单
cli-sheet-title = 恢复单 – 请打印后锁存，不要留在任何电脑上
cli-sheet-facts = 恢复单 { $sheet }，密钥 { $key }，{ $day }生成，系统 { $path }
cli-sheet-advice =
    同时拿到恢复码和备份的人，能读到其中的全部内容。
    密钥文件和恢复单都丢了，密封的内容就再也打不开。
    用处：在别处恢复备份；密钥文件丢失（xuncha init --recover）。
cli-sheet-ask = 恢复码：
cli-sheet-other = 这是另一张恢复单的恢复码。
cli-sheet-unconfirmed = 没有回输恢复码，什么都没有保存。请重新开始。
cli-sheet-no-input = 请输入恢复码，或从标准输入给出。
cli-sheet-none = 本系统没有恢复单，密钥一旦丢失无法找回。请换发一张：xuncha init --new-sheet
cli-key-exists = { $path } 里已有密钥，不需要找回。
cli-key-missing = 系统密钥 { $path } 不见了。请放回原处，或用恢复码找回：xuncha init --recover
cli-key-foreign = 数据库是用另一把密钥（编号 { $key }）密封的，请使用与它相配的密钥。
cli-key-readable = 这台电脑上的其他用户能读到 { $path }。请运行：chmod 600 { $path }
cli-key-unreadable = { $path } 不是系统密钥，内容须与生成时完全一致。
cli-key-command-failed = 取系统密钥的命令没有成功：{ $command }
cli-lock-missing = { $path } 不见了，没有它恢复码打不开密钥。每份备份里都有它。
cli-lock-unreadable = { $path } 已损坏，请从备份中取回。

# 出了什么问题
cli-defect = 程序内部出错：{ $value }
cli-file = { $path }：{ $value }
cli-not-found = 没有这个对象，或者这个账号无权知道。
cli-conflict = 同一时刻有别人改动。请看过之后再试。
cli-nobody = 没有登录。请用 --as 指明账号。
cli-as-missing = 请说明以谁的名义办理：--as 登录名。
cli-no-such-account = 没有已启用的账号 { $login }。
cli-database-away = 数据库暂时连不上，请稍后再试。
cli-database-older = 数据库还是旧版程序的样式，没有改动它。请先停下服务并备份，再运行 xuncha migrate。
cli-database-other = 数据库的建表记录与本程序不一致，没有改动它。请用当初建立它的程序版本。
cli-database-newer = 数据库由更新版本的 xuncha 写成。请使用那个版本；本版本不会动它。
cli-folder-in-use = 另一个 xuncha 正在使用 { $path }。请先结束它，或另选文件夹。
cli-no-instance = { $path } 里没有系统。xuncha init 或 xuncha serve 会建立一个。
cli-cannot-listen = { $address } 无法使用：{ $value }
cli-plain-http = { $address } 可从其他电脑访问，明文 HTTP 会在网上暴露密码。请配置证书（xuncha tls init），或指明负责 TLS 的反向代理（--proxy 名称）。
cli-proxy-unknown = 找不到反向代理“{ $name }”的地址。
cli-tls-unusable = { $path } 无法使用：{ $value }
cli-usage-unknown = 这里没有“{ $argument }”。用 --help 查看有哪些。
cli-usage-mistyped = 这里没有“{ $argument }”。是不是 { $meant }？
cli-usage-missing = 缺少：{ $argument }
cli-usage-no-command = 请说明要做什么。用 --help 查看命令。
cli-usage-conflict = { $argument } 和 { $other } 不能同时用。
cli-usage-value = { $argument } 不能是“{ $value }”。
cli-usage-choice = { $argument } 不能是“{ $value }”，可选：{ $choices }。
cli-usage-no-value = { $argument } 需要一个值。
cli-usage-not-text = 命令行不是 UTF-8。
cli-usage-wrong = 命令行在 { $argument } 处有误。用 --help 查看写法。
cli-serve-public = 群众反映问题的页面：{ $address }
cli-key-public-listen = 群众反映问题的页面在哪里提供，不写就不提供；与办公页面分开监听。
cli-key-public-url = 群众用手机打开的对外网址，印在公告的二维码里。
cli-config-not-url = “{ $value }”不是网址。请写成 https://… 。
