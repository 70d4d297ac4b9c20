package io.tidegate.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.reply.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/problems.md} is made from the catalogue, so that it cannot go stale, but for the
 * gate's part at its end. After a change, {@code mvn -pl api -am test -Dtidegate.rewrite=true}
 * writes it anew.
 */
class ProblemsDocTest {

  private static final Path PAGE = Path.of("../docs/problems.md");

  /** The service does not know the gate. */
  private static final String BY_HAND = "\n## The gate's problems\n";

  private static final String INTRODUCTION =
      """
      # Problems

      <!-- Made from io.tidegate.api.reply.ProblemType; ProblemsDocTest says how to write it anew. -->

      What the service answers when it says no: `application/problem+json` ([RFC
      9457](https://www.rfc-editor.org/rfc/rfc9457)). Go by `type`, which stays the same; `detail` and the other members say
      what is particular to the one at hand. The service itself serves this list under `/problems`, where each `type` leads.
      [The gate's problems](#the-gates-problems) are at the end.

      ```json
      {"type":"/problems/sold-out","title":"It is sold out.","status":409,"offerId":1}
      ```

      Sending a request again is safe with its `Idempotency-Key`: it takes effect once, and a replay has the first answer.
      Where a reply has `Retry-After`, it says in seconds when to come back.
      """;

  @Test
  void the_page_says_what_the_catalogue_says() throws IOException {
    String there = Files.readString(PAGE);
    String page = page() + there.substring(there.indexOf(BY_HAND));
    if (Boolean.getBoolean("tidegate.rewrite")) Files.writeString(PAGE, page);
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n| type | status | |\n|---|---|---|\n");
    for (ProblemType type : ProblemType.values()) {
      page.append("| [").append(type.id()).append("](#").append(type.id()).append(") | ");
      page.append(type.status()).append(" | ").append(type.title()).append(" |\n");
    }
    for (ProblemType type : ProblemType.values()) {
      page.append("\n## ").append(type.id()).append("\n\n");
      prose(page, type.status() + ". " + type.title() + " " + type.meaning());
      page.append('\n');
      prose(page, type.remedy());
    }
    return page.toString();
  }

  /** In lines of at most 120 columns, as all pages. */
  private static void prose(StringBuilder page, String paragraph) {
    int column = 0;
    for (String word : paragraph.split(" ", -1)) {
      boolean fits = column + 1 + word.length() <= 120;
      if (column > 0) page.append(fits ? ' ' : '\n');
      column = (column > 0 && fits ? column + 1 : 0) + word.length();
      page.append(word);
    }
    page.append('\n');
  }
}
