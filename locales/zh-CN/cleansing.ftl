cleansing-kind = 这里只收照片、截图（JPG、PNG）和 PDF。其他材料请拍照、截图，或另存为 PDF 后再传；也可以寄信、当面递交。
cleansing-damaged = 这个文件打不开，可能没有传完整。请重新拍照、截图或另存后再传。
cleansing-picture-too-large = 这张图片尺寸过大。请截图或调低像素后再传。
cleansing-pdf-locked = 这个 PDF 设了密码。请去掉密码，或把页面拍照、截图后再传。
