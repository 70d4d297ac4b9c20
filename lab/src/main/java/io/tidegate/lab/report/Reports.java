package io.tidegate.lab.report;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the reports of a run of what is in its folder, whether it has ended in order or not. */
public final class Reports {

  public static final String HTML = "report.html";
  public static final String MARKDOWN = "report.md";

  private Reports() {}

  /**
   * Writes {@value #HTML} and {@value #MARKDOWN} into the folder.
   *
   * @param language of the Markdown, and the one in which the page opens: it has both
   * @return the page
   * @throws IOException if there is no run in the folder, or it cannot be written to
   */
  public static Path write(Path folder, PageLanguage language) throws IOException {
    RunRecord run = RunRecord.read(folder);
    Files.writeString(folder.resolve(MARKDOWN), MarkdownReport.of(run, language));
    return Files.writeString(folder.resolve(HTML), HtmlReport.of(run, language));
  }
}
