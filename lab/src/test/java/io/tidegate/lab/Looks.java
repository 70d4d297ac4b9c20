package io.tidegate.lab;

import io.tidegate.testkit.Browser.Tab;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** How a page looks, and whether everybody can use it. */
public final class Looks {

  private static final String AXE = axe();

  private Looks() {}

  private static String axe() {
    try (InputStream script = Looks.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What axe finds wrong, all of its rules asked, and contrasts that it could not find out; but for
   * what scrolls sideways, where it never can, and colours are those of other texts.
   */
  public static String violations(Tab tab) {
    tab.eval(AXE + "; 0");
    return String.valueOf(
        tab.eval(
            """
            axe.run(document).then(found => {
              const seen = node => !document.querySelector(node.target[0]).closest('.wide');
              const unknown = found.incomplete
                .filter(v => v.id === 'color-contrast' && v.nodes.some(seen));
              return found.violations.concat(unknown)
                .map(v => v.id + ': ' + v.nodes.filter(n => unknown.indexOf(v) < 0 || seen(n))
                  .map(n => n.html).join(' ')).join('; ');
            })\
            """));
  }

  /** Keeps a picture where a developer asks for it. */
  public static void picture(Tab tab, String name) throws IOException {
    String to = System.getProperty("tidegate.screenshots");
    if (to != null) Files.write(Path.of(to, name + ".png"), tab.picture());
  }
}
