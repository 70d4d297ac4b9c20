package io.tidegate.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsPageTest {
  @TempDir private Path folder;

  @Test
  void what_people_wrote_below_the_figures_stays_when_they_are_measured_again() throws IOException {
    Path page = folder.resolve("results/claims.md");
    ResultsPage.save(page, "# old\n");
    Files.writeString(page, Files.readString(page) + "\n" + ResultsPage.PROSE + "\n\nThe disk.\n");
    ResultsPage.save(page, "# new\n");
    ResultsPage.save(page, "# newer\n");

    assertThat(page).hasContent("# newer\n\n" + ResultsPage.PROSE + "\n\nThe disk.\n");
  }

  @Test
  void a_void_run_says_so_before_anything_else() {
    Report report = new Report().say("Figures.").isVoid("3 errors");

    assertThat(report.show()).startsWith("**VOID").contains("3 errors");
  }

  @Test
  void a_spread_is_the_middle_round_and_both_ends() {
    assertThat(Spread.of(3, 1, 2).show(0)).isEqualTo("2 (1–3)");
    assertThat(Spread.of(1, 2).median()).isEqualTo(1.5);
    assertThat(Spread.ratio(new double[] {2, 9}, new double[] {1, 3}).show(1))
        .isEqualTo("2.5 (2.0–3.0)");
  }

  @Test
  void prose_is_broken_into_lines_and_no_word_of_it_is_lost() {
    String paragraph = "some words ".repeat(50) + "x".repeat(200) + " the end";

    String[] lines = Prose.lines("- ", paragraph).split("\n", 0);

    assertThat(String.join(" ", lines).replaceAll(" +", " ")).isEqualTo("- " + paragraph);
    assertThat(lines).allMatch(line -> line.length() <= 120 || !line.strip().contains(" "));
    assertThat(lines[1]).startsWith("  words");
  }

  @Test
  void a_table_stands_straight() {
    assertThat(new Table("what", "count").row("a", "1,000").row("longer", "1").show())
        .isEqualTo(
            """
            | what   | count |
            |:-------|------:|
            | a      | 1,000 |
            | longer |     1 |
            """);
  }
}
