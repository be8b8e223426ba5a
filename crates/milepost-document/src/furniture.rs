//! The words and names by which page furniture is known: menus, tools, share buttons, related articles, page heads.

use crate::arena::Arena;

/// Classes and ids of the content systems' body containers, in lower case (6-sources.md §1).
const CONTAINER_NAMES: [&str; 14] = [
    "trs_editor",
    "trs_editor_view",
    "trs_ueditor",
    "zoom",
    "ucap-content",
    "ucapcontent",
    "xxgk-content",
    "article_content",
    "article-content",
    "articlecontent",
    "pages_content",
    "zwxl-article",
    "artibody",
    "js_content",
];

/// Words of class names and ids that mark furniture.
const FURNITURE_WORDS: [&str; 43] = [
    "nav",
    "navbar",
    "navigation",
    "menu",
    "crumb",
    "crumbs",
    "breadcrumb",
    "breadcrumbs",
    "footer",
    "foot",
    "sidebar",
    "aside",
    "related",
    "relate",
    "relation",
    "recommend",
    "share",
    "fenxiang",
    "bdsharebuttonbox",
    "bshare",
    "pager",
    "pagination",
    "paging",
    "copyright",
    "toolbar",
    "tools",
    "qrcode",
    "ewm",
    "erweima",
    "xgwz",
    "xglj",
    "xgyd",
    "xgxw",
    "xgjd",
    "xgbd",
    "xgwj",
    "relnews",
    "yuyin",
    "voice",
    "fontsize",
    "comment",
    "comments",
    "weizhi",
];

/// Lines behind which the body has ended.
const ENDINGS: [&str; 25] = [
    "相关附件",
    "扫一扫",
    "扫描二维码",
    "打印本页",
    "相关链接",
    "相关阅读",
    "相关新闻",
    "相关稿件",
    "相关文章",
    "相关报道",
    "相关解读",
    "延伸阅读",
    "推荐阅读",
    "热点推荐",
    "上一篇",
    "下一篇",
    "分享到",
    "分享至",
    "关闭窗口",
    "關閉窗口",
    "Related articles",
    "Related news",
    "Related links",
    "Related stories",
    "Read more",
];

/// Words of the tools around a body.
const TOOLS: [&str; 14] = [
    "语音播报",
    "字体：",
    "字体:",
    "【字体",
    "字号：",
    "字号:",
    "关怀版",
    "无障碍",
    "浏览次数",
    "浏览量",
    "点击数",
    "点击量",
    "访问次数",
    "您现在的位置",
];

/// Labels of the lines that speak of the page itself.
const ABOUT_PAGE: [&str; 33] = [
    "发布时间",
    "发布日期",
    "發佈時間",
    "發布時間",
    "发布机构",
    "发文机关",
    "发文机构",
    "发文日期",
    "发文字号",
    "成文日期",
    "生成日期",
    "生成时间",
    "公开日期",
    "更新时间",
    "录入时间",
    "索引号",
    "文号",
    "主题分类",
    "信息来源",
    "来源",
    "來源",
    "责任编辑",
    "编辑",
    "作者",
    "审核",
    "时间",
    "日期",
    "Source",
    "Published",
    "Release time",
    "Release date",
    "Updated",
    "Date",
];

/// What a line is to the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    /// Part of it.
    Text,
    /// Its end, where anything stood before it.
    End,
    /// About the page: 发布时间, 来源.
    AboutPage,
    /// A tool: 字体, 打印.
    Tool,
}

/// Longer lines are sentences, whatever they start with.
const MAX_FURNITURE_CHARS: usize = 120;

/// Characters one of which each of the words above holds: most lines hold none.
const SIGNS: [char; 20] = [
    '相', '扫', '印', '读', '荐', '一', '享', '窗', ':', '：', '】', ']', '播', '怀', '碍', '览', '击', '访',
    '您', '【',
];

