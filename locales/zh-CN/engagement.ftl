# 巡察任务
engagement-kind-routine = 常规
engagement-kind-special = 专项
engagement-kind-mobile = 机动
engagement-kind-look-back = 回头看
engagement-kind-upgraded = 提级
engagement-kind-coordinated = 联动
engagement-kind-cross = 交叉

engagement-stage-preparation = 准备
engagement-stage-entry = 进驻
engagement-stage-understanding = 了解
engagement-stage-reporting = 报告
engagement-stage-feedback = 反馈
engagement-stage-rectification = 整改
engagement-stage-closed = 办结

engagement-wrong-stage = 巡察任务处于“{ $stage }”阶段，此项要在“{ $needed }”阶段办理。
engagement-window-reversed = 结束日期 { $to } 早于开始日期 { $from }。
engagement-authorisation-number-missing = 请填写授权书编号，如“云巡授〔2025〕21号”。
engagement-already-authorised = 该任务已授权。需要更换的，先撤销原授权。
engagement-not-authorised = 该任务没有有效的授权。
engagement-members-unchecked = 还有 { $count } 名成员没有申报回避或未审核，审核后才能授权。
engagement-authorisation-too-short = 授权期限应当覆盖进驻日期 { $from } 至 { $to }。
engagement-handover-before-feedback = 任务处于“{ $stage }”阶段，反馈之后才能移交档案。
engagement-already-handed-over = 档案已经移交，或该任务的权限另有截止日期。
engagement-taken-over-late = 任务处于“{ $stage }”阶段，中途录入只能在准备阶段办理。

engagement-entry-no-authorisation = 尚未授权，不能进驻。
engagement-entry-authorisation-not-in-force = 授权期限为 { $from } 至 { $to }，今天不在期限内，或者授权已撤销。
engagement-entry-no-leader = 巡察组没有组长。
engagement-entry-team-too-small = 巡察组至少 { $least } 人，现有 { $count } 人。
engagement-entry-unchecked = 还有 { $count } 名成员没有申报回避或未审核。
engagement-entry-unpledged = 还有 { $count } 名成员没有签订承诺书。

engagement-reporting-undisposed = 还有 { $count } 件信访件、调阅或疑点没有处置意见；确需先报告的，由组长写明理由。
engagement-reporting-unanswered = 还有 { $count } 件立行立改没有答复；确需先报告的，由组长写明理由。
engagement-close-open-items = 还有 { $count } 个整改事项没有办结。
