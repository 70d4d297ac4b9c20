package io.tidegate.lab.report;

import io.tidegate.http.page.Html;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.report.Table.Cell;
import io.tidegate.lab.report.Table.Column;
import io.tidegate.lab.report.Table.Tone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A report as one page that needs nothing else: no script, no other file. It has both languages,
 * and a choice between them that is a matter of style. Pure.
 */
final class HtmlReport {

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RunRecord run;
  private final PageLanguage language;
  private final StringBuilder html = new StringBuilder(1 << 17);

  private HtmlReport(RunRecord run, PageLanguage language) {
    this.run = run;
    this.language = language;
  }

  static String of(RunRecord run, PageLanguage language) {
    return new HtmlReport(run, language).write();
  }

  private String write() {
    Verdict verdict = Verdict.of(run);
    List<Figure> figures = new Figures(run).all();
    List<Table> tables = new Tables(run).all();
    head(verdict);
    header();
    html.append("<main>\n");
    verdict(verdict);
    figures.forEach(this::figure);
    tables.forEach(this::section);
    html.append("</main>\n");
    return html.append("</body>\n</html>\n").toString();
  }

  private void head(Verdict verdict) {
    html.append("<!doctype html>\n<html lang=\"").append(language.code()).append("\">\n<head>\n");
    html.append("<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.append("style-src 'unsafe-inline'\">\n<title>");
    text(run.facts().script() + ": " + verdict.headline().in(language));
    html.append("</title>\n<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void header() {
    html.append("<header>\n<fieldset class=\"languages\"><legend>Language, 언어</legend>");
    for (PageLanguage one : PageLanguage.values()) {
      html.append("<label><input type=\"radio\" name=\"language\" id=\"in-").append(one.code());
      html.append(one == language ? "\" checked> " : "\"> ");
      text(one.ownName());
      html.append("</label> ");
    }
    html.append("</fieldset>\n<h1>");
    text(run.facts().script());
    html.append("</h1>\n<p class=\"soft\">");
    text(WHEN.format(Instant.ofEpochMilli(run.facts().startedMs())));
    html.append(" · ");
    text(Numbers.time(run.seconds() * 1_000));
    html.append("</p>\n</header>\n");
  }

  // ---- the verdict ----

  private void verdict(Verdict verdict) {
    html.append("<section class=\"verdict ").append(tone(verdict.tone()));
    html.append("\" aria-labelledby=\"verdict\">\n<h2 id=\"verdict\">");
    say(verdict.headline());
    html.append("</h2>\n<ul>\n");
    for (Verdict.Finding finding : verdict.findings()) {
      html.append("<li class=\"").append(tone(finding.tone())).append("\">");
      say(finding.text());
      html.append("</li>\n");
    }
    html.append("</ul>\n</section>\n<dl class=\"key\">\n");
    keyFigures();
    html.append("</dl>\n");
  }

  private void keyFigures() {
    Measurements measured = run.measured();
    BuiltinMetrics metrics = measured.builtin();
    Totals requests = measured.of(metrics.httpReqDuration);
    Totals iterations = measured.of(metrics.iterations);
    double users = measured.of(metrics.vus).max();
    if (requests.count() > 0) {
      key("Requests", "요청", Numbers.count(requests.count()));
      key("Rate", "처리율", Numbers.rate(requests.count() / run.seconds()));
      key("Failed", "실패", Numbers.percent(measured.of(metrics.httpReqFailed).mean()));
    }
    if (iterations.count() > 0) key("Iterations", "반복", Numbers.count(iterations.sum()));
    Censored responses = Censored.responses(run);
    if (responses.known().count() > 0)
      key("Response time, p95", "응답 시간 p95", responses.percentile(95));
    if (!requests.hasSpread()) {
      key("Service time, mean", "처리 시간 평균", Numbers.time(requests.mean()));
    } else if (requests.count() > 0) {
      key("Service time, p50", "처리 시간 p50", Numbers.time(requests.percentile(50)));
      key("Service time, p95", "처리 시간 p95", Numbers.time(requests.percentile(95)));
      key("Service time, p99", "처리 시간 p99", Numbers.time(requests.percentile(99)));
    }
    if (users > 0) key("Users at work, most", "일한 사용자 최대", Numbers.count(users));
  }

  private void key(String english, String korean, String value) {
    html.append("<div><dt>");
    say(new Text(english, korean));
    html.append("</dt><dd>");
    text(value);
    html.append("</dd></div>\n");
  }

  // ---- figures and tables ----

  private void figure(Figure figure) {
    html.append("<section aria-labelledby=\"").append(figure.id()).append("-title\">\n<h2 id=\"");
    html.append(figure.id()).append("-title\">");
    say(figure.title());
    html.append("</h2>\n<p class=\"how\">");
    say(figure.reading());
    html.append("</p>\n<ul class=\"legend\">");
    for (int i = 0; i < figure.series().size(); i++) {
      Figure.Series one = figure.series().get(i);
      html.append("<li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><g class=\"s");
      html.append(i + 1).append("\">").append(sample(one.shape())).append("</g></svg>");
      say(one.name());
      html.append("</li>");
    }
    html.append("</ul>\n<p class=\"axis\">");
    say(figure.y().title());
    html.append("</p>\n<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"");
    html.append(figure.id()).append("-title\">\n").append(figure.svg());
    html.append("</div>\n<p class=\"axis x\">");
    say(figure.x().title());
    html.append("</p>\n<details><summary>");
    say(new Text("The values", "값 보기"));
    html.append("</summary>\n");
    table(figure.table(), figure.id() + "-title");
    html.append("</details>\n</section>\n");
  }

  private static String sample(Figure.Shape shape) {
    return switch (shape) {
      case LINE -> "<path d=\"M1 5H25\"/>";
      case POINTS -> "<circle cx=\"13\" cy=\"5\" r=\"3\"/>";
      case BARS -> "<path class=\"bar\" d=\"M3 10V1H23V10\"/>";
    };
  }

  private void section(Table table) {
    html.append("<section aria-labelledby=\"").append(table.id()).append("\">\n<h2 id=\"");
    html.append(table.id()).append("\">");
    say(table.title());
    html.append("</h2>\n<p class=\"how\">");
    say(table.reading());
    html.append("</p>\n");
    table(table, table.id());
    html.append("</section>\n");
  }

  private void table(Table table, String titleId) {
    html.append("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"");
    html.append(titleId).append("\"><table aria-labelledby=\"").append(titleId);
    html.append("\">\n<thead><tr>");
    for (Column column : table.columns()) {
      html.append(column.number() ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
      say(column.title());
      html.append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<Cell> row : table.rows()) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) cell(row.get(i), table.columns().get(i));
      html.append("</tr>\n");
    }
    html.append("</tbody></table></div>\n");
  }

  private void cell(Cell cell, Column column) {
    html.append(column.number() ? "<td class=\"n\">" : "<td>");
    if (cell.tone() != Tone.PLAIN)
      html.append("<span class=\"badge ").append(tone(cell.tone())).append("\">");
    say(cell.text());
    html.append(cell.tone() == Tone.PLAIN ? "</td>" : "</span></td>");
  }

  private static String tone(Tone tone) {
    return tone.name().toLowerCase(Locale.ROOT);
  }

  private void say(Text of) {
    if (of.isSame()) {
      text(of.english());
      return;
    }
    for (PageLanguage one : PageLanguage.values()) {
      html.append("<span lang=\"").append(one.code()).append("\">");
      text(of.in(one));
      html.append("</span>");
    }
  }

  private void text(String plain) {
    Html.append(html, plain);
  }
}
