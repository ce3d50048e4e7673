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
api-query-wrong = 地址中问号后面的参数读不懂：{ $detail }
api-code-unknown = 没有“{ $value }”这一项，可用的有：{ $codes }。
api-file-missing = 请求没有内容；应把文件本身作为请求内容发送。
api-period-too-long = 期限最多数到 { $max }。
api-no-term = 没有登记包含{ $day }的届次。请先导入或录入届次。

# 接口说明页
api-page-title = 程序接口（API）
api-page-lead = 页面上能做的事，其他程序也可以按同样的规则、在账号的权限之内来做。
api-page-help-what = 接口的全部调用，取自供程序读取的同一份说明。
api-page-help-next = 在自己的账号页发一个令牌，先用它调用 GET /api/v1/me。
api-page-calls = 调用
api-page-calls-note = 地址都接在 /api/v1 之后；说明取自 OpenAPI 文件，为英文
api-page-call = 调用
api-page-does = 用途
api-page-query = 问号后的参数
api-page-rules = 通用规则
api-page-token = 令牌写在请求头 Authorization 中：Bearer 加令牌。只读令牌不能改动任何内容。
api-page-act = 写入时在 X-Act-Id 中带一个自拟的 UUID。同一请求再发一次，也只办理一次。
api-page-version = 单条记录带有 ETag。修改时把它放在 If-Match 中，如果别人先改过，修改会被退回。
api-page-paging = 列表分页返回：size 为每页条数，after 填上一页的 next。
api-page-problem = 出错时返回 application/problem+json：code 不随语言变化，errors 逐项说明有误的内容。
api-page-limits = 批示决定、发布规则、查看封存的亲属情况没有接口，须由本人在页面上办理。
api-page-document = 供程序读取的完整说明：
api-clue-standing-wrong = 没有这种进度。
