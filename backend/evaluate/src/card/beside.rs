//! Compares the numbers of a subject on an earlier card with those on the current card.

use std::fmt::Write as _;

/// A cell of a card: its half, table and column, and its text.
struct Cell<'a> {
    half: &'a str,
    table: &'a str,
    column: &'a str,
    says: &'a str,
}

/// Every cell of a preset that both cards have, in a table. Empty if they have none in common.
pub(super) fn beside(earlier: &str, now: &str, preset: &str) -> String {
    let subject = format!("**{preset}**");
    let [before, after] = [earlier, now].map(|card| cells(card, &subject));
    let mut rows = String::new();
    for Cell { half, table, column, says } in &before {
        let same = |other: &&Cell<'_>| (other.half, other.table, other.column) == (*half, *table, *column);
        if let Some(after) = after.iter().find(same) {
            let _ = writeln!(rows, "| {half} | {table} | {column} | {says} | {} |", after.says);
        }
    }
    if rows.is_empty() {
        return rows;
    }
    let [before, after] = [earlier, now].map(|card| version(card, preset).unwrap_or("unknown"));
    format!(
        "\n## {preset} beside an earlier version\n\n\
         | series | numbers | column | {before} | {after} |\n| --- | --- | --- | --- | --- |\n{rows}"
    )
}

/// The version of a preset on a card.
fn version<'a>(card: &'a str, preset: &str) -> Option<&'a str> {
    let named = card.split(['(', ')', ',', ' ']);
    named.into_iter().find(|name| name.strip_prefix(preset).is_some_and(|rest| rest.starts_with('-')))
}

/// Every non-empty cell of a subject's rows, except for the subject itself.
fn cells<'a>(card: &'a str, subject: &str) -> Vec<Cell<'a>> {
    let (mut half, mut table, mut head) = ("", "", Vec::new());
    let mut out = Vec::new();
    for line in card.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            (half, table, head) = (title, "", Vec::new());
        } else if let Some(title) = line.strip_prefix("### ") {
            (table, head) = (title, Vec::new());
        } else if line.starts_with('|') && head.is_empty() {
            head = row(line);
        } else if line.starts_with('|') && row(line).first() == Some(&subject) && !table.is_empty() {
            let cells = head.iter().zip(row(line)).skip(1).filter(|(_, says)| !says.is_empty());
            out.extend(cells.map(|(column, says)| Cell { half, table, column, says }));
        }
    }
    out
}

fn row(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(version: &str, row: &str) -> String {
        format!(
            "# Card\n\nWritten by `this` (auto-{version}, classic-1).\n\n## Tuning half\n\n### rAUC\n\n\
             | subject | nab | kpi | rest |\n| --- | --- | --- | --- |\n{row}\n| z_score | 0.50 | 0.15 | |\n"
        )
    }

    #[test]
    fn cells_of_one_preset_stand_beside_each_other() {
        let (earlier, now) =
            (card("1", "| **auto** | 0.85 | 0.81 |  |"), card("2", "| **auto** | 0.90 | 0.80 | 1 |"));
        assert_eq!(
            beside(&earlier, &now, "auto"),
            "\n## auto beside an earlier version\n\n\
             | series | numbers | column | auto-1 | auto-2 |\n| --- | --- | --- | --- | --- |\n\
             | Tuning half | rAUC | nab | 0.85 | 0.90 |\n| Tuning half | rAUC | kpi | 0.81 | 0.80 |\n"
        );
    }

    #[test]
    fn what_is_no_card_has_nothing_in_common_with_one() {
        assert_eq!(
            beside("| **auto** | 1 |\nnothing", &card("2", "| **auto** | 0.90 | 0.80 | 1 |"), "auto"),
            ""
        );
    }
}
