//! A second set of petitions, made here, so that the comparison is not fitted to the first: other matters, other names,
//! other places. It was written before the comparison and is not changed to suit it.
//!
//! Each matter has several tellings by different people. A *group* is one matter told two to four times; a *decoy*
//! is the same kind of matter with another person, place, time and amount: alike in words, another matter.

/// A petition of the set.
pub(crate) struct Told {
    /// Its number in the set.
    pub(crate) id: usize,
    /// The unit as the register has it.
    pub(crate) unit: String,
    /// The subject as the register has it.
    pub(crate) subject: String,
    /// What is told.
    pub(crate) text: String,
    /// The matter it tells; two petitions are of one matter when this is equal.
    pub(crate) matter: usize,
}

/// A small repeatable source of numbers.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }
}

const UNITS: [[&str; 2]; 6] = [
    ["县林业局", "林业局"],
    ["县文化和旅游局", "文旅局"],
    ["县市场监督管理局", "市监局"],
    ["青砚镇", "青砚镇政府"],
    ["澹溪乡", "澹溪乡政府"],
    ["县第二中学", "二中"],
];
const SURNAMES: [&str; 16] =
    ["卓", "蒲", "岑", "戚", "游", "阎", "巫", "解", "苗", "娄", "欧", "单", "麻", "储", "鲍", "盛"];
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const GIVEN: [&str; 12] = ["澍", "弈", "菘", "炯", "珂", "沛", "岱", "蘅", "晗", "昱", "骐", "嵩"];
const TITLES: [&str; 5] = ["局长", "主任", "所长", "书记", "校长"];
const PLACES: [&str; 16] = [
    "栗坪",
    "石漕",
    "沙沟",
    "鹤亭",
    "柏树湾",
    "三岔口",
    "坳背",
    "塘尾",
    "茶亭",
    "黄泥冲",
    "竹园",
    "樟树下",
    "白马桥",
    "铁炉坝",
    "杨家畈",
    "龙潭口",
];
const YEARS: [(&str, &str); 5] = [
    ("2021年", "二〇二一年"),
    ("2022年", "前几年也就是2022年"),
    ("2023年", "前年"),
    ("2024年", "去年"),
    ("2025年", "今年"),
];
const MONTHS: [(&str, &str); 6] = [
    ("3月", "三月份"),
    ("4月", "清明前后"),
    ("6月", "六月"),
    ("9月", "九月里"),
    ("11月", "十一月"),
    ("12月", "年底"),
];
const AMOUNTS: [(&str, &str); 10] = [
    ("3.6万元", "三万六"),
    ("12万元", "十二万块钱"),
    ("47万元", "四十七万"),
    ("8500元", "八千五百块"),
    ("26万元", "26万多"),
    ("5.4万元", "五万四千元"),
    ("130万元", "一百三十万"),
    ("9200元", "九千二"),
    ("68万元", "六十八万元"),
    ("1.8万元", "一万八"),
];
const FIRMS: [&str; 10] = [
    "恒岳建材",
    "顺畔园林",
    "博颐文印社",
    "众汀运输队",
    "金檐广告",
    "瑞葵餐饮",
    "同渡劳务",
    "锦栈印刷",
    "泰垄农机",
    "远樯保洁",
];

/// The slots of one matter.
struct Slots {
    unit: [&'static str; 2],
    name: String,
    surname: &'static str,
    title: &'static str,
    place: &'static str,
    year: (&'static str, &'static str),
    month: (&'static str, &'static str),
    amount: (&'static str, &'static str),
    firm: &'static str,
    count: usize,
}

impl Slots {
    fn roll(dice: &mut Dice) -> Self {
        let surname = dice.pick(&SURNAMES);
        Self {
            unit: UNITS[dice.roll(UNITS.len())],
            name: format!("{surname}{}{}", dice.pick(&STEMS), dice.pick(&GIVEN)),
            surname,
            title: dice.pick(&TITLES),
            place: dice.pick(&PLACES),
            year: YEARS[dice.roll(YEARS.len())],
            month: MONTHS[dice.roll(MONTHS.len())],
            amount: AMOUNTS[dice.roll(AMOUNTS.len())],
            firm: dice.pick(&FIRMS),
            count: 11 + dice.roll(70),
        }
    }

    /// Slots with another person, place, amount and firm.
    fn unlike(one: &Self, dice: &mut Dice) -> Self {
        loop {
            let other = Self::roll(dice);
            let shares = other.surname == one.surname
                || other.place == one.place
                || other.amount == one.amount
                || other.firm == one.firm;
            if !shares {
                return other;
            }
        }
    }

