//! The place an organisation stands for, read off its name: what set-up proposes.
//!
//! Only where it is plain: a committee of a county, city, district, banner, prefecture or province. A university, a
//! company or a working committee is asked without a proposal.

/// What a place's name ends with.
const ENDINGS: [&str; 8] = ["自治县", "自治州", "自治区", "地区", "县", "市", "旗", "省"];
/// Areas that are run from a place without being one.
const NO_PLACES: [&str; 8] = ["开发区", "高新区", "园区", "新区", "实验区", "示范区", "风景区", "保税区"];
/// What may stand before the place: the province or city it belongs to.
const ABOVE: [&str; 6] = ["自治区", "自治州", "地区", "省", "盟", "市"];
/// The longest name read as a place, in characters.
const LONGEST: usize = 15;

/// The place a committee of this name stands for: 中共云河县委员会 is of 云河县. `None` where the name does not say it
/// plainly. Called by set-up, which proposes it and takes what is typed instead.
pub fn own_place_of(committee: &str) -> Option<String> {
    let name: String = committee.chars().filter(|c| !c.is_whitespace()).collect();
    let name = ["中国共产党", "中共"].iter().find_map(|p| name.strip_prefix(p)).unwrap_or(&name);
    let place = ["委员会", "委"].iter().find_map(|end| name.strip_suffix(end))?;
    let place = lowest(place);
    let ends = ENDINGS.iter().any(|e| place.ends_with(e)) || place.ends_with(['区', '盟', '州']);
    let is_place = ends && !NO_PLACES.iter().any(|end| place.ends_with(end));
    (is_place && (2..=LONGEST).contains(&place.chars().count())).then(|| place.to_owned())
}

/// The last place of a name that says several: 江北市云河区 ends in 云河区, 新市区 is one.
fn lowest(name: &str) -> &str {
    let mut rest = name;
    while let Some(below) = below_first(rest) {
        rest = below;
    }
    rest
}

/// What follows the first place of a name, where both have at least two characters.
fn below_first(name: &str) -> Option<&str> {
    let cuts = name.char_indices().map(|(at, _)| at).skip(2);
    let mut parts = cuts.filter_map(|at| Some((name.get(..at)?, name.get(at..)?)));
    let found = parts.find(|(above, below)| {
        ABOVE.iter().any(|end| above.ends_with(end) && above.len() > end.len())
            && below.chars().nth(1).is_some()
    });
    found.map(|(_, below)| below)
}

#[cfg(test)]
mod tests {
    use super::own_place_of;

    fn read(committee: &str) -> Option<String> {
        own_place_of(committee)
    }

    #[test]
    fn a_committee_of_a_place_says_which() {
        for (committee, place) in [
            ("中共云河县委员会", "云河县"),
            ("中国共产党云河县委员会", "云河县"),
            ("中共云河县委", "云河县"),
            (" 中共 云河县 委员会 ", "云河县"),
            ("中共江北市委员会", "江北市"),
            ("中共江北市云河区委员会", "云河区"),
            ("中共临川省江北市云河县委员会", "云河县"),
            ("中共江北市市中区委员会", "市中区"),
            ("中共新市区委员会", "新市区"),
            ("中共江北市新市区委员会", "新市区"),
            ("中共云河土家族自治县委员会", "云河土家族自治县"),
            ("中共临川自治区云河旗委员会", "云河旗"),
            ("中共临川省委员会", "临川省"),
            ("中共云河州委员会", "云河州"),
        ] {
            assert_eq!(read(committee).as_deref(), Some(place), "{committee}");
        }
    }

    #[test]
    fn what_is_no_place_is_not_guessed() {
        for committee in [
            "",
            "委员会",
            "中共县委员会",
            "中共枕河大学委员会",
            "中共云河县人民医院委员会",
            "中共云河县水务集团有限公司委员会",
            "中共云河县直属机关工作委员会",
            "中共云河经济开发区工作委员会",
            "中共云河高新区委员会",
            "云河县水利局党组",
            "the Yunhe county committee",
        ] {
            assert_eq!(read(committee), None, "{committee}");
        }
    }
}
