//! The data structure definition of a report's SDMX-CSV, as SDMX-ML 2.1: dimensions, attributes, code lists.

use std::fmt::Write as _;

use crate::html::is_deceptive;
use crate::phrase;
use crate::report::v1::Report;
use crate::sdmx::keys::unit_code;
use milepost_model::{Language, Unit};

const AGENCY: &str = "MILEPOST";
const VERSION: &str = "1.0";

/// A code with its English and Chinese names.
type Code = (String, String, String);

const FREQUENCIES: [(&str, &str, &str); 5] = [
    ("A", "Annual", "年度"),
    ("S", "Half-yearly", "半年"),
    ("Q", "Quarterly", "季度"),
    ("M", "Monthly", "月度"),
    ("D", "Day", "日"),
];

const MEASURE_KINDS: [(&str, &str, &str); 6] = [
    ("OBS", "Observation", "观测值"),
    ("TARGET", "Target", "目标值"),
    ("PATH", "Expected path", "预期路径"),
    ("PROJ", "Projection", "预测值"),
    (
        "PROJ_LO",
        "Projection, lower end of the 80% interval",
        "预测80%区间下限",
    ),
    (
        "PROJ_HI",
        "Projection, upper end of the 80% interval",
        "预测80%区间上限",
    ),
];

/// The code list of SDMX for observation status, version 2.2.
const STATUSES: [(&str, &str, &str); 19] = [
    ("A", "Normal value", "正常值"),
    ("B", "Time series break", "序列中断"),
    ("D", "Definition differs", "口径不同"),
    ("E", "Estimated value", "估计值"),
    ("F", "Forecast value", "预测值"),
    ("G", "Experimental value", "试验值"),
    ("H", "Missing value; holiday or weekend", "缺失：节假日"),
    ("I", "Imputed value", "插补值"),
    ("J", "Derogation", "豁免"),
    ("K", "Data included in another category", "数据归入其他类别"),
    (
        "L",
        "Missing value; data exist but were not collected",
        "缺失：未收集",
    ),
    ("M", "Missing value; data cannot exist", "缺失：不可能存在"),
    ("N", "Not significant", "不显著"),
    ("O", "Missing value", "缺失值"),
    ("P", "Provisional value", "初步值"),
    ("Q", "Missing value; suppressed", "缺失：不公布"),
    ("S", "Strike and other special events", "特殊事件"),
    ("U", "Low reliability", "可靠性低"),
    ("V", "Unvalidated value", "未验证"),
];

const UNIT_NAMES: [(Unit, &str, &str); 9] = [
    (Unit::Cny, "Chinese yuan", "元"),
    (Unit::Usd, "US dollar", "美元"),
    (Unit::Count, "Number", "个"),
    (Unit::Percent, "Percent", "%"),
    (Unit::Tonnes, "Tonnes", "吨"),
    (Unit::Persons, "Persons", "人次"),
    (Unit::Teu, "Twenty-foot equivalent units", "标箱"),
    (Unit::Trains, "Trains", "列"),
    (Unit::Index, "Index", "指数"),
];

const CONCEPTS: [(&str, &str, &str); 11] = [
    ("FREQ", "Frequency", "频率"),
    ("REF_AREA", "Reference area", "地区"),
    ("INDICATOR", "Indicator", "指标"),
    ("TIMETRANS", "Time transformation", "时间变换"),
    ("MEASURE_KIND", "Kind of value", "数值类别"),
    ("TIME_PERIOD", "Time period", "时期"),
    ("OBS_VALUE", "Value", "数值"),
    ("OBS_STATUS", "Observation status", "数据状态"),
    ("UNIT_MEASURE", "Unit of measure", "计量单位"),
    ("UNIT_MULT", "Unit multiplier", "单位乘数（10的幂）"),
    ("DECIMALS", "Decimals", "小数位数"),
];

/// Turns text into a code of SDMX: upper case, `.` as `_`, `_` as `$`. Ids stay apart.
pub(crate) fn code(text: &str) -> String {
    let turn = |character: char| match character {
        '.' => '_',
        '-' => '-',
        character if character.is_ascii_alphanumeric() => character.to_ascii_uppercase(),
        _ => '$',
    };
    text.chars().map(turn).collect()
}

fn structure_name(report: &Report) -> String {
    format!("DSD_{}", code(&report.plan.id))
}

/// Returns how data names the structure: `MILEPOST:DSD_CHONGQING-2027(1.0)`.
pub(crate) fn data_structure_id(report: &Report) -> String {
    format!("{AGENCY}:{}({VERSION})", structure_name(report))
}

