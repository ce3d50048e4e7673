//! People as texts name them: `佟乙砚`, `佟某`, `佟站长`, `姓佟的站长`, `欧阳局长`.
//!
//! A name is told by its surname, from a list of surnames in use; the given name is kept when it is told. Titles are
//! no part of a person: the same person holds several. Called by the comparison of matters and by importers.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A person as far as a text names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// Surname.
    pub surname: String,
    /// Given name, when told.
    pub given: Option<String>,
}

impl Person {
    /// Whether both may be one person: the surname, and the given name where both tell one.
    pub fn may_be(&self, other: &Self) -> bool {
        self.surname == other.surname
            && match (&self.given, &other.given) {
                (Some(mine), Some(theirs)) => mine == theirs,
                _ => true,
            }
    }

    /// The name as far as told.
    pub fn told(&self) -> String {
        format!("{}{}", self.surname, self.given.as_deref().unwrap_or("某"))
    }
}

const COMPOUND: &[&str] = &[
    "欧阳", "司徒", "上官", "令狐", "慕容", "端木", "申屠", "诸葛", "皇甫", "东方", "尉迟", "夏侯", "司马",
    "公孙", "长孙", "宇文", "轩辕", "闻人", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔",
];

/// Surnames of one character.
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公佟岳苟邝辜芦佘粟覃仝仉亓闫付肖冼邸禤缑漆楚兰丘隋晋麦涂";

/// What stands behind a surname instead of a given name, longest first.
const TITLES: &[&str] = &[
    "党委书记",
    "支部书记",
    "村支书",
    "村主任",
    "理事长",
    "副主席",
    "副部长",
    "副处长",
    "副科长",
    "副股长",
    "副站长",
    "副所长",
    "副校长",
    "副乡长",
    "副队长",
    "副镇长",
    "副局长",
    "副书记",
    "副主任",
    "副院长",
    "副县长",
    "副经理",
    "董事长",
    "总经理",
    "大队长",
    "负责人",
    "局长",
    "书记",
    "主任",
    "院长",
    "县长",
    "镇长",
    "乡长",
    "站长",
    "所长",
    "科长",
    "股长",
    "校长",
    "经理",
    "队长",
    "村长",
    "会计",
    "支书",
    "主席",
    "部长",
    "中队长",
    "秘书长",
    "护士长",
    "委员",
    "常委",
    "总监",
    "总工",
    "主编",
    "处长",
    "组长",
    "社长",
    "馆长",
    "园长",
    "厂长",
    "行长",
    "台长",
    "出纳",
    "老师",
    "医生",
    "老板",
    "同志",
    "某某",
    "董",
    "总",
    "某",
];

/// What surnames begin with, and whether any of more characters does: every character of every text is asked for.
static BEGINS: LazyLock<HashMap<char, bool>> = LazyLock::new(|| {
    let mut begins: HashMap<char, bool> = SURNAMES.chars().map(|c| (c, false)).collect();
    begins.extend(COMPOUND.iter().filter_map(|name| name.chars().next()).map(|c| (c, true)));
    begins
});

/// The surname a text begins with.
pub fn surname(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let compound = *BEGINS.get(&first)?;
    if compound && let Some(name) = COMPOUND.iter().find(|name| text.starts_with(**name)) {
        return text.get(..name.len());
    }
    (!compound || SURNAMES.contains(first)).then(|| text.get(..first.len_utf8())).flatten()
}

/// Characters that given names are often made of, where they make a word of the dictionary: 建国, 志强, 春兰.
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂志建国华玉春红文辉鹏飞海波斌云龙凤梅林峰成德福贵荣庆祥和安立永长青生光正义忠仁礼贤良元宏伦彬浩宇晨阳雪琴燕慧倩婷莉萍莲珍爱民胜利东南西北金银宝山松柏学才友诚思远方清泉新江河大小卫锋根水木火土世家承继先";

/// Whether a word of the dictionary may be a given name.
pub fn may_be_given(word: &str) -> bool {
    (1..=2).contains(&word.chars().count()) && word.chars().all(|c| GIVEN.contains(c))
}

/// The person that a run of characters begins with which the dictionary does not know: a surname and two more. Of a
/// longer run the rest is no part of the name.
pub fn in_run(run: &[char]) -> Option<Person> {
    let [first, second, third, ..] = run else { return None };
    let surname = surname(&first.to_string())?.to_owned();
    let given: String = [*second, *third].iter().collect();
    let is_name =
        first != third && !is_place(&given) && !given.ends_with(['节', '费', '款', '楼', '山', '路']);
    is_name.then_some(Person { surname, given: Some(given) })
}

/// The people that a field for names holds: `容己曜、娄庚川`, `冉庚渔等`, `佟某`, `薄壬聿的内弟`, `隆书记`.
/// What names nobody (`某股室`, `局领导`) gives nothing.
pub fn in_field(field: &str) -> Vec<Person> {
    let parts = field.split(['、', '，', ',', ';', '；', '/', ' ', '\n']);
    parts.filter_map(|part| one(part.trim())).collect()
}

