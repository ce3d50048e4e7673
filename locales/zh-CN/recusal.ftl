# 回避
recusal-place = { $written }
recusal-place-recognised = { $written }（即{ $unit }）
recusal-place-below = { $written }（隶属{ $above }）
recusal-place-recognised-below = { $written }（即{ $unit }，隶属{ $above }）
recusal-post-not-given = 职务未填
recusal-until-now = 至今

recusal-home = { $person }现在{ $place }工作，任{ $post }。
recusal-post = { $from } 至 { $to }，{ $place }，{ $post }
recusal-post-recent = { $person }于 { $from } 至 { $to } 在{ $place }任{ $post }，离任日期不早于 { $since }（{ $years }年之内）。
recusal-post-long = { $person }在{ $unit }及下属单位任职合计 { $months } 个月，超过 { $most } 个月。
recusal-kin = { $person }的{ $relation }{ $relative }在{ $place }工作（{ $post }）。
recusal-kin-several = { $person }有 { $count } 名亲属在{ $unit }及下属单位工作。
recusal-native = { $person }的籍贯是{ $place }。

recusal-ask-home = 请{ $person }说明：现工作单位“{ $written }”是否属于{ $unit }？
recusal-ask-post = 请{ $person }说明：曾任职的“{ $written }”是否属于{ $unit }？
recusal-ask-relatives = { $person }的主要社会关系未填写，请本人说明是否有亲属在{ $unit }；没有的，填“无”。
recusal-ask-relative-place = 请{ $person }说明：{ $relation }{ $relative }所在的“{ $written }”是否属于{ $unit }？
recusal-ask-relation = 请{ $person }说明：{ $relative }（{ $relation }）在{ $place }，是否属于应当回避的亲属？
recusal-ask-native = 请{ $person }说明：籍贯“{ $written }”是否在{ $unit }？
recusal-ask-native-missing = { $person }的籍贯未填写，请本人说明是否在{ $unit }。

recusal-unit-unknown = 没有找到单位“{ $value }”，请核对名称。
recusal-unit-ambiguous = “{ $value }”可能是 { $count } 个单位之一，请写全称。

recusal-title = 回避查询
recusal-lead = 谁应当回避哪个单位，为什么。只依据本人申报和公开任职，不作推断。
recusal-help-what = 把人才库中每个人的申报和任职与所选单位对照，列出应当回避的人和理由，以及须先询问的人。
recusal-help-next = 选单位和开始日期后查询；组建{ $word_team }时系统会自动按同样的规则核对。
recusal-ask = 查询
recusal-unit = { $word_unit }
recusal-start = { $word_inspection }开始日期
recusal-reason = 查询理由
recusal-look = 查询
recusal-traced = 每次查询都留痕
recusal-answer = { $unit }，{ $start } 开始：核对 { $people } 人，应当回避 { $away } 人，须询问 { $ask } 人。
recusal-ruleset = 依据回避规则第 { $version } 版
recusal-stay-away = 应当回避
recusal-must-ask = 须先询问
recusal-must-ask-note = 没有答复之前，不能视为没有情形
recusal-nobody = 没有发现应当回避的人
recusal-nobody-next = 仍须本人申报、{ $word_office }审核。
recusal-none-asked = 没有待询问的人
recusal-none-asked-next = 资料齐全。
recusal-binds = 只约束{ $roles }
recusal-released-notice = { $name }出现应当回避的情形，已退出{ $round }{ $team }，权限已收回。请补充人员。
