//! Says what a place and a clause without figures do to the figures behind them.

use crate::chinese_clause::Named;
use crate::chinese_reader::ChineseReader;
use crate::places::PlaceKind;
use crate::token::Token;
use crate::words::Word;

impl ChineseReader<'_, '_, '_> {
    /// Takes a place as the scope, or as a part of a name where it is compared with, ranked among or done to.
    pub(crate) fn place(&mut self, kind: PlaceKind, token: &Token) {
        let name = self.string(token);
        let text = self.out.text;
        let before = text.before(token.start);
        let is_compared = matches!(
            before,
            '占' | '比' | '于' | '过' | '达' | '高' | '向' | '国' | '低' | '快' | '往' | '至'
        );
        let is_nation = kind == PlaceKind::Nation;
        let follows = [
            "复制", "推广", "首", "第", "最", "前", "领先", "率先", "性", "人大", "政协", "平均", "排",
            "比重", "唯一",
        ];
        let is_adverb =
            is_nation && (before == '在' || follows.iter().any(|word| text.starts_with(token.end, word)));
        let is_world = matches!(name.as_str(), "全球" | "全世界")
            && (!self.clause.places.is_empty() || text.get(token.end).is_ascii_digit());
        if is_world {
            return;
        }
        let ranks = self
            .clause
            .cues
            .iter()
            .any(|cue| matches!(cue, Word::Rank | Word::Above | Word::Below));
        let in_whole = self.clause.is_in_whole();
        if is_compared || is_adverb || ranks || in_whole {
            self.clause.noun(&name);
            return;
        }
        self.is_placed = true;
        if before == '对' || before == '自' {
            self.clause.places.push(Named {
                range: token.start..token.end,
                kind,
                name: name.clone(),
            });
            self.clause.noun(&name);
            return;
        }
        self.clause.place(Named {
            range: token.start..token.end,
            kind,
            name,
        });
    }

    /// A clause without a figure may turn to something else, whose growth comes next: «其中汽车支撑明显，增长12%».
    pub(crate) fn changes_topic(lead: &str) -> bool {
        let goes_on = [
            "规模",
            "总量",
            "水平",
            "以上",
            "创",
            "再创",
            "实现",
            "保持",
            "经济",
            "连续",
            "好于",
            "高于",
            "位",
            "居",
            "排",
            "其",
            "总体",
            "增速",
            "历史",
            "同比",
            "为近",
            "为历",
            "迈上",
            "再上",
            "超",
            "首次",
            "再",
            "呈",
            "继续",
            "稳",
            "较",
            "比",
            "按",
            "增长",
            "以美元",
            "以人民币",
            "量",
            "扣除",
            "剔除",
            "可比",
        ];
        !lead.is_empty() && !goes_on.iter().any(|word| lead.starts_with(word))
    }
}
