package io.tidegate.lab.report;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.report.Table.Cell;
import io.tidegate.lab.report.Table.Tone;
import java.util.List;

/** A report as Markdown, for issues and chats: the verdict and the tables. Pure. */
final class MarkdownReport {

  private final PageLanguage language;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(PageLanguage language) {
    this.language = language;
  }

  static String of(RunRecord run, PageLanguage language) {
    Verdict verdict = Verdict.of(run);
    return of(
        run.facts().script() + ": " + verdict.headline().in(language),
        verdict.findings(),
        new Tables(run).all(),
        language);
  }

  static String of(
      String title, List<Verdict.Finding> findings, List<Table> tables, PageLanguage language) {
    MarkdownReport report = new MarkdownReport(language);
    report.line("# " + escaped(title));
    report.line("");
    for (Verdict.Finding finding : findings)
      report.line("- " + mark(finding.tone()) + escaped(report.say(finding.text())));
    tables.forEach(report::table);
    return report.text.toString();
  }

  private void table(Table table) {
    line("");
    line("## " + say(table.title()));
    line("");
    line(say(table.reading()));
    line("");
    row(table.columns().stream().map(column -> say(column.title())).toList());
    row(table.columns().stream().map(column -> column.number() ? "---:" : "---").toList());
    for (List<Cell> cells : table.rows())
      row(cells.stream().map(cell -> mark(cell.tone()) + escaped(say(cell.text()))).toList());
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private static String mark(Tone tone) {
    return switch (tone) {
      case PLAIN -> "";
      case GOOD -> "✓ ";
      case WARN -> "! ";
      case BAD -> "✗ ";
    };
  }

  private String say(Text of) {
    return of.in(language);
  }

  /** What would be markup, or end a cell. */
  private static String escaped(String plain) {
    return plain.replaceAll("([\\\\|`*_<>\\[\\]#])", "\\\\$1").replaceAll("[\\r\\n]+", " ");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
