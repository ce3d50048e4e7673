# 电子表格的读取和生成
sheet-empty-file = 文件是空的，请重新选择文件。
sheet-not-xlsx = 这不是 XLSX 表格。请在 WPS 或 Excel 中另存为“Excel 工作簿（.xlsx）”后再导入。
sheet-old-format = 这是旧格式（.xls 等）文件。请在 WPS 或 Excel 中另存为“Excel 工作簿（.xlsx）”后再导入。
sheet-encrypted = 文件设有打开密码。请先取消密码、另存一份，再导入。
sheet-macros = 文件带有宏，为安全起见不予读取。请另存为不含宏的“Excel 工作簿（.xlsx）”。
sheet-damaged = 文件已损坏，或不是正常保存的表格。请用 WPS 或 Excel 打开检查并另存一份。
sheet-too-large = 文件超过 { $megabytes } MB。请删去图片等无关内容，或分成几份导入。
sheet-unpacks-too-large = 文件解压后过大，不予读取。请只保留要导入的工作表并另存一份。
sheet-too-many-parts = 文件内部的部件超过 { $max } 个，不像正常的表格，不予读取。
sheet-too-many-sheets = 工作表超过 { $max } 张。请只保留要导入的工作表。
sheet-too-many-rows = 内容超出第 { $max } 行。请删去多余的行，或分成几份导入。
sheet-too-many-columns = 内容超出第 { $max } 列。请删去多余的列。
sheet-too-many-cells = 有内容或合并的单元格超过 { $max } 个。请分成几份导入。
sheet-no-sheet = 文件里没有工作表。
sheet-name-unknown = 文件里没有名为“{ $sheet }”的工作表，请重新选择。
sheet-header-not-found = 没有找到表头。请确认表里有这些列：{ $headings }。
sheet-columns-missing = 还有必需的列没有对应：{ $headings }。请为它们指定列。

sheet-hidden-row = 这一行在表中被隐藏，但有内容，已一并读取，请核对。
sheet-error-value = { $column }是错误值 { $value }。请改为实际内容。
sheet-formula-without-value = { $column }是公式，但没有存下计算结果。请改为数值，或用 WPS、Excel 打开并重新保存。
sheet-formula-cell = { $column }是公式，按表中存下的结果“{ $value }”读取，请核对。
sheet-suspicious-text = { $column }的内容“{ $value }”会被表格软件当作公式运行。请改为普通文字。
sheet-invisible-character = { $column }里有看不见的字符（{ $characters }），已去掉，请核对。

sheet-text-too-long = 有一格文字超过表格所能容纳的 32767 个字符，无法导出。
sheet-table-too-large = 行数超过一张工作表所能容纳的数量，请缩小导出范围。
sheet-cannot-write = 表格无法生成：{ $reason }
