# 岗位页面
posts-holder = 现任
posts-before = 历任
posts-change = 换人或空缺
posts-from = 任职日期
posts-last-day = 最后一天
posts-enter = 登记岗位
posts-take-over = 由他接任
posts-vacate = 岗位空缺
posts-none = 还没有登记岗位
posts-none-next = 认领时也可以直接登记责任领导的岗位。
posts-saved = 已保存。
posts-help-what = 整改责任跟着岗位走：换了人，新任接着负责。
posts-help-next = 人员变动时在这里登记接任；签字人要选他的账号。
