//! The signs of the statuses and of the charts' parts: each has its own shape, so that colour is never needed.

use crate::report::v1::StatusWord;

/// The hidden drawing that every `use` points into. Sizes: statuses 16 by 16, chart parts 24 by 12.
pub(crate) const SPRITE: &str = concat!(
    "<svg class=\"sprite\" aria-hidden=\"true\" focusable=\"false\"><defs>",
    "<symbol id=\"i-achieved\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"8\" fill=\"currentColor\"/><path d=\"M4.3 8.3l2.6 2.6 4.9-5.5\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.9\"/></symbol>",
    "<symbol id=\"i-achieved_at_risk\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.8\"/><path d=\"M4.5 8.2l2.4 2.4 4.5-5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.9\"/></symbol>",
    "<symbol id=\"i-on_track\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"8\" fill=\"currentColor\"/><path d=\"M4.8 11.2l6-6M6.4 4.9h4.7v4.7\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.8\"/></symbol>",
    "<symbol id=\"i-lagging\" viewBox=\"0 0 16 16\"><path d=\"M8 .4L15.6 8 8 15.6.4 8z\" fill=\"currentColor\"/><path d=\"M4.6 8h6.8\" stroke=\"#fff\" stroke-width=\"1.9\"/></symbol>",
    "<symbol id=\"i-off_track\" viewBox=\"0 0 16 16\"><path d=\"M.3 1.6h15.4L8 15.4z\" fill=\"currentColor\"/><path d=\"M8 4v5M8 10.6v1.8\" stroke=\"#fff\" stroke-width=\"1.8\"/></symbol>",
    "<symbol id=\"i-reversing\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"2\" fill=\"currentColor\"/><path d=\"M4.8 4.8l6 6M11.1 6.4v4.7H6.4\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.8\"/></symbol>",
    "<symbol id=\"i-missed\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"2\" fill=\"currentColor\"/><path d=\"M4.5 4.5l7 7M11.5 4.5l-7 7\" stroke=\"#fff\" stroke-width=\"1.9\"/></symbol>",
    "<symbol id=\"i-not_assessable\" viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"7\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.6\" stroke-dasharray=\"2.6 1.8\"/><path d=\"M4.8 8h6.4\" stroke=\"currentColor\" stroke-width=\"1.8\"/></symbol>",
    "<symbol id=\"k-point\" viewBox=\"0 0 24 12\"><path d=\"M0 9L24 3\" stroke=\"#17212b\" stroke-width=\"1.6\"/><circle cx=\"12\" cy=\"6\" r=\"3.4\" fill=\"#17212b\"/></symbol>",
    "<symbol id=\"k-estimate\" viewBox=\"0 0 24 12\"><path d=\"M12 1.4L16.6 6 12 10.6 7.4 6z\" fill=\"#fff\" stroke=\"#17212b\" stroke-width=\"1.5\"/></symbol>",
    "<symbol id=\"k-running\" viewBox=\"0 0 24 12\"><rect x=\"8.5\" y=\"2.5\" width=\"7\" height=\"7\" fill=\"#fff\" stroke=\"#52606d\" stroke-width=\"1.4\"/></symbol>",
    "<symbol id=\"k-path\" viewBox=\"0 0 24 12\"><path d=\"M0 9L24 3\" stroke=\"#7b8794\" stroke-width=\"2.2\" stroke-dasharray=\"5 3\"/></symbol>",
    "<symbol id=\"k-target\" viewBox=\"0 0 24 12\"><path d=\"M4 6h16\" stroke=\"#0b3c5d\" stroke-width=\"3.4\"/></symbol>",
    "<symbol id=\"k-fan\" viewBox=\"0 0 24 12\"><rect width=\"24\" height=\"12\" fill=\"#dbe7f1\"/><rect y=\"2.5\" width=\"24\" height=\"7\" fill=\"#b3cde2\"/><path d=\"M0 6h24\" stroke=\"#2f7fc1\" stroke-width=\"1.4\" stroke-dasharray=\"2 2\"/></symbol>",
    "<symbol id=\"k-vintage\" viewBox=\"0 0 24 12\"><circle cx=\"12\" cy=\"6\" r=\"3.2\" fill=\"#fff\" stroke=\"#8a5a00\" stroke-width=\"1.5\"/></symbol>",
    "<symbol id=\"k-conflict\" viewBox=\"0 0 24 12\"><path d=\"M8.5 2.5l7 7M15.5 2.5l-7 7\" stroke=\"#9a2617\" stroke-width=\"1.8\"/></symbol>",
    "<symbol id=\"k-break\" viewBox=\"0 0 24 12\"><path d=\"M12 0v12\" stroke=\"#6b5ca5\" stroke-width=\"1.6\" stroke-dasharray=\"3 2\"/></symbol>",
    "<symbol id=\"k-baseline\" viewBox=\"0 0 24 12\"><rect x=\"8.6\" y=\"2.6\" width=\"6.8\" height=\"6.8\" fill=\"#7b8794\"/></symbol>",
    "</defs></svg>",
);

/// Returns the colour of a status, as in the style sheet.
pub(crate) const fn colour(status: StatusWord) -> &'static str {
    match status {
        StatusWord::Achieved => "#0b4f8a",
        StatusWord::AchievedAtRisk => "#6b5ca5",
        StatusWord::OnTrack => "#2f7fc1",
        StatusWord::Lagging => "#b87700",
        StatusWord::OffTrack => "#c74a00",
        StatusWord::Reversing => "#9a2617",
        StatusWord::Missed => "#4b1228",
        StatusWord::NotAssessable => "#6b7680",
    }
}
