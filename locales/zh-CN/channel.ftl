# 途径
channel-page = 页面
channel-api = 接口
channel-cli = 命令行
channel-job = 后台任务
