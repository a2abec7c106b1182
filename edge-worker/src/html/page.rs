//! The whole page.

use std::fmt::Write;

use calc_core::calculation::Answer;
use calc_core::calendar::Calendar;
use calc_core::model::Model;
use calc_core::model::ports::{Input, Output, Port};

use super::assets::Assets;
use super::escape::Escaped;
use super::field::write_field;
use super::output::write_output;

/// Everything before the form, with the addresses of the page's own files.
fn head(assets: &Assets) -> String {
    let (script, style, icon) = (&assets.script.address, &assets.style.address, &assets.icon.address);
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Estimate · Paintbox Edge</title>
<link rel="icon" href="{icon}" type="image/svg+xml">
<link rel="stylesheet" href="{style}">
<script src="{script}" defer></script>
</head>
<body>
<header class="top">
<h1><img src="{icon}" alt="" width="28" height="28"> Estimate</h1>
<p id="status" role="status">Prices of the workbook as it stands</p>
<button type="button" id="reset" hidden>Start over</button>
</header>
"#
    )
}

/// The page of a model with an answer to begin with.
pub fn page(model: &Model, answer: &Answer) -> String {
    let calendar = Calendar::new(model.date_system(), model.dialect());
    let inputs: Vec<(usize, &Input)> = core(model.ports().inputs(), |input| &input.port);
    let outputs: Vec<(usize, &Output)> = core(model.ports().outputs(), |output| &output.port);
    let groups = groups(inputs.iter().map(|(_, input)| &input.port));
    let mut html = head(Assets::own());
    write_navigation(&mut html, &groups);
    html.push_str("<main>\n<form id=\"inputs\" autocomplete=\"off\" novalidate>\n");
    for (at, group) in groups.iter().enumerate() {
        let _ = write!(
            html,
            "<section id=\"g{at}\" aria-labelledby=\"g{at}-title\"><h2 id=\"g{at}-title\">{}</h2><div class=\"fields\">",
            Escaped(&title(group))
        );
        for (index, input) in inputs.iter().filter(|(_, input)| group_of(&input.port) == *group) {
            write_field(&mut html, *index, input, calendar);
            html.push('\n');
        }
        html.push_str("</div></section>\n");
    }
    html.push_str("</form>\n<aside id=\"outputs\" aria-label=\"Prices\">\n");
    write_outputs(&mut html, &groups, &outputs, answer);
    html.push_str("</aside>\n</main>\n");
    let _ = write!(html, "<footer>Model <code>{}</code></footer>\n</body>\n</html>\n", Escaped(short(model.hash())));
    html
}

/// The core ports, or all of them if none is marked, with their positions.
fn core<T>(ports: &[T], port: impl Fn(&T) -> &Port) -> Vec<(usize, &T)> {
    let any = ports.iter().any(|own| port(own).core);
    ports.iter().enumerate().filter(|(_, own)| !any || port(own).core).collect()
}

fn group_of(port: &Port) -> &str {
    port.group.as_deref().unwrap_or("other")
}

/// The groups, in the order in which they first appear.
fn groups<'a>(ports: impl Iterator<Item = &'a Port>) -> Vec<&'a str> {
    let mut groups: Vec<&str> = Vec::new();
    for port in ports {
        let group = group_of(port);
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    groups
}

fn write_navigation(html: &mut String, groups: &[&str]) {
    if groups.len() < 2 {
        return;
    }
    html.push_str("<nav aria-label=\"Parts of the estimate\">");
    for (at, group) in groups.iter().enumerate() {
        let _ = write!(html, "<a href=\"#g{at}\" data-group=\"{at}\">{}</a>", Escaped(&title(group)));
    }
    html.push_str("</nav>\n");
}

/// The outputs by their groups. One with inputs of its own unfolds when they are shown; the others stay unfolded.
fn write_outputs(html: &mut String, input_groups: &[&str], outputs: &[(usize, &Output)], answer: &Answer) {
    for group in groups(outputs.iter().map(|(_, output)| &output.port)) {
        let inputs = input_groups.iter().position(|own| *own == group);
        let mark = inputs.map_or_else(String::new, |at| format!(" data-group=\"{at}\""));
        let _ = write!(html, "<details{mark} open><summary>{}</summary><dl>", Escaped(&title(group)));
        for (_, output) in outputs.iter().filter(|(_, output)| group_of(&output.port) == group) {
            let answered = answer.outputs.iter().find(|(name, _)| *name == output.port.name);
            write_output(html, output, answered.map(|(_, answered)| answered));
            html.push('\n');
        }
        html.push_str("</dl></details>\n");
    }
}

/// `job_costing` as `Job costing`.
fn title(group: &str) -> String {
    let words = group.replace(['_', '-'], " ");
    let mut characters = words.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
