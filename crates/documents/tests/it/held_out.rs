//! A held-out set of petitions: written after the comparison, never looked at while it was made or tuned, with matters,
//! tellings, names and places of its own. Its figures are reported as they are; nothing is changed to suit it.
//!
//! Unlike the second set, tellings of one matter differ in what they know: one has the sum and no name, another the
//! place and the month. Decoys are of three kinds: the same wrong by someone else in the same unit, the same person with
//! another matter, and the same words about another unit.

use super::second_set::Told;

/// A small repeatable source of numbers, another one than the second set's.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % below
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }
}

pub(crate) const UNITS: [[&str; 2]; 7] = [
    ["县交通运输局", "交通局"],
    ["县人力资源和社会保障局", "人社局"],
    ["县应急管理局", "应急局"],
    ["麦垄镇", "麦垄镇政府"],
    ["雁滩乡", "雁滩乡政府"],
    ["县中医院", "中医院"],
    ["县供销合作社", "供销社"],
];
const SURNAMES: [&str; 14] =
    ["贺", "龚", "严", "温", "芦", "缪", "屠", "邝", "敖", "冀", "耿", "柏", "翟", "辜"];
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const GIVEN: [&str; 10] = ["朔", "岚", "棠", "翊", "洵", "檀", "砚", "峥", "苒", "衡"];
const TITLES: [&str; 6] = ["局长", "副局长", "股长", "主任", "镇长", "科长"];
const PLACES: [&str; 14] = [
    "老鹰嘴",
    "双凤桥",
    "柳林渡",
    "石磨坡",
    "东风渠",
    "南门口",
    "青龙湾",
    "梨树坪",
    "磨盘街",
    "官塘村",
    "白沙滩",
    "红星社区",
    "窑湾",
    "七里店",
];
const SUMS: [(&str, &str); 9] = [
    ("32.6万元", "三十多万"),
    ("7.8万元", "七万八"),
    ("156万元", "一百五十六万"),
    ("4300元", "四千三"),
    ("19万元", "十九万块"),
    ("6.5万元", "六万多"),
    ("88万元", "八十八万"),
    ("2.4万元", "两万四"),
    ("210万元", "二百一十万"),
];
const WHEN: [(&str, &str); 6] = [
    ("2023年5月", "前年五月"),
    ("2023年10月", "前年国庆后"),
    ("2024年2月", "去年春节前"),
    ("2024年7月", "去年夏天"),
    ("2024年11月", "去年入冬"),
    ("2025年4月", "今年四月"),
];
const FIRMS: [&str; 8] =
    ["锦川路桥", "万禾种业", "诚达物业", "启明培训学校", "远山药业", "和顺车队", "丰原农资", "汇通保安"];

struct Facts {
    unit: usize,
    name: String,
    surname: &'static str,
    title: &'static str,
    place: &'static str,
    sum: (&'static str, &'static str),
    when: (&'static str, &'static str),
    firm: &'static str,
    count: usize,
}

impl Facts {
    fn roll(dice: &mut Dice) -> Self {
        let surname = dice.pick(&SURNAMES);
        Self {
            unit: dice.roll(UNITS.len()),
            name: format!("{surname}{}{}", dice.pick(&STEMS), dice.pick(&GIVEN)),
            surname,
            title: dice.pick(&TITLES),
            place: dice.pick(&PLACES),
            sum: SUMS[dice.roll(SUMS.len())],
            when: WHEN[dice.roll(WHEN.len())],
            firm: dice.pick(&FIRMS),
            count: 12 + dice.roll(80),
        }
    }

    fn fill(&self, telling: &str) -> String {
        telling
            .replace("{u}", UNITS[self.unit][0])
            .replace("{us}", UNITS[self.unit][1])
            .replace("{p}", &self.name)
            .replace("{pt}", &format!("{}{}", self.surname, self.title))
            .replace("{pl}", self.place)
            .replace("{s}", self.sum.0)
            .replace("{sr}", self.sum.1)
            .replace("{w}", self.when.0)
            .replace("{wr}", self.when.1)
            .replace("{f}", self.firm)
            .replace("{n}", &self.count.to_string())
    }
}

