package io.tidegate.lab.cli;

import io.tidegate.http.page.PageLanguage;
import picocli.CommandLine.Option;

/** {@code --lang}: the language of a report. */
final class LanguageOption {

  @Option(names = "--lang", description = "en or ko.")
  private String code = PageLanguage.ENGLISH.code();

  /** English where there is no such language. */
  PageLanguage chosen() {
    return code.equals(PageLanguage.KOREAN.code()) ? PageLanguage.KOREAN : PageLanguage.ENGLISH;
  }
}
