package io.tidegate.lab.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What scripts say and what they are told of their own errors. */
@Timeout(60)
class ConsoleTest {

  @TempDir private Path folder;

  @Test
  void a_value_is_shown_with_what_is_in_it() throws Exception {
    assertThat(
            ScriptLines.of(
                folder,
                "",
                """
                const round = { name: 'round' };
                round.self = round;
                console.log('text', 1, true, null, undefined, () => 1);
                console.log([1, 'two', { three: [undefined] }, [], {}], { f: () => 1, d: new Date(0) });
                console.log(round, { again: [round, round] });
                console.log(new Uint8Array([1, 2]), new Uint8Array([97]).buffer, { e: new Error('inside') });
                """))
        .containsExactly(
            "text 1 true null undefined [object Function]",
            "[ 1, \"two\", { three: [ null ] }, [], {} ]"
                + " { f: [object Function], d: \"1970-01-01T00:00:00.000Z\" }",
            "{ name: \"round\", self: [Circular] }"
                + " { again: [ { name: \"round\", self: [Circular] }, { name: \"round\", self: [Circular] } ] }",
            "Uint8Array(2) [ 1, 2 ] ArrayBuffer { [Uint8Contents]: <61>, byteLength: 1 }"
                + " { e: Error: inside }");
  }

  @Test
  void what_a_module_refuses_is_an_error_of_k6() throws Exception {
    assertThat(
            ScriptLines.of(
                folder,
                "import { check, fail, group } from 'k6';\nimport http from 'k6/http';",
                """
                for (const wrong of [() => check(1), () => group('a'), () => fail('why'), () => http.batch(),
                  () => http.expectedStatuses('x'), () => check(1, { later: async () => true })]) {
                  try {
                    wrong();
                  } catch (error) {
                    console.log(`${error}`.slice(0, 60));
                  }
                }
                """))
        .containsExactly(
            "GoError: no checks provided to `check`",
            "GoError: group() requires a callback as a second argument",
            "GoError: why",
            "GoError: no argument was provided to http.batch()",
            "GoError: argument number 1 to expectedStatuses was neither a",
            "GoError: the built-in check() does not support async functio");
  }
}