/// Returns the data structure definition of the report's SDMX-CSV, as an SDMX-ML 2.1 structure message.
pub fn render_dsd(report: &Report) -> String {
    let mut out = String::with_capacity(32_000);
    let prepared = report.known_at.to_string();
    put(
        &mut out,
        format_args!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <mes:Structure xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xmlns:mes=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message\" \
         xmlns:str=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure\" \
         xmlns:com=\"http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common\">\n\
         <mes:Header><mes:ID>{}</mes:ID><mes:Test>false</mes:Test><mes:Prepared>{}</mes:Prepared>\
         <mes:Sender id=\"{AGENCY}\"/></mes:Header>\n<mes:Structures>\n<str:Codelists>\n",
            structure_name(report),
            escaped(&prepared)
        ),
    );
    let owned = |codes: &[(&str, &str, &str)]| -> Vec<Code> {
        codes
            .iter()
            .map(|(id, en, zh)| ((*id).to_owned(), (*en).to_owned(), (*zh).to_owned()))
            .collect()
    };
    codelist(&mut out, "CL_FREQ", "Frequency", &owned(&FREQUENCIES));
    codelist(&mut out, "CL_AREA", "Reference area", &[area(report)]);
    codelist(
        &mut out,
        "CL_INDICATOR",
        "Indicators of the plan",
        &indicators(report),
    );
    codelist(
        &mut out,
        "CL_TIMETRANS",
        "Time transformation",
        &transformations(),
    );
    codelist(
        &mut out,
        "CL_MEASURE_KIND",
        "Kind of value",
        &owned(&MEASURE_KINDS),
    );
    codelist(&mut out, "CL_OBS_STATUS", "Observation status", &owned(&STATUSES));
    let units: Vec<Code> = UNIT_NAMES
        .iter()
        .map(|(unit, en, zh)| (unit_code(*unit).to_owned(), (*en).to_owned(), (*zh).to_owned()))
        .collect();
    codelist(&mut out, "CL_UNIT_MEASURE", "Unit of measure", &units);
    let powers: Vec<Code> = (0..=15)
        .map(|power| {
            (
                power.to_string(),
                format!("10 to the power {power}"),
                format!("10的{power}次方"),
            )
        })
        .collect();
    codelist(&mut out, "CL_UNIT_MULT", "Unit multiplier", &powers);
    out.push_str("</str:Codelists>\n");
    concepts(&mut out);
    definition(&mut out, report);
    out.push_str("</mes:Structures>\n</mes:Structure>\n");
    out
}

fn area(report: &Report) -> Code {
    let name = |language| phrase::area(&report.plan, language).to_owned();
    (code(&report.plan.area), name(Language::En), name(Language::Zh))
}

fn indicators(report: &Report) -> Vec<Code> {
    let named = |text: &str, id: &str| {
        if text.is_empty() {
            id.to_owned()
        } else {
            text.to_owned()
        }
    };
    report
        .indicators
        .iter()
        .map(|indicator| {
            let title = &indicator.title;
            (
                code(&indicator.id),
                named(&title.en, &indicator.id),
                named(&title.zh, &indicator.id),
            )
        })
        .collect()
}

/// As it is, as a state, cumulated over months, and growth of each on the same period a year before.
fn transformations() -> Vec<Code> {
    let mut codes = vec![
        ("N".to_owned(), "None".to_owned(), "无".to_owned()),
        (
            "S".to_owned(),
            "State at the end of the period".to_owned(),
            "期末时点".to_owned(),
        ),
        (
            "G".to_owned(),
            "Growth on the same period a year before".to_owned(),
            "同比增速".to_owned(),
        ),
        (
            "GS".to_owned(),
            "Growth of the state at the end of the period".to_owned(),
            "期末时点同比增速".to_owned(),
        ),
    ];
    for months in 2..=11 {
        codes.push((
            format!("C{months}"),
            format!("Sum of {months} months"),
            format!("{months}个月累计"),
        ));
        codes.push((
            format!("GC{months}"),
            format!("Growth of the sum of {months} months"),
            format!("{months}个月累计同比增速"),
        ));
    }
    codes
}

fn codelist(out: &mut String, id: &str, name: &str, codes: &[Code]) {
    put(
        out,
        format_args!(
            "<str:Codelist id=\"{id}\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\"><com:Name xml:lang=\"en\">{name}</com:Name>\n"
        ),
    );
    for (code, en, zh) in codes {
        put(
            out,
            format_args!(
                "<str:Code id=\"{}\"><com:Name xml:lang=\"en\">{}</com:Name><com:Name xml:lang=\"zh\">{}</com:Name></str:Code>\n",
                escaped(code),
                escaped(en),
                escaped(zh)
            ),
        );
    }
    out.push_str("</str:Codelist>\n");
}