/// Says what a line is to the body.
pub(crate) fn line_kind(line: &str) -> LineKind {
    let may_be_furniture = line.len() <= 4 * MAX_FURNITURE_CHARS && (line.is_ascii() || line.contains(SIGNS));
    if !may_be_furniture {
        return LineKind::Text;
    }
    let bare = line.trim_start_matches(['【', '[', '(', '（', '〔', '·', '•', '>', '»', ' ', '-', '—']);
    if bare.len() > 3 * MAX_FURNITURE_CHARS || bare.chars().count() > MAX_FURNITURE_CHARS {
        return LineKind::Text;
    }
    let is_ending = ENDINGS.iter().any(|ending| {
        bare.strip_prefix(ending)
            .is_some_and(|rest| rest.chars().count() <= 20 || rest.starts_with([':', '：']))
    });
    if is_ending {
        return LineKind::End;
    }
    if ABOUT_PAGE.iter().any(|label| is_labelled(bare, label)) {
        return LineKind::AboutPage;
    }
    if TOOLS.iter().any(|tool| bare.contains(tool)) && !is_prose(bare) {
        // Date and tools often share one line.
        let names_date = ["发布时间", "发布日期", "日期：", "时间："]
            .iter()
            .any(|label| bare.contains(label));
        return if names_date {
            LineKind::AboutPage
        } else {
            LineKind::Tool
        };
    }
    // A line that holds a date of publication somewhere: `来源 …  2025-10-24 …  发布时间：…`.
    if !is_prose(bare)
        && ["发布时间：", "发布日期：", "发布时间:", "发布日期:"]
            .iter()
            .any(|label| bare.contains(label))
    {
        return LineKind::AboutPage;
    }
    LineKind::Text
}

/// `label` with a colon right behind it, blanks apart.
fn is_labelled(line: &str, label: &str) -> bool {
    line.strip_prefix(label)
        .is_some_and(|rest| rest.trim_start().starts_with([':', '：', '】', ']']))
}

/// Says whether a line is running text.
pub(crate) fn is_prose(line: &str) -> bool {
    let has_sentence_end = line.contains(['。', '；']) || line.contains(". ") || line.ends_with('.');
    has_sentence_end && line.len() >= 40 || line.chars().count() >= 60
}

/// Says whether an element is a body container of a known content system.
pub(crate) fn is_known_container(arena: &Arena, id: u32) -> bool {
    let is_known = |name: &str| {
        CONTAINER_NAMES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(name))
    };
    arena.name(id) == "ucapcontent"
        || arena.attr(id, "id").is_some_and(is_known)
        || arena.classes(id).any(is_known)
}

/// Says whether an element of a web page is furniture by its name, class or id.
pub(crate) fn is_furniture(arena: &Arena, id: u32) -> bool {
    let by_name = matches!(
        arena.name(id),
        "nav"
            | "footer"
            | "aside"
            | "button"
            | "select"
            | "option"
            | "textarea"
            | "title"
            | "head"
            | "menu"
            | "dialog"
    );
    let by_role = arena.attr(id, "role").is_some_and(|role| {
        matches!(
            role,
            "navigation" | "contentinfo" | "complementary" | "search" | "banner"
        )
    });
    if by_name || by_role {
        return true;
    }
    let is_container = matches!(
        arena.name(id),
        "div" | "ul" | "ol" | "dl" | "section" | "p" | "span" | "table" | "td" | "header" | "li"
    );
    is_container
        && [arena.attr(id, "class"), arena.attr(id, "id")]
            .into_iter()
            .flatten()
            .any(has_furniture_word)
}

fn has_furniture_word(names: &str) -> bool {
    names
        .split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(camel_words)
        .any(|word| {
            FURNITURE_WORDS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(word))
        })
}

/// `topNavBar` is `top`, `Nav`, `Bar`; digits at the end are no part of a word.
fn camel_words(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .zip(rest.chars())
            .find(|((_, c), before)| c.is_ascii_uppercase() && before.is_ascii_lowercase())
            .map_or(rest.len(), |((at, _), _)| at);
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(word.trim_end_matches(|c: char| c.is_ascii_digit()))
    })
}

/// Says whether an element of a paged medium is a running head, a footer or a page number.
pub(crate) fn is_page_furniture(arena: &Arena, id: u32) -> bool {
    arena.attr(id, "class") == Some("furniture")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_words_are_whole_words() {
        assert!(has_furniture_word("top-nav"));
        assert!(has_furniture_word("topNavBox"));
        assert!(has_furniture_word("xgwz2"));
        assert!(!has_furniture_word("canvas"));
        assert!(!has_furniture_word("navigate-to-content"));
        assert!(!has_furniture_word("preface"));
    }

    #[test]
    fn every_word_of_furniture_holds_a_sign() {
        for word in ENDINGS.iter().chain(&TOOLS).filter(|word| !word.is_ascii()) {
            assert!(word.contains(SIGNS), "{word}");
        }
    }

    #[test]
    fn lines_are_told_apart() {
        assert_eq!(
            line_kind("发布时间：2025-10-24 09:00 来源：重庆市统计局"),
            LineKind::AboutPage
        );
        assert_eq!(line_kind("【打印本页】"), LineKind::End);
        assert_eq!(line_kind("【字体：大 中 小】 语音播报"), LineKind::Tool);
        assert_eq!(line_kind("前三季度，全市进出口总值5385.9亿元。"), LineKind::Text);
        assert_eq!(line_kind("来源地为东盟的进口额为100亿元。"), LineKind::Text);
    }
}
