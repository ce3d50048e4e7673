# 外置收件。
collector-no-forms = 还没有开放任何反映入口，没有可交的。
collector-orders-unreadable = 这不是给外置收件机的指令文件，或已损坏。
collector-orders-foreign = 指令不是本机所听从的巡察办发出的，或被改动过，没有执行。
collector-orders-newer = 指令由更新的版本写出。请先更新外置收件机的程序。
collector-parcel-unreadable = 这不是完整的收件文件：不是收件文件，或被截断、改动过。此前已收入的保留，重新取一份再收入一次。
collector-parcel-foreign = 这份收件文件不是交给本单位的。

collector-title = 外置收件
collector-lead = 公众页面可以单独放在一台机器上。那台机器只有公开的钥匙和密文，打不开任何反映。
collector-help-what = 巡察办与外置收件机之间往来的两种文件：带去的指令，带回的收件。
collector-help-next = 每次去取收件，顺便带去新的指令，反映人就能看到答复。
collector-out = 带去：指令
collector-out-about = 写明开放哪些反映入口、答复了哪些反映。指令有本单位的签名，外置收件机只听从第一次接受的那个单位。
collector-out-get = 下载指令
collector-orders-name = 外置收件指令
collector-in = 带回：收件
collector-in-file = 收件文件
collector-in-hint = 由外置收件机封好的文件，超过 64 MB 的用命令行收入。同一份收两次，不会重复。
collector-in-take = 收入
collector-taken-in-done = 已收入。
collector-way = 怎样往来
collector-way-orders = 下载指令，拷到外置收件机。
collector-way-serve = 在那台机器上运行 collector accept 接受指令，再运行 collector serve 开放页面。
collector-way-parcel = 定期运行 collector hand-over，把封好的收件拷回来，在这里收入。
collector-way-again = 受理、答复之后，再下载一次指令带去。
collector-way-note = 收件文件封给本单位，捡到的人打不开，也看不出有几件。
