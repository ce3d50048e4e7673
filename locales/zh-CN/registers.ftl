# 巡察办看到的信访登记
registers-title = 信访登记情况
registers-lead = 只有编号、日期和状态，内容留在巡察组
registers-help-what = 各组信访件办到哪一步，台账是否平衡。
registers-help-next = 逾期或不平衡的，请向该组了解。
registers-list = 全部信访件
registers-list-note = 不含内容
registers-empty = 没有符合条件的信访件
registers-empty-next = 由巡察组登记；清除条件可看全部。
