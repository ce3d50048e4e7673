# 导入文件
import-file-too-large = 文件超过 { $megabytes } MB。请删去图片等无关内容，或分成几份导入。
import-file-gone = 预览的文件已过一小时，不再保留。请重新选择文件。