fn concepts(out: &mut String) {
    put(
        out,
        format_args!(
            "<str:Concepts><str:ConceptScheme id=\"CS_MILEPOST\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\">\
         <com:Name xml:lang=\"en\">Concepts of Milepost</com:Name>\n"
        ),
    );
    for (id, en, zh) in CONCEPTS {
        put(
            out,
            format_args!(
                "<str:Concept id=\"{id}\"><com:Name xml:lang=\"en\">{en}</com:Name><com:Name xml:lang=\"zh\">{zh}</com:Name></str:Concept>\n"
            ),
        );
    }
    out.push_str("</str:ConceptScheme></str:Concepts>\n");
}

fn definition(out: &mut String, report: &Report) {
    let name = structure_name(report);
    put(
        out,
        format_args!(
            "<str:DataStructures><str:DataStructure id=\"{name}\" agencyID=\"{AGENCY}\" version=\"{VERSION}\" isFinal=\"true\">\
         <com:Name xml:lang=\"en\">{}</com:Name><com:Name xml:lang=\"zh\">{}</com:Name>\n<str:DataStructureComponents>\n\
         <str:DimensionList id=\"DimensionDescriptor\">\n",
            escaped(report.plan.title.get(milepost_model::Language::En)),
            escaped(report.plan.title.get(milepost_model::Language::Zh))
        ),
    );
    let dimensions = [
        ("FREQ", "CL_FREQ"),
        ("REF_AREA", "CL_AREA"),
        ("INDICATOR", "CL_INDICATOR"),
        ("TIMETRANS", "CL_TIMETRANS"),
        ("MEASURE_KIND", "CL_MEASURE_KIND"),
    ];
    for (index, (id, list)) in dimensions.into_iter().enumerate() {
        put(
            out,
            format_args!(
                "<str:Dimension id=\"{id}\" position=\"{}\">{}{}</str:Dimension>\n",
                index + 1,
                concept(id),
                coded(list)
            ),
        );
    }
    put(
        out,
        format_args!(
            "<str:TimeDimension id=\"TIME_PERIOD\" position=\"6\">{}<str:LocalRepresentation>\
         <str:TextFormat textType=\"ObservationalTimePeriod\"/></str:LocalRepresentation></str:TimeDimension>\n\
         </str:DimensionList>\n<str:AttributeList id=\"AttributeDescriptor\">\n",
            concept("TIME_PERIOD")
        ),
    );
    let integer = "<str:LocalRepresentation><str:TextFormat textType=\"Integer\" minValue=\"0\" maxValue=\"28\"/></str:LocalRepresentation>";
    let attributes = [
        ("OBS_STATUS", coded("CL_OBS_STATUS")),
        ("UNIT_MEASURE", coded("CL_UNIT_MEASURE")),
        ("UNIT_MULT", coded("CL_UNIT_MULT")),
        ("DECIMALS", integer.to_owned()),
    ];
    for (id, representation) in attributes {
        put(
            out,
            format_args!(
                "<str:Attribute id=\"{id}\" assignmentStatus=\"Mandatory\">{}{representation}<str:AttributeRelationship>\
             <str:PrimaryMeasure><Ref id=\"OBS_VALUE\"/></str:PrimaryMeasure></str:AttributeRelationship></str:Attribute>\n",
                concept(id)
            ),
        );
    }
    put(
        out,
        format_args!(
            "</str:AttributeList>\n<str:MeasureList id=\"MeasureDescriptor\"><str:PrimaryMeasure id=\"OBS_VALUE\">{}\
         <str:LocalRepresentation><str:TextFormat textType=\"Decimal\"/></str:LocalRepresentation></str:PrimaryMeasure></str:MeasureList>\n\
         </str:DataStructureComponents></str:DataStructure></str:DataStructures>\n",
            concept("OBS_VALUE")
        ),
    );
}

fn concept(id: &str) -> String {
    format!(
        "<str:ConceptIdentity><Ref id=\"{id}\" maintainableParentID=\"CS_MILEPOST\" maintainableParentVersion=\"{VERSION}\" \
         agencyID=\"{AGENCY}\" package=\"conceptscheme\" class=\"Concept\"/></str:ConceptIdentity>"
    )
}

fn coded(list: &str) -> String {
    format!(
        "<str:LocalRepresentation><str:Enumeration><Ref id=\"{list}\" version=\"{VERSION}\" agencyID=\"{AGENCY}\" \
         package=\"codelist\" class=\"Codelist\"/></str:Enumeration></str:LocalRepresentation>"
    )
}

fn put(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a text cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Escapes text for XML; what XML cannot hold becomes `U+FFFD`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            character if is_deceptive(character) => out.push('\u{fffd}'),
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_ids_stay_apart_and_legal() {
        assert_eq!(
            code("corridor.freight.value.growth"),
            "CORRIDOR_FREIGHT_VALUE_GROWTH"
        );
        assert_ne!(code("a.b"), code("a_b"));
        assert_eq!(code("CN-CQ"), "CN-CQ");
        assert_eq!(code("<重>"), "$$$");
    }
}
