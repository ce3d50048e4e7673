# 练习环境
practice-title = 选一个人，开始练习
practice-lead = 这是练习环境：人物、单位全是虚构的，不需要密码。
practice-people = 可以扮演的人
practice-post = 职务
practice-enter = 以此人进入
practice-with-password = 用密码登录
practice-about = 换一个人：右上角退出，再从这里选。练完后用 xuncha demo --throw-away 整个丢掉。
