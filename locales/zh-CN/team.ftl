# 巡察组
team-role-leader = 组长
team-role-deputy = 副组长
team-role-liaison = 联络员
team-role-member = 组员

team-member-proposed = 拟任
team-member-declared = 已申报回避
team-member-cleared = 审核通过
team-member-refused = 未通过
team-member-authorised = 已授权
team-member-released = 已退出

team-declaration-of-another = 这份回避申报不是该成员本人的，请选用本人的申报。
team-declare-too-late = 该成员当前状态为“{ $state }”，不能再提交回避申报。
team-clear-undeclared = 该成员当前状态为“{ $state }”，须先由本人申报回避再审核。
team-clear-own = 不能审核自己的回避申报，请由他人审核。
team-clear-unchecked = 还没有逐个单位核对回避情形，请先核对。
team-clear-unit-not-declared = 申报没有涉及{ $unit }，请本人补充申报。
team-clear-conflict = 与{ $unit }有应当回避的情形：{ $reason }
team-clear-declared-conflict = 本人申报与{ $unit }有应当回避的情形：{ $words }
team-clear-unanswered = 关于{ $unit }还有问题未答复：{ $question }
team-refuse-without-reason = 不予通过要写明理由。
team-refuse-too-late = 该成员当前状态为“{ $state }”，不能再作不予通过处理；需要时请让其退出。
team-authorise-uncleared = 该成员当前状态为“{ $state }”，审核通过后才能授权。
team-release-not-in-team = 该成员当前状态为“{ $state }”，不在组内。

team-one-leader = 每组应有一名组长，现有 { $count } 名。
team-too-small = 每组至少 { $least } 人，现有 { $count } 人。
team-person-twice = 同一人在组内出现两次。

team-propose-kept = 原已在组
team-propose-kept-unknown = 人才库中没有原在组的 { $code }
team-propose-skills = 补上所缺专长：{ $skills }
team-propose-number = 所缺专长已无人可补，补足人数
team-propose-load = 最近 { $rounds } 轮参加过 { $count } 轮
team-propose-training = 近三年培训 { $hours } 学时
team-propose-no-conflict = 与{ $units }未发现应当回避的情形
team-propose-ask = 尚待询问：{ $question }
team-propose-reserve = 可以替补
team-propose-set-aside = 巡察办暂不安排：{ $reason }
team-propose-unavailable = 不能抽调：{ $words }
team-propose-not-full-member = 不是中共正式党员
team-propose-relatives-not-asked = 主要社会关系未填写，须先询问
team-propose-little-training = 培训 { $hours } 学时，不足 { $least } 学时
team-propose-grade = 职级为{ $grade }，不在{ $role }的职级范围内
team-propose-in-other-team = 已拟任另一个组
team-propose-gap = { $role }还缺 { $count } 人，人才库中没有合适人选
team-propose-gap-skills = 组内还缺专长：{ $skills }
