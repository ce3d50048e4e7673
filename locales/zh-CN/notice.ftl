# 提醒
notice-title = 提醒
notice-heading = 最近的在前
notice-all = 全部提醒
notice-unseen = 未读
notice-none = 没有提醒
notice-none-next = 有事情要你知道时会列在这里。
notice-mark-seen = 标为已读
notice-help-what = 与你有关的变动，只发给你本人。这里不含密封内容。
notice-help-next = 点开一条查看有关的记录，看过后标为已读。
notice-role-granted = 你有了新的角色：{ $role }。
notice-role-ended = 你的角色“{ $role }”已收回。
