# 文件
file-empty = 文件是空的。请重新选择文件。
file-too-large = 文件太大。最多接收 { $max } MB。
file-kind-unknown = 不接收这种文件。可接收 PDF、PNG、JPEG、DOCX、XLSX 和纯文本。
file-old-or-encrypted = 这是加密文件或旧版 Office 格式。请去掉密码，另存为 DOCX 或 XLSX。
file-has-macros = 文件含有宏。请另存为不含宏的 DOCX 或 XLSX。
file-damaged = 文件已损坏，无法读取。请打开后重新保存再上传。
file-unpacks-too-large = 文件解压后超出限度。请核对来源。
file-no-room = 服务器磁盘已满。没有保存任何内容；请告知系统管理员。
file-reason-missing = 请写明打开这份密封文件的事由。
file-content-missing = 服务器磁盘上缺少该文件的内容。请告知系统管理员。
file-content-changed = 该文件的内容在服务器磁盘上被改动，不予显示。请告知系统管理员。
