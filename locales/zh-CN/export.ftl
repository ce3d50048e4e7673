# 导出的表格
export-subtitle = 填报单位：{ $office }　截至 { $day }
export-from = 起
export-to = 止
export-teams = 组数
export-teams-sheet = { $word_team }
export-team-number = 组号
export-engagements-sheet = { $word_inspection }任务
export-authorised-from = 授权起
export-authorised-to = 授权止
export-extension = 延伸单位
export-withdrawn = 已撤回
export-counted-by = 统计口径
export-counted-together = 合并计算
export-what = 名称
export-round = { $word_round }
export-round-numbered = 第{ $n }轮
export-to-add = 还要承担
