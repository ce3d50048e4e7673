# 新密码的要求（crypto::password::policy）
password-too-short = 密码太短：现有 { $length } 个字，至少要 { $shortest } 个字。可以用一句只有自己知道的话。
password-too-long = 密码太长：最多 { $longest } 个字。
password-is-login = 密码里除登录名外所剩太少。请换一句与登录名无关的话。
password-only-digits = 密码像生日、电话或证件号码。请加入几个不相干的词。
password-is-pattern = 密码只是重复的字或键盘上相邻的键。请换成几个不相干的词。
password-too-common = 这样的密码别人会最先去猜。请换成几个不相干的词。
password-is-about = 密码里除姓名和单位名称外所剩太少。请换一句与这里无关的话。
