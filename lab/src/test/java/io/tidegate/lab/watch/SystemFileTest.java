package io.tidegate.lab.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Linux says of itself. */
class SystemFileTest {

  @Test
  void a_setting_of_the_kernel_is_read_whole() {
    Path range = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    Needs.that(Files.exists(range), "this is not Linux");
    assertThat(SystemFile.text(range).strip()).matches("[0-9]+\\s+[0-9]+");
    assertThat(new MachineReader().read(0).ports().all()).isPositive();
  }

  @Test
  void a_file_that_is_not_there_says_nothing() {
    assertThat(SystemFile.text(Path.of("/proc/there/is/none"))).isEmpty();
  }
}
