# 备份与恢复
backup-exists = 已有同名文件。请换一个文件名，或指定一个目录。
backup-running = 另一份备份正在写入该目录。请等它完成。
backup-no-room = 空间不足。请腾出空间或换一块磁盘；原有内容未受影响。
backup-no-such-place = 找不到该文件或目录。请检查路径。
backup-not-permitted = 程序无权读写此处。请检查目录的所有者和权限。
backup-disk-error = 磁盘报错：{ $error }
backup-not-a-backup = 该文件不是本程序的备份。备份文件名以 .xcbackup 结尾。
backup-newer = 该备份由更新版本的程序写成（{ $what }）。请先升级程序再恢复。
backup-cut-off = 备份不完整，缺少结尾。请从来源重新复制。
backup-damaged = 备份已损坏，有部分无法打开。请重新复制或换一份备份。没有恢复任何内容。
backup-signature-wrong = 备份的签名不是本安装的签名，不是持有此密钥的程序所作。没有恢复任何内容。
backup-other-key = 该备份属于另一把实例密钥（{ $key }）。请用制作备份的那套安装的密钥文件，或它的恢复码。
backup-other-sheet = 这个恢复码出自另一套安装的恢复单。请用本安装首次设置时打印的恢复单。
backup-does-not-open = 用这把密钥打不开该备份。
backup-no-locked-key = 该备份没有附带可用恢复码打开的密钥，只能用密钥文件打开。
backup-target-not-empty = 目标中已有数据。请恢复到空目录或空数据库。
backup-stray-table = 数据库中有本程序不认识的表（{ $table }）。为免遗漏，没有制作备份。
