# Notices
notice-title = Notices
notice-heading = Newest first
notice-all = All notices
notice-unseen = unread
notice-none = No notices
notice-none-next = What you should know will be listed here.
notice-mark-seen = Mark as read
notice-help-what = Changes that concern you, sent to you alone. Nothing sealed stands here.
notice-help-next = Open one to see its record, then mark it as read.
notice-role-granted = You have a new role: { $role }.
notice-role-ended = Your role “{ $role }” has ended.