/// Kinds of matter in three people's words each.
const MATTERS: [[&str; 3]; 18] = [
    [
        "{u}把{pl}客运站的候车厅出租给{f}开超市，租金{s}没有上缴财政，进了{p}掌握的私户，{w}签的合同。",
        "坐车的人都知道，{pl}车站候车厅一半成了超市，听超市老板讲房租{sr}是交给{pt}个人的，要求查清楚这笔租金。",
        "公家的候车大厅租出去赚钱，旅客站在外面淋雨，租金没人见过发票，管站的领导说不清去向。",
    ],
    [
        "{p}任{u}领导期间，职业技能培训班虚报人数，{w}这一期花名册{n}人，实际到课不足十人，套取补贴{s}，承办的是{f}。",
        "我被拉去凑数拍了张照片，后来才晓得名单上说我学了电焊，补贴领走了。{f}办的班，{n}个名字多数是假的，{us}没人核实。",
        "培训补贴造假，课没上几节，签到表是一个人写的，培训机构和主管部门的人分钱，数目不小，大约{sr}。",
    ],
    [
        "{u}储备的应急帐篷、棉衣在{pl}仓库受潮发霉，{w}盘点时少了{n}顶帐篷，{p}让库管员把账改平。",
        "{pl}那个救灾仓库漏雨没人修，帐篷烂的烂、丢的丢，去年点数对不上，{pt}叫人补了假出库单。",
        "救命的物资成了烂布，帐篷数量对不上账，出库单是后来补的。下次真遇上洪水怎么办？",
    ],
    [
        "{p}利用职务让{f}中标{pl}的通村公路，路面厚度不够，{w}通车两个月就断板，造价{s}。",
        "家门口{pl}这条水泥路通车没几天就裂成一块一块，{f}修的，钻芯的人只在好的地方取样，听说花了{sr}。",
        "通村路成了断头烂路，水泥面一脚能踢下渣来，验收的和修路的坐一桌吃饭，请重新检测厚度。",
    ],
    [
        "{us}{pt}长期向{f}借用一辆越野车，油费过路费都由对方出，{w}至今合计{s}，作为交换把{pl}的维护工程给了他。",
        "老看见一辆外地牌越野停在{us}院子里，是{f}老板的，开车的却是{p}，节假日开回老家，不花自己一分钱。",
        "领导开老板的车，老板拿领导的活，越野车的过路费发票都在那家公司账上，一查就有。",
    ],
    [
        "{pl}搬迁安置点少分给{n}户每户十二平方米，{u}说公摊，图纸上没有，{p}压着不解释，差额折价{s}。",
        "安置房面积缩水，合同写的和量出来差十几个平方，{pl}的{n}户都一样，去镇里问就说公摊。",
        "搬下山住进小房子，面积少了一大截，补差价的事没人认账，量房那天领导不让我们看图。",
    ],
    [
        "{u}采购的草药以次充好，{f}供的黄芪切片掺了别的根茎，{w}药房有人反映，被{p}调离岗位，货款{s}照付。",
        "在药房干了八年，没见过这么差的黄芪，泡出来水都是混的。{f}送的货，提意见的同事第二天就去了收费处。",
        "给病人抓的草药是假的，讲真话的人被换岗，供货商和院里领导关系不一般，货款付得比谁都快。",
    ],
    [
        "{p}把{u}下属门店的化肥指标全部批给{f}，转手加价，{pl}农户每袋多花二十元，{w}以来获利约{s}。",
        "春耕买化肥，供销的店里没有，{f}那里有，一袋贵二十块。指标是{pt}一支笔批的，他小舅子在那家公司。",
        "化肥倒卖，公家的低价货到不了农民手里，中间人赚差价，{pl}这一带家家都吃了亏。",
    ],
    [
        "{u}{w}补录村级网格员{n}名，面试前题目泄露，{p}的亲戚四人全部录用，公示只贴了半天。",
        "网格员招考不公，题目头天晚上就有人背，公示贴在没人去的楼道里。{pt}家里一下进了四个。",
        "考试之前答案就在微信里传，招的{n}个人里有一家好几口，群众意见很大。",
    ],
    [
        "{pl}的五保老人{w}去世后，{us}仍按月领取供养金，合计{s}，存折在{p}手里。",
        "人死了还在领钱，我邻居是五保户，走了一年多存折还在{pt}那里，每月照取，加起来{sr}。",
        "有干部拿着去世老人的折子取供养金，取款单上的指印不知是谁的，请银行调监控。",
    ],
    [
        "{u}办公楼地下室改造成茶室，装修{s}列入防水维修，{w}完工，{p}经常在里面接待{f}的人。",
        "地下室说是修漏水，其实装成了茶室，红木桌子摆着，{pt}带老板下去一坐一下午，维修费报了{sr}。",
        "单位负一楼有个不挂牌的茶室，钱从维修费里出，普通职工不许下去。",
    ],
    [
        "{p}要求{pl}的砂石船按月交保护费，{n}条船每条八百，{w}开始由{f}代收，不交就以安全检查为名停航。",
        "跑船的苦，每个月要给{f}交八百，名义是服务费，不交第二天{us}就来查证。{n}条船没有一条敢不交。",
        "砂石船交了钱就没人查，不交就停航，收钱的公司背后是管我们的人，请暗访。",
    ],
    [
        "{u}的干部周转食堂，{w}起每餐标准被克扣，肉菜采购从{f}进，发票虚高，半年差额{s}，{p}签字。",
        "食堂一荤一素变成两素，采购单上却天天有牛肉。{f}开的票，{pt}签的字，钱到哪里去了？",
        "吃饭的人越来越少，伙食费越报越多，采购发票上的东西大家没吃到过。",
    ],
    [
        "{pl}滑坡监测设备{n}套，{u}{w}验收全部在线，实际有一半没有通电，{f}供货，合同{s}，{p}是验收组长。",
        "我家后山装了个监测桩，从来没亮过灯。听装的人说{f}只装壳子，{us}验收的在山下填的表。",
        "地灾监测桩没有通电却显示在线，真滑下来谁负责？验收的人没有上山。",
    ],
    [
        "{p}在{u}搞一言堂，{w}未经集体研究把{pl}的闲置土地租给{f}三十年，每亩一百元，周边都是六百。",
        "{pl}那块闲地三十年的合同，一亩一百块，{f}转手租六百。开会没说过，合同是{pt}一个人盖的章。",
        "集体的地贱租三十年，没有开会没有公示，谁签的字谁得好处，大家心里有数。",
    ],
    [
        "{u}编外人员{n}名，{w}社保停缴，单位从工资里扣了钱没有交到账户，合计{s}，{p}说资金紧张。",
        "工资条上月月扣社保，去查一分没交，{us}编外的{n}个人都这样，钱被挪到别处用了。",
        "扣了我们的养老钱不缴，单位领导却换了新车，打电话问财务就说等等，等到现在。",
    ],
    [
        "{pt}酒后到{pl}卡点辱骂值班人员，砸坏测温仪和玻璃，{w}的事，{u}只让他写了检查，赔偿{s}从公款里出。",
        "{w}那晚我值班，{p}满身酒气要闯卡，把玻璃砸了，第二天单位来人说别声张，东西公家赔。",
        "领导喝醉砸了卡点，没有处分，赔偿走公账，值班的同事被扣了加班费。",
    ],
    [
        "{u}的驾考大厅，{f}的教练代收通关费，每人{s}，交钱的科目三一次过，{p}分管考场，{w}以来天天如此。",
        "我考了四次没过，教练说给钱就行，同批{n}个人交了钱都过了。{f}收的钱，考场的人分，{us}没人管。",
        "考驾照要交通关费，不交就挂，监控坏得真巧，请查一查合格率。",
    ],
];