    fn fill(&self, telling: &str) -> String {
        telling
            .replace("{u}", self.unit[0])
            .replace("{us}", self.unit[1])
            .replace("{p}", &self.name)
            .replace("{pm}", &format!("{}某", self.surname))
            .replace("{pt}", &format!("{}{}", self.surname, self.title))
            .replace("{pl}", self.place)
            .replace("{y}", self.year.0)
            .replace("{yr}", self.year.1)
            .replace("{m}", self.month.0)
            .replace("{mr}", self.month.1)
            .replace("{a}", self.amount.0)
            .replace("{ar}", self.amount.1)
            .replace("{f}", self.firm)
            .replace("{n}", &self.count.to_string())
    }
}

/// A kind of matter in different people's words. The third telling often names nobody.
const MATTERS: [[&str; 3]; 16] = [
    [
        "{u}{p}把{pl}护林房翻修的活直接给了他表弟的{f}，没有比价也没有上会，{y}{m}一次付清{a}，实际只刷了一遍墙、换了几块瓦，请巡察组去看看现场。",
        "我在{pl}住了几十年，那几间看山的房子{yr}说是大修，来了四个工人干了不到一个礼拜。后来听说花了{ar}，钱打到{f}账上，老板是{pt}的亲戚。",
        "巡山点的房子维修造假，{f}拿了钱没干活，{mr}结的账。管这事的领导和包工的是一家人，局里谁都晓得，没人敢说。地点在{pl}。",
    ],
    [
        "反映{u}{p}安排下属用加油卡给私家车加油，{y}以来累计约{a}，加油站在{pl}，记录上车牌一栏都写的单位那台皮卡，皮卡早就报停了。",
        "{us}报停的皮卡天天在{pl}加油，可笑不可笑？加的是{pt}自己的越野车，一年多下来{ar}，驾驶员心里有数。",
        "单位油卡成了私人的。那辆皮卡{mr}就趴窝了，油卡照样刷，刷卡的地方就是{pl}那个站，请调监控，一看便知是哪位领导的车。",
    ],
    [
        "{u}{y}办的文旅节，演出费报账{a}，其实演员都是{pl}文化站自己的人，一分钱没领，签字单是{p}叫人代签的，共{n}个名字。",
        "去{pl}演出的姐妹们没有一个拿到演出费，可是{us}的账上有我们的签名。一共{n}个人，{ar}，是{pt}手下那个出纳叫我们补的手印，说是应付检查。",
        "我是跳广场舞的，{mr}叫我们去节上表演，只发了一瓶水和一个面包。最近才知道表上写着每人领了钱，还有我不认识的名字，加起来{ar}。希望查一查{us}这笔演出费进了谁的口袋。",
    ],
    [
        "{p}在{u}任职期间，把食堂承包给{f}，每个月让对方交管理费，{y}{m}开始收现金，不开票，到现在有{a}，钱由其妻子保管。",
        "{us}食堂饭菜又贵又差，老板诉苦说每个月要给{pt}家里送“管理费”，已经送了{ar}。我看过他记的小本子，老板是{f}的。",
        "承包饭堂的{f}背后有人，收的钱不进单位账，由领导的爱人拿着，都是现钱。{n}名职工联名要求换掉食堂，信压着不理。",
    ],
    [
        "{pl}的退耕还林补助，{y}有{n}户没有拿到，{u}说已经打卡，查银行流水是打到了{p}侄子的卡上，合计{a}。",
        "我们{pl}几十户人家种树，补助款迟迟不见，跑到{us}问，一个说发了一个说没发。后来有人看到流水，钱都在一个姓{surname}的小伙子卡里，他叔就是{pt}。",
        "种树不给钱，钱到哪去了？{pl}这边{n}户，{yr}的补助{ar}，全进了当官的亲戚腰包，去要还被骂回来。",
    ],
    [
        "{u}下面的检测站给{f}出具假的合格报告，样品根本没有送检，{y}{m}的报告编号是连着的，站长{p}每份收{a}好处。",
        "{f}的货从来不检，照样有合格证。我在那里上过班，样品袋是空的，{pt}来了老板就塞信封，厚厚一沓，听说是{ar}。",
        "检测站的章可以买。{mr}我亲眼看见{f}的人拿着一叠空白报告回来，{n}份全是合格。吃到嘴里的东西这么搞，要出人命的。",
    ],
    [
        "{u}{p}违规把{pl}的公有铺面租给妻弟开茶楼，租金每年{a}，仅为市价三分之一，{y}续签十年，没有公开。",
        "{pl}临街那个茶楼，房子是公家的，租金低得离谱，一年才{ar}，旁边要三倍。老板娘的姐夫就是{us}的{pt}。",
        "举报有人拿公家的门面做人情：茶楼合同一签十年，不招租不公示，价钱自己定，签字的是老板的姐夫。地方就在{pl}。",
    ],
    [
        "{u}{y}招聘公益性岗位{n}人，{p}内定了其外甥女，笔试没有监考，面试成绩当天改过，原始评分表在办公室柜子里。",
        "公益岗考试就是走过场，{pt}的外甥女笔试倒数，面试一出来成了第一名，评分表上有涂改，{us}办公室的人亲口说的。",
        "今年报名的都是陪考的，人早定好了。成绩公布前一晚分数被改，有当官的亲戚排到了前面。一共招{n}个，我儿子第二十几名没戏。",
    ],
    [
        "{pl}水渠加固工程{y}{m}完工，{u}验收合格，{f}施工，用的是烂石头填心，今春一放水就垮了三处，造价{a}，{p}是现场代表。",
        "一放水{pl}那条渠就塌，才修好一年不到。里面全是碎石烂泥，水泥薄薄一层。{f}修的，{us}{pt}天天坐在包工头车上。花了国家{ar}啊！",
        "我家的田靠那条渠，渠垮了秧插不下去。听说上面验收是优良。做工程的{f}说花费大头是打点了，让我们去找验收的人。地点{pl}。",
    ],
    [
        "{u}{p}借子女升学之机在{pl}的农家乐办酒，{y}{m}办了{n}桌，收了管理服务对象的礼金约{a}，事前没有报告。",
        "{pt}嫁女考学两次摆酒，这次在{pl}，{n}桌坐得满满的，做生意的都去了，随礼最少一千，登记簿有人看见，总共{ar}。",
        "孩子考个大学就请一百多号人，请的全是被他管着的店老板，不去不行。在{pl}那家农家乐吃的，礼薄收得飞快，作为领导影响太坏。",
    ],
    [
        "{u}{y}采购的{n}台打印机，型号是低配，价格按高配开票，供应商{f}与{p}合伙，差额{a}私分。",
        "单位新到的打印机三天两头坏，查了序列号是低端货，发票上可是高端货的价。卖家{f}，{pt}有股份。{n}台下来多花了{ar}。",
        "打印机采购有猫腻，{f}供的货，货不对板，财务不敢付款，是领导拍桌子逼着付的。请核对发票型号和机器底部标签。",
    ],
    [
        "{p}长期占用{u}在{pl}的两间周转房，自己不住，转租给做快递的，{y}起每年收租{a}，不入账。",
        "{pl}那排周转房，新来的年轻人排队住不上，却有两间堆满快递包裹。老板说房租交给{pt}，一年{ar}。",
        "职工宿舍被当成摇钱树，有领导占着两间租给快递点，我们年轻人在外面租房子。向{us}反映过，石沉大海。",
    ],
    [
        "{u}{y}{m}组织{n}人外出考察，行程表写的是学习，实际去了海边景区玩了四天，花费{a}由{f}垫付后以培训费冲账，带队是{p}。",
        "他们说是去取经，朋友圈里全是海边的照片。{us}去了{n}个人，玩了好几天，发票是{f}的培训费，{ar}。带头的{pt}回来还叫大家删照片。",
        "公款旅游换了个名字叫考察学习。{f}根本没有培训资质，怎么会开出培训发票？去的人每人还领了补助。",
    ],
    [
        "{pl}村民{n}人反映：{y}修路占了菜地，{u}按荒地标准补，差{a}，{p}说再闹一分都没有。",
        "我们{pl}的菜地种了三十年，修路时登记成荒地，价钱差一大截，{n}户少拿了{ar}。去问{pt}，他拍桌子赶人。",
        "菜地变荒地，是谁改的表？量地那天我在场，本子上明明写的菜地，公示出来就变了。{pl}的人心里都不服。",
    ],
    [
        "{u}副职{p}经常中午在{pl}私人会所陪{f}老板喝酒打牌，下午酒气熏天主持会议，{y}{m}把会议室的门都踢坏过。",
        "上班时间找不到{pt}，都在{pl}那个会所打牌。{f}的人请客，喝多了回来骂人，有次开会一脚把门踹坏了。",
        "有个副职喝醉酒发酒疯，会议室的门是他踢烂的，至今没换。一起喝的是包工程的老板，地点隐蔽，外面没有招牌。单位是{us}。",
    ],
    [
        "{u}{y}给困难户发放的棉被，{n}床里有一半是旧棉翻新，采购人{p}与{f}串通，每床虚报，共套取{a}。",
        "今年发的被子一扯就是黑心棉，{pl}好几位老人盖了身上起疹子。听说是{f}供的，{pt}采购，{n}床一共贪了{ar}。",
        "送温暖送来一床黑心棉被，外面是新布，里面是旧棉花，臭的。{pl}的低保户都有，请查是谁买的、从哪买的。",
    ],
];

/// Petitions of one telling each, of no common pattern.
const SINGLES: [&str; 14] = [
    "我儿子在县城做保安被打伤，派出所一直没有处理结果，跑了四趟都说在调查，希望领导过问一下赔偿的事情。",
    "请问灵活就业人员的社保补贴去哪里办，需要带什么材料，网上说法不一样，打热线也占线，麻烦告知一下。",
    "法院判了我和邻居的地界官司，我不服判决，要求重新审理，证据就是这张老地契，请领导为民做主。",
    "窗口那个小姑娘态度不好，问她三句答一句，还一直看手机，我要投诉她。",
    "{u}机关考勤形同虚设，指纹机坏了半年没修，十点钟办公楼里没几个人，群众办事扑空，{p}从来不管。",
    "{us}党支部一年没开过几次会，记录是年底突击补的，笔迹都是一个人，党费也是办公室垫着一起交。",
    "{u}{p}在大会上公开贬低上级政策，说是走过场，下面的人就照着这个意思干工作，什么都往后拖。",
    "{us}提拔干部论资排辈又看关系，{n}岁以下的没有一个在重要岗位，{pt}任人唯亲，老实人吃亏。",
    "{pl}小学门口的斑马线没了，孩子过马路很危险，希望有关部门重新画线、装红绿灯。",
    "{p}和有夫之妇不正当往来，在{pl}同居，影响很坏，家属闹到单位两次，{u}没有任何处理。",
    "{us}信息系统建了三年还不能用，投了{a}，现在数据还是手工报，{f}的人早跑了。",
    "{u}对{pl}养殖户罚款不开票据，{y}收了{n}户的钱，交现金就少一半，执法的人自己定。",
    "{pl}地质灾害点的警示牌倒了没人管，值守员领工资不上山，{u}的巡查表每天都写正常。",
    "我父亲是老兵，优抚金{y}起少发了，民政说要补材料，来来回回跑了五次，请求尽快补发。",
];

/// The set of a seed: 16 groups, two decoys for each, and the singles.
pub(crate) fn second_set(seed: u64) -> Vec<Told> {
    let mut dice = Dice(seed);
    for _ in 0..8 {
        dice.roll(2);
    }
    let mut set = Vec::new();
    let mut matter = 0;
    for tellings in MATTERS {
        let slots = Slots::roll(&mut dice);
        let told = 2 + dice.roll(2);
        for telling in &tellings[..told] {
            push(&mut set, &slots, telling, matter, &mut dice);
        }
        matter += 1;
        for _ in 0..2 {
            // Told with name, place or amount: two texts equal in everything would be one matter to any reader.
            let other = Slots::unlike(&slots, &mut dice);
            let telling = tellings[dice.roll(2)];
            push(&mut set, &other, telling, matter, &mut dice);
            matter += 1;
        }
    }
    for telling in SINGLES {
        let slots = Slots::roll(&mut dice);
        push(&mut set, &slots, telling, matter, &mut dice);
        matter += 1;
        // The same words once more, about another unit: another matter.
        if telling.contains("{u") {
            let mut other = Slots::unlike(&slots, &mut dice);
            while other.unit == slots.unit {
                other = Slots::unlike(&slots, &mut dice);
            }
            push(&mut set, &other, telling, matter, &mut dice);
            matter += 1;
        }
    }
    // The order of a register has nothing to do with the matters.
    for at in (1..set.len()).rev() {
        let other = dice.roll(at + 1);
        set.swap(at, other);
    }
    for (at, told) in set.iter_mut().enumerate() {
        told.id = at;
    }
    set
}

fn push(set: &mut Vec<Told>, slots: &Slots, telling: &str, matter: usize, dice: &mut Dice) {
    let text = slots.fill(telling).replace("{surname}", slots.surname);
    let subject = match dice.roll(3) {
        0 if text.contains(&slots.name) => slots.name.clone(),
        1 if text.contains(slots.title) => format!("{}{}", slots.surname, slots.title),
        _ => String::new(),
    };
    let unit = slots.unit[dice.roll(2)].to_owned();
    set.push(Told { id: 0, unit, subject, text, matter });
}

/// The unit that a name of the set stands for, as the directory of units would tell.
pub(crate) fn unit_names(written: &str) -> &'static [&'static str; 2] {
    UNITS.iter().find(|names| names.contains(&written)).unwrap()
}
