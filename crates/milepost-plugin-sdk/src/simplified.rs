//! Traditional characters and their Simplified forms: those of the words that metrics are named by.
//!
//! The host's grammar knows more of them, but an extractor compares words on its own side of the boundary.

/// Returns the Simplified form of a character, or the character itself.
pub(crate) fn simplified(c: char) -> char {
    if !('\u{4E00}'..'\u{A000}').contains(&c) {
        return c;
    }
    let mut buffer = [0; 4];
    let wanted = c.encode_utf8(&mut buffer).as_bytes();
    let (pairs, _) = PAIRS.as_bytes().as_chunks::<6>();
    let found = pairs.binary_search_by(|[a, b, c, ..]| [*a, *b, *c].as_slice().cmp(wanted));
    found
        .ok()
        .and_then(|at| pairs.get(at))
        .and_then(|[.., a, b, c]| str::from_utf8(&[*a, *b, *c]).ok()?.chars().next())
        .unwrap_or(c)
}

/// Traditional, Simplified, Traditional, Simplified, …, sorted: three bytes each.
const PAIRS: &str = "\
亞亚係系個个價价億亿內内冊册創创務务區区協协員员單单國国報报場场實实審审對对帶带幣币廣广強强從从復复慶庆戰战戶户時时曆历東东條条業业構构標标樞枢機机檢检\
歐欧歷历濟济營营現现產产産产當当發发監监種种筆笔範范簽签約约紐纽組组結结經经綜综線线總总織织聯联萬万蓋盖藥药處处術术製制複复規规計计訊讯記记設设試试議议\
財财貨货費费貿贸資资車车輛辆輸输輻辐辦办農农進进運运過过達达邊边醫医銀银鐵铁長长開开間间關关陸陆際际雙双電电項项領领額额類类館馆驗验體体髮发點点";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_is_found() {
        let all: Vec<char> = PAIRS.chars().collect();
        assert!(PAIRS.chars().all(|c| c.len_utf8() == 3));
        for pair in all.chunks_exact(2) {
            assert_eq!(simplified(pair[0]), pair[1]);
            assert_eq!(simplified(pair[1]), pair[1]);
        }
    }
}