fn one(written: &str) -> Option<Person> {
    let written = written.split('的').next().unwrap_or_default();
    let written = written.split(['(', '（']).next().unwrap_or_default();
    let written = written.strip_suffix('等').unwrap_or(written);
    let surname = surname(written)?;
    let rest = written.get(surname.len()..).unwrap_or_default();
    if TITLES.contains(&rest) {
        return Some(Person { surname: surname.to_owned(), given: None });
    }
    let given = rest.chars().count();
    let is_name =
        (1..=2).contains(&given) && !TITLES.iter().any(|title| rest.ends_with(title)) && !is_place(rest);
    is_name.then(|| Person { surname: surname.to_owned(), given: Some(rest.to_owned()) })
}

/// `安全科`, `水利局`: a surname's character begins many words.
fn is_place(rest: &str) -> bool {
    rest.ends_with([
        '局', '科', '股', '室', '所', '站', '队', '村', '镇', '乡', '办', '院', '校', '会', '党', '委', '部',
        '司', '厂', '店', '处', '中', '户', '民',
    ])
}

/// Titles of people who hold no post: who sold, taught or healed is named beside the matter.
const NO_POSTS: &[&str] = &["老师", "医生", "老板", "同志"];

/// The people that running text names with a title behind the surname or with 姓 before it.
pub fn in_text(text: &str) -> Vec<Person> {
    titled(text, |_| true)
}

/// Those of [`in_text`] whom it gives a post, or whom it calls 姓某.
pub fn in_post(text: &str) -> Vec<Person> {
    titled(text, |title| !NO_POSTS.contains(&title))
}

fn titled(text: &str, counts: impl Fn(&str) -> bool) -> Vec<Person> {
    let mut found = Vec::new();
    let mut within = 0;
    for (at, _) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if at < within || rest.starts_with("班主任") {
            continue;
        }
        let said = rest.strip_prefix('姓').and_then(surname);
        let begins = text.get(..at).and_then(|before| before.chars().next_back());
        let joins = rest.starts_with(|c| JOINS.contains(c)) && begins.is_some_and(char::is_alphanumeric);
        let titled = surname(rest).filter(|_| !joins).filter(|name| {
            let behind = rest.get(name.len()..).unwrap_or_default();
            let title = TITLES.iter().find(|title| behind.starts_with(**title));
            // 总, 董 and 某 begin too many words to count alone: only where the name ends with them.
            title
                .is_some_and(|title| counts(title) && (title.chars().count() > 1 || ends_here(behind, title)))
        });
        if let Some(surname) = said.or(titled) {
            within = at + surname.len();
            let person = Person { surname: surname.to_owned(), given: None };
            if !found.contains(&person) {
                found.push(person);
            }
        }
    }
    found
}

/// Surnames that within a sentence mostly join words: 书记和老板, 问同志.
const JOINS: &str = "和于向从同由都时通后应能包经相连充查满过问习谈管安单党找应";

fn ends_here(behind: &str, title: &str) -> bool {
    let next = behind.get(title.len()..).and_then(|rest| rest.chars().next());
    next.is_none_or(|c| !c.is_alphanumeric() || "把说和的是在家给叫一也都就没用拿收".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{Person, in_field, in_text};

    fn person(surname: &str, given: Option<&str>) -> Person {
        Person { surname: surname.to_owned(), given: given.map(str::to_owned) }
    }

    #[test]
    fn a_field_names_people_fully_half_or_not_at_all() {
        assert_eq!(in_field("容己曜、娄庚川"), [person("容", Some("己曜")), person("娄", Some("庚川"))]);
        assert_eq!(in_field("冉庚渔等"), [person("冉", Some("庚渔"))]);
        assert_eq!(in_field("佟某"), [person("佟", None)]);
        assert_eq!(in_field("隆书记"), [person("隆", None)]);
        assert_eq!(in_field("申屠丙朗"), [person("申屠", Some("丙朗"))]);
        assert_eq!(in_field("薄壬聿的内弟"), [person("薄", Some("壬聿"))]);
        for nobody in ["某股室", "局领导", "县住建局", "水利局", "农机站", "", "财务科", "桑溪村支书"]
        {
            assert_eq!(in_field(nobody), [], "{nobody}");
        }
    }

    #[test]
    fn running_text_names_people_by_title_or_by_surname() {
        assert_eq!(in_text("质安站的佟站长带人转了一圈"), [person("佟", None)]);
        assert_eq!(in_text("管事的姓谷，大家都知道"), [person("谷", None)]);
        assert_eq!(in_text("收钱的就是质安站头头佟某，听说"), [person("佟", None)]);
        assert_eq!(in_text("柴总把门面打包"), [person("柴", None)]);
        assert_eq!(in_text("申屠院长和班主任"), [person("申屠", None)]);
    }

    #[test]
    fn a_name_the_dictionary_does_not_know_begins_with_a_surname() {
        let run = |text: &str| super::in_run(&text.chars().collect::<Vec<_>>());
        assert_eq!(run("苟甲砚"), Some(person("苟", Some("甲砚"))));
        assert_eq!(run("冀乙峥压"), Some(person("冀", Some("乙峥"))));
        for nobody in ["文旅节", "越报越", "苟甲", "渠底没"] {
            assert_eq!(run(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn a_half_told_name_may_be_the_fully_told_one() {
        assert!(person("佟", None).may_be(&person("佟", Some("乙砚"))));
        assert!(!person("佟", Some("甲")).may_be(&person("佟", Some("乙砚"))));
        assert!(!person("隆", None).may_be(&person("佟", Some("乙砚"))));
    }
}
