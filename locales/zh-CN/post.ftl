# 岗位
post-holder-name-missing = 请写明任职人姓名。
post-holder-overlap = { $name }在 { $from } 仍在任或之后才任职，请核对日期。
post-already-vacant = 这一天该岗位没有人任职。
post-title-missing = 请填写岗位名称，例如“副局长”。
post-unknown = 没有这个岗位，请重新选择。
