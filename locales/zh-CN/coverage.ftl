# 一届任期全覆盖
coverage-standing-inspected = 已巡察
coverage-standing-this-round = 本轮巡察
coverage-standing-planned = 已列入计划
coverage-standing-open = 尚未安排
