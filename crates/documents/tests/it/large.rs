//! A list of ten thousand units: read and judged without a step that grows with the square.

use crate::county::{imported, root};
use documents::sheet::write::{Column as OutColumn, Out, Table, write};
use domain::organisation::import::Column;
use kernel::Timestamp;

const UNITS: i64 = 10_000;

fn list() -> Vec<u8> {
    let columns = Column::ALL.iter().map(|column| OutColumn {
        group: String::new(),
        heading: column.heading().to_owned(),
        width: 10.0,
    });
    let rows = (0..UNITS).map(|n| {
        let text = |text: &str| Out::Text(text.to_owned());
        let parent = if n < 100 { "县委".to_owned() } else { format!("单位{}", n % 100) };
        vec![
            Out::Integer(n + 1),
            Out::Text(format!("单位{n}")),
            text(if n < 100 { "乡镇" } else { "行政村" }),
            Out::Text(parent),
            text("党支部"),
            Out::Integer(n % 90),
            text("1,043"),
            text("甲乙"),
            text("党支部书记"),
            text("乡镇党委管理"),
            text("十五届第三轮"),
            text("2022年9月"),
            text("由县水务局更名"),
        ]
    });
    let table = Table {
        sheet: "名单".to_owned(),
        title: "一览表".to_owned(),
        subtitle: String::new(),
        columns: columns.collect(),
        rows: rows.collect(),
        merges: Vec::new(),
    };
    write(&[table], Timestamp(0)).unwrap()
}

#[test]
fn ten_thousand_rows_are_read_and_judged() {
    let checked = imported(&list(), &[root()]);
    assert_eq!(checked.issues.0, []);
    assert_eq!((checked.summary.units, checked.summary.max_depth), (10_000, 3));
}
