# 反馈意见
feedback-state-drafted = 起草中
feedback-state-approved = 已审定
feedback-state-told-head = 已向主要负责人反馈
feedback-state-delivered = 已向领导班子反馈
feedback-state-withdrawn = 已撤回

feedback-without-problems = 问题清单是空的。请至少列入一个问题。
feedback-same-problem-twice = 问题“{ $title }”在清单里出现了两次。请合并或改写其中一个。
feedback-list-fixed = 反馈意见{ $state }，问题清单不能再改。
feedback-not-drafted = 反馈意见{ $state }，不能再审定。
feedback-not-approved = 反馈意见{ $state }。审定之后才能向主要负责人反馈，且只反馈一次。
feedback-head-first = 反馈意见{ $state }。先向主要负责人反馈，再向领导班子反馈。
feedback-not-signed-for = 请写明签收人及职务。
feedback-body-before-head = 向领导班子反馈的日子 { $on } 早于向主要负责人反馈的 { $head }，请核对。
feedback-withdraw-without-reason = 请写明撤回的理由。
feedback-already-handed-over = 反馈意见{ $state }，不能撤回。确有错误的，以书面更正。

feedback-draft-no-such-problem = 清单里没有这个问题，可能刚被合并或移出。请刷新后再改。
feedback-draft-no-such-group = 清单里没有这个类别。
feedback-draft-no-such-passage = 这个问题下没有这一段内容，可能刚被移走。请刷新后再拆分。
feedback-draft-merge-itself = 不能与自身合并，请选择另一个问题。
feedback-draft-reason-missing = 请写明移出清单的理由。
feedback-draft-title-missing = 问题不能为空。

feedback-import-section-not-found = 没有找到写问题的部分。请在大纲里选出“主要问题”所在的标题。
feedback-import-group-without-problems = 第 { $paragraph } 段下面没有分列问题，已把它本身作为一个问题，请核对。
feedback-import-loose-text = 第 { $paragraph } 段不属于任何问题，没有列入清单，请核对。
feedback-import-number-twice = 序号 { $number } 重复或颠倒，已按先后顺序列入，请核对。
feedback-import-number-missing = 序号从 { $before } 跳到 { $number }，请核对是否漏列。
feedback-import-mixed-marks = 问题序号的写法不一致：{ $marks }。
feedback-import-mixed-group-marks = 类别序号的写法不一致：{ $marks }。
feedback-import-annex-adds = 附件清单重复了正文的 { $repeated } 个问题，另有 { $added } 个正文没有的，已一并列入。
feedback-import-annex-twice = 附件清单第 { $row } 行“{ $title }”与前面的行重复，没有再列。
feedback-import-not-in-annex = 正文的问题“{ $title }”不在附件清单里，请核对。
