# 导入预览

preview-read = 读取并预览
preview-read-note = 预览不会保存任何内容
preview-other = 换一个文件
preview-file-missing = 请选择文件。
preview-errors = 有 { $count } 处错误，不能导入。
preview-errors-next = 按下表改正文件后重新选择。
preview-warnings = 可以导入，有 { $count } 处请留意。
preview-warnings-next = 提示不影响导入，可以之后再处理。
preview-clean = 可以导入。
preview-clean-next = 没有发现问题。
preview-error = 错误
preview-warning = 提示
preview-row = 行
preview-column = 栏目
preview-severity = 程度
preview-what = 问题和改法
preview-issues = 问题清单
preview-issues-note = 错误须改正，提示供参考
