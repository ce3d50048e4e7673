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