/// Petitions of one telling each.
const SINGLES: [&str; 10] = [
    "{us}上班时间玩手机打游戏，群众站在窗口没人理，{p}从旁边走过当没看见。",
    "我的退役金算错了，跑了七趟没有结果，请帮我问一问该找哪个部门。",
    "{pl}路口没有红绿灯，小学生过马路危险，建议早点安装。",
    "{pt}在微信群里骂下属，用词难听，几位女同事当场哭了，{u}没有人管。",
    "法院执行局一直不给我执行工程款，判决下来两年了，请巡察组过问。",
    "{us}的网站三年没有更新，公开的电话打不通，{f}每年还收维护费。",
    "{pl}的自来水发黄，反映给水厂说是管道老，一直没换。",
    "{u}班子两个人不说话，开会各讲各的，下面无所适从，{p}带头搞小圈子。",
    "请问灵活就业的补贴今年还有吗，在哪里申请？",
    "{pl}养猪场的臭味熏得人睡不着，环保来过一次就没有下文了。",
];

/// The set of a seed: a group for each kind of matter, three kinds of decoys, and the singles.
pub(crate) fn held_out(seed: u64) -> Vec<Told> {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut set = Vec::new();
    let mut matter = 0;
    for tellings in MATTERS {
        let facts = Facts::roll(&mut dice);
        let first = dice.roll(2);
        let told = 2 + dice.roll(2);
        for n in 0..told {
            push(&mut set, &facts, tellings[(first + n) % 3], matter, &mut dice);
        }
        matter += 1;
        // The same wrong by someone else, elsewhere, for another sum: in the same unit.
        let other = Facts { unit: facts.unit, ..unlike(&facts, &mut dice) };
        push(&mut set, &other, tellings[dice.roll(2)], matter, &mut dice);
        matter += 1;
        // The same words about another unit.
        let mut elsewhere = unlike(&facts, &mut dice);
        while elsewhere.unit == facts.unit {
            elsewhere = unlike(&facts, &mut dice);
        }
        push(&mut set, &elsewhere, tellings[dice.roll(3)], matter, &mut dice);
        matter += 1;
        // The same person with something of no common pattern.
        let single = SINGLES[[0, 3, 7][dice.roll(3)]];
        push(&mut set, &facts, single, matter, &mut dice);
        matter += 1;
    }
    for telling in SINGLES {
        let facts = Facts::roll(&mut dice);
        push(&mut set, &facts, telling, matter, &mut dice);
        matter += 1;
    }
    for at in (1..set.len()).rev() {
        let other = dice.roll(at + 1);
        set.swap(at, other);
    }
    for (at, told) in set.iter_mut().enumerate() {
        told.id = at;
    }
    set
}

/// Facts that share neither person, place, sum nor firm.
fn unlike(facts: &Facts, dice: &mut Dice) -> Facts {
    loop {
        let other = Facts::roll(dice);
        let shares = other.surname == facts.surname
            || other.place == facts.place
            || other.sum == facts.sum
            || other.firm == facts.firm;
        if !shares {
            return other;
        }
    }
}

fn push(set: &mut Vec<Told>, facts: &Facts, telling: &str, matter: usize, dice: &mut Dice) {
    let text = facts.fill(telling);
    let subject = match dice.roll(4) {
        0 if text.contains(&facts.name) => facts.name.clone(),
        1 => format!("{}{}", facts.surname, facts.title),
        _ => String::new(),
    };
    let unit = UNITS[facts.unit][dice.roll(2)].to_owned();
    set.push(Told { id: 0, unit, subject, text, matter });
}

/// The unit that a name of the set stands for, as the directory of units would tell.
pub(crate) fn unit_names(written: &str) -> &'static [&'static str; 2] {
    UNITS.iter().find(|names| names.contains(&written)).unwrap()
}
