package io.tidegate.lab.report;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.imports.MeasuredRun;
import io.tidegate.lab.recording.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the reports of a run of what is in its folder, whether it has ended in order or not, or of
 * the file that another tool has left.
 */
public final class Reports {

  public static final String HTML = "report.html";
  public static final String MARKDOWN = "report.md";

  private Reports() {}

  /**
   * Writes {@value #HTML} and {@value #MARKDOWN} into the folder, or beside the file with its name
   * before theirs.
   *
   * @param measured the folder or file
   * @param language of the Markdown, and the one in which the page opens: it has both
   * @return the page
   * @throws IOException if there is no run in it, or the reports cannot be written
   */
  public static Path write(Path measured, PageLanguage language) throws IOException {
    RunRecord run = MeasuredRun.read(measured);
    Files.writeString(place(measured, MARKDOWN), MarkdownReport.of(run, language));
    return Files.writeString(place(measured, HTML), HtmlReport.of(run, language));
  }

  private static Path place(Path measured, String name) {
    return Files.isDirectory(measured)
        ? measured.resolve(name)
        : measured.resolveSibling(measured.getFileName() + "." + name);
  }
}
