# 聚集情况告知
gathering-title = 聚集情况告知
gathering-none = 没有告知事项
gathering-none-next = 需要协助时，巡察组会在这里告知。
gathering-note = 不要打听谁反映了什么，按所写内容协助。
gathering-help-what = 巡察组告知的聚集地点、时间和需要的协助。
gathering-help-next = 安排协助并告知巡察组。
