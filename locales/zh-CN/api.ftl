# 接口（API）的问题说明
api-not-found = 没有这个地址或这条记录，或者不在你的授权范围内。
api-no-token = 请求没有带有效的令牌。请在请求头 Authorization 中写 Bearer 和令牌。
api-fields-wrong = 有内容不能接受，逐项见 errors。
api-version-changed = 这条记录在读取之后已被改过。请重新读取，再按新版本提交。
api-unavailable = 暂时连不上数据库，这一步没有保存。请稍后再试。
api-internal = 程序出错，这一步没有保存。
api-token-read-only = 这个令牌只能读取。要写入，请另发一个可写入的令牌。
api-act-id-wrong = X-Act-Id 应为 UUID，例如 019aa000-0000-7000-8000-000000000000。
api-body-wrong = 请求内容不是所要求的 JSON：{ $detail }
api-page-wrong = size 应为 1 至 200 的整数，after 应为上一页返回的 next。
