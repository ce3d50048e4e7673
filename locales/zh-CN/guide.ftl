# 使用指南
guide-title = 使用指南
guide-lead = 按你的工作选一份，照着做。看得懂的，不用全读。
guide-print = 打印
guide-contents = 目录
guide-help-what = 这套程序怎么用，按岗位分篇。每个页面标题下的说明，会带你到对应的一节。
guide-help-next = 第一次用，先看《头十分钟》；再看自己岗位的那一篇，要留在手边的打印出来。
guide-page = 页面怎么调
guide-page-1 = 右上角可以换大字、深色和语言。全部功能都能只用键盘：Tab 移动，回车执行。
guide-page-2 = 浏览器关掉脚本也能用，只是每一步都要重新打开页面。
guide-one-help-next = 照步骤做；右边的目录可以直接跳到某一节。正文中的网址点开就是那个页面，打不开的，是你的角色没有这项权限。
guide-list = 各岗位的指南
guide-programs = 给其他程序用
guide-programs-about = 页面上能做的事，其他程序也能按同样的规则来做。
