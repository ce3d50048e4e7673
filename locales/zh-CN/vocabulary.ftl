# 用语
vocabulary-word-inspection = 工作名称
vocabulary-word-committee = 党组织
vocabulary-word-leading-group = 领导小组
vocabulary-word-office = 巡察办
vocabulary-word-team = 巡察组
vocabulary-word-managed-province = 省一级管理的干部
vocabulary-word-managed-city = 市一级管理的干部
vocabulary-word-managed-own = 本级管理的干部
vocabulary-word-managed-lower = 单位管理的干部
vocabulary-word-superior-office = 上级巡视巡察机构
