# 日志中的事项
act-set-up = 首次设置
act-account-create = 新建账号
act-account-enable = 启用或停用账号
act-password-reset = 重设密码
act-password-change = 修改密码
act-sessions-end = 结束其他登录
act-language-set = 选择语言
act-role-grant = 授予角色
act-role-end = 收回角色
act-token-issue = 签发令牌
act-token-revoke = 吊销令牌
act-ruleset-draft = 起草规则
act-ruleset-publish = 发布规则
