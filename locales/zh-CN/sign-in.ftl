# 登录
sign-in-title = 登录
sign-in-hint = 账号由系统管理员开通，不能自行注册。
sign-in-login = 登录名
sign-in-password = 密码
sign-in-submit = 登录
sign-in-wrong = 登录名或密码不对，或者账号没有启用。
sign-in-wait = 试错次数太多，请过 { $seconds } 秒再试。
sign-in-forgot = 忘了密码？请系统管理员重设。
sign-in-work-secret = 系统内容属工作秘密。查看密封内容、导出、打印都会记下姓名和时间。离开座位请锁屏。
sign-in-code-title = 动态密码
sign-in-code-lead = 密码正确。请输入手机验证器上现在的六位数字。
sign-in-code = 动态密码
sign-in-code-hint = 六位数字，或一个备用码。
sign-in-code-lost = 手机和备用码都不在？请安全管理员当面解除。
sign-in-code-wrong = 动态密码不对，或已经用过。请等验证器换出新的数字再输入。
sign-in-late = 输入动态密码超过了五分钟，请重新登录。
sign-in-anew = 重新登录
