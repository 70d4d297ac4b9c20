package io.tidegate.lab.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries by their address that a run before has kept: there is no network here. */
class LibrariesTest {

  @TempDir private Path folder;

  @BeforeEach
  void keep() throws IOException {
    keep("modern/1.0.0/index.js", "import { one } from './part.js'; export const two = 2 * one;");
    keep("modern/1.0.0/part.js", "export const one = 1;");
    keep("common/1.0.0/index.js", "exports.three = 3; if (exports.three) return; exports.no = 1;");
    keep(
        "packed/1.0.0/index.js",
        "!function (e, t) { for (var n in t) e[n] = t[n] }(exports, { four: 4, default: 'd' });"
            + " Object.defineProperty(exports, '__esModule', { value: true });");
    keep("whole/1.0.0/index.js", "module.exports = n => 5 * n;");
  }

  private void keep(String name, String text) throws IOException {
    Path file = folder.resolve("libraries/lib.test").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void a_library_is_imported_from_what_was_kept_whatever_kind_of_module_it_is() throws Exception {
    assertThat(
            ScriptLines.of(
                folder,
                """
                import { two } from 'https://lib.test/modern/1.0.0/index.js';
                import { three, no } from 'https://lib.test/common/1.0.0/index.js';
                import packed, { four, missing } from 'https://lib.test/packed/1.0.0/index.js';
                import five from 'https://lib.test/whole/1.0.0/index.js';
                const again = require('https://lib.test/common/1.0.0/index.js');
                """,
                "console.log(two, three, no, packed, four, missing, five(1), again.three);"))
        .containsExactly("2 3 undefined d 4 undefined 5 3");
  }

  @Test
  void a_library_that_cannot_be_had_says_which_and_why() {
    assertThatThrownBy(() -> ScriptLines.of(folder, "import 'https://127.0.0.1:1/a.js';", ""))
        .hasMessageContaining("https://127.0.0.1:1/a.js cannot be fetched: it cannot be reached");
    assertThatThrownBy(() -> ScriptLines.of(folder, "import 'http://lib.test/a.js';", ""))
        .hasMessageContaining("only files and https:// can");
  }
}
