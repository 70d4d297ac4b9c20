package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.export.Export;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/export.md shows is what is exported, and its questions are answered. */
class ExportDocTest {

  private static final Path PAGE = Path.of("../docs/export.md");
  private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void the_tables_of_the_page_are_those_of_the_program() throws IOException {
    try (InputStream in = Export.class.getResourceAsStream("tables.sql")) {
      assertThat(in).isNotNull();
      assertThat(sql().getFirst()).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void the_five_questions_of_the_page_are_answered() throws Exception {
    Path data = folder.resolve("data");
    try (RandomCrowd crowd = new RandomCrowd(data, 3, 1_800_000_000_000L)) {
      crowd.open();
      crowd.act(400);
    }
    Path file = folder.resolve("sales.sqlite");
    Export.toSqlite(data, file, false);
    List<String> questions = sql().subList(1, sql().size());
    assertThat(questions).hasSize(5);
    try (ExportedFigures figures = new ExportedFigures(file)) {
      long seats = figures.number("SELECT count(*) FROM seats WHERE state = 'sold'");
      assertThat(figures.rows(questions.get(0))).hasSize((int) seats).isNotEmpty();
      long ofDate =
          figures.number(
              "SELECT -sum(e.amount) FROM entries e JOIN claims c ON c.id = claim_id WHERE offer_id = 3");
      assertThat(figures.rows(questions.get(1)))
          .singleElement()
          .satisfies(row -> assertThat(row).contains("Requiem", "" + ofDate));
      assertThat(figures.rows(questions.get(2))).isEmpty();
      assertThat(figures.rows(questions.get(3)))
          .singleElement()
          .satisfies(row -> assertThat(row).contains("default").doesNotContain("null"));
      long revenue = 0;
      for (List<String> minute : figures.rows(questions.get(4)))
        revenue += Long.parseLong(minute.get(2));
      assertThat(revenue)
          .isEqualTo(figures.number("SELECT -sum(amount) FROM entries WHERE kind <> 'top-up'"));
    }
  }

  private static List<String> sql() throws IOException {
    Matcher blocks = SQL.matcher(Files.readString(PAGE));
    List<String> found = new ArrayList<>();
    while (blocks.find()) found.add(blocks.group(1));
    return found;
  }
}
