//! Templates: the standard ones, a user's, and what is wrong with one.

use std::path::Path;

use milepost_deliver::{Channel, LetterKind, Message, Parcel, Templates, compose};

use crate::sample::{letter, mail};

fn text(templates: &Templates, kind: LetterKind, language: &str) -> String {
    let letter = letter(kind, language);
    let parcel = Parcel {
        letter: &letter,
        report: None,
        attachments: Vec::new(),
        earlier: Vec::new(),
    };
    let channel = Channel::Mail(mail(25, milepost_deliver::MailSecurity::None));
    let Message::Mail(mail) = compose(&channel, templates, &parcel).unwrap().message else {
        panic!("no mail");
    };
    Message::Mail(mail).shown()
}

fn own(text: &str) -> Templates {
    Templates::parse(Path::new("own.txt"), text).unwrap()
}

#[test]
fn the_standard_templates_speak_both_languages_and_escape_in_html() {
    let english = text(&Templates::standard(), LetterKind::Alert, "en");
    assert!(
        english
            .contains("\n- Worse: 货物进出口总额 <script>alert(1)</script>: from “on track” to “lagging”\n"),
        "{english}"
    );
    let (_, html) = english.split_once("--- HTML ---").unwrap();
    assert!(!html.contains("<script>"), "{html}");
    assert!(html.contains("&lt;script&gt;"), "{html}");
    let chinese = text(&Templates::standard(), LetterKind::First, "zh");
    assert!(chinese.contains("落后指标："), "{chinese}");
    assert!(
        chinese.contains("有目标指标2项，其中正常1项，落后1项"),
        "{chinese}"
    );
}

#[test]
fn a_users_template_replaces_the_blocks_it_names() {
    let templates = own(
        "{% extends \"default\" %}\n{% block subject %}[{{ plan.id }}]\n {{ events|length }}{% endblock %}",
    );
    let shown = text(&templates, LetterKind::Alert, "en");
    assert!(shown.contains("Subject: [small] 1\n"), "{shown}");
    assert!(shown.contains("- Worse: "), "{shown}");
}

#[track_caller]
fn check(text: &str, line: usize, what: &str) {
    let problem = match Templates::parse(Path::new("own.txt"), text) {
        Err(problem) => problem,
        Ok(templates) => templates.check(&letter(LetterKind::Alert, "en")).unwrap_err(),
    };
    assert_eq!(
        (problem.file.as_str(), problem.line),
        ("own.txt", Some(line)),
        "{problem}"
    );
    assert!(problem.message.contains(what), "{problem}");
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    check(
        "{% extends \"default\" %}\n\n{% block subject %}{{ plan.title }",
        3,
        "",
    );
    check(
        "{% extends \"default\" %}\n{% block body %}\n{{ plan.tilte }}{% endblock %}",
        3,
        "no such value",
    );
    check(
        "{% extends \"default\" %}\n{% include \"/etc/passwd\" %}{% block body %}{% include \"/etc/passwd\" %}{% endblock %}",
        2,
        "",
    );
    check(
        "{% extends \"default\" %}{% block body %}\n{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}{% endblock %}",
        2,
        "steps",
    );
}

#[test]
fn a_template_that_fails_holds_no_letter_back() {
    let letter = letter(LetterKind::Alert, "en");
    let parcel = Parcel {
        letter: &letter,
        report: None,
        attachments: Vec::new(),
        earlier: Vec::new(),
    };
    let channel = Channel::Mail(mail(25, milepost_deliver::MailSecurity::None));
    let templates = own("{% extends \"default\" %}{% block body %}{{ nothing.there }}{% endblock %}");
    let composed = compose(&channel, &templates, &parcel).unwrap();
    assert!(composed.template_problem.is_some());
    assert!(composed.message.shown().contains("- Worse: "));
}
