# 文稿的读取
paper-empty-file = 文件是空的，请重新选择文件。
paper-not-docx = 这不是 DOCX 文稿。请在 WPS 或 Word 中另存为“Word 文档（.docx）”后再导入。
paper-old-format = 这是旧格式（.doc、.wps 等）文件。请在 WPS 或 Word 中另存为“Word 文档（.docx）”后再导入。
paper-encrypted = 文件设有打开密码。请先取消密码、另存一份，再导入。
paper-macros = 文件带有宏，为安全起见不予读取。请另存为不含宏的“Word 文档（.docx）”。
paper-damaged = 文件已损坏，或不是正常保存的文稿。请用 WPS 或 Word 打开检查并另存一份。
paper-too-large = 文件超过 { $megabytes } MB。请删去图片等无关内容后再导入。
paper-unpacks-too-large = 文件解压后过大，不予读取。请删去图片等无关内容并另存一份。
paper-too-many-parts = 文件内部的部件超过 { $max } 个，不像正常的文稿，不予读取。
paper-too-many-paragraphs = 文稿超过 { $max } 段，不予读取。请只保留要导入的内容。

paper-tracked-changes = 文稿带有修订标记（增 { $inserted } 处，删 { $deleted } 处），已按接受全部修订读取。请核对是否为定稿。
paper-hidden-text = 第 { $paragraph } 段有隐藏文字，没有读取。请核对是否应当删去。
paper-text-box = 第 { $paragraph } 段的文本框没有读取。需要其中的内容时，请把文字移到正文。
paper-comments = 文稿带有 { $count } 处批注，没有读取。
paper-notes = 文稿带有 { $count } 处脚注或尾注，没有读取。
