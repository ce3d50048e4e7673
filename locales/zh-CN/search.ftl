# 搜索
search-title = 搜索
search-submit = 搜索
search-results = 结果
search-help-what = 在你看得见的范围内，按编号、名称、姓名找记录。密封内容不参与搜索。
search-help-next = 多个词用空格隔开，全部符合的才列出。点开一条进入它的页面。
search-found = 找到 { GROUPED($count) } 条
search-found-more = 先列出最近的 { GROUPED($count) } 条，请再加一个词缩小范围
search-nothing-asked = 还没有输入要找的内容
search-nothing-asked-next = 输入编号、单位或人名。
search-no-word = 只有符号，没有字词
search-no-word-next = 至少输入一个字、字母或数字。
search-none = 没有找到
search-none-next = 换一个说法，或少写几个字。你无权查看的内容不会出现在这里。
search-again = 再搜一次
search-rebuild-running = 索引正在重建，请等它完成。
