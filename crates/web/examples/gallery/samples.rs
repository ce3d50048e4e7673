//! Every component with invented content, in both languages.

use kernel::{Cursor, Day, FieldError, Lang, Message, Offset, Rng, Timestamp};
use maud::{Markup, html};
use std::sync::Arc;
use web::{
    View,
    components::*,
    html::Html,
    look::{Look, Theme},
    view::{ActIds, Address, Flash, Round, RoundSwitcher, Who, office_navigation},
};

struct Noon;

impl kernel::Clock for Noon {
    fn now(&self) -> Timestamp {
        Day::new(2026, 11, 18)
            .map_or(Timestamp(0), |d| d.start(Offset::BEIJING).plus_seconds(9 * 3_600 + 42 * 60))
    }
}

struct Zeros;

impl Rng for Zeros {
    fn fill(&self, buffer: &mut [u8]) {
        buffer.fill(0);
    }
}

/// A page's name and itself.
pub(crate) type Sample = (&'static str, Html);

/// Says one of two sentences.
fn say(v: &View, zh: &str, en: &str) -> String {
    match v.lang {
        Lang::ZhCn => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// A reader at their desk.
pub(crate) fn view(lang: Lang, look: Look, address: &str) -> View {
    let clock = Arc::new(Noon);
    let now = kernel::Clock::now(clock.as_ref());
    let mut v = View::new(lang, Address::parse(address), now, ActIds::new(clock, Arc::new(Zeros)));
    v.look = look;
    v.csrf = "token".into();
    v.office = say(&v, "中共云河市委巡察办", "Yunhe inspection office");
    v.who = Some(Who {
        name: say(&v, "沈砚秋", "Shen Yanqiu"),
        post: say(&v, "巡察办 · 综合科", "Office · General"),
        roles: vec![(say(&v, "系统管理员", "Administrator"), "/roles/admin".into())],
    });
    v.nav = office_navigation();
    if let Some(home) = v.nav.first_mut().and_then(|g| g.entries.first_mut()) {
        home.waiting = 23;
    }
    v.rounds = Some(RoundSwitcher {
        current: "9".into(),
        rounds: [("9", "第九轮", "Round 9"), ("8", "第八轮", "Round 8")]
            .map(|(value, zh, en)| Round {
                value: value.into(),
                name: say(&v, zh, en),
                stage: domain::round::Stage::OnSite,
                window: (v.today(), v.today()),
            })
            .into(),
    });
    v.notices = 7;
    v
}

/// All pages in a language and look.
pub(crate) fn all(lang: Lang, look: &Look) -> Vec<Sample> {
    let v = |address: &str| view(lang, look.clone(), address);
    let mut outside = v("/sign-in");
    outside.who = None;
    let mut practice = v("/units?q=云&sort=-name");
    practice.practice = true;
    practice.flash = Some(Flash {
        text: say(&practice, "已派给 苏以宁", "Given to Su Yining"),
        undo: Some("/undo".into()),
    });
    vec![
        ("home", home(&v("/"))),
        ("parts", parts(&v("/parts"))),
        ("register", register(&practice)),
        ("door", door(&outside)),
        ("setup", setup(&outside)),
        ("missing", ErrorPage::new(Fault::NotFound).html(&v("/nowhere"))),
        ("conflict", ErrorPage::new(Fault::Conflict).html(&v("/units/7/edit"))),
        ("broken", ErrorPage::new(Fault::Internal).reference("7f3a-2210").html(&outside)),
    ]
}

fn day(month: u8, day: u8) -> Day {
    Day::new(2026, month, day).unwrap_or(Day(kernel::Timestamp(0).day(Offset::UTC).0))
}

fn home(v: &View) -> Html {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let late = [
        Item::new(s("线索 7-009 移交函未签收", "Clue 7-009: transfer not signed for"), "#")
            .stamp("线", true)
            .about(s("移交 市纪委监委，已催 1 次", "To discipline inspection; reminded once"))
            .owner(s("我发出", "sent by me"))
            .due(due(v, day(11, 14)))
            .action(Button::link(s("催签", "Remind"), "#")),
        Item::new(s("6-014 热费减免审批权限未按规定公示", "6-014 Heating waivers not published"), "#")
            .stamp("改", true)
            .about(s("供热公司第 2 次申报，待核验", "Second declaration, to be verified"))
            .owner(s("我", "me"))
            .due(due(v, day(11, 15)))
            .action(Button::link(s("核验", "Verify"), "#")),
    ];
    let today = [
        Item::new(s("实名来信 7-0231 答复", "Reply to letter 7-0231"), "#")
            .stamp("信", false)
            .about(s("范围外，住建局已回复处理结果", "Out of scope; the housing bureau has answered"))
            .owner(s("我", "me"))
            .due(due(v, day(11, 18)))
            .action(Button::link(s("写答复", "Write reply"), "#").primary()),
        Item::new(s("第八轮单位名单", "Units of round 8"), "#")
            .stamp("计", false)
            .about(s("还差 8 家", "8 still missing"))
            .owner(s("我", "me"))
            .due(due(v, day(12, 10)))
            .action(Button::link(s("编排", "Plan"), "#")),
    ];
    let kinds = [
        Item::new(s("整改核验", "Rectification"), "#").stamp("改", true).end(html! { b { "11" } }),
        Item::new(s("实名答复", "Replies"), "#").stamp("信", false).end(html! { b { "3" } }),
    ];
    let content = html! {
        (stats(&[
            Stat::new(s("应巡单位", "Units to inspect"), v.count(237)).unit(s("家", "")).href("#"),
            Stat::new(s("已巡", "Inspected"), v.count(106)).hint(v.percent(106, 166)).href("#"),
            Stat::new(s("本轮", "This round"), "9").href("#"),
            Stat::new(s("逾期", "Late"), "2").late().href("#"),
        ]))
        (cols(Cols::ThreeOne, [
            stack([
                html! { (Panel::new(s("已逾期", "Late")).late().note(s("2 件，其中 1 件在等别人", "2, one waits for others")).flush(loose_list(&late)).foot(html! { a href="#" { (s("其余 4 件", "4 more")) } })) },
                html! { (Panel::new(s("今天", "Today")).note(s("2 件", "2")).flush(loose_list(&today))) },
            ]),
            stack([
                html! { (Panel::new(s("按种类", "By kind")).flush(list(&kinds))) },
                html! { (Panel::new(s("今天办完的", "Done today")).flush(html! { (Empty::new("check", s("今天还没有办结", "Nothing closed today"), s("办完一件，它会移到这里，保留到下班。", "What you close moves here until the evening."))) })) },
            ]),
        ]))
    };
    Page::new(v.t("shell-nav-home"))
        .lead(s(
            "凡是还没有结果的，都在这里：每件都有责任人、期限和去向",
            "Everything without a result, each with owner, deadline and place",
        ))
        .control(segment(
            &s("范围", "Scope"),
            &[
                Tab::new(s("我的", "Mine"), "#", true).count("23"),
                Tab::new(s("全办", "Office"), "#", false).count("71"),
            ],
        ))
        .action(Button::print(s("打印", "Print")))
        .help(
            Help::new(
                s("等你办的事，按期限排列。", "What waits for you, by deadline."),
                s(
                    "先办逾期的；点右边的按钮直接办理。",
                    "Start with what is late; the button at the right does it.",
                ),
            )
            .guide("/help"),
        )
        .html(v, content)
}

fn register(v: &View) -> Html {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let columns = [
        Column::new(s("编号", "Code")).one_line().sort("code"),
        Column::new(s("单位", "Unit")).heads_row().clipped().sort("name"),
        Column::new(s("状态", "State")),
        Column::new(s("期限", "Due")).one_line(),
        Column::new(s("人数", "Staff")).number().sort("staff"),
    ];
    let rows = (1_u8..=24).map(|n| {
        Row::new([
            cell(format!("YH-{n:03}")),
            html! { a.main-link href="#" { (s("云河市林业和草原局机关党委下属林场管理中心党支部", "Branch of the forestry centre")) (n) } },
            match n % 5 {
                0 => chip(Tone::Late, &s("逾期", "late")),
                1 => chip(Tone::Mute, &s("未开始", "not begun")),
                2 => chip(Tone::Info, &s("办理中", "under way")),
                3 => chip(Tone::Warn, &s("三日内到期", "due soon")),
                _ => chip(Tone::Ok, &s("已销号", "closed")),
            },
            due(v, day(11, n + 4)),
            cell(v.count(i64::from(n) * 1_207)),
        ])
        .tick(n.to_string(), format!("YH-{n:03}"))
    });
    let cursor = Cursor { key: "k".into(), id: kernel::ActId::new(&Noon, &Zeros).0 };
    let content = html! {
        (tabs(&s("视图", "Views"), &[Tab::new(s("全部", "All"), "#", true).count("237"), Tab::new(s("逾期", "Late"), "#", false).count("4").late()]))
        (Panel::new(s("单位", "Units")).note(s("按上级排列", "by parent")).fill().flush(html! {
            (Filters::new("/units")
                .search("q", s("名称或编号", "Name or code"), v.address.get("q").unwrap_or_default())
                .select("kind", s("类别", "Kind"), [Choice::new("town", s("乡镇", "Town")), Choice::new("bureau", s("部门", "Bureau"))], "town")
                .tick("late", s("只看逾期", "Late only"), false)
                .end(html! { (Button::link(s("导出", "Export"), "#").small().icon("save")) })
                .html(v))
            (Table::new(s("单位清单", "List of units"), columns).rows(rows).sorted(Sorted::parse("-name")).bulk("bulk").html(v))
            (Pager::keyset(Some(&cursor)).total(10_237).html(v))
        }))
    };
    Page::new(v.t("shell-nav-units"))
        .crumbs([Crumb::new(s("组织与计划", "Plans"), "#")])
        .action(Button::link(s("导入单位", "Import units"), "#").primary().icon("upload"))
        .landscape()
        .html(v, content)
}

fn door(v: &View) -> Html {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let state = FormState::typed(
        [("login".to_owned(), "shenyanqiu".to_owned())],
        vec![FieldError::new("password", Message::new("shell-403"))],
    );
    let form = Form::post("/sign-in", &state)
        .body(html! {
            (state.text("login", s("登录名", "Login name")).complete("username").wide().html(v))
            (state.text("password", s("密码", "Password")).password().complete("current-password").wide().focus().html(v))
        })
        .button(Button::submit(s("登录", "Sign in")).primary())
        .html(v);
    Door::new(s("登录", "Sign in"))
        .hint(s("账号由巡察办公室开通，不能自行注册。", "Accounts are opened by the office."))
        .below(html! { (Note::new(Tone::Info, s("系统内容属工作秘密。查看封存内容、导出、打印都会记录姓名和时间。", "Contents are work secrets."))) })
        .html(v, form)
}

fn setup(v: &View) -> Html {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let state = FormState::new().with("level", "county");
    let form = Form::post("/set-up", &state)
        .body(html! {
            (state.text("name", s("党委名称", "Committee")).wide().html(v))
            (state.text("level", s("级别", "Level")).segment([Choice::new("city", s("市", "City")), Choice::new("county", s("县", "County"))]).html(v))
            (state.text("start", s("届期开始", "Term begins")).date().html(v))
        })
        .button(Button::submit(s("建立账号", "Create account")).primary())
        .note(s("之后都可以在系统里修改", "All of it can be changed later"))
        .html(v);
    Door::new(s("首次设置", "First set-up")).hint(s("第 2 步，共 3 步", "Step 2 of 3")).wide().html(v, form)
}

fn parts(v: &View) -> Html {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let left = [buttons(v), marks(v), fields(v), sealed(v), branches(v)];
    let right = [notes(v), compared(v), stages(v), charts(v), stood(v), rights(v), happened(v)];
    let drawer = Dialog::new(
        "drawer",
        s("谈话提纲", "Outline"),
        html! { p { (s("看着这页，填那页", "Fill one page, see another")) } },
    )
    .drawer()
    .html(v);
    let dialog = Dialog::new("dialog", s("撤回这次移交", "Take the transfer back"), html! { p { (s("撤回后，线索回到“待备案”，原移交函作废，日志保留。", "The clue returns to the file.")) } })
        .foot(html! { (Button::close(s("不撤回", "Keep it"))) (Button::close(s("撤回移交", "Take back")).danger()) })
        .html(v);
    let content = html! { (cols(Cols::Two, [stack(left), stack(right)])) (dialog) (drawer) };
    Page::new(s("组件一览", "Components")).stamp(stamp("件")).html(v, content)
}

fn panel(title: String, body: Markup) -> Markup {
    html! { (Panel::new(title).body(body)) }
}

fn buttons(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    panel(
        s("按钮", "Buttons"),
        html! {
            (row([
                html! { (Button::submit(s("登记一件", "Register")).primary().icon("plus")) },
                html! { (Button::submit(s("普通", "Plain"))) },
                html! { (Button::submit(s("退回单位", "Send back")).danger().confirm(s("单位会收到退回意见。", "The unit gets the opinion."))) },
                html! { (Button::submit(s("次要", "Quiet")).quiet()) },
                html! { (Button::link(s("提交会审", "Submit"), "#").not_now(s("还差一份佐证", "one evidence missing"))) },
            ]))
            (row([
                html! { (Button::link(s("打开对话框", "Open dialog"), "#").opens("dialog")) },
                html! { (Button::link(s("打开抽屉", "Open drawer"), "#").opens("drawer")) },
                menu(s("更多", "More"), [html! { a href="#" { (icon("print")) (s("打印登记表", "Print")) } }, html! { a href="#" { (icon("back")) (s("撤回", "Withdraw")) } }]),
            ]))
        },
    )
}

fn marks(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    panel(
        s("状态、期限、章", "States, deadlines, stamps"),
        html! {
            (row([chip(Tone::Mute, &s("未开始", "not begun")), chip(Tone::Info, &s("办理中", "under way")), chip(Tone::Ok, &s("已销号", "closed")), chip(Tone::Warn, &s("三日内到期", "due soon")), chip(Tone::Late, &s("逾期", "late"))]))
            (row([due(v, day(11, 28)), due(v, day(11, 20)), due(v, day(11, 15)), due_done(v, day(11, 2), &s("已办结", "closed"))]))
            (row([stamp("信"), stamp("谈"), stamp_solid("底"), stamp_solid("线"), evidence("谈", false, "谈-021", "#"), evidence("底", true, "DG-07", "#")]))
            (share_bar(2, 3))
        },
    )
}

fn fields(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let state = FormState::typed(
        [
            ("name", "云河市林业局"),
            ("entry", "2026-13-01"),
            ("channel", "letter"),
            ("tags", "a"),
            ("code", "7-0247"),
        ]
        .map(|(n, t)| (n.to_owned(), t.to_owned())),
        vec![
            FieldError::new("entry", Message::new("shell-404")),
            FieldError::new("channel", Message::new("shell-403")),
        ],
    );
    let channels = || {
        [
            Choice::new("letter", s("来信", "Letter")),
            Choice::new("call", s("来电", "Call")),
            Choice::new("visit", s("来访", "Visit")).hint(s("须两人接待", "two receive")),
        ]
    };
    let form = Form::post("/parts", &state)
        .multipart()
        .hidden("version", "3")
        .body(html! {
            (state.text("name", s("单位名称", "Unit")).hint(s("写全称", "in full")).html(v))
            (state.text("staff", s("人数", "Staff")).number().optional().example("126").html(v))
            (state.text("entry", s("进驻日期", "Entry")).date().html(v))
            (state.text("leader", s("组长", "Leader")).select([Choice::new("1", s("闻思齐", "Wen Siqi"))]).html(v))
            (state.text("code", s("编号", "Code")).fixed().html(v))
            (state.text("channel", s("渠道", "Channel")).radios(channels()).html(v))
            (state.text("tags", s("特长", "Skills")).checks([Choice::new("a", s("财务", "Finance")), Choice::new("b", s("工程", "Works"))]).html(v))
            (state.text("view", s("方式", "Way")).segment(channels()).html(v))
            (state.text("agree", s("本人已阅读", "I have read it")).check().html(v))
            (state.text("note", s("说明", "Note")).area(3).optional().html(v))
            (state.text("file", s("附件", "File")).file(".xlsx").html(v))
        })
        .button(Button::submit(s("保存登记", "Save")).primary())
        .note(s("保存后进入审核", "goes to review"))
        .html(v);
    panel(s("字段", "Fields"), form)
}

fn sealed(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    panel(
        s("封存", "Sealed"),
        html! {
            (Sealed::closed(s("反映人身份已封存", "The reporter is sealed"), s("开启须写明理由", "opening needs a reason")).action(Button::link(s("申请开启", "Ask to open"), "#")))
            (Sealed::open(html! { (s("周女士，手机尾号 4417", "Ms Zhou, …4417")) }, s("8 分 20 秒后自动封存", "closes in 8 min")).action(Button::submit(s("立即封存", "Seal now"))))
            p { (s("表格里：", "In tables: ")) (sealed_bar(v)) }
            (facts([(s("单位", "Unit"), cell(s("林业局", "Forestry"))), (s("金额", "Amount"), cell("412.6"))]))
        },
    )
}

fn branches(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let leaf = |n: u8| {
        Node::leaf(
            format!("leaf-{n}"),
            html! { a href="#" { (s("第一党支部", "First branch")) } (chip(Tone::Ok, &s("已巡", "done"))) },
        )
    };
    let town = Node::branch(
        "town",
        html! { a href="#" { (s("霁山乡党委", "Jishan committee")) } small.muted { "12" } },
        vec![leaf(1), leaf(2)],
        true,
    );
    let more = Node::fetched(
        "bureau",
        html! { a href="#" { (s("市直机关工委", "Bureaus")) } small.muted { "86" } },
        "/units/tree/86",
    );
    panel(
        s("组织树", "Tree"),
        tree(
            v,
            &[Node::branch(
                "root",
                html! { a href="#" { (s("中共云河市委", "Yunhe committee")) } },
                vec![town, more],
                true,
            )],
        ),
    )
}

fn notes(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let text = || s("确认后才写入。", "Nothing is stored yet.");
    panel(
        s("提示", "Notes"),
        html! {
            (Note::new(Tone::Info, text()).lead(s("说明。", "Note.")))
            (Note::new(Tone::Ok, text()).lead(s("预览无误，共 186 家。", "No mistakes, 186 units.")).action(Button::submit(s("确认导入", "Import")).small()))
            (Note::new(Tone::Warn, text()).lead(s("要留意。", "Look.")))
            (Note::new(Tone::Late, text()).lead(s("不能导入，第 14 行有错。", "Row 14 is wrong.")))
            (task(&s("补充佐证", "Add evidence"), &s("第 2 次退回", "sent back twice"), Some(due(v, day(11, 19))), row([html! { (Button::submit(s("提交佐证", "Submit")).small()) }])))
        },
    )
}

fn compared(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let rows = vec![
        CompareRow::text(s("金额", "Amount"), "412.60", "398.20"),
        CompareRow::text(s("时间", "Time"), "2024-03", "2024-03"),
    ];
    let compare = Compare::new(
        (s("你写的", "Yours"), s("还没有保存", "not saved")),
        (s("方既白保存的", "Theirs"), "09:31".into()),
        rows,
    );
    html! { (Panel::new(s("两人同时改", "Two edits")).flush(compare.html(v)).foot(html! { (Button::submit(s("用我的覆盖", "Use mine")).primary().push()) })) }
}

fn stages(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let all = [
        Step::new(s("准备", "Preparation"), StepState::Done).note("10-12"),
        Step::new(s("进驻", "Entry"), StepState::Done).note("10-19"),
        Step::new(s("了解", "Understanding"), StepState::Current).note(v.say(&Message::new("format-today"))),
        Step::new(s("报告", "Report"), StepState::Back).note(s("已退回", "sent back")),
        Step::new(s("反馈", "Feedback"), StepState::Todo),
    ];
    panel(s("阶段", "Stages"), steps(v, &s("阶段", "Stages"), &all))
}

fn charts(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let chart = Chart::new("kinds", s("各类单位覆盖", "Coverage by kind"), s("类别", "Kind"))
        .series([
            Series::done(s("已巡", "Inspected")),
            Series::moving(s("本轮", "This round")),
            Series::planned(s("已排", "Planned")),
            Series::nothing(s("未排", "Not planned")),
        ])
        .bars([
            Bar::new(s("乡镇街道", "Towns"), [12, 2, 4, 1]).href("#"),
            Bar::new(s("市直部门", "Bureaus of the city"), [31, 4, 20, 9]).href("#"),
            Bar::new(s("国有企业", "Enterprises"), [8, 2, 0, 4]).href("#"),
            Bar::new(s("村（社区）", "Villages"), [55, 1, 40, 44]).href("#"),
        ])
        .caption(s("截至 2026 年 11 月 18 日", "As of 18 Nov 2026"));
    panel(s("覆盖", "Coverage"), chart.lying(v))
}

fn stood(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let chart = Chart::new("weeks", s("近六周信访件", "Letters of six weeks"), s("周", "Week"))
        .series([Series::done(s("已答复", "answered")), Series::planned(s("办理中", "open"))])
        .bars(
            [
                ("10-12", 9, 0),
                ("10-19", 13, 1),
                ("10-26", 10, 1),
                ("11-02", 12, 5),
                ("11-09", 6, 6),
                ("11-16", 1, 7),
            ]
            .map(|(week, a, b)| Bar::new(week, [a, b])),
        );
    panel(s("信访", "Letters"), chart.standing(v))
}

fn rights(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    let grant = |right: &str, word: String| html! { span.grant data-r=(right) { (word) } };
    let matrix = Matrix::new(
        s("权限", "Rights"),
        s("事项", "Act"),
        vec![s("组长", "Leader"), s("组员", "Member"), s("巡察办", "Office")],
    )
    .rows([
        MatrixRow::group(s("轮次", "Rounds")),
        MatrixRow::new(
            s("查看", "See"),
            [grant("read", s("看", "see")), grant("read", s("看", "see")), grant("write", s("写", "write"))],
        ),
        MatrixRow::new(
            s("批准", "Approve"),
            [grant("none", "–".into()), grant("none", "–".into()), grant("approve", s("批", "ok"))],
        )
        .gap(),
    ]);
    html! { (Panel::new(s("矩阵", "Matrix")).flush(html! { (matrix) })) }
}

fn happened(v: &View) -> Markup {
    let s = |zh: &str, en: &str| say(v, zh, en);
    panel(
        s("经过", "Events"),
        timeline(&[
            Event::new(
                html! { b { (s("授权已批准", "Approved")) } },
                s("领导小组 · 11-12 10:20", "Leading group · 12 Nov 10:20"),
            )
            .tone(Tone::Ok),
            Event::new(
                html! { (s("退回补充", "Sent back")) },
                s("沈砚秋 · 11-10 16:02", "Shen Yanqiu · 10 Nov"),
            )
            .quote(s("请补充回避审查。", "Add the recusal check."))
            .tone(Tone::Late),
            Event::new(html! { (s("提交", "Submitted")) }, s("沈砚秋 · 11-09 09:00", "Shen Yanqiu · 9 Nov")),
        ]),
    )
}

/// The looks to draw: name and look.
pub(crate) fn looks() -> [(&'static str, Look); 3] {
    [
        ("light", Look { theme: Theme::Light, ..Look::default() }),
        ("dark", Look { theme: Theme::Dark, ..Look::default() }),
        ("large", Look { theme: Theme::Light, large: true, ..Look::default() }),
    ]
}
